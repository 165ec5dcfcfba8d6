"""The cohort heat map: months down, ages across; what has not happened yet is hatched."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent

from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.cohort_heat import (
    NO_COHORTS,
    CohortHeatView,
    CohortRowView,
    HeatCellView,
)

_HEADING = 18.0
_TALLEST = 26.0
_PALEST = 0.07
_GAP = 1.0
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SUMS = ("so far", "to come", "plan")


class CohortHeatChart(MarkChart):
    """Shows how each month's leads convert with age; up and down move between the months."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Leads by month and age: share converted")
        self._view = NO_COHORTS

    def show_view(self, view: CohortHeatView) -> None:
        """Show other cohorts."""
        self._view = view
        self.refresh(view.description)

    def sizeHint(self) -> QSize:
        """Return a size at which twelve months can be read."""
        return QSize(520, 240)

    def minimumSizeHint(self) -> QSize:
        """Return the least room for twelve months."""
        return QSize(330, 170)

    def places(self) -> Sequence[QRectF]:
        """Return the cells, row by row."""
        return [
            self._cell(row, column)
            for row in range(len(self._view.rows))
            for column in range(len(self._view.ages))
        ]

    def tips(self) -> Sequence[str]:
        """Return what each cell says in full."""
        return [cell.tip for row in self._view.rows for cell in row.cells]

    def mark_at(self, place: QPointF) -> int:
        """Return the cell at a place without looking at each of them; −1 for none."""
        columns, height = len(self._view.ages), self._height()
        if not columns or place.y() < _HEADING:
            return -1
        row, column = (
            int((place.y() - _HEADING) // height),
            int((place.x() - self._names()) // self._width()),
        )
        inside = 0 <= row < len(self._view.rows) and 0 <= column < columns
        return row * columns + column if inside else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the months with up and down, between the ages with left and right."""
        steps = {Qt.Key.Key_Up: -len(self._view.ages), Qt.Key.Key_Down: len(self._view.ages)}
        if event.key() not in steps:
            super().keyPressEvent(event)
            return
        number = self.current + steps[Qt.Key(event.key())]
        if 0 <= number < len(self.tips()):
            self.go_to(number)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the headings, then a row of cells and sums for each month."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_headings(painter)
        for number, row in enumerate(self._view.rows):
            self._draw_row(painter, number, row)
        if self.hasFocus() and self.tips():
            columns = len(self._view.ages)
            self.draw_focus(painter, self._cell(self.current // columns, self.current % columns))

    def _names(self) -> float:
        """Return the width of the months and their numbers of leads."""
        metrics = QFontMetricsF(self.theme.font("caption"))
        longest = max((row.label for row in self._view.rows), key=len, default="")
        return metrics.horizontalAdvance(longest) + self._leads() + 18

    def _leads(self) -> float:
        metrics = QFontMetricsF(self.theme.font("caption"))
        texts = ["leads", *(row.leads for row in self._view.rows)]
        return max(metrics.horizontalAdvance(text) for text in texts)

    def _sum(self) -> float:
        """Return the width of one of the columns of sums."""
        return QFontMetricsF(self.theme.font("caption")).horizontalAdvance("to come") + 10

    def _width(self) -> float:
        room = self.width() - self._names() - len(_SUMS) * self._sum()
        return max(room / max(len(self._view.ages), 1), 4.0)

    def _height(self) -> float:
        return min((self.height() - _HEADING) / max(len(self._view.rows), 1), _TALLEST)

    def _cell(self, row: int, column: int) -> QRectF:
        width, height = self._width(), self._height()
        return QRectF(self._names() + column * width, _HEADING + row * height, width, height)

    def _draw_headings(self, painter: QPainter) -> None:
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.colour("text_faint"))
        painter.drawText(QRectF(0, 0, self._names() - 10, _HEADING - 2), _RIGHT, "leads")
        for column, age in enumerate(self._view.ages):
            cell = self._cell(0, column)
            text = age if column == 0 else age.split(" ")[0]
            place = QRectF(cell.left() - 6, 0, cell.width() + 12, _HEADING - 2)
            painter.drawText(place, _CENTRE, text)
        for number, name in enumerate(_SUMS if self._view.rows else ()):
            left = self._cell(0, len(self._view.ages)).left() + number * self._sum()
            painter.drawText(QRectF(left, 0, self._sum(), _HEADING - 2), _RIGHT, name)

    def _draw_row(self, painter: QPainter, number: int, row: CohortRowView) -> None:
        first = self._cell(number, 0)
        painter.setFont(self.theme.font("caption"))
        painter.setPen(self.theme.colour("text_muted"))
        name = QRectF(2, first.top(), self._names() - 10, first.height())
        painter.drawText(name, _LEFT, row.label)
        painter.setPen(self.theme.colour("text_faint"))
        painter.drawText(name, _RIGHT, row.leads)
        for column, cell in enumerate(row.cells):
            self._draw_cell(painter, self._cell(number, column), cell)
        left = self._cell(number, len(row.cells)).left()
        for text, colour in (
            (row.so_far, "text"),
            (row.to_come, "text_muted"),
            (row.plan, "text_faint"),
        ):
            painter.setPen(self.theme.colour(colour))
            painter.drawText(QRectF(left, first.top(), self._sum(), first.height()), _RIGHT, text)
            left += self._sum()

    def _draw_cell(self, painter: QPainter, rect: QRectF, cell: HeatCellView) -> None:
        """Fill a cell by its share: solid what has happened, hatched what is expected."""
        inner = rect.adjusted(_GAP / 2, _GAP / 2, -_GAP / 2, -_GAP / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        if cell.share is None:
            painter.setBrush(self.theme.colour("track"))
            painter.drawRect(inner)
            return
        strength = _PALEST + (1 - _PALEST) * cell.share / self._view.most
        ground = self._mix(strength if cell.is_known else strength * 0.25)
        painter.setBrush(ground)
        painter.drawRect(inner)
        if not cell.is_known:
            painter.setBrush(QBrush(self._mix(strength * 0.5), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(inner)
        metrics = painter.fontMetrics()
        fits = metrics.horizontalAdvance(cell.text) + 4 <= inner.width()
        if fits and metrics.height() <= inner.height() + 3:
            painter.setPen(self._ink_on(ground))
            painter.drawText(inner, _CENTRE, cell.text)

    def _mix(self, strength: float) -> QColor:
        """Return the colour of a strength between the surface (0) and the full blue (1)."""
        pale, full = self.theme.colour("surface"), self.theme.colour("sales")
        parts = (
            round(a + (b - a) * strength)
            for a, b in zip(pale.getRgb()[:3], full.getRgb()[:3], strict=True)  # type: ignore[index]
        )
        return QColor(*parts)

    def _ink_on(self, ground: QColor) -> QColor:
        """Return whichever of the theme's inks is read better on a ground."""
        inks = (self.theme.colour("text"), self.theme.colour("surface"))
        return max(inks, key=lambda ink: _contrast(ink, ground))


def _contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours (WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
