"""Show the records: the leads and opportunities behind a number, however many there are."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.models.records_table import Page, RecordsTableModel
from cockpit.desktop.screen import ScreenContext
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.domain.errors import UsageError
from cockpit.presenters.record_rows import (
    RecordsView,
    RecordTab,
    ask_page,
    ask_rows,
    ask_sorted,
    write_csv,
)

_WIDTHS = {"account": 170, "rep": 150, "source": 130}
_WIDTH = 112
_ASCENDING = Qt.SortOrder.AscendingOrder
_PAGES_AT_ONCE = 4
"""More than are seen at once, so that pages in sight never take each other's place."""


class RecordsTable(DataTable):
    """One kind of record, paged from the store; copies and exports what is not loaded, too."""

    def __init__(
        self, context: ScreenContext, tab: RecordTab, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context.theme, tab.title, parent)
        self._context = context
        self._currency = currency
        self._slot = f"records {tab.records.kind.value}"
        self._version = 0
        self._under_way: dict[int, int] = {}
        self.records = RecordsTableModel(tab, self._on_page_wanted, self._on_order_wanted, self)
        self._is_ready = False
        self.set_model(self.records, sort_here=False)
        adds_up = tab.columns[-1].field == "contribution"  # else they come as they were recorded
        ordered_by = len(tab.columns) - 1 if adds_up else -1
        order = Qt.SortOrder.DescendingOrder if tab.records.total > 0 else _ASCENDING
        self.horizontalHeader().setSortIndicator(ordered_by, order)
        self._is_ready = True
        for number, column in enumerate(tab.columns):
            self.setColumnWidth(number, _WIDTHS.get(column.field, _WIDTH))

    def copy(self) -> None:
        """Copy the selected records; those not looked at yet are read first."""
        rows = [
            row
            for part in self.selectionModel().selection()  # type: ignore[attr-defined] # a list
            for row in range(part.top(), part.bottom() + 1)
        ]
        tab, workspace, currency = self.records.tab, self._context.workspace, self._currency
        self._context.tasks.ask(
            f"{self._slot} copy",
            lambda _: ask_rows(workspace, tab, sorted(rows), currency),
            partial(self._on_copied, len(rows)),
        )

    def write_csv(self, path: Path) -> None:
        """Write all records in the order shown to a CSV file."""
        tab, workspace, currency = self.records.tab, self._context.workspace, self._currency

        def work(progress: object) -> int:
            try:
                return write_csv(workspace, tab, path, currency, progress)  # type: ignore[arg-type]
            except OSError as error:
                raise UsageError(f"{path} could not be written: {error.strerror}.") from error

        self._context.tasks.ask(
            None, work, lambda n: self._context.announce(f"Wrote {n:,} rows to {path.name}")
        )

    def _on_copied(self, count: int, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(count)

    def _on_page_wanted(self, page: int) -> None:
        """Read a page in place of one scrolled past; a few neighbours are under way at a time."""
        tab, workspace, currency = self.records.tab, self._context.workspace, self._currency
        place = page % _PAGES_AT_ONCE
        passed = self._under_way.get(place)
        if passed is not None and passed != page:
            self.records.forget_page(passed)
        self._under_way[place] = page
        self._context.tasks.ask(
            f"{self._slot} page {place}",
            lambda _: ask_page(workspace, tab, page, currency),
            partial(self._on_page, self._version, page),
        )

    def _on_page(self, version: int, page: int, cells: Page) -> None:
        self._under_way.pop(page % _PAGES_AT_ONCE, None)
        if version == self._version:
            self.records.take_page(page, cells)

    def _on_order_wanted(self, column: int, descending: bool) -> None:
        """Sort in the worker; the table stays as it is until that is done."""
        if not self._is_ready:
            return
        tab, workspace = self.records.tab, self._context.workspace
        self._context.tasks.ask(
            f"{self._slot} order",
            lambda progress: ask_sorted(workspace, tab, column, progress, descending=descending),
            self._on_order,
        )

    def _on_order(self, tab: RecordTab) -> None:
        self._version += 1
        self.records.show_tab(tab)


class RecordsDialog(QDialog):
    """The records behind a number: how they add up, leads and opportunities in tabs."""

    def __init__(
        self, context: ScreenContext, view: RecordsView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Show the records: {view.title}")
        self.resize(980, 620)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(build_label(view.title, "title"))
        layout.addWidget(build_label(view.sum_line, "body", "muted", wrap=True))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Kinds of records")
        self.tabs.tabBar().setAccessibleName("Kinds of records")
        self.tabs.setDocumentMode(True)
        self.tables = [RecordsTable(context, tab, view.currency) for tab in view.tabs]
        for tab, table in zip(view.tabs, self.tables, strict=True):
            self.tabs.addTab(table, tab.title)
            table.copied.connect(lambda n: context.announce(f"Copied {n:,} rows"))
        self.tabs.setVisible(bool(self.tables))
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._build_buttons())
        if self.tables:
            self.tables[0].setFocus()
        else:
            layout.addStretch(1)
            self.resize(620, 200)

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        if self.tables:
            export = QPushButton("Export CSV…")
            buttons.addButton(export, QDialogButtonBox.ButtonRole.ActionRole)
            export.clicked.connect(self._on_export)
        buttons.rejected.connect(self.reject)
        return buttons

    def _on_export(self) -> None:
        """Ask where to, then write the records of the tab shown."""
        table = self.tables[self.tabs.currentIndex()]
        name = f"{table.records.tab.records.kind.value}.csv"
        path, _ = QFileDialog.getSaveFileName(self, "Export CSV", name, "CSV (*.csv)")
        if path:
            table.write_csv(Path(path))
