"""The parts of the first-start page: a card for each way to begin, a sketch of an answer."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cockpit.desktop.dialogs.import_drop_zone import read_paths
from cockpit.desktop.icons import draw_icon
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.start import Beginning

_ICON = 24
_BADGE = 44
_SKETCH = (
    ("Target", "planning", 0.0, 1.0),
    ("Leads", "marketing", 0.62, 1.0),
    ("Conversion", "sales", 0.36, 0.62),
    ("Not yet due", "waiting", 0.26, 0.36),
    ("Actual", "ink", 0.0, 0.26),
)
"""The parts of the sketch: label, tone, and where its bar begins and ends, 0 to 1."""


class BeginningCard(QFrame):
    """One way to begin. `dropped` carries paths, if the card takes files."""

    dropped = Signal(object)

    def __init__(
        self,
        theme: Theme,
        beginning: Beginning,
        *,
        is_first: bool = False,
        takes_files: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(beginning.title)
        self.setAcceptDrops(takes_files)
        self._theme = theme
        self._takes_files = takes_files
        self._is_over = False
        self.button = QPushButton(beginning.button)
        if is_first:
            self.button.setProperty("look", "primary")
        text = build_label(beginning.text, "body", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(10)
        layout.addWidget(_Badge(theme, beginning.icon))
        layout.addSpacing(2)
        layout.addWidget(build_label(beginning.title, "brand"))
        layout.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        layout.addSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def mark(self, *, is_over: bool) -> None:
        """Show whether files hang over the page."""
        self._is_over = is_over
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if read_paths(event.mimeData()):
            event.acceptProposedAction()
            self.mark(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self.mark(is_over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the files."""
        self.mark(is_over=False)
        event.acceptProposedAction()
        self.dropped.emit(read_paths(event.mimeData()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, with a dashed frame inside where files can be dropped."""
        super().paintEvent(event)
        if not self._takes_files:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour("accent" if self._is_over else "border")
        painter.setPen(QPen(colour, 2 if self._is_over else 1.4, Qt.PenStyle.DashLine))
        if self._is_over:
            painter.setBrush(self._theme.colour("accent_soft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(7, 7, -7, -7), 6, 6)


class _Badge(QWidget):
    """An icon on a soft round ground."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setFixedSize(_BADGE, _BADGE)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw ground and icon in the theme's colours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft"))
        painter.drawEllipse(self.rect())
        inset = (_BADGE - _ICON) / 2
        draw_icon(
            painter,
            self._icon,
            QRectF(inset, inset, _ICON, _ICON),
            self._theme.colour("accent_text"),
        )


class BridgeSketch(QWidget):
    """What an answer looks like, in words and colours, without a number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("A sketch of the bridge from target to actual")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the room for five bars and their words."""
        return QSize(420, 230)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the bars from target down to actual, each step in its lever's colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("caption"))
        step = self.width() / len(_SKETCH)
        floor = self.height() - 26.0
        for place, (label, tone, low, high) in enumerate(_SKETCH):
            left = place * step + step * 0.12
            top = floor - high * (floor - 6)
            bar = QRectF(left, top, step * 0.76, (high - low) * (floor - 6))
            path = QPainterPath()
            path.addRoundedRect(bar, 4, 4)
            painter.fillPath(path, self._theme.colour(tone))
            if place < len(_SKETCH) - 1:
                edge = floor - (low if place else high) * (floor - 6)
                painter.setPen(QPen(self._theme.colour("border"), 1))
                painter.drawLine(
                    QPointF(bar.right(), edge), QPointF(bar.right() + step * 0.24, edge)
                )
            painter.setPen(self._theme.colour("text_muted"))
            words = QRectF(place * step, floor + 6, step, 18)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, label)
