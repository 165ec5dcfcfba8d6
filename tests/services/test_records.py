from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cockpit.domain.errors import CancelledError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Question
from cockpit.domain.records import FileKind
from cockpit.domain.verdicts import Effect
from cockpit.services.diagnosis import diagnose
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.records import (
    PAGE,
    RecordList,
    list_records,
    load_page,
    load_records,
    sort_records,
)
from cockpit.store.opening import Store, open_store

_CASE = Path(__file__).parents[1] / "golden" / "quarter"
_QUESTION = Question(FiscalCalendar().parse("2026-Q3"), date(2026, 9, 14))


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the golden quarter."""
    store = open_store(tmp_path_factory.mktemp("quarter") / "cockpit.sqlite")
    import_files(store, ImportRequest(paths=tuple(sorted(_CASE.glob("*.csv")))))
    yield store
    store.close()


@pytest.fixture
def leads(quarter: Store) -> RecordList:
    """The leads behind the team's lead→opportunity effect."""
    return list_records(quarter, _QUESTION, None, (Effect.LEAD_TO_OPP,)).lists[0]


@pytest.fixture
def opportunities(quarter: Store) -> RecordList:
    """The opportunities behind the team's win-rate effect."""
    return list_records(quarter, _QUESTION, None, (Effect.WIN_RATE,)).lists[0]


def test_what_weighs_most_comes_first_loss_or_gain(quarter: Store) -> None:
    for effect in Effect:
        for part in list_records(quarter, _QUESTION, None, (effect,)).lists:
            added = part.contributions if part.total > 0 else -part.contributions
            assert (np.diff(added) <= 0).all()


@pytest.mark.parametrize("effect", list(Effect))
def test_records_and_promises_add_up_to_the_effect_of_every_rep(
    quarter: Store, effect: Effect
) -> None:
    for row in diagnose(quarter, _QUESTION).rows:
        result = list_records(quarter, _QUESTION, row.name, (effect,))
        assert result.total == pytest.approx(row.effects[effect], abs=1.5)


def test_several_effects_name_each_record_once_with_its_sum(quarter: Store) -> None:
    both = (Effect.WIN_RATE, Effect.CYCLE)
    together = list_records(quarter, _QUESTION, None, both)
    apart = [list_records(quarter, _QUESTION, None, (effect,)).total for effect in both]
    (deals,) = together.lists
    assert np.unique(deals.keys).size == deals.keys.size
    assert together.total == pytest.approx(sum(apart))


def test_the_largest_loss_comes_first(leads: RecordList) -> None:
    assert leads.kind is FileKind.LEADS
    assert all(first <= second for first, second in pairwise(leads.contributions))


def test_a_page_holds_its_records_in_full_and_in_order(quarter: Store, leads: RecordList) -> None:
    page = load_page(quarter, leads, 1)
    assert page["key"].tolist() == leads.keys[PAGE : 2 * PAGE].tolist()
    assert page["contribution"].tolist() == leads.contributions[PAGE : 2 * PAGE].tolist()
    assert {"lead_id", "rep", "source", "assigned_at"} <= set(page.columns)


@pytest.mark.parametrize("column", ["rep", "source", "closed_at", "outcome", "amount", "stage"])
@pytest.mark.parametrize("descending", [False, True])
def test_sorting_agrees_with_what_the_rows_say(
    quarter: Store, opportunities: RecordList, column: str, *, descending: bool
) -> None:
    ordered = sort_records(quarter, opportunities, column, descending=descending)
    said = pd.concat(load_records(quarter, ordered))[column]
    given = said.dropna()
    assert sorted(ordered.keys) == sorted(opportunities.keys)
    assert ordered.total == pytest.approx(opportunities.total)
    assert said.notna().tolist() == sorted(said.notna(), reverse=True)
    if column == "outcome":
        given = given.map({"open": 0, "won": 1, "lost": 2})
    if column in {"rep", "source", "stage"}:
        given = given.str.casefold()
    assert given.tolist() == sorted(given, reverse=descending)


def test_some_rows_can_be_read_alone(quarter: Store, leads: RecordList) -> None:
    (frame,) = load_records(quarter, leads, np.array([3, 1]))
    assert frame["key"].tolist() == leads.keys[[3, 1]].tolist()


def test_reading_everything_can_be_cancelled(quarter: Store, leads: RecordList) -> None:
    def cancel(_: float, __: str) -> None:
        raise CancelledError("Cancelled; nothing was changed.")

    with pytest.raises(CancelledError):
        list(load_records(quarter, leads, progress=cancel))
