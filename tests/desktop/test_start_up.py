"""The window is painted before anything heavy is imported, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import sys
from pathlib import Path
from PySide6 import QtCore
from cockpit.desktop.app import build_application, open_window

application = build_application()
print(application.style().name())
window = open_window(application, sys.argv[1])
heavy = {"numpy", "pandas", "scipy", "sqlalchemy", "alembic", "pyqtgraph", "babel", "rapidfuzz"}
heavy |= {"cockpit.services", "cockpit.presenters", "cockpit.store", "cockpit.analysis", "typer"}
window.painted.disconnect()
def tell():
    costly = {"Qt"} & vars(QtCore).keys()  # Qt's own namespace, with its hundred enumerations
    print("painted", sorted(costly | heavy & sys.modules.keys()))
    window.build()
    window.session.opened.connect(lambda _: print("opened"))
    window.settled.connect(application.quit)
window.painted.connect(tell)
application.exec()
print("shown", window.stack.shown.accessibleName())
window.close()
"""


def test_nothing_heavy_is_imported_before_the_first_paint(team_file: Path, tmp_path: Path) -> None:
    environment = os.environ | {"XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(team_file)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=60,
    )
    assert (run.returncode, run.stdout.splitlines()) == (
        0,
        ["fusion", "painted []", "opened", "shown Cockpit"],
    ), run.stderr


def test_without_a_screen_there_is_one_line() -> None:
    screenless = {"DISPLAY", "WAYLAND_DISPLAY"}
    environment = {name: value for name, value in os.environ.items() if name not in screenless}
    environment["QT_QPA_PLATFORM"] = "none-of-them"
    run = subprocess.run(
        [sys.executable, "-m", "cockpit"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert run.returncode == 2
    assert run.stderr == (
        "cockpit: There is no screen to open the window on. "
        "The commands need none: cockpit --help lists them.\n"
    )
