"""The filters that are on, each of which a click takes off, and what can be asked of them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cockpit.desktop.icons import build_icon
from cockpit.desktop.theme import Theme
from cockpit.presenters.cockpit import ChipView

_WIDEST = 150


class FilterChip(QToolButton):
    """A filter by name, in its lever's colour; a click clears it."""

    def __init__(self, theme: Theme, chip: ChipView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chip = chip
        self.setFont(theme.font("chip"))
        name = self.fontMetrics().elidedText(chip.text, Qt.TextElideMode.ElideRight, _WIDEST)
        self.setText(f"{name}  ×")
        self.setToolTip(f"Showing {chip.text} only. Click to clear.")
        self.setAccessibleName(f"Clear the filter {chip.text}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        soft = self._theme.colour(f"{self._chip.tone}_soft").name()
        text = self._theme.text_colour(self._chip.tone).name()
        self.setStyleSheet(
            f"QToolButton {{ background: {soft}; color: {text}; border: 1px solid {soft};"
            " border-radius: 10px; padding: 2px 8px; }"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {text}; }}"
        )


class FilterBar(QWidget):
    """Chips of the filters in force, then "See the math" and "Show the records".

    `cleared` carries the key of a chip.
    """

    cleared = Signal(str)
    math_wanted = Signal()
    records_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._chips: list[FilterChip] = []
        self.math = _build_button("See the math", "equal", "The formula with its values (Ctrl+M)")
        self.math.clicked.connect(self.math_wanted)
        self.records = _build_button(
            "Show the records", "list", "The leads and deals behind the number (Ctrl+L)"
        )
        self.records.clicked.connect(self.records_wanted)
        self._layout.addWidget(self.math)
        self._layout.addWidget(self.records)

    def show_chips(self, chips: Sequence[ChipView], *, has_records: bool) -> None:
        """Show the filters in force; records are there once a bar is chosen."""
        for old in self._chips:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = []
        for place, chip in enumerate(chips):
            button = FilterChip(self._theme, chip, self)
            button.clicked.connect(lambda _=False, key=chip.key: self.cleared.emit(key))
            self._layout.insertWidget(place, button)
            self._chips.append(button)
        self.math.setVisible(bool(chips))
        self.records.setVisible(has_records)


def _build_button(text: str, icon: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("look", "plain")
    button.setText(text)
    button.setIcon(build_icon(icon))
    button.setIconSize(QSize(14, 14))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setToolTip(tip)
    return button
