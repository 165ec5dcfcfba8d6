"""Skill or luck: per stage the plan, the team, and where the rep's rate lies with 80% certainty."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.skill import SkillStageView, SkillView

_BAND = 12.0
_DOT = 5.5
_TICK = 13.0
_LINE = 15.0
_GAP = 14.0
_APART = 8.0
_MOST_LABEL = 0.34
_PADDING = 0.06
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SkillLabel(NamedTuple):
    """A label of a stage: its words, font role, colour token, and place."""

    text: str
    role: str
    tone: str | None
    place: QRectF


class SkillOrLuckChart(MarkChart):
    """Shows the stages of a rep on one scale, multiples of the plan; `chosen` carries a stage.

    Plan and team are named above each line, the rep's value below it, so that no name covers
    another however close the values are.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Skill or luck: likely rates beside plan and team", can_choose=True)
        self._view = SkillView((), "", "", "")

    def show_view(self, view: SkillView) -> None:
        """Show another rep."""
        self._view = view
        self.refresh(view.description)

    def sizeHint(self) -> QSize:
        """Return a size at which three stages can be read."""
        return QSize(560, 220)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for three stages."""
        return QSize(360, 168)

    def places(self) -> Sequence[QRectF]:
        """Return the row of each stage."""
        height = self.height() / max(len(self._view.stages), 1)
        return [QRectF(0, i * height, self.width(), height) for i in range(len(self._view.stages))]

    def tips(self) -> Sequence[str]:
        """Return each stage in full."""
        return [f"{stage.tip}\nClick to see the math." for stage in self._view.stages]

    def labels_of(self, number: int) -> list[SkillLabel]:
        """Return the labels of a stage: plan and team above the line, the rep's value below."""
        stage, middle = self._view.stages[number], self._middle(number)
        above: list[tuple[float, str, str, str | None]]
        above = [(1.0, stage.plan_text, "caption", None)]
        if stage.team is not None:
            above.append((stage.team, stage.team_text, "caption", "muted"))
        top = middle - _TICK - _LINE
        return [
            *self._lay_out(above, top),
            *self._lay_out([(stage.rate, stage.rate_text, "label", stage.tone)], middle + 9),
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint each stage: name, line, band, ticks, dot and values."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (stage, row) in enumerate(zip(self._view.stages, self.places(), strict=True)):
            if self.hasFocus() and number == self.current:
                self.draw_focus(painter, row)
            self._draw_name(painter, stage, row)
            self._draw_marks(painter, number, stage)
            for label in self.labels_of(number):
                painter.setFont(self.theme.font(label.role))
                painter.setPen(self.theme.text_colour(label.tone))
                painter.drawText(label.place, _CENTRE, label.text)

    def x_of(self, value: float) -> float:
        """Return where a multiple of the plan lies."""
        low, high = self._range()
        track = self._track()
        return track.left() + (value - low) / (high - low) * track.width()

    def _range(self) -> tuple[float, float]:
        """Return the range of the common axis: every interval, the plan, and a margin."""
        values = [1.0]
        for stage in self._view.stages:
            values += [stage.low, stage.high, *([] if stage.team is None else [stage.team])]
        low, high = min(0.8, *values), max(1.2, *values)
        margin = _PADDING * (high - low)
        return low - margin, high + margin

    def _track(self) -> QRectF:
        left = self._names() + _GAP
        return QRectF(left, 0, max(self.width() - left - 4, 40.0), self.height())

    def _names(self) -> float:
        body, caption = (QFontMetricsF(self.theme.font(role)) for role in ("body", "caption"))
        widest = max(
            (
                max(body.horizontalAdvance(stage.label), caption.horizontalAdvance(line))
                for stage in self._view.stages
                for line in stage.note.split("\n")
            ),
            default=0,
        )
        return min(widest + 4, self.width() * _MOST_LABEL)

    def _middle(self, number: int) -> float:
        return self.places()[number].center().y()

    def _lay_out(
        self, wanted: Sequence[tuple[float, str, str, str | None]], top: float
    ) -> list[SkillLabel]:
        """Return labels centred on their values, pushed apart where two would touch."""
        track = self._track()
        widths = [
            QFontMetricsF(self.theme.font(role)).horizontalAdvance(text) + 2
            for _, text, role, _ in wanted
        ]
        lefts = [
            min(max(self.x_of(value) - width / 2, track.left()), track.right() - width)
            for (value, *_), width in zip(wanted, widths, strict=True)
        ]
        order = sorted(range(len(wanted)), key=lambda at: wanted[at][0])
        for first, second in pairwise(order):
            overlap = lefts[first] + widths[first] + _APART - lefts[second]
            if overlap > 0:
                right = min(overlap / 2, track.right() - widths[second] - lefts[second])
                lefts[second] += right
                lefts[first] -= overlap - right
        return [
            SkillLabel(text, role, tone, QRectF(left, top, width, _LINE))
            for (_, text, role, tone), left, width in zip(wanted, lefts, widths, strict=True)
        ]

    def _draw_name(self, painter: QPainter, stage: SkillStageView, row: QRectF) -> None:
        """Write a stage's name and below it what it rests on."""
        lines = [("body", "text", stage.label)]
        lines += [("caption", "text_faint", line) for line in stage.note.split("\n") if line]
        top = row.center().y() - len(lines) * 8
        for role, colour, text in lines:
            painter.setFont(self.theme.font(role))
            painter.setPen(self.theme.colour(colour))
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, int(self._names()) + 1
            )
            painter.drawText(QRectF(2, top, self._names(), 16), _LEFT, shown)
            top += 16

    def _draw_marks(self, painter: QPainter, number: int, stage: SkillStageView) -> None:
        """Draw the line, the band of 80%, the ticks of plan and team, and the dot."""
        track, y = self._track(), self._middle(number)
        painter.setPen(QPen(self.theme.colour("border"), 1))
        painter.drawLine(QPointF(track.left(), y), QPointF(track.right(), y))
        left, right = self.x_of(stage.low), self.x_of(stage.high)
        colour = self.theme.colour(stage.tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faded(colour, 0.2 if stage.is_thin else 0.3))
        painter.drawRoundedRect(
            QRectF(left, y - _BAND / 2, max(right - left, 2.0), _BAND), _BAND / 2, _BAND / 2
        )
        if stage.team is not None:
            painter.setPen(QPen(self.theme.colour("text_muted"), 1.5, Qt.PenStyle.DotLine))
            self._draw_tick(painter, stage.team, y)
        painter.setPen(QPen(self.theme.colour("text"), 1.5))
        self._draw_tick(painter, 1.0, y)
        painter.setPen(QPen(self.theme.colour("surface" if not stage.is_thin else stage.tone), 1.5))
        painter.setBrush(self.theme.colour("surface") if stage.is_thin else colour)
        grown = 1.0 if number == self.hovered else 0.0
        painter.drawEllipse(QPointF(self.x_of(stage.rate), y), _DOT + grown, _DOT + grown)

    def _draw_tick(self, painter: QPainter, value: float, y: float) -> None:
        x = self.x_of(value)
        painter.drawLine(QPointF(x, y - _TICK), QPointF(x, y + _BAND / 2 + 1))


def _faded(colour: QColor, strength: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(strength)
    return faded
