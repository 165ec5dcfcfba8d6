"""Runs imports and undos in processes of their own that die, or run out of disk, at a given moment.

Started as a program, it loads everything once and then forks a child for each job, one JSON
document per line on stdin; for each it answers with a JSON document.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from cockpit.domain.errors import CockpitError
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.imports import undo_last_import
from cockpit.store import merging
from cockpit.store.connection import get_driver
from cockpit.store.opening import Store, open_store

STEPS = 500
"""Steps of SQLite's machine between two moments at which a job can die."""


def serve() -> None:
    """Do the jobs of stdin, each in a child."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_fork(json.loads(line))) + "\n")
        sys.stdout.flush()


def _fork(job: dict[str, Any]) -> dict[str, Any]:
    """Do a job in a child and return its exit status (negative: the signal) and what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        status = 1
        try:
            os.write(writer, json.dumps(_do(job)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as said:
        text = said.read()
    _, status = os.waitpid(child, 0)
    return {"status": os.waitstatus_to_exitcode(status), **json.loads(text or "{}")}


def _do(job: dict[str, Any]) -> dict[str, Any]:
    """Import files or undo the last import; return how many moments there were, or the fault."""
    merging.BULK = job.get("bulk", merging.BULK)
    store = open_store(job["store"])
    moments = _watch(store, job.get("die_at"))
    if job.get("limit") is not None:
        if job.get("limit_kills"):
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # in the midst of a write
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["limit"], job["limit"]))
    try:
        if job["files"]:
            import_files(store, ImportRequest(tuple(map(Path, job["files"]))))
        else:
            undo_last_import(store)
    except CockpitError as error:
        return {"moments": moments[0], "fault": str(error)}
    if job.get("limit") is None:
        store.close()
    return {"moments": moments[0]}


def _watch(store: Store, die_at: int | None) -> list[int]:
    """Count moments from now on, and die at one of them."""
    moments = [0]

    def on_moment() -> int:
        moments[0] += 1
        if moments[0] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with store.reading() as connection:
        get_driver(connection).set_progress_handler(on_moment, STEPS)
    return moments


if __name__ == "__main__":
    serve()
