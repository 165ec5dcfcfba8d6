"""`cockpit backup` and `cockpit restore` from end to end."""

import json
from pathlib import Path

from typer.testing import CliRunner

from cockpit.cli.app import app
from cockpit.domain.errors import StoreError

RUN = CliRunner()


def name_of(store: Path) -> str:
    shown = RUN.invoke(app, ["team", "--store", str(store), "--json"])
    return str(json.loads(shown.stdout)["name"])


def test_a_backup_is_restored(tmp_path: Path) -> None:
    store, copy = tmp_path / "s.sqlite", tmp_path / "copy.sqlite"
    RUN.invoke(app, ["team", "--store", str(store), "--name", "Before"])
    made = RUN.invoke(app, ["backup", str(copy), "--store", str(store)])
    assert made.exit_code == 0, made.output
    RUN.invoke(app, ["team", "--store", str(store), "--name", "After"])
    restored = RUN.invoke(app, ["restore", str(copy), "--store", str(store)])
    assert "What was there before is kept in" in restored.stdout
    assert name_of(store) == "Before"


def test_a_backup_is_not_written_over_unasked(tmp_path: Path) -> None:
    store, copy = tmp_path / "s.sqlite", tmp_path / "copy.sqlite"
    RUN.invoke(app, ["backup", str(copy), "--store", str(store)])
    again = RUN.invoke(app, ["backup", str(copy), "--store", str(store)])
    assert isinstance(again.exception, StoreError)
    replaced = RUN.invoke(app, ["backup", str(copy), "--store", str(store), "--replace"])
    assert replaced.exit_code == 0


def test_restoring_into_an_empty_place_keeps_nothing(tmp_path: Path) -> None:
    store, copy = tmp_path / "s.sqlite", tmp_path / "copy.sqlite"
    RUN.invoke(app, ["team", "--store", str(store), "--name", "Mine"])
    RUN.invoke(app, ["backup", str(copy), "--store", str(store)])
    restored = RUN.invoke(app, ["restore", str(copy), "--store", str(tmp_path / "new.sqlite")])
    assert "kept in" not in restored.stdout
    assert name_of(tmp_path / "new.sqlite") == "Mine"
