"""Which of the plan's rates hold for a rep, a source and a day."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray
from cockpit.analysis.curves import CurveTables, MedianCurve, StageCurves
from cockpit.domain.errors import MissingRateError
from cockpit.domain.fiscal import FiscalCalendar, Grain, to_date, to_day
from cockpit.domain.plan import Assumption

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
        labels: The periods looked for; `None` where no row names one.
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
    assumptions: Iterable[Assumption], axes: Axes, calendar: FiscalCalendar, days: tuple[int, int]
) -> RateTable:
    """Resolve the assumptions, field by field, for all days from `days[0]` to `days[1]`.

    The period looked for is the month of a day if any row names that month, else its quarter,
    else its year, else none; within it the most specific row that gives a field wins.
    """
    rows = tuple(assumptions)
    named = {row.period for row in rows if row.period is not None}
    label_of_day, labels = _labels_by_day(named, calendar, days)
    painted = _paint(rows, axes, labels)
    rates = dict(zip(_FIELDS, painted.reshape(len(_FIELDS), -1), strict=True))
    curve, curves = _distinct_curves(rates)
    return RateTable(axes, labels, days[0], label_of_day, rates, curve, curves)


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
    return [np.nan if value is None else float(value) for value in given]


def _along(positions: IntArray, size: int, axis: int) -> IntArray:
    """Return an index (row, label, rep, source): each row's own position, or all of them."""
    if positions[0] != _ANY:
        return positions.reshape(-1, 1, 1, 1)
    shape = [1, 1, 1, 1]
    shape[axis + 1] = size
    return np.arange(size).reshape(shape)


def _distinct_curves(
    rates: dict[str, FloatArray],
) -> tuple[IntArray, tuple[StageCurves, ...]]:
    """Number the distinct triples of medians; a missing one is 0 days: all at once."""
    to_loss = rates["opp_to_loss_days"]
    stages = (
        rates["lead_to_opp_days"],
        rates["opp_to_win_days"],
        np.where(np.isnan(to_loss), rates["opp_to_win_days"], to_loss),
    )
    number = np.zeros(to_loss.size, dtype=np.int64)
    for medians in stages:
        known, code = np.unique(np.nan_to_num(medians), return_inverse=True)
        number = number * known.size + code
    _, first, curve = np.unique(number, return_index=True, return_inverse=True)
    triples = (tuple(MedianCurve(float(np.nan_to_num(m[at]))) for m in stages) for at in first)
    return curve, tuple(StageCurves(*triple) for triple in triples)
