"""Runs a command in this process as the shell would: words in, status and two streams out."""

import os
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from cockpit.cli.app import run


def run_cockpit(folder: Path, *arguments: object) -> CompletedProcess[str]:
    """Run `cockpit` with arguments in a folder; what it changes in the environment is undone."""
    words = ["cockpit", *map(str, arguments)]
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        chdir(folder),
        patch.dict(os.environ),
        patch("sys.argv", words),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = _run()
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return CompletedProcess(words, status, *texts)


def _run() -> int:
    try:
        run(open_window=lambda _: 0)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
