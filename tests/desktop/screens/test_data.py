"""The Data screen on a real store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot
from tests.desktop.data_place import Place, open_place

from cockpit.desktop.screens.data import SECTIONS, DataScreen
from cockpit.desktop.theme import Theme
from cockpit.domain.changes import EVERYTHING
from cockpit.domain.errors import UsageError


@pytest.fixture
def place(location: Path, theme: Theme, qtbot: QtBot) -> Iterator[Place]:
    with open_place(location, theme, qtbot) as place:
        yield place


@pytest.fixture
def screen(place: Place, qtbot: QtBot) -> DataScreen:
    return build(place, qtbot)


def build(place: Place, qtbot: QtBot) -> DataScreen:
    screen = DataScreen(place.context)
    qtbot.addWidget(screen)
    screen.resize(1256, 848)
    screen.show()
    place.settle()
    return screen


def test_the_history_shows_the_newest_import_in_full(
    screen: DataScreen, grab: Callable[..., None]
) -> None:
    grab(screen)
    assert "3 leads, 2 opportunities and 4 targets for 2 reps." in screen.headline.accessibleName()
    assert screen.imports.model.rowCount() == 1
    assert screen.batch is not None
    assert len(screen.batch.accounts) == 5


def test_every_section_is_shown_and_named(screen: DataScreen, grab: Callable[..., None]) -> None:
    for name, _, _ in SECTIONS:
        screen.show_section(name)
        grab(screen, f"data-{name}")
        assert screen.sections.choice == name
    titles = {command.title for command in screen.commands()}
    assert {"Import files…", "Back up now…", "Data: Reps"} <= titles


def test_a_rep_that_is_asked_for_before_the_roster_is_there(place: Place, qtbot: QtBot) -> None:
    screen = DataScreen(place.context)
    qtbot.addWidget(screen)
    screen.focus_argument("reps:Ben Lindqvist")
    place.settle()
    assert screen.reps.name.text() == "Ben Lindqvist"


def test_a_rep_is_renamed_and_that_is_undone(screen: DataScreen, place: Place) -> None:
    screen.focus_argument("reps:Ben Lindqvist")
    screen.reps.name.setText("Ben L.")
    screen.reps.starts_on.setText("5 Jan 2026")
    screen.reps.save.click()
    place.settle()
    assert place.changed
    assert place.heard.announced == ["Saved Ben L. · Ctrl+Z takes it back"]
    screen.on_changes(EVERYTHING)
    place.settle()
    assert [line.rep.name for line in screen.reps.model.rows] == ["Amara Okafor", "Ben L."]
    assert screen.reps.name.text() == "Ben L."
    screen.edits.undo()
    place.settle()
    screen.on_changes(EVERYTHING)
    place.settle()
    assert [line.rep.name for line in screen.reps.model.rows][1] == "Ben Lindqvist"
    screen.edits.undo()
    assert place.heard.announced[-1] == "Nothing to undo here"


def test_a_day_that_is_none_is_reported_and_nothing_saved(screen: DataScreen, place: Place) -> None:
    screen.reps.ends_on.setText("soon")
    screen.reps.save.click()
    place.settle()
    assert isinstance(place.heard.reported[0], UsageError)
    assert place.changed == []


def test_a_source_gets_a_kind(screen: DataScreen, place: Place) -> None:
    screen.show_section("sources")
    screen.sources.table.selectRow(0)
    screen.sources.kind.choose("channel")
    screen.sources.save.click()
    place.settle()
    screen.on_changes(EVERYTHING)
    place.settle()
    assert screen.sources.model.rows[0].source.kind.value == "channel"


def test_settings_say_what_a_change_means_before_it_is_saved(
    screen: DataScreen, place: Place
) -> None:
    team = screen.team
    assert not team.save.isEnabled()
    assert not team.currency.isEnabled()
    team.first_month.setCurrentIndex(1)
    assert "Quarters and years move" in team.meaning.text()
    team.tolerance.setText("lots")
    team.tolerance.textEdited.emit("lots")
    assert "not a percentage" in team.meaning.text()
    assert not team.save.isEnabled()
    team.tolerance.setText("5")
    team.tolerance.textEdited.emit("5")
    team.save.click()
    place.settle()
    screen.on_changes(EVERYTHING)
    place.settle()
    assert screen.view is not None
    assert screen.view.team.calendar.first_month == 2
    assert screen.view.team.tolerance == 0.05


def test_an_import_is_opened_from_navigation_and_told_to_the_window(
    screen: DataScreen, place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("lead_id,assigned_at,rep\nN1,2026-08-01,Ben Lindqvist\nN2,x,Ben\n", "utf-8")
    screen.focus_argument(f"import:{path}")
    place.settle()
    dialog = screen.dialog
    assert dialog is not None
    dialog.run()  # shows first that Ben may be Ben Lindqvist
    dialog.run()
    place.settle()
    assert len(place.changed) == 1
    dialog.frame.go.click()
    assert not dialog.isVisible()
    screen.on_changes(place.changed[0])
    place.settle()
    assert screen.imports.model.rowCount() == 2
    screen.imports.problems.click()
    assert screen.sections.choice == "problems"
    assert screen.problems.model.rowCount() >= 1
    export = screen.exports()[0]
    export.write(tmp_path / "findings.csv")
    assert "not a date" in (tmp_path / "findings.csv").read_text("utf-8-sig")


def test_a_backup_comes_back(screen: DataScreen, place: Place, tmp_path: Path) -> None:
    screen.store.back_up(tmp_path / "copy.sqlite")
    place.settle()
    assert "Backed up in" in place.heard.announced[-1]
    screen.store.start_empty()
    place.settle()
    screen.on_changes(EVERYTHING)
    place.settle()
    assert screen.view is not None
    assert screen.view.reps == ()
    screen.store.restore(tmp_path / "copy.sqlite")
    place.settle()
    screen.on_changes(EVERYTHING)
    place.settle()
    assert len(screen.view.reps) == 2


def test_an_empty_store_says_what_to_do_in_every_section(
    tmp_path: Path, theme: Theme, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    with open_place(tmp_path / "empty.sqlite", theme, qtbot) as place:
        screen = build(place, qtbot)
        grab(screen)
        for name, title in (
            ("imports", "Nothing imported yet"),
            ("problems", "Nothing was found wrong"),
            ("reps", "No reps yet"),
            ("sources", "No sources yet"),
        ):
            screen.show_section(name)
            page = screen.pages.currentWidget()
            assert isinstance(page, QStackedWidget)
            shown = page.currentWidget()
            assert shown is not None
            assert shown.accessibleName() == title
