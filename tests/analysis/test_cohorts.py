"""The maturity of monthly cohorts: what has converted by each age, and what is still to come."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made_facts import build_facts, facts

from cockpit.analysis.cohorts import compute_cohorts
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import to_day
from cockpit.domain.plan import Assumption, Plan
from cockpit.domain.records import NEVER, Outcome

AS_OF = date(2026, 9, 14)


def _plan(rate: float | None = 0.4, median: float | None = 7.0) -> Plan:
    return Plan((), (), (Assumption(None, None, None, rate, 0.25, 960_000, median, 30.0),))


def _lead(day: date, *, disqualified: date | None = None) -> dict[str, Any]:
    out = NEVER if disqualified is None else to_day(disqualified)
    return {"rep": 4, "source": 7, "assigned": to_day(day), "disqualified": out}


def _deal(lead: int, day: date) -> dict[str, Any]:
    return {
        "lead": lead, "rep": 4, "source": 7, "created": to_day(day), "closed": NEVER,
        "outcome": int(Outcome.OPEN), "amount": 0,
    }  # fmt: skip


def test_shares_count_conversions_by_whole_weeks_of_age() -> None:
    leads = [_lead(date(2026, 6, day)) for day in (1, 2, 3, 4)]
    deals = [_deal(0, date(2026, 6, 7)), _deal(1, date(2026, 6, 9)), _deal(2, date(2026, 9, 20))]
    (june,) = compute_cohorts(build_facts(_plan(), leads, deals), AS_OF).cohorts
    assert june.month.label == "2026-06"
    # Six days after its day of birth is still the first week, seven days the second.
    assert june.shares[:2] == (0.25, 0.5)
    assert (june.leads, june.converted) == (4, 2)
    assert set(june.reached) == {1.0}


def test_what_is_to_come_is_what_the_curve_leaves_to_those_who_wait() -> None:
    leads = [_lead(date(2026, 9, 8)), _lead(date(2026, 9, 8), disqualified=date(2026, 9, 9))]
    (september,) = compute_cohorts(build_facts(_plan(), leads, []), AS_OF).cohorts
    gone = 1 - 2 ** (-7 / 7)  # six whole days old, median 7
    assert september.to_come == pytest.approx(0.4 * (1 - gone) / (1 - 0.4 * gone))
    assert september.disqualified == 1
    by_week_two = 1 - 2 ** (-14 / 7)
    expected = 0.4 * (by_week_two - gone) / (1 - 0.4 * gone) / 2
    assert september.shares[1] == pytest.approx(expected)
    assert september.reached[:2] == (1.0, 0.0)


def test_a_missing_rate_leaves_the_expectation_open_but_not_the_facts() -> None:
    leads = [_lead(date(2026, 9, 1)), _lead(date(2026, 9, 10))]
    facts = build_facts(_plan(rate=None), leads, [_deal(0, date(2026, 9, 3))])
    (september,) = compute_cohorts(facts, AS_OF).cohorts
    assert september.converted == 1
    assert (september.to_come, september.plan) == (None, None)
    assert september.shares[0] is None


def test_without_leads_there_are_no_cohorts() -> None:
    result = compute_cohorts(build_facts(_plan(), [], []), AS_OF)
    assert result.cohorts == ()
    assert result.weeks


@given(facts(), st.dates(date(2026, 3, 1), date(2027, 3, 1)))
def test_shares_grow_with_age_and_end_at_what_is_expected(facts: Facts, as_of: date) -> None:
    result = compute_cohorts(facts, as_of)
    assert sum(cohort.leads for cohort in result.cohorts) <= len(facts.leads)
    for cohort in result.cohorts:
        shares = [share for share in cohort.shares if share is not None]
        assert all(a <= b + 1e-9 for a, b in pairwise(shares))
        assert cohort.to_come is not None
        assert shares[-1] <= (cohort.converted + cohort.to_come) / cohort.leads + 1e-9
        assert cohort.converted + cohort.disqualified <= cohort.leads
