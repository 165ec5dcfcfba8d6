"""Copying a store to a file, and bringing such a copy back."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from cockpit.domain.errors import StoreDamagedError, StoreError
from cockpit.store.connection import Store
from cockpit.store.failures import in_plain_words
from cockpit.store.migrating import check_known
from cockpit.store.opening import check_file, find_store, open_store


def back_up(store: Store, path: str | Path, *, replace: bool = False) -> None:
    """Copy the whole store, as it is at one moment, to a file; others may go on using it.

    Args:
        store: The store.
        path: The file to make. It appears only when it is complete.
        replace: Whether a file that is there may be replaced.

    Raises:
        StoreError: The file is there already, is the store itself, or cannot be written.
    """
    target = Path(path).expanduser()
    if target.exists() and target.samefile(store.location):
        raise StoreError(f"{target} is the store itself: name another file for the backup.")
    if target.exists() and not replace:
        raise StoreError(f"{target} is there already: name another file for the backup.")
    if not os.access(target.parent, os.W_OK):
        raise StoreError(f"{target} cannot be written: {target.parent} is read-only or not there.")
    unfinished = target.with_name(f"{target.name}.unfinished-{os.getpid()}")
    try:
        store.copy_to(unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(location: str | Path | None, path: str | Path, *, patience: float = 5.0) -> Path | None:
    """Put a backup in the place of the store; what was there is kept in a file beside it.

    The backup is checked first. The store is then overwritten in one transaction, so that other
    windows on it see the change, and a crash leaves what was there before.

    Args:
        location: The store, as for `open_store`.
        path: The backup.
        patience: Seconds to wait for another program that is writing to the store.

    Returns:
        The file in which the former store is kept; `None` if there was none.

    Raises:
        StoreError: The backup is not a store, or is newer than this program; or the store is in
            use. Nothing was changed.
        StoreDamagedError: The backup is broken. Nothing was changed.
    """
    backup, target = Path(path).expanduser(), find_store(location)
    if check_file(backup):
        raise StoreError(f"{backup} cannot be restored: there is no such file, or it is empty.")
    if target.exists() and backup.samefile(target):
        raise StoreError(f"{backup} is the store itself: name a backup of it.")
    _check_whole(backup)
    kept = _put_aside(target)
    open_store(target, patience=patience).close()
    with (
        in_plain_words(str(target)),
        closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target, timeout=patience)) as place,
    ):
        source.backup(place, progress=_give_up_when_busy)
    open_store(target).close()
    return kept


def _give_up_when_busy(status: int, _remaining: int, _total: int) -> None:
    """End a copy that the driver would otherwise retry for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = status
        raise error


def _check_whole(backup: Path) -> None:
    """Read a backup's every page and its revision; migrating is left to the restored store."""
    with (
        in_plain_words(str(backup)),
        closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as connection,
    ):
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    if verdict != "ok":
        raise StoreDamagedError(f"{backup} is damaged ({verdict}) and was not restored.")
    for (revision,) in revisions:
        check_known(backup, revision)


def _put_aside(target: Path) -> Path | None:
    """Keep what is in the place of the store; a damaged store is moved out of the way."""
    if not target.exists():
        return None
    moment = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    kept = target.with_name(f"{target.stem}.before-restore.{moment}.sqlite")
    try:
        with closing(open_store(target)) as store:
            back_up(store, kept)
    except StoreDamagedError:
        target.rename(kept)
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
    return kept
