"""What an import changed: record by record and field by field, to search, copy and export."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.models.changes_table import (
    AFTER_COLUMN,
    CHANGE_COLUMN,
    KIND_COLUMN,
    build_changes_model,
)
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.record_changes import ChangeKind
from cockpit.presenters.data_changes import (
    CHANGE_LABELS,
    ask_changes,
    filter_changes,
    write_changes,
)
from cockpit.presenters.formatting import format_count, format_plural

if TYPE_CHECKING:
    from cockpit.desktop.screen import ScreenContext
    from cockpit.presenters.data_changes import ChangesView

_ALL = "all"
_MEASURED = 100
_WIDEST = 260


class ChangesDialog(QDialog):
    """Shows the changes of one import, all or those of one kind.

    Args:
        context: The window.
        view: All changes.
        title: Which import it is.
    """

    def __init__(
        self, context: ScreenContext, view: ChangesView, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"What changed: {title}")
        self.resize(980, 620)
        self._context = context
        self.view = view
        self.model = build_changes_model(self)
        self.table = DataTable(context.theme, "What changed")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(CHANGE_COLUMN, PillDelegate(context.theme, self.table))
        self.table.copied.connect(
            lambda count: context.announce(f"Copied {format_plural(count, 'change')}")
        )
        self.table.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.kinds = SegmentedControl("Changes", _list_options(view))
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("Search record, field or value")
        self.search.setAccessibleName("Search changes")
        self.search.textChanged.connect(self._refresh)
        self.count = build_label("", "caption", "muted")
        self._build_layout(title)
        self.show_changes(view)
        self.table.setFocus()

    def show_changes(self, view: ChangesView) -> None:
        """Show the changes of another kind."""
        self.view = view
        self._refresh()
        several = len({line.kind for line in view.lines}) > 1
        self.table.setColumnHidden(KIND_COLUMN, not several)
        self.table.fit_columns(stretch=AFTER_COLUMN)
        for column in range(CHANGE_COLUMN, AFTER_COLUMN):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), _WIDEST))

    def _build_layout(self, title: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(build_label(title, "title"))
        layout.addWidget(build_label(self.view.sentence, "body", "muted", wrap=True))
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.kinds)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.count)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        export = QPushButton("Export CSV…")
        buttons.addButton(export, QDialogButtonBox.ButtonRole.ActionRole)
        export.clicked.connect(self._on_export)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    @property
    def _kind(self) -> ChangeKind | None:
        return None if self.kinds.choice == _ALL else ChangeKind(self.kinds.choice)

    def _on_kind_chosen(self) -> None:
        """Ask for the changes of the kind that was chosen."""
        workspace, batch, kind = self._context.workspace, self.view.batch, self._kind
        self._context.tasks.ask(
            "changes", lambda _: ask_changes(workspace, batch, kind), self.show_changes
        )

    def _refresh(self) -> None:
        """Show the changes that contain what was typed."""
        lines = filter_changes(self.view.lines, self.search.text())
        self.model.show_rows(lines)
        listed, total = self.view.listed, self.view.total
        if listed < total:
            text = (
                f"first {format_count(listed)} of {format_plural(total, 'record')} · export has all"
            )
        else:
            text = format_plural(len(lines), "change")
        self.count.setText(text)

    def _on_export(self) -> None:
        """Ask where to write the changes, and write all of them."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Export changes", f"changes-{self.view.batch}.csv", "CSV files (*.csv)"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write all changes of the kind shown to a file."""
        workspace, batch, kind = self._context.workspace, self.view.batch, self._kind
        self._context.tasks.ask(
            None,
            lambda _: write_changes(workspace, batch, kind, path),
            partial(self._on_written, path),
        )

    def _on_written(self, path: Path, count: int) -> None:
        self._context.announce(f"Exported {format_plural(count, 'change')} to {path.name}")


def _list_options(view: ChangesView) -> list[tuple[str, str, str]]:
    """Return the kinds of changes that there are, each with its number of records."""
    total = sum(view.counts.values())
    options = [(_ALL, f"All {format_count(total)}", "Every change")]
    for kind in ChangeKind:
        count = view.counts.get(kind, 0)
        if count:
            title = f"{CHANGE_LABELS[kind]} {format_count(count)}"
            options.append((kind.value, title, f"{format_plural(count, 'record')}"))
    return options
