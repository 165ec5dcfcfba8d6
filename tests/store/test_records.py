import pandas as pd
from tests.store_builders import DAY, leads, merge, opportunities

from cockpit.domain.records import NEVER, NOBODY, FileKind
from cockpit.store.kinds import KINDS, MISSING
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel, load_leads, load_opportunities


def test_records_come_in_the_order_asked_for(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads())
    assert load_leads(store, [2, 1, 99])["lead_id"].tolist() == ["L2", "L1"]
    assert load_leads(store, load_funnel(store).leads["key"].to_numpy()).shape[0] == 2


def test_many_records_come_whole(store: Store) -> None:
    ids = [f"L{number}" for number in range(1_200)]
    merge(store, FileKind.LEADS, lead_id=ids, assigned_at=[0] * len(ids))
    assert load_leads(store, range(1_200, 0, -1))["lead_id"].tolist() == ids[::-1]


def test_no_records_have_the_same_columns(store: Store) -> None:
    merge(store, FileKind.OPPORTUNITIES, **opportunities())
    empty, full = load_opportunities(store, []), load_opportunities(store, [1])
    assert list(empty.columns) == list(full.columns)
    assert empty.dtypes.to_list() == full.dtypes.to_list()
    assert list(load_leads(store, [])) == ["key", *KINDS[FileKind.LEADS].columns, "gone"]


def test_names_and_words_stand_for_their_ids(store: Store) -> None:
    with store.unit_of_work() as work:
        reps, sources = work.ensure_reps(["Ann"]), work.ensure_sources(["web"])
    merge(
        store,
        FileKind.OPPORTUNITIES,
        **opportunities(
            rep=[reps["Ann"], NOBODY],
            source=[NOBODY, sources["web"]],
            stage=["proposal", None],
            loss_reason=[None, "price"],
        ),
    )
    frame = load_opportunities(store, [1, 2]).astype(object).where(lambda f: f.notna(), None)
    assert frame["rep"].tolist() == ["Ann", None]
    assert frame["source"].tolist() == [None, "web"]
    assert frame["stage"].tolist() == ["proposal", None]
    assert frame["loss_reason"].tolist() == [None, "price"]
    assert frame["outcome"].tolist() == ["won", "open"]
    assert frame["currency"].tolist() == ["USD", "USD"]


def test_funnel_has_the_promised_columns_and_types(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads(disqualified_at=[MISSING, 21 * DAY + 86_399]))
    merge(store, FileKind.OPPORTUNITIES, **opportunities())
    funnel = load_funnel(store)
    assert funnel.leads.dtypes.astype(str).to_dict() == {
        "key": "int64",
        "rep": "int32",
        "source": "int32",
        "assigned": "int32",
        "converted": "int32",
        "disqualified": "int32",
    }
    assert funnel.opportunities.dtypes.astype(str).to_dict() == {
        "key": "int64",
        "rep": "int32",
        "source": "int32",
        "lead_key": "int64",
        "lead_rep": "int32",
        "lead_assigned": "int32",
        "created": "int32",
        "closed": "int32",
        "outcome": "int8",
        "amount": "int64",
    }
    assert funnel.leads["disqualified"].tolist() == [NEVER, 21]


def test_empty_store_has_the_same_types(store: Store) -> None:
    empty = load_funnel(store)
    merge(store, FileKind.LEADS, **leads())
    merge(store, FileKind.OPPORTUNITIES, **opportunities())
    full = load_funnel(store)
    pd.testing.assert_series_equal(empty.leads.dtypes, full.leads.dtypes)
    pd.testing.assert_series_equal(empty.opportunities.dtypes, full.opportunities.dtypes)


def test_every_kind_of_record_is_kept(store: Store) -> None:
    with store.unit_of_work() as work:
        rep, source = work.ensure_reps(["Ann"])["Ann"], work.ensure_sources(["web"])["web"]
    spend = {"month": ["2026-07"] * 2, "source": [source, NOBODY], "reserve": [0, 1]}
    for kind, columns in [
        (FileKind.SPEND, {**spend, "amount": [5, 6]}),
        (FileKind.VISITORS, {"month": ["2026-07"], "source": [NOBODY], "visitors": [7]}),
        (
            FileKind.MEETINGS,
            {"meeting_id": ["M1"], "held_at": [0], "rep": [rep], "kind": ["prospect"]},
        ),
    ]:
        count = len(next(iter(columns.values())))  # type: ignore[arg-type]
        assert merge(store, kind, **columns).added == count
        assert merge(store, kind, **columns).unchanged == count
