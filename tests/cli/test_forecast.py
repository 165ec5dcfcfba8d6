"""`cockpit forecast` from files to table and JSON, run in this process."""

import json
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
    import_files(store, ImportRequest(tuple(FOLDER / "quarter" / f"{name}.csv" for name in NAMES)))
    store.close()
    return str(tmp_path / "quarter.sqlite")


def _run(location: str, *arguments: str, exit_code: int = 0) -> str:
    done = CliRunner().invoke(app, ["forecast", "--store", location, *arguments])
    assert done.exit_code == exit_code, done.output
    return done.stdout


def _document(location: str, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_run(location, *ASKED, "--json", *arguments))
    return document


def test_json_keeps_its_contract(location: str) -> None:
    document = _document(location)
    about = {name: document[name] for name in ("period", "as_of", "currency", "interval")}
    assert about == {
        "period": "2026-Q3",
        "as_of": "2026-09-14",
        "currency": "USD",
        "interval": 0.8,
    }
    assert document["backtest"] is None
    assert document["unassigned"]["rep"] is None
    assert {row["rep"] for row in document["reps"]} >= {"Amara Okafor", "Ben Lindqvist"}
    for row in (document["team"], *document["reps"], document["unassigned"]):
        assert row["low"] <= row["median"] <= row["high"]
        assert row["expected"] == pytest.approx(sum(row["drivers"].values()), abs=0.03)
        assert set(row["drivers"]) == {
            "actual", "open_deals", "leads_in_hand", "leads_to_come", "self_sourced"
        }  # fmt: skip
    assert 0 <= document["team"]["p_target"] <= 1
    assert document["method"]["draws"] >= 10_000


def test_won_so_far_is_what_the_diagnosis_says(location: str) -> None:
    rows = {row["rep"]: row["drivers"]["actual"] for row in _document(location)["reps"]}
    done = CliRunner().invoke(app, ["diagnose", "--store", location, *ASKED, "--json"])
    diagnosed = {row["rep"]: row["actual"] for row in json.loads(done.stdout)["reps"]}
    assert rows == {name: diagnosed[name] for name in rows}


def test_the_seed_decides_the_draws(location: str) -> None:
    first, again, other = (_document(location, "--seed", seed) for seed in ("5", "5", "6"))
    assert first == again
    assert first["team"]["expected"] == pytest.approx(other["team"]["expected"], rel=0.01)
    assert first["method"]["seed"] != other["method"]["seed"]


def test_the_table_says_what_the_forecast_rests_on(location: str) -> None:
    text = " ".join(_run(location, *ASKED).split())
    for shown in (
        "8 chances in 10",
        "chance of the",
        "Leads in hand",
        "Amara Okafor",
        "the plan's",
    ):
        assert shown in text
    assert "…" not in text


def test_the_past_is_said_to_be_over(location: str) -> None:
    text = _run(location, "--period", "2026-Q3", "--as-of", "2026-12-31")
    assert "Q3 FY26 ended at" in text


def test_a_backtest_on_request(location: str) -> None:
    done = CliRunner().invoke(
        app,
        [
            "forecast",
            "--store",
            location,
            "--period",
            "2026-08",
            *ASKED[2:],
            "--backtest",
            "--json",
        ],
    )
    assert done.exit_code == 1  # no targets by month
    past = json.loads(done.stdout)["backtest"]
    assert past["team"]["forecasts"] > 0
    assert past["limits"]
    assert "Forecasting 2026-" in done.stderr


def test_a_period_without_targets_is_a_finding(location: str) -> None:
    text = _run(location, "--period", "2026-Q4", "--as-of", "2026-09-14", exit_code=1)
    assert "No target is set for 2026-Q4" in text
