"""From draws to rows: expectation, interval, chance of the target, and what it is made of."""

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray
from cockpit.analysis.diagnosis import UNASSIGNED
from cockpit.analysis.forecast_remainder import Chances
from cockpit.analysis.forecast_results import ForecastCounts, ForecastDrivers, ForecastRow
from cockpit.analysis.forecast_simulation import Pending, total_by_rep

_BOUNDS = (0.1, 0.5, 0.9)
"""The 80 % interval and its middle."""


def build_rows(
    axes: Axes, pending: Pending, targets: IntArray, actual: FloatArray, revenue: FloatArray
) -> list[ForecastRow]:
    """Return a row for every rep position, in order; position 0 is what nobody owns.

    The expectation is worked out from the chances; the draws give the interval around it.

    Args:
        axes: Positions.
        pending: What may be won.
        targets: Minor units by rep position.
        actual: Won so far, minor units by rep position.
        revenue: Drawn end-of-period revenue, shape (rep positions, draws).
    """
    (promised, record), (own, own_record) = pending.promised, pending.self_sourced
    ones = np.ones(targets.size)
    parts = (
        (pending.deals, ones),
        (pending.leads, ones),
        (promised, record.mean),
        (own, own_record.mean),
    )
    worth = [_total(c, c.worth(), targets.size) * share for c, share in parts]
    wins = np.sum([_total(c, c.wins(), targets.size) * share for c, share in parts], axis=0)
    deals, leads, expected = (_total(c, c.count, targets.size) for c, _ in parts[:3])
    bounds = np.quantile(revenue, _BOUNDS, axis=1)
    p_target = (revenue >= targets[:, None]).mean(axis=1)
    return [
        ForecastRow(
            name=name,
            target=int(targets[at]),
            expected=float(actual[at] + sum(part[at] for part in worth)),
            low=float(bounds[0, at]),
            median=float(bounds[1, at]),
            high=float(bounds[2, at]),
            p_target=float(p_target[at]) if targets[at] else None,
            drivers=ForecastDrivers(float(actual[at]), *(float(part[at]) for part in worth)),
            counts=ForecastCounts(
                open_deals=round(float(deals[at])),
                leads_in_hand=round(float(leads[at])),
                leads_to_come=float(expected[at] * record.mean[at]),
                wins_to_come=float(wins[at]),
            ),
        )
        for at, name in enumerate((UNASSIGNED, *axes.reps))
    ]


def build_team(name: str, rows: list[ForecastRow], revenue: FloatArray) -> ForecastRow:
    """Return the sum of the rows; its interval comes from the sum of the draws.

    Args:
        name: What the team calls itself.
        rows: All rows.
        revenue: As for `build_rows`.
    """
    total = revenue.sum(axis=0)
    target = sum(row.target for row in rows)
    low, median, high = np.quantile(total, _BOUNDS)
    return ForecastRow(
        name=name,
        target=target,
        expected=sum(row.expected for row in rows),
        low=float(low),
        median=float(median),
        high=float(high),
        p_target=float((total >= target).mean()) if target else None,
        drivers=ForecastDrivers(
            *(
                sum(getattr(row.drivers, name) for row in rows)
                for name in ForecastDrivers.__dataclass_fields__
            )
        ),
        counts=ForecastCounts(
            *(
                sum(getattr(row.counts, name) for row in rows)
                for name in ForecastCounts.__dataclass_fields__
            )
        ),
    )


def is_active(row: ForecastRow) -> bool:
    """Return whether there is anything to say about a row."""
    return bool(row.target or row.expected or row.counts.open_deals or row.counts.leads_in_hand)


def _total(chances: Chances, values: FloatArray, n_reps: int) -> FloatArray:
    """Return the sums by rep, on average over the draws of the rates."""
    sums: FloatArray = total_by_rep(chances.rep, np.atleast_2d(values), n_reps).mean(axis=1)
    return sums
