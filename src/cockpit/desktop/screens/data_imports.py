"""The imports on the Data screen: the history, and one import in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.dialogs.import_counts import build_accounts, build_scroller
from cockpit.desktop.dialogs.import_drop_zone import DropZone
from cockpit.desktop.models.batches_table import WHAT_COLUMN, build_batches_model
from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.formatting import format_plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.desktop.theme import Theme
    from cockpit.presenters.data import BatchLine, BatchView

_DETAIL_WIDTH = 360


class ImportsSection(QWidget):
    """The history on the left, the import that is selected on the right.

    `files_chosen` carries paths to import, `batch_chosen` the number of an import to look into;
    `problems_wanted` asks for all findings of the import that is shown. `changes_wanted` and
    `rejected_wanted` carry its `BatchLine`; `undo_wanted` is about the last import.
    """

    files_chosen = Signal(object)
    batch_chosen = Signal(int)
    problems_wanted = Signal()
    changes_wanted = Signal(object)
    rejected_wanted = Signal(object)
    undo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line: BatchLine | None = None
        self.model = build_batches_model(self)
        self.table = DataTable(theme, "History of imports")
        self.table.set_model(self.model)
        self.table.focused.connect(self._on_focused)
        self.table.opened.connect(lambda _: self.problems_wanted.emit())
        self.drop_zone = DropZone(
            theme,
            "Drop CSV or Excel files anywhere in this window",
            "You see what would change before anything does.",
        )
        self.drop_zone.chosen.connect(self.files_chosen)
        history = Card("History", "newest first · Enter shows the findings")
        history.make_flush()
        history.body.addWidget(self.table)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(history, 1)
        left.addWidget(self.drop_zone)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(left, 1)
        layout.addWidget(self._build_detail())

    def show_batches(self, lines: Sequence[BatchLine]) -> None:
        """Show the history; a new import is selected, else the one that was."""
        selected = self.table.currentIndex().data(Role.KEY)
        newest = self.model.rows[0].id if self.model.rows else None
        self.model.show_rows(lines)
        self.table.fit_columns(stretch=WHAT_COLUMN)
        if lines:
            self.table.select_key(selected if lines[0].id == newest else lines[0].id)

    def show_batch(self, batch: BatchView) -> None:
        """Show one import in full."""
        line = self._line = batch.line
        self.detail.set_title(line.when)
        build_accounts(self._theme, batch.accounts, self._accounts)
        count = len(batch.problems)
        self.problems.setText(f"Look at {format_plural(count, 'finding')}")
        self.problems.setVisible(bool(count))
        self.rejected.setText(f"Save {format_plural(line.rejected, 'rejected row')}…")
        self.rejected.setVisible(bool(line.rejected))
        self.changes.setVisible(not line.undone)
        self.undo.setVisible(line.can_be_undone)
        self._nothing.setVisible(bool(line.undone) or not count)
        self._nothing.setText(_describe(batch))

    def _build_detail(self) -> Card:
        """Return the card that shows one import."""
        self.detail = Card("", "where every row went")
        self.detail.setFixedWidth(_DETAIL_WIDTH)
        page = QWidget()
        self._accounts = QVBoxLayout(page)
        self._accounts.setContentsMargins(0, 0, 6, 0)
        self._accounts.setSpacing(6)
        self._nothing = build_label("", "body", "muted", wrap=True)
        self.problems = QPushButton("")
        self.problems.clicked.connect(self.problems_wanted)
        self.rejected = QPushButton("")
        self.rejected.setToolTip(
            "The rows as they are in the file, with the reason behind each: correct them there "
            "and import that file"
        )
        self.rejected.clicked.connect(lambda: self.rejected_wanted.emit(self._line))
        self.changes = QPushButton("What it changed…")
        self.changes.clicked.connect(lambda: self.changes_wanted.emit(self._line))
        self.undo = QPushButton("Undo…")
        self.undo.setToolTip("Say first what undoing this import does")
        self.undo.clicked.connect(self.undo_wanted)
        self.detail.body.addWidget(build_scroller(page, "Where every row went"), 1)
        self.detail.body.addWidget(self._nothing)
        self.detail.body.addLayout(_build_row(self.problems, self.rejected))
        self.detail.body.addLayout(_build_row(self.changes, self.undo))
        return self.detail

    def _on_focused(self, key: object) -> None:
        """Ask for the import the user is on."""
        if isinstance(key, int):
            self.batch_chosen.emit(key)


def _describe(batch: BatchView) -> str:
    """Return what there is to say of an import beside its accounts."""
    if batch.line.undone:
        return f"This import was {batch.line.undone}: nothing that it wrote is left."
    if batch.accounts:
        return "Nothing was found wrong."
    return f"{batch.line.what}: written by hand, without a file."


def _build_row(*buttons: QPushButton) -> QHBoxLayout:
    """Return buttons side by side that share the width."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button, 1)
    return row
