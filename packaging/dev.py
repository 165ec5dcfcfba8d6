#!/usr/bin/env python3
"""From a fresh clone to the open cockpit, or to a passed test suite, in one command.

    python3 packaging/dev.py run     open the cockpit on the demo team
    python3 packaging/dev.py test    pass the tests (further arguments go to pytest)
    python3 packaging/dev.py ci      lint, types, import contract and tests, as CI does

Standard library only. Makes `.venv` beside the project, installs the project with the versions of
`packaging/constraints.txt`, and remembers in the `.venv` what it installed, so that the next call
starts at once.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
STAMP = VENV / "installed-from"
OLDEST_PYTHON = (3, 11)

# What Qt loads at run time, and the library file that shows whether it is there.
DEBIAN_PACKAGES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
}


def main() -> int:
    """Run the verb given on the command line and return its exit status."""
    verbs = {"run": run_demo, "test": run_tests, "ci": run_ci}
    if len(sys.argv) < 2 or sys.argv[1] not in verbs:  # noqa: PLR2004 - a verb must follow
        print(__doc__)
        return 2
    if sys.version_info < OLDEST_PYTHON:
        print(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed, this is older.")
        return 2
    install_project()
    return verbs[sys.argv[1]](sys.argv[2:])


def install_project() -> None:
    """Make `.venv` and install the project into it, unless that has been done for these files."""
    pinned = CONSTRAINTS.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    fingerprint = hashlib.sha256(pinned + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == fingerprint and PYTHON.exists():
        return
    print("Setting up .venv (about a minute, once) …", flush=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run((*pip, "-c", CONSTRAINTS, "-e", f"{ROOT}[dev]"), check=True)
    # Without byte code the first start takes three times as long.
    subprocess.run([PYTHON, "-m", "compileall", "-q", ROOT / "src"], check=True)
    STAMP.write_text(fingerprint)


def run_demo(arguments: list[str]) -> int:
    """Open the cockpit on the demo team, or print its diagnosis where there is no display."""
    store = ROOT / "build" / "demo.sqlite"
    store.parent.mkdir(exist_ok=True)
    cockpit = BIN / "cockpit"
    command = (cockpit, "demo", "--store", store)
    if has_display():
        return subprocess.run((*command, "--open", *arguments), check=False).returncode
    print("There is no display here, so this is the diagnosis instead of the window.\n", flush=True)
    done = subprocess.run(command, check=False)
    if done.returncode:
        return done.returncode
    return subprocess.run([cockpit, "diagnose", "--store", store], check=False).returncode


def has_display() -> bool:
    """Return whether a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_tests(arguments: list[str]) -> int:
    """Run the test suite."""
    install_debian_packages()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    pytest = [str(PYTHON), "-m", "pytest", *(arguments or ["-n", "auto"])]
    return subprocess.run(pytest, cwd=ROOT, env=environment, check=False).returncode


def run_ci(_arguments: list[str]) -> int:
    """Run every check that must hold before a change lands; return the first failure."""
    checks = ("ruff check .", "ruff format --check .", "mypy", "lint-imports")
    for check in checks:
        print("$", check, flush=True)
        tool, *rest = check.split()
        status = subprocess.run([BIN / tool, *rest], cwd=ROOT, check=False).returncode
        if status:
            return status
    return run_tests([])


def install_debian_packages() -> None:
    """Install what Qt needs from Debian when it is missing and this user may do so."""
    if sys.platform != "linux":
        return
    cache = subprocess.run(
        ["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False
    ).stdout
    missing = [package for package, library in DEBIAN_PACKAGES.items() if library not in cache]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print("Qt needs these packages, please install them:", *missing, file=sys.stderr)
        return
    print("Installing what Qt needs from Debian:", *missing, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", *missing], env=environment, check=True)


if __name__ == "__main__":
    sys.exit(main())
