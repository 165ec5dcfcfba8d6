"""The curves that a forecast uses: learned where there is enough history, else the plan's."""

from dataclasses import dataclass, replace

import numpy as np

from cockpit.analysis.axes import NO_LEAD, FloatArray
from cockpit.analysis.curves import CurveTables, DelayCurve, StageCurves
from cockpit.analysis.learned_curves import LearnedCurves
from cockpit.analysis.rates import RateTable
from cockpit.domain.records import NOBODY
from cockpit.domain.team import Source


@dataclass(frozen=True)
class ForecastCurves:
    """The curves in use, tabulated by age.

    Args:
        rates: The plan's rates, with the number of the curves that hold for each entry.
        tables: The curves.
        to_disqualified: P(disqualified by d | never converts), shape (curves, days + 1) like the
            tables; 0 where the plan's medians hold, because a plan does not speak of it.
    """

    rates: RateTable
    tables: CurveTables
    to_disqualified: FloatArray


def choose_curves(
    rates: RateTable, learned: LearnedCurves, sources: tuple[Source, ...], days: int
) -> ForecastCurves:
    """Put learned curves in the place of the plan's medians, stage by stage and per source.

    Args:
        rates: The plan's.
        learned: From the team's history.
        sources: The roster; a source that only the plan knows has the team's curves.
        days: Ages run from 0 to `days` − 1.
    """
    rates, disqualified = _put(rates, learned, sources)
    rows = [np.zeros(days) if curve is None else curve.cumulative(days) for curve in disqualified]
    return ForecastCurves(rates, rates.tabulate(days), np.pad(np.stack(rows), ((0, 0), (1, 0))))


def put_learned(rates: RateTable, learned: LearnedCurves, sources: tuple[Source, ...]) -> RateTable:
    """Return the rates with learned curves, so that what is believed of them fits the forecast."""
    return _put(rates, learned, sources)[0]


def _put(
    rates: RateTable, learned: LearnedCurves, sources: tuple[Source, ...]
) -> tuple[RateTable, list[DelayCurve | None]]:
    """Return the rates with learned curves, and each curve's delay to being disqualified."""
    n_sources = rates.axes.shape[1]
    ids = [NOBODY, *(source.id for source in sources)]
    ids += [NO_LEAD] * (n_sources - len(ids))  # an id that no record has
    keys = rates.curve * n_sources + np.arange(rates.curve.size) % n_sources
    distinct, curve = np.unique(keys, return_inverse=True)
    curves: list[StageCurves] = []
    disqualified: list[DelayCurve | None] = []
    for key in distinct:
        stated, source = rates.curves[key // n_sources], ids[key % n_sources]
        leads, deals = learned.of_leads(source), learned.of_deals(source)
        curves.append(
            StageCurves(
                to_opportunity=leads.curve if leads else stated.to_opportunity,
                to_win=deals.curve if deals else stated.to_win,
                to_loss=deals.otherwise if deals else stated.to_loss,
            )
        )
        disqualified.append(leads.otherwise if leads else None)
    return replace(rates, curve=curve, curves=tuple(curves)), disqualified
