"""What can be done with an import on the Data screen, and what was said about files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tests.desktop.data_place import Place, open_place

from cockpit.desktop.screens import data_batches
from cockpit.desktop.screens.data import DataScreen
from cockpit.desktop.theme import Theme
from cockpit.domain.changes import EVERYTHING
from cockpit.domain.errors import UsageError
from cockpit.domain.records import Outcome
from cockpit.services.importing import ImportRequest, import_files


@pytest.fixture
def place(location: Path, theme: Theme, qtbot: QtBot) -> Iterator[Place]:
    with open_place(location, theme, qtbot) as place:
        yield place


@pytest.fixture
def screen(place: Place, qtbot: QtBot, tmp_path: Path) -> DataScreen:
    """The Data screen after a second import that changed a lead, added one and rejected one."""
    leads = tmp_path / "more.csv"
    leads.write_text(
        "lead_id,assigned_at,rep,source\nL1,2026-07-05,Amara Okafor,Webinar\n"
        "L9,2026-08-01,Ben Lindqvist,Referral\nL10,soon,Ben Lindqvist,Referral\n",
        encoding="utf-8",
    )
    import_files(place.context.workspace.store, ImportRequest(paths=(leads,)))
    screen = DataScreen(place.context)
    qtbot.addWidget(screen)
    screen.resize(1256, 848)
    screen.show()
    place.settle()
    return screen


def test_what_an_import_changed_is_shown_filtered_and_exported(
    screen: DataScreen, place: Place, tmp_path: Path, grab: Callable[..., None]
) -> None:
    screen.imports.changes.click()
    place.settle()
    dialog = screen.batches.dialog
    assert dialog is not None
    QAbstractItemModelTester(
        dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog
    )
    grab(dialog)
    assert dialog.view.sentence == "1 lead added and 1 lead updated."
    assert dialog.count.text() == "2 changes"
    dialog.search.setText("5 jul")
    assert [line.record for line in dialog.model.rows] == ["L1"]
    dialog.search.clear()
    dialog.kinds.choose("added")
    dialog.kinds.chosen.emit("added")
    place.settle()
    assert [line.record for line in dialog.model.rows] == ["L9"]
    dialog.export_to(tmp_path / "changes.csv")
    place.settle()
    assert place.heard.announced[-1] == "Exported 3 changes to changes.csv"
    dialog.close()


def test_the_last_import_is_undone_after_a_question(
    screen: DataScreen, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, _title: str, text: str) -> bool:
        asked.append(text)
        return len(asked) > 1

    monkeypatch.setattr(data_batches, "confirm", answer)
    screen.imports.undo.click()
    place.settle()
    assert asked[0].startswith("1 lead that it added will be removed. 1 lead will be as before.")
    assert place.changed == []
    screen.imports.undo.click()
    place.settle()
    assert place.changed == [EVERYTHING]
    assert place.heard.announced[-1] == "Undone: import more.csv"
    screen.on_changes(EVERYTHING)
    place.settle()
    what = screen.imports.model.index(0, 1)
    assert what.data() == "Undone: more.csv"
    assert "more.csv · undone " in what.data(Qt.ItemDataRole.ToolTipRole)
    assert screen.imports.undo.isHidden()
    assert "nothing that it wrote is left" in screen.imports._nothing.text()


def test_rejected_rows_are_saved_where_the_user_says(
    screen: DataScreen, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "to fix.csv"
    proposed: list[str] = []

    def choose(_parent: object, _title: str, name: str) -> tuple[str, str]:
        proposed.append(name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    assert screen.imports.rejected.text() == "Save 1 rejected row…"
    screen.imports.rejected.click()
    place.settle()
    assert proposed == ["more rejected.csv"]
    assert "L10,soon,Ben Lindqvist,Referral,assigned_at: not a date" in target.read_text("utf-8")
    assert place.heard.announced[-1].startswith("Saved 1 rejected row in to fix.csv")


def test_a_source_that_went_is_reported(
    screen: DataScreen, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "more.csv").unlink()
    target = str(tmp_path / "fix.csv")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (target, ""))
    screen.batches.save_rejected(screen.imports.model.rows[0])
    place.settle()
    assert "more.csv is no longer there" in str(place.heard.reported[-1])


def test_answers_are_shown_changed_and_forgotten(
    screen: DataScreen, place: Place, grab: Callable[..., None]
) -> None:
    with place.context.workspace.store.unit_of_work() as work:
        work.save_rates({"EUR": 1.08})
        work.save_stage_meanings("salesforce", {"Closed Won": Outcome.WON})
    screen.show_section("answers")
    place.settle()
    page = screen.answers
    grab(screen)
    assert page.currency.text() == "EUR"
    page.rate.setText("1.1")
    page.save_rate()
    place.settle()
    page.outcome.chosen.emit("LOST")
    place.settle()
    page.ask()
    place.settle()
    assert page.rates_model.rows[0].rate == 1.1
    assert page.stages_model.rows[0].outcome is Outcome.LOST
    page.forget(page.rates)
    place.settle()
    screen.on_changes(EVERYTHING)
    place.settle()
    assert page.rates_model.rowCount() == 0
    page.currency.setText("nonsense")
    page.save_rate()
    place.settle()
    assert isinstance(place.heard.reported[-1], UsageError)
