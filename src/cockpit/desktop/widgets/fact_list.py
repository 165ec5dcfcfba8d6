"""A few facts under one another: what, how much, and the team's value beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QWidget

from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.rep_cards import FactView

_ROW_HEIGHT = 27
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FactList(QWidget):
    """Shows facts as rows with a line between them."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)

    def show_facts(self, facts: Sequence[FactView]) -> None:
        """Show other facts."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, fact in enumerate(facts):
            label = build_label(fact.label)
            label.setMinimumHeight(_ROW_HEIGHT)
            self._grid.addWidget(label, 2 * number, 0)
            value = build_label(fact.value, "strong", fact.tone or "")
            value.setAccessibleName(f"{fact.label}: {fact.value} {fact.team}".strip())
            self._grid.addWidget(value, 2 * number, 1, _RIGHT)
            self._grid.addWidget(build_label(fact.team, "body", "faint"), 2 * number, 2, _RIGHT)
            if number < len(facts) - 1:
                self._grid.addWidget(_build_line(), 2 * number + 1, 0, 1, 3)
        self._grid.setRowStretch(2 * len(facts), 1)
        self.setAccessibleDescription(
            "; ".join(f"{fact.label} {fact.value} {fact.team}".strip() for fact in facts)
        )


def _build_line() -> QWidget:
    line = QWidget()
    line.setFixedHeight(1)
    line.setBackgroundRole(QPalette.ColorRole.Mid)
    line.setAutoFillBackground(True)
    return line
