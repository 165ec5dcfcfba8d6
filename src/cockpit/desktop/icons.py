"""Lucide icons, drawn in the colours of whatever palette is in use."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from cockpit.resources import find_resource


def build_icon(name: str) -> QIcon:
    """Return an icon that follows the palette: muted, accented when checked, faint when disabled.

    Args:
        name: File name of the icon in `resources/icons`, without its ending.

    Raises:
        FileNotFoundError: No such icon was shipped.
    """
    return QIcon(_PaletteIconEngine(name))


def draw_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw an icon into a rectangle in one colour, for delegates and charts."""
    QSvgRenderer(QByteArray(_colour_svg(name, colour.name()))).render(painter, rect)


@lru_cache
def _read_svg(name: str) -> bytes:
    """Read the drawing of an icon."""
    return find_resource("icons", f"{name}.svg").read_bytes()


@lru_cache(maxsize=256)
def _colour_svg(name: str, colour: str) -> bytes:
    """Return the drawing of an icon in a colour (`#rrggbb`)."""
    return _read_svg(name).replace(b"currentColor", colour.encode())


class _PaletteIconEngine(QIconEngine):
    """Draws a line icon in the palette's colour for the state it is in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        _read_svg(name)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon; the colour is asked for each time, so a theme switch needs no rebuild."""
        draw_icon(painter, self._name, QRectF(rect), _colour_of(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a pixmap on a transparent ground."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return an engine of the same icon, as QIcon asks when it detaches."""
        return _PaletteIconEngine(self._name)


def _colour_of(mode: QIcon.Mode, state: QIcon.State) -> QColor:
    """Return the palette's colour for an icon in a mode and state."""
    palette = QApplication.palette()
    if mode is QIcon.Mode.Disabled:
        return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    if state is QIcon.State.On:
        return palette.color(QPalette.ColorRole.Link)
    colour = palette.color(QPalette.ColorRole.Text)
    colour.setAlpha(255)
    return (
        palette.color(QPalette.ColorRole.PlaceholderText) if mode is QIcon.Mode.Normal else colour
    )
