"""Work off the main thread: one worker owns the store, a newer question replaces an older one.

This is the only file with a thread in it. Callbacks always run on the main thread.
"""

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from cockpit.desktop.garbage import GarbageCollector
from cockpit.domain.errors import CancelledError, CockpitError

T = TypeVar("T")

_SECONDS_BETWEEN_REPORTS = 0.05


class Progress:
    """What work is given to say how far it is; saying so is also where it can be cancelled."""

    def __init__(self, cancelled: threading.Event, report: Callable[[float, str], None]) -> None:
        self._cancelled = cancelled
        self._report = report
        self._reported_at = 0.0

    def __call__(self, fraction: float, text: str = "") -> None:
        """Report how much is done, 0 to 1, and what is being done.

        Raises:
            CancelledError: The user cancelled, or a newer question replaced this one.
        """
        if self._cancelled.is_set():
            raise CancelledError("Cancelled; nothing was changed.")
        now = time.monotonic()
        if now - self._reported_at >= _SECONDS_BETWEEN_REPORTS or fraction >= 1:
            self._reported_at = now
            self._report(fraction, text)


class _Task:
    """One piece of work with what to call when it ends."""

    def __init__(
        self,
        slot: str | None,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], None],
        on_failed: Callable[[CockpitError], None] | None,
    ) -> None:
        self.slot = slot
        self.work = work
        self.on_done = on_done
        self.on_failed = on_failed
        self.cancelled = threading.Event()
        self.is_forgotten = False


class Tasks(QObject):
    """A queue of work for one thread.

    `busy` tells when work begins and when nothing is left; `progressed` carries a fraction and a
    text at most twenty times a second; `failed` carries a `CockpitError` that nobody else handles.
    """

    busy = Signal(bool)
    progressed = Signal(float, str)
    failed = Signal(object)
    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: list[_Task] = []
        self._queue: SimpleQueue[_Task | None] = SimpleQueue()
        self._ended.connect(self._on_ended)
        self._garbage = GarbageCollector(self)
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    def ask(
        self,
        slot: str | None,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[CockpitError], None] | None = None,
    ) -> None:
        """Do some work in the worker and bring its result back.

        Args:
            slot: Name of the question. A newer one of the same name replaces this one, which is
                then never answered. `None` for a write, which must not be dropped.
            work: Called in the worker; nothing of Qt may be touched in it.
            on_done: Called with the result.
            on_failed: Called when the world is at fault, or the user cancelled (`CancelledError`);
                without it, the window reports the error. A bug goes to the crash log instead.
        """
        if slot is not None:
            self.forget(slot)
        task = _Task(slot, work, on_done, on_failed)
        self._open.append(task)
        if len(self._open) == 1:
            self.busy.emit(True)
        self._queue.put(task)

    def forget(self, slot: str) -> None:
        """Drop the question of this name; its result is of no interest any more."""
        for task in self._open:
            if task.slot == slot:
                task.is_forgotten = True
                task.cancelled.set()

    def forget_all(self) -> None:
        """Drop every question; what writes is finished."""
        for task in self._open:
            if task.slot is not None:
                self.forget(task.slot)

    def cancel(self) -> None:
        """Ask all work to stop where it next reports progress, as the user wishes."""
        for task in self._open:
            task.cancelled.set()

    @property
    def is_busy(self) -> bool:
        """Return whether anything is being done or waits."""
        return bool(self._open)

    def close(self, last: Callable[[], None] | None = None) -> None:
        """Drop what is open, do one last thing in the worker, and end it.

        Args:
            last: What the worker does before it ends, such as closing the store.
        """
        for task in self._open:
            task.is_forgotten = True
            task.cancelled.set()
        if last is not None:
            self._queue.put(_Task(None, lambda _: last(), lambda _: None, None))
        self._queue.put(None)
        self._thread.join(timeout=10)
        self._garbage.stop()

    def _work(self) -> None:
        """Run in the worker: take one task after the other until told to end."""
        while (task := self._queue.get()) is not None:
            result: object = None
            error: Exception | None = None
            try:
                progress = Progress(task.cancelled, self.progressed.emit)
                if not task.cancelled.is_set():
                    result = task.work(progress)
                else:
                    error = CancelledError("Cancelled; nothing was changed.")
            except Exception as caught:  # noqa: BLE001 - re-raised on the main thread
                error = caught
            self._ended.emit(task, result, error)

    @Slot(object, object, object)
    def _on_ended(self, task: _Task, result: object, error: Exception | None) -> None:
        """Hand the outcome to whoever asked, on the main thread."""
        if task in self._open:
            self._open.remove(task)
            if not self._open:
                self._garbage.start()
                self.busy.emit(False)
        if task.is_forgotten:
            if error is not None and not isinstance(error, CockpitError):
                raise error
        elif error is None:
            task.on_done(result)
        elif not isinstance(error, CockpitError):
            raise error
        elif task.on_failed is not None:
            task.on_failed(error)
        elif not isinstance(error, CancelledError):
            self.failed.emit(error)
