"""When our own code fails: the trace is kept in a file and shown, now and at the next start."""

import faulthandler
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from cockpit import __version__

_KEPT = "crash.txt"
_NATIVE = "native-crash.txt"


class CrashLog:
    """Keeps what went wrong in a folder.

    Args:
        folder: Where; it is created when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _KEPT
        self._native = folder / _NATIVE
        self._tell: Callable[[str], None] | None = None
        self._file: TextIO | None = None

    def take_last(self) -> str:
        """Return what earlier sessions kept, and forget it; empty when all went well."""
        texts = []
        for path in (self._path, self._native):
            if path.is_file():
                texts.append(path.read_text("utf-8", errors="replace"))
                path.write_text("")  # not deleted: another window may have it open
        return "\n".join(text for text in texts if text.strip())

    def install(self, tell: Callable[[str], None]) -> None:
        """Catch what nobody caught, in this thread and any other, and faults of native code.

        Args:
            tell: Told the trace, after it was kept; called in the thread that failed.
        """
        self._tell = tell
        self._native.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._native.open("a", encoding="utf-8")
        faulthandler.enable(self._file)
        sys.excepthook = self._on_uncaught
        threading.excepthook = lambda caught: self._on_uncaught(
            caught.exc_type, caught.exc_value or caught.exc_type(), caught.exc_traceback
        )

    def remove(self) -> None:
        """Leave faults to Python again, as before `install`."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._file is not None:
            faulthandler.disable()
            self._file.close()

    def _on_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Keep the trace and tell."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        import traceback
        from datetime import datetime

        lines = traceback.format_exception(kind, error, trace)
        now = datetime.now().isoformat(" ", "seconds")  # noqa: DTZ005 - for the user's own eyes
        text = f"{now} Revenue Cockpit {__version__}, Python {sys.version.split()[0]}\n"
        text += "".join(lines)
        sys.stderr.write(text)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
        if self._tell is not None:
            self._tell(text)
