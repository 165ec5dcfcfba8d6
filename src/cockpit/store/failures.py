"""What can go wrong with a store, in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from cockpit.domain.errors import StoreDamagedError, StoreError

_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
"""The second: there is no room even for the file by which connections tell each other of writes."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "{0} is in use: another program is writing to it. "
    "Wait for it to finish, then try again.",
    sqlite3.SQLITE_LOCKED: "{0} is in use: another program is writing to it. "
    "Wait for it to finish, then try again.",
    sqlite3.SQLITE_READONLY: "{0} cannot be written: the file or its folder is read-only. "
    "Allow writing there, or choose another store.",
    sqlite3.SQLITE_CANTOPEN: "{0} cannot be opened: the file or its folder cannot be read and "
    "written. Allow that, or choose another store.",
    sqlite3.SQLITE_PERM: "{0} cannot be opened: access is denied.",
    sqlite3.SQLITE_AUTH: "{0} cannot be opened: access is denied.",
    sqlite3.SQLITE_FULL: "The disk that holds {0} is full; nothing was changed. "
    "Free some space, then try again.",
    sqlite3.SQLITE_IOERR: "{0} cannot be read or written: the disk reports an error. "
    "Nothing was changed.",
}


@contextmanager
def in_plain_words(location: str) -> Iterator[None]:
    """Turn a fault of the database below into one sentence about the store at `location`.

    Faults that only a bug of ours can cause (a broken constraint, wrong SQL) pass unchanged.

    Raises:
        StoreError: The store is locked, read-only, cannot be opened, or its disk is full.
        StoreDamagedError: The file is no longer a sound database.
    """
    try:
        yield
    except DBAPIError as error:
        plain = _to_store_error(error.orig, location)
        if plain is None:
            raise
        raise plain from error
    except sqlite3.Error as error:
        plain = _to_store_error(error, location)
        if plain is None:
            raise
        raise plain from error


def _to_store_error(error: BaseException | None, location: str) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF  # extended codes keep the primary one in the low byte
    if primary in _DAMAGED:
        return StoreDamagedError(
            f"{location} is damaged and cannot be read. Restore the latest backup."
        )
    sentence = _SENTENCES.get(sqlite3.SQLITE_FULL if code in _FULL else primary)
    return StoreError(sentence.format(location)) if sentence else None
