"""Work leaves the main thread, comes back on it, and makes way for newer questions."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from cockpit.desktop.tasks import Progress, Tasks
from cockpit.domain.errors import CancelledError, CockpitError, StoreError


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:  # noqa: ARG001 - a worker needs the event loop
    tasks = Tasks()
    yield tasks
    tasks.close()


def test_work_is_done_elsewhere_and_answered_here(tasks: Tasks, qtbot: QtBot) -> None:
    answers: list[tuple[str, str]] = []

    def on_done(worker: str) -> None:
        answers.append((worker, threading.current_thread().name))

    tasks.ask("name", lambda _: threading.current_thread().name, on_done)
    qtbot.waitUntil(lambda: bool(answers))

    assert answers == [("store", threading.main_thread().name)]


def test_newer_question_replaces_the_older_of_the_same_name(tasks: Tasks, qtbot: QtBot) -> None:
    answers: list[str] = []
    started, go_on = threading.Event(), threading.Event()

    def slow(_: Progress) -> str:
        started.set()
        go_on.wait(10)
        return "old"

    tasks.ask("question", slow, answers.append)
    started.wait(10)
    tasks.ask("question", lambda _: "never begun", answers.append)
    tasks.ask("other", lambda _: "other", answers.append)
    tasks.ask("question", lambda _: "new", answers.append)
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)

    assert answers == ["other", "new"]


def test_writes_are_never_replaced(tasks: Tasks, qtbot: QtBot) -> None:
    answers: list[int] = []
    for number in range(5):
        tasks.ask(None, partial(_give, number), answers.append)
    tasks.forget_all()
    qtbot.waitUntil(lambda: not tasks.is_busy)

    assert answers == [0, 1, 2, 3, 4]


def _give(number: int, _: Progress) -> int:
    return number


def test_cancelling_stops_the_work_where_it_reports(tasks: Tasks, qtbot: QtBot) -> None:
    failures: list[CockpitError] = []
    started = threading.Event()

    def endless(progress: Progress) -> None:
        while True:
            progress(0.5, "half way")
            started.set()

    with qtbot.waitSignal(tasks.progressed) as reported:
        tasks.ask("import", endless, lambda _: None, failures.append)
    started.wait(10)
    tasks.cancel()
    qtbot.waitUntil(lambda: bool(failures))

    assert reported.args == [0.5, "half way"]
    assert isinstance(failures[0], CancelledError)


def test_fault_of_the_world_reaches_who_asked_or_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    failures: list[CockpitError] = []

    def refuse(_: Progress) -> None:
        raise StoreError("The store is locked by another program.")

    tasks.ask("mine", refuse, lambda _: None, failures.append)
    with qtbot.waitSignal(tasks.failed) as told:
        tasks.ask("nobody's", refuse, lambda _: None)

    assert [str(each) for each in (*failures, *told.args)] == [
        "The store is locked by another program."
    ] * 2


def test_bug_in_the_worker_reaches_the_crash_hook(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        tasks.ask("bug", lambda _: 1 / 0, lambda _: None)
        qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is ZeroDivisionError
    assert not tasks.is_busy


def test_busy_tells_begin_and_end_once(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[bool] = []
    tasks.busy.connect(told.append)
    tasks.ask("one", lambda _: 1, lambda _: None)
    tasks.ask("two", lambda _: 2, lambda _: None)
    qtbot.waitUntil(lambda: told[-1:] == [False])

    assert told == [True, False]


def test_last_thing_is_done_before_the_worker_ends(qapp: object) -> None:  # noqa: ARG001 - loop
    done: list[str] = []
    tasks = Tasks()
    tasks.ask("question", lambda _: done.append("question"), lambda _: None)
    tasks.close(lambda: done.append("closed"))

    assert done[-1] == "closed"
