"""All reps with their verdicts, to pick one from."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cockpit.desktop.models import rep_list_table as columns
from cockpit.desktop.models.rep_list_table import RepListTableModel
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.rep_list import RosterView

_WIDEST_NAME = 260


class RosterPage(QWidget):
    """All reps with their verdicts, to pick one from."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = build_label("Reps", "title")
        self.summary = build_label("", "body", "muted")
        self.model = RepListTableModel(self)
        self.table = DataTable(theme, "All reps")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(columns.VERDICT, PillDelegate(theme, self.table))
        self.table.sort_by(columns.NAME)
        card = Card("Pick a rep", "Enter or double click opens")
        card.make_flush()
        card.body.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.summary)
        layout.addSpacing(8)
        layout.addWidget(card, 1)

    def show_view(self, view: RosterView) -> None:
        """Show the list; whoever was selected stays so."""
        selected = self.table.currentIndex().row()
        self.summary.setText(view.summary)
        self.model.show_rows(view.rows)
        self.table.fit_columns()
        header = self.table.horizontalHeader()
        header.resizeSection(columns.NAME, min(header.sectionSize(columns.NAME), _WIDEST_NAME))
        self.table.selectRow(max(selected, 0))
