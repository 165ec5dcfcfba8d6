"""Rates and deal sizes with their uncertainty: the plan's, moved by what the evidence says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray, build_axes
from cockpit.analysis.rates import RateTable
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Period

LEAST_SPREAD_WINS = 30
ASSUMED_SPREAD = 0.5
"""Standard deviation of log amount until enough deals are won to see it."""


@dataclass(frozen=True)
class RateDraws:
    """Joint draws of what the rates may really be, relative to the plan's.

    What reps share (a team-wide shift, the quality of a source) is the same number within one
    draw for all of them; that is what makes the team's interval wider than independent reps'.

    Args:
        lead_to_opp, win_rate: Added to the plan's log-odds; shape (draws, rep, source positions).
        deal_size: Added to the log of the plan's deal size; of the same shape.
        origin: "plan" or "evidence".
    """

    lead_to_opp: FloatArray
    win_rate: FloatArray
    deal_size: FloatArray
    origin: str = "evidence"

    @property
    def count(self) -> int:
        """Return the number of draws."""
        return int(self.lead_to_opp.shape[0])


RatesBy = Callable[[Facts, Period, date, int], RateDraws]
"""Draws the rates for a period from the facts known on a day, with a seed."""


def take_plan_rates(known: Facts, period: Period, _as_of: date, _seed: int) -> RateDraws:
    """Return the plan's rates, taken at their word: one draw, moved by nothing."""
    months = known.team.calendar.months(period)
    axes = build_axes(known.reps, known.sources, known.plan, months)
    nothing = np.zeros((1, *axes.shape[:2]))
    return RateDraws(nothing, nothing, nothing, origin="plan")


class DrawnRates:
    """The rates of entries of the rate table in every draw; arrays of shape (draws, entries).

    Args:
        table: The plan's rates.
        draws: How reality may differ from them.
    """

    def __init__(self, table: RateTable, draws: RateDraws) -> None:
        self._table = table
        self._draws = draws

    def chance(self, field: str, entries: IntArray) -> FloatArray:
        """Return `lead_to_opp` or `win_rate`; a planned 0 or 1 stays what it is.

        expit(logit(p) + shift) = p·e^shift / (1 − p + p·e^shift).
        """
        planned = self._table.give(field, entries)
        odds = planned * self._factor(field, entries)
        chance: FloatArray = odds / (1.0 - planned + odds)
        return chance

    def size(self, entries: IntArray) -> FloatArray:
        """Return the mean amount of a won deal, in minor units."""
        planned = self._table.give("deal_size", entries)
        size: FloatArray = planned * self._factor("deal_size", entries)
        return size

    def _factor(self, field: str, entries: IntArray) -> FloatArray:
        """Return e^shift, one exponential per rep and source however many entries."""
        shifts: FloatArray = getattr(self._draws, field)
        flat = np.exp(shifts.reshape(shifts.shape[0], -1))
        return flat[:, entries % flat.shape[1]]


def measure_spread(amounts: IntArray, planned: FloatArray) -> tuple[float, int]:
    """Return the standard deviation of log(amount/planned) of won deals, and their number.

    With fewer than 30 of them, `ASSUMED_SPREAD` and 0.
    """
    known = (amounts > 0) & (planned > 0)
    if np.count_nonzero(known) < LEAST_SPREAD_WINS:
        return ASSUMED_SPREAD, 0
    logs = np.log(amounts[known] / planned[known])
    return float(logs.std(ddof=1)), int(logs.size)
