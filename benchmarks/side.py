"""A virtual environment of its own for an alternative that cannot live beside our versions."""

import subprocess
import sys
from pathlib import Path

from benchmarks.worlds import FOLDER


def side_python(name: str, *requirements: str) -> Path:
    """Return the Python of an environment with these requirements, made when missing."""
    folder = FOLDER / f"venv-{name}"
    python, done = folder / "bin" / "python", folder / "complete"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = (python, "-m", "pip", "install", "--quiet")
        subprocess.run([*pip, *requirements], check=True)
        done.touch()
    return python
