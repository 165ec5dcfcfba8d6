"""The screens of the window, in the order of the navigation: the one place to add a screen."""

from typing import NamedTuple


class ScreenEntry(NamedTuple):
    """A screen that can be shown.

    Args:
        name: Name in code and settings.
        title: Name on screen.
        module: Module that holds it; imported by the worker, after the first paint.
        class_name: Its class, a `Screen`.
        icon: Name of its icon.
        group: Heading in the navigation, empty for the first group.
        tip: What it answers, in a sentence.
        has_period: Whether period and as-of day matter to it.
        has_basis: Whether it tells bookings from cohort.
    """

    name: str
    title: str
    module: str
    class_name: str
    icon: str
    group: str
    tip: str
    has_period: bool = True
    has_basis: bool = False


_HERE = "cockpit.desktop.screens"

SCREENS = (
    ScreenEntry(
        "cockpit",
        "Cockpit",
        f"{_HERE}.cockpit",
        "CockpitScreen",
        "layout-dashboard",
        "",
        "How far off are we, why, and whose move is it?",
        has_basis=True,
    ),
    ScreenEntry(
        "reps",
        "Reps",
        f"{_HERE}.reps",
        "RepsScreen",
        "users",
        "",
        "One rep in full: funnel, leads against promise, open deals",
        has_basis=True,
    ),
    ScreenEntry(
        "plan",
        "Plan",
        f"{_HERE}.plan",
        "PlanScreen",
        "target",
        "Decide",
        "What did we promise: targets, commitments, assumptions",
    ),
    ScreenEntry(
        "data",
        "Data",
        f"{_HERE}.data",
        "DataScreen",
        "database",
        "Trust",
        "Is the data right: import, findings, reps, sources, backup",
        has_period=False,
    ),
)

START = ScreenEntry(
    "start",
    "Welcome",
    f"{_HERE}.start",
    "StartScreen",
    "play",
    "",
    "Open the demo team, or import your CRM export",
    has_period=False,
)
"""Shown instead of the others while the store is empty."""
