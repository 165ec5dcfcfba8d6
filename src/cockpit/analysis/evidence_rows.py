"""What the evidence says of each rep, source and the team: rates beside plan's and team's."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.evidence import StageModel
from cockpit.analysis.evidence_posterior import Marginals
from cockpit.analysis.walk import Walk
from cockpit.domain.question import Grouping
from cockpit.domain.verdicts import Effect

_Z_SURE = 1.2815515655446004
"""The normal quantile of 0.9."""

_MOST_RECORDS = 100_000
_LITTLE = 1e-9


@dataclass(frozen=True)
class RowRates:
    """A stage, row by row: rates, or deal sizes in minor units; arrays of shape (rows,).

    Args:
        records: Leads, opportunities or won deals weighed.
        plan: The plan's rate on the row's records; NaN where it gives none.
        rate: The rate at the posterior mean of the terms.
        low, high: Ends of its 80 % interval.
        team: The rate of the same records in the team's hands: without the reps' terms.
    """

    records: FloatArray
    plan: FloatArray
    rate: FloatArray
    low: FloatArray
    high: FloatArray
    team: FloatArray


def find_weights(model: StageModel, walk: Walk, by: Grouping) -> FloatArray:
    """Return the records that each row of a grouping stands for; shape (rows, reps, sources).

    Rows of reps, sources and the team stand for their records of the twelve months, rows of months
    for the period's own records. A rep without records is taken to have the team's mix of sources,
    a source without any to be worked by everybody; their weights add up to next to nothing.
    """
    if by is Grouping.MONTH:
        steps = walk.steps
        return np.moveaxis(
            {
                Effect.LEAD_TO_OPP: steps.leads.exposure,
                Effect.WIN_RATE: steps.deals.exposure,
                Effect.DEAL_SIZE: steps.deals.wins,
            }[model.stage],
            2,
            0,
        )
    records = model.counts.records
    known = ~np.isnan(model.counts.planned)
    mix = np.where(known, records.sum(axis=0) + records.sum(axis=1, keepdims=True) + 1.0, 0.0)
    little = _LITTLE * mix / max(float(mix.max()), 1.0)
    if by is Grouping.TEAM:
        return np.where(records.any(), records, little)[None]
    axis = 1 if by is Grouping.REP else 0
    weights = np.where(records.sum(axis=axis, keepdims=True) > 0, records, little)
    own = np.eye(records.shape[1 - axis])
    return own[:, :, None] * weights if by is Grouping.REP else own[:, None, :] * weights


def describe_rows(model: StageModel, weights: FloatArray) -> RowRates:
    """Return the rates of rows that are mixes of rep and source.

    The interval is exact for a row of one rep and source; for a mix the shift of its rate is taken
    to be the mean of its shifts, weighed by what each moves the rate (delta method).

    Args:
        model: The stage.
        weights: Records by row, rep and source; shape (rows, reps, sources).
    """
    shift = model.team + model.by_source[None, :]
    with_rep = shift + model.by_rep[:, None]
    planned = np.nan_to_num(model.counts.planned)
    total = weights.sum(axis=(1, 2))
    share = weights / np.where(total > 0, total, 1.0)[:, None, None]
    plan, team, rate = (
        (share * values).sum(axis=(1, 2))
        for values in (planned, model.move(planned, shift), model.move(planned, with_rep))
    )
    slope = share * model.slope(planned, with_rep)
    slope /= np.maximum(slope.sum(axis=(1, 2), keepdims=True), 1e-300)
    combinations = np.concatenate(
        [slope.sum(axis=(1, 2))[:, None], slope.sum(axis=1), slope.sum(axis=2)], axis=1
    )
    shifts = model.posterior.weigh(combinations)
    factors = [np.exp(end - shifts.mean) for end in (shifts.low, shifts.high)]
    bounds = [rate * f / (1.0 - rate + rate * f if model.is_rate else 1.0) for f in factors]
    columns = (plan, rate, *bounds, team)
    plan, rate, low, high, team = (np.where(total > 0, c, np.nan) for c in columns)
    return RowRates(np.rint(total), plan, rate, low, high, team)


def count_more_records(model: StageModel, walk: Walk) -> list[int | None]:
    """Return by rep position how many more records it would take to tell.

    That is until P(rep's term < 0) reaches 0.9 (or P(> 0), for one above the team), if the rep's
    posterior mean were the truth: then more records leave the mean where it is, and n of them add
    n·I to its precision. 0 where it can be told already; `None` where more records than anyone
    gets would not do.
    """
    reps = model.weigh_reps()
    information = _information(model, walk)
    return [_count_more(reps, at, information[at]) for at in range(reps.mean.size)]


def _count_more(reps: Marginals, at: int, information: float) -> int | None:
    mean, spread, below = float(reps.mean[at]), float(reps.spread[at]), float(reps.p_below[at])
    if max(below, 1.0 - below) >= 0.9:  # noqa: PLR2004 - sure enough
        return 0
    if not mean or not spread or not information:
        return None
    more = ((_Z_SURE / mean) ** 2 - spread**-2) / information
    return max(ceil(more), 1) if more < _MOST_RECORDS else None


def _information(model: StageModel, walk: Walk) -> FloatArray:
    """Return the information of one more record of each rep, once it has had its time."""
    if not model.is_rate:
        return np.full(model.by_rep.size, 1.0 / model.residual if model.residual else 0.0)
    rates = describe_rows(model, find_weights(model, walk, Grouping.REP)).rate
    information: FloatArray = np.nan_to_num(rates * (1.0 - rates))
    return information
