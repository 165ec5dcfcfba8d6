"""What may still be won in a period: every open deal and lead, and those to come, with chances."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cockpit.analysis.axes import NO_LEAD, FloatArray, IntArray
from cockpit.analysis.curves import accumulate, look_up
from cockpit.analysis.forecast_curves import ForecastCurves
from cockpit.analysis.forecast_rates import DrawnRates
from cockpit.analysis.promises import Promises
from cockpit.domain.records import NEVER, Outcome

_OUTLIVED = 1e-9
_NO_HOPE = 1e-7
"""Share of a kind of lead that would still be won in time, below which none will be."""


@dataclass(frozen=True)
class Landing:
    """The days of a forecast, as day numbers: what is won in [`first`, `end`] is still to come.

    Args:
        known: The last day that is known.
        start, end: First and last day of the period.
    """

    known: int
    start: int
    end: int

    @property
    def first(self) -> int:
        """Return the first day of the period that is not known yet; the day after it if none."""
        return min(max(self.start, self.known + 1), self.end + 1)


@dataclass(frozen=True)
class Chances:
    """Records or promises that may become wins in the period.

    Args:
        rep: Position of each; shape (n,).
        count: Records that each stands for; for promises, how many are promised.
        chance: P(one record is won in the period) in every draw of the rates; shape (draws, n).
        size: Mean amount of a win in every draw, in minor units; shape (draws, n).
        amount: The deal's own amount where it is known, else 0; shape (n,).
    """

    rep: IntArray
    count: FloatArray
    chance: FloatArray
    size: FloatArray
    amount: FloatArray

    def wins(self) -> FloatArray:
        """Return the expected wins of each in every draw; shape (draws, n)."""
        return self.count * self.chance

    def worth(self) -> FloatArray:
        """Return the expected revenue of each in every draw, in minor units; shape (draws, n)."""
        return self.wins() * np.where(self.amount > 0, self.amount, self.size)


class Remainder:
    """The chances of what is open and of what is to come.

    Args:
        curves: Tabulated to an age that no record exceeds, with the rate table.
        rates: The rates in every draw.
        landing: The days.
    """

    def __init__(self, curves: ForecastCurves, rates: DrawnRates, landing: Landing) -> None:
        self._table, self._curves = curves.rates, curves.tables
        self._to_disqualified = curves.to_disqualified
        self._rates, self._landing = rates, landing

    def of_deals(self, deals: pd.DataFrame) -> Chances:
        """Return the chances of open deals (diagnosis.md §1).

        P = w·(F_w(at E) − F_w(before the first day that counts)) / S(now).
        """
        landing, curves = self._landing, self._curves
        rows = deals[deals["outcome"].to_numpy() == Outcome.OPEN]
        rep, source, created = self._place(rows, "created")
        entries = self._table.entries(rep, source, created)
        curve, rate = self._table.curve[entries], self._rates.chance("win_rate", entries)
        won = look_up(curves.to_win, curve, landing.known - created)
        lost = look_up(curves.to_loss, curve, landing.known - created)
        gain = look_up(curves.to_win, curve, landing.end - created)
        gain = gain - look_up(curves.to_win, curve, landing.first - 1 - created)
        return Chances(
            rep=rep,
            count=np.ones(rep.size),
            chance=_over(rate * gain, 1.0 - rate * won - (1.0 - rate) * lost),
            size=self._rates.size(entries),
            amount=rows["amount"].to_numpy().astype(np.float64),
        )

    def of_leads(self, leads: pd.DataFrame) -> Chances:
        """Return the chances of leads in hand, one entry per rep, source and day.

        Those that are too old for the curves to give them any hope are left out.

        P = q·w·Σ_k f_q(k)·F_w(…), over the ages k still ahead and the days that count, divided by
        the chance 1 − q·F_q − (1 − q)·F_disqualified that such a lead is still in hand now.
        """
        landing, curves = self._landing, self._curves
        waiting = (leads["converted"].to_numpy() == NEVER) & (
            leads["disqualified"].to_numpy() == NEVER
        )
        rep, source, assigned, count = _count(*self._place(leads[waiting], "assigned"))
        entries = self._table.entries(rep, source, assigned)
        curve, age = self._table.curve[entries], landing.known - assigned
        tomorrow = landing.known + 1
        late, early = (
            look_up(curves.lead_to_win_from(day - tomorrow), curve, age + 1)
            for day in (landing.end, landing.first - 1)
        )
        hopeful = late - early > _NO_HOPE
        entries, curve, age = (a[hopeful] for a in (entries, curve, age))
        rate = self._rates.chance("lead_to_opp", entries)
        gone = rate * look_up(curves.to_opportunity, curve, age)
        gone = gone + (1.0 - rate) * look_up(self._to_disqualified, curve, age)
        value = rate * self._rates.chance("win_rate", entries) * (late - early)[hopeful]
        return Chances(
            rep=rep[hopeful],
            count=count[hopeful].astype(np.float64),
            chance=_over(value, 1.0 - gone),
            size=self._rates.size(entries),
            amount=np.zeros(entries.size),
        )

    def of_promised_leads(self, promises: Promises) -> Chances:
        """Return the chances of leads to come: q·w·(mean of G over their days)."""
        entries = self._table.entries(promises.rep, promises.source, promises.start)
        rate = self._rates.chance("lead_to_opp", entries) * self._rates.chance("win_rate", entries)
        return self._of_promises(promises, rate, accumulate(self._curves.lead_to_win), entries)

    def of_self_sourced(self, promises: Promises) -> Chances:
        """Return the chances of self-sourced opportunities to come: w·(mean of F_w)."""
        entries = self._table.entries(promises.rep, promises.source, promises.start)
        rate = self._rates.chance("win_rate", entries)
        return self._of_promises(promises, rate, accumulate(self._curves.to_win), entries)

    def _of_promises(
        self, promises: Promises, rate: FloatArray, landing: FloatArray, entries: IntArray
    ) -> Chances:
        curve = self._table.curve[entries]

        def landed(last: int) -> FloatArray:
            """Σ of the curve over the days of each stretch, as of a day."""
            until_last = look_up(landing, curve, last - promises.start)
            return until_last - look_up(landing, curve, last - promises.end - 1)

        days = promises.end - promises.start + 1
        due = (landed(self._landing.end) - landed(self._landing.first - 1)) / days
        return Chances(
            rep=promises.rep,
            count=promises.per_day * days,
            chance=rate * due,
            size=self._rates.size(entries),
            amount=np.zeros(promises.rep.size),
        )

    def _place(self, frame: pd.DataFrame, day: str) -> tuple[IntArray, IntArray, IntArray]:
        axes = self._table.axes
        return (
            axes.reps_of(frame["rep"].to_numpy()),
            axes.sources_of(frame["source"].to_numpy()),
            frame[day].to_numpy().astype(np.int64),
        )


def find_self_sourced(deals: pd.DataFrame) -> pd.DataFrame:
    """Return the opportunities whose lead is not known."""
    chosen: pd.DataFrame = deals[deals["lead_rep"].to_numpy() == NO_LEAD]
    return chosen


def _count(rep: IntArray, source: IntArray, day: IntArray) -> tuple[IntArray, ...]:
    """Return records counted by rep, source and day."""
    if not rep.size:
        return rep, source, day, rep
    first, n_sources = int(day.min()), int(source.max()) + 1
    span = int(day.max()) - first + 1
    keys, count = np.unique((rep * n_sources + source) * span + day - first, return_counts=True)
    return keys // span // n_sources, keys // span % n_sources, keys % span + first, count


def _over(numerator: FloatArray, chance: FloatArray) -> FloatArray:
    """Divide by the chance of still being open; 0 where that has been outlived."""
    return np.divide(numerator, chance, out=np.zeros_like(chance), where=chance >= _OUTLIVED)
