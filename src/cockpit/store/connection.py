"""An open store: one connection, its transactions, and when something changed."""

import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from cockpit.domain.errors import StoreError
from cockpit.store.failures import in_plain_words
from cockpit.store.unit_of_work import UnitOfWork

_Value = TypeVar("_Value")


class Store:
    """A team's store. One connection serves reads and writes; a lock keeps threads apart.

    Args:
        path: The SQLite file, which is there and at the newest schema.
        patience: Seconds to wait for another program that is writing.
    """

    def __init__(self, path: Path, patience: float) -> None:
        self.location = str(path)
        self._lock = threading.RLock()
        self._in_transaction = False
        self._changes = 0
        with in_plain_words(self.location):
            self._engine = build_engine(path, patience)
            self._connection = self._engine.connect()
            self._seen = self._data_version()
        self._file = _identify(self.location)
        self.cache: dict[str, tuple[int, Any]] = {}

    def close(self) -> None:
        """Close the store; closing twice is harmless."""
        with self._lock:
            self._connection.close()
            self._engine.dispose()
            self.cache.clear()

    def change_count(self) -> int:
        """Return a number that grows whenever anything in the store changed, by whomever.

        Raises:
            StoreError: The file was moved, deleted or replaced.
        """
        with self._lock, in_plain_words(self.location):
            self._check_in_place()
            version = self._data_version()
            if version != self._seen:
                self._seen = version
                self._changes += 1
            return self._changes

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the connection for reads that all see the store at one moment.

        Inside a unit of work the reads see what has been written in it so far.
        """
        with self._lock, in_plain_words(self.location):
            if self._connection.in_transaction():
                yield self._connection
                return
            with self._connection.begin():
                yield self._connection

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """Give one transaction that is committed at the end, or rolled back on any exception.

        Raises:
            StoreError: Another program is writing, the disk is full, the store is read-only, or
                its file was moved, deleted or replaced.
        """
        with self._lock, in_plain_words(self.location):
            self._check_in_place()
            before = self._driver().total_changes
            self._connection.info["begin"] = "BEGIN IMMEDIATE"
            with self._connection.begin() as transaction:
                self._in_transaction = True
                try:
                    work = UnitOfWork(self._connection)
                    yield work
                    if work.is_abandoned:
                        transaction.rollback()
                        return
                    work.finish()
                    self._check_in_place()
                finally:
                    self._in_transaction = False
            if self._driver().total_changes != before:
                self._changes += 1

    def copy_to(self, path: Path) -> None:
        """Write the store, as it is at one moment, to a new file.

        Raises:
            StoreError: The file cannot be written.
        """
        with self._lock, in_plain_words(str(path)):
            copy_into(self._connection, path)

    def remember(
        self, name: str, key: Hashable, load: Callable[[], _Value], at_most: int = 1
    ) -> _Value:
        """Return what was loaded before, if nothing has changed since, else load it.

        While a unit of work goes on nothing is kept: what it reads may never be committed.

        Args:
            name: Of what is kept.
            key: Which of it.
            load: Loads it.
            at_most: So many are kept, those that were used last.
        """
        if self._in_transaction:
            return load()
        count = self.change_count()
        kept = self.cache.get(name)
        if kept is None or kept[0] != count:
            kept = self.cache[name] = (count, {})
        known: dict[Hashable, _Value] = kept[1]
        value = known.pop(key) if key in known else load()
        known[key] = value
        while len(known) > at_most:
            known.pop(next(iter(known)))
        return value

    @property
    def is_writing(self) -> bool:
        """Return whether a unit of work is going on, so that reads must not be cached."""
        return self._in_transaction

    def _check_in_place(self) -> None:
        """Make sure that the file is the one that was opened: a write to any other would be lost.

        Raises:
            StoreError: It was moved, deleted or replaced.
        """
        if _identify(self.location) != self._file:
            raise StoreError(
                f"{self.location} was moved, deleted or replaced while it was open, so nothing is "
                "written to it. Put it back, or open it again."
            )

    def _driver(self) -> sqlite3.Connection:
        return get_driver(self._connection)

    def _data_version(self) -> int:
        """Return SQLite's count of commits by others, as this connection sees it."""
        (version,) = self._driver().execute("PRAGMA data_version").fetchone()
        return int(version)


def build_engine(path: Path, patience: float) -> Engine:
    """Build the engine of a SQLite file that must already be there.

    The driver is left in autocommit mode and SQLAlchemy's transactions are begun here, so that a
    unit of work takes the write lock at its start (`BEGIN IMMEDIATE`) and DDL is transactional.
    """
    engine = create_engine(
        URL.create(
            "sqlite", database=path.absolute().as_uri(), query={"mode": "rw", "uri": "true"}
        ),
        connect_args={"timeout": patience, "check_same_thread": False},
        poolclass=NullPool,
    )

    @event.listens_for(engine, "connect")
    def _on_connect(driver: sqlite3.Connection, _record: object) -> None:
        driver.isolation_level = None
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute("PRAGMA synchronous = FULL")
        driver.execute("PRAGMA threads = 1")  # one more, for the sorting behind an index

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.info.pop("begin", "BEGIN"))

    return engine


def get_driver(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection, for what must run outside a transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the engine is SQLite's
    return driver


def copy_into(connection: Connection, path: Path) -> None:
    """Write a store, as it is at one moment, to a new file; others may go on using it."""
    get_driver(connection).execute("VACUUM INTO ?", (str(path),))


def _identify(location: str) -> tuple[int, int] | None:
    """Return what tells a file from another of the same name; nothing where there is none."""
    try:
        found = Path(location).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
