import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from tests.store_builders import dump, leads, merge

from cockpit.domain.records import FileKind
from cockpit.store import migrating
from cockpit.store.connection import build_engine
from cockpit.store.opening import open_store
from cockpit.store.queries import load_funnel

SCRIPTS = ScriptDirectory.from_config(migrating.build_config())
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


def _schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {sql for (sql,) in rows.fetchall()}


def _run(path: Path, step: str, revision: str) -> None:
    """Move a store to a revision, as a program of that time would have left it."""
    with build_engine(path, 1.0).connect() as connection, connection.begin():
        config = migrating.build_config()
        config.attributes["connection"] = connection
        getattr(command, step)(config, revision)


def test_new_store_is_as_all_steps_would_make_it(tmp_path: Path) -> None:
    created, migrated = tmp_path / "created.sqlite", tmp_path / "migrated.sqlite"
    open_store(created).close()
    sqlite3.connect(migrated).close()
    _run(migrated, "upgrade", "head")
    assert _schema(created) == _schema(migrated)
    assert dump(created) == dump(migrated)


def test_newest_revision_is_the_head_of_the_steps() -> None:
    assert SCRIPTS.get_heads() == [migrating.NEWEST]


def test_opening_copies_an_older_store_before_migrating_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team.sqlite"
    with closing(open_store(path)) as store:
        merge(store, FileKind.LEADS, **leads())
    older = dump(path)
    steps = tmp_path / "steps"
    shutil.copytree(Path(migrating.__file__).parent / "migrations", steps)
    (steps / "versions" / "0002_next.py").write_text(
        "from alembic import op\n"
        "revision, down_revision = '0002', '0001'\n"
        "def upgrade(): op.execute('CREATE TABLE note (text TEXT)')\n"
    )
    monkeypatch.setattr(migrating, "SCRIPTS", str(steps))
    monkeypatch.setattr(migrating, "NEWEST", "0002")
    with closing(open_store(path)) as store:
        assert len(load_funnel(store).leads) == 2
    (copy,) = tmp_path.glob("team.before-0002.*.sqlite")
    assert dump(copy) == older
    assert dump(path) == older | {"note": [], "alembic_version": [("0002",)]}


def test_failed_migration_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team.sqlite"
    open_store(path).close()
    older = dump(path)
    steps = tmp_path / "steps"
    shutil.copytree(Path(migrating.__file__).parent / "migrations", steps)
    (steps / "versions" / "0002_next.py").write_text(
        "from alembic import op\n"
        "revision, down_revision = '0002', '0001'\n"
        "def upgrade(): op.execute('CREATE TABLE note (text TEXT)'); 1 / 0\n"
    )
    monkeypatch.setattr(migrating, "SCRIPTS", str(steps))
    monkeypatch.setattr(migrating, "NEWEST", "0002")
    with pytest.raises(ZeroDivisionError):
        open_store(path)
    assert dump(path) == older


@pytest.mark.parametrize("revision", REVISIONS)
def test_data_of_every_revision_survives_opening(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "team.sqlite"
    with closing(open_store(path)) as store:
        merge(store, FileKind.LEADS, **leads(status=["new", None]))
        merge(store, FileKind.LEADS, **leads(status=["won", None]))
    _run(path, "downgrade", revision)
    with closing(open_store(path)) as store:
        assert len(load_funnel(store).leads) == 2
    assert [row[0] for row in dump(path)["lead_history"]] == [1]


def test_crash_before_the_first_migration_is_made_good(tmp_path: Path) -> None:
    path = tmp_path / "team.sqlite"
    open_store(path).close()
    _run(path, "downgrade", "base")
    with closing(open_store(path)) as store:
        assert len(load_funnel(store).leads) == 0


def test_wheel_contains_the_migrations(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    folder = Path(migrating.__file__).parent / "migrations"
    wanted = {f"cockpit/store/migrations/{p.relative_to(folder)}" for p in folder.rglob("*.py")}
    assert wanted <= names
