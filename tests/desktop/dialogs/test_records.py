from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.cockpit_context import Heard, build_context

from cockpit.desktop.dialogs.records import RecordsDialog, RecordsTable
from cockpit.desktop.tasks import Tasks
from cockpit.desktop.theme import Theme
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Question
from cockpit.domain.verdicts import Effect
from cockpit.presenters.record_rows import RecordsView, ask_records, build_records
from cockpit.presenters.workspace import Workspace

_Q3 = Question(FiscalCalendar().parse("2026-Q3"), date(2026, 9, 14))


@pytest.fixture
def heard() -> Heard:
    """What the dialog tells its window."""
    return Heard()


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, location: Path, heard: Heard) -> Iterator[RecordsDialog]:
    """The records behind the team's lead→opportunity effect."""
    tasks, workspace = Tasks(), Workspace.open(location)
    result = ask_records(workspace, _Q3, None, (Effect.LEAD_TO_OPP,))
    view = build_records(result, "Lead → opp · Team", "USD", round(result.total))
    dialog = RecordsDialog(build_context(theme, workspace, tasks, heard), view)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.tables[0].records.has_page(0))
    yield dialog
    tasks.close(workspace.close)


def _column(table: RecordsTable, column: int) -> list[str]:
    model = table.records
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_leads_and_opportunities_have_a_tab_each(dialog: RecordsDialog) -> None:
    titles = [dialog.tabs.tabText(i) for i in range(dialog.tabs.count())]
    assert titles == ["3 leads", "2 opportunities"]
    assert sorted(_column(dialog.tables[0], 0)) == ["L1", "L2", "L3"]


def test_a_header_sorts_in_the_store(qtbot: QtBot, dialog: RecordsDialog) -> None:
    table = dialog.tables[0]
    table.sort_by(4, descending=True)
    qtbot.waitUntil(lambda: _column(table, 0) == ["L3", "L2", "L1"])
    table.sort_by(2)
    qtbot.waitUntil(lambda: _column(table, 2)[0] == "Amara Okafor")
    assert len(_column(table, 0)) == 3


def test_selected_records_are_copied_whole(
    qtbot: QtBot, dialog: RecordsDialog, heard: Heard
) -> None:
    table = dialog.tables[0]
    table.selectAll()
    table.copy()
    qtbot.waitUntil(lambda: heard.announced == ["Copied 3 rows"])
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[0] == "Lead"
    assert len(lines) == 4


def test_all_records_are_exported_with_exact_values(
    qtbot: QtBot, dialog: RecordsDialog, heard: Heard, tmp_path: Path
) -> None:
    dialog.tables[1].write_csv(tmp_path / "deals.csv")
    qtbot.waitUntil(lambda: heard.announced == ["Wrote 2 rows to deals.csv"])
    text = (tmp_path / "deals.csv").read_text(encoding="utf-8-sig")
    assert "11000.00" in text
    assert "2026-08-20" in text


def test_a_folder_that_is_not_there_is_told(
    qtbot: QtBot, dialog: RecordsDialog, tmp_path: Path
) -> None:
    table = dialog.tables[0]
    with qtbot.waitSignal(table._context.tasks.failed) as failed:
        table.write_csv(tmp_path / "nowhere" / "leads.csv")
    assert failed.args is not None
    assert "could not be written: No such file or directory." in str(failed.args[0])


def test_nothing_behind_a_number_is_said_in_words(
    qtbot: QtBot, theme: Theme, location: Path, heard: Heard
) -> None:
    tasks, workspace = Tasks(), Workspace.open(location)
    view = RecordsView("Hand-overs · Team", "No record touches this.", (), "USD")
    dialog = RecordsDialog(build_context(theme, workspace, tasks, heard), view)
    qtbot.addWidget(dialog)
    assert dialog.tables == []
    assert [b.text() for b in dialog.findChildren(QPushButton) if "Export" in b.text()] == []
    tasks.close(workspace.close)


def test_pages_scrolled_past_are_not_waited_for(qtbot: QtBot, dialog: RecordsDialog) -> None:
    table = dialog.tables[0]
    for page in (4, 8, 0):
        table._on_page_wanted(page)
    qtbot.waitUntil(lambda: not table._context.tasks.is_busy)
    assert table.records.has_page(0)
    assert not table.records.has_page(4)
