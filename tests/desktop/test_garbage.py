"""Cycles with Qt's objects in them die on the main thread, whoever was short of memory."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cockpit.desktop.garbage import GarbageCollector
from cockpit.desktop.tasks import Tasks


class Knot(QObject):
    """An object of Qt's that keeps itself alive."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_a_worker_that_needs_memory_leaves_garbage_to_the_main_thread(qtbot: QtBot) -> None:
    ended: list[str] = []
    tasks = Tasks()
    weakref.finalize(Knot(), lambda: ended.append(threading.current_thread().name))

    def need_memory(_: object) -> int:
        return len([[] for _ in range(100_000)])

    with qtbot.waitSignal(tasks.busy, check_params_cb=lambda busy: not busy):
        tasks.ask(None, need_memory, lambda _: None)
    assert not ended
    gc.collect()
    assert ended == [threading.main_thread().name]
    tasks.close()


def test_what_is_due_is_collected_from_the_event_loop(qtbot: QtBot) -> None:
    collected: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        if phase == "stop":
            collected.append(threading.current_thread().name)

    collector = GarbageCollector()
    gc.callbacks.append(note)
    try:
        kept: list[list[int]] = [[] for _ in range(2 * gc.get_threshold()[0])]
        assert not collected
        collector.start()
        qtbot.waitUntil(lambda: bool(collected))
    finally:
        gc.callbacks.remove(note)
        collector.stop()
    assert kept
    assert set(collected) == {threading.main_thread().name}


def test_python_collects_again_when_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GarbageCollector, "_alive", 0)
    first, second = GarbageCollector(), GarbageCollector()
    first.stop()
    first.stop()
    assert not gc.isenabled()
    second.stop()
    assert gc.isenabled()
