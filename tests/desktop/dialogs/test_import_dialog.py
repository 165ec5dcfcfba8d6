"""The import dialog on real files and a real store."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.desktop.data_place import Place, open_place

from cockpit.desktop.dialogs.import_dialog import ImportDialog
from cockpit.desktop.theme import Theme
from cockpit.domain.records import FileKind
from cockpit.presenters.text import format_plain
from cockpit.services.team import load_totals

DEALS = "id,agent,stage,opened,value,closed\n" + "".join(
    f"O{i},Ben Lindqvist,{'Won' if i % 2 else 'Pending'},2026-07-{1 + i % 28:02},"
    f"{'abc' if i % 10 == 9 else 1000 + i},{'2026-08-20' if i % 2 else ''}\n"
    for i in range(40)
)
TARGETS = "rep,period,revenue\nBen Lindqvist,2026-Q3,62000\n"


@pytest.fixture
def place(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Place]:
    with open_place(tmp_path / "cockpit.sqlite", theme, qtbot) as place:
        yield place


@pytest.fixture
def dialog(place: Place, qtbot: QtBot) -> ImportDialog:
    dialog = ImportDialog(place.context)
    dialog.imported.connect(place.changed.append)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def look_at(dialog: ImportDialog, place: Place, *paths: Path) -> None:
    dialog.add_paths(paths)
    place.settle()


def state(dialog: ImportDialog) -> str:
    assert dialog.review.file is not None
    return dialog.review.file.state[0]


def test_a_plain_file_is_imported_with_one_click(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    assert dialog.go.isEnabled()
    assert "1 row added" in dialog.summary.accessibleName()
    dialog.go.click()
    place.settle()
    assert dialog.pages.currentWidget() is dialog.result_page
    assert dialog.result_page.headline.accessibleName() == "Imported: 1 row added"
    assert len(place.changed) == 1
    assert dialog.go.text() == "Close"
    dialog.go.click()
    assert not dialog.isVisible()


def test_columns_kind_and_words_are_chosen_by_hand(
    dialog: ImportDialog, place: Place, tmp_path: Path, grab: Callable[..., None]
) -> None:
    look_at(dialog, place, write(tmp_path, "export.csv", DEALS))
    review = dialog.review
    review.kind.setCurrentIndex(review.kind.findData(FileKind.OPPORTUNITIES.value))
    review.kind.activated.emit(review.kind.currentIndex())
    place.settle()
    for header, ours in {
        "id": "opportunity_id",
        "agent": "rep",
        "stage": "outcome",
        "opened": "created_at",
        "value": "amount",
        "closed": "closed_at",
    }.items():
        review.columns.map_column(header, (ours,))
        place.settle()
    assert review.columns.buttons["opened"].text().strip() == "Created at"
    if ("outcome", "Pending") in review.columns.words:
        box = review.columns.words["outcome", "Pending"]
        box.setCurrentIndex(box.findData("open"))
        box.activated.emit(box.currentIndex())
        place.settle()
    review.show_tab("problems")
    grab(dialog)
    assert state(dialog) == "4 rejected"
    assert dialog.go.isEnabled()
    dialog.run()
    place.settle()
    assert dialog.outcome is not None
    assert dialog.outcome.accounts[0].added == 36
    assert load_totals(place.context.workspace.store).opportunities == 36


def test_the_menu_of_a_column_offers_ours_and_a_second_one(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    menu = dialog.review.columns.buttons["period"].menu()
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions() if action.text()]
    assert titles[0] == "Not imported"
    assert "Period (required)" in titles
    assert titles[-1] == "Also as"
    menu.actions()[0].trigger()
    place.settle()
    assert dialog.review.blocker.text() == "Choose the columns that hold: Period."
    assert not dialog.go.isEnabled()


def test_a_value_for_every_row_is_added_and_removed(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "t.csv", "rep,revenue\nBen,100\n"))
    review = dialog.review
    review.kind.setCurrentIndex(review.kind.findData(FileKind.TARGETS.value))
    review.kind.activated.emit(review.kind.currentIndex())
    place.settle()
    columns = review.columns
    columns.constant_column.setCurrentIndex(columns.constant_column.findData("period"))
    columns.constant_value.setText("2026-Q3")
    columns.constant_value.returnPressed.emit()
    place.settle()
    assert review.file is not None
    assert review.file.constants == (("period", "2026-Q3"),)
    assert dialog.go.isEnabled()
    columns.set_constant("period", "")
    place.settle()
    assert not dialog.go.isEnabled()


def test_enter_in_a_field_does_not_import(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-07-01\n"))
    field = dialog.review.columns.constant_value
    QTest.keyClick(field, Qt.Key.Key_Return)
    place.settle()
    assert dialog.outcome is None
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    place.settle()
    assert dialog.outcome is not None


def test_rows_with_a_gap_are_skipped_by_choice(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    text = "lead_id,assigned_at\nL1,2026-07-01\nL2,\n"
    look_at(dialog, place, write(tmp_path, "leads.csv", text))
    assert state(dialog) == "1 rejected"
    box = dialog.review.columns.gaps["assigned_at"]
    box.setCurrentIndex(box.findData("skip"))
    box.activated.emit(box.currentIndex())
    place.settle()
    assert dialog.review.fates.counts["skipped"].text() == "1"
    assert dialog.review.fates.counts["rejected"].text() == "0"


def test_dates_and_numbers_can_be_said(dialog: ImportDialog, place: Place, tmp_path: Path) -> None:
    text = "lead_id,assigned_at\nL1,03/04/2026\nL2,05/06/2026\n"
    look_at(dialog, place, write(tmp_path, "leads.csv", text))
    review = dialog.review
    review.dates.setCurrentIndex(review.dates.findData("dmy"))
    review.dates.activated.emit(review.dates.currentIndex())
    place.settle()
    assert review.file is not None
    assert review.file.preview.mapping.dates == "dmy"
    assert state(dialog) == "ready"


def test_files_are_added_by_drop_and_left_out(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    mime = QMimeData()
    deals = write(tmp_path, "opps.csv", "opportunity_id,created_at,outcome\nO1,2026-07-01,open\n")
    mime.setUrls([QUrl.fromLocalFile(str(deals))])
    dialog.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    place.settle()
    assert dialog.review.files_model.rowCount() == 2
    assert dialog.review.leads.isVisibleTo(dialog)
    dialog.review.leads.click()
    place.settle()
    assert dialog.draft.opportunities_are_leads
    dialog.review.files.select_key(str(deals))
    dialog.review.removed.emit(str(deals))
    place.settle()
    assert [path.name for path in dialog.draft.paths] == ["targets.csv"]


def test_a_single_file_that_cannot_be_read_leaves_a_place_to_drop_another(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "nothing.csv", ""))
    assert dialog.error.text().startswith("nothing.csv is empty")
    assert dialog.pages.currentWidget() is dialog.choosing
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    assert dialog.pages.currentWidget() is dialog.review
    assert not dialog.error.isVisible()


def test_a_file_that_cannot_be_read_is_said_and_the_others_stay(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    look_at(dialog, place, tmp_path)
    assert "folder" in dialog.error.text() or "directory" in dialog.error.text()
    assert [path.name for path in dialog.draft.paths] == ["targets.csv"]
    assert dialog.go.isEnabled()


def test_a_long_first_look_says_what_it_does(
    dialog: ImportDialog, place: Place, tmp_path: Path, qtbot: QtBot
) -> None:
    is_free = Event()
    place.context.tasks.ask(None, lambda _: is_free.wait(), lambda _: None)  # the worker is busy
    dialog.add_paths([write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-07-01\n")])
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.running)
    assert dialog.running.hint.text() == "Nothing is changed yet."
    assert not dialog.go.isVisible()
    dialog.cancel.click()
    is_free.set()
    place.settle()
    assert not dialog.isVisible()
    assert load_totals(place.context.workspace.store).leads == 0


def test_cancelling_leaves_the_store_as_it_was(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.run()
    dialog.cancel.click()
    place.settle()
    assert dialog.pages.currentWidget() is dialog.review
    assert dialog.summary.accessibleName() == "Cancelled; nothing was changed."
    assert load_totals(place.context.workspace.store).targets == 0
    assert place.changed == []
    dialog.cancel.click()
    assert not dialog.isVisible()


def test_findings_are_filtered_and_exported(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    rows = "".join(f"L{i},soon,Ben\n" for i in range(3))
    look_at(dialog, place, write(tmp_path, "leads.csv", f"lead_id,assigned_at,rep\n{rows}"))
    problems = dialog.review.problems
    assert problems.model.rowCount() == 3
    problems.search.setText("row that is not there")
    assert problems.model.rowCount() == 0
    assert not problems.export.isEnabled()
    problems.search.clear()
    problems.groups.selectRow(0)
    assert problems.model.rowCount() == 3
    problems.export_to(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8-sig").count("rejected") == 3
    assert place.heard.announced[-1] == "Exported 3 findings to out.csv"


def test_the_summary_is_a_sentence_with_counts(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    assert dialog.view is not None
    assert format_plain(dialog.view.summary) == "If you import now: 1 row added"
