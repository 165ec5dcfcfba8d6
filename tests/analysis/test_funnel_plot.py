"""Reps among equals: rates for the same leads, and who stands out."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made_facts import build_facts, facts

from cockpit.analysis.funnel_plot import Stage, compute_funnel_plot
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import to_day
from cockpit.domain.plan import Assumption, Plan
from cockpit.domain.records import NEVER, NOBODY, Outcome

AS_OF = date(2026, 12, 31)
_PLAN = Plan((), (), (Assumption(None, None, None, 0.4, 0.25, 960_000, None, None),))
_BORN = date(2026, 6, 1)


def _records(
    rep: int, source: int, count: int, converted: int, first: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return leads of a rep and a source, of which the first few became opportunities."""
    leads = [
        {"rep": rep, "source": source, "assigned": to_day(_BORN), "disqualified": NEVER}
        for _ in range(count)
    ]
    deals = [
        {
            "lead": first + at, "rep": rep, "source": source, "amount": 100,
            "created": to_day(_BORN + timedelta(days=3)), "closed": NEVER,
            "outcome": int(Outcome.OPEN),
        }
        for at in range(converted)
    ]  # fmt: skip
    return leads, deals


def _facts(*cells: tuple[int, int, int, int]) -> Facts:
    leads: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    for rep, source, count, converted in cells:
        more = _records(rep, source, count, converted, len(leads))
        leads += more[0]
        deals += more[1]
    return build_facts(_PLAN, leads, deals)


def test_a_rotten_source_is_not_held_against_its_rep() -> None:
    """Ada has only the bad source, which converts as badly for Bo; she is where the team is."""
    facts = _facts((4, 3, 200, 20), (9, 3, 200, 20), (9, 7, 200, 80), (2, 7, 200, 80))
    result = compute_funnel_plot(facts, AS_OF, Stage.LEAD_TO_OPP)
    ada = result.points[0]
    assert ada.name == "Ada"
    assert result.rate == pytest.approx(0.25)
    assert ada.rate == pytest.approx(0.25, abs=0.02)
    assert ada.at_most > 0.3
    assert ada.size < ada.matured
    assert result.chance_of_one > 0.5


def test_who_converts_less_on_the_same_leads_stands_out() -> None:
    facts = _facts((4, 7, 200, 40), (9, 7, 200, 80), (2, 7, 200, 80))
    result = compute_funnel_plot(facts, AS_OF, Stage.LEAD_TO_OPP)
    assert result.lowest is not None
    assert result.lowest.name == "Ada"
    assert result.lowest.at_most < 0.001
    assert result.chance_of_one < 0.01


def test_four_leads_do_not_stand_out() -> None:
    facts = _facts((4, 7, 4, 0), (9, 7, 200, 80), (2, 7, 200, 80))
    result = compute_funnel_plot(facts, AS_OF, Stage.LEAD_TO_OPP)
    ada = result.points[0]
    assert ada.rate == 0
    assert ada.at_most > 0.1


def test_what_nobody_owns_and_what_has_not_converted_yet() -> None:
    nobody = compute_funnel_plot(_facts((NOBODY, 7, 50, 20)), AS_OF, Stage.LEAD_TO_OPP)
    assert (nobody.rate, nobody.points) == (None, ())
    nothing = compute_funnel_plot(_facts((4, 7, 50, 0)), AS_OF, Stage.LEAD_TO_OPP)
    assert (nothing.rate, nothing.chance_of_one) == (None, 1.0)


def test_what_a_rep_leaves_open_in_the_crm_is_not_held_against_them() -> None:
    """Ada never closes lost deals in time, Bo does; both win as often of those that are closed."""
    deals: list[dict[str, Any]] = []
    for rep, won, lost, left_open in ((4, 10, 20, 60), (9, 10, 20, 0)):
        outcomes = [Outcome.WON] * won + [Outcome.LOST] * lost + [Outcome.OPEN] * left_open
        deals += [
            {
                "lead": -1, "rep": rep, "source": 7, "amount": 100, "created": to_day(_BORN),
                "closed": NEVER if outcome is Outcome.OPEN else to_day(_BORN) + 30,
                "outcome": int(outcome),
            }
            for outcome in outcomes
        ]  # fmt: skip
    result = compute_funnel_plot(build_facts(_PLAN, [], deals), AS_OF, Stage.WIN_RATE)
    ada, bo = result.points
    assert ada.rate == bo.rate == pytest.approx(1 / 3)
    assert ada.records == 30


@given(facts(), st.dates(date(2026, 3, 1), date(2027, 3, 1)), st.sampled_from(list(Stage)))
def test_points_are_what_a_rate_can_be(facts: Facts, as_of: date, stage: Stage) -> None:
    result = compute_funnel_plot(facts, as_of, stage)
    for point in result.points:
        assert 0 <= point.rate <= 1
        assert 0 <= point.at_most <= 1
        assert 0 <= point.at_least <= 1
        assert point.converted <= point.records
        assert point.size > 0
    assert sum(point.converted for point in result.points) <= max(
        len(facts.leads), len(facts.opportunities)
    )
