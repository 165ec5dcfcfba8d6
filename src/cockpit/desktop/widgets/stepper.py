"""The steps of a longer task in a row: where the user is, what waits, what has nothing to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from cockpit.desktop.icons import draw_icon
from cockpit.desktop.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.presenters.import_steps import StepView

_CIRCLE = 22
_GAP = 8
_HEIGHT = 36
_MARK = 13


class StepButton(QAbstractButton):
    """One step: a circle with its number, its name, and what it has to say.

    Args:
        theme: Gives colours and fonts.
        number: Its place, from 1.
        title: Its name.
    """

    def __init__(
        self, theme: Theme, number: int, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number = number
        self._title = title
        self.state = "look"
        self.hint = ""
        self.is_passed = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_state(self, state: str, hint: str, tip: str, *, is_passed: bool) -> None:
        """Show another state: `quiet`, `look` or `decide`; and whether the user is past it."""
        self.state, self.hint, self.is_passed = state, hint, is_passed
        self.setToolTip(tip)
        words = [f"Step {self._number}: {self._title}", hint]
        if state == "decide":
            words.append("waits for you")
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setAccessibleDescription(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for circle, name and hint."""
        name = QFontMetrics(self._theme.font("strong")).horizontalAdvance(self._title)
        hint = QFontMetrics(self._theme.font("caption")).horizontalAdvance(self.hint)
        return QSize(_GAP + _CIRCLE + _GAP + name + (hint + _GAP if hint else 0) + _GAP, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the circle, the name, and the hint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._draw_circle(painter, QRectF(_GAP, (_HEIGHT - _CIRCLE) / 2, _CIRCLE, _CIRCLE))
        is_quiet = self.state == "quiet" and not self.isChecked()
        font = self._theme.font("strong" if self.isChecked() else "body")
        painter.setFont(font)
        painter.setPen(colour("text_faint" if is_quiet else "text"))
        left = _GAP + _CIRCLE + _GAP
        room = QRectF(left, 0, self.width() - left, _HEIGHT)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle, self._title)
        if self.hint:
            after = left + QFontMetrics(font).horizontalAdvance(self._title) + _GAP
            painter.setFont(self._theme.font("caption"))
            painter.setPen(colour("bad_text" if self.state == "decide" else "text_muted"))
            painter.drawText(QRectF(after, 0, self.width() - after, _HEIGHT), middle, self.hint)

    def _draw_circle(self, painter: QPainter, room: QRectF) -> None:
        """Draw the number, a tick for a step that is done, or an exclamation mark."""
        colour = self._theme.colour
        ground, ink, line = "surface", "text_faint", "border"
        if self.isChecked():
            ground, ink, line = "accent", "on_accent", "accent"
        elif self.state == "decide":
            ground, ink, line = "bad_soft", "bad_text", "bad_text"
        elif self.is_passed:
            ground, ink, line = "accent_soft", "accent_text", "accent_soft"
        elif self.state == "look":
            ink, line = "text", "text_faint"
        painter.setBrush(colour(ground))
        painter.setPen(QPen(colour(line), 1))
        painter.drawEllipse(room.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.is_passed and not self.isChecked() and self.state != "decide":
            mark = QRectF(0, 0, _MARK, _MARK)
            mark.moveCenter(room.center())
            draw_icon(painter, "check", mark, colour(ink))
            return
        painter.setPen(colour(ink))
        painter.setFont(self._theme.font("chip"))
        text = "!" if self.state == "decide" and not self.isChecked() else str(self._number)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


class Stepper(QWidget):
    """The steps in a row; a click, or arrow keys and Space, go to one.

    `chosen` carries the name of the step that the user wants to see.

    Args:
        theme: Gives colours and fonts.
        steps: Name and title of each step, in order.
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, steps: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Steps")
        self.buttons: dict[str, StepButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for number, (name, title) in enumerate(steps, start=1):
            if self.buttons:
                layout.addWidget(_build_line(), 1)
            button = StepButton(theme, number, title)
            button.setAutoExclusive(True)
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self.buttons[name] = button
            layout.addWidget(button)

    def show_steps(self, steps: Sequence[StepView], current: str) -> None:
        """Show the state of every step, and where the user is."""
        is_passed = True
        for step in steps:
            is_passed = is_passed and step.step != current
            button = self.buttons[step.step]
            button.setChecked(step.step == current)
            is_done = is_passed and step.state != "quiet"
            button.show_state(step.state, step.hint, step.tip, is_passed=is_done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the steps with the arrow keys."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        buttons = list(self.buttons.values())
        at = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        move = moves.get(Qt.Key(event.key()))
        if at is None or move is None:
            super().keyPressEvent(event)
        elif 0 <= at + move < len(buttons):
            buttons[at + move].setFocus(Qt.FocusReason.TabFocusReason)


def _build_line() -> QFrame:
    """Return the thin line between two steps."""
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    line.setMinimumWidth(10)
    return line
