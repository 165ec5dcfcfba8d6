"""Keep a copy of the store, and bring one back."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cockpit.domain.changes import EVERYTHING, Changes
from cockpit.services import Store, open_store
from cockpit.store.backup import back_up, restore


def back_up_store(store: Store, path: Path, *, replace: bool = False) -> None:
    """Copy the whole store, as it is now, to a file that appears only when it is complete.

    Raises:
        StoreError: The file is there already and not to be replaced, or cannot be written.
    """
    back_up(store, path, replace=replace)


def restore_store(location: str | None, path: Path) -> tuple[Path | None, Changes]:
    """Put a backup in the place of the store.

    Returns:
        The file in which the former store is kept, `None` if there was none; and what changed.

    Raises:
        StoreError: The file is no backup that this program can read. Nothing was changed.
        StoreDamagedError: The backup is broken. Nothing was changed.
    """
    return restore(location, path), EVERYTHING


def empty_store(location: str) -> tuple[Path | None, Changes]:
    """Put an empty store in the place of the store, which is kept as `restore_store` keeps it.

    Raises:
        StoreError: The store is in use. Nothing was changed.
    """
    with TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.sqlite"
        open_store(empty).close()
        return restore_store(location, empty)


def measure_store(store: Store) -> int:
    """Return how many bytes the store takes on disk, its journal included."""
    path = Path(store.location)
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
