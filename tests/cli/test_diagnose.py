"""`cockpit diagnose` from files to table and JSON, run in this process."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.golden_cases import FOLDER
from typer.testing import CliRunner

from cockpit.cli.app import app
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.opening import open_store

NAMES = ("targets", "commitments", "assumptions", "leads", "opportunities")
ASKED = ("--period", "2026-Q3", "--as-of", "2026-09-14")


@pytest.fixture
def location(tmp_path: Path) -> str:
    store = open_store(tmp_path / "quarter.sqlite")
    paths = tuple(FOLDER / "quarter" / f"{name}.csv" for name in NAMES)
    import_files(store, ImportRequest(paths))
    store.close()
    return str(tmp_path / "quarter.sqlite")


def _run(location: str, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["diagnose", "--store", location, *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def _document(location: str, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_run(location, *ASKED, "--json", *arguments))
    return document


def test_json_keeps_its_contract(location: str) -> None:
    document = _document(location)
    about = {name: document[name] for name in ("period", "as_of", "basis", "currency")}
    assert about == {
        "period": "2026-Q3",
        "as_of": "2026-09-14",
        "basis": "bookings",
        "currency": "USD",
    }
    assert len(document["reps"]) == 6
    assert document["unassigned"]["rep"] is None
    for row in (document["team"], *document["reps"], document["unassigned"]):
        assert len(row["effects"]) == 12
        assert round(sum(row["effects"].values()), 2) == row["gap"]
        assert round(sum(row["levers"].values()), 2) == row["gap"]
        assert set(row["levers"]) == {
            "planning", "earlier", "marketing", "sales", "waiting", "other"
        }  # fmt: skip
        assert 0 <= row["confidence"] <= 1
        for stage, effect in row["evidence"].items():
            assert round(sum(effect["parts"].values()), 2) == row["effects"][stage]
            assert effect["low"] <= effect["rate"] <= effect["high"]
            assert 0 <= effect["p_rep_below_team"] <= 1
        assert row["because"].endswith(".")
        assert row["verdict"]
    amara = next(row for row in document["reps"] if row["rep"] == "Amara Okafor")
    assert amara["funnel"]["leads"] == {"plan": 53.2, "actual": 46}  # 20 + 22 + 24 · 14/30
    assert set(amara["evidence"]) == {"lead_to_opp", "win_rate", "deal_size"}
    assert amara["evidence"]["lead_to_opp"]["records"] == 102  # in twelve months


def test_other_groupings_have_rows_of_their_own(location: str) -> None:
    team = _document(location)["team"]
    for by, rows, name in (("source", "sources", "Webinar"), ("month", "months", "2026-08")):
        document = _document(location, "--by", by)
        assert name in {row[by] for row in document[rows]}
        assert document["reps"] == []
        assert document["team"] == team
    assert _document(location, "--by", "team")["team"] == team


def test_one_rep_alone(location: str) -> None:
    document = _document(location, "--rep", "Ben Lindqvist", "--basis", "cohort")
    assert [row["rep"] for row in document["reps"]] == ["Ben Lindqvist"]
    assert document["team"]["effects"] == document["reps"][0]["effects"]
    assert document["basis"] == "cohort"


def test_the_table_shows_every_rep_in_full(location: str) -> None:
    text = _run(location, *ASKED)
    for shown in ("Amara Okafor", "Unassigned leads", "Sure", "95%", "Coach: qualifying", "$90k"):
        assert shown in text
    assert "…" not in text


def test_a_period_without_targets_is_a_finding(location: str) -> None:
    done = CliRunner().invoke(app, ["diagnose", "--store", location, "--period", "2026-Q1"])
    assert done.exit_code == 1
    assert "No target is set for 2026-Q1; there are targets for 2026-Q3." in done.stdout


def test_without_a_period_the_usual_question_is_answered(location: str) -> None:
    done = CliRunner().invoke(app, ["diagnose", "--store", location, "--json"])
    assert json.loads(done.stdout)["period"] == "2026-Q3"


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_the_table_is_readable_in_a_terminal_of_any_width(
    location: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    text = _run(location, *ASKED)
    assert "…" not in text
    assert max(len(line) for line in text.splitlines()) <= int(columns)
    for shown in ("Actual", "Verdict", "Marketing", "Sales"):
        assert shown in text


def test_an_output_that_takes_no_more_is_told_in_one_line(location: str) -> None:
    if not Path("/dev/full").exists():  # only Linux has it
        return
    command = [sys.executable, "-m", "cockpit", "diagnose", "--store", location, *ASKED]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == b"cockpit: The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("form", ["table", "json"])
def test_an_output_without_codes_for_all_letters_is_no_fault(location: str, form: str) -> None:
    command = [sys.executable, "-m", "cockpit", "diagnose", "--store", location, *ASKED]
    done = subprocess.run(
        [*command, "--json"] if form == "json" else command,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    if form == "json":
        assert json.loads(done.stdout)["reps"][0]["because"]
