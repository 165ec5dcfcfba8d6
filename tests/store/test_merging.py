from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store_builders import DAY, dump, leads, merge, opportunities

from cockpit.domain.imports import MergeCounts
from cockpit.domain.records import NEVER, NOBODY, FileKind
from cockpit.store import merging
from cockpit.store.kinds import MISSING
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel, load_leads, load_opportunities


def test_new_records_are_added_and_the_same_again_are_unchanged(store: Store) -> None:
    assert merge(store, FileKind.LEADS, **leads()) == MergeCounts(added=2)
    assert merge(store, FileKind.LEADS, **leads()) == MergeCounts(unchanged=2)


def test_changed_record_keeps_its_key_and_its_history(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads(status=["new", "new"]))
    counts = merge(store, FileKind.LEADS, **leads(status=["new", "working"]))
    assert counts == MergeCounts(updated=1, unchanged=1)
    assert load_leads(store, [1, 2])["status"].tolist() == ["new", "working"]
    with store.reading() as connection:
        history = connection.exec_driver_sql(
            "SELECT lead_history.id, word.name, batch_id, to_batch "
            "FROM lead_history JOIN word ON word.id = status"
        ).all()
    assert [tuple(row) for row in history] == [(2, "new", 1, 2)]


def test_going_back_to_a_former_version_is_a_change(store: Store) -> None:
    with store.unit_of_work() as work:
        batch = work.begin_batch("test")
        for status, expected in [
            ("new", MergeCounts(added=2)),
            ("won", MergeCounts(updated=2)),
            ("new", MergeCounts(updated=2)),
            ("new", MergeCounts(unchanged=2)),
        ]:
            assert work.merge(FileKind.LEADS, leads(status=[status] * 2), batch) == expected


def test_rows_about_the_same_record_are_taken_in_turn(store: Store) -> None:
    counts = merge(
        store,
        FileKind.LEADS,
        lead_id=["L1", "L1", "L1", "L2"],
        assigned_at=[0, 0, DAY, 0],
    )
    assert counts == MergeCounts(added=2, updated=1, unchanged=1)
    assert load_funnel(store).leads["assigned"].tolist() == [1, 0]


def test_column_left_out_keeps_what_is_known(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads(status=["new", "won"], account=["Acme", None]))
    assert merge(store, FileKind.LEADS, **leads()) == MergeCounts(unchanged=2)
    counts = merge(store, FileKind.LEADS, **leads(campaign=["spring", None]))
    assert counts == MergeCounts(updated=1, unchanged=1)
    frame = load_leads(store, [1, 2])
    assert frame["status"].tolist() == ["new", "won"]
    assert frame["account"].tolist() == ["Acme", None]
    assert frame["campaign"].tolist() == ["spring", None]


def test_empty_cell_takes_away_what_was_known(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads(status=["new", "won"]))
    merge(store, FileKind.LEADS, **leads(status=[None, "won"]))
    assert load_leads(store, [1, 2])["status"].tolist() == [None, "won"]


@pytest.mark.parametrize(
    "status",
    [
        ["new", None],
        ["new", ""],
        pd.Categorical(["new", None]),
        pd.Series(["new", np.nan], dtype="str"),
        np.array(["new", None], dtype=object),
    ],
)
def test_every_form_of_text_says_the_same(store: Store, status: object) -> None:
    merge(store, FileKind.LEADS, **leads(status=["new", None]))
    assert merge(store, FileKind.LEADS, **leads(status=status)).unchanged == 2


def test_missing_times_and_amounts_are_kept_as_missing(store: Store) -> None:
    merge(
        store,
        FileKind.OPPORTUNITIES,
        **opportunities(closed_at=[MISSING, 30 * DAY + 5], amount=[MISSING, 123_456]),
    )
    frame = load_opportunities(store, [1, 2])
    assert frame["closed_at"].isna().tolist() == [True, False]
    assert frame["closed_at"][1] == pd.Timestamp("1970-01-31 00:00:05")
    assert frame["amount"].isna().tolist() == [True, False]
    assert load_funnel(store).opportunities["closed"].tolist() == [NEVER, 30]
    assert load_funnel(store).opportunities["amount"].tolist() == [0, 123_456]


def test_unknown_column_is_a_bug_and_said_so(store: Store) -> None:
    with pytest.raises(KeyError, match="lead has no column colour"):
        merge(store, FileKind.LEADS, **leads(colour=["red", "red"]))


def test_abandoned_work_leaves_nothing(store: Store) -> None:
    with store.unit_of_work() as work:
        work.merge(FileKind.LEADS, leads(), work.begin_batch("dry run"))
        work.abandon()
    assert len(load_funnel(store).leads) == 0
    assert all(not rows for name, rows in _dump(store).items() if name != "alembic_version")


def test_exception_leaves_nothing(store: Store) -> None:
    before = _dump(store)

    def fail_half_way() -> None:
        with store.unit_of_work() as work:
            batch = work.begin_batch("test")
            work.merge(FileKind.LEADS, leads(), batch)
            work.merge(FileKind.LEADS, {"colour": ["red"]}, batch)

    with pytest.raises(KeyError):
        fail_half_way()
    assert _dump(store) == before


def test_lines_of_current_versions_are_known(store: Store) -> None:
    with store.unit_of_work() as work:
        batch = work.begin_batch("test")
        work.merge(FileKind.LEADS, leads(), batch, np.array([70, 60]))
        assert work.load_lines(FileKind.LEADS).tolist() == [60, 70]
        work.merge(FileKind.LEADS, leads(status=["won", None]), batch, np.array([71, 60]))
        assert work.load_lines(FileKind.LEADS).tolist() == [60, 71]


def _many(first: int, last: int) -> dict[str, object]:
    numbers = np.arange(first, last)
    return {
        "lead_id": np.array([f"L{number}" for number in numbers], dtype=object),
        "assigned_at": numbers * DAY,
    }


def _indexes(store: Store) -> set[str]:
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'")
        return {name for (name,) in rows}


def test_first_load_in_pieces_ends_with_its_index(store: Store) -> None:
    size = merging.BULK
    with store.unit_of_work() as work:
        batch = work.begin_batch("test")
        assert work.merge(FileKind.LEADS, _many(0, size), batch).added == size
        with store.reading():
            assert "uq_lead" not in _indexes(store)
        assert work.merge(FileKind.LEADS, _many(size, size + 10), batch).added == 10
        repeated = work.merge(FileKind.LEADS, _many(size + 5, size + 15), batch)
        assert repeated == MergeCounts(added=5, unchanged=5)
        changed = _many(0, 10) | {"assigned_at": np.zeros(10, dtype=np.int64)}
        assert work.merge(FileKind.LEADS, changed, batch) == MergeCounts(updated=9, unchanged=1)
    assert "uq_lead" in _indexes(store)
    assert len(load_funnel(store).leads) == size + 15


def test_index_waits_for_the_pieces_of_one_file_and_not_for_the_next(store: Store) -> None:
    size, first, second = merging.BULK, object(), object()
    with store.unit_of_work() as work:
        batch = work.begin_batch("test")
        work.merge(FileKind.LEADS, _many(0, size), batch, load=first)
        work.merge(FileKind.LEADS, _many(size, size + 10), batch, load=first)
        with store.reading():
            assert "uq_lead" not in _indexes(store)
        counts = work.merge(FileKind.LEADS, _many(size, size + 20), batch, load=second)
        assert counts == MergeCounts(added=10, unchanged=10)
        assert "uq_lead" in _indexes(store)
    assert len(load_funnel(store).leads) == size + 20


def test_rolled_back_first_load_leaves_the_index(store: Store) -> None:
    with store.unit_of_work() as work:
        work.merge(FileKind.LEADS, _many(0, merging.BULK), work.begin_batch("test"))
        work.abandon()
    assert "uq_lead" in _indexes(store)


@pytest.mark.parametrize("leads_first", [True, False])
def test_links_do_not_depend_on_the_order_of_files(store: Store, *, leads_first: bool) -> None:
    steps = [(FileKind.LEADS, leads()), (FileKind.OPPORTUNITIES, opportunities())]
    for kind, columns in steps if leads_first else reversed(steps):
        merge(store, kind, **columns)
    funnel = load_funnel(store)
    assert funnel.opportunities["lead_key"].tolist() == [1, NOBODY]
    assert funnel.opportunities["lead_assigned"].tolist() == [10, NEVER]
    assert funnel.opportunities["lead_rep"].tolist() == [NOBODY, -2]
    assert funnel.leads["converted"].tolist() == [15, NEVER]


def test_link_follows_a_change_of_the_opportunity(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads())
    merge(store, FileKind.OPPORTUNITIES, **opportunities())
    for lead_id, key in [("L2", 2), ("L9", NOBODY), (None, NOBODY), ("L1", 1)]:
        merge(store, FileKind.OPPORTUNITIES, **opportunities(lead_id=[lead_id, None]))
        assert load_funnel(store).opportunities["lead_key"].tolist() == [key, NOBODY]


def test_lead_is_converted_by_its_earliest_opportunity(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads())
    merge(store, FileKind.OPPORTUNITIES, **opportunities(lead_id=["L1", "L1"]))
    assert load_funnel(store).leads["converted"].tolist() == [15, NEVER]


def test_opportunity_without_source_takes_its_leads(store: Store) -> None:
    with store.unit_of_work() as work:
        ids = work.ensure_sources(["web", "fair"])
    merge(store, FileKind.LEADS, **leads(source=[ids["web"], NOBODY]))
    merge(store, FileKind.OPPORTUNITIES, **opportunities())
    assert load_funnel(store).opportunities["source"].tolist() == [ids["web"], NOBODY]
    merge(store, FileKind.OPPORTUNITIES, **opportunities(source=[ids["fair"], NOBODY]))
    assert load_funnel(store).opportunities["source"].tolist() == [ids["fair"], NOBODY]


CELL = st.tuples(
    st.sampled_from(["a", "b", "c", "d"]),
    st.integers(0, 2),
    st.sampled_from([None, "x", "y"]),
    st.sampled_from([None, "p", "q"]),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize("few", [0, 4, 100])
@given(files=st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=5))
def test_merging_agrees_with_a_dictionary(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    files: list[list[tuple[str, int, str | None, str | None]]],
) -> None:
    monkeypatch.setattr(merging, "BULK", 3)
    monkeypatch.setattr(merging, "FEW", few)
    known: dict[str, tuple[int, str | None, str | None]] = {}
    versions = 0
    with store.unit_of_work() as work:
        for file in files:
            expected = MergeCounts()
            for key, day, status, account in file:
                value = (day, status, account)
                expected += MergeCounts(
                    added=int(key not in known),
                    updated=int(key in known and known[key] != value),
                    unchanged=int(key in known and known[key] == value),
                )
                known[key] = value
            versions += expected.updated
            keys, days, statuses, accounts = zip(*file, strict=True)
            columns = {
                "lead_id": list(keys),
                "assigned_at": [day * DAY for day in days],
                "status": list(statuses),
                "account": list(accounts),
            }
            assert work.merge(FileKind.LEADS, columns, work.begin_batch("test")) == expected
        funnel = load_funnel(store).leads
        frame = load_leads(store, funnel["key"].to_numpy())
        values = zip(funnel["assigned"], frame["status"], frame["account"], strict=True)
        assert dict(zip(frame["lead_id"], values, strict=True)) == known
        with store.reading() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM lead_history").scalar()
        assert count == versions
        work.abandon()


def _dump(store: Store) -> dict[str, list[object]]:
    return dump(Path(store.location))
