"""Checks of records: what they find, in which records, and what they found after each batch."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store_builders import DAY, leads, merge, opportunities

from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.problems import FileAccount
from cockpit.domain.quality import Check
from cockpit.domain.records import FileKind
from cockpit.store.kinds import MISSING
from cockpit.store.opening import Store, open_store
from cockpit.store.quality import RECORD_CHECKS, count_records, find_records, load_points

TODAY = date(2026, 9, 14)
Q3 = FiscalCalendar().parse("2026-Q3")
NOW = to_day(TODAY) * DAY
WON, LOST, OPEN = 1, 2, 0


def found(store: Store, check: Check) -> tuple[int, int, int, int]:
    count = count_records(store, Q3, TODAY).counts[check]
    return count.count, count.of, count.amount, count.in_period


def test_each_check_finds_what_it_is_about(store: Store) -> None:
    merge(
        store,
        FileKind.OPPORTUNITIES,
        opportunity_id=["no close", "no amount", "nothing", "future", "backwards", "stale", "fine"],
        created_at=[NOW - 20 * DAY] * 5 + [NOW - 400 * DAY, NOW - 9 * DAY],
        closed_at=[MISSING, NOW, NOW, NOW + DAY, NOW - 30 * DAY, MISSING, NOW],
        outcome=[WON, WON, WON, WON, LOST, OPEN, WON],
        amount=[700, MISSING, 0, 500, 100, 900, 300],
    )
    assert found(store, Check.WON_WITHOUT_CLOSE) == (1, 5, 700, 1)
    assert found(store, Check.WON_WITHOUT_AMOUNT) == (1, 5, 0, 1)
    assert found(store, Check.AMOUNT_NOT_POSITIVE) == (1, 6, 0, 1)
    assert found(store, Check.WON_IN_FUTURE) == (1, 5, 500, 1)
    assert found(store, Check.CLOSED_BEFORE_CREATED) == (1, 5, 100, 1)
    assert found(store, Check.STALE_DEALS) == (1, 1, 900, 1)
    assert found(store, Check.DEALS_WITHOUT_LEAD)[:2] == (7, 7)
    assert found(store, Check.DEALS_WITHOUT_REP)[:2] == (7, 7)


def test_a_lead_is_untouched_only_when_nothing_happened_to_it(store: Store) -> None:
    old = NOW - 20 * DAY
    merge(
        store,
        FileKind.LEADS,
        lead_id=["untouched", "young", "answered", "qualified", "disqualified", "L1"],
        assigned_at=[old, NOW, old, old, old, old],
        first_response_at=[MISSING, MISSING, old, MISSING, MISSING, MISSING],
        qualified_at=[MISSING, MISSING, MISSING, old, MISSING, MISSING],
        disqualified_at=[MISSING, MISSING, MISSING, MISSING, old, MISSING],
    )
    merge(store, FileKind.OPPORTUNITIES, **opportunities())
    assert found(store, Check.LEADS_UNTOUCHED)[:2] == (1, 5)
    assert find_records(store, Check.LEADS_UNTOUCHED, TODAY).tolist() == [1]


def test_old_is_what_is_open_longer_than_nearly_all_closed_deals_were(store: Store) -> None:
    ages = [*range(1, 101), 50]
    merge(
        store,
        FileKind.OPPORTUNITIES,
        opportunity_id=[f"O{i}" for i in range(101)],
        created_at=[NOW - 400 * DAY] * 100 + [NOW - 97 * DAY],
        closed_at=[NOW - (400 - age) * DAY for age in ages[:100]] + [MISSING],
        outcome=[LOST] * 100 + [OPEN],
    )
    counts = count_records(store, Q3, TODAY)
    assert counts.stale_days == 96
    assert counts.counts[Check.STALE_DEALS].count == 1


def test_what_was_found_after_each_batch_is_kept(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads())
    merge(store, FileKind.LEADS, **leads(rep=[ensure(store, "Ben"), -1]))
    points = load_points(store)[Check.LEADS_WITHOUT_REP]
    assert [(point.count, point.of) for point in points] == [(2, 2), (1, 2)]
    assert points[0].batch < points[1].batch
    assert isinstance(points[0].at, datetime)


def test_an_undone_batch_leaves_no_point(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads())
    with store.unit_of_work() as work:
        batch = work.begin_batch("import more.csv")
        work.merge(FileKind.LEADS, {"lead_id": ["L9"], "assigned_at": [DAY]}, batch)
        account = FileAccount("more.csv", FileKind.LEADS, "plain", rows=1, added=1)
        work.record_file(batch, account)
    assert len(load_points(store)[Check.LEADS_WITHOUT_REP]) == 2
    with store.unit_of_work() as work:
        work.undo_import()
    assert [p.of for p in load_points(store)[Check.LEADS_WITHOUT_REP]] == [2]


def test_a_gone_record_is_counted_as_gone_and_as_nothing_else(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads())
    with store.unit_of_work() as work:
        batch = work.begin_batch("import leads.csv")
        work.mark_deleted(FileKind.LEADS, ["L1"], batch)
    assert found(store, Check.LEADS_GONE)[:2] == (1, 2)
    assert found(store, Check.LEADS_WITHOUT_REP)[:2] == (1, 1)
    merge(store, FileKind.OPPORTUNITIES, **opportunities())
    assert found(store, Check.DEALS_WITHOUT_LEAD)[:2] == (2, 2)


@pytest.mark.parametrize("check", sorted(RECORD_CHECKS))
def test_an_empty_store_has_nothing_wrong(store: Store, check: Check) -> None:
    assert found(store, check) == (0, 0, 0, 0)
    assert find_records(store, check, TODAY).size == 0


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(-500, 30),
            st.one_of(st.just(MISSING), st.integers(-500, 30)),
            st.sampled_from([OPEN, WON, LOST]),
            st.one_of(st.just(MISSING), st.integers(-5, 5)),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_the_count_is_always_that_of_the_records_listed(
    rows: list[tuple[int, int, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = open_store(tmp_path_factory.mktemp("quality") / "cockpit.sqlite")
    created, closed, outcome, amount = zip(*rows, strict=True)
    merge(
        store,
        FileKind.OPPORTUNITIES,
        opportunity_id=[f"O{i}" for i in range(len(rows))],
        created_at=[NOW + day * DAY for day in created],
        closed_at=[day if day == MISSING else NOW + day * DAY for day in closed],
        outcome=list(outcome),
        amount=list(amount),
    )
    counts = count_records(store, Q3, TODAY).counts
    listed = {check: len(find_records(store, check, TODAY)) for check in RECORD_CHECKS}
    store.close()
    assert {check: count.count for check, count in counts.items()} == listed
    assert all(count.in_period <= count.count <= count.of for count in counts.values())


def ensure(store: Store, name: str) -> int:
    with store.unit_of_work() as work:
        return work.ensure_reps([name])[name]
