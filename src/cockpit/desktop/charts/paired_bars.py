"""Pairs of bars: a rep's count above what would be usual for the team."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.formatting import format_count
from cockpit.presenters.rep_cards import PairView

_OWN, _USUAL = 10.0, 5.0
_GAP = 10.0
_MOST_LABEL = 0.45
_LEGEND = 20.0
_TALLEST = 38.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LEGENDS = (("sales", "this rep"), ("waiting", "at the team's shares"))


class PairedBarsChart(MarkChart):
    """Shows pairs of bars to one scale, with a legend below; nothing is behind them to click."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent=parent)
        self._pairs: Sequence[PairView] = ()

    def show_pairs(self, pairs: Sequence[PairView]) -> None:
        """Show other pairs."""
        self._pairs = pairs
        self.refresh(" ".join(f"{pair.tip}." for pair in pairs))

    def sizeHint(self) -> QSize:
        """Return a size at which six pairs can be read."""
        return QSize(360, 190)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for six pairs."""
        return QSize(240, 150)

    def places(self) -> Sequence[QRectF]:
        """Return the row of each pair."""
        room = self.height() - _LEGEND
        height = min(room / max(len(self._pairs), 1), _TALLEST)
        return [QRectF(0, i * height, self.width(), height) for i in range(len(self._pairs))]

    def tips(self) -> Sequence[str]:
        """Return counts and shares of each pair."""
        return [pair.tip for pair in self._pairs]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint labels, bars, counts and the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.theme.font("body"))
        widest = max((metrics.horizontalAdvance(pair.label) for pair in self._pairs), default=0)
        left = min(widest + 4, self.width() * _MOST_LABEL)
        count = metrics.horizontalAdvance("0000")
        most = max((max(pair.count, pair.usual) for pair in self._pairs), default=0) or 1
        scale = (self.width() - left - _GAP - count) / most
        for number, (pair, row) in enumerate(zip(self._pairs, self.places(), strict=True)):
            if self.hasFocus() and number == self.current:
                self.draw_focus(painter, row)
            self._draw_pair(painter, pair, row, left, scale)
        self._draw_legend(painter, left + _GAP)

    def _draw_pair(
        self, painter: QPainter, pair: PairView, row: QRectF, left: float, scale: float
    ) -> None:
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.colour("text"))
        label = painter.fontMetrics().elidedText(pair.label, Qt.TextElideMode.ElideRight, int(left))
        painter.drawText(QRectF(2, row.top(), left, row.height()), _LEFT, label)
        start, top = left + _GAP, row.center().y() - (_OWN + _USUAL + 2) / 2
        own = QRectF(start, top, pair.count * scale, _OWN)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("sales"))
        painter.drawRoundedRect(own, 1.5, 1.5)
        painter.setBrush(self.theme.colour("waiting"))
        painter.drawRoundedRect(
            QRectF(start, own.bottom() + 2, pair.usual * scale, _USUAL), 1.5, 1.5
        )
        painter.setFont(self.theme.font("label"))
        painter.setPen(self.theme.colour("text"))
        beside = QRectF(own.right() + 6, own.center().y() - 10, 60, 18)
        painter.drawText(beside, _LEFT, format_count(pair.count))

    def _draw_legend(self, painter: QPainter, left: float) -> None:
        """Say what the two bars are, below them."""
        painter.setFont(self.theme.font("caption"))
        y = self.height() - _LEGEND / 2 + 2
        words = sum(painter.fontMetrics().horizontalAdvance(text) + 38 for _, text in _LEGENDS)
        left = max(min(left, self.width() - words), 2)
        for tone, text in _LEGENDS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour(tone))
            thickness = _OWN if tone == "sales" else _USUAL
            painter.drawRoundedRect(QRectF(left, y - thickness / 2, 14, thickness), 1.5, 1.5)
            painter.setPen(self.theme.colour("text_faint"))
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRectF(left + 20, y - 9, width + 4, 18), _LEFT, text)
            left += 20 + width + 18
