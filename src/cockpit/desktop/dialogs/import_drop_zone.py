"""A place to drop files on, or to choose them from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.icons import draw_icon
from cockpit.desktop.widgets.label import build_label

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme

FILE_FILTER = "Tables (*.csv *.tsv *.txt *.xlsx *.xls *.xlsm *.ods);;All files (*)"
"""The endings that the file dialog offers first."""

_RADIUS = 8
_ICON = 26


def read_paths(mime: QMimeData) -> tuple[Path, ...]:
    """Return the files of this computer that are being dragged."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def choose_files(parent: QWidget) -> tuple[Path, ...]:
    """Ask for files to import; none when the user changed their mind."""
    names, _ = QFileDialog.getOpenFileNames(parent, "Choose files to import", "", FILE_FILTER)
    return tuple(Path(name) for name in names)


class DropZone(QWidget):
    """A dashed place that takes dropped files; a click or Enter on its button asks for them.

    `chosen` carries a tuple of paths.

    Args:
        theme: Gives the colours.
        title: What to drop here.
        text: What happens then.
    """

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, title: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_over = False
        self.setAcceptDrops(True)
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button = QPushButton("Choose files…")
        self.button.clicked.connect(self.choose)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(build_label(title, "strong"))
        if text:
            words.addWidget(build_label(text, "body", "muted", wrap=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(60, 12, 16, 12)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.update)

    def choose(self) -> None:
        """Ask for files."""
        paths = choose_files(self)
        if paths:
            self.chosen.emit(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files, and show it."""
        if read_paths(event.mimeData()):
            event.acceptProposedAction()
            self._mark(is_over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._mark(is_over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        self._mark(is_over=False)
        event.acceptProposedAction()
        self.chosen.emit(read_paths(event.mimeData()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for files."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.choose()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the dashed border and the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour("accent" if self._is_over else "text_faint")
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        painter.setBrush(self._theme.colour("accent_soft" if self._is_over else "surface_alt"))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS
        )
        place = QRectF(18, (self.height() - _ICON) / 2, _ICON, _ICON)
        draw_icon(painter, "file-up", place, self._theme.colour("accent"))

    def _mark(self, *, is_over: bool) -> None:
        """Show whether files hang over the zone."""
        self._is_over = is_over
        self.update()
