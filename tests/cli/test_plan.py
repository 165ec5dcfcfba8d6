"""`cockpit plan` end to end, on the worked case of a quarter."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.golden_cases import FOLDER
from typer.testing import CliRunner, Result

from cockpit.cli.app import app

CASE = FOLDER / "quarter"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Run a command on a store that holds the plan of the case."""

    def call(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--store", str(tmp_path / "team.sqlite")])

    files = [str(CASE / f"{name}.csv") for name in ("targets", "commitments", "assumptions")]
    assert call("import", *files).exit_code == 0
    return call


def test_show_prints_the_sentence_and_a_row_per_rep(run: Callable[..., Result]) -> None:
    shown = run("plan", "show", "--period", "2026-Q3")
    assert shown.exit_code == 0
    assert "The plan adds up to" in shown.stdout
    assert "Amara Okafor" in shown.stdout
    assert "+$10k" in shown.stdout


def test_show_as_json_agrees_with_the_diagnosis(run: Callable[..., Result]) -> None:
    shown = json.loads(run("plan", "show", "--period", "2026-Q3", "--json").stdout)
    want = json.loads((CASE / "expected-bookings-2026-09-30.json").read_text())
    unfunded = {row["rep"]: row["unfunded_plan"] for row in shown["reps"]}
    for row in want["reps"]:
        if row["rep"] in {"Amara Okafor", "Ben Lindqvist"}:
            assert unfunded[row["rep"]] == pytest.approx(row["effects"]["unfunded_plan"], abs=0.06)
    assert {row["period"] for row in shown["targets"]} == {"2026-Q3"}
    assert shown["assumptions"][0]["win_rate"] == 0.25


def test_export_and_import_change_nothing(run: Callable[..., Result], tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    exported = run("plan", "export", "--period", "2026", "--out", str(out))
    assert exported.stdout.strip() == str(out)
    counted = json.loads(run("import", str(out), "--json").stdout)
    assert [file["rows"] - file["unchanged"] for file in counted["files"]] == [0, 0, 0]


def test_export_names_the_place_that_cannot_be_written(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("taken")
    result = run("plan", "export", "--period", "2026-Q3", "--out", str(tmp_path / "file" / "x"))
    assert result.exit_code != 0
    assert "cannot be written" in str(result.exception)


def test_show_keeps_every_figure_where_a_name_is_long_and_the_terminal_narrow(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = tmp_path / "targets.csv"
    targets.write_text(f"rep,period,revenue\n{'x' * 200},2026-Q3,123000\n")
    assert run("import", str(targets)).exit_code == 0
    monkeypatch.setenv("COLUMNS", "80")
    shown = run("plan", "show", "--period", "2026-Q3").stdout
    assert "$123k" in shown
    assert "Carried in" in shown
    assert "…" not in shown


def test_lock_and_amend_end_to_end(run: Callable[..., Result], tmp_path: Path) -> None:
    locked = json.loads(run("plan", "lock", "--period", "2026-Q3", "--json").stdout)
    assert locked["learned_until"] == "2026-06-30"
    assert {row["step"]: row["used"] for row in locked["delays"]} == {
        "lead_to_opp": False,
        "opp_to_end": False,
    }
    targets = tmp_path / "targets.csv"
    targets.write_text("rep,period,revenue\nAmara Okafor,2026-Q3,1\n")
    refused = run("import", str(targets), "--json")
    assert refused.exit_code == 1
    (problem,) = json.loads(refused.stdout)["files"][0]["problems"]
    assert (problem["row"], problem["column"], problem["fate"]) == (2, "period", "rejected")
    amended = run("plan", "amend", "--period", "2026-Q3", "--reason", "on leave", str(targets))
    assert amended.exit_code == 0
    assert "on leave" in amended.stdout
    assert "revenue 90000.00 → 1.00" in amended.stdout
    shown = json.loads(run("plan", "show", "--period", "2026-Q3", "--json").stdout)
    assert shown["state"] == "amended"
    assert shown["amended"][0]["reason"] == "on leave"
    assert "amended once" in run("plan", "show", "--period", "2026-Q3").stdout


def test_lock_says_what_it_froze(run: Callable[..., Result]) -> None:
    said = run("plan", "lock", "--period", "2026-Q3", "--as-of", "2026-07-02").stdout
    assert "The plan of Q3 FY26 is locked." in said
    assert "known until 2 Jul 2026" in said
    assert "Q3 FY26 has begun" in said
    again = run("plan", "lock", "--period", "2026-08")
    assert "2026-Q3 was locked on" in str(again.exception)
