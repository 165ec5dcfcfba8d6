"""The second step of an import: which column of a file is which of ours, with what comes of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_words import WordsPanel
from cockpit.desktop.models.files_table import STATE_COLUMN, build_files_model
from cockpit.desktop.models.import_columns_table import (
    OURS_COLUMN,
    SAMPLES_COLUMN,
    SURE_COLUMN,
    build_columns_model,
)
from cockpit.desktop.models.preview_table import build_preview_model, build_reading_model
from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.presenters.import_draft import map_column
from cockpit.presenters.import_preview import DATE_LABELS, NOT_IMPORTED, NUMBER_LABELS
from cockpit.presenters.import_reading import build_reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex

    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_preview import ColumnLine, FileView

_FILES_WIDTH, _LEAST_FILES_WIDTH = 250, 190
_READING_HEIGHT = 170
_TABS = (
    ("columns", "Columns", "Which column of the file is which of ours"),
    ("words", "Words", "What words stand for; a value for every row"),
    ("rows", "First rows", "The first rows as they stand in the file"),
)
_SHOWN = (
    ("all", "All", "Every column of the file"),
    ("check", "To check", "Matched by a similar name or by what the cells look like"),
    ("unread", "Not imported", "What is left in the file"),
)


class ColumnsPage(QWidget):
    """The files on the left; of the one selected its columns, and its first rows as read.

    `mapped` carries the key of a file and its new `FileMapping`.
    """

    mapped = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.file: FileView | None = None
        self._files: Sequence[FileView] = ()
        self._build_parts()
        self._build_tables()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self._build_files())
        layout.addWidget(self._build_card(), 1)

    def show_files(self, files: Sequence[FileView]) -> None:
        """Show files that can be read; the one selected stays so, else one that waits comes."""
        selected = self.file.preview.key if self.file else None
        self._files = [file for file in files if not file.is_unreadable]
        keys = [file.preview.key for file in self._files]
        waiting = [file.preview.key for file in self._files if file.blocker or file.to_check]
        self.files_model.show_rows(self._files)
        self.files.fit_columns(stretch=0)
        self._files_card.setVisible(len(keys) > 1)
        self.file = None if selected not in keys else self.file
        self.files.select_key(selected if selected in keys else next(iter(waiting + keys), None))

    def show_tab(self, name: str) -> None:
        """Show columns, words or the rows as they stand in the file."""
        self.tabs.choose(name)
        self.pages.setCurrentIndex([each for each, _, _ in _TABS].index(name))

    def map_column(self, header: str, ours: tuple[str, ...]) -> None:
        """Read a column as some of ours, or not at all."""
        if self.file is not None:
            self._on_mapped(map_column(self.file.preview.mapping, header, ours))

    # Building

    def _build_parts(self) -> None:
        """Make what stands around the tables."""
        self.note = build_label("", "body", "muted", wrap=True)
        self.blocker = build_label("", "strong", "bad", wrap=True)
        self.tabs = SegmentedControl("Show", _TABS)
        self.tabs.chosen.connect(self.show_tab)
        self.dates = _build_choice("Dates", DATE_LABELS)
        self.numbers = _build_choice("Numbers", NUMBER_LABELS)
        for box in (self.dates, self.numbers):
            box.activated.connect(self._on_formats)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("Find a column")
        self.search.setAccessibleName("Find a column")
        self.search.textChanged.connect(self._show_columns)
        self.shown = SegmentedControl("Columns", _SHOWN)
        self.shown.chosen.connect(self._show_columns)

    def _build_tables(self) -> None:
        """Make the tables of columns, of first rows as read, and as they stand in the file."""
        self.model = build_columns_model(self)
        self.table = DataTable(self._theme, "Columns of the file")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(SURE_COLUMN, PillDelegate(self._theme, self.table))
        self.table.opened.connect(self.choose_ours)
        self.table.clicked.connect(self._on_clicked)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.reading = DataTable(self._theme, "First rows as they will be read")
        self.rows = DataTable(self._theme, "First rows of the file")
        self.words = WordsPanel()
        self.words.edited.connect(self._on_mapped)

    def _build_files(self) -> Card:
        """Return the list of files."""
        self._files_card = Card("Files")
        self._files_card.setMinimumWidth(_LEAST_FILES_WIDTH)
        self._files_card.setMaximumWidth(_FILES_WIDTH)
        self._files_card.make_flush()
        self.files_model = build_files_model(self)
        self.files = DataTable(self._theme, "Files to import")
        self.files.set_model(self.files_model)
        self.files.setItemDelegateForColumn(STATE_COLUMN, PillDelegate(self._theme, self.files))
        self.files.focused.connect(self._on_file)
        self._files_card.body.addWidget(self.files)
        return self._files_card

    def _build_card(self) -> Card:
        """Return the card of the file that is selected."""
        self.card = Card(" ", "Enter or a click on “Becomes” offers our columns")
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.tabs)
        tools.addStretch(1)
        for title, box in (("Dates", self.dates), ("Numbers", self.numbers)):
            label = build_label(title, "caption", "muted")
            label.setBuddy(box)
            tools.addWidget(label)
            tools.addWidget(box)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.shown)
        columns = QWidget()
        upper = QVBoxLayout(columns)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.addLayout(filters)
        upper.addWidget(self.table, 1)
        lower = QWidget()
        reading = QVBoxLayout(lower)
        reading.setContentsMargins(0, 4, 0, 0)
        reading.setSpacing(2)
        reading.addWidget(build_label("As it will be read", "label", "muted"))
        reading.addWidget(self.reading, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(columns)
        split.addWidget(lower)
        split.setStretchFactor(0, 1)
        split.setSizes([10 * _READING_HEIGHT, _READING_HEIGHT])
        split.setChildrenCollapsible(False)
        self.pages = QStackedWidget()
        for page in (split, self.words, self.rows):
            self.pages.addWidget(page)
        self.card.body.addWidget(self.blocker)
        self.card.body.addWidget(self.note)
        self.card.body.addLayout(tools)
        self.card.body.addWidget(self.pages, 1)
        return self.card

    # Showing

    def _on_file(self, key: object) -> None:
        """Show the file the user is on."""
        file = next((each for each in self._files if each.preview.key == key), None)
        if file is None:
            return
        is_other = self.file is None or self.file.preview.key != key
        self.file = file
        preview = file.preview
        self.card.set_title(file.title)
        self.note.setText(file.note)
        self.blocker.setText(file.blocker)
        self.blocker.setVisible(bool(file.blocker))
        _choose(self.dates, preview.mapping.dates)
        _choose(self.numbers, preview.mapping.numbers)
        unread = sum(not line.ours for line in file.columns)
        self.shown.set_title(
            "check", f"To check ({file.to_check})" if file.to_check else "To check"
        )
        self.shown.set_title("unread", f"Not imported ({unread})" if unread else "Not imported")
        if is_other:
            self.search.clear()
            self.shown.choose("all")
            self.show_tab("columns")
        self._show_columns()
        self.words.show_file(file)
        headers = [column.header for column in preview.columns]
        self.rows.set_model(build_preview_model(headers, preview.rows, self.rows))
        self.rows.fit_columns()
        self.reading.set_model(build_reading_model(build_reading(file), self.reading))
        self.reading.fit_columns()

    def _show_columns(self) -> None:
        """Show the columns that pass the filters; the row the user is on stays."""
        if self.file is None:
            return
        at = self.table.currentIndex().data(Role.KEY)
        scrolled = self.table.verticalScrollBar().value()
        wanted, choice = self.search.text().strip().casefold(), self.shown.choice
        self.model.show_rows(
            [
                line
                for line in self.file.columns
                if wanted in f"{line.header} {line.label} {line.samples}".casefold()
                and (choice != "check" or line.is_guessed)
                and (choice != "unread" or not line.ours)
            ]
        )
        self.table.fit_columns(stretch=SAMPLES_COLUMN)
        if at is not None:
            self.table.select_key(at)
            self.table.verticalScrollBar().setValue(scrolled)

    # Choosing

    def choose_ours(self, header: object) -> None:
        """Offer our columns for one of the file's."""
        index = self._find(header)
        if self.file is None or index is None:
            return
        line = next(line for line in self.file.columns if line.header == header)
        self._fill_menu(line)
        place = self.table.visualRect(index)
        self.menu.popup(self.table.viewport().mapToGlobal(place.bottomLeft() + QPoint(4, 2)))

    def _on_clicked(self, index: QModelIndex) -> None:
        """Offer our columns where ours stand."""
        if index.column() == OURS_COLUMN:
            self.choose_ours(index.data(Role.KEY))

    def _find(self, header: object) -> QModelIndex | None:
        """Return the cell in which ours is chosen for a column."""
        model = self.table.model()
        cells = (model.index(row, OURS_COLUMN) for row in range(model.rowCount()))
        return next((cell for cell in cells if cell.data(Role.KEY) == header), None)

    def _fill_menu(self, line: ColumnLine) -> None:
        """Offer our columns, each with the column that fills it now; a second one "Also as"."""
        self.menu.clear()
        origin = {name: each.header for each in self._lines() for name in each.ours}
        nothing = self.menu.addAction(NOT_IMPORTED)
        nothing.triggered.connect(partial(self._on_chosen, line.header, ()))
        self.menu.addSeparator()
        also = QMenu("Also as", self.menu)
        for ours in self.file.ours if self.file else ():
            title = f"{ours.label} (required)" if ours.is_required else ours.label
            now = origin.get(ours.name, line.header)
            action = self.menu.addAction(title if now == line.header else f"{title}, now {now}")
            action.setToolTip(ours.tip)
            action.setCheckable(True)
            action.setChecked(ours.name in line.ours)
            action.triggered.connect(partial(self._on_chosen, line.header, (ours.name,)))
            if line.ours and ours.name not in line.ours:
                both = (*line.ours, ours.name)
                second = also.addAction(title)
                second.triggered.connect(partial(self._on_chosen, line.header, both))
        if not also.isEmpty():
            self.menu.addSeparator()
            self.menu.addMenu(also)

    def _lines(self) -> Sequence[ColumnLine]:
        """Return the columns of the file shown."""
        return self.file.columns if self.file else ()

    def _on_chosen(self, header: str, ours: tuple[str, ...], _: bool = False) -> None:
        """Take over a choice from the menu."""
        self.map_column(header, ours)

    def _on_formats(self) -> None:
        """Read dates and numbers otherwise."""
        if self.file is not None:
            dates, numbers = self.dates.currentData(), self.numbers.currentData()
            self._on_mapped(replace(self.file.preview.mapping, dates=dates, numbers=numbers))

    def _on_mapped(self, mapping: object) -> None:
        """Hand on how the file is to be read."""
        if self.file is not None:
            self.mapped.emit(self.file.preview.key, mapping)


def _build_choice(title: str, options: dict[str, str]) -> QComboBox:
    """Return a box with options by name."""
    box = QComboBox()
    box.setAccessibleName(title)
    for name, text in options.items():
        box.addItem(text, name)
    return box


def _choose(box: QComboBox, name: str) -> None:
    """Choose an option; one that is not offered, such as a pattern of dates, is added."""
    if box.findData(name) < 0:
        box.addItem(name, name)
    box.setCurrentIndex(box.findData(name))
