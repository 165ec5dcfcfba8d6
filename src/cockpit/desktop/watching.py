"""The watched folder of the window: proposes an import when a new export arrives, never imports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from cockpit.desktop.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.desktop.settings import Settings
    from cockpit.presenters.watched_folder import FolderLook, KnownFiles, Looked, NewExport
    from cockpit.presenters.workspace import Workspace

LOOK_AGAIN = 2_000
"""Milliseconds between two looks at a file that may be growing."""
LOOK_ANYWAY = 60_000
"""Milliseconds between looks at a folder that tells nothing, as folders on a network do."""
_IGNORED_KEPT = 200


class Watching(QObject):
    """Watches one folder for exports that were not imported yet.

    Looks are done by a worker of their own: a network folder that does not answer keeps nobody
    waiting. `proposed` carries the `NewExport`s to tell of, none when there is nothing to tell
    any more; `chosen` is emitted when another folder, or none, is watched.

    Args:
        tasks: The worker that owns the store, asked what was imported.
        settings: Keeps the folder and the files the user does not want to hear of.
    """

    proposed = Signal(object)
    chosen = Signal()

    def __init__(self, tasks: Tasks, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._settings = settings
        self._workspace: Workspace | None = None
        self._look: FolderLook | None = None
        self._looker: Tasks | None = None
        self._found: dict[Path, NewExport] = {}
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.look)
        self._again = QTimer(self, singleShot=True, interval=LOOK_AGAIN)
        self._again.timeout.connect(self.look)
        self._anyway = QTimer(self, interval=LOOK_ANYWAY)
        self._anyway.timeout.connect(self.look)

    @property
    def folder(self) -> Path | None:
        """Return the folder that is watched, if any."""
        kept = self._settings.get("watched_folder")
        return Path(kept) if kept else None

    def start(self, workspace: Workspace) -> None:
        """Watch for the store that is open, and look at what came while nobody watched."""
        self._workspace = workspace
        self._begin()

    def stop(self) -> None:
        """Watch no more, for now."""
        self._workspace = None
        self._again.stop()
        self._anyway.stop()
        if self._looker is not None:
            self._looker.close()
            self._looker = None

    def choose(self, folder: Path | None) -> None:
        """Watch another folder, or none, from now on."""
        self._settings.keep("watched_folder", "" if folder is None else str(folder))
        self._tell({})
        self._begin()
        self.chosen.emit()

    def look(self) -> None:
        """Look whether anything has arrived."""
        workspace = self._workspace
        if workspace is None or self._look is None:
            return

        def load(_: object) -> KnownFiles:
            from cockpit.presenters.watched_folder import load_known

            return load_known(workspace)

        self._tasks.ask("watched files", load, self._look_knowing)

    def put_off(self) -> None:
        """Tell no more of the files found, until the next start."""
        self._tell({})

    def ignore(self) -> None:
        """Never tell of the files found again."""
        kept = self._settings.get("ignored_files").split()
        kept += [export.digest for export in self._found.values()]
        self._settings.keep("ignored_files", " ".join(kept[-_IGNORED_KEPT:]))
        self._tell({})

    def take(self) -> tuple[Path, ...]:
        """Return the files found, to be imported, and tell no more of them."""
        paths = tuple(self._found)
        self._tell({})
        return paths

    def _begin(self) -> None:
        """Watch the folder of the settings."""
        from cockpit.presenters.watched_folder import FolderLook

        self._again.stop()
        self._anyway.stop()
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
        self._look = None
        if self._workspace is None or self.folder is None:
            return
        if self._looker is None:
            self._looker = Tasks(self)
        self._look = FolderLook(self.folder)
        self._anyway.start()
        self.look()

    def _look_knowing(self, known: KnownFiles) -> None:
        """Look at the folder, knowing what was imported."""
        look, ignored = self._look, frozenset(self._settings.get("ignored_files").split())
        if look is None or self._looker is None:
            return
        gone = [path for path, export in self._found.items() if _is_imported(export, known)]
        if gone:
            self._tell({p: e for p, e in self._found.items() if p not in gone})
        now = datetime.now()  # noqa: DTZ005 - the user's wall clock, as files are stamped
        self._looker.ask("look", lambda _: look.look(known, ignored, now), self._on_looked)

    def _on_looked(self, outcome: Looked) -> None:
        """Tell what has arrived; look again while anything grows."""
        folder = self.folder
        if (
            folder is not None
            and str(folder) not in self._watcher.directories()
            and folder.is_dir()
        ):
            self._watcher.addPath(str(folder))
        still = {path: each for path, each in self._found.items() if path in outcome.present}
        self._tell({**still, **{export.path: export for export in outcome.exports}})
        if outcome.is_growing:
            self._again.start()

    def _tell(self, found: dict[Path, NewExport]) -> None:
        """Tell of files, or of none any more."""
        if found != self._found:
            self._found = found
            self.proposed.emit(tuple(found.values()))


def tell_exports(exports: Sequence[NewExport]) -> tuple[str, str]:
    """Return what has arrived, in words: a title and a line."""
    from cockpit.presenters.watched_folder import format_new_exports

    return format_new_exports(exports, datetime.now())  # noqa: DTZ005 - the user's wall clock


def _is_imported(export: NewExport, known: KnownFiles) -> bool:
    """Return whether a file was imported meanwhile."""
    at = known.imported_at.get(export.path.name)
    return at is not None and at >= export.changed_at.replace(microsecond=0)
