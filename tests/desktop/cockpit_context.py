"""A screen's context without a window: what it navigates to and announces is kept."""

from dataclasses import dataclass, field

from cockpit.desktop.screen import ScreenContext
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.domain.errors import CockpitError
from cockpit.presenters.workspace import Workspace


@dataclass
class Heard:
    """What a screen told its window."""

    went_to: list[tuple[str, str]] = field(default_factory=list)
    announced: list[str] = field(default_factory=list)
    reported: list[CockpitError] = field(default_factory=list)


def build_context(theme: Theme, workspace: Workspace, tasks: Tasks, heard: Heard) -> ScreenContext:
    """Return the context of a screen over a real store and a real worker."""
    return ScreenContext(
        tasks=tasks,
        theme=theme,
        workspace=workspace,
        navigate=lambda name, argument: heard.went_to.append((name, argument)),
        announce=heard.announced.append,
        report=heard.reported.append,
        changed=lambda _: None,
    )
