"""A folder into which a CRM's exports are saved: which files in it are new and ours."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cockpit.domain.errors import UsageError
from cockpit.intake.mapping import FileMapping, parse_mapping
from cockpit.intake.opening import open_tables
from cockpit.intake.proposals import sign_header
from cockpit.intake.recognition import recognise
from cockpit.services.import_parts import compute_digest
from cockpit.store.opening import Store
from cockpit.store.queries import load_batches, load_mappings

_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})
_PARTIAL = (".crdownload", ".part", ".partial", ".download", ".tmp", ".opdownload")
"""What browsers add to the name of a file that is still coming."""

_RECENT = timedelta(days=7)
"""An older file is no news, and a folder of downloads holds many."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How large a file is and when it was last written; it has stopped growing once both stay."""

    size: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class NewExport:
    """A file that could be imported and was not yet.

    Args:
        path: Where it is.
        changed_at: When it was last written, wall clock.
        kinds: What its rows are, a kind for each sheet that is ours.
        digest: Hash of its bytes.
    """

    path: Path
    changed_at: datetime
    kinds: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """What the store knows that helps to tell new exports: nothing else of it is needed.

    Args:
        imported_at: Name of a file → when a file of that name was last imported.
        mappings: Signature of a header → how it is read, where that was said by hand.
    """

    imported_at: Mapping[str, datetime]
    mappings: Mapping[str, FileMapping]


def load_known_files(store: Store) -> KnownFiles:
    """Return what the store knows of files that were imported."""
    imported_at: dict[str, datetime] = {}
    for batch in load_batches(store):
        for account in () if batch.undone_at else batch.accounts:
            name = account.file.partition(", sheet ")[0]
            imported_at[name] = max(batch.at, imported_at.get(name, batch.at))
    mappings = {each.signature: parse_mapping(each.document) for each in load_mappings(store)}
    return KnownFiles(imported_at, mappings)


def list_exports(folder: Path, now: datetime) -> dict[Path, Stamp]:
    """Return the files of the last days that may be exports, not those still being downloaded.

    A folder that is gone, or cannot be read, has none: it may come back.
    """
    found: dict[Path, Stamp] = {}
    try:
        paths = list(folder.iterdir())
    except OSError:
        return found
    coming = {path.name.removesuffix(path.suffix) for path in paths if path.suffix in _PARTIAL}
    for path in paths:
        if path.suffix.lower() not in _ENDINGS or path.name.startswith((".", "~")):
            continue
        try:
            state = path.stat()
        except OSError:
            continue
        changed_at = datetime.fromtimestamp(state.st_mtime)  # noqa: DTZ006 - as batches are kept
        is_recent = changed_at > now - _RECENT
        if is_recent and state.st_size and path.name not in coming and path.is_file():
            found[path] = Stamp(state.st_size, changed_at)
    return found


def find_settled(now: Mapping[Path, Stamp], before: Mapping[Path, Stamp]) -> dict[Path, Stamp]:
    """Return the files that are as they were at the last look, so nobody writes them any more."""
    return {path: stamp for path, stamp in now.items() if before.get(path) == stamp}


def recognise_export(
    path: Path, stamp: Stamp, known: KnownFiles, ignored: Collection[str] = ()
) -> NewExport | None:
    """Return a file as a new export, by its header only; `None` if it is none of ours, or not new.

    Args:
        path: The file.
        stamp: As it was listed.
        known: What was imported before. A file that was imported under this name after it was
            last written is not new.
        ignored: Digests of files that the user does not want to hear of.
    """
    imported_at = known.imported_at.get(path.name)
    if imported_at is not None and imported_at >= stamp.changed_at.replace(microsecond=0):
        return None
    try:
        kinds = []
        for table in open_tables(path):
            try:
                layout = recognise(table, None, "auto", known.mappings.get(sign_header(table)))
            except UsageError:
                continue
            kinds.append(layout.kind.value)
        if not kinds:
            return None
        digest = compute_digest(path)
    except (UsageError, OSError):
        return None
    return None if digest in ignored else NewExport(path, stamp.changed_at, tuple(kinds), digest)
