"""The first-start page on an empty store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.desktop.data_place import Place, open_place

from cockpit.desktop.screens.start import StartScreen
from cockpit.desktop.theme import Theme
from cockpit.services.team import load_rep_activity, load_totals


@pytest.fixture
def place(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Place]:
    with open_place(tmp_path / "cockpit.sqlite", theme, qtbot) as place:
        yield place


@pytest.fixture
def screen(place: Place, qtbot: QtBot) -> StartScreen:
    screen = StartScreen(place.context)
    qtbot.addWidget(screen)
    screen.resize(1256, 848)
    screen.show()
    return screen


def test_the_demo_team_is_opened(
    screen: StartScreen, place: Place, grab: Callable[..., None]
) -> None:
    grab(screen)
    screen.demo.button.click()
    assert not screen.demo.button.isEnabled()
    place.settle()
    assert len(load_rep_activity(place.context.workspace.store)) == 12
    assert len(place.changed) == 1
    assert place.heard.announced == ["The demo team is open"]


def test_cancelling_the_demo_lets_it_be_tried_again(screen: StartScreen, place: Place) -> None:
    screen.demo.button.click()
    place.context.tasks.cancel()
    place.settle()
    assert screen.demo.button.isEnabled()
    assert place.heard.reported == []
    assert load_rep_activity(place.context.workspace.store) == ()


def test_dropped_files_are_imported(screen: StartScreen, place: Place, tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text("rep,period,revenue\nBen,2026-Q3,62000\n", "utf-8")
    screen.importing.dropped.emit((path,))
    place.settle()
    assert screen.dialog is not None
    screen.dialog.run()
    place.settle()
    screen.dialog.frame.go.click()
    assert load_totals(place.context.workspace.store).targets == 1
    assert len(place.changed) == 1


def test_a_plan_can_come_first(screen: StartScreen, place: Place) -> None:
    screen.plan.button.click()
    assert place.heard.went_to == [("plan", "")]
    assert next(command.title for command in screen.commands()) == "Open the demo team"
