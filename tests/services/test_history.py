"""The look back: each period as it looked at its own end, and kept until something changes."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rep_store import QUESTION, fill_store

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.services.diagnosis import diagnose
from cockpit.services.history import (
    Stage,
    describe_cohorts,
    describe_funnel_plots,
    describe_history,
)
from cockpit.store.connection import Store

Q4 = replace(QUESTION, period=FiscalCalendar().parse("2026-Q4"), as_of=date(2026, 12, 1))


def test_a_past_period_is_asked_as_of_its_end(store: Store) -> None:
    fill_store(store)
    history = describe_history(store, Q4, "Ana Reis")
    assert [past.period.label for past in history.periods][-2:] == ["2026-Q2", "2026-Q3"]
    assert len(history.periods) == 8
    then = diagnose(store, replace(QUESTION, as_of=QUESTION.period.end))
    assert history.periods[-1].row == next(row for row in then.rows if row.name == "Ana Reis")
    assert history.periods[-2].row is None


def test_a_missing_rate_is_the_reason_of_its_period_only(store: Store) -> None:
    fill_store(store, general_rates=False)
    history = describe_history(store, Q4, "Ana Reis")
    assert "Event" in history.periods[-1].reason
    assert history.periods[0].reason == ""


def test_answers_are_kept_until_something_changes(store: Store) -> None:
    fill_store(store)
    first = describe_history(store, Q4, "Ana Reis").periods[-1].row
    assert describe_history(store, Q4, "Ana Reis").periods[-1].row is first
    with store.unit_of_work() as work:
        work.ensure_reps(["Dee New"])
    assert describe_history(store, Q4, "Ana Reis").periods[-1].row is not first


def test_cohorts_and_equals_are_counted_from_the_records(store: Store) -> None:
    fill_store(store)
    (july,) = describe_cohorts(store, QUESTION).cohorts
    assert july.month.label == "2026-07"
    assert july.leads == 40
    leads, deals = describe_funnel_plots(store, QUESTION)
    assert (leads.stage, deals.stage) == (Stage.LEAD_TO_OPP, Stage.WIN_RATE)
    assert {point.name: point.converted for point in deals.points} == {
        "Ana Reis": 2,
        "Bo Ek": 2,
    }
    assert deals.rate == pytest.approx(
        sum(p.converted for p in deals.points) / sum(p.matured for p in deals.points)
    )
