"""A word in passing: says that something was done, and goes away by itself."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from cockpit.desktop.widgets.announcing import read_out
from cockpit.desktop.widgets.label import build_label

_SHOWN_FOR = 4000
_FROM_BOTTOM = 28


class Toast(QFrame):
    """A line over the foot of another widget, read out by screen readers."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("toast")
        self.label = build_label(role="body")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.addWidget(self.label)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_FOR)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def announce(self, text: str) -> None:
        """Show a line for a few seconds."""
        self.label.setText(text)
        self.adjustSize()
        over = self._over
        self.move((over.width() - self.width()) // 2, over.height() - self.height() - _FROM_BOTTOM)
        self.show()
        self.raise_()
        read_out(self, text)
        self._timer.start()
