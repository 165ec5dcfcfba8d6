"""The watched folder: what is new in it, in words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cockpit.presenters.formatting import format_list, format_plural
from cockpit.presenters.window import format_ago
from cockpit.presenters.workspace import Workspace
from cockpit.services.watched_folder import (
    KnownFiles,
    NewExport,
    Stamp,
    find_settled,
    list_exports,
    load_known_files,
    recognise_export,
)

__all__ = ["FolderLook", "KnownFiles", "NewExport", "format_new_exports", "load_known"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a folder found.

    Args:
        exports: What is new and complete, the newest last; told once.
        present: All files that are there.
        is_growing: Something may still be written to.
    """

    exports: tuple[NewExport, ...]
    present: frozenset[Path]
    is_growing: bool


class FolderLook:
    """Looks at one folder again and again; each file is reported once, when it stopped growing.

    A look touches no store, so that a slow network folder keeps nobody from working.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before: dict[Path, Stamp] = {}
        self._looked_at: dict[Path, Stamp] = {}

    def look(self, known: KnownFiles, ignored: Collection[str], at: datetime) -> Looked:
        """Return what is new and complete, what is there, and whether anything may be growing.

        Args:
            known: What was imported before.
            ignored: Digests of files that the user does not want to hear of.
            at: Now, on the user's wall clock.
        """
        now = list_exports(self.folder, at)
        settled = find_settled(now, self._before)
        self._before = now
        fresh = {p: stamp for p, stamp in settled.items() if self._looked_at.get(p) != stamp}
        self._looked_at.update(fresh)
        found = [recognise_export(path, stamp, known, ignored) for path, stamp in fresh.items()]
        exports = sorted((e for e in found if e), key=lambda e: (e.changed_at, e.path))
        return Looked(tuple(exports), frozenset(now), is_growing=len(settled) < len(now))


def load_known(workspace: Workspace) -> KnownFiles:
    """Return what the store knows of files that were imported; call it in the store's worker."""
    return load_known_files(workspace.store)


def format_new_exports(exports: Sequence[NewExport], now: datetime) -> tuple[str, str]:
    """Return what has arrived: a title and a line.

    `New export: opportunities.csv, 2 min ago` and what its rows are.
    """
    names = [export.path.name for export in exports]
    when = format_ago(max(export.changed_at for export in exports), now)
    kinds = format_list(list(dict.fromkeys(kind for e in exports for kind in e.kinds)))
    if len(names) == 1:
        return f"New export: {names[0]}, {when}", f"It holds {kinds}."
    more = format_plural(len(names) - 1, "more file", "more files")
    return f"New exports: {names[-1]} and {more}, {when}", f"They hold {kinds}."
