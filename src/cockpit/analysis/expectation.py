"""What the plan's own rates make of promises, leads and opportunities (diagnosis.md §1 and §2).

Every function takes arrays of records or cells and returns one value for each of them, in minor
units or counts, so that sums over reps, sources and months are sums over records.
"""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray
from cockpit.analysis.curves import CurveTables, accumulate, look_up
from cockpit.analysis.promises import Promises
from cockpit.analysis.rates import RateTable
from cockpit.analysis.records import Deals, LeadCells
from cockpit.analysis.window import Window

_OUTLIVED = 1e-9
_SPENT = 1e-15
"""A chance so small that a million leads of it are worth less than a hundredth of a cent."""


@dataclass(frozen=True)
class LeadValues:
    """What the plan's rates make of lead cells.

    Args:
        value: v*, wherever it lands.
        by_now: Part of it that lands in the window up to u.
        later: Part that lands after u (bookings: up to E).
        exposure: Share of the conversions to opportunity that is due in the window.
        opportunities: Opportunities due by now, q*·exposure.
    """

    value: FloatArray
    by_now: FloatArray
    later: FloatArray
    exposure: FloatArray
    opportunities: FloatArray


@dataclass(frozen=True)
class DealValues:
    """What the plan's rates make of opportunities.

    Args:
        amount: a*, the planned amount.
        by_now: w*·a*·P(won in the window up to u), step 2.
        later: Part that lands after u and up to E.
        to_come_plan: What should still have been to come after u.
        to_come: What is still to come after u from those open at u.
        exposure: Share of the wins that is due in the window.
        wins: Wins due by now, w*·exposure.
    """

    amount: FloatArray
    by_now: FloatArray
    later: FloatArray
    to_come_plan: FloatArray
    to_come: FloatArray
    exposure: FloatArray
    wins: FloatArray


@dataclass(frozen=True)
class PromiseValues:
    """What promises add up to: `value` is v*, `due` the records due by u, the rest as for leads."""

    value: FloatArray
    due: FloatArray
    by_now: FloatArray
    later: FloatArray


class Expectation:
    """The plan's rates and curves, applied to the records of one window.

    Args:
        rates: Must cover every day that is asked about.
        window: The days of the question.
        curves: Tabulated to an age that no record exceeds.
    """

    def __init__(self, rates: RateTable, window: Window, curves: CurveTables) -> None:
        self._rates = rates
        self._window = window
        self._curves = curves

    def of_received(self, cells: LeadCells) -> LeadValues:
        """Return A1's terms: v*·G(u − assigned) each."""
        window, curves = self._window, self._curves
        value, entries = self._lead_value(cells)
        curve = self._rates.curve[entries]
        age = window.until - cells.assigned
        by_now = value * look_up(curves.lead_to_win, curve, age)
        at_end = look_up(curves.lead_to_win, curve, window.end - cells.assigned)
        exposure = cells.count * look_up(curves.to_opportunity, curve, age)
        return LeadValues(
            value=value,
            by_now=by_now,
            later=(value if window.is_cohort else value * at_end) - by_now,
            exposure=exposure,
            opportunities=exposure * self._rates.give("lead_to_opp", entries),
        )

    def of_carried(self, cells: LeadCells) -> LeadValues:
        """Return C1's terms for leads that were still unconverted at B.

        a*·q*·w*·Σ_{k=a0..a1} f_q(k)·F_w(a1−k) / (1 − q*·F_q(a0−1)), a0 the age at B, a1 at u.
        """
        window, curves = self._window, self._curves
        value, entries = self._lead_value(cells)
        curve, rate = self._rates.curve[entries], self._rates.give("lead_to_opp", entries)
        age = window.start - cells.assigned
        gone = look_up(curves.to_opportunity, curve, age - 1)
        left = _over(1.0, 1.0 - rate * gone)
        won = [
            value * left * look_up(curves.lead_to_win_from(last - window.start), curve, age)
            for last in (window.until, window.end)
        ]
        known = look_up(curves.to_opportunity, curve, window.until - cells.assigned)
        exposure = cells.count * left * (known - gone)
        return LeadValues(value, won[0], won[1] - won[0], exposure, exposure * rate)

    def of_deals(self, deals: Deals) -> DealValues:
        """Return the terms of step 2 and of the cycle.

        P(won at an age in [a0, a1] | open at the start of age a0) =
        w*·(F_w(a1) − F_w(a0−1)) / S(a0−1), with S(x) = 1 − w*·F_w(x) − (1−w*)·F_l(x).
        """
        entries = self._rates.entries(deals.rep, deals.source, deals.created)
        rate, amount = self._rates.give("win_rate", entries), self._rates.give("deal_size", entries)
        curve = self._rates.curve[entries]
        age = self._window.until - deals.created
        won_before = self._won(curve, deals.open_before)
        won_now = self._won(curve, age)
        won_end = self._won(curve, self._window.end - deals.created)
        open_then = _over(1.0, self._open(curve, rate, deals.open_before))
        open_now = _over(1.0, self._open(curve, rate, age))
        exposure = (won_now - won_before) * open_then
        value = amount * rate
        return DealValues(
            amount=amount,
            by_now=value * exposure,
            later=value * (won_end - won_now) * open_then,
            to_come_plan=value * (1.0 - won_now) * open_then,
            to_come=value * (1.0 - won_now) * open_now * deals.is_open,
            exposure=exposure,
            wins=rate * exposure,
        )

    def of_commitments(self, promises: Promises) -> PromiseValues:
        """Return the terms of A0, or of C0 for promises of earlier periods.

        v*·G(u − d) for each promised lead-day d in the window, v*·(G(u−d) − G(B−1−d)) before it.
        """
        entries = self._rates.entries(promises.rep, promises.source, promises.start)
        each = (
            self._rates.give("lead_to_opp", entries)
            * self._rates.give("win_rate", entries)
            * self._rates.give("deal_size", entries)
        )
        landing = accumulate(self._curves.lead_to_win)
        return self._of_promises(promises, each, landing, entries)

    def of_self_sourced(self, promises: Promises) -> PromiseValues:
        """Return w*·a*·F_w(u − d) for each promised opportunity-day d."""
        entries = self._rates.entries(promises.rep, promises.source, promises.start)
        each = self._rates.give("win_rate", entries) * self._rates.give("deal_size", entries)
        return self._of_promises(promises, each, accumulate(self._curves.to_win), entries)

    def _of_promises(
        self, promises: Promises, each: FloatArray, landing: FloatArray, entries: IntArray
    ) -> PromiseValues:
        window, curve = self._window, self._rates.curve[entries]

        def landed(last: int) -> FloatArray:
            """Σ of the curve over the days of each stretch, as of a day."""
            by_first = look_up(landing, curve, last - promises.start)
            return by_first - look_up(landing, curve, last - promises.end - 1)

        due = promises.due(window.until)
        promised = promises.due(window.end)
        value = promises.per_day * each
        before = landed(window.start - 1)
        by_now = value * (landed(window.until) - before)
        whole = promised * each if window.is_cohort else value * (landed(window.end) - before)
        return PromiseValues(value=due * each, due=due, by_now=by_now, later=whole - by_now)

    def _lead_value(self, cells: LeadCells) -> tuple[FloatArray, IntArray]:
        """Return the v* of all leads of each cell, and the cell's entry in the rates."""
        entries = self._rates.entries(cells.rep, cells.source, cells.assigned)
        value = (
            cells.count
            * self._rates.give("lead_to_opp", entries)
            * self._rates.give("win_rate", entries)
            * self._rates.give("deal_size", entries)
        )
        return value, entries

    def _won(self, curve: IntArray, age: IntArray) -> FloatArray:
        return look_up(self._curves.to_win, curve, age)

    def _open(self, curve: IntArray, rate: FloatArray, age: IntArray) -> FloatArray:
        """Return S(age), the chance of being open after that age."""
        lost = look_up(self._curves.to_loss, curve, age)
        return 1.0 - rate * self._won(curve, age) - (1.0 - rate) * lost


def find_spent_age(rates: RateTable, curves: CurveTables) -> int:
    """Return the age in days from which on a lead that never converted has no chance left.

    The chance is q*·(1 − F_q(age−1)) / (1 − q*·F_q(age−1)), which grows with q*: the largest rate
    of the plan is taken for all. At 100 % a lead of any age keeps its chance: no age is enough.
    """
    rate = float(np.nanmax(rates.rates["lead_to_opp"], initial=0.0))
    left = 1.0 - curves.to_opportunity.min(axis=0)
    chance = rate * left / np.maximum(1.0 - rate * (1.0 - left), np.finfo(np.float64).tiny)
    spent = np.flatnonzero((chance < _SPENT) & (rate < 1.0))
    return int(spent[0]) if spent.size else left.size


def _over(numerator: float, chance: FloatArray) -> FloatArray:
    """Divide by a chance; 0 where it has been outlived (below 1e-9)."""
    return np.divide(numerator, chance, out=np.zeros_like(chance), where=chance >= _OUTLIVED)
