"""Load the plan for the screen and save it; both are done in the worker."""

from dataclasses import dataclass

from cockpit.domain.changes import Changes
from cockpit.domain.fiscal import Period
from cockpit.presenters.workspace import Workspace
from cockpit.services.plan import (
    PlanConflictError,
    PlanEdits,
    PlanState,
    load_plan_state,
    save_plan_edits,
)

__all__ = ["PlanConflictError", "PlanEdits", "PlanState", "SavedPlan", "load_plan", "save_plan"]


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What saving changed, and the plan as it is now."""

    changes: Changes
    state: PlanState


def load_plan(workspace: Workspace, period: Period) -> PlanState:
    """Load the plan with all that is needed to edit a period of it."""
    return load_plan_state(workspace.store, period)


def save_plan(workspace: Workspace, edits: PlanEdits, period: Period) -> SavedPlan:
    """Save edits and load the plan again.

    Raises:
        PlanConflictError: Somebody changed the same records meanwhile; nothing was saved.
        StoreError: The store cannot be written; nothing was saved.
    """
    changes = save_plan_edits(workspace.store, edits)
    return SavedPlan(changes, load_plan_state(workspace.store, period))
