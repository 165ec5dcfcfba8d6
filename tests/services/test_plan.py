"""Saving edits of the plan on real stores, with a second window at work."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.domain.changes import Changed, Changes
from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.plan import LEARNED, Assumption, Commitment, Plan, Target
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.plan import (
    PlanConflictError,
    PlanEdits,
    compute_edits,
    load_plan_state,
    save_plan_edits,
)
from cockpit.services.plan_files import build_tables, export_plan
from cockpit.store.opening import Store, open_store
from cockpit.store.queries import load_plan

Q3 = FiscalCalendar().parse("2026-Q3")
PLAN = Plan(
    (Target("Ada", "2026-Q3", 100_00), Target("Bo", "2026-Q3", 200_50)),
    (
        Commitment("Ada", "2026-07", "Web", 1 / 3),
        Commitment("Ada", "2026-Q3", None, 12.0),
        Commitment("Bo", "2026", "Event", 0.1 + 0.2),
    ),
    (
        Assumption(None, None, None, 0.07, 1 / 7, 9_600_00, 9.0, 30.0, None, None),
        Assumption("Ada", "Web", "2026-07", None, 0.25, None, LEARNED, LEARNED, 20.0),
        Assumption("Bo", None, "2026-Q1", self_sourced_opps=2.5),
    ),
)


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same store, open in another window."""
    window = open_store(store.location)
    yield window
    window.close()


def save(store: Store, before: Plan, after: Plan) -> Changes:
    return save_plan_edits(store, compute_edits(before, after))


def test_saves_adds_changes_and_removes_in_one_batch(store: Store) -> None:
    save(store, Plan(), PLAN)
    after = Plan(
        (Target("Ada", "2026-Q3", 150_00), Target("Cy", "2026-Q3", 1)),
        PLAN.commitments[:2],
        (PLAN.assumptions[0], Assumption("Ada", "Web", "2026-07", 0.5)),
    )
    changes = save(store, PLAN, after)
    loaded = load_plan(store)
    assert changes.parts >= {Changed.PLAN}
    assert [set(part) for part in (loaded.targets, loaded.commitments, loaded.assumptions)] == [
        set(after.targets), set(after.commitments), set(after.assumptions)
    ]  # fmt: skip


def test_superseded_numbers_stay_in_the_history(store: Store) -> None:
    save(store, Plan(), PLAN)
    save(store, PLAN, Plan((Target("Ada", "2026-Q3", 150_00),)))
    with store.reading() as connection:
        old = connection.exec_driver_sql("SELECT revenue FROM target_history ORDER BY revenue")
        assert [revenue for (revenue,) in old] == [100_00, 200_50]


def test_nothing_to_save_writes_nothing(store: Store) -> None:
    save(store, Plan(), PLAN)
    count = store.change_count()
    assert save_plan_edits(store, PlanEdits()) == Changes()
    assert save(store, PLAN, PLAN) == Changes()
    assert store.change_count() == count


def test_another_windows_change_of_the_same_number_is_never_overwritten(
    store: Store, other: Store
) -> None:
    save(store, Plan(), PLAN)
    theirs = Plan((Target("Ada", "2026-Q3", 999_00), PLAN.targets[1]))
    save(other, Plan(PLAN.targets), theirs)
    mine = Plan((Target("Ada", "2026-Q3", 111_00), PLAN.targets[1]))
    with pytest.raises(PlanConflictError, match=r"target · Ada · 2026-Q3.*Nothing was saved"):
        save(store, Plan(PLAN.targets), mine)
    assert set(load_plan(store).targets) == set(theirs.targets)


def test_a_number_that_both_add_or_one_removes_is_a_conflict(store: Store, other: Store) -> None:
    save(store, Plan(), PLAN)
    added = Plan((Target("Cy", "2026-Q3", 5),))
    save(other, Plan(), added)
    with pytest.raises(PlanConflictError):
        save(store, Plan(), Plan((Target("Cy", "2026-Q3", 6),)))
    save(other, added, Plan())
    with pytest.raises(PlanConflictError):
        save(store, added, Plan((Target("Cy", "2026-Q3", 7),)))
    assert "Cy" not in {target.rep for target in load_plan(store).targets}


def test_changes_of_different_numbers_go_together(store: Store, other: Store) -> None:
    save(store, Plan(), PLAN)
    save(other, Plan((PLAN.targets[0],)), Plan((Target("Ada", "2026-Q3", 999_00),)))
    save(store, Plan((PLAN.targets[1],)), Plan((Target("Bo", "2026-Q3", 777_00),)))
    assert {(t.rep, t.revenue) for t in load_plan(store).targets} == {
        ("Ada", 999_00),
        ("Bo", 777_00),
    }


def test_a_loaded_state_knows_the_version_of_the_store(store: Store, other: Store) -> None:
    before = load_plan_state(store, Q3)
    save(other, Plan(), PLAN)
    after = load_plan_state(store, Q3)
    assert after.version > before.version
    assert after.plan == load_plan(other)
    assert [rep.name for rep in after.frame.reps] == ["Ada", "Bo"]


@pytest.mark.parametrize("place", ["out", "plan.xlsx"])
def test_exporting_and_importing_again_changes_nothing(
    store: Store, tmp_path: Path, place: str
) -> None:
    save(store, Plan(), PLAN)
    count = store.change_count()
    files = export_plan(store, FiscalCalendar().parse("2026"), tmp_path / place)
    result = import_files(store, ImportRequest(files, dialect="plain"))
    accounts = result.files
    assert sum(account.rows for account in accounts) == 8
    assert sum(account.unchanged for account in accounts) == 8
    assert load_plan(store) == load_plan_state(store, Q3).plan
    assert count <= store.change_count()


def test_exports_what_concerns_the_period(store: Store, tmp_path: Path) -> None:
    save(store, Plan(), PLAN)
    export_plan(store, Q3, tmp_path / "out")
    text = (tmp_path / "out" / "commitments.csv").read_text("utf-8")
    assert text.splitlines() == [
        "rep,period,source,leads",
        f"Ada,2026-07,Web,{1 / 3!r}",
        "Ada,2026-Q3,,12",
        f"Bo,2026,Event,{0.1 + 0.2!r}",
    ]
    assumptions = (tmp_path / "out" / "assumptions.csv").read_text("utf-8")
    assert "2026-Q1" not in assumptions


def test_amounts_are_written_in_major_units() -> None:
    tables = build_tables(PLAN, "USD")
    assert tables["targets"][2] == ["Bo", "2026-Q3", "200.50"]
    assert tables["assumptions"][1][5] == "9600.00"


@pytest.mark.parametrize("place", ["out", "out.xlsx"])
def test_an_export_that_fails_leaves_the_former_file(
    store: Store, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (former,) = export_plan(store, Q3, tmp_path / place)[:1]
    before = former.read_bytes()

    def be_full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    save(store, Plan(), PLAN)
    monkeypatch.setattr(Path, "write_bytes", be_full)  # a disk cannot be filled in a test
    with pytest.raises(UsageError, match=f"{place} cannot be written: No space left on device"):
        export_plan(store, Q3, tmp_path / place)
    assert former.read_bytes() == before
