"""What a fresh machine is set up from."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_PINS = (_ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").split()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_pins_are_names_and_versions_only() -> None:
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in _PINS)


def test_every_requirement_is_pinned() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["dev"], *extras["live"]]
    pinned = {_normal(pin.split("==")[0]) for pin in _PINS}
    missing = {_normal(re.split(r"[<>=\[; ]", name)[0]) for name in wanted} - pinned
    assert missing == {project["name"]}  # which dev wants with its extra


def test_ci_runs_the_same_script_as_a_developer() -> None:
    script = _ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "packaging/dev.py ci" in script.read_text(encoding="utf-8")


def test_a_wrong_verb_explains_the_right_ones() -> None:
    command = [sys.executable, str(_ROOT / "packaging" / "dev.py"), "tset"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "packaging/dev.py test" in done.stdout
