"""`cockpit quality` and `cockpit import --rejected`, end to end."""

import json
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from tests.cli.running import run_cockpit

HEADER = "opportunity_id,created_at,outcome,rep,amount,closed_at\n"
DEALS = (
    f"{HEADER}O1,2026-07-01,won,Ben,500,\nO2,2026-07-01,won,Ben,70,2026-08-01\n"
    "O3,soon,open,Ben,1,\n"
)


def cockpit(*arguments: str | Path, folder: Path, status: int = 0) -> CompletedProcess[str]:
    done = run_cockpit(folder, *arguments)
    assert done.returncode == status, done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store of three deals, one of which was rejected."""
    (tmp_path / "deals.csv").write_text(DEALS, encoding="utf-8")
    cockpit(
        "import", "deals.csv", "--store", "s.sqlite", "--rejected", "out", folder=tmp_path, status=1
    )
    return tmp_path


def test_the_answer_begins_with_a_sentence(folder: Path) -> None:
    done = cockpit("quality", "--store", "s.sqlite", "--period", "2026-Q3", folder=folder)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Your data can be trusted for Q3 FY26, except: ")
    assert "1 deal worth $500 belongs to no period" in lines[0]
    assert any(line.startswith("Won deals without a close date: Won, but") for line in lines)
    assert "Fine: Every won deal has an amount." in lines


def test_json_is_one_document_with_every_check(folder: Path) -> None:
    done = cockpit("quality", "--store", "s.sqlite", "--period", "2026-Q3", "--json", folder=folder)
    document: dict[str, Any] = json.loads(done.stdout)
    checks = {each["check"]: each for each in document["checks"]}
    assert document["period"] == "2026-Q3"
    found = checks["won_without_close"]
    assert (found["count"], found["of"], found["amount"], found["weight"]) == (
        1,
        2,
        500.0,
        "numbers",
    )
    assert [point["count"] for point in found["after_imports"]] == [1]
    assert checks["leads_without_rep"]["missing"] == "there are no leads"


def test_a_period_that_is_none_is_refused(folder: Path) -> None:
    done = cockpit("quality", "--store", "s.sqlite", "--period", "Q9", folder=folder, status=2)
    assert "'Q9' is not a period" in done.stderr


def test_rejected_rows_go_round(folder: Path) -> None:
    path = folder / "out" / "deals rejected.csv"
    assert path.read_text("utf-8").splitlines()[1] == "O3,soon,open,Ben,1,,created_at: not a date"
    path.write_text(path.read_text("utf-8").replace("soon", "2026-07-03"), "utf-8")
    done = cockpit("import", path, "--store", "s.sqlite", "--json", folder=folder)
    (account,) = json.loads(done.stdout)["files"]
    assert (account["rows"], account["added"], account["problems"]) == (1, 1, [])


def test_json_names_the_files_that_were_saved(folder: Path) -> None:
    done = cockpit(
        "import", "deals.csv", "--store", "s.sqlite", "--rejected", "again.csv", "--json",
        folder=folder, status=1,
    )  # fmt: skip
    assert json.loads(done.stdout)["rejected_files"] == [{"file": "again.csv", "rows": 1}]
    done = cockpit("import", "deals.csv", "--store", "s.sqlite", folder=folder, status=1)
    assert "--rejected FOLDER saves the rejected rows" in done.stdout
