"""See the math: a formula with its values, to read and to copy."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.explanation import MathLine, MathView

_WIDTH = 760
_MOST_AT_ONCE = 14


class MathDialog(QDialog):
    """Shows how a number comes about; Ctrl+C or the button copies all of it."""

    def __init__(self, view: MathView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.setWindowTitle(f"See the math: {view.title}")
        self.setMinimumWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        # Wrapped labels claim the height they would need at their narrowest.
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(build_label(view.title, "title"))
        for text, role, tone in (
            (view.question, "body", "muted"),
            (view.formula, "strong", ""),
            (view.figures, "body", ""),
        ):
            if text:
                layout.addWidget(_selectable(text, role, tone))
        layout.addWidget(self._build_values(view), 1)
        if view.note:
            layout.addWidget(_selectable(view.note, "caption", "faint"))
        layout.addWidget(self._build_buttons())
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        shortcut.activated.connect(self.copy)
        self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    def copy(self) -> None:
        """Copy title, formula and values as text."""
        QGuiApplication.clipboard().setText(self.view.text)
        self._copy.setText("Copied")

    def _build_values(self, view: MathView) -> QWidget:
        """Return the table of values; many of them scroll."""
        grid = QWidget()
        layout = QGridLayout(grid)
        layout.setContentsMargins(0, 8, 8, 8)
        layout.setHorizontalSpacing(18)
        layout.setVerticalSpacing(7)
        layout.setColumnStretch(1, 1)
        for row, line in enumerate(view.lines):
            _add_line(layout, row, line)
        layout.setRowStretch(len(view.lines), 1)
        if len(view.lines) <= _MOST_AT_ONCE:
            return grid
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName("Values")
        area.setWidget(grid)
        area.setMinimumHeight(400)
        return area

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = QPushButton("Copy")
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        return buttons


def _add_line(layout: QGridLayout, row: int, line: MathLine) -> None:
    """Add one value: symbol, meaning, and the value in a column of its own."""
    role = "strong" if line.is_result else "body"
    symbol = _selectable(line.symbol, "strong", "", wrap=False)
    meaning = _selectable(line.meaning, role, "" if line.is_result else "muted", wrap=False)
    value = _selectable(line.value, role, "", wrap=False)
    value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    value.setAccessibleName(f"{line.symbol}: {line.value}")
    layout.addWidget(symbol, row, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(meaning, row, 1, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(value, row, 2, Qt.AlignmentFlag.AlignTop)


def _selectable(text: str, role: str, tone: str, *, wrap: bool = True) -> QLabel:
    label = build_label(text, role, tone, wrap=wrap)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label
