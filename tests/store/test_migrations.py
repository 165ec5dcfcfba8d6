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

from cockpit.domain.imports import MergeCounts
from cockpit.domain.records import FileKind
from cockpit.store import migrating
from cockpit.store.connection import build_engine
from cockpit.store.kinds import MISSING
from cockpit.store.opening import APPLICATION_ID, open_store
from cockpit.store.queries import load_funnel

SCRIPTS = ScriptDirectory.from_config(migrating.build_config())
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


STORES = Path(__file__).parent / "stores"


def _schema(path: Path) -> dict[str, list[object]]:
    """Return all columns, keys and indexes; how they came to be (CREATE, ALTER) plays no part."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        schema: dict[str, list[object]] = {
            name: [" ".join(sql.split())] for kind, name, sql in rows if kind == "index" and sql
        }
        for table in [name for kind, name, _ in rows if kind == "table"]:
            schema[table] = [
                connection.execute(f"PRAGMA {asked}({table})").fetchall()
                for asked in ("table_xinfo", "foreign_key_list")
            ]
    return schema


def _build_older(path: Path) -> None:
    """Make the store that version 0.2 left behind: three imports, three reps, a plan, history."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript((STORES / "0001.sql").read_text("utf-8"))


def _run(path: Path, step: str, revision: str) -> None:
    """Move a store to a revision, as a program of that time would have left it."""
    with build_engine(path, 1.0).connect() as connection, connection.begin():
        config = migrating.build_config()
        config.attributes["connection"] = connection
        getattr(command, step)(config, revision)


def _add_step(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the program know one more step than it does."""
    steps = folder / "steps"
    shutil.copytree(Path(migrating.__file__).parent / "migrations", steps)
    (steps / "versions" / "next.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = 'next', {migrating.NEWEST!r}\n"
        f"def upgrade(): {code}\n"
    )
    monkeypatch.setattr(migrating, "SCRIPTS", str(steps))
    monkeypatch.setattr(migrating, "NEWEST", "next")


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
    _add_step(tmp_path, monkeypatch, "op.execute('CREATE TABLE note (text TEXT)')")
    with closing(open_store(path)) as store:
        assert len(load_funnel(store).leads) == 2
    (copy,) = tmp_path.glob("team.before-next.*.sqlite")
    assert dump(copy) == older
    assert dump(path) == older | {"note": [], "alembic_version": [("next",)]}


def test_failed_migration_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "team.sqlite"
    open_store(path).close()
    older = dump(path)
    _add_step(tmp_path, monkeypatch, "op.execute('CREATE TABLE note (text TEXT)'); 1 / 0")
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


def test_real_older_store_keeps_all_it_had(tmp_path: Path) -> None:
    path = tmp_path / "team.sqlite"
    _build_older(path)
    older = dump(path)
    open_store(path).close()
    newer = dump(path)
    (copy,) = tmp_path.glob("team.before-*.sqlite")
    assert dump(copy) == older
    for table in older.keys() - {"alembic_version"}:
        kept = [row[: len(old)] for row, old in zip(newer[table], older[table], strict=True)]
        assert kept == older[table]


def test_records_of_an_older_store_are_known_again(tmp_path: Path) -> None:
    path = tmp_path / "team.sqlite"
    _build_older(path)
    with closing(open_store(path)) as store, store.unit_of_work() as work:
        batch = work.begin_batch("again")
        reps = work.ensure_reps(["Amara Okafor", "Cleo Dubois"])
        sources = work.ensure_sources(["Webinar", "Fair"])
        lines = {
            "lead_id": ["L-1", "L-5"],
            "assigned_at": [1_782_864_000, 1_783_209_600],
            "created_at": [1_782_777_600, MISSING],
            "rep": [reps["Amara Okafor"], reps["Cleo Dubois"]],
            "source": [sources["Webinar"], sources["Fair"]],
            "status": ["converted", "new"],
            "campaign": ["Spring", None],
            "account": ["Acme GmbH", "Umbrella"],
        }
        assert work.merge(FileKind.LEADS, lines, batch) == MergeCounts(unchanged=2)
        claims = lines | {"opportunity_ids": ["O-1", None]}
        assert work.merge(FileKind.LEADS, claims, batch) == MergeCounts(updated=1, unchanged=1)


def test_file_that_an_older_store_knows_need_not_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "team.sqlite"
    _build_older(path)
    with closing(open_store(path)) as store, store.unit_of_work() as work:
        same = work.find_same_file(
            "584e75c2f9fe37b3feb0d0ad72ed4bc2fd0d8a326a7958bea1f6fd3804beed10"
        )
        assert same is not None
        assert (same.file, same.unchanged) == ("leads_later.csv", 5)


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
