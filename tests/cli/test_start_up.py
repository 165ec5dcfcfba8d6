"""What the terminal imports before it knows what to do."""

import subprocess
import sys

_SCRIPT = """
import sys
from cockpit.__main__ import main

sys.argv = ["cockpit", "--help"]
try:
    main()
finally:
    heavy = {"numpy", "pandas", "scipy", "sqlalchemy", "alembic", "babel", "PySide6", "pyqtgraph"}
    heavy |= {"cockpit.services", "cockpit.presenters", "cockpit.store", "cockpit.analysis"}
    print("imported", sorted(heavy & sys.modules.keys()))
"""


def test_help_imports_nothing_heavy() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert "diagnose" in run.stdout
    assert run.stdout.splitlines()[-1] == "imported []"
