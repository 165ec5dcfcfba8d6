"""Looking back in the window: a day is picked, every screen follows, and there is a way back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.knowledge_builders import (
    FIRST,
    REPS,
    DealRow,
    Delivery,
    LeadRow,
    deliver,
    find_days,
    plan_of,
)

from cockpit.desktop.jumping import build_entries
from cockpit.desktop.main_window import MainWindow
from cockpit.desktop.screens.cockpit import CockpitScreen
from cockpit.desktop.screens.plan import PlanScreen
from cockpit.domain.question import Question
from cockpit.domain.records import Outcome
from cockpit.presenters.plan_sheets import Part
from cockpit.store.opening import open_store

Opener = Callable[[Path], MainWindow]
DAY = date(2026, 7, 25)


@pytest.fixture
def location(tmp_path: Path) -> Path:
    """A store whose target was lowered, and a deal lost, after 25 July."""
    deliveries = [
        Delivery(
            leads=tuple(LeadRow(number, 0, 0, number) for number in range(12)),
            deals=(DealRow(0, 0, 0, 5, 15, Outcome.WON), DealRow(1, 0, 1, 6)),
            plan=plan_of(0, 6_000_000, 20),
        ),
        Delivery(
            14, deals=(DealRow(0, 0, 0, 5, 15, Outcome.LOST),), plan=plan_of(0, 5_000_000, 20)
        ),
        Delivery(42, leads=(LeadRow(12, 0, 0, 75),)),
    ]
    store = open_store(tmp_path / "team.sqlite")
    for delivery, day in zip(deliveries, find_days(deliveries), strict=True):
        deliver(store, delivery, day)
    store.close()
    return tmp_path / "team.sqlite"


@pytest.fixture
def window(open_window: Opener, location: Path) -> MainWindow:
    return open_window(location)


def _wait(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.tasks.is_busy)


def _asked(window: MainWindow) -> Question:
    assert window.asking.question is not None
    return window.asking.question


def _cockpit(window: MainWindow) -> CockpitScreen:
    assert isinstance(window.stack.shown, CockpitScreen)
    return window.stack.shown


def test_a_day_in_the_past_is_shown_as_it_was_known(
    window: MainWindow, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    bar = window.past_bar
    assert not bar.isVisible()
    assert not window.known_actions["today"].isEnabled()
    window.asking.choose_day(DAY)
    _wait(window, qtbot)
    assert bar.isVisible()
    assert bar.title.text() == "Looking back at 25 Jul 2026"
    assert bar.text.text() == "Last import by then: 20 Jul 2026."
    assert _cockpit(window).headline.accessibleName().startswith("$52k short of the $60k")
    said = _cockpit(window).comparison.accessibleName()
    assert said == "What we know now: −$50k instead of −$52k."
    assert _cockpit(window).comparison.isVisible()
    grab(window)

    window.known_actions["knowledge"].trigger()
    _wait(window, qtbot)
    assert (_asked(window).as_of, _asked(window).known_on) == (DAY, None)
    assert bar.choice.choice == "now"
    assert _cockpit(window).headline.accessibleName().startswith("$50k short of the $50k")
    assert not _cockpit(window).comparison.isVisible()

    window.known_actions["today"].trigger()
    _wait(window, qtbot)
    assert not bar.isVisible()
    assert (_asked(window).as_of, _asked(window).known_on) == (date(2026, 9, 14), None)


def test_every_screen_follows(window: MainWindow, qtbot: QtBot, grab: Callable[..., None]) -> None:
    window.asking.choose_day(DAY)
    window.navigate("reps", REPS[0])
    _wait(window, qtbot)
    grab(window, "reps")
    window.navigate("plan")
    _wait(window, qtbot)
    screen = window.stack.shown
    assert isinstance(screen, PlanScreen)
    draft = screen.draft
    assert draft is not None
    assert draft.editor.text_of(Part.TARGETS, (0, 1)) == "60,000"
    assert draft.editor.is_locked(Part.TARGETS, draft.editor.sheets[Part.TARGETS].rows[0], 1)
    assert screen.page.state.text == "As known on 25 Jul 2026, read only"
    assert not screen.page.save.isVisible()
    assert not screen.page.lock.isVisible()
    assert not screen.page.amend.isVisible()
    edited = draft.editor.type_into(Part.TARGETS, {(0, 1): "1"})
    assert draft.editor.refuse([edited]).startswith("This is the plan as it was on 25 Jul 2026")
    grab(window, "plan")
    window.asking.go_to_today()
    _wait(window, qtbot)
    assert screen.draft is not None
    assert screen.draft.editor.text_of(Part.TARGETS, (0, 1)) == "50,000"
    assert screen.page.save.isVisible()


def test_the_calendar_says_what_was_known_on_a_day(
    window: MainWindow, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    window.asking.choose_day(DAY)
    _wait(window, qtbot)
    window.asking.show_days()
    popup = window.asking.popup
    assert popup is not None
    assert popup.note.text() == "Last import by then: 20 Jul 2026."
    marked = popup.calendar.dateTextFormat()
    assert {day.toPython() for day in marked} == {FIRST, date(2026, 9, 14)}
    grab(popup)
    popup.with_all.click()
    _wait(window, qtbot)
    assert _asked(window).known_on is None
    assert _asked(window).as_of == DAY


def test_nothing_imported_by_then_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.asking.choose_day(date(2026, 7, 1))
    _wait(window, qtbot)
    assert window.past_bar.text.text().startswith("Nothing had been imported by then")
    assert not window.past_bar.choice.isVisible()
    assert not window.known_actions["knowledge"].isEnabled()


def test_the_way_back_is_found_by_typing(window: MainWindow, qtbot: QtBot) -> None:
    window.asking.choose_day(DAY)
    _wait(window, qtbot)
    entries = build_entries(
        None,
        window.known_actions,
        None,
        navigate=window.navigate,
        choose_period=window.asking.choose_period,
        choose_theme=window.appearance.choose,
    )
    (back,) = [entry for entry in entries if entry.title == "Back to today"]
    assert back.hint == "Alt+Home"
    back.run()
    _wait(window, qtbot)
    assert _asked(window).known_on is None
