"""What else decides how a file is read: its words, its empty cells, one value for every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_counts import build_scroller
from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.formatting import format_plural
from cockpit.presenters.import_draft import choose_missing, set_constant, translate_word

if TYPE_CHECKING:
    from cockpit.presenters.import_preview import FileView, GapLine, WordLine

_AS_IT_IS = "as it is"
_CHOICE_WIDTH = 210
_GAP_FATES = {"reject": "are rejected", "skip": "are no records: skipped"}


class WordsPanel(QWidget):
    """Words to translate, required columns that rows leave empty, and values for every row.

    `edited` carries the new `FileMapping`.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: FileView | None = None
        self.words: dict[tuple[str, str], QComboBox] = {}
        self.gaps: dict[str, QComboBox] = {}
        self.scroller = build_scroller(QWidget(), "Words of the file")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroller)

    def show_file(self, view: FileView) -> None:
        """Show a file; the place scrolled to stays."""
        at = self.scroller.verticalScrollBar().value()
        is_same = self.view is not None and self.view.preview.key == view.preview.key
        self.view = view
        self.words.clear()
        self.gaps.clear()
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 10, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
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

    def _add_section(self, title: str) -> None:
        """Add a heading between parts of the list."""
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, 8)
        self._grid.addWidget(build_label(title, "label", "muted"), row + 1, 0, 1, 3)

    def _add_constants(self, view: FileView) -> None:
        """Add our columns that have one value in every row, and the way to add another."""
        mapped = {name for line in view.columns for name in line.ours}
        taken = mapped | {name for name, _ in view.constants}
        free = [ours for ours in view.ours if ours.name not in taken]
        if not view.ours:
            return
        self._add_section("The same in every row")
        labels = {ours.name: ours.label for ours in view.ours}
        for name, value in view.constants:
            row = self._grid.rowCount()
            remove = QPushButton("Remove")
            remove.setAccessibleName(f"Remove {labels.get(name, name)}")
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
