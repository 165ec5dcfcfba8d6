"""Opening a store, and what is in it at a glance."""

from dataclasses import dataclass

from cockpit.domain.imports import ImportBatch
from cockpit.domain.team import Team
from cockpit.store.opening import Store, open_store
from cockpit.store.queries import load_batches, load_plan, load_reps, load_team

__all__ = ["Store", "StoreSummary", "open_store", "summarise_store"]


@dataclass(frozen=True, slots=True)
class StoreSummary:
    """What a store holds.

    Args:
        team: The team's settings.
        reps: Names of the reps, as people sort names.
        newest: The newest import, or `None`.
        is_empty: Whether there is nothing to ask about: no reps, no plan, no records.
    """

    team: Team
    reps: tuple[str, ...]
    newest: ImportBatch | None
    is_empty: bool


def summarise_store(store: Store) -> StoreSummary:
    """Return what a store holds at a glance."""
    reps = sorted((rep.name for rep in load_reps(store)), key=str.casefold)
    batches = load_batches(store)
    is_empty = not reps and not batches and not load_plan(store).targets
    return StoreSummary(load_team(store), tuple(reps), batches[0] if batches else None, is_empty)
