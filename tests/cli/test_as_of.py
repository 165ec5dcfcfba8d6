"""`--as-of` answers from what had been imported by that day; `--known now` from all there is."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.knowledge_builders import DealRow, Delivery, LeadRow, deliver, find_days, plan_of
from typer.testing import CliRunner

from cockpit.cli.app import app
from cockpit.domain.records import Outcome
from cockpit.store.opening import open_store

AS_OF = ("--period", "2026-Q3", "--as-of", "2026-07-25")


@pytest.fixture
def location(tmp_path: Path) -> str:
    """A store whose target and a deal changed after 25 July."""
    lost, won = Outcome.LOST, Outcome.WON
    deliveries = [
        Delivery(
            leads=tuple(LeadRow(number, 0, 0, number) for number in range(12)),
            deals=(DealRow(0, 0, 0, 5, 15, won),),
            plan=plan_of(0, 6_000_000, 20),
        ),
        Delivery(14, deals=(DealRow(0, 0, 0, 5, 15, lost),), plan=plan_of(0, 5_000_000, 20)),
    ]
    store = open_store(tmp_path / "team.sqlite")
    for delivery, day in zip(deliveries, find_days(deliveries), strict=True):
        deliver(store, delivery, day)
    store.close()
    return str(tmp_path / "team.sqlite")


def _run(location: str, *arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments, "--store", location])
    assert done.exit_code == 0, done.output
    return done.stdout


def _read(location: str, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_run(location, *arguments, "--json"))
    return document


def test_a_day_is_answered_with_what_was_known_then(location: str) -> None:
    then = _read(location, "diagnose", *AS_OF)
    assert (then["team"]["target"], then["team"]["actual"]) == (60_000, 8_000)
    assert then["known"] == {
        "on": "2026-07-25",
        "batch": 1,
        "note": "As known on 25 Jul 2026. Last import by then: 20 Jul 2026.",
    }
    now = _read(location, "diagnose", *AS_OF, "--known", "now")
    assert (now["team"]["target"], now["team"]["actual"]) == (50_000, 0)
    assert now["known"] == {"on": None, "batch": None, "note": "All that is known now."}
    assert now["as_of"] == then["as_of"]


def test_a_day_before_any_import_is_answered_by_dates(location: str) -> None:
    asked = ("diagnose", "--period", "2026-Q3", "--as-of", "2026-07-10")
    then, now = _read(location, *asked), _read(location, *asked, "--known", "now")
    assert then["known"]["batch"] is None
    assert then["known"]["note"].startswith("As of 10 Jul 2026. Nothing had been imported by then")
    assert then | {"known": None} == now | {"known": None}


def test_forecast_and_plan_are_of_that_day_too(location: str) -> None:
    forecast = _read(location, "forecast", *AS_OF)
    assert forecast["known"]["batch"] == 1
    assert forecast["team"]["target"] == 60_000
    plan = _read(location, "plan", "show", *AS_OF)
    assert plan["known"]["batch"] == 1
    assert plan["team"]["target"] == 60_000
    assert _read(location, "plan", "show", "--period", "2026-Q3")["team"]["target"] == 50_000


def test_the_table_says_what_was_known(location: str) -> None:
    for command in (("diagnose",), ("forecast",), ("plan", "show")):
        assert "Last import by then: 20 Jul 2026." in _run(location, *command, *AS_OF)


def test_without_a_day_all_that_is_known_counts(location: str) -> None:
    latest = _read(location, "diagnose", "--period", "2026-Q3")
    assert latest["team"]["target"] == 50_000
    assert latest["known"]["on"] is None
    assert date.fromisoformat(latest["as_of"]) >= date(2026, 1, 1)
