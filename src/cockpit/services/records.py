"""Show the records: the leads and opportunities behind a number, by the page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from cockpit.domain.question import Question
from cockpit.domain.records import NEVER, NOBODY, FileKind
from cockpit.domain.team import Rep, Source
from cockpit.domain.verdicts import Effect
from cockpit.services.diagnosis import explain_effect
from cockpit.store.connection import Store
from cockpit.store.funnel import load_funnel
from cockpit.store.queries import load_knowledge, load_reps, load_sources
from cockpit.store.records import load_leads, load_opportunities

PAGE = 128
"""Rows that are loaded at once for a table on screen."""

CONTRIBUTION = "contribution"
_AT_ONCE = 20_000
_QUICK = {
    FileKind.LEADS: {"rep": "rep", "source": "source", "assigned_at": "assigned"},
    FileKind.OPPORTUNITIES: {
        "rep": "rep",
        "source": "source",
        "created_at": "created",
        "closed_at": "closed",
        "outcome": "outcome",
        "amount": "amount",
    },
}
"""Columns that can be sorted from what is in memory anyway, with their name there."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, eq=False)
class RecordList:
    """Records of one kind with what each adds to a number.

    Args:
        kind: Leads or opportunities.
        keys: Keys in the store, int64, in the order to show.
        contributions: Minor units, float64, of the same length.
        known_on: The day as which they were known; `None` for as they are now.
    """

    kind: FileKind
    keys: npt.NDArray[np.int64]
    contributions: npt.NDArray[np.float64]
    known_on: date | None = None

    @property
    def total(self) -> float:
        """Return what the records add together, in minor units."""
        return float(self.contributions.sum())


@dataclass(frozen=True, eq=False)
class RecordsResult:
    """A number taken apart: what the plan's promises add, and the records, largest loss first."""

    plan_terms: Mapping[str, float]
    lists: tuple[RecordList, ...]

    @property
    def total(self) -> float:
        """Return the number itself, in minor units before rounding."""
        return sum(self.plan_terms.values()) + sum(part.total for part in self.lists)


def list_records(
    store: Store, question: Question, row: str | None, effects: tuple[Effect, ...]
) -> RecordsResult:
    """Return the records behind one or several effects of a row; `None` is the team.

    Raises:
        UsageError: There is no such row.
    """
    explained = [explain_effect(store, question, row, effect) for effect in effects]
    terms: dict[str, float] = {}
    for part in explained:
        for name, value in part.plan_terms.items():
            terms[name] = terms.get(name, 0.0) + value
    lists = []
    for kind in (FileKind.LEADS, FileKind.OPPORTUNITIES):
        parts = [each for part in explained for each in part.records if each.kind is kind]
        if parts:
            keys = np.concatenate([part.keys for part in parts])
            added = np.concatenate([part.contributions for part in parts])
            one = RecordList(kind, keys, added, question.known_on)
            lists.append(_add_up(one, is_unique=len(parts) == 1))
    return RecordsResult(terms, tuple(lists))


def sort_records(
    store: Store,
    records: RecordList,
    column: str,
    *,
    descending: bool = False,
    progress: Progress | None = None,
) -> RecordList:
    """Return the records sorted by a column; what is not given comes last either way.

    Raises:
        CancelledError: From `progress`, when the user cancels.
    """
    values = _load_column(store, records, column, progress)
    is_missing = pd.isna(values)
    ranks = pd.factorize(values, sort=True)[0].astype(np.int64)
    if descending:
        ranks = -ranks
    ranks = np.where(is_missing, np.iinfo(np.int64).max, ranks)
    order = np.argsort(ranks, kind="stable")
    return _pick(records, order)


def load_page(store: Store, records: RecordList, page: int) -> pd.DataFrame:
    """Return the records of a page in full, with their `contribution` in minor units."""
    part = slice(page * PAGE, (page + 1) * PAGE)
    return _load_full(store, records, part)


def load_records(
    store: Store,
    records: RecordList,
    rows: npt.NDArray[np.int64] | None = None,
    progress: Progress | None = None,
) -> Iterator[pd.DataFrame]:
    """Yield records in full, some thousands at a time: all of them, or those at some places.

    Raises:
        CancelledError: From `progress`, when the user cancels.
    """
    if rows is not None:
        records = _pick(records, rows)
    for start in range(0, len(records.keys), _AT_ONCE):
        if progress is not None:
            progress(start / len(records.keys), "Reading records")
        yield _load_full(store, records, slice(start, start + _AT_ONCE))


def _pick(records: RecordList, rows: npt.NDArray[np.int64]) -> RecordList:
    """Return the records at some places, in that order."""
    keys, contributions = records.keys[rows], records.contributions[rows]
    return replace(records, keys=keys, contributions=contributions)


def _add_up(records: RecordList, *, is_unique: bool) -> RecordList:
    """Return each record once with the sum of what it adds, losses first unless gains prevail."""
    if not is_unique:
        keys, place = np.unique(records.keys, return_inverse=True)
        added = np.bincount(place, weights=records.contributions, minlength=keys.size)
        records = replace(records, keys=keys, contributions=added.astype(np.float64))
    gain = float(records.contributions.sum()) > 0
    return _pick(records, np.argsort(records.contributions * (-1 if gain else 1), kind="stable"))


def _load_column(
    store: Store, records: RecordList, column: str, progress: Progress | None
) -> npt.NDArray[np.generic]:
    """Return one value per record, from memory where it is there, else from the store."""
    if column == CONTRIBUTION:
        return records.contributions
    quick = _QUICK[records.kind].get(column)
    funnel = load_funnel(store, load_knowledge(store, records.known_on))
    frame = funnel.leads if records.kind is FileKind.LEADS else funnel.opportunities
    keys = frame["key"].to_numpy()
    if quick is None or not np.isin(records.keys, keys).all():  # the funnel knows no gone record
        pages = load_records(store, records, progress=progress)
        return np.asarray(pd.concat([page[column] for page in pages]))
    rows = np.searchsorted(keys, records.keys)
    values = np.asarray(frame[quick])[rows]
    if quick in {"rep", "source"}:
        return np.asarray(_name_order(store, quick)[values])
    return np.asarray(np.where(values == NEVER, np.nan, values))


def _name_order(store: Store, column: str) -> npt.NDArray[np.float64]:
    """Return, by id, the place of a name in the alphabet; the last entry, nobody, has none."""
    named: Sequence[Rep | Source] = load_reps(store) if column == "rep" else load_sources(store)
    places = np.full(max((each.id for each in named), default=0) + 2, np.nan)
    for place, each in enumerate(sorted(named, key=lambda each: each.name.casefold())):
        places[each.id] = place
    places[NOBODY] = np.nan
    return places


def _load_full(store: Store, records: RecordList, part: slice) -> pd.DataFrame:
    load = load_leads if records.kind is FileKind.LEADS else load_opportunities
    frame = load(store, records.keys[part], load_knowledge(store, records.known_on))
    return frame.assign(**{CONTRIBUTION: records.contributions[part]})
