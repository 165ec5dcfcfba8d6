"""What our own code does wrong is kept, told at once, and told again at the next start."""

import faulthandler
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.desktop.crash import CrashLog


@pytest.fixture
def log(tmp_path: Path) -> Iterator[CrashLog]:
    log = CrashLog(tmp_path / "kept")
    hooks, watched = (sys.excepthook, threading.excepthook), faulthandler.is_enabled()
    yield log
    log.remove()
    sys.excepthook, threading.excepthook = hooks
    if watched:
        faulthandler.enable()


def test_fault_is_told_kept_and_taken_once(log: CrashLog, tmp_path: Path) -> None:
    told: list[str] = []
    log.install(told.append)
    try:
        raise RuntimeError("the bridge is out")  # noqa: TRY301 - a trace needs a raise
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    assert "the bridge is out" in told[0]
    again = CrashLog(tmp_path / "kept")
    assert "RuntimeError: the bridge is out" in again.take_last()
    assert again.take_last() == ""


def test_fault_in_another_thread_is_told(log: CrashLog) -> None:
    told: list[str] = []
    log.install(told.append)
    thread = threading.Thread(target=next, args=(iter(()),))
    thread.start()
    thread.join()
    assert "StopIteration" in told[0]


def test_interruption_is_no_fault(log: CrashLog, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    log.install(told.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_fault_of_native_code_is_found_at_the_next_start(tmp_path: Path) -> None:
    script = (
        "import sys, faulthandler; from pathlib import Path; "
        "from cockpit.desktop.crash import CrashLog; "
        "CrashLog(Path(sys.argv[1])).install(print); faulthandler._sigsegv()"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert run.returncode != 0
    assert "Segmentation fault" in CrashLog(tmp_path).take_last()
