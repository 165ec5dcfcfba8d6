"""Findings to look through: what is wrong how often, and every row it concerns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.models.problems_table import (
    FATE_COLUMN,
    FILE_COLUMN,
    FOLLOWS_COLUMN,
    PROBLEM_COLUMN,
    build_groups_model,
    build_problems_model,
)
from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.problems import Fate
from cockpit.presenters.formatting import format_count, format_plural
from cockpit.presenters.problems import (
    FATE_TIPS,
    ProblemGroup,
    ProblemLine,
    filter_problems,
    group_problems,
    write_problems,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.desktop.theme import Theme

_ALL = "all"
_GROUPS_WIDTH = 320
_GROUPS_HEIGHT = 122
_ROWS_MEASURED = 100
"""Rows by which columns fit themselves; Qt's thousand would take a second."""


class ProblemsPanel(QWidget):
    """Findings with a filter by text, by fate and by what they say; copied or exported as shown.

    `announced` carries what was done, in passing.

    Args:
        theme: Gives colours and fonts.
        parent: As in Qt.
        is_narrow: There is not enough room for two tables side by side.
    """

    announced = Signal(str)

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, is_narrow: bool = False
    ) -> None:
        super().__init__(parent)
        self._lines: Sequence[ProblemLine] = ()
        self.shown: Sequence[ProblemLine] = ()
        self._group: ProblemGroup | None = None
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("Filter by row, column, value or problem")
        self.search.setAccessibleName("Filter findings")
        self.search.textChanged.connect(self._refresh)
        self.fates = SegmentedControl(
            "Findings",
            [(_ALL, "All", "Everything that was found")]
            + [(fate.value, fate.value.capitalize(), FATE_TIPS[fate]) for fate in Fate],
        )
        self.fates.chosen.connect(self._refresh)
        self.count = build_label("", "caption", "muted")
        self.count.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.export = QPushButton("Export CSV…")
        self.export.clicked.connect(self._on_export)
        self.groups_model = build_groups_model(self)
        self.groups = DataTable(theme, "What is wrong, and how often")
        self.groups.set_model(self.groups_model)
        self.groups.selectionModel().selectionChanged.connect(self._on_group_chosen)
        self.model = build_problems_model(self)
        self.table = DataTable(theme, "Findings")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(FATE_COLUMN, PillDelegate(theme, self.table))
        self.table.copied.connect(
            lambda count: self.announced.emit(f"Copied {format_plural(count, 'finding')}")
        )
        self.groups.setColumnHidden(FOLLOWS_COLUMN, not is_narrow)
        for table in (self.groups, self.table):
            table.horizontalHeader().setResizeContentsPrecision(_ROWS_MEASURED)
        self._build_layout(is_narrow=is_narrow)

    def show_problems(self, lines: Sequence[ProblemLine]) -> None:
        """Show other findings, all of them."""
        self._lines = lines
        self._group = None
        self.groups_model.show_rows(group_problems(lines))
        self.groups.fit_columns(stretch=1)
        several = len({line.file for line in lines}) > 1
        self.table.setColumnHidden(FILE_COLUMN, not several)
        self._refresh()
        self.table.fit_columns(stretch=PROBLEM_COLUMN)

    def _build_layout(self, *, is_narrow: bool) -> None:
        """Put the filters above the two tables, these side by side if there is room."""
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.fates)
        filters.addWidget(self.count)
        filters.addStretch(0)
        filters.addWidget(self.export)
        tables: QBoxLayout = QVBoxLayout() if is_narrow else QHBoxLayout()
        tables.setSpacing(12)
        if is_narrow:
            self.groups.setFixedHeight(_GROUPS_HEIGHT)
        else:
            self.groups.setFixedWidth(_GROUPS_WIDTH)
        tables.addWidget(self.groups)
        tables.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(filters)
        layout.addLayout(tables, 1)

    def _refresh(self) -> None:
        """Show the findings that pass all filters."""
        choice = self.fates.choice
        fate = None if choice == _ALL else Fate(choice)
        self.shown = filter_problems(self._lines, self.search.text(), fate, self._group)
        self.model.show_rows(self.shown)
        total = format_plural(len(self._lines), "finding")
        is_filtered = len(self.shown) < len(self._lines)
        self.count.setText(f"{format_count(len(self.shown))} of {total}" if is_filtered else total)
        self.export.setEnabled(bool(self.shown))

    def _on_group_chosen(self) -> None:
        """Show the findings of the group that is selected, or all."""
        rows = self.groups.selectionModel().selectedRows()
        self._group = rows[0].data(Role.KEY) if rows else None
        self._refresh()

    def _on_export(self) -> None:
        """Ask where to write the findings shown, and write them."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Export findings", "findings.csv", "CSV files (*.csv)"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the findings shown to a file.

        Raises:
            UsageError: The file cannot be written.
        """
        write_problems(self.shown, path)
        self.announced.emit(f"Exported {format_plural(len(self.shown), 'finding')} to {path.name}")
