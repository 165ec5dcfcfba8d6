"""What the window remembers, and that nothing breaks when it cannot."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from cockpit.desktop.settings import DEFAULTS, Settings


def test_choices_are_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "new")
    settings.keep("theme", "dark")
    settings.keep("period", "2026-Q3")
    settings.keep_geometry(QByteArray(b"somewhere"))
    again = Settings(tmp_path / "new")
    assert (again.get("theme"), again.get("period")) == ("dark", "2026-Q3")
    assert again.get("screen") == DEFAULTS["screen"]
    assert again.get_geometry() == QByteArray(b"somewhere")


@pytest.mark.parametrize("text", ["", "{broken", "theme = 3\nnews = 'x'", "\ufeffscreen='reps'"])
def test_broken_file_counts_as_far_as_it_goes(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    assert Settings(tmp_path).get("theme") == "system"


def test_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    settings = Settings(tmp_path / "file" / "folder")
    settings.keep("theme", "dark")
    assert settings.get("theme") == "dark"


def test_only_known_choices_are_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Settings(tmp_path).keep("password", "secret")
    assert not (tmp_path / "settings.toml").exists()
