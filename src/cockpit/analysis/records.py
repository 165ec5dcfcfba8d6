"""Which records a question looks at, as positions and days."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cockpit.analysis.axes import Axes, BoolArray, IntArray
from cockpit.analysis.window import Window
from cockpit.domain.records import NEVER, Outcome


@dataclass(frozen=True)
class LeadCells:
    """Leads counted by rep, source and day; with single leads, every count is 1.

    Args:
        rep, source: Positions.
        assigned: Day numbers.
        count: Number of leads in the cell.
    """

    rep: IntArray
    source: IntArray
    assigned: IntArray
    count: IntArray


@dataclass(frozen=True)
class Deals:
    """The opportunities that a question looks at, one entry each.

    Args:
        rows: Row numbers in the frame.
        rep, source: Positions.
        lead_rep: Position of the lead's rep; −1 when no lead is known.
        born: Day that decides the month it belongs to: its lead's assignment, else its creation.
        created: Day numbers.
        open_before: Last age, in whole days, at which it is known to have been open when the
            window began; −1 for one opened in the window.
        is_open, is_won: What it is at the end of the window.
        amount: Minor units.
    """

    rows: IntArray
    rep: IntArray
    source: IntArray
    lead_rep: IntArray
    born: IntArray
    created: IntArray
    open_before: IntArray
    is_open: BoolArray
    is_won: BoolArray
    amount: IntArray

    @property
    def is_carried(self) -> BoolArray:
        """Return which of them were opened before the window and carried in."""
        return self.open_before >= 0


def find_received(leads: pd.DataFrame, window: Window) -> IntArray:
    """Return the row numbers of the leads assigned in the period, as far as known."""
    assigned = leads["assigned"].to_numpy()
    return np.flatnonzero((assigned >= window.start) & (assigned <= window.last_lead_day))


def find_carried(leads: pd.DataFrame, window: Window) -> IntArray:
    """Return the row numbers of the leads carried in: unconverted and undisqualified at B."""
    if window.is_cohort:
        return np.zeros(0, dtype=np.int64)
    start = window.start
    return np.flatnonzero(
        (leads["assigned"].to_numpy() < min(start, window.known + 1))
        & (leads["converted"].to_numpy() >= start)
        & (leads["disqualified"].to_numpy() >= start)
    )


def single_leads(leads: pd.DataFrame, rows: IntArray, axes: Axes) -> LeadCells:
    """Return leads one by one."""
    return LeadCells(
        rep=axes.reps_of(leads["rep"].to_numpy()[rows]),
        source=axes.sources_of(leads["source"].to_numpy()[rows]),
        assigned=leads["assigned"].to_numpy()[rows].astype(np.int64),
        count=np.ones(rows.size, dtype=np.int64),
    )


def count_leads(leads: pd.DataFrame, rows: IntArray, axes: Axes) -> LeadCells:
    """Return leads counted by rep, source and day."""
    single = single_leads(leads, rows, axes)
    if not rows.size:
        return single
    first = int(single.assigned.min())
    shape = (*axes.shape[:2], int(single.assigned.max()) - first + 1)
    keys = (single.rep * shape[1] + single.source) * shape[2] + (single.assigned - first)
    counts = np.bincount(keys, minlength=int(np.prod(shape)))
    cells = np.flatnonzero(counts)
    rep, source, day = np.unravel_index(cells, shape)
    return LeadCells(rep, source, day + first, counts[cells])


def find_deals(opportunities: pd.DataFrame, window: Window, axes: Axes) -> Deals:
    """Return the opportunities opened in the window or carried into it.

    On the cohort basis these are all opportunities from the leads of the period. One that is won
    but has no close date counts nowhere; one that is lost without a date was lost at once.
    """
    rep_of_lead = opportunities["lead_rep"].to_numpy()
    assigned = opportunities["lead_assigned"].to_numpy()
    created = opportunities["created"].to_numpy()
    outcome = opportunities["outcome"].to_numpy()
    closed = opportunities["closed"].to_numpy()
    closed = np.where((outcome == Outcome.LOST) & (closed == NEVER), created, closed)
    countable = ~((outcome == Outcome.WON) & (closed == NEVER))
    if window.is_cohort:
        is_carried = np.zeros(created.size, dtype=np.bool_)
        chosen = (assigned >= window.start) & (assigned <= window.last_lead_day)
        chosen &= created <= window.until
    else:
        is_carried = (created < min(window.start, window.known + 1)) & (closed >= window.start)
        chosen = is_carried | ((created >= window.start) & (created <= window.until))
    rows = np.flatnonzero(chosen & countable)
    opened = created[rows].astype(np.int64)
    is_closed = closed[rows] <= window.until
    lead_assigned = assigned[rows].astype(np.int64)
    return Deals(
        rows=rows,
        rep=axes.reps_of(opportunities["rep"].to_numpy()[rows]),
        source=axes.sources_of(opportunities["source"].to_numpy()[rows]),
        lead_rep=axes.reps_of(rep_of_lead[rows]),
        born=np.where(lead_assigned == NEVER, opened, lead_assigned),
        created=opened,
        open_before=np.where(is_carried[rows], window.start - 1 - opened, -1),
        is_open=~is_closed,
        is_won=is_closed & (outcome[rows] == Outcome.WON),
        amount=opportunities["amount"].to_numpy()[rows].astype(np.int64),
    )
