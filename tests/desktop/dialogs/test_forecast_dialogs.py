from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.analysis.made_history import LAST
from tests.desktop.cockpit_context import Heard, build_context
from tests.forecast_builders import FACTS

from cockpit.analysis.curve_comparison import compare_curves
from cockpit.desktop.dialogs.forecast_quality import ForecastQualityDialog
from cockpit.desktop.dialogs.learned_curves import LearnedCurvesDialog
from cockpit.desktop.screen import ScreenContext
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Question
from cockpit.presenters.curves import DEALS
from cockpit.presenters.workspace import Workspace
from cockpit.services.importing import ImportRequest, import_files

_CALENDAR = FiscalCalendar()
_TODAY = date(2026, 9, 14)


@pytest.fixture
def context(theme: Theme, location: Path, tmp_path: Path) -> Iterator[ScreenContext]:
    """A store with a deal that was closed in July, so that August can be looked back on."""
    tasks, workspace = Tasks(), Workspace.open(location)
    early = tmp_path / "early.csv"
    early.write_text(
        "opportunity_id,created_at,outcome,rep,amount,closed_at\n"
        "O0,2026-06-20,won,Ben Lindqvist,8000,2026-07-05\n",
        encoding="utf-8",
    )
    import_files(workspace.store, ImportRequest(paths=(early,)))
    yield build_context(theme, workspace, tasks, Heard())
    tasks.close(workspace.close)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def _open(context: ScreenContext, parent: QWidget, period: str) -> ForecastQualityDialog:
    dialog = ForecastQualityDialog(context, Question(_CALENDAR.parse(period), _TODAY), parent)
    dialog.open()
    return dialog


def test_past_forecasts_appear_as_they_are_made(
    qtbot: QtBot, context: ScreenContext, parent: QWidget
) -> None:
    dialog = _open(context, parent, "2026-08")
    seen: set[float] = set()

    def is_done() -> bool:
        if dialog.view is not None:
            seen.add(dialog.view.done)
        return dialog.view is not None and dialog.view.done == 1

    qtbot.waitUntil(is_done, timeout=20_000)
    assert len(seen) > 1
    assert dialog.progress.isHidden()
    assert "within the 80% interval" in dialog.story.accessibleName()
    assert len(dialog.past.tips()) == 6
    assert dialog.limits.text().startswith("Owners, sources and the plan are today's")


def test_other_questions_come_in_between(
    qtbot: QtBot, context: ScreenContext, parent: QWidget
) -> None:
    dialog = _open(context, parent, "2026-08")
    done_when: list[float] = []

    def on_answered(_: object) -> None:
        done_when.append(dialog.view.done if dialog.view else 0.0)

    context.tasks.ask("other", lambda _: None, on_answered)
    qtbot.waitUntil(lambda: dialog.view is not None and dialog.view.done == 1, timeout=20_000)
    assert done_when
    assert done_when[0] < 1


def test_closing_stops_the_look_back(qtbot: QtBot, context: ScreenContext, parent: QWidget) -> None:
    dialog = _open(context, parent, "2026-08")
    qtbot.waitUntil(lambda: dialog.view is not None, timeout=20_000)
    dialog.reject()
    qtbot.waitUntil(lambda: not context.tasks.is_busy, timeout=20_000)
    assert dialog.view is not None
    assert dialog.view.done < 1


def test_nothing_to_look_back_on_is_said(
    qtbot: QtBot, context: ScreenContext, parent: QWidget
) -> None:
    dialog = _open(context, parent, "2026")
    qtbot.waitUntil(lambda: not context.tasks.is_busy, timeout=20_000)
    assert dialog.progress.text().startswith("No year has ended yet")
    assert dialog.bar.isHidden()


def test_curves_by_step_and_source(qtbot: QtBot, theme: Theme, parent: QWidget) -> None:
    dialog = LearnedCurvesDialog(theme, compare_curves(FACTS, LAST), parent)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.story.accessibleName().startswith("Of the leads that convert, half have by day")
    event = dialog.sources.findText("Event")
    dialog.sources.setCurrentIndex(event)
    dialog.sources.activated.emit(event)
    assert "leads from Event" in dialog.story.accessibleName()
    dialog.steps.chosen.emit(DEALS)
    assert dialog.steps.choice == DEALS
    assert "that are won" in dialog.story.accessibleName()
    assert dialog.sources.currentText() in {"All sources", "Event"}
    assert dialog.note.text().startswith("Known on 30 Sep 2026")


def test_curves_without_history_say_why(qtbot: QtBot, theme: Theme, parent: QWidget) -> None:
    dialog = LearnedCurvesDialog(theme, compare_curves(FACTS, date(2025, 1, 8)), parent)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    assert "from 30 on, this curve is learned" in dialog.story.accessibleName()
    assert not dialog.sources.isEnabled()
    assert dialog.facts.isHidden()
