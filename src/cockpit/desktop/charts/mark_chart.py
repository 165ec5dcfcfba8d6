"""What small painted charts have in common: marks that are hovered, walked by keys and chosen."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cockpit.desktop.theme import Theme

_NEXT = {Qt.Key.Key_Right, Qt.Key.Key_Down}
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class MarkChart(QWidget):
    """A chart of marks, each with a place and a tip; a subclass places and paints them.

    Arrow keys move between marks, with Home and End; Enter, Space or a click emits `chosen` with
    the number of the mark, unless nothing can be chosen.

    Args:
        theme: Gives colours and fonts.
        title: What the chart shows, for screen readers.
        can_choose: Whether a mark has something behind it.
    """

    chosen = Signal(int)

    def __init__(
        self, theme: Theme, title: str, *, can_choose: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current = 0
        self.hovered = -1
        self._can_choose = can_choose
        self._description = ""
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def places(self) -> Sequence[QRectF]:
        """Return where each mark can be pointed at; together they may cover the whole chart."""
        return ()

    def strips_around(self, x: Sequence[float]) -> list[QRectF]:
        """Return an upright strip for each place from left to right, up to half way to the next."""
        if not x:
            return []
        edges = [0.0, *((a + b) / 2 for a, b in pairwise(x)), float(self.width())]
        return [QRectF(left, 0, right - left, self.height()) for left, right in pairwise(edges)]

    def tips(self) -> Sequence[str]:
        """Return what each mark says in full."""
        return ()

    def refresh(self, description: str) -> None:
        """Show what has changed.

        Args:
            description: All of the chart in words, for screen readers.
        """
        self._description = description
        self.current = max(min(self.current, len(self.tips()) - 1), 0)
        self.hovered = -1
        self.setAccessibleDescription(description)
        self.update()

    def mark_at(self, place: QPointF) -> int:
        """Return the number of the mark at a place, −1 for none."""
        return next((i for i, rect in enumerate(self.places()) if rect.contains(place)), -1)

    def draw_focus(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the ring that says where the keyboard is."""
        painter.setPen(QPen(self.theme.colour("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what is below the pointer; the hand says that it can be clicked."""
        number = self.mark_at(event.position())
        if number != self.hovered:
            self.hovered = number
            is_hand = self._can_choose and number >= 0
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if is_hand else Qt.CursorShape.ArrowCursor
            )
            self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Forget what was below the pointer."""
        self.hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark that was clicked."""
        number = self.mark_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and number >= 0:
            self.current = number
            self._choose()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the marks; Enter chooses."""
        last, key = len(self.tips()) - 1, event.key()
        if key in _ENTER and self._can_choose and last >= 0:
            self._choose()
        elif key in _NEXT | _BACK | {Qt.Key.Key_Home, Qt.Key.Key_End} and last >= 0:
            step = 1 if key in _NEXT else -1 if key in _BACK else 0
            ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
            self.go_to(ends.get(Qt.Key(key), min(max(self.current + step, 0), last)))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the explanation away with the focus."""
        QToolTip.hideText()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Explain what is below the pointer when it rests there."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.mark_at(QPointF(event.pos()))
            if number >= 0:
                QToolTip.showText(event.globalPos(), self.tips()[number], self)
            return True
        return super().event(event)

    def go_to(self, number: int) -> None:
        """Move the keyboard to a mark and say what it is."""
        self.current = number
        tip = self.tips()[number]
        self.setAccessibleDescription(f"{tip}\n{self._description}")
        QToolTip.showText(self.mapToGlobal(self.places()[number].center().toPoint()), tip, self)
        self.update()

    def _choose(self) -> None:
        if self._can_choose:
            self.chosen.emit(self.current)
