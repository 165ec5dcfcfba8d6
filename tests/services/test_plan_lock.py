"""Locking and amending a plan on real stores."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.imports import MergeCounts
from cockpit.domain.learned_delays import Step
from cockpit.domain.plan import LEARNED, Assumption, Commitment, Plan, Target
from cockpit.domain.problems import Fate
from cockpit.domain.question import Question
from cockpit.services.diagnosis import diagnose
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.locked_periods import LockedPlanError
from cockpit.services.plan import compute_edits, save_plan_edits
from cockpit.services.plan_amend import amend_plan, read_amendment
from cockpit.services.plan_lock import lock_plan, preview_lock
from cockpit.store.opening import Store
from cockpit.store.queries import load_plan

CALENDAR = FiscalCalendar()
Q2, Q3, Q4 = (CALENDAR.parse(label) for label in ("2026-Q2", "2026-Q3", "2026-Q4"))
TODAY = date(2026, 7, 20)
GENERAL = Assumption(None, None, None, 0.4, 0.5, 9_600_00, LEARNED, LEARNED, None)
MEDIANS = Assumption("Ada", None, None, lead_to_opp_days=9.0)
PLAN = Plan(
    (Target("Ada", "2026-Q3", 90_000_00), Target("Ada", "2026-Q4", 95_000_00)),
    (
        Commitment("Ada", "2026-07", "Web", 20.0),
        Commitment("Ada", "2026-Q3", None, 12.0),
        Commitment("Ada", "2026", None, 30.0),
    ),
    (GENERAL, MEDIANS, Assumption("Ada", "Web", "2026-08", None, 0.25)),
)


def _edit(store: Store, change: Callable[[Plan], Plan]) -> None:
    before = replace(load_plan(store), locks=())
    save_plan_edits(store, compute_edits(before, change(before)))


@pytest.fixture
def history(store: Store, tmp_path: Path) -> Store:
    """A store with a plan and 40 leads of the spring: most convert on day 3, are won on day 10."""
    _edit(store, lambda _: PLAN)
    leads, deals = (
        ["lead_id,assigned_at,rep,source"],
        ["opportunity_id,lead_id,created_at,closed_at,outcome,amount"],
    )
    deals.append("first,,2026-01-05,2026-01-05,lost,1")  # what came before was not recorded
    for at in range(40):
        source = "Web" if at % 2 else "Event"
        leads.append(f"L{at},2026-04-{1 + at % 20:02},Ada,{source}")
        outcome = "won" if at < 36 else "lost"
        day = 4 + at % 20
        deals.append(f"O{at},L{at},2026-04-{day:02},2026-05-{day:02},{outcome},9600")
    return _import(store, tmp_path, leads="\n".join(leads), opportunities="\n".join(deals))


def _import(store: Store, folder: Path, **files: str) -> Store:
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text)
        paths.append(path)
    import_files(store, ImportRequest(tuple(paths)))
    return store


def test_locking_freezes_the_rows_and_the_curves(history: Store) -> None:
    frozen = lock_plan(history, Q3, None, TODAY)
    (lock,) = load_plan(history).locks
    assert lock.period == "2026-Q3"
    assert set(lock.assumptions) == set(PLAN.assumptions)
    assert lock.learned == frozen.learned
    assert lock.learned.until == date(2026, 6, 30)
    leads, deals = lock.learned.delays[:2]
    assert (leads.step, leads.source, leads.happened, leads.quantile(0.5)) == (
        Step.LEAD_TO_OPP, None, 40, 3,
    )  # fmt: skip
    assert (deals.step, deals.happened, deals.competing) == (Step.OPP_TO_END, 36, 5)
    assert deals.happened_by[-1] == leads.happened_by[-1] == 1.0
    assert frozen.uses_learned


def test_a_second_lock_of_the_same_days_is_refused(history: Store) -> None:
    lock_plan(history, Q3, None, TODAY)
    for period in (Q3, CALENDAR.parse("2026-08"), CALENDAR.parse("2026")):
        with pytest.raises(UsageError, match="2026-Q3 was locked on"):
            preview_lock(history, period, None, TODAY)
    assert lock_plan(history, Q4, None, TODAY).learned.until == TODAY


def test_what_cannot_be_locked_is_said(history: Store) -> None:
    with pytest.raises(UsageError, match="2025 has neither targets nor commitments"):
        lock_plan(history, CALENDAR.parse("2025"), None, TODAY)
    with pytest.raises(UsageError, match="2026-07-21 is still to come"):
        lock_plan(history, Q3, date(2026, 7, 21), TODAY)
    assert load_plan(history).locks == ()


@pytest.mark.parametrize(
    "row",
    [
        Target("Ada", "2026-Q3", 1),
        Target("Bo", "2026-08", 1),
        Commitment("Ada", "2026-07", "Web", 1.0),
        Commitment("Ada", "2026", None, 31.0),
        Assumption("Ada", None, "2026-08", 0.1),
    ],
)
def test_an_edit_of_a_locked_row_is_refused(
    history: Store, row: Target | Commitment | Assumption
) -> None:
    lock_plan(history, Q3, None, TODAY)
    before = load_plan(history)
    parts = {Target: "targets", Commitment: "commitments", Assumption: "assumptions"}

    def change(plan: Plan) -> Plan:
        part = parts[type(row)]
        kept = [r for r in getattr(plan, part) if (r.rep, r.period) != (row.rep, row.period)]
        return replace(plan, **{part: (*kept, row)})  # type: ignore[arg-type]  # that part's kind

    with pytest.raises(LockedPlanError, match="cockpit plan amend --period 2026-Q3"):
        _edit(history, change)
    assert load_plan(history) == before


def test_other_periods_and_general_rows_stay_free(history: Store) -> None:
    lock_plan(history, Q3, None, TODAY)
    general = replace(GENERAL, win_rate=0.1)
    later = Assumption(None, None, "2026-Q4", 0.3)
    _edit(
        history,
        lambda plan: replace(
            plan,
            targets=(PLAN.targets[0], Target("Ada", "2026-Q4", 1)),
            assumptions=(general, later, *PLAN.assumptions[1:]),
        ),
    )
    plan = load_plan(history)
    assert general in plan.assumptions
    assert set(plan.locks[0].assumptions) == set(PLAN.assumptions)


def test_later_imports_and_edits_change_nothing_of_a_locked_quarter(
    history: Store, tmp_path: Path
) -> None:
    lock_plan(history, Q3, None, TODAY)
    question = Question(Q3, date(2026, 8, 31))
    before = diagnose(history, question)
    slow = "\n".join(f"N{at},2026-04-02,Bo,Web" for at in range(60))
    deals = "\n".join(f"M{at},N{at},2026-06-0{1 + at % 9},open" for at in range(60))
    _import(
        history,
        tmp_path,
        leads=f"lead_id,assigned_at,rep,source\n{slow}",
        opportunities=f"opportunity_id,lead_id,created_at,outcome\n{deals}",
    )
    _edit(
        history,
        lambda plan: replace(
            plan, assumptions=(replace(GENERAL, win_rate=0.01), *PLAN.assumptions[1:])
        ),
    )
    after = diagnose(history, question)
    plan_of = [
        {row.name: (row.target, row.chain.a0, row.chain.n_plan) for row in result.rows}["Ada"]
        for result in (before, after)
    ]
    assert plan_of[0] == plan_of[1]


def test_an_import_that_touches_a_locked_period_has_those_rows_rejected(
    history: Store, tmp_path: Path
) -> None:
    lock_plan(history, Q3, None, TODAY)
    path = tmp_path / "targets.csv"
    path.write_text("rep,period,revenue\nAda,2026-Q3,90000\nBo,2026-Q3,5\nAda,2026-Q4,7\n")
    (account,) = import_files(history, ImportRequest((path,))).files
    counts = MergeCounts(account.added, account.updated, account.unchanged)
    assert (counts, account.rejected) == (MergeCounts(0, 1, 1), 1)
    (problem,) = (p for p in account.problems if p.fate is Fate.REJECTED)
    assert (problem.row, problem.column, problem.value) == (3, "period", "2026-Q3")
    assert "the plan of 2026-Q3 was locked on" in problem.problem
    assert {t.revenue for t in load_plan(history).targets} == {90_000_00, 7_00}


def test_an_export_of_a_locked_plan_comes_back_unchanged(history: Store, tmp_path: Path) -> None:
    lock_plan(history, Q3, None, TODAY)
    path = tmp_path / "assumptions.csv"
    path.write_text("source,rep,period,win_rate\nWeb,Ada,2026-08,25%\n,Ada,2026-Q3,0.3\n,,,0.6\n")
    (account,) = import_files(history, ImportRequest((path,))).files
    assert (account.unchanged, account.updated, account.rejected) == (1, 1, 1)


def test_an_amendment_is_recorded_with_every_row_before_and_after(
    history: Store, tmp_path: Path
) -> None:
    lock_plan(history, Q3, None, TODAY)
    path = tmp_path / "change.csv"
    path.write_text("rep,period,revenue\nAda,2026-Q3,80000\nBo,2026-Q3,10000\n")
    amend_plan(history, Q3, read_amendment(history, [path]), "  Ada is on leave ")
    rates = tmp_path / "rates.csv"
    rates.write_text("rep,source,period,win_rate,lead_to_opp_days\nAda,Web,2026-08,0.3,learned\n")
    amend_plan(history, Q3, read_amendment(history, [rates]), "new offer")
    plan = load_plan(history)
    (lock,) = plan.locks
    first, second = lock.amendments
    assert first.reason == "Ada is on leave"
    assert first.by == lock.by
    assert [(row.part, row.key, row.before, row.after) for row in first.rows] == [
        ("targets", ("Ada", "2026-Q3"), (("revenue", "90000.00"),), (("revenue", "80000.00"),)),
        ("targets", ("Bo", "2026-Q3"), (), (("revenue", "10000.00"),)),
    ]
    assert second.rows[0].after == (("win_rate", "0.3"), ("lead_to_opp_days", "learned"))
    amended = Assumption("Ada", "Web", "2026-08", None, 0.3, None, LEARNED)
    assert amended in plan.assumptions
    assert set(lock.assumptions) == {GENERAL, MEDIANS, amended}
    assert Target("Bo", "2026-Q3", 10_000_00) in plan.targets


def test_an_amendment_that_cannot_be_is_refused(history: Store, tmp_path: Path) -> None:
    path = tmp_path / "change.csv"
    path.write_text("rep,period,revenue\nAda,2026-Q3,80000\n")
    edits = read_amendment(history, [path])
    with pytest.raises(UsageError, match="2026-Q3 is not locked"):
        amend_plan(history, Q3, edits, "because")
    lock_plan(history, Q3, None, TODAY)
    before = load_plan(history)
    with pytest.raises(UsageError, match="needs a reason"):
        amend_plan(history, Q3, edits, " ")
    path.write_text("rep,period,revenue\nAda,2026-Q4,80000\n")
    with pytest.raises(UsageError, match="2026-Q4 does not belong to 2026-Q3"):
        amend_plan(history, Q3, read_amendment(history, [path]), "because")
    path.write_text("rep,period,revenue\nAda,2026-Q3,90000\n")
    with pytest.raises(UsageError, match="says all of that already"):
        amend_plan(history, Q3, read_amendment(history, [path]), "because")
    path.write_text("rep,period,revenue\nAda,2026-Q3,many\n")
    with pytest.raises(UsageError, match="row 2, revenue 'many': not a number"):
        read_amendment(history, [path])
    assert load_plan(history) == before


def test_reps_that_become_one_keep_what_was_frozen_for_them(history: Store) -> None:
    from cockpit.store.queries import load_reps

    _edit(
        history,
        lambda plan: replace(
            plan, assumptions=(*plan.assumptions, Assumption("A.", None, None, 0.2))
        ),
    )
    lock_plan(history, Q3, None, TODAY)
    ada = next(rep for rep in load_reps(history) if rep.name == "Ada")
    with history.unit_of_work() as work:
        work.save_rep(replace(ada, name="Ada Park"))
    (lock,) = load_plan(history).locks
    assert {row.rep for row in lock.assumptions} == {None, "Ada Park", "A."}
