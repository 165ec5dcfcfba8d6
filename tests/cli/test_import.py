import json
import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.cli.running import run_cockpit

from cockpit.cli.import_answers import build_answers
from cockpit.domain.errors import UsageError

GOOD = "lead_id,assigned_at\nL1,2026-07-01\n"
BAD = GOOD + "L2,soon\nL3,soon\nL4,soon\nL5,soon\nL6,never\n"


def run(folder: Path, *arguments: object) -> CompletedProcess[str]:
    return run_cockpit(folder, "import", *arguments, "--store", folder / "cockpit.sqlite")


def test_a_clean_import_says_what_it_did_and_exits_with_0(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(GOOD)
    done = run(tmp_path, "leads.csv", "--from", "plain", "--as", "leads")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Imported as batch 1." in done.stdout
    assert done.stdout.splitlines()[1].split() == ["leads.csv", "leads", *"110000"]
    assert "Nothing new." in run(tmp_path, "leads.csv").stdout


def test_rejected_rows_exit_with_1_and_are_listed_by_sort(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(BAD)
    done = run(tmp_path, "leads.csv", "--dry-run")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[2:] == [
        "leads.csv, row 3, column assigned_at: 'soon': not a date (rejected).",
        "leads.csv, row 4, column assigned_at: 'soon': not a date (rejected).",
        "leads.csv, row 5, column assigned_at: 'soon': not a date (rejected).",
        "  … and 2 more like it, the last in row 7; --json lists them.",
        "Dry run: nothing was changed.",
        "--rejected FOLDER saves the rejected rows, to be corrected and imported.",
    ]


def test_json_is_the_agreed_document_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(BAD)
    done = run(tmp_path, "leads.csv", "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    [file] = document["files"]
    problems = file.pop("problems")
    assert document["batch"] == 1
    assert file == {
        "file": "leads.csv",
        "kind": "leads",
        "recognised_as": "plain",
        "rows": 6,
        "added": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 5,
        "skipped": 0,
        "vanished": 0,
    }
    assert problems[4] == {
        "row": 7,
        "column": "assigned_at",
        "value": "never",
        "problem": "not a date",
        "fate": "rejected",
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.csv"], "cockpit: none.csv does not exist."),
        (["leads.csv", "--as", "targets"], "has no column rep, period and revenue"),
        (["leads.csv", "--mapping", "none.toml"], "none.toml cannot be read"),
    ],
)
def test_what_cannot_be_imported_is_one_line_and_exits_with_2(
    tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    (tmp_path / "leads.csv").write_text(GOOD)
    done = run(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_very_long_cell_is_told_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(f"lead_id,assigned_at\nL1,{'9' * 5000}\n")
    done = run(tmp_path, "leads.csv")
    assert done.returncode == 1
    assert f"'{'9' * 60}…': not a date (rejected)." in done.stdout


def test_a_period_that_is_none_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("rep,period,revenue\nAnn,Q3 2026,5\n")
    line = run(tmp_path, "targets.csv").stdout.splitlines()[2]
    assert line.startswith("targets.csv, row 2, column period: 'Q3 2026': not a period: write")
    assert line.endswith("a month (2026-07) (rejected).")


def test_brackets_in_a_file_name_are_letters_like_others(tmp_path: Path) -> None:
    (tmp_path / "[red]leads.csv").write_text(GOOD)
    done = run(tmp_path, "[red]leads.csv")
    assert done.returncode == 0
    assert "[red]leads.csv" in done.stdout


REPORT = (
    "Opportunity ID,Opportunity Name,Stage,Amount Currency,Amount,Close Date,Created Date\n"
    "0065g00000XyZ12,A,Abschluss,EUR,10,4/3/2026,1/2/2026\n"
)


def test_what_a_file_leaves_open_is_said_ready_to_paste(tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_text(REPORT)
    done = run(tmp_path, "report.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "could have the day or the month first: say --dates dmy or --dates mdy." in done.stderr
    assert '--stage "Abschluss=' in done.stderr
    answers = ["--dates", "dmy", "--stage", "Abschluss=won", "--rate", "eur=1.5"]
    done = run(tmp_path, "report.csv", *answers)
    assert (done.returncode, done.stderr) == (0, "")
    assert "report.csv: Salesforce report, 7 of 7 columns known." in done.stdout


@pytest.mark.parametrize(
    ("option", "text", "sentence"),
    [
        ("--rate", "EUR", "--rate is 'EUR'; write it as NAME=VALUE."),
        ("--rate", "EUR=much", "'much' is not a number"),
        ("--rate", "EUR=-1", "a rate is more than 0"),
        ("--rate", "Euro=1", "--rate names 'Euro'; a currency is written as EUR."),
        ("--stage", "Neu=maybe", "'Neu' means 'maybe'; it can mean open, won or lost."),
    ],
)
def test_an_answer_without_a_meaning_is_one_line(option: str, text: str, sentence: str) -> None:
    arguments = {"stages": None, "rates": None, "reps": None, "sources": None, "full": False}
    name = {"--rate": "rates", "--stage": "stages"}[option]
    with pytest.raises(UsageError, match=re.escape(sentence)):
        build_answers(**{**arguments, name: [text]})  # type: ignore[arg-type]
