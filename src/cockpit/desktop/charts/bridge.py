"""The bridge: bars from target to actual, opened, hovered and walked with the arrow keys.

A dozen rectangles with words below them are painted directly; a plot with axes would only add
what the picture leaves out.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cockpit.desktop.theme import Theme
from cockpit.presenters.bridge import BarView, BridgeView

_ROOM_ABOVE = 20
_ROOM_BELOW = 40
_LABEL_LINE = 14
_WIDEST = 70
_SHARE = 0.74
_ZIGZAG = 4


class BridgeChart(QWidget):
    """Shows a bridge; `chosen` carries the key of the bar that was clicked or entered.

    Left and right move between the bars, Enter or Space chooses the one in focus.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = BridgeView((), 0, "")
        self._hovered = -1
        self._is_by_keyboard = False
        self.current = 0
        self.setAccessibleName("Bridge from target to actual")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_view(self, view: BridgeView) -> None:
        """Show another bridge; the bar in focus stays so where it still exists."""
        keys = [bar.key for bar in self._view.bars]
        was = keys[self.current] if self.current < len(keys) else ""
        now = [bar.key for bar in view.bars]
        self.current = now.index(was) if was in now else min(self.current, len(now) - 1)
        self._view = view
        self.setAccessibleDescription(view.description)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which a dozen bars can be read."""
        return QSize(560, 230)

    def minimumSizeHint(self) -> QSize:
        """Return the least room that shows the bars at all."""
        return QSize(360, 170)

    def bar_at(self, place: QPointF) -> int:
        """Return the number of the bar whose column holds a place, −1 for none."""
        number = int(place.x() // self._slot()) if self._view.bars else -1
        return number if 0 <= number < len(self._view.bars) else -1

    def column_of(self, number: int) -> QRectF:
        """Return the column of a bar, from top to bottom of the chart."""
        return QRectF(number * self._slot(), 0, self._slot(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the bars, the levels that join them, and the words."""
        if not self._view.bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_focus(painter)
        self._draw_levels(painter)
        for number, bar in enumerate(self._view.bars):
            self._draw_bar(painter, number, bar)
            self._draw_words(painter, number, bar)
        self._draw_owners(painter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Brighten the bar below the pointer; the hand says that it can be clicked."""
        number = self.bar_at(event.position())
        if number != self._hovered:
            self._hovered = number
            can_click = number >= 0 and not self._view.bars[number].is_total
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if can_click else Qt.CursorShape.ArrowCursor
            )
            self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Forget the bar below the pointer."""
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the bar that was clicked."""
        number = self.bar_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and number >= 0:
            self._is_by_keyboard = False
            self.current = number
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the bars with the arrow keys; Enter chooses."""
        last = len(self._view.bars) - 1
        steps = {
            Qt.Key.Key_Left: max(self.current - 1, 0),
            Qt.Key.Key_Right: min(self.current + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in steps and last >= 0:
            self._is_by_keyboard = True
            self.current = steps[Qt.Key(event.key())]
            bar = self._view.bars[self.current]
            self.setAccessibleDescription(f"{bar.tooltip}\n{self._view.description}")
            self._show_tip()
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is when it came here by itself, not by a click."""
        reasons = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        self._is_by_keyboard = event.reason() in reasons
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the explanation away with the focus."""
        QToolTip.hideText()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Explain the bar below the pointer when it rests there."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.bar_at(QPointF(event.pos()))
            if number >= 0:
                QToolTip.showText(event.globalPos(), self._view.bars[number].tooltip, self)
            return True
        return super().event(event)

    def _choose(self) -> None:
        """Tell which bar was chosen; the totals have nothing behind them to open."""
        if 0 <= self.current < len(self._view.bars):
            bar = self._view.bars[self.current]
            if not bar.is_total:
                self.chosen.emit(bar.key)

    def _show_tip(self) -> None:
        column = self.column_of(self.current)
        place = self.mapToGlobal(column.center().toPoint())
        QToolTip.showText(place, self._view.bars[self.current].tooltip, self)

    def _slot(self) -> float:
        return self.width() / max(len(self._view.bars), 1)

    def _ground(self) -> float:
        """Return where the bars end: higher when a name below them needs a second line."""
        metrics = QFontMetricsF(self._theme.font("caption"))
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self._view.bars)
        return self.height() - _ROOM_BELOW - (_LABEL_LINE if widest > self._slot() - 4 else 0)

    def _y(self, level: float) -> float:
        """Return where a level lies: the lowest on the ground, the highest below its label."""
        levels = [v for bar in self._view.bars for v in (bar.start, bar.end) if not bar.is_total]
        levels += [self._view.floor, *(bar.end for bar in self._view.bars if bar.is_total)]
        low, high = min(*levels, self._view.floor), max(levels)
        ground = self._ground()
        return ground - (level - low) / ((high - low) or 1) * (ground - _ROOM_ABOVE)

    def _rect_of(self, number: int) -> QRectF:
        """Return the rectangle of a bar; a bar of nothing keeps a visible line."""
        bar = self._view.bars[number]
        column = self.column_of(number)
        width = min(column.width() * _SHARE, _WIDEST)
        start = self._view.floor if bar.is_total else bar.start
        top, bottom = sorted((self._y(start), self._y(bar.end)))
        return QRectF(column.center().x() - width / 2, top, width, max(bottom - top, 2.0))

    def _draw_focus(self, painter: QPainter) -> None:
        if self.hasFocus() and self._is_by_keyboard:
            painter.setPen(QPen(self._theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.column_of(self.current).adjusted(1, 1, -1, -1), 6, 6)

    def _draw_levels(self, painter: QPainter) -> None:
        """Draw the thin lines that carry each level to the next bar, and zero where it is seen."""
        painter.setPen(QPen(self._theme.colour("text_faint"), 1, Qt.PenStyle.DotLine))
        for number, bar in enumerate(self._view.bars[:-1]):
            y = self._y(bar.end)
            left = self._rect_of(number).right()
            painter.drawLine(QPointF(left, y), QPointF(self._rect_of(number + 1).left(), y))
        if not self._view.floor:
            painter.setPen(self._theme.colour("border"))
            painter.drawLine(QPointF(0, self._y(0)), QPointF(self.width(), self._y(0)))

    def _draw_bar(self, painter: QPainter, number: int, bar: BarView) -> None:
        """Draw a bar: losses solid, gains outlined, faded while another one is selected."""
        rect = self._rect_of(number)
        is_faded = any(each.is_selected for each in self._view.bars) and not (
            bar.is_selected or bar.is_total
        )
        colour = self._theme.colour(bar.tone)
        if number == self._hovered and not bar.is_total:
            colour = colour.lighter(112)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{bar.tone}_soft") if is_faded else colour)
        if bar.end > bar.start and not bar.is_total:
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(self._theme.colour(f"{bar.tone}_soft"))
            rect = rect.adjusted(0.75, 0.75, -0.75, -0.75)
        painter.drawRoundedRect(rect, 2, 2)
        if bar.is_total and self._view.floor:
            self._draw_break(painter, rect)

    def _draw_break(self, painter: QPainter, rect: QRectF) -> None:
        """Cut a total in two by a zigzag: its lower part is not to scale."""
        teeth = 4
        y = rect.bottom() - 14
        points = [
            QPointF(
                rect.left() - 2 + (rect.width() + 4) * i / teeth, y + (-_ZIGZAG, _ZIGZAG)[i % 2]
            )
            for i in range(teeth + 1)
        ]
        pen = QPen(self._theme.colour("surface"), 3.5)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))

    def _draw_words(self, painter: QPainter, number: int, bar: BarView) -> None:
        """Write the amount above a bar and its name below the chart."""
        column, rect = self.column_of(number), self._rect_of(number)
        painter.setPen(self._theme.colour("text"))
        painter.setFont(self._theme.font("label"))
        above = QRectF(column.left() - 8, rect.top() - 19, column.width() + 16, 16)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, bar.text)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("text" if bar.is_selected else "text_muted"))
        below = QRectF(column.left() + 1, self._ground() + 5, column.width() - 2, 28)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, int(flags) | int(Qt.TextFlag.TextWordWrap), bar.label)

    def _draw_owners(self, painter: QPainter) -> None:
        """Write whose move it is once below each run of bars that one lever answers."""
        bars = self._view.bars
        first = 0
        for number in range(1, len(bars) + 1):
            if number < len(bars) and bars[number].owner == bars[first].owner:
                continue
            self._draw_owner(painter, first, number - 1)
            first = number

    def _draw_owner(self, painter: QPainter, first: int, last: int) -> None:
        bar = self._view.bars[first]
        span = self.column_of(first).united(self.column_of(last))
        bottom = QRectF(span.left(), self.height() - 18, span.width(), 15)
        if not bar.owner:
            return
        painter.setPen(self._theme.text_colour(bar.tone))
        if last > first:
            y = bottom.top() - 1
            painter.drawLine(QPointF(span.left() + 6, y), QPointF(span.right() - 6, y))
        painter.setFont(self._theme.font("caption"))
        text = painter.fontMetrics().elidedText(
            bar.owner, Qt.TextElideMode.ElideRight, int(bottom.width())
        )
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, text)
