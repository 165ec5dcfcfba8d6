"""Shows that work is going on, once it takes longer than a blink, and lets it be cancelled."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.tasks import Tasks
from cockpit.desktop.widgets.label import build_label

_BLINK = 300
_SIZE = (380, 64)
_FROM_BOTTOM = 24
_WHOLE = 1000


class ProgressOverlay(QFrame):
    """A strip over the foot of another widget, there while the tasks are busy."""

    def __init__(self, tasks: Tasks, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("card")
        self.setAccessibleName("Work in progress")
        self.label = build_label("Working…")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName("Progress")
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop; nothing is changed")
        self.cancel.clicked.connect(tasks.cancel)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.label)
        column.addWidget(self.bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 10)
        layout.setSpacing(14)
        layout.addLayout(column, 1)
        layout.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        self.resize(*_SIZE)
        self._timer = QTimer(self, singleShot=True, interval=_BLINK)
        self._timer.timeout.connect(self._on_long)
        tasks.busy.connect(self._on_busy)
        tasks.progressed.connect(self._on_progressed)
        self.hide()

    def _on_busy(self, is_busy: bool) -> None:
        """Wait a blink before showing anything; hide when all is done."""
        if is_busy:
            self.label.setText("Working…")
            self.bar.setRange(0, 0)
            self._timer.start()
        else:
            self._timer.stop()
            self.hide()

    def _on_progressed(self, fraction: float, text: str) -> None:
        """Show how far the work is."""
        self.bar.setRange(0, _WHOLE)
        self.bar.setValue(round(fraction * _WHOLE))
        if text:
            self.label.setText(text)

    def _on_long(self) -> None:
        """Show the strip where it hides least."""
        over = self._over
        self.move((over.width() - self.width()) // 2, over.height() - self.height() - _FROM_BOTTOM)
        self.show()
        self.raise_()
