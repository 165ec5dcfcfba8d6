"""Cyclic garbage is collected on the main thread only.

Python collects it on whichever thread happens to need memory. When that is a worker, an object of
Qt's that was part of a cycle dies on a thread that it does not belong to, and Qt aborts.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 300


class GarbageCollector(QObject):
    """Collects garbage from the main thread's own event loop, from `start` to `stop`.

    Python is told to leave it alone as soon as one is made.
    """

    _alive = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_MILLISECONDS)
        self._timer.timeout.connect(self.collect)
        self._is_needed = True
        GarbageCollector._alive += 1
        gc.disable()

    def start(self) -> None:
        """Begin to collect; until then nothing is, for what a start imports is no garbage."""
        if self._is_needed and not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again once no other collector is alive."""
        self._timer.stop()
        if self._is_needed:
            self._is_needed = False
            GarbageCollector._alive -= 1
            if not GarbageCollector._alive:
                gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        limits = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(limits) if count > most > 0]
        if due:
            gc.collect(due[-1])
