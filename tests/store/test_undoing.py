from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store_builders import DAY, dump, merge

from cockpit.domain.errors import UsageError
from cockpit.domain.imports import CrmConnection
from cockpit.domain.learned_delays import LearnedDelays
from cockpit.domain.plan import Plan, PlanLock, Target
from cockpit.domain.problems import FileAccount
from cockpit.domain.record_changes import Undoing
from cockpit.domain.records import FileKind, Outcome
from cockpit.domain.team import Rep
from cockpit.domain.users import CrmUser
from cockpit.store.opening import Store, open_store
from cockpit.store.queries import (
    load_batches,
    load_connections,
    load_funnel,
    load_plan,
    load_reps,
)
from cockpit.store.unit_of_work import UnitOfWork
from cockpit.texts import Texts

LOG = {
    "alembic_version",
    "import_batch",
    "import_file",
    "import_problem",
    "quality_measure",
    "revision",
    "setting_change",
}
"""Tables that say what happened, and not what is known."""

Step = Callable[[UnitOfWork, int], None]


def content(store: Store) -> dict[str, list[Any]]:
    return {
        name: sorted(rows, key=str)
        for name, rows in dump(store.location).items()
        if name not in LOG
    }


def run_import(store: Store, *steps: Step, name: str = "a.csv") -> int:
    """Import a file whose rows are what the steps write."""
    with store.unit_of_work() as work:
        batch = work.begin_batch(f"import {name}")
        for step in steps:
            step(work, batch)
        work.record_file(batch, FileAccount(name, FileKind.LEADS, "salesforce"), "digest")
        return batch


def undo(store: Store) -> tuple[int, tuple[Undoing, ...]]:
    with store.unit_of_work() as work:
        return work.undo_import()


def add_leads(*rows: tuple[str, str | None, str, str | None], full: bool = False) -> Step:
    """Write leads: id, owner, status and the ids of opportunities."""

    def step(work: UnitOfWork, batch: int) -> None:
        ids, owners, statuses, claims = zip(*rows, strict=True) if rows else ((), (), (), ())
        reps = work.ensure_reps([owner for owner in owners if owner], "salesforce")
        sources = work.ensure_sources([f"Source of {status}" for status in statuses])
        columns = {
            "lead_id": list(ids),
            "assigned_at": [DAY] * len(ids),
            "rep": [reps[owner] if owner else -1 for owner in owners],
            "source": [sources[f"Source of {status}"] for status in statuses],
            "status": list(statuses),
            "opportunity_ids": list(claims),
        }
        work.merge(FileKind.LEADS, columns, batch)
        if full:
            work.mark_gone(FileKind.LEADS, Texts.build(ids).hashes, "salesforce", batch)

    return step


def add_opportunities(*rows: tuple[str, str | None, int]) -> Step:
    """Write opportunities: id, lead and amount."""

    def step(work: UnitOfWork, batch: int) -> None:
        ids, leads, amounts = zip(*rows, strict=True) if rows else ((), (), ())
        columns = {
            "opportunity_id": list(ids),
            "created_at": [2 * DAY] * len(ids),
            "outcome": [0] * len(ids),
            "lead_id": list(leads),
            "amount": list(amounts),
        }
        work.merge(FileKind.OPPORTUNITIES, columns, batch)

    return step


def add_users(*users: tuple[str, str]) -> Step:
    def step(work: UnitOfWork, batch: int) -> None:
        work.merge_users([CrmUser("salesforce", *user) for user in users], batch)

    return step


def add_targets(*targets: tuple[str, str, int]) -> Step:
    def step(work: UnitOfWork, batch: int) -> None:
        work.save_plan(Plan(tuple(Target(*target) for target in targets)), Plan(), batch)

    return step


def answer(outcome: Outcome, rate: float) -> Step:
    def step(work: UnitOfWork, _batch: int) -> None:
        work.save_stage_meanings("salesforce", {"Demo": outcome})
        work.save_rates({"EUR": rate})

    return step


_OWNERS = st.sampled_from(["005A", "005B", "Amara Okafor", None])
_LEADS = st.lists(
    st.tuples(
        st.sampled_from(["L1", "L2", "L3"]),
        _OWNERS,
        st.sampled_from(["new", "working"]),
        st.sampled_from([None, "O1", "O1;O2"]),
    ),
    unique_by=lambda row: row[0],
    max_size=3,
)
_OPPORTUNITIES = st.lists(
    st.tuples(
        st.sampled_from(["O1", "O2"]), st.sampled_from([None, "L1", "L2"]), st.integers(1, 2)
    ),
    unique_by=lambda row: row[0],
    max_size=2,
)
_USERS = st.lists(
    st.tuples(
        st.sampled_from(["005A", "005B"]), st.sampled_from(["Amara Okafor", "Ben Ko", "Cleo"])
    ),
    unique_by=lambda row: row[0],
    max_size=2,
)
_TARGETS = st.lists(
    st.tuples(
        st.sampled_from(["005A", "005B", "Amara Okafor"]),
        st.sampled_from(["2026-Q3", "2026-Q4"]),
        st.integers(1, 2),
    ),
    unique_by=lambda row: row[:2],
    max_size=3,
)
_STEPS = st.one_of(
    _LEADS.map(lambda rows: add_leads(*rows)),
    _LEADS.map(lambda rows: add_leads(*rows, full=True)),
    _OPPORTUNITIES.map(lambda rows: add_opportunities(*rows)),
    _USERS.map(lambda rows: add_users(*rows)),
    _TARGETS.map(lambda rows: add_targets(*rows)),
    st.builds(answer, st.sampled_from(list(Outcome)), st.sampled_from([1.0, 1.1])),
)
_IMPORTS = st.lists(st.lists(_STEPS, min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(imports=_IMPORTS)
def test_an_import_that_is_undone_leaves_everything_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, imports: list[list[Step]]
) -> None:
    store = open_store(tmp_path_factory.mktemp("undo") / "team.sqlite")
    states = [content(store)]
    for steps in imports:
        run_import(store, *steps)
        states.append(content(store))
    for before in reversed(states[:-1]):
        undo(store)
        assert content(store) == before
    with pytest.raises(UsageError, match="no import to undo"):
        undo(store)
    store.close()


@pytest.fixture
def filled(store: Store) -> Store:
    """A store into which two files were imported."""
    run_import(store, add_leads(("L1", "005A", "new", None), ("L2", None, "new", None)))
    run_import(
        store,
        add_leads(("L1", "005A", "working", None), ("L3", "Cleo", "new", None), full=True),
        name="b.csv",
    )
    return store


def test_undoing_says_what_goes_back_and_the_batch_stays_in_the_history(filled: Store) -> None:
    assert undo(filled) == (2, (Undoing(FileKind.LEADS, removed=1, restored=2),))
    newest, oldest = load_batches(filled)
    assert newest.undone_at is not None
    assert oldest.undone_at is None
    assert undo(filled) == (1, (Undoing(FileKind.LEADS, removed=2, restored=0),))
    assert len(load_funnel(filled).leads) == 0


def test_undone_file_is_read_again(filled: Store) -> None:
    with filled.unit_of_work() as work:
        assert work.find_same_file("digest") is not None
    undo(filled)
    undo(filled)
    with filled.unit_of_work() as work:
        assert work.find_same_file("digest") is None


def test_later_edits_of_other_things_are_no_hindrance(filled: Store) -> None:
    merge(filled, FileKind.OPPORTUNITIES, opportunity_id=["O1"], created_at=[DAY], outcome=[0])
    assert undo(filled)[0] == 2
    assert len(load_funnel(filled).opportunities) == 1


def test_undoing_is_refused_when_a_later_batch_changed_its_records(filled: Store) -> None:
    with filled.unit_of_work() as work:
        batch = work.begin_batch("edit leads", datetime(2026, 9, 14, 9, 30, tzinfo=UTC))
        work.merge(FileKind.LEADS, {"lead_id": ["L3"], "assigned_at": [9 * DAY]}, batch)
    before = dump(filled.location)
    with pytest.raises(UsageError) as caught:
        undo(filled)
    assert str(caught.value) == (
        "Import number 2 cannot be undone: what came later builds on it: "
        "“edit leads” (number 3, 2026-09-14 09:30)."
    )
    assert dump(filled.location) == before


def test_undoing_is_refused_when_the_plan_was_locked_since(store: Store) -> None:
    run_import(store, add_targets(("Amara Okafor", "2026-Q3", 100)))
    with store.unit_of_work() as work:
        batch = work.begin_batch("lock plan")
        learned = LearnedDelays(datetime(2026, 6, 30, tzinfo=UTC).date(), ())
        lock = PlanLock("2026-Q3", datetime(2026, 7, 1, tzinfo=UTC), "Ann", (), learned)
        work.lock_plan(lock, batch)
    with pytest.raises(UsageError, match=r"“lock plan” \(number 2"):
        undo(store)


def test_names_that_something_else_uses_stay(store: Store) -> None:
    run_import(store, add_leads(("L1", "Amara Okafor", "new", None), ("L2", "Ben Ko", "new", None)))
    with store.unit_of_work() as work:
        plan = Plan((Target("Ben Ko", "2026-Q3", 100),))
        work.save_plan(plan, Plan(), work.begin_batch("edit plan"))
    undo(store)
    assert [rep.name for rep in load_reps(store)] == ["Ben Ko"]
    assert load_plan(store).targets == (Target("Ben Ko", "2026-Q3", 100),)


def test_rep_whose_dates_were_set_since_stays(store: Store) -> None:
    run_import(store, add_leads(("L1", "Amara Okafor", "new", None)))
    (rep,) = load_reps(store)
    started = datetime(2026, 1, 1, tzinfo=UTC).date()
    with store.unit_of_work() as work:
        work.save_rep(Rep(rep.id, rep.name, (), started))
    undo(store)
    (kept,) = load_reps(store)
    assert kept.starts_on == started
    run_import(store, add_leads(("L1", "Amara Okafor", "new", None)))
    assert load_reps(store) == (kept,)


def test_reps_that_users_made_one_are_two_again(store: Store) -> None:
    run_import(store, add_targets(("005A", "2026-Q3", 1), ("Amara Okafor", "2026-Q4", 2)))
    before = content(store)
    run_import(store, add_users(("005A", "Amara Okafor")))
    assert len(load_reps(store)) == 1
    undo(store)
    assert content(store) == before


@pytest.mark.parametrize(("pulled", "is_forgotten"), [(2100, True), (2020, False)])
def test_live_crm_whose_records_went_is_asked_for_everything_again(
    store: Store, pulled: int, *, is_forgotten: bool
) -> None:
    run_import(store, add_leads(("L1", None, "new", None)))
    seen = datetime(2020, 1, 1, tzinfo=UTC)
    then = datetime(pulled, 1, 1)  # noqa: DTZ001 - wall clock
    with store.unit_of_work() as work:
        for system in ("salesforce", "hubspot"):
            work.save_connection(CrmConnection(system, "https://example.com", seen, then))
    undo(store)
    hubspot, salesforce = load_connections(store)
    assert hubspot.seen_until == seen
    assert salesforce.seen_until == (None if is_forgotten else seen)


def test_nothing_to_undo_is_said(store: Store) -> None:
    merge(store, FileKind.LEADS, lead_id=["L1"], assigned_at=[DAY])
    with pytest.raises(UsageError, match="There is no import to undo"):
        undo(store)


def test_older_store_without_a_journal_can_be_undone_but_keeps_names(tmp_path: Path) -> None:
    store = open_store(tmp_path / "team.sqlite")
    run_import(store, add_leads(("L1", "Amara Okafor", "new", None)))
    with store.unit_of_work() as work, store.reading() as connection:
        connection.exec_driver_sql("DELETE FROM setting_change")
        connection.exec_driver_sql("UPDATE import_batch SET words_before = NULL")
        work.undo_import()
    assert len(load_funnel(store).leads) == 0
    assert [rep.name for rep in load_reps(store)] == ["Amara Okafor"]
    store.close()
