from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from tests.store_builders import DAY

from cockpit.domain.money import Money
from cockpit.domain.plan import Plan, Target
from cockpit.domain.problems import FileAccount
from cockpit.domain.record_changes import ChangeKind, FieldChange, RecordChange
from cockpit.domain.records import FileKind, Outcome
from cockpit.store.changes import load_changed, load_changes
from cockpit.store.opening import Store
from cockpit.texts import Texts


def moment(day: int) -> datetime:
    return datetime.fromtimestamp(day * DAY, UTC).replace(tzinfo=None)


def import_deals(store: Store, full: bool = False, **columns: Any) -> int:
    ids = columns["opportunity_id"]
    with store.unit_of_work() as work:
        batch = work.begin_batch("import deals.csv")
        if "rep" in columns:
            known = work.ensure_reps(columns["rep"])
            columns["rep"] = [known[name] for name in columns["rep"]]
        columns = {"created_at": [DAY] * len(ids), "outcome": [0] * len(ids), **columns}
        work.merge(FileKind.OPPORTUNITIES, columns, batch)
        if full:
            work.mark_gone(FileKind.OPPORTUNITIES, Texts.build(ids).hashes, "zoho", batch)
        work.record_file(batch, FileAccount("deals.csv", FileKind.OPPORTUNITIES, "zoho"))
        return batch


def changes(store: Store, batch: int, kind: FileKind) -> tuple[RecordChange, ...]:
    return load_changes(store, batch, kind, load_changed(store, batch, kind).keys)


def test_updated_record_says_what_each_field_said_before_and_after(store: Store) -> None:
    import_deals(
        store,
        opportunity_id=["O1", "O2"],
        rep=["Ben", "Ben"],
        amount=[10_00, 5_00],
        stage=["a", "b"],
    )
    batch = import_deals(
        store,
        opportunity_id=["O1", "O2"],
        rep=["Amara", "Ben"],
        amount=[12_50, 5_00],
        stage=["won!", "b"],
        outcome=[1, 0],
        closed_at=[9 * DAY, np.iinfo(np.int64).min],
    )
    assert changes(store, batch, FileKind.OPPORTUNITIES) == (
        RecordChange(
            1,
            "O1",
            FileKind.OPPORTUNITIES,
            ChangeKind.UPDATED,
            (
                FieldChange("rep", "Ben", "Amara"),
                FieldChange("closed_at", None, moment(9)),
                FieldChange("outcome", Outcome.OPEN, Outcome.WON),
                FieldChange("amount", Money(10_00, "USD"), Money(12_50, "USD")),
                FieldChange("stage", "a", "won!"),
            ),
        ),
    )


def test_added_record_says_all_that_it_says(store: Store) -> None:
    batch = import_deals(
        store,
        opportunity_id=["O1"],
        amount=[10_80],
        original_amount=[10_00],
        original_currency=["EUR"],
    )
    (change,) = changes(store, batch, FileKind.OPPORTUNITIES)
    assert change.change is ChangeKind.ADDED
    assert change.fields == (
        FieldChange("created_at", None, moment(1)),
        FieldChange("outcome", None, Outcome.OPEN),
        FieldChange("amount", None, Money(10_80, "USD")),
        FieldChange("original_amount", None, Money(10_00, "EUR")),
    )


def test_vanished_and_returned_records_are_told_from_changed_ones(store: Store) -> None:
    import_deals(store, opportunity_id=["O1", "O2", "O3"], stage=["a", "a", "a"])
    second = import_deals(store, full=True, opportunity_id=["O1"], stage=["b"])
    third = import_deals(store, opportunity_id=["O2", "O3", "O4"], stage=["a", "c", "a"])
    assert load_changed(store, second, FileKind.OPPORTUNITIES).count() == {
        ChangeKind.UPDATED: 1,
        ChangeKind.VANISHED: 2,
    }
    changed = load_changed(store, third, FileKind.OPPORTUNITIES)
    assert changed.count() == {ChangeKind.ADDED: 1, ChangeKind.RETURNED: 2}
    assert changed.select(ChangeKind.RETURNED).tolist() == [2, 3]
    returned = load_changes(store, third, FileKind.OPPORTUNITIES, [3, 2])
    assert [(each.record, each.fields) for each in returned] == [
        ("O3", (FieldChange("stage", "a", "c"),)),
        ("O2", ()),
    ]


def test_what_a_batch_changed_stays_known_when_later_ones_change_it_again(store: Store) -> None:
    first = import_deals(store, opportunity_id=["O1"], stage=["a"])
    second = import_deals(store, opportunity_id=["O1"], stage=["b"])
    before = [changes(store, batch, FileKind.OPPORTUNITIES) for batch in (first, second)]
    import_deals(store, opportunity_id=["O1"], stage=["c"])
    assert [changes(store, batch, FileKind.OPPORTUNITIES) for batch in (first, second)] == before


def test_changes_within_a_batch_are_one_change(store: Store) -> None:
    import_deals(store, opportunity_id=["O1"], stage=["a"])
    batch = import_deals(store, opportunity_id=["O1", "O1", "O2", "O2"], stage=["b", "c", "d", "e"])
    assert [
        (each.record, each.change, each.fields[-1])
        for each in changes(store, batch, FileKind.OPPORTUNITIES)
    ] == [
        ("O1", ChangeKind.UPDATED, FieldChange("stage", "a", "c")),
        ("O2", ChangeKind.ADDED, FieldChange("stage", None, "e")),
    ]


def test_plan_rows_say_whose_they_are_and_can_be_removed(store: Store) -> None:
    with store.unit_of_work() as work:
        plan = Plan((Target("Ben Ko", "2026-Q3", 100), Target("Amara", "2026-Q3", 100)))
        work.save_plan(plan, Plan(), work.begin_batch("import targets.csv"))
    with store.unit_of_work() as work:
        batch = work.begin_batch("edit plan")
        removals = Plan((Target("Amara", "2026-Q3", 100),))
        work.save_plan(Plan((Target("Ben Ko", "2026-Q3", 250),)), removals, batch)
    updated, removed = changes(store, batch, FileKind.TARGETS)
    assert {updated.record, removed.record} == {"Ben Ko, 2026-Q3", "Amara, 2026-Q3"}
    by_kind = {each.change: each for each in (updated, removed)}
    assert by_kind[ChangeKind.UPDATED].fields == (
        FieldChange("revenue", Money(100, "USD"), Money(250, "USD")),
    )
    assert by_kind[ChangeKind.REMOVED].fields == (FieldChange("revenue", Money(100, "USD"), None),)


def test_spend_from_the_reserve_is_told_from_other_spend(store: Store) -> None:
    with store.unit_of_work() as work:
        batch = work.begin_batch("import spend.csv")
        sources = work.ensure_sources(["Search"])
        columns = {
            "month": ["2026-07", "2026-07"],
            "source": [sources["Search"]] * 2,
            "reserve": [0, 1],
            "amount": [100, 200],
        }
        work.merge(FileKind.SPEND, columns, batch)
    assert [each.record for each in changes(store, batch, FileKind.SPEND)] == [
        "2026-07, Search",
        "2026-07, Search, reserve",
    ]


@pytest.mark.parametrize("batch", [0, 99])
def test_batch_that_is_not_there_changed_nothing(store: Store, batch: int) -> None:
    import_deals(store, opportunity_id=["O1"])
    assert load_changed(store, batch, FileKind.OPPORTUNITIES).count() == {}
    assert load_changes(store, batch, FileKind.OPPORTUNITIES, [1]) == ()


def test_undone_batch_left_nothing_behind(store: Store) -> None:
    batch = import_deals(store, opportunity_id=["O1"])
    with store.unit_of_work() as work:
        work.undo_import()
    assert load_changed(store, batch, FileKind.OPPORTUNITIES).count() == {}


def test_pages_of_many_changes(store: Store) -> None:
    names = [f"O{n}" for n in range(1200)]
    batch = import_deals(store, opportunity_id=names)
    changed = load_changed(store, batch, FileKind.OPPORTUNITIES)
    assert changed.count() == {ChangeKind.ADDED: 1200}
    page = load_changes(store, batch, FileKind.OPPORTUNITIES, changed.keys[::-1])
    assert [each.record for each in page] == names[::-1]
