"""Which records count, to the day."""

from typing import Any

import numpy as np
import pytest
from tests.analysis.made_facts import REPS, SOURCES, build_facts

from cockpit.analysis.axes import Axes, build_axes
from cockpit.analysis.records import (
    count_leads,
    find_carried,
    find_deals,
    find_received,
    single_leads,
)
from cockpit.analysis.walk import Facts
from cockpit.analysis.window import Window
from cockpit.domain.plan import Plan
from cockpit.domain.records import NEVER, NOBODY, Outcome

START, END, KNOWN = 100, 190, 150
BOOKINGS = Window(START, END, KNOWN, is_cohort=False)
COHORT = Window(START, END, KNOWN, is_cohort=True)


def _lead(assigned: int, **given: int) -> dict[str, Any]:
    return {"rep": 4, "source": 7, "assigned": assigned, "disqualified": NEVER} | given


def _deal(created: int, closed: int = NEVER, **given: Any) -> dict[str, Any]:
    outcome = Outcome.WON if closed < NEVER else Outcome.OPEN
    row = {"lead": -1, "rep": 4, "source": 7, "created": created, "closed": closed, "amount": 5}
    return row | {"outcome": outcome} | given


def _facts(leads: list[dict[str, Any]], deals: list[dict[str, Any]]) -> Facts:
    return build_facts(Plan(), leads, deals)


def _axes() -> Axes:
    return build_axes(REPS, SOURCES, Plan(), ())


@pytest.mark.parametrize(
    ("day", "is_received", "is_carried"),
    [(99, False, True), (100, True, False), (150, True, False), (151, False, False)],
)
def test_leads_by_the_day_they_were_assigned(day: int, is_received: bool, is_carried: bool) -> None:
    leads = _facts([_lead(day)], []).leads
    assert find_received(leads, BOOKINGS).size == is_received
    assert find_carried(leads, BOOKINGS).size == is_carried
    assert find_carried(leads, COHORT).size == 0


@pytest.mark.parametrize(("day", "is_carried"), [(99, False), (100, True), (101, True)])
def test_a_lead_that_ended_before_the_period_is_not_carried_in(day: int, is_carried: bool) -> None:
    disqualified = _facts([_lead(50, disqualified=day)], []).leads
    converted = _facts([_lead(50)], [_deal(day, lead=0)]).leads
    assert find_carried(disqualified, BOOKINGS).size == is_carried
    assert find_carried(converted, BOOKINGS).size == is_carried


@pytest.mark.parametrize(
    ("created", "closed", "counts", "open_before", "is_won"),
    [
        (99, NEVER, True, 0, False),
        (90, 99, False, -1, False),
        (90, 100, True, 9, True),
        (100, NEVER, True, -1, False),
        (100, 150, True, -1, True),
        (100, 151, True, -1, False),
        (150, NEVER, True, -1, False),
        (151, NEVER, False, -1, False),
    ],
)
def test_opportunities_by_the_days_they_were_open(
    created: int, closed: int, counts: bool, open_before: int, is_won: bool
) -> None:
    deals = find_deals(_facts([], [_deal(created, closed)]).opportunities, BOOKINGS, _axes())
    assert deals.rows.size == counts
    if counts:
        assert deals.open_before.tolist() == [open_before]
        assert deals.is_won.tolist() == [is_won]
        assert deals.is_open.tolist() == [not is_won]


def test_closed_without_a_date() -> None:
    won, lost = _deal(110, outcome=Outcome.WON), _deal(110, outcome=Outcome.LOST)
    lost_before = _deal(90, outcome=Outcome.LOST)
    frame = _facts([], [won, lost, lost_before]).opportunities
    deals = find_deals(frame, BOOKINGS, _axes())
    assert deals.rows.tolist() == [1]
    assert not deals.is_open.any()
    assert not deals.is_won.any()


def test_a_cohort_follows_the_leads_of_the_period() -> None:
    leads = [_lead(99), _lead(100), _lead(150)]
    linked = [_deal(140, lead=at) for at in range(3)]
    late, unlinked = _deal(151, lead=1), _deal(140)
    frame = _facts(leads, [*linked, late, unlinked]).opportunities
    assert find_deals(frame, COHORT, _axes()).rows.tolist() == [1, 2]


def test_leads_are_counted_by_rep_source_and_day() -> None:
    leads = _facts([_lead(120), _lead(120), _lead(121), _lead(120, rep=NOBODY)], []).leads
    rows = np.arange(4)
    cells = count_leads(leads, rows, _axes())
    assert cells.count.tolist() == [1, 2, 1]
    assert cells.rep.tolist() == [0, 1, 1]
    assert cells.assigned.tolist() == [120, 120, 121]
    assert single_leads(leads, rows, _axes()).count.sum() == cells.count.sum()
    assert count_leads(leads, rows[:0], _axes()).count.size == 0


def test_the_window_before_its_period_is_empty() -> None:
    early = Window(START, END, 40, is_cohort=False)
    assert (early.until, early.last_lead_day) == (99, 99)
    assert (BOOKINGS.until, BOOKINGS.last_lead_day) == (150, 150)
    after = Window(START, END, 400, is_cohort=True)
    assert (after.until, after.last_lead_day) == (400, 190)
    leads = _facts([_lead(40), _lead(41)], []).leads
    assert find_carried(leads, early).tolist() == [0]
