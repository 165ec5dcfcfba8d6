"""The first-start page: what the cockpit answers, and three ways to begin."""

from collections.abc import Callable
from dataclasses import dataclass

from cockpit.domain.changes import Changes
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.demo import load_demo

QUESTION = "Why is revenue short of target?"
"""The one question of this program."""

ANSWERS = (
    (
        Span("Too few leads?", "marketing", strong=True),
        Span(" Marketing's move: whom would the reserve budget still help?"),
    ),
    (
        Span("Low conversion?", "sales", strong=True),
        Span(" Sales' move: who needs coaching, in which step of the funnel?"),
    ),
    (
        Span("Or neither?", "planning", strong=True),
        Span(" A target never funded, a thin pipeline, or deals not due yet."),
    ),
)
"""What the cockpit answers, in three lines."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """One way to begin.

    Args:
        title: What it is.
        text: What it takes and what comes of it.
        button: What to press.
        icon: Name of its icon.
    """

    title: str
    text: str
    button: str
    icon: str


DEMO = Beginning(
    "Look around first",
    "A made-up team of 12 reps with two years of leads, deals and plans, in which every kind of "
    "verdict occurs. Nothing to prepare, and easy to leave behind.",
    "Open the demo team",
    "users",
)
IMPORT = Beginning(
    "Import your CRM export",
    "Drop CSV or Excel files here: opportunities, leads, targets. Columns are matched for you, "
    "and you see what would change before anything does.",
    "Choose files…",
    "file-up",
)
PLAN = Beginning(
    "Start with the plan",
    "Write down targets, the leads that marketing promises, and the rates you count on, or paste "
    "them from a spreadsheet. The facts can follow.",
    "Write a plan",
    "target",
)


class StartPresenter:
    """What can be done on the first-start page; works on the store, so call it in a worker."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def open_demo(self, progress: Callable[[float, str], None] | None = None) -> Changes:
        """Fill the empty store with the demo team.

        Raises:
            UsageError: The store holds a team already.
            CancelledError: The user cancelled; nothing was changed.
        """
        return load_demo(self._workspace.store, progress)
