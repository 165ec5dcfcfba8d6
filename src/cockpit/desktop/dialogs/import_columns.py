"""The columns of a file: what each would be read as, chosen by hand where that is wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_counts import build_scroller
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.pill import Pill
from cockpit.presenters.formatting import format_plural
from cockpit.presenters.import_draft import choose_missing, map_column, set_constant, translate_word
from cockpit.presenters.import_preview import NOT_IMPORTED

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_preview import ColumnLine, FileView, GapLine, WordLine

_AS_IT_IS = "as it is"
_CHOICE_WIDTH = 210
_GAP_FATES = {"reject": "are rejected", "skip": "are no records: skipped"}
_INDENT = "\N{EN SPACE}"
"""A button with a menu ignores the padding before its text."""


class ColumnsPanel(QWidget):
    """A line per column of the file with its first values and what it becomes; words and constants.

    `edited` carries the new `FileMapping`.
    """

    edited = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view: FileView | None = None
        self.buttons: dict[str, QPushButton] = {}
        self.words: dict[tuple[str, str], QComboBox] = {}
        self.gaps: dict[str, QComboBox] = {}
        self.scroller = build_scroller(QWidget())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroller)

    def show_file(self, view: FileView) -> None:
        """Show a file's columns; the place scrolled to stays."""
        at = self.scroller.verticalScrollBar().value()
        is_same = self.view is not None and self.view.preview.key == view.preview.key
        focused = next((each for each, box in self.buttons.items() if box.hasFocus()), None)
        self.view = view
        self.buttons.clear()
        self.words.clear()
        self.gaps.clear()
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 10, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._add_headings("Column in the file", "First values", "Becomes")
        for line in view.columns:
            self._add_column(line)
        if view.words:
            self._add_section("Words in the file")
            for word in view.words:
                self._add_word(word)
        if view.gaps:
            self._add_section("Rows with an empty cell")
            for gap in view.gaps:
                self._add_gap(gap)
        self._add_constants(view)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self.scroller.setWidget(page)
        page.setAutoFillBackground(False)
        self.scroller.verticalScrollBar().setValue(at if is_same else 0)
        if is_same and focused in self.buttons:
            self.buttons[focused].setFocus()

    def map_column(self, header: str, ours: tuple[str, ...]) -> None:
        """Read a column as some of ours, or not at all."""
        if self.view is not None:
            self.edited.emit(map_column(self.view.preview.mapping, header, ours))

    def set_constant(self, ours: str, value: str) -> None:
        """Fill one of our columns with a value in every row; empty takes it away."""
        if self.view is not None:
            self.edited.emit(set_constant(self.view.preview.mapping, ours, value))

    def translate(self, ours: str, theirs: str, word: str) -> None:
        """Read a word as one of ours; empty reads it as it is."""
        if self.view is not None:
            self.edited.emit(translate_word(self.view.preview.mapping, ours, theirs, word))

    def choose_missing(self, ours: str, fate: str) -> None:
        """Skip or reject the rows that leave one of our columns empty."""
        if self.view is not None:
            self.edited.emit(choose_missing(self.view.preview.mapping, ours, fate))

    def _add_headings(self, *titles: str) -> None:
        """Add the line above the columns."""
        for place, title in enumerate(titles):
            self._grid.addWidget(build_label(title, "caption", "faint"), 0, place)

    def _add_section(self, title: str) -> None:
        """Add a heading between parts of the list."""
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, 12)
        self._grid.addWidget(build_label(title, "label", "muted"), row + 1, 0, 1, 3)

    def _add_column(self, line: ColumnLine) -> None:
        """Add the line of a column."""
        row = self._grid.rowCount()
        header = build_label(line.header or "(no header)", "strong")
        header.setMaximumWidth(240)
        header.setToolTip(line.header)
        samples = build_label(line.samples or "empty", "body", "muted" if line.samples else "faint")
        samples.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        samples.setToolTip(line.samples)
        button = QPushButton(f"{_INDENT}{line.label}")
        button.setProperty("look", "choice" if line.ours else "no-choice")
        button.setFixedWidth(_CHOICE_WIDTH)
        button.setAccessibleName(f"{line.header} becomes {line.label}")
        menu = QMenu(button)
        menu.aboutToShow.connect(partial(self._fill_menu, menu, line))
        button.setMenu(menu)
        self.buttons[line.header] = button
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(button)
        if line.is_guessed and line.label != NOT_IMPORTED:
            choice.addWidget(Pill(self._theme, "check", "accent"))
        choice.addStretch(1)
        self._grid.addWidget(header, row, 0)
        self._grid.addWidget(samples, row, 1)
        self._grid.addLayout(choice, row, 2)

    def _fill_menu(self, menu: QMenu, line: ColumnLine) -> None:
        """Offer our columns for one of the file's; a second one under "Also as"."""
        menu.clear()
        menu.setToolTipsVisible(True)
        menu.addAction(NOT_IMPORTED).triggered.connect(partial(self._on_mapped, line.header, ()))
        menu.addSeparator()
        also = QMenu("Also as", menu)
        for ours in self.view.ours if self.view else ():
            title = f"{ours.label} (required)" if ours.is_required else ours.label
            action = menu.addAction(title)
            action.setToolTip(ours.tip)
            action.setCheckable(True)
            action.setChecked(ours.name in line.ours)
            action.triggered.connect(partial(self._on_mapped, line.header, (ours.name,)))
            if line.ours and ours.name not in line.ours:
                both = (*line.ours, ours.name)
                also.addAction(title).triggered.connect(partial(self._on_mapped, line.header, both))
        if not also.isEmpty():
            menu.addSeparator()
            menu.addMenu(also)

    def _on_mapped(self, header: str, ours: tuple[str, ...], _: bool = False) -> None:
        """Take over a choice from the menu."""
        self.map_column(header, ours)

    def _add_constants(self, view: FileView) -> None:
        """Add our columns that have one value in every row, and the way to add another."""
        mapped = {name for line in view.columns for name in line.ours}
        free = [o for o in view.ours if o.name not in mapped and not _is_constant(view, o.name)]
        if not view.ours:
            return
        self._add_section("The same in every row")
        labels = {ours.name: ours.label for ours in view.ours}
        for name, value in view.constants:
            row = self._grid.rowCount()
            remove = QPushButton("Remove")
            remove.clicked.connect(lambda _=False, name=name: self.set_constant(name, ""))
            self._grid.addWidget(build_label(labels.get(name, name), "strong"), row, 0)
            self._grid.addWidget(build_label(value, "body"), row, 1)
            self._grid.addWidget(remove, row, 2, Qt.AlignmentFlag.AlignLeft)
        if not free:
            return
        row = self._grid.rowCount()
        self.constant_column = QComboBox()
        self.constant_column.setAccessibleName("Our column")
        for ours in free:
            self.constant_column.addItem(ours.label, ours.name)
        self.constant_value = QLineEdit()
        self.constant_value.setPlaceholderText("A value for every row, such as Referral")
        self.constant_value.setAccessibleName("Value for every row")
        add = QPushButton("Add")
        add.clicked.connect(self._on_constant)
        self.constant_value.returnPressed.connect(self._on_constant)
        self._grid.addWidget(self.constant_column, row, 0)
        self._grid.addWidget(self.constant_value, row, 1)
        self._grid.addWidget(add, row, 2, Qt.AlignmentFlag.AlignLeft)

    def _on_constant(self) -> None:
        """Take over the constant that was typed."""
        if self.constant_value.text().strip():
            self.set_constant(self.constant_column.currentData(), self.constant_value.text())

    def _add_word(self, word: WordLine) -> None:
        """Add the line of a word to translate."""
        row = self._grid.rowCount()
        box = QComboBox()
        box.setFixedWidth(_CHOICE_WIDTH)
        box.setAccessibleName(f"{word.theirs} stands for")
        box.addItem(_AS_IT_IS, "")
        for choice in word.choices:
            box.addItem(choice.replace("_", " "), choice)
        box.setCurrentIndex(max(0, box.findData(word.choice)))
        box.activated.connect(
            lambda _, box=box: self.translate(word.ours, word.theirs, box.currentData())
        )
        self.words[word.ours, word.theirs] = box
        self._grid.addWidget(build_label(word.theirs, "strong"), row, 0)
        self._grid.addWidget(build_label(f"in {word.label}, stands for", "body", "muted"), row, 1)
        self._grid.addWidget(box, row, 2, Qt.AlignmentFlag.AlignLeft)

    def _add_gap(self, gap: GapLine) -> None:
        """Add the line of a required column that rows leave empty."""
        row = self._grid.rowCount()
        box = QComboBox()
        box.setFixedWidth(_CHOICE_WIDTH)
        box.setAccessibleName(f"Rows without {gap.label}")
        for fate, text in _GAP_FATES.items():
            box.addItem(text, fate)
        box.setCurrentIndex(box.findData(gap.fate))
        box.activated.connect(lambda _: self.choose_missing(gap.ours, box.currentData()))
        self.gaps[gap.ours] = box
        rows = "some rows" if gap.count is None else format_plural(gap.count, "row")
        count = f"empty in {rows}, which"
        self._grid.addWidget(build_label(gap.label, "strong"), row, 0)
        self._grid.addWidget(build_label(count, "body", "muted"), row, 1)
        self._grid.addWidget(box, row, 2, Qt.AlignmentFlag.AlignLeft)


def _is_constant(view: FileView, name: str) -> bool:
    """Return whether one of our columns has one value in every row."""
    return any(name == each for each, _ in view.constants)
