"""Load the plan for the screen and save it; both are done in the worker."""

from dataclasses import dataclass
from datetime import date

from cockpit.domain.changes import Changes
from cockpit.domain.fiscal import Period
from cockpit.presenters.plan_lock import LockView, build_lock_view
from cockpit.presenters.workspace import Workspace
from cockpit.services.plan import (
    PlanConflictError,
    PlanEdits,
    PlanState,
    load_plan_state,
    save_plan_edits,
)
from cockpit.services.plan_amend import amend_plan
from cockpit.services.plan_lock import LOCKED, lock_plan, preview_lock

__all__ = [
    "LockView",
    "PlanConflictError",
    "PlanEdits",
    "PlanState",
    "SavedPlan",
    "load_plan",
    "look_at_lock",
    "save_amendment",
    "save_lock",
    "save_plan",
]


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What saving changed, and the plan as it is now."""

    changes: Changes
    state: PlanState


def load_plan(workspace: Workspace, period: Period, known_on: date | None = None) -> PlanState:
    """Load the plan with all that is needed to edit a period of it, or to read it as it was."""
    return load_plan_state(workspace.store, period, known_on)


def look_at_lock(workspace: Workspace, period: Period) -> LockView:
    """Return what locking a period would freeze.

    Raises:
        UsageError: It cannot be locked.
    """
    return build_lock_view(preview_lock(workspace.store, period, None, workspace.today))


def save_lock(workspace: Workspace, period: Period) -> Changes:
    """Lock a period's plan.

    Raises:
        UsageError: It cannot be locked; nothing is.
        StoreError: The store cannot be written; nothing is locked.
    """
    lock_plan(workspace.store, period, None, workspace.today)
    return LOCKED


def save_amendment(
    workspace: Workspace, edits: PlanEdits, period: Period, reason: str
) -> SavedPlan:
    """Amend a locked plan and load it again.

    Raises:
        UsageError: The amendment is not complete; nothing is saved.
        PlanConflictError: Somebody changed the same records meanwhile; nothing was saved.
        StoreError: The store cannot be written; nothing was saved.
    """
    amend_plan(workspace.store, period, edits, reason)
    return SavedPlan(LOCKED, load_plan_state(workspace.store, period))


def save_plan(workspace: Workspace, edits: PlanEdits, period: Period) -> SavedPlan:
    """Save edits and load the plan again.

    Raises:
        PlanConflictError: Somebody changed the same records meanwhile; nothing was saved.
        StoreError: The store cannot be written; nothing was saved.
    """
    changes = save_plan_edits(workspace.store, edits)
    return SavedPlan(changes, load_plan_state(workspace.store, period))
