"""Everything Ctrl+K can go to: screens, reps, periods, what the screen and the window can do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cockpit.desktop.actions import format_keys
from cockpit.desktop.screen_list import SCREENS
from cockpit.desktop.theme import CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cockpit.desktop.actions import Actions
    from cockpit.desktop.screen import Screen
    from cockpit.domain.fiscal import Period
    from cockpit.presenters.jump import JumpEntry
    from cockpit.presenters.window import WindowView

_SCREEN_OF_REPS = "reps"
_SAID_ELSEWHERE = {"jump", *(entry.name for entry in SCREENS)}


def build_entries(
    view: WindowView | None,
    actions: Actions,
    screen: Screen | None,
    *,
    navigate: Callable[[str, str], None],
    choose_period: Callable[[Period], None],
    choose_theme: Callable[[str], None],
) -> tuple[JumpEntry, ...]:
    """Return what can be jumped to now.

    Args:
        view: The frame's view with reps and periods, once the store is open.
        actions: What the window can do.
        screen: The screen that is shown, for what it can do.
        navigate: Shows a screen, with an argument.
        choose_period: Asks about a period.
        choose_theme: Wears a theme by name.
    """
    from cockpit.presenters.jump import JumpEntry

    def entries() -> Iterator[JumpEntry]:
        for entry in SCREENS:
            go = partial(navigate, entry.name, "")
            keys = format_keys(actions[entry.name])
            yield JumpEntry(entry.title, "screen", entry.icon, go, keys)
        yield from _build_from_view(view, navigate, choose_period)
        for command in screen.commands() if screen is not None else ():
            yield JumpEntry(command.title, "on this screen", "command", command.run)
        for name, action in actions.items():
            if name not in _SAID_ELSEWHERE and action.isEnabled():
                keys = format_keys(action)
                yield JumpEntry(action.text(), "command", "command", action.trigger, keys)
        for name, title in CHOICES:
            wear = partial(choose_theme, name)
            yield JumpEntry(f"Theme: {title}", "command", "palette", wear)

    return tuple(entries())


def _build_from_view(
    view: WindowView | None,
    navigate: Callable[[str, str], None],
    choose_period: Callable[[Period], None],
) -> Iterator[JumpEntry]:
    """Yield reps, then periods from the newest."""
    from cockpit.presenters.formatting import format_period
    from cockpit.presenters.jump import JumpEntry

    if view is None:
        return
    for rep in view.reps:
        yield JumpEntry(rep, "rep", "user", partial(navigate, _SCREEN_OF_REPS, rep))
    for period in reversed(view.periods):
        go = partial(choose_period, period)
        yield JumpEntry(format_period(period), "period", "calendar-days", go)
