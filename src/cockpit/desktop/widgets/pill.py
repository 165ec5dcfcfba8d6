"""A word on a coloured ground: a verdict, a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme

_HEIGHT = 20
_PADDING = 8


class Pill(QWidget):
    """A verdict or a state as a small chip; the word says it, the colour only helps.

    Args:
        theme: Gives the colours.
        text: The word.
        tone: A tone with a `_soft` and a `_text` colour: a lever, `good`, `bad`, `accent`.
    """

    def __init__(
        self, theme: Theme, text: str = "", tone: str = "waiting", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFont(theme.font("chip"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: str) -> None:
        """Show another word in another tone; without a word there is no chip."""
        self.text = text
        self.tone = tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that the word needs."""
        return QSize(measure_pill(self.text, self.font()) if self.text else 0, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the chip."""
        if self.text:
            painter = QPainter(self)
            draw_pill(painter, QRectF(self.rect()), self.text, self.tone, self._theme)


def measure_pill(text: str, font: QFont) -> int:
    """Return the width of a chip in logical pixels."""
    return QFontMetrics(font).horizontalAdvance(text) + 2 * _PADDING + 1


def draw_pill(painter: QPainter, room: QRectF, text: str, tone: str, theme: Theme) -> None:
    """Draw a chip at the left of a room, centred in height; used by tables too."""
    font = theme.font("chip")
    width = min(measure_pill(text, font), room.width())
    chip = QRectF(room.left(), room.center().y() - _HEIGHT / 2, width, _HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{tone}_soft"))
    painter.drawRoundedRect(chip, _HEIGHT / 2, _HEIGHT / 2)
    painter.setPen(theme.text_colour(tone))
    painter.setFont(font)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
