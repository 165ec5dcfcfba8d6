"""Which of the plan's rates hold for a rep, a source and a day."""

from dataclasses import dataclass, replace

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray
from cockpit.analysis.curves import CurveTables, StageCurves
from cockpit.analysis.plan_editions import Edition, find_editions, says_learned
from cockpit.analysis.rate_curves import LabelCurves, choose_curves
from cockpit.domain.errors import MissingRateError
from cockpit.domain.fiscal import FiscalCalendar, Grain, to_date, to_day
from cockpit.domain.plan import DELAY_FIELDS, LEARNED, LEARNED_DAYS, Assumption, Learned, Plan

_GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
_FIELDS = (
    "lead_to_opp",
    "win_rate",
    "deal_size",
    "lead_to_opp_days",
    "opp_to_win_days",
    "opp_to_loss_days",
)
_WORDS = {"lead_to_opp": "lead→opportunity rate", "win_rate": "win rate", "deal_size": "deal size"}

_ANY = -1

# Most general first, so that what is more specific is painted over it: whether a row names a
# rep, a source, a period (diagnosis.md §1, the order reversed).
_LAYERS = (
    (False, False, False),
    (False, False, True),
    (False, True, False),
    (True, False, False),
    (False, True, True),
    (True, False, True),
    (True, True, False),
    (True, True, True),
)


@dataclass(frozen=True)
class RateTable:
    """The rates of every (period looked for, rep, source), flattened; a missing one is NaN.

    Args:
        axes: Positions of reps and sources.
        labels: The periods looked for; `None` where no row names one. A locked period has labels
            of its own.
        first_day: Day number of the first entry of `label_of_day`.
        label_of_day: Position in `labels` of the period looked for on each day.
        rates: By field name, one value per entry.
        curve: Number of the entry's curves in `curves`.
        curves: The distinct curves.
    """

    axes: Axes
    labels: tuple[str | None, ...]
    first_day: int
    label_of_day: IntArray
    rates: dict[str, FloatArray]
    curve: IntArray
    curves: tuple[StageCurves, ...]

    def entries(self, reps: IntArray, sources: IntArray, days: IntArray) -> IntArray:
        """Return the entry that holds for each rep and source position and day."""
        n_reps, n_sources, _ = self.axes.shape
        labels = self.label_of_day[days - self.first_day]
        return (labels * n_reps + reps) * n_sources + sources

    def give(self, field: str, entries: IntArray) -> FloatArray:
        """Return a rate for each entry.

        Raises:
            MissingRateError: No row of the assumptions gives it for one of them.
        """
        values = self.rates[field][entries]
        missing = np.flatnonzero(np.isnan(values))
        if missing.size:
            raise MissingRateError(self._missing(field, entries[missing]))
        return values

    def tabulate(self, days: int) -> CurveTables:
        """Return the curves for ages of 0 to `days` − 1 days."""
        return CurveTables(self.curves, days)

    def _missing(self, field: str, entries: IntArray) -> str:
        n_reps, n_sources, _ = self.axes.shape
        distinct = np.unique(entries)
        label, rep, source = (
            int(at) for at in np.unravel_index(distinct[0], (len(self.labels), n_reps, n_sources))
        )
        who = self.axes.reps[rep - 1] if rep else "records without a rep"
        where = f"source {self.axes.sources[source - 1]}" if source else "no source"
        when = self.labels[label] or "any period"
        others = f" (and {distinct.size - 1} more like it)" if distinct.size > 1 else ""
        return (
            f"The plan gives no {_WORDS[field]} for {who}, {where}, {when}{others}: "
            "add an assumption for them, or a general one."
        )


def build_rates(
    plan: Plan, axes: Axes, calendar: FiscalCalendar, days: tuple[int, int]
) -> RateTable:
    """Resolve the assumptions, field by field, for all days from `days[0]` to `days[1]`.

    The period looked for is the month of a day if any row names that month, else its quarter,
    else its year, else none; within it the most specific row that gives a field wins. On the days
    of a locked period only the rows that were locked count.
    """
    label_of_day = np.zeros(days[1] - days[0] + 1, dtype=np.int64)
    labels: list[str | None] = []
    painted, curves = [], []
    for edition in find_editions(plan, calendar, days):
        named = {row.period for row in edition.rows if row.period is not None}
        numbers, own = _labels_by_day(named, calendar, (edition.start, edition.end))
        label_of_day[edition.start - days[0] : edition.end - days[0] + 1] = numbers + len(labels)
        labels += own
        table = _paint(edition.rows, axes, own)
        painted.append(table)
        curves.append(_curves_of(edition, axes, own, table))
    rates = dict(zip(_FIELDS, _join(painted), strict=True))
    curve, distinct = choose_curves(curves, axes)
    return RateTable(axes, tuple(labels), days[0], label_of_day, rates, curve, distinct)


def _join(tables: list[FloatArray]) -> FloatArray:
    """Join arrays (field, label, rep, source) along the labels; return (field, entry)."""
    return np.concatenate(tables, axis=1).reshape(tables[0].shape[0], -1)


def _curves_of(
    edition: Edition, axes: Axes, labels: tuple[str | None, ...], table: FloatArray
) -> LabelCurves:
    """Return the delays of an edition, with the medians that hold where nothing was learned."""
    stated = table[-len(DELAY_FIELDS) :]
    if not says_learned(edition.rows):
        return LabelCurves(stated, stated, None)
    rows = tuple(
        replace(row, **{f: None for f in DELAY_FIELDS if getattr(row, f) is LEARNED})
        for row in edition.rows
    )
    medians = _paint(rows, axes, labels)[-len(DELAY_FIELDS) :]
    return LabelCurves(stated, medians, edition.learned)


def _labels_by_day(
    named: set[str], calendar: FiscalCalendar, days: tuple[int, int]
) -> tuple[IntArray, tuple[str | None, ...]]:
    positions: dict[str | None, int] = {None: 0}
    label_of_day = np.zeros(days[1] - days[0] + 1, dtype=np.int64)
    month = calendar.period_of(to_date(days[0]), Grain.MONTH)
    while named and to_day(month.start) <= days[1]:
        periods = (calendar.period_of(month.start, grain).label for grain in _GRAINS)
        label = next((label for label in periods if label in named), None)
        first = max(to_day(month.start) - days[0], 0)
        label_of_day[first : to_day(month.end) - days[0] + 1] = positions.setdefault(
            label, len(positions)
        )
        month = calendar.next(month)
    return label_of_day, tuple(positions)


def _paint(rows: tuple[Assumption, ...], axes: Axes, labels: tuple[str | None, ...]) -> FloatArray:
    """Return an array (field, label, rep, source): general rows first, specific ones over them."""
    label_at = {label: at for at, label in enumerate(labels)}
    n_reps, n_sources, _ = axes.shape
    table = np.full((len(_FIELDS), len(labels), n_reps, n_sources), np.nan)
    by_layer: dict[tuple[bool, bool, bool], list[Assumption]] = {layer: [] for layer in _LAYERS}
    for row in rows:
        layer = (row.rep is not None, row.source is not None, row.period is not None)
        if row.period is None or row.period in label_at:
            by_layer[layer].append(row)
    for (by_rep, by_source, by_period), picked in by_layer.items():
        values = np.array([_values(row) for row in picked]).reshape(-1, len(_FIELDS))
        labels_at = np.array([label_at[r.period] if by_period else _ANY for r in picked])
        reps_at = np.array([axes.rep_at[r.rep] if by_rep else _ANY for r in picked])
        sources_at = np.array([axes.source_at[r.source] if by_source else _ANY for r in picked])
        for field, given in enumerate(~np.isnan(values.T)):
            if given.any():
                table[field][
                    _along(labels_at[given], len(labels), 0),
                    _along(reps_at[given], n_reps, 1),
                    _along(sources_at[given], n_sources, 2),
                ] = values[given, field, None, None, None]
    return table


def _values(row: Assumption) -> list[float]:
    given = (getattr(row, field) for field in _FIELDS)
    return [_to_number(value) for value in given]


def _to_number(value: float | Learned | None) -> float:
    if value is None:
        return np.nan
    return LEARNED_DAYS if value is LEARNED else float(value)


def _along(positions: IntArray, size: int, axis: int) -> IntArray:
    """Return an index (row, label, rep, source): each row's own position, or all of them."""
    if positions[0] != _ANY:
        return positions.reshape(-1, 1, 1, 1)
    shape = [1, 1, 1, 1]
    shape[axis + 1] = size
    return np.arange(size).reshape(shape)
