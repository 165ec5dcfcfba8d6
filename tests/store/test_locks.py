"""Locked plans in the store: what was frozen, as it was known after any batch."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from cockpit.domain.amendments import AmendedRow, Amendment
from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.knowledge import Knowledge
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, Step
from cockpit.domain.plan import LEARNED, Assumption, Plan, PlanLock, Target
from cockpit.domain.team import Source, Team
from cockpit.store.opening import Store
from cockpit.store.queries import load_plan, load_reps, load_sources

AT = datetime.fromisoformat("2026-07-01T09:30:00")
ROWS = (
    Assumption(None, None, None, 0.4, 0.25, 9_000_00, LEARNED, LEARNED, 12.5),
    Assumption("Ada", "Web", "2026-Q3", win_rate=0.3),
)
LEARNED_CURVES = LearnedDelays(
    date(2026, 6, 30),
    (
        LearnedDelay(Step.LEAD_TO_OPP, None, 90, 40, 5, 0.0, (0.1, 1 / 3, 1.0), (0.2, 0.8)),
        LearnedDelay(Step.OPP_TO_END, None, 40, 12, 5, 0.0),
        LearnedDelay(Step.LEAD_TO_OPP, "Web", 60, 35, 5, 0.125, (0.0, 1.0), (1.0,)),
    ),
)
CHANGED = AmendedRow("assumptions", ("Ada", "2026-Q3", "Web"), (("win_rate", "0.3"),), ())


@pytest.fixture
def locked(store: Store) -> Store:
    """A store whose third quarter was locked in batch 2."""
    with store.unit_of_work() as work:
        plan = Plan((Target("Ada", "2026-Q3", 1),), (), ROWS)
        work.save_plan(plan, Plan(), work.begin_batch("import plan"))
        lock = PlanLock("2026-Q3", AT, "ada", ROWS, LEARNED_CURVES)
        work.lock_plan(lock, work.begin_batch("lock plan 2026-Q3", AT))
    return store


def _amend(store: Store) -> Amendment:
    amendment = Amendment(AT, "bo", "Ada left", (CHANGED,))
    with store.unit_of_work() as work:
        batch = work.begin_batch("amend plan 2026-Q3: Ada left", AT)
        work.amend_plan("2026-Q3", amendment, ROWS[:1], batch)
    return amendment


def test_a_lock_comes_back_as_it_was_written(locked: Store) -> None:
    (lock,) = load_plan(locked).locks
    assert lock == PlanLock("2026-Q3", AT, "ada", lock.assumptions, LEARNED_CURVES)
    assert set(lock.assumptions) == set(ROWS)


def test_an_amendment_ends_rows_and_is_kept(locked: Store) -> None:
    amendment = _amend(locked)
    (lock,) = load_plan(locked).locks
    assert lock.assumptions == ROWS[:1]
    assert lock.amendments == (amendment,)


@pytest.mark.parametrize(("batch", "rows"), [(1, None), (2, 2), (3, 1)])
def test_what_was_known_after_a_batch(locked: Store, batch: int, rows: int | None) -> None:
    _amend(locked)
    then = load_plan(locked, Knowledge(date(2026, 7, 1), batch, is_latest=False))
    assert [len(lock.assumptions) for lock in then.locks] == ([] if rows is None else [rows])
    assert [len(lock.amendments) for lock in then.locks] == ([] if rows is None else [2 - rows])


def test_renamed_reps_and_sources_are_renamed_in_a_lock(locked: Store) -> None:
    (ada,) = load_reps(locked)
    (web,) = load_sources(locked)
    with locked.unit_of_work() as work:
        work.save_rep(replace(ada, name="Ada Park"))
        work.save_source(Source(web.id, "Website", web.kind))
    (lock,) = load_plan(locked).locks
    assert {(row.rep, row.source) for row in lock.assumptions} == {
        (None, None),
        ("Ada Park", "Website"),
    }
    assert [delay.source for delay in lock.learned.delays] == [None, None, "Website"]


def test_reps_that_become_one_keep_what_was_frozen_for_them(locked: Store) -> None:
    (ada,) = load_reps(locked)
    with locked.unit_of_work() as work:
        work.ensure_reps(["A. Park"])
    other = next(rep for rep in load_reps(locked) if rep.name == "A. Park")
    with locked.unit_of_work() as work:
        work.save_rep(replace(other, aliases=(ada.name,)))
    (lock,) = load_plan(locked).locks
    assert {row.rep for row in lock.assumptions} == {None, "A. Park"}


def test_the_fiscal_year_of_a_locked_period_cannot_move(locked: Store) -> None:
    with locked.unit_of_work() as work, pytest.raises(UsageError, match="2026-Q3 is locked"):
        work.save_team(Team(calendar=FiscalCalendar(first_month=2)))
    with locked.unit_of_work() as work:
        work.save_team(Team(name="Others", calendar=FiscalCalendar(week_start=6)))
