"""The menu of periods: quarters first, then years, months in a menu of their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cockpit.domain.fiscal import Period


def fill_period_menu(
    menu: QMenu, periods: Sequence[Period], chosen: Period, choose: Callable[[Period], None]
) -> None:
    """Fill a menu with the periods that can be asked about, the newest first.

    Args:
        menu: The menu; what was in it is dropped.
        periods: The periods, in order of time.
        chosen: The one to mark.
        choose: Called with the one the user takes.
    """
    from cockpit.domain.fiscal import Grain
    from cockpit.presenters.formatting import format_period
    from cockpit.presenters.window import GRAIN_TITLES

    menu.clear()
    group = QActionGroup(menu)
    for grain, title in GRAIN_TITLES.items():
        alike = [period for period in reversed(periods) if period.grain is grain]
        if not alike:
            continue
        part = menu
        if grain is Grain.MONTH:
            part = menu.addMenu(title)
        else:
            menu.addSection(title)
        for period in alike:
            action = part.addAction(format_period(period))
            action.setCheckable(True)
            action.setChecked(period == chosen)
            action.triggered.connect(partial(_take, choose, period))
            group.addAction(action)


def _take(choose: Callable[[Period], None], period: Period, _: bool = False) -> None:
    """Choose a period."""
    choose(period)
