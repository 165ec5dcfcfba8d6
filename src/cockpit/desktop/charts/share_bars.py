"""How much of several things is as it should be: a bar each, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.data_quality import TileView

_HEIGHT = 66
_THICKNESS = 8.0
_GAP = 28.0
_LEAST = 3.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ShareBarsChart(MarkChart):
    """Shows shares as bars on tracks; `chosen` carries the number of a bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "How much of the data can be used", can_choose=True, parent=parent)
        self.tiles: Sequence[TileView] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tiles(self, tiles: Sequence[TileView]) -> None:
        """Show other shares."""
        self.tiles = tiles
        self.refresh(" ".join(f"{tip}." for tip in self.tips()))

    def sizeHint(self) -> QSize:
        """Return the height of a label, a bar and a note; the width is given."""
        return QSize(700, _HEIGHT)

    def places(self) -> Sequence[QRectF]:
        """Return the column of each bar."""
        count = max(len(self.tiles), 1)
        width = (self.width() - _GAP * (count - 1)) / count
        return [
            QRectF(number * (width + _GAP), 0, width, self.height())
            for number in range(len(self.tiles))
        ]

    def tips(self) -> Sequence[str]:
        """Return each share in words."""
        return [f"{tile.label}: {tile.text} ({tile.note})" for tile in self.tiles]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint share and label above the bar, the counts below it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (tile, room) in enumerate(zip(self.tiles, self.places(), strict=True)):
            if self.hasFocus() and number == self.current:
                self.draw_focus(painter, room.adjusted(-6, -2, 6, 2))
            self._draw_tile(painter, tile, room, is_hovered=number == self.hovered)

    def _draw_tile(
        self, painter: QPainter, tile: TileView, room: QRectF, *, is_hovered: bool
    ) -> None:
        top = QRectF(room.left(), 2, room.width(), 22)
        painter.setFont(self.theme.font("title"))
        painter.setPen(self.theme.colour("text"))
        painter.drawText(top, _LEFT, tile.text)
        bar = QRectF(room.left(), 28, room.width(), _THICKNESS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("track"))
        painter.drawRoundedRect(bar, 4, 4)
        if tile.share:
            painter.setBrush(self.theme.colour("accent" if is_hovered else "planning"))
            good = max(bar.width() * tile.share, _LEAST)
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), good, _THICKNESS), 4, 4)
        below = QRectF(room.left(), 42, room.width(), 18)
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.colour("text_faint"))
        painter.drawText(top, _RIGHT, tile.note)
        painter.setPen(self.theme.colour("text_muted"))
        label = painter.fontMetrics().elidedText(
            tile.label, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(below, _LEFT, label)
