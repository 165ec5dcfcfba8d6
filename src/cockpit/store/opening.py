"""Opening a store: find it, make sure it is ours, create or migrate it, or say why not."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import platformdirs
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from cockpit.domain.errors import StoreDamagedError, StoreError
from cockpit.store.connection import Store
from cockpit.store.failures import in_plain_words
from cockpit.store.migrating import migrate

__all__ = ["Store", "check_file", "find_store", "open_store"]

APPLICATION_ID = 0x52436B70
"""Marks a SQLite file as ours ("RCkp"), in its header."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_APPLICATION_ID_AT = 68
_PAGE_BYTES = 8192  # a tenth faster than SQLite's 4096 to load a million leads


def open_store(location: str | Path | None = None, *, patience: float = 5.0) -> Store:
    """Open the store at `location`, creating it when it is not there and migrating it when old.

    Args:
        location: A file, or an SQLAlchemy URL of one (`sqlite:///…`). Default: the environment's
            `COCKPIT_STORE`, else `cockpit.sqlite` in the platform's folder for user data.
        patience: Seconds to wait for another program that is writing.

    Raises:
        StoreError: The store is newer than this program, not a store of ours, locked, read-only,
            or cannot be created; nothing was changed.
        StoreDamagedError: The file is broken.
    """
    path = find_store(location)
    is_new = check_file(path)
    _check_writable(path)
    was_left_open = path.with_name(f"{path.name}-wal").exists()
    with in_plain_words(str(path)):
        if is_new:
            _create(path, patience)
        elif was_left_open:
            _verify(path, patience)
        migrate(path, patience)
        return Store(path, patience)


def find_store(location: str | Path | None = None) -> Path:
    """Return the file that a location stands for; the default's folder is created.

    Raises:
        StoreError: The location names something else than a file of SQLite.
    """
    if location is None:
        location = os.environ.get("COCKPIT_STORE") or None
    if location is None:
        folder = Path(platformdirs.user_data_dir("Revenue Cockpit", appauthor=False))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder} cannot be created: {error.strerror}.") from error
        return folder / "cockpit.sqlite"
    if isinstance(location, str) and "://" in location:
        return _path_of_url(location)
    return Path(location).expanduser()


def _path_of_url(text: str) -> Path:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise StoreError(f"{text!r} is not a store: write a file or sqlite:///file.") from error
    if url.get_backend_name() != "sqlite":
        raise StoreError(
            f"A store on {url.get_backend_name()} cannot be opened by this version: "
            "choose a file, or sqlite:///file."
        )
    if not url.database or url.database == ":memory:":
        raise StoreError(f"{text!r} names no file: write sqlite:/// and the path of the store.")
    return Path(url.database)


def check_file(path: Path) -> bool:
    """Return whether the store is still to be created; read its header without opening it.

    Raises:
        StoreError: It is a folder, cannot be read, or is not a store of ours.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a store: name a file in it.")
    if not path.parent.is_dir():
        raise StoreError(f"{path} cannot be created: there is no folder {path.parent}.")
    try:
        header = _read_header(path)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    if not header:
        return True
    if not header.startswith(_MAGIC):
        raise StoreError(f"{path} is not a store of Revenue Cockpit; it was left untouched.")
    if len(header) < _HEADER_BYTES:
        raise StoreDamagedError(
            f"{path} is damaged: the file is cut off. Restore the latest backup."
        )
    mark = header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4]
    if int.from_bytes(mark) != APPLICATION_ID:
        raise StoreError(
            f"{path} is a database of another program, not a store of Revenue Cockpit; "
            "it was left untouched."
        )
    return False


def _check_writable(path: Path) -> None:
    """Make sure that the store and the files that SQLite keeps beside it can be written."""
    as_acting = os.access in os.supports_effective_ids
    for needed in (path.parent, path):
        if needed.exists() and not os.access(needed, os.W_OK, effective_ids=as_acting):
            raise StoreError(
                f"{path} cannot be opened: {needed} is read-only. "
                "Allow writing there, or choose another store."
            )


def _verify(path: Path, patience: float) -> None:
    """Look at every page of a store that a crash may have cut off, or that another window has open.

    Closing a store leaves nothing beside it, so that it need not be looked at.

    Raises:
        StoreDamagedError: The file is broken.
    """
    with closing(sqlite3.connect(path, timeout=patience)) as connection:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise StoreDamagedError(
            f"{path} is damaged: what is in it does not fit together. Restore the latest backup."
        )


def _read_header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADER_BYTES)


def _create(path: Path, patience: float) -> None:
    """Make an empty file that is marked as ours before anything else is in it."""
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
