"""Whatever moment an import or its undoing dies at, the store is as before, or as after."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.store_builders import dump

from cockpit.domain.errors import StoreError
from cockpit.services.importing import ImportRequest, import_files
from cockpit.services.imports import undo_last_import
from cockpit.store.opening import open_store

KILLS = 20
ROWS = 600
LOG = {"import_batch", "import_file", "quality_measure", "revision", "setting_change"}
"""Tables that say what happened, and when; the others say what is known."""

Content = dict[str, list[Any]]
Job = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def job() -> Iterator[Job]:
    """Run `crash_server`'s jobs in children of a process that has loaded everything."""
    root = Path(__file__).parents[2]
    program = [sys.executable, str(Path(__file__).with_name("crash_server.py"))]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None

        def run(store: Path, files: list[Path], **moment: object) -> dict[str, Any]:
            assert server.stdin is not None
            assert server.stdout is not None
            wanted = {"store": str(store), "files": list(map(str, files)), **moment}
            server.stdin.write(json.dumps(wanted) + "\n")
            server.stdin.flush()
            answer: dict[str, Any] = json.loads(server.stdout.readline())
            return answer

        yield run
        server.stdin.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two files of last week and two of this week, a third of whose rows are new or changed."""
    folder = tmp_path_factory.mktemp("files")
    paths = []
    for week in (1, 2):
        leads = folder / f"leads_{week}.csv"
        deals = folder / f"opportunities_{week}.csv"
        numbers = range(ROWS + (week - 1) * ROWS // 5)
        leads.write_text(
            "lead_id,assigned_at,rep,source,status\n"
            + "".join(
                f"L{n},2026-07-{n % 28 + 1:02},Rep {n % 7},Source {n % 3},"
                f"{'worked' if week == 2 and n % 6 == 0 else 'new'}\n"
                for n in numbers
            )
        )
        deals.write_text(
            "opportunity_id,created_at,outcome,rep,lead_id,amount\n"
            + "".join(
                f"O{n},2026-08-{n % 28 + 1:02},open,Rep {n % 7},L{n},{100 + week * (n % 9 == 0)}\n"
                for n in numbers[::3]
            )
        )
        paths += [leads, deals]
    return paths


@pytest.fixture(scope="module")
def states(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a store with last week's files, and one with this week's imported as well."""
    folder = tmp_path_factory.mktemp("stores")
    before, after = folder / "before.sqlite", folder / "after.sqlite"
    with closing(open_store(before)) as store:
        import_files(store, ImportRequest(tuple(files[:2])))
    shutil.copy(before, after)
    with closing(open_store(after)) as store:
        import_files(store, ImportRequest(tuple(files[2:])))
    return before, after


def content(path: Path) -> Content:
    return {name: rows for name, rows in dump(path).items() if name not in LOG}


def check_sound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {sql for (sql,) in rows}


def count_pages(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("PRAGMA page_count").fetchone()
        return int(count)


def spread(count: int, last: int, seed: int) -> list[int]:
    """Return moments spread over all there are, each somewhere in its own part of them."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [int((part + chance.random()) * last / count) + 1 for part in range(count)]


def copy(store: Path, folder: Path) -> Path:
    path = folder / "team.sqlite"
    for old in folder.glob("team.sqlite*"):
        old.unlink()
    shutil.copy(store, path)
    return path


def test_import_killed_at_any_moment_changes_nothing_and_can_be_run_again(
    job: Job, files: list[Path], states: tuple[Path, Path], tmp_path: Path
) -> None:
    before, after = map(content, states)
    done = job(copy(states[0], tmp_path), files[2:])
    assert done["status"] == 0
    assert content(tmp_path / "team.sqlite") == after
    for moment in spread(KILLS, done["moments"], seed=4):
        path = copy(states[0], tmp_path)
        died = job(path, files[2:], die_at=moment)
        assert died["status"] == -signal.SIGKILL
        open_store(path).close()
        check_sound(path)
        assert content(path) == before
        with closing(open_store(path)) as store:
            import_files(store, ImportRequest(tuple(files[2:])))
        assert content(path) == after


def test_first_load_killed_at_any_moment_leaves_an_empty_store_with_its_indexes(
    job: Job, files: list[Path], tmp_path: Path
) -> None:
    empty, done = tmp_path / "empty.sqlite", tmp_path / "done"
    open_store(empty).close()
    done.mkdir()
    finished = job(copy(empty, done), files[:2], bulk=100)
    for moment in spread(6, finished["moments"], seed=3):
        path = copy(empty, tmp_path)
        assert job(path, files[:2], bulk=100, die_at=moment)["status"] == -signal.SIGKILL
        open_store(path).close()
        check_sound(path)
        assert (content(path), schema(path)) == (content(empty), schema(empty))
    assert schema(done / "team.sqlite") == schema(empty)


def test_undo_killed_at_any_moment_changes_nothing_and_can_be_run_again(
    job: Job, states: tuple[Path, Path], tmp_path: Path
) -> None:
    before, after = map(content, states)
    done = job(copy(states[1], tmp_path), [])
    assert content(tmp_path / "team.sqlite") == before
    for moment in spread(8, done["moments"], seed=5):
        path = copy(states[1], tmp_path)
        assert job(path, [], die_at=moment)["status"] == -signal.SIGKILL
        open_store(path).close()
        check_sound(path)
        assert content(path) == after
        with closing(open_store(path)) as store:
            undo_last_import(store)
        assert content(path) == before


@pytest.mark.parametrize("is_killed", [True, False])
def test_write_cut_short_leaves_all_or_nothing(
    job: Job, files: list[Path], states: tuple[Path, Path], tmp_path: Path, *, is_killed: bool
) -> None:
    before, after = map(content, states)
    path = copy(states[0], tmp_path)
    found = set()
    for limit in spread(8, 2 * states[1].stat().st_size, seed=6):
        path = copy(states[0], tmp_path)
        ended = job(path, files[2:], limit=limit, limit_kills=is_killed)
        open_store(path).close()
        check_sound(path)
        assert content(path) in (before, after)
        found.add((ended["status"], "fault" in ended, content(path) == after))
        if "fault" in ended:
            assert (
                "Nothing was changed" in ended["fault"] or "nothing was changed" in ended["fault"]
            )
            assert content(path) == before
        with closing(open_store(path)) as store:
            import_files(store, ImportRequest(tuple(files[2:])))
        assert content(path) == after
    expected = -signal.SIGXFSZ if is_killed else 0
    assert (expected, not is_killed, False) in found


@pytest.mark.parametrize("room", [0, 0.25, 0.5, 0.75])
def test_full_disk_is_told_and_the_import_can_be_run_again(
    files: list[Path], states: tuple[Path, Path], tmp_path: Path, room: float
) -> None:
    path = copy(states[0], tmp_path)
    small, large = (count_pages(state) for state in states)
    with closing(open_store(path)) as store:
        with store.reading() as connection:
            most = small + int((large - small) * room)
            connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")
        with pytest.raises(StoreError, match=r"The disk that holds .* is full; nothing"):
            import_files(store, ImportRequest(tuple(files[2:])))
        assert content(path) == content(states[0])
        with store.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        import_files(store, ImportRequest(tuple(files[2:])))
    check_sound(path)
    assert content(path) == content(states[1])
