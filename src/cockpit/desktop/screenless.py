"""Where there is no screen: one line instead of what Qt has to say about it, and no core dump."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QMessageLogContext

EXIT_USAGE = 2


@contextmanager
def one_line_without_screen() -> Iterator[None]:
    """While the Qt application is built, end the process with one line if Qt gives up.

    Qt would abort: there is no exception to catch. What it says otherwise is passed on after.
    """
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        if kind is QtMsgType.QtFatalMsg:
            print(  # noqa: T201 - the one line on stderr
                "cockpit: There is no screen to open the window on. "
                "The commands need none: cockpit --help lists them.",
                file=sys.stderr,
                flush=True,
            )
            os._exit(EXIT_USAGE)
        said.append(message or "")

    former = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(former)
    for message in said:
        print(message, file=sys.stderr)  # noqa: T201 - where Qt itself would have put it
