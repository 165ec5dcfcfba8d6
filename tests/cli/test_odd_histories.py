"""Histories that are odd, empty or extreme: an answer and a forecast all the same, and said."""

import csv
import json
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.golden_cases import FOLDER
from typer.testing import CliRunner

from cockpit.cli.app import app
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Question
from cockpit.presenters.headline import build_headline, build_subline
from cockpit.presenters.rep_rows import build_rep_rows
from cockpit.services.diagnosis import diagnose
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.opening import open_store

NAMES = ("targets", "commitments", "assumptions", "leads", "opportunities")
ASKED = ("--period", "2026-Q3", "--as-of", "2026-09-14", "--json")
Tables = dict[str, list[dict[str, str]]]


def _only_one_rep(tables: Tables) -> None:
    for name in ("targets", "commitments", "leads", "opportunities"):
        tables[name] = [row for row in tables[name] if row["rep"] == "Ben Lindqvist"]


def _only_one_source(tables: Tables) -> None:
    for name in ("commitments", "leads", "opportunities"):
        tables[name] = [row for row in tables[name] if row["source"] in ("Webinar", "")]


def _a_rep_without_leads(tables: Tables) -> None:
    tables["leads"] = [row for row in tables["leads"] if row["rep"] != "Ben Lindqvist"]
    tables["opportunities"] = [r for r in tables["opportunities"] if r["rep"] != "Ben Lindqvist"]


def _no_history(tables: Tables) -> None:
    tables["leads"], tables["opportunities"] = [], []


def _close_all(outcome: str) -> Callable[[Tables], None]:
    def close(tables: Tables) -> None:
        for row in tables["opportunities"]:
            row["outcome"], row["closed_at"] = outcome, row["closed_at"] or "2026-09-10"

    return close


def _certain_plan(tables: Tables) -> None:
    for row in tables["assumptions"]:
        row["lead_to_opp"] = row["win_rate"] = "1"


def _no_leads_behind_deals(tables: Tables) -> None:
    for row in tables["opportunities"]:
        row["lead_id"] = ""


def _an_unknown_source(tables: Tables) -> None:
    for name in ("leads", "opportunities"):
        for row in tables[name][::3]:
            row["source"] = "Nobody planned this"


def _a_skipped_stage(tables: Tables) -> None:
    for row in tables["opportunities"]:
        row["created_at"] = row["closed_at"] or row["created_at"]


def _rates_that_drift(tables: Tables) -> None:
    for row in tables["opportunities"]:
        if row["created_at"] > "2026-06-30" and row["outcome"] == "won":
            row["outcome"] = "lost"


ODD = {
    "no history": _no_history,
    "one rep": _only_one_rep,
    "one source": _only_one_source,
    "a rep without leads": _a_rep_without_leads,
    "all lost": _close_all("lost"),
    "all won": _close_all("won"),
    "a plan of 100 %": _certain_plan,
    "deals without leads": _no_leads_behind_deals,
    "a source nobody knows": _an_unknown_source,
    "a skipped stage": _a_skipped_stage,
    "rates that drift": _rates_that_drift,
}


@pytest.fixture(params=ODD, ids=str)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    tables: Tables = {}
    for name in NAMES:
        with (FOLDER / "quarter" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    columns = {name: list(rows[0]) for name, rows in tables.items()}
    ODD[request.param](tables)
    paths = []
    for name, rows in tables.items():
        if rows:
            paths.append(tmp_path / f"{name}.csv")
            with paths[-1].open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns[name])
                writer.writeheader()
                writer.writerows(rows)
    store = open_store(tmp_path / "odd.sqlite")
    import_files(store, ImportRequest(tuple(paths)))
    store.close()
    return str(tmp_path / "odd.sqlite")


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in _numbers(each)]
    if isinstance(value, list):
        return [number for each in value for number in _numbers(each)]
    return [float(value)] if isinstance(value, int | float) else []


def test_an_odd_history_has_a_sound_answer_and_forecast(location: str) -> None:
    for command in ("diagnose", "forecast"):
        done = CliRunner().invoke(app, [command, "--store", location, *ASKED])
        assert done.exit_code in (0, 1), done.output
        document = json.loads(done.stdout)
        assert all(math.isfinite(number) for number in _numbers(document))
        if command == "diagnose":
            for row in (document["team"], *document["reps"]):
                assert round(sum(row["effects"].values()), 2) == row["gap"]
                assert 0 <= row["confidence"] <= 1
                assert row["because"].endswith(".")
                assert row["verdict"] == "on_target" or row["action"]
    _show_in_the_window(location)


def _show_in_the_window(location: str) -> None:
    """Build what the cockpit and its table show."""
    store = open_store(location)
    question = Question(FiscalCalendar().parse("2026-Q3"), date(2026, 9, 14))
    answer = diagnose(store, question)
    store.close()
    said = (*build_headline(answer.team, question, "USD"), *build_subline(answer, answer.team))
    shown = " ".join(span.text for span in said)
    rows = " ".join(f"{row.verdict} {row.because} {row.action}" for row in build_rep_rows(answer))
    assert shown
    assert "nan" not in f"{shown} {rows}".lower()
