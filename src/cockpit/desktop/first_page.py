"""What is painted first, before anything is built: the window's grounds, its name, a quiet line.

Nothing here, or in what it imports, touches Qt's own namespace `Qt`: its hundred enumerations take
a tenth of the time until the first paint.
"""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cockpit.desktop.fonts import build_font

NAVIGATION_WIDTH = 184
TOP_BAR_HEIGHT = 52
BRAND = "Revenue Cockpit"
BRAND_MARGINS = (18, 14, 0, 0)
"""Where the name stands in the navigation: left, top, right, bottom."""
OPENING = "Opening the store…"


class FirstPage(QWidget):
    """Stands where navigation, top bar and screen will stand, in the same colours and places."""

    def __init__(self) -> None:
        super().__init__()
        side = _build_ground("navigation")
        side.setFixedWidth(NAVIGATION_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(*BRAND_MARGINS)
        column.addWidget(_build_line(BRAND, "brand", ""))
        column.addStretch(1)
        bar = _build_ground("topBar")
        bar.setFixedHeight(TOP_BAR_HEIGHT)
        page = QVBoxLayout()
        page.setSpacing(0)
        page.addWidget(bar)
        page.addStretch(1)
        page.addLayout(_build_centred(_build_line(OPENING, "body", "faint")))
        page.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addLayout(page, 1)


def _build_ground(name: str) -> QFrame:
    """Return a surface that the style sheet paints like the part it makes room for."""
    ground = QFrame()
    ground.setObjectName(name)
    return ground


def _build_line(text: str, role: str, tone: str) -> QLabel:
    line = QLabel(text)
    line.setFont(build_font(role))
    line.setProperty("tone", tone)
    return line


def _build_centred(line: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(line)
    row.addStretch(1)
    return row
