"""The column at the left: brand, screens in groups, the newest import, appearance."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.first_page import BRAND, BRAND_MARGINS, NAVIGATION_WIDTH
from cockpit.desktop.fonts import build_font
from cockpit.desktop.icons import build_icon
from cockpit.desktop.screen_list import ScreenEntry
from cockpit.desktop.widgets.label import build_label

_MARGIN = 10
_ICON = 16


class Navigation(QWidget):
    """Shows which screen is open; `chosen` carries the name of the one asked for."""

    chosen = Signal(str)

    def __init__(self, screens: Sequence[ScreenEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Screens")
        self.setFixedWidth(NAVIGATION_WIDTH)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        left, top, _, _ = BRAND_MARGINS
        layout.setContentsMargins(_MARGIN, top, _MARGIN, 12)
        layout.setSpacing(2)
        layout.addLayout(_indent(build_label(BRAND, "brand"), left - _MARGIN, 0, 12))
        shown = ""
        for number, entry in enumerate(screens, start=1):
            if entry.group != shown:
                shown = entry.group
                heading = build_label(shown, "caption", "faint")
                layout.addLayout(_indent(heading, 9, 14, 4))
            layout.addWidget(self._build_button(entry, number))
        layout.addStretch(1)
        self.last_import = build_label("", "caption", "faint", wrap=True)
        layout.addLayout(_indent(self.last_import, 9, 0, 8))
        self.appearance = _build_tool("palette", "Appearance")
        self.shortcuts = _build_tool("keyboard", "Keyboard shortcuts")
        tools = QHBoxLayout()
        tools.setContentsMargins(5, 0, 0, 0)
        tools.setSpacing(2)
        tools.addWidget(self.appearance)
        tools.addWidget(self.shortcuts)
        tools.addStretch(1)
        layout.addLayout(tools)

    def show_screen(self, name: str) -> None:
        """Mark a screen as the one that is open."""
        for each, button in self._buttons.items():
            button.setChecked(each == name)
            button.setFont(build_font("strong" if each == name else "body"))

    def show_last_import(self, lines: Sequence[str]) -> None:
        """Show what was imported last."""
        # A zero-width space lets a long file name break where a reader would break it.
        self.last_import.setText("\n".join(lines).replace("_", "_\u200b").replace("-", "-\u200b"))
        self.last_import.setAccessibleName(" ".join(lines))

    def _build_button(self, entry: ScreenEntry, number: int) -> QPushButton:
        """Return the button of a screen."""
        button = QPushButton(f" {entry.title}")
        button.setProperty("look", "nav")
        button.setIcon(build_icon(entry.icon))
        button.setIconSize(QSize(_ICON, _ICON))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(entry.title)
        button.setToolTip(f"{entry.tip} (Ctrl+{number})")
        button.clicked.connect(lambda _=False: self.chosen.emit(entry.name))
        self._group.addButton(button)
        self._buttons[entry.name] = button
        return button


def _indent(label: QWidget, left: int, above: int, below: int) -> QHBoxLayout:
    """Return a label with room around it; its own margins would not survive a switch of theme."""
    row = QHBoxLayout()
    row.setContentsMargins(left, above, 0, below)
    row.addWidget(label)
    return row


def _build_tool(icon: str, title: str) -> QToolButton:
    """Return a small button with an icon only."""
    button = QToolButton()
    button.setProperty("look", "plain")
    button.setIcon(build_icon(icon))
    button.setIconSize(QSize(_ICON, _ICON))
    button.setAccessibleName(title)
    button.setToolTip(title)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
