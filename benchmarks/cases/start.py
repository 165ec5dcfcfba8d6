"""Start: from the process to the first paint, and from there to the first answer."""

import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.worlds import filled_store

_TODAY = "2026-09-14"
_OURS = """
import json, sys, time
from datetime import date
from cockpit.desktop.app import build_application, open_window

application = build_application()
window = open_window(application, sys.argv[1], date.fromisoformat(sys.argv[2]))
told = {}

def on_painted():
    told["painted"] = time.monotonic()
    told["early"] = sorted({"numpy", "pandas", "scipy"} & sys.modules.keys())
    window.build()
    window.session.opened.connect(lambda _: window.tasks.ask(None, lambda _: None, on_answered))

def on_answered(_):
    application.processEvents()
    told["answered"] = time.monotonic()
    screen = window.stack.shown
    told["headline"] = "".join(span.text for span in screen.view.headline)
    window.settled.connect(application.quit)

window.painted.disconnect()
window.painted.connect(on_painted)
application.exec()
told["settled"] = time.monotonic()
window.close()
print(json.dumps(told))
"""
_BARE = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, on_painted)

def on_painted():
    print(json.dumps({"painted": time.monotonic()}))
    application.exit()

application = QApplication(sys.argv)
window = Window()
window.resize(1440, 900)
window.setCentralWidget(QLabel("Hello"))
window.show()
application.exec()
"""


def ours(size: int) -> Work:
    """The window on a store; what it answers is checked against the terminal's answer."""
    store = str(filled_store(size))
    expected = _headline(store)

    def work() -> dict[str, Any]:
        begun = time.monotonic()
        told = _run(_OURS, store, _TODAY)
        assert not told["early"], f"imported before the first paint: {told['early']}"
        assert told["headline"] == expected, (told["headline"], expected)
        return {
            "first_paint": told["painted"] - begun,
            "first_answer": told["answered"] - told["painted"],
            "all_screens_ready": told["settled"] - told["painted"],
        }

    return work


def bare(size: int) -> Work:  # noqa: ARG001 - an empty window has no data
    """QApplication and QMainWindow with a label."""

    def work() -> dict[str, Any]:
        begun = time.monotonic()
        return {"first_paint": _run(_BARE)["painted"] - begun}

    return work


def _headline(store: str) -> str:
    from datetime import date

    from cockpit.presenters.headline import build_headline
    from cockpit.services import open_store
    from cockpit.services.diagnosis import choose_question, diagnose

    opened = open_store(store)
    question = choose_question(opened, date.fromisoformat(_TODAY))
    answer = diagnose(opened, question)
    opened.close()
    spans = build_headline(answer.team, question, answer.currency)
    return "".join(span.text for span in spans)


def _run(script: str, *arguments: str) -> dict[str, Any]:
    from json import loads

    settings = tempfile.mkdtemp(prefix="cockpit-bench-")
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=os.environ | {"XDG_CONFIG_HOME": settings, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = loads(done.stdout.splitlines()[-1])
    return told


CASE = Case(
    name="start",
    about="process to first paint, against an empty Qt window; from there to the first answer",
    contenders={"ours": ours, "bare": bare},
    goals=(
        Goal(1.3, against="bare", measure="first_paint"),
        Goal(1.5, measure="first_answer"),
    ),
    sizes=(100_000,),
)
