from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from tests.desktop.cockpit_context import Heard, build_context

from cockpit.desktop.dialogs.forecast_quality import ForecastQualityDialog
from cockpit.desktop.dialogs.learned_curves import LearnedCurvesDialog
from cockpit.desktop.dialogs.math import MathDialog
from cockpit.desktop.screens.cockpit import CockpitScreen
from cockpit.desktop.screens.cockpit_pictures import FORECAST, WHY
from cockpit.desktop.screens.plan import PlanScreen
from cockpit.desktop.screens.reps import RepsScreen
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.domain.changes import Changed, Changes
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Basis, Question
from cockpit.presenters.plan_sheets import Part
from cockpit.presenters.workspace import Workspace

_CALENDAR = FiscalCalendar()
_Q3 = Question(_CALENDAR.parse("2026-Q3"), date(2026, 9, 14))


@pytest.fixture
def tasks(location: Path) -> Iterator[tuple[Tasks, Workspace]]:
    tasks, workspace = Tasks(), Workspace.open(location)
    yield tasks, workspace
    tasks.close(workspace.close)


@pytest.fixture
def screen(qtbot: QtBot, theme: Theme, tasks: tuple[Tasks, Workspace]) -> CockpitScreen:
    """The cockpit over the small team's store, with its forecast."""
    made = CockpitScreen(build_context(theme, tasks[1], tasks[0], Heard()))
    qtbot.addWidget(made)
    made.resize(1240, 848)
    made.show()
    _ask(qtbot, made, _Q3)
    return made


def _ask(qtbot: QtBot, screen: CockpitScreen | RepsScreen | PlanScreen, question: Question) -> None:
    screen.show_question(question)
    qtbot.waitUntil(lambda: not screen.context.tasks.is_busy, timeout=20_000)


def _run(screen: CockpitScreen | PlanScreen, title: str) -> None:
    next(command for command in screen.commands() if command.title == title).run()


def test_the_forecast_is_told_below_the_headline(screen: CockpitScreen) -> None:
    line = screen.forecast_line.accessibleName()
    assert line.startswith("Forecast at quarter end $")
    assert "80% between" in line
    assert "chance of reaching target" in line


def test_the_answer_is_there_before_the_forecast(qtbot: QtBot, screen: CockpitScreen) -> None:
    screen.show_question(replace(_Q3, as_of=date(2026, 9, 10)))
    qtbot.waitUntil(lambda: screen.forecast.is_wanted)
    assert screen.forecast_line.accessibleName() == "Looking ahead…"
    assert "short of the $124k target" in screen.headline.accessibleName()
    qtbot.waitUntil(lambda: not screen.forecast.is_wanted, timeout=20_000)
    assert screen.forecast_line.accessibleName().startswith("Forecast at")


def test_the_cohort_s_answer_keeps_the_forecast(qtbot: QtBot, screen: CockpitScreen) -> None:
    before = screen.forecast.result
    _ask(qtbot, screen, replace(_Q3, basis=Basis.COHORT))
    assert screen.forecast.result is before
    assert screen.forecast_line.accessibleName().startswith("Bookings forecast")


def test_a_change_asks_again(qtbot: QtBot, screen: CockpitScreen) -> None:
    screen.on_changes(Changes(frozenset({Changed.PLAN})))
    assert screen.forecast.is_wanted
    qtbot.waitUntil(lambda: not screen.forecast.is_wanted, timeout=20_000)
    assert screen.forecast_line.accessibleName().startswith("Forecast at")


def test_the_fan_takes_the_place_of_the_bridge_and_no_more(screen: CockpitScreen) -> None:
    card = screen.why_card
    height = card.height()
    card.choices.chosen.emit(FORECAST)
    assert card.fan.isVisible()
    assert not screen.bridge.isVisible()
    assert card.height() == height
    assert "To come" in card.drivers.accessibleName()
    card.choices.chosen.emit(WHY)
    assert screen.bridge.isVisible()
    assert not card.math.isVisible()


def test_the_fan_follows_the_rep_in_focus(screen: CockpitScreen) -> None:
    card = screen.why_card
    _run(screen, "Cockpit: forecast")
    team = card.fan.accessibleDescription()
    screen.focus_argument("Ben Lindqvist")
    assert card.hint.text() == "Ben Lindqvist"
    assert card.fan.accessibleDescription() != team
    screen.clear()
    assert card.fan.accessibleDescription() == team


def test_the_math_is_that_of_the_picture_that_is_shown(screen: CockpitScreen) -> None:
    screen.why_card.choose(FORECAST)
    screen.why_card.math.click()
    assert isinstance(screen.dialog, MathDialog)
    assert screen.dialog.view.title.startswith("Forecast · ")
    screen.dialog.close()
    _run(screen, "Cockpit: why revenue is off target")
    screen.show_math()
    assert isinstance(screen.dialog, MathDialog)
    assert screen.dialog.view.title.startswith("Gap · ")
    screen.dialog.close()


def test_the_keyboard_reaches_the_fan(screen: CockpitScreen, qtbot: QtBot) -> None:
    card = screen.why_card
    card.choose(FORECAST)
    with qtbot.waitActive(screen):
        screen.activateWindow()
    card.fan.setFocus()
    QTest.keyClick(card.fan, Qt.Key.Key_End)
    assert "By 30 Sep 2026" in card.fan.accessibleDescription()
    QTest.keyClick(card.fan, Qt.Key.Key_Tab)
    assert screen.focusWidget() in {card.math, card.quality, screen.lever_map}


def test_past_forecasts_open_from_the_card(qtbot: QtBot, screen: CockpitScreen) -> None:
    screen.why_card.choose(FORECAST)
    screen.why_card.quality.click()
    assert isinstance(screen.dialog, ForecastQualityDialog)
    screen.dialog.close()
    qtbot.waitUntil(lambda: not screen.context.tasks.is_busy, timeout=20_000)


def test_a_period_that_is_over_is_closed(qtbot: QtBot, screen: CockpitScreen) -> None:
    _ask(qtbot, screen, replace(_Q3, period=_CALENDAR.parse("2026-Q2")))
    line = screen.forecast_line.accessibleName()
    assert line == "Q2 FY26 has closed: nothing is left to forecast"
    assert screen.why_card.drivers.accessibleName() == ""


def test_how_long_things_take_opens_from_the_cockpit_and_the_plan(
    qtbot: QtBot, theme: Theme, screen: CockpitScreen, tasks: tuple[Tasks, Workspace]
) -> None:
    _run(screen, "Cockpit: how long things take")
    qtbot.waitUntil(lambda: screen.findChild(LearnedCurvesDialog) is not None)
    plan = PlanScreen(build_context(theme, tasks[1], tasks[0], Heard()))
    qtbot.addWidget(plan)
    _ask(qtbot, plan, _Q3)
    assert plan.page.curves.isHidden()
    plan.page.show_part(Part.ASSUMPTIONS)
    assert not plan.page.curves.isHidden()
    plan.page.curves.click()
    qtbot.waitUntil(lambda: plan.findChild(QDialog) is not None)
    assert isinstance(plan.findChild(QDialog), LearnedCurvesDialog)
    assert "Plan: how long things take" in [command.title for command in plan.commands()]


def test_a_rep_s_page_tells_the_rep_s_forecast(
    qtbot: QtBot, theme: Theme, tasks: tuple[Tasks, Workspace]
) -> None:
    reps = RepsScreen(build_context(theme, tasks[1], tasks[0], Heard()))
    qtbot.addWidget(reps)
    reps.show_rep("Ben Lindqvist")
    _ask(qtbot, reps, _Q3)
    line = reps.page.header.forecast
    assert line.accessibleName().startswith("Forecast at quarter end $")
    result = reps.forecast.result
    reps.step(1)
    qtbot.waitUntil(lambda: not reps.context.tasks.is_busy, timeout=20_000)
    assert reps.forecast.result is result
    _ask(qtbot, reps, replace(_Q3, period=_CALENDAR.parse("2026-Q2")))
    assert line.isHidden()
