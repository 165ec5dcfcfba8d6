"""What the window remembers: how the user left it, in a small file; its place, in QSettings."""

import json
import tomllib
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

DEFAULTS = {
    "screen": "cockpit",
    "theme": "system",
    "period": "",
    "basis": "",
    "watched_folder": "",
    "ignored_files": "",
}
"""What can be remembered, and what holds until then; an empty text means the default."""


class Settings:
    """Choices of one user on one machine; losing them loses nothing of the team's.

    Args:
        folder: Where they are kept; the platform's folder for settings where not given.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or _find_folder()
        self._path = self.folder / "settings.toml"
        self._values = DEFAULTS | _read_texts(self._path)
        self._places = QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)

    def get(self, name: str) -> str:
        """Return what is remembered under a name of `DEFAULTS`."""
        return self._values[name]

    def keep(self, name: str, value: str) -> None:
        """Remember a value; a folder that cannot be written is no reason to bother anyone.

        Args:
            name: A name of `DEFAULTS`.
            value: Any text of one line.
        """
        if name not in DEFAULTS:
            raise KeyError(name)
        if self._values[name] == value:
            return
        self._values[name] = value
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            lines = (f"{key} = {_quote(value)}\n" for key, value in self._values.items())
            fresh = self._path.with_suffix(".new")
            fresh.write_text("".join(lines), encoding="utf-8")
            fresh.replace(self._path)

    def get_geometry(self) -> QByteArray:
        """Return where the window was, empty if it never was."""
        value = self._places.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Remember where the window is."""
        self._places.setValue("geometry", geometry)
        self._places.sync()


def _quote(value: str) -> str:
    """Return a text as TOML writes it, which escapes as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _find_folder() -> Path:
    """Return the platform's folder for this application's settings."""
    place = QStandardPaths.StandardLocation.AppConfigLocation
    return Path(QStandardPaths.writableLocation(place))


def _read_texts(path: Path) -> dict[str, str]:
    """Read what was kept; a file that is broken or of another version counts as far as it goes."""
    try:
        kept = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: kept[name] for name in DEFAULTS if isinstance(kept.get(name), str)}
