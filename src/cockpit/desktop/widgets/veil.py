"""Covers the last answer while a new question takes time, so that it is not read as the new one."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cockpit.desktop.tasks import Tasks

_BLINK = 250
_OPACITY = 0.75


class Veil(QWidget):
    """Lies over another widget from a blink after `begin` until the tasks are all done.

    It also keeps clicks from what lies under it.
    """

    def __init__(self, tasks: Tasks, over: QWidget) -> None:
        super().__init__(over)
        self._tasks = tasks
        self._over = over
        self._timer = QTimer(self, singleShot=True, interval=_BLINK)
        self._timer.timeout.connect(self._cover)
        tasks.busy.connect(self._on_busy)
        over.installEventFilter(self)
        self.setAccessibleName("The answer is being worked out")
        self.hide()

    def begin(self) -> None:
        """Cover what is there, unless the answer comes within a blink."""
        if self._tasks.is_busy:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.resize(self._over.size())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the last answer shine through a little."""
        painter = QPainter(self)
        painter.setOpacity(_OPACITY)
        painter.fillRect(event.rect(), self.palette().window())
        painter.end()

    def _cover(self) -> None:
        self.resize(self._over.size())
        self.raise_()
        self.show()

    def _on_busy(self, is_busy: bool) -> None:
        """Lift when all is answered."""
        if not is_busy:
            self._timer.stop()
            self.hide()
