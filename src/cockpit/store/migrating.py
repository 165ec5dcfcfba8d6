"""Bringing a store to the newest schema, after a backup, in one transaction."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    inspect,
)

from cockpit.domain.errors import StoreError
from cockpit.store.connection import build_engine, copy_into
from cockpit.store.lock_tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0004"
"""The revision that this program's tables are at."""

SCRIPTS = "cockpit.store:migrations"
"""Where the steps are: a folder of this package, or any other for a test of the steps."""

_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, in which a store's revision stands."""


def migrate(path: Path, patience: float) -> None:
    """Bring the store at `path` to the newest schema; keep a copy of an older one beside it.

    Raises:
        StoreError: The store was written by a newer version; it was left untouched.
    """
    engine = build_engine(path, patience)
    with engine.connect() as connection:
        with connection.begin():
            found = load_revision(connection)
        if found == NEWEST:
            return
        if found is not None:
            check_known(path, found)
            keep_copy(connection, path, f"before-{NEWEST}")
        connection.info["begin"] = "BEGIN IMMEDIATE"
        with connection.begin():
            found = load_revision(connection)  # again: another window may have been faster
            if found is None:
                _create(connection)
            elif found != NEWEST:
                _upgrade(connection)


def load_revision(connection: Connection) -> str | None:
    """Return the schema revision that a store is at; `None` for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


def keep_copy(connection: Connection, path: Path, reason: str) -> Path:
    """Copy the store to a file beside it, named after the reason and the time; return the file."""
    moment = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    copy = path.with_name(f"{path.stem}.{reason}.{moment}.sqlite")
    copy_into(connection, copy)
    return copy


def check_known(path: Path, found: str) -> None:
    """Make sure that this program knows the revision that a file is at.

    Raises:
        StoreError: It does not, so the file is of a newer version.
    """
    from alembic.script import ScriptDirectory

    known = {
        script.revision for script in ScriptDirectory.from_config(build_config()).walk_revisions()
    }
    if found not in known:
        raise StoreError(
            f"{path} was written by a newer version of Revenue Cockpit; update the program to "
            "open it. The store was left untouched."
        )


def _create(connection: Connection) -> None:
    """Make the newest tables at once, as all steps would: a new store need not wait for Alembic."""
    metadata.create_all(connection)
    _VERSION.create(connection, checkfirst=True)
    connection.execute(_VERSION.insert().values(version_num=NEWEST))


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = build_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def build_config() -> "Config":
    """Build Alembic's configuration, which lives in the package and not in an alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.set_main_option("path_separator", "os")
    return config
