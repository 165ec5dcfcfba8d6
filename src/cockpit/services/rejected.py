"""Rejected rows, saved as files to be corrected and imported again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cockpit.domain.errors import UsageError
from cockpit.domain.problems import FileAccount
from cockpit.intake.rejected_rows import name_rejected_file, write_rejected_rows
from cockpit.intake.rejections import Rejections, collect_rejections
from cockpit.services.import_parts import Part, compute_digest
from cockpit.store.connection import Store
from cockpit.store.queries import load_batches, load_origins, load_problems


@dataclass(frozen=True, slots=True)
class RejectedTable:
    """The rows of a table that an import turned away.

    Args:
        path: The file that holds it.
        content: A hash of the file's bytes when it was imported.
        name: The table's name.
        rejections: The rows, with their reasons.
        unlisted: How many more were rejected of which it is not known which they are.
    """

    path: Path
    content: str
    name: str
    rejections: Rejections
    unlisted: int = 0


@dataclass(frozen=True, slots=True)
class SavedRows:
    """A file of rejected rows that was written.

    Args:
        path: The file.
        rows: How many rejected rows it holds.
        unlisted: How many more there were that could not be told any more.
    """

    path: Path
    rows: int
    unlisted: int = 0


def collect_rejected(
    parts: Iterable[Part], read: Mapping[str, Rejections], accounts: Iterable[FileAccount]
) -> tuple[RejectedTable, ...]:
    """Return the rejected rows of an import that was just done.

    Args:
        parts: Its tables.
        read: What was turned away of the tables that were read, by their key. Of one that was not
            read again, because nothing had changed, its account says it.
        accounts: Of all tables.
    """
    known = {account.file: account for account in reversed(tuple(accounts)) if account.rejected}
    tables = []
    for part in parts:
        account = known.get(part.table.name)
        if account is not None:
            found = read.get(part.table.key)
            rejections = collect_rejections(account.problems) if found is None else found
            unlisted = account.rejected - len(rejections)
            tables.append(
                RejectedTable(part.table.path, part.digest, part.table.name, rejections, unlisted)
            )
    return tuple(tables)


def load_rejected(store: Store, batch_id: int) -> tuple[RejectedTable, ...]:
    """Return the rejected rows of an earlier import.

    Raises:
        UsageError: There is no such import, or it is not known where its files were.
    """
    batch = next((each for each in load_batches(store) if each.id == batch_id), None)
    if batch is None:
        raise UsageError(f"There is no import number {batch_id}.")
    problems, origins = load_problems(store, batch_id), load_origins(store, batch_id)
    tables = []
    for account in batch.accounts:
        if not account.rejected:
            continue
        origin = origins.get(account.file)
        if origin is None:
            raise UsageError(
                f"Where {account.file} was is not known, for it was imported by an earlier "
                "version: import it again, and its rejected rows can be saved."
            )
        rejections = collect_rejections(found for file, found in problems if file == account.file)
        unlisted = account.rejected - len(rejections)
        path = Path(origin.path)
        tables.append(RejectedTable(path, origin.content, account.file, rejections, unlisted))
    return tuple(tables)


def save_rejected(tables: Sequence[RejectedTable], target: Path) -> tuple[SavedRows, ...]:
    """Write the rejected rows of each file to a file of the same format.

    Args:
        tables: What to write; without any, nothing is written.
        target: A folder, which is made if need be, or a file, where all come from one file. A file
            in the folder is never replaced: somebody may be correcting it.

    Raises:
        UsageError: A file has gone or has changed since it was imported, there are several and
            the target is a file, or it cannot be written.
    """
    sources: dict[Path, list[RejectedTable]] = {}
    for table in tables:
        sources.setdefault(table.path, []).append(table)
    is_folder = target.is_dir() or not target.suffix
    if len(sources) > 1 and not is_folder:
        names = " and ".join(path.name for path in sources)
        raise UsageError(f"{names} both have rejected rows: name a folder for them, not a file.")
    for path, parts in sources.items():
        _check_unchanged(path, parts[0].content)
    saved = []
    taken = {path.absolute() for path in sources}
    for path, parts in sources.items():
        place = _find_free(target / name_rejected_file(path), taken) if is_folder else target
        _make_folder(place.parent)
        rows = write_rejected_rows(path, {each.name: each.rejections for each in parts}, place)
        if is_folder:
            place = _prefer_same(place, target / name_rejected_file(path))
        saved.append(SavedRows(place, rows, sum(each.unlisted for each in parts)))
    return tuple(saved)


def propose_name(tables: Sequence[RejectedTable]) -> str:
    """Return how to call the file of the rejected rows, where all come from one file."""
    return name_rejected_file(tables[0].path)


def _check_unchanged(path: Path, content: str) -> None:
    """Make sure that a file is the one that was imported.

    Raises:
        UsageError: It has gone or has changed.
    """
    again = "Import it again, and its rejected rows can be saved."
    if not path.is_file():
        raise UsageError(f"{path} is no longer there, so its rejected rows cannot be read. {again}")
    if compute_digest(path) != content:
        raise UsageError(f"{path} has changed since it was imported. {again}")


def _find_free(path: Path, taken: set[Path]) -> Path:
    """Return a path at which there is no file, and no other of this command takes."""
    place, number = path, 2
    while place.absolute() in taken or place.exists():
        place = path.with_stem(f"{path.stem} {number}")
        number += 1
    taken.add(place.absolute())
    return place


def _prefer_same(place: Path, first: Path) -> Path:
    """Return the first file of a name if it holds the same as one just written, which then goes."""
    if place == first or not first.exists() or first.read_bytes() != place.read_bytes():
        return place
    place.unlink()
    return first


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}.") from error
