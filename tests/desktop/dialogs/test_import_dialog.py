"""The import dialog on real files and a real store."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QComboBox, QMessageBox
from pytestqt.qtbot import QtBot
from tests.desktop.data_place import Place, open_place

from cockpit.desktop.dialogs.import_dialog import ImportDialog
from cockpit.desktop.models.answer_change_table import build_changes_model
from cockpit.desktop.models.import_columns_table import build_columns_model
from cockpit.desktop.settings import Settings
from cockpit.desktop.theme import Theme
from cockpit.desktop.watching import Watching
from cockpit.domain.records import FileKind
from cockpit.presenters.import_draft import ImportDraft
from cockpit.presenters.import_steps import Step
from cockpit.presenters.text import format_plain
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.team import load_totals

DEALS = "id,agent,stage,opened,value,closed\n" + "".join(
    f"O{i},Ben Lindqvist,{'Won' if i % 2 else 'Pending'},2026-07-{1 + i % 28:02},"
    f"{'abc' if i % 10 == 9 else 1000 + i},{'2026-08-20' if i % 2 else ''}\n"
    for i in range(40)
)
TARGETS = "rep,period,revenue\nBen Lindqvist,2026-Q3,62000\n"
RATES = "lead_to_opp,win_rate,deal_size\n0.4,0.26,10000\n"
OPPS = "opportunity_id,created_at,outcome,rep,amount,closed_at\n"
FIXTURES = Path(__file__).parents[2] / "intake" / "dialects" / "fixtures"


@pytest.fixture
def place(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Place]:
    with open_place(tmp_path / "cockpit.sqlite", theme, qtbot) as place:
        yield place


@pytest.fixture
def dialog(place: Place, qtbot: QtBot) -> Iterator[ImportDialog]:
    dialog = ImportDialog(place.context)
    dialog.imported.connect(place.changed.append)
    qtbot.addWidget(dialog, before_close_func=forget_choices)
    dialog.show()
    yield dialog
    place.settle()


def forget_choices(dialog: ImportDialog) -> None:
    """Leave nothing to lose, so that the end of a test asks nobody."""
    dialog.draft = ImportDraft()


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def look_at(dialog: ImportDialog, place: Place, *paths: Path) -> None:
    dialog.add_paths(paths)
    place.settle()


def choose(box: QComboBox, name: str) -> None:
    """Choose an option as a user does."""
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())


def drop(dialog: ImportDialog, *paths: Path) -> None:
    """Drop files on the dialog."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none = Qt.KeyboardModifier.NoModifier
    place, left = QPointF(9, 9), Qt.MouseButton.LeftButton
    dialog.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, mime, left, none))


def shown(dialog: ImportDialog) -> Step:
    """Return the step that is shown."""
    return dialog.step


def is_imported(dialog: ImportDialog) -> bool:
    return dialog.outcome is not None


def is_ready(dialog: ImportDialog) -> bool:
    return dialog.view is not None and dialog.view.is_ready


def state(dialog: ImportDialog) -> str:
    assert dialog.view is not None
    return dialog.view.files[0].state[0]


def test_a_plain_file_is_imported_with_two_clicks(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    frame = dialog.frame
    assert frame.pages.currentWidget() is frame.files
    assert "1 row added" in frame.summary.accessibleName()
    frame.go.click()
    assert shown(dialog) is Step.CHANGE
    assert frame.go.text() == "Import"
    assert frame.change.headline.accessibleName() == "1 row will be added."
    frame.go.click()
    place.settle()
    assert frame.pages.currentWidget() is frame.result
    assert frame.result.headline.accessibleName() == "Imported: 1 row added"
    assert len(place.changed) == 1
    assert frame.go.text() == "Close"
    frame.go.click()
    assert not dialog.isVisible()


def test_only_steps_that_have_something_to_say_are_shown_in_passing(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,soon\n"))
    dialog.go_on()
    assert shown(dialog) is Step.CHECK
    dialog.go_back()
    assert shown(dialog) is Step.FILES
    dialog.frame.stepper.buttons["questions"].click()
    assert shown(dialog) is Step.QUESTIONS
    dialog.frame.stepper.buttons["columns"].click()
    assert shown(dialog) is Step.COLUMNS
    assert dialog.frame.stepper.buttons["columns"].accessibleName() == "Step 2: Columns"


def test_the_keyboard_goes_all_the_way(dialog: ImportDialog, place: Place, tmp_path: Path) -> None:
    look_at(dialog, place, write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,soon\n"))
    dialog.activateWindow()
    place.qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert shown(dialog) is Step.CHECK
    QTest.keyClick(dialog, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert shown(dialog) is Step.FILES
    QTest.keyClick(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert shown(dialog) is Step.CHECK
    stepper = dialog.frame.stepper
    stepper.buttons["check"].setFocus()
    QTest.keyClick(stepper.buttons["check"], Qt.Key.Key_Left)
    assert stepper.buttons["questions"].hasFocus()
    QTest.keyClick(stepper.buttons["questions"], Qt.Key.Key_Space)
    assert shown(dialog) is Step.QUESTIONS
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    place.settle()
    assert is_imported(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_in_a_field_is_about_that_field(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-07-01\n"))
    dialog.go_to(Step.COLUMNS)
    dialog.frame.columns.search.setFocus()
    QTest.keyClick(dialog.frame.columns.search, Qt.Key.Key_Return)
    place.settle()
    assert (dialog.outcome, dialog.step) == (None, Step.COLUMNS)


def test_columns_are_chosen_from_the_menu_of_a_cell(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.go_to(Step.COLUMNS)
    page = dialog.frame.columns
    assert [line.header for line in page.model.rows] == ["rep", "period", "revenue"]
    page.table.select_key("period")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    titles = [action.text() for action in page.menu.actions() if action.text()]
    assert titles[0] == "Not imported"
    assert "Period (required)" in titles
    assert "Rep (required), now rep" in titles
    assert titles[-1] == "Also as"
    page.menu.actions()[0].trigger()
    page.menu.hide()
    place.settle()
    assert page.blocker.text() == "Choose the columns that hold: Period."
    assert dialog.frame.stepper.buttons["columns"].state == "decide"
    assert page.table.currentIndex().row() == 1
    dialog.run()
    assert not is_imported(dialog)


def test_an_edit_changes_the_first_rows_as_read(
    dialog: ImportDialog, place: Place, tmp_path: Path, grab: Callable[..., None]
) -> None:
    look_at(dialog, place, write(tmp_path, "export.csv", DEALS))
    choose(dialog.frame.files.cards[str(tmp_path / "export.csv")].kind, "opportunities")
    place.settle()
    dialog.go_to(Step.COLUMNS)
    page = dialog.frame.columns
    for header, ours in {
        "id": "opportunity_id", "agent": "rep", "stage": "outcome", "opened": "created_at",
        "value": "amount", "closed": "closed_at",
    }.items():  # fmt: skip
        page.map_column(header, (ours,))
        place.settle()
    grab(dialog)
    reading = page.reading.model()
    titles = [
        reading.headerData(at, Qt.Orientation.Horizontal) for at in range(reading.columnCount())
    ]
    assert titles == ["Opportunity id", "Created at", "Outcome", "Rep", "Amount", "Closed at"]
    assert reading.index(1, 2).data() == "won"
    assert "not a" in reading.index(9, 4).data(Qt.ItemDataRole.ToolTipRole)
    page.shown.choose("unread")
    page.shown.chosen.emit("unread")
    assert page.model.rowCount() == 0
    page.shown.choose("all")
    page.search.setText("clo")
    assert [line.header for line in page.model.rows] == ["closed"]
    dialog.run()
    dialog.run()
    place.settle()
    assert is_imported(dialog)
    assert load_totals(place.context.workspace.store).opportunities == 36


def test_a_value_for_every_row_is_added_and_removed(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    path = write(tmp_path, "t.csv", "rep,revenue\nBen,100\n")
    look_at(dialog, place, path)
    choose(dialog.frame.files.cards[str(path)].kind, FileKind.TARGETS.value)
    place.settle()
    dialog.go_to(Step.COLUMNS)
    page = dialog.frame.columns
    page.show_tab("words")
    words = page.words
    words.constant_column.setCurrentIndex(words.constant_column.findData("period"))
    words.constant_value.setText("2026-Q3")
    words.constant_value.returnPressed.emit()
    place.settle()
    assert page.file is not None
    assert page.file.constants == (("period", "2026-Q3"),)
    assert dialog.view is not None
    assert is_ready(dialog)
    words.set_constant("period", "")
    place.settle()
    assert not is_ready(dialog)


def test_rows_with_a_gap_are_skipped_by_choice(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(
        dialog, place, write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-07-01\nL2,\n")
    )
    assert state(dialog) == "1 rejected"
    dialog.go_to(Step.COLUMNS)
    choose(dialog.frame.columns.words.gaps["assigned_at"], "skip")
    place.settle()
    dialog.go_to(Step.CHANGE)
    assert dialog.frame.change.fates.counts["skipped"].text() == "1"
    assert dialog.frame.change.fates.counts["rejected"].isHidden()


def test_dates_and_numbers_can_be_said(dialog: ImportDialog, place: Place, tmp_path: Path) -> None:
    text = "lead_id,assigned_at\nL1,03/14/2026\nL2,05/06/2026\n"
    look_at(dialog, place, write(tmp_path, "leads.csv", text))
    dialog.go_to(Step.COLUMNS)
    choose(dialog.frame.columns.dates, "mdy")
    place.settle()
    assert dialog.view is not None
    assert dialog.view.files[0].preview.mapping.dates == "mdy"
    assert state(dialog) == "ready"


def test_an_order_of_dates_that_nobody_can_know_is_asked(
    dialog: ImportDialog, place: Place, tmp_path: Path, grab: Callable[..., None]
) -> None:
    text = "lead_id,assigned_at\nL1,03/04/2026\nL2,05/06/2026\n"
    path = write(tmp_path, "leads.csv", text)
    look_at(dialog, place, path)
    assert dialog.view is not None
    assert not is_ready(dialog)
    dialog.go_on()
    assert shown(dialog) is Step.QUESTIONS
    grab(dialog)
    page = dialog.frame.questions
    page.choices["date", str(path)].chosen.emit("dmy")
    place.settle()
    assert dialog.view.questions.dates[0].order == "dmy"
    assert is_ready(dialog)
    dialog.run()
    place.settle()
    assert is_imported(dialog)


def test_stages_and_rates_are_asked_before_anything_is_imported(
    dialog: ImportDialog, place: Place, tmp_path: Path, grab: Callable[..., None]
) -> None:
    path = Path(shutil.copy(FIXTURES / "hubspot_deals.csv", tmp_path))
    look_at(dialog, place, path)
    frame = dialog.frame
    assert frame.files.cards[str(path)].card.subtitle.startswith("HubSpot deals")
    dialog.run()
    place.settle()
    assert not is_imported(dialog)
    assert shown(dialog) is Step.QUESTIONS
    frame.questions.choices["stage", "🎉 Signed"].chosen.emit("LOST")
    place.settle()
    frame.questions.rates["EUR"].setText("nothing")
    frame.questions.rates["EUR"].editingFinished.emit()
    frame.questions.rates["EUR"].setText("1,08")
    frame.questions.rates["EUR"].editingFinished.emit()
    place.settle()
    grab(dialog)
    assert dialog.view is not None
    assert dialog.view.questions.rates[0].rate == "1.08"
    assert dialog.view.questions.stages[0].lines[0].note == "you said so"
    dialog.run()
    place.settle()
    assert is_imported(dialog)
    again = ImportDialog(place.context)
    place.qtbot.addWidget(again)
    look_at(again, place, write(tmp_path, "again.csv", path.read_text("utf-8-sig")))
    assert again.view is not None
    assert all(line.is_certain for each in again.view.questions.stages for line in each.lines)


def test_files_are_added_by_drop_and_left_out(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    deals = write(tmp_path, "opps.csv", f"{OPPS}O1,2026-07-01,open,Ben,100,\n")
    drop(dialog, write(tmp_path, "targets.csv", TARGETS), deals)
    place.settle()
    page = dialog.frame.files
    assert list(page.cards) == [str(tmp_path / "targets.csv"), str(deals)]
    assert page.leads.isVisibleTo(dialog)
    page.leads.click()
    place.settle()
    assert dialog.draft.opportunities_are_leads
    page.cards[str(deals)].remove.click()
    place.settle()
    assert [path.name for path in dialog.draft.paths] == ["targets.csv"]
    page.cards[str(tmp_path / "targets.csv")].remove.click()
    place.settle()
    assert dialog.frame.pages.currentWidget() is dialog.frame.choosing


def test_a_file_that_cannot_be_read_is_replaced(
    dialog: ImportDialog, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = write(tmp_path, "nothing.csv", "")
    targets = write(tmp_path, "targets.csv", TARGETS)
    look_at(dialog, place, empty, targets)
    card = dialog.frame.files.cards[str(empty)]
    assert card.card.warnings == ("nothing.csv is empty: it has no header row.",)
    dialog.go_on()
    assert shown(dialog) is Step.CHANGE
    assert not dialog.frame.go.isEnabled()
    dialog.go_back()
    rates = write(tmp_path, "rates.csv", RATES)
    module = "cockpit.desktop.dialogs.import_dialog.choose_files"
    monkeypatch.setattr(module, lambda _: (rates,))
    dialog.frame.files.cards[str(empty)].replace.click()
    place.settle()
    assert [path.name for path in dialog.draft.paths] == ["targets.csv", "rates.csv"]
    assert dialog.view is not None
    assert is_ready(dialog)


def test_the_first_rows_of_a_large_file_are_there_at_once(
    dialog: ImportDialog, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.presenters.import_wizard._LARGE", 1000)
    rows = "".join(f"L{i},2026-07-01\n" for i in range(40_000))
    seen: list[tuple[bool, int]] = []
    show = dialog._show_view

    def note(view: object) -> None:
        show(view)  # type: ignore[arg-type] # what the dialog itself is given
        assert dialog.view is not None
        seen.append((dialog.view.is_sample, dialog.view.change.totals["added"]))

    monkeypatch.setattr(dialog, "_show_view", note)
    look_at(dialog, place, write(tmp_path, "leads.csv", f"lead_id,assigned_at\n{rows}"))
    place.settle()
    assert [is_sample for is_sample, _ in seen] == [True, False]
    assert seen[0][1] < seen[1][1] == 40_000


def test_a_long_first_look_says_what_it_does(
    dialog: ImportDialog, place: Place, tmp_path: Path, qtbot: QtBot
) -> None:
    is_free = Event()
    place.context.tasks.ask(None, lambda _: is_free.wait(), lambda _: None)  # the worker is busy
    dialog.add_paths([write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-07-01\n")])
    frame = dialog.frame
    qtbot.waitUntil(lambda: frame.pages.currentWidget() is frame.running)
    assert frame.running.hint.text() == "Nothing is changed yet."
    assert not frame.go.isVisible()
    frame.cancel.click()
    is_free.set()
    place.settle()
    assert not dialog.isVisible()
    assert load_totals(place.context.workspace.store).leads == 0


def test_cancelling_the_import_leaves_the_store_as_it_was(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.run()
    dialog.frame.cancel.click()
    place.settle()
    assert dialog.frame.pages.currentWidget() is dialog.frame.files
    assert dialog.frame.summary.accessibleName() == "Cancelled; nothing was changed."
    assert load_totals(place.context.workspace.store).targets == 0
    assert place.changed == []
    dialog.frame.cancel.click()
    assert not dialog.isVisible()


@pytest.mark.parametrize("step", list(Step))
def test_closing_at_any_step_leaves_the_store_as_it_was(
    dialog: ImportDialog, place: Place, tmp_path: Path, step: Step
) -> None:
    before = place.context.workspace.store.change_count()
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.go_to(step)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    place.settle()
    assert not dialog.isVisible()
    assert load_totals(place.context.workspace.store).targets == 0
    assert place.context.workspace.store.change_count() == before


def test_choices_are_not_lost_without_a_question(
    dialog: ImportDialog, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.go_to(Step.COLUMNS)
    dialog.frame.columns.map_column("revenue", ())
    place.settle()
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert answers == []


def test_findings_are_filtered_and_exported(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    rows = "".join(f"L{i},soon,Ben\n" for i in range(3))
    look_at(dialog, place, write(tmp_path, "leads.csv", f"lead_id,assigned_at,rep\n{rows}"))
    dialog.go_to(Step.CHECK)
    problems = dialog.frame.check.panel
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


@pytest.mark.parametrize("is_after", [False, True])
def test_rejected_rows_are_saved_before_and_after_the_import(
    dialog: ImportDialog, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    *, is_after: bool,
) -> None:  # fmt: skip
    path = write(tmp_path, "leads.csv", "lead_id,assigned_at\nL1,2026-07-01\nL2,soon\n")
    look_at(dialog, place, path)
    target = tmp_path / "out.csv"
    chooser = "cockpit.desktop.dialogs.import_rejected.QFileDialog.getSaveFileName"
    monkeypatch.setattr(chooser, lambda *_: (str(target), ""))
    dialog.go_to(Step.CHECK)
    if is_after:
        dialog.run()
        place.settle()
    (dialog.frame.result if is_after else dialog.frame.check).save.click()
    place.settle()
    place.settle()
    assert place.heard.announced[-1] == "Saved 1 rejected row to out.csv"
    assert "L2,soon" in target.read_text("utf-8")


def test_the_result_says_what_changed_and_can_be_undone(
    dialog: ImportDialog, place: Place, tmp_path: Path, grab: Callable[..., None]
) -> None:
    store = place.context.workspace.store
    plan = (write(tmp_path, "targets.csv", TARGETS), write(tmp_path, "rates.csv", RATES))
    import_files(store, ImportRequest(paths=plan))
    text = f"{OPPS}O1,2026-07-01,won,Ben Lindqvist,20000,2026-08-01\n"
    look_at(dialog, place, write(tmp_path, "opps.csv", text))
    dialog.run()
    place.settle()
    place.settle()
    answer = dialog.frame.result.answer
    assert "from −$62k to −$42k: $20k more revenue" in answer.summary.accessibleName()
    assert [row.name for row in answer.model.rows] == ["Ben Lindqvist"]
    grab(dialog)
    dialog.frame.undo.click()
    place.settle()
    place.settle()
    assert dialog.frame.result.headline.accessibleName().startswith("Undone: ")
    assert "is as it was" in answer.summary.accessibleName()
    assert load_totals(store).opportunities == 0
    assert len(place.changed) == 2
    dialog.frame.cockpit.click()
    assert place.heard.went_to == [("cockpit", "")]


def test_an_import_that_is_not_the_last_is_not_undone_from_here(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.run()
    place.settle()
    store = place.context.workspace.store
    import_files(store, ImportRequest(paths=(write(tmp_path, "rates.csv", RATES),)))
    dialog.frame.undo.click()
    place.settle()
    assert dialog.frame.error.text().startswith("Something else was imported since")
    assert load_totals(store).targets == 1


def test_the_models_hold_what_qt_expects(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.go_to(Step.COLUMNS)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    columns, changes = build_columns_model(), build_changes_model()
    testers = [
        QAbstractItemModelTester(model, fatal)
        for model in (columns, changes, dialog.frame.columns.reading.model())
    ]
    assert dialog.frame.columns.file is not None
    columns.show_rows(dialog.frame.columns.file.columns)
    assert (columns.rowCount(), changes.rowCount(), len(testers)) == (3, 0, 3)


def test_the_summary_is_a_sentence_with_counts(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    assert dialog.view is not None
    assert format_plain(dialog.view.summary) == "If you import now: 1 row added"


def test_the_folder_of_the_files_can_be_watched_from_the_result(
    place: Place, tmp_path: Path, qtbot: QtBot
) -> None:
    watching = Watching(place.context.tasks, Settings(tmp_path / "settings"))
    dialog = ImportDialog(place.context._replace(watching=watching))
    qtbot.addWidget(dialog)
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.run()
    place.settle()
    box = dialog.frame.result.watch
    assert box.text() == f"Tell me of new exports in {tmp_path.name}"
    assert not box.isChecked()
    watched = []
    for _ in range(2):
        box.click()
        watched.append(watching.folder)
    assert watched == [tmp_path, None]
    watching.stop()
    watching.setParent(dialog)  # and goes with it, in this thread: a worker must not collect it


def test_the_dialog_can_be_closed_before_the_answer_is_compared(
    dialog: ImportDialog, place: Place, tmp_path: Path
) -> None:
    look_at(dialog, place, write(tmp_path, "targets.csv", TARGETS))
    dialog.run()
    place.qtbot.waitUntil(lambda: is_imported(dialog), timeout=20_000)
    dialog.frame.go.click()
    assert not dialog.isVisible()
    place.settle()
    assert dialog.frame.result.answer.model.rowCount() == 0
