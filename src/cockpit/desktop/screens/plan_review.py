"""What saving the plan will change, record by record."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.presenters.plan_changes import ChangeView

_COLUMNS: tuple[Column[ChangeView], ...] = (
    Column("What", text=lambda row: row.what),
    Column("Saved", text=lambda row: row.before, tone=lambda _: "muted", is_number=True),
    Column("New", text=lambda row: row.after, is_number=True),
)


def show_review(parent: QWidget, theme: Theme, changes: Sequence[ChangeView]) -> QDialog:
    """Open the list of changes and return its dialog."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("What saving will change")
    dialog.resize(640, 420)
    model = RowsTableModel(_COLUMNS, parent=dialog)
    model.show_rows(changes)
    table = DataTable(theme, dialog.windowTitle(), dialog)
    table.set_model(model)
    table.fit_columns(0)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(table)
    layout.addWidget(buttons)
    dialog.open()
    return dialog
