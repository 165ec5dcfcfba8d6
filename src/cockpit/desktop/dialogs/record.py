"""Show one record: what the CRM said of it, field by field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.widgets.label import build_label

_WIDTH = 460


class RecordDialog(QDialog):
    """Shows the fields of a record; Ctrl+C or the button copies them all.

    Args:
        title: Which record.
        fields: Name and value of each field.
        explain: Shows the math behind a number of it, or nothing to explain.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[tuple[str, str]],
        explain: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = fields
        self.setWindowTitle(f"Show the record: {title}")
        self.setMinimumWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(build_label(title, "title"))
        layout.addLayout(self._build_grid())
        layout.addStretch(1)
        layout.addWidget(self._build_buttons(explain))
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        shortcut.activated.connect(self.copy)

    def copy(self) -> None:
        """Copy all fields as text, values after tabs."""
        text = "\n".join(f"{name}\t{value}" for name, value in self._fields)
        QGuiApplication.clipboard().setText(text)
        self._copy.setText("Copied")

    def _build_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._fields):
            grid.addWidget(build_label(name, "body", "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            label = build_label(value, "body", wrap=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setAccessibleName(f"{name}: {value}")
            grid.addWidget(label, row, 1)
        return grid

    def _build_buttons(self, explain: Callable[[], None] | None) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = QPushButton("Copy")
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.clicked.connect(self.copy)
        self.explain = QPushButton("See the math of its win chance")
        self.explain.setVisible(explain is not None)
        if explain is not None:
            buttons.addButton(self.explain, QDialogButtonBox.ButtonRole.ActionRole)
            self.explain.clicked.connect(explain)
        buttons.rejected.connect(self.reject)
        return buttons
