"""The team's settings, its reps and its sources: what they are, and changing them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cockpit.domain.changes import Changed, Changes
from cockpit.domain.errors import UsageError
from cockpit.domain.team import Rep, Source, Team
from cockpit.services import Store
from cockpit.store.queries import load_funnel, load_plan, load_reps, load_sources, load_team

__all__ = [
    "RepActivity",
    "SourceActivity",
    "StoreTotals",
    "find_absorbed",
    "is_currency_fixed",
    "load_rep_activity",
    "load_source_activity",
    "load_team",  # as the store has it, for presenters and cli
    "load_totals",
    "restore_rep",
    "save_rep",
    "save_source",
    "save_team",
]

_TOUCHED = Changes(frozenset({Changed.TEAM, Changed.PLAN, Changed.RECORDS}))
"""Names, currency and calendar appear with every plan and record."""


@dataclass(frozen=True, slots=True)
class RepActivity:
    """A rep, with how many leads and opportunities the store holds of theirs."""

    rep: Rep
    leads: int
    opportunities: int


@dataclass(frozen=True, slots=True)
class SourceActivity:
    """A source, with how many leads and opportunities came from it."""

    source: Source
    leads: int
    opportunities: int


@dataclass(frozen=True, slots=True)
class StoreTotals:
    """How many of each the store holds."""

    leads: int
    opportunities: int
    targets: int


def load_totals(store: Store) -> StoreTotals:
    """Return how much the store holds."""
    frames = load_funnel(store)
    targets = len(load_plan(store).targets)
    return StoreTotals(len(frames.leads), len(frames.opportunities), targets)


def load_rep_activity(store: Store) -> tuple[RepActivity, ...]:
    """Return the reps by name, each with its counts."""
    leads, deals = _count_by(store, "rep")
    reps = sorted(load_reps(store), key=lambda rep: rep.name.casefold())
    return tuple(RepActivity(rep, leads.get(rep.id, 0), deals.get(rep.id, 0)) for rep in reps)


def load_source_activity(store: Store) -> tuple[SourceActivity, ...]:
    """Return the sources by name, each with its counts."""
    leads, deals = _count_by(store, "source")
    sources = sorted(load_sources(store), key=lambda source: source.name.casefold())
    return tuple(
        SourceActivity(each, leads.get(each.id, 0), deals.get(each.id, 0)) for each in sources
    )


def is_currency_fixed(store: Store) -> bool:
    """Return whether amounts are recorded, so that the currency cannot be another any more."""
    plan = load_plan(store)
    return bool(
        plan.targets
        or any(row.deal_size is not None for row in plan.assumptions)
        or len(load_funnel(store).opportunities)
    )


def save_team(store: Store, team: Team) -> Changes:
    """Save the team's settings.

    Raises:
        UsageError: The currency would change although amounts are recorded in it.
    """
    with store.unit_of_work() as work:
        work.save_team(team)
    return _TOUCHED


def save_rep(store: Store, rep: Rep) -> Changes:
    """Save a rep's name, other names, first and last day.

    A former name stays another name. Another name that is a rep's makes the two one: see
    `find_absorbed`.

    Raises:
        UsageError: A name is empty or is another rep's other name, both reps have a target for the
            same period, or the last day precedes the first.
    """
    if not all(name.strip() for name in (rep.name, *rep.aliases)):
        raise UsageError("A rep needs a name.")
    if rep.starts_on and rep.ends_on and rep.ends_on < rep.starts_on:
        raise UsageError(f"{rep.name} cannot end on {rep.ends_on}, before {rep.starts_on}.")
    with store.unit_of_work() as work:
        work.save_rep(rep)
    return _TOUCHED


def restore_rep(store: Store, rep: Rep) -> Changes:
    """Save a rep as it was, dropping the name it went by in between."""
    with store.unit_of_work() as work:
        work.save_rep(rep)
        work.save_rep(rep)  # the first keeps the name in between as another name
    return _TOUCHED


def find_absorbed(store: Store, rep: Rep) -> tuple[str, ...]:
    """Return the names of the reps that would become one with this rep if it were saved so."""
    names = {rep.name, *rep.aliases}
    return tuple(o.name for o in load_reps(store) if o.id != rep.id and o.name in names)


def save_source(store: Store, source: Source) -> Changes:
    """Save a source's name and kind.

    Raises:
        UsageError: The name is empty or belongs to another source.
    """
    if not source.name.strip():
        raise UsageError("A source needs a name.")
    with store.unit_of_work() as work:
        work.save_source(source)
    return _TOUCHED


def _count_by(store: Store, column: str) -> tuple[dict[int, int], dict[int, int]]:
    """Return how many leads and opportunities each rep or source has, by id."""
    frames = load_funnel(store)
    return _count(frames.leads[column]), _count(frames.opportunities[column])


def _count(ids: "pd.Series[int]") -> dict[int, int]:
    """Return how often each id occurs."""
    found, counts = np.unique(ids.to_numpy(), return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))
