import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.cli.running import run_cockpit


def run(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return run_cockpit(folder, *arguments, "--store", folder / "cockpit.sqlite")


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    """A folder with a store into which deals were imported, and then changed ones."""
    header = "opportunity_id,created_at,outcome,rep,amount,closed_at\n"
    first = "O1,2026-07-05,open,Ada Park,1000,\nO2,2026-07-06 09:30,open,Ada Park,,\n"
    second = "O1,2026-07-05,won,Ada Park,1200.50,2026-08-01\nO3,2026-07-07,open,Ada Park,5,\n"
    for name, rows in (("july.csv", first), ("august.csv", second)):
        (tmp_path / name).write_text(header + rows)
        assert run(tmp_path, "import", name).returncode == 0
    return tmp_path


def test_imports_are_listed_newest_first(imported: Path) -> None:
    lines = run(imported, "imports").stdout.splitlines()
    numbers = [line.split() for line in lines if ".csv" in line]
    assert [(row[0], row[3], row[4]) for row in numbers] == [
        ("2", "august.csv", "opportunities"),
        ("1", "july.csv", "opportunities"),
    ]
    document = json.loads(run(imported, "imports", "--json").stdout)
    newest = document["imports"][0]
    assert (newest["batch"], newest["undone_at"]) == (2, None)
    assert newest["files"][0]["updated"] == 1


def test_what_is_said_before_show_holds_for_it(imported: Path) -> None:
    words = "imports --store cockpit.sqlite --json show 2".split()
    done = run_cockpit(imported, *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["counts"] == {"opportunities": {"added": 1, "updated": 1}}


def test_what_an_import_changed_is_shown_field_by_field(imported: Path) -> None:
    done = run(imported, "imports", "show", "2")
    assert (done.returncode, done.stderr) == (0, "")
    counts, updated, added = done.stdout.splitlines()[1:]
    assert counts == "1 opportunity added, 1 updated."
    assert updated.split(": ", 1) == [
        "  O1 updated",
        "closed: — → 1 Aug 2026, outcome: open → won, amount: $1,000.00 → $1,200.50",
    ]
    assert added == "  O3 added: rep: Ada Park, created: 7 Jul 2026, outcome: open, amount: $5.00"
    document = json.loads(run(imported, "imports", "show", "2", "--limit", "1", "--json").stdout)
    assert document["counts"] == {"opportunities": {"added": 1, "updated": 1}}
    [change] = document["changes"]
    assert change["fields"][-1] == {
        "field": "amount",
        "before": 1000.0,
        "after": 1200.5,
        "currency": "USD",
    }
    assert change["fields"][0]["after"] == "2026-08-01T00:00:00"
    assert run(imported, "imports", "show", "9").stderr == (
        "cockpit: There is no import number 9.\n"
    )


def test_the_last_import_can_be_undone(imported: Path) -> None:
    would = run(imported, "undo", "--dry-run").stdout.splitlines()
    assert would == [
        "Would undo import 2, “import august.csv”.",
        "  1 opportunity removed",
        "  1 opportunity as before",
        "Nothing was changed.",
    ]
    document = json.loads(run(imported, "undo", "--json").stdout)
    assert document == {
        "batch": 2,
        "command": "import august.csv",
        "dry_run": False,
        "undone": [{"kind": "opportunities", "removed": 1, "restored": 1}],
    }
    assert "nothing of it is left" in run(imported, "imports", "show", "2").stdout
    again = run(imported, "import", "august.csv").stdout.splitlines()[1]
    assert again.split() == ["august.csv", "opportunities", "2", "1", "1", "0", "0", "0"]
    assert run(imported, "undo").returncode == 0
    assert run(imported, "undo").returncode == 0
    nothing = run(imported, "undo")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr == "cockpit: There is no import to undo.\n"
