"""The settings form, read back and explained."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.team import Team
from cockpit.presenters.team_settings import (
    build_team,
    build_team_form,
    describe_change,
    describe_team,
    format_fiscal_year,
)

TODAY = date(2026, 9, 14)
TEAM = Team("West", "EUR", FiscalCalendar(2, 6), 0.025)


def test_the_form_shows_a_team_and_gives_it_back() -> None:
    form = build_team_form(TEAM)
    assert form.tolerance == "2.5"
    assert build_team(form) == TEAM


def test_typing_is_forgiven() -> None:
    form = replace(build_team_form(TEAM), currency=" usd ", tolerance="5 %", name=" East ")
    assert build_team(form) == Team("East", "USD", FiscalCalendar(2, 6), 0.05)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "  ", "needs a name"),
        ("currency", "Taler", "'Taler' is not a currency"),
        ("tolerance", "some", "'some' is not a percentage"),
        ("tolerance", "140", "lies between 0 and 100"),
        ("tolerance", "-1", "lies between 0 and 100"),
        ("tolerance", "nan", "not a percentage"),
    ],
)
def test_what_cannot_be_is_a_sentence(field: str, value: str, sentence: str) -> None:
    changes: dict[str, Any] = {field: value}
    form = replace(build_team_form(TEAM), **changes)
    with pytest.raises(UsageError, match=sentence):
        build_team(form)


def test_a_first_month_says_where_today_lies() -> None:
    assert format_fiscal_year(1, TODAY) == (
        "Today is in Q3 FY26 (1 Jul to 30 Sep); FY26 began on 1 Jan 2026."
    )
    assert "Q3 FY27 (1 Aug to 31 Oct); FY27 began on 1 Feb 2026" in format_fiscal_year(2, TODAY)


def test_a_change_says_what_it_means() -> None:
    assert describe_change(TEAM, replace(TEAM, name="East"), TODAY) == ()
    moved = describe_change(TEAM, replace(TEAM, calendar=FiscalCalendar(1)), TODAY)
    assert "1 Aug to 31 Oct 2026" in moved[0]
    assert "becomes 1 Jul to 30 Sep 2027" in moved[0]
    assert "A miss is a miss" in describe_change(TEAM, replace(TEAM, tolerance=0.0), TODAY)[0]
    assert "within 10%" in describe_change(TEAM, replace(TEAM, tolerance=0.1), TODAY)[0]
    assert "USD" in describe_change(TEAM, replace(TEAM, currency="USD"), TODAY)[0]


def test_the_terminal_gets_words() -> None:
    assert describe_team(TEAM)["week_start"] == "Sunday"
