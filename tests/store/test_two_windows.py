import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.store_builders import dump, leads, merge

from cockpit.domain.errors import StoreError
from cockpit.domain.records import FileKind
from cockpit.domain.team import Team
from cockpit.store.opening import Store, open_store
from cockpit.store.queries import load_funnel, load_team


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """A second window on the same store."""
    with closing(open_store(store.location)) as other:
        yield other


def test_other_windows_write_is_noticed(store: Store, other: Store) -> None:
    assert len(load_funnel(store).leads) == 0
    before = store.change_count()
    merge(other, FileKind.LEADS, **leads())
    assert store.change_count() > before
    assert len(load_funnel(store).leads) == 2


def test_own_write_is_noticed_and_reading_is_not(store: Store, other: Store) -> None:
    before = store.change_count()
    load_funnel(store)
    load_team(other)
    assert store.change_count() == before
    merge(store, FileKind.LEADS, **leads())
    after = store.change_count()
    assert after > before
    assert store.change_count() == after


def test_funnel_is_kept_until_something_changes(store: Store) -> None:
    merge(store, FileKind.LEADS, **leads())
    first = load_funnel(store)
    assert load_funnel(store) is first
    merge(store, FileKind.LEADS, lead_id=["L3"], assigned_at=[0])
    assert len(load_funnel(store).leads) == 3


def test_funnel_read_while_writing_is_not_kept(store: Store) -> None:
    with store.unit_of_work() as work:
        work.merge(FileKind.LEADS, leads(), work.begin_batch("test"))
        assert len(load_funnel(store).leads) == 2
        work.abandon()
    assert len(load_funnel(store).leads) == 0


def test_writes_of_two_windows_follow_each_other(store: Store, other: Store) -> None:
    def write(window: Store, prefix: str) -> None:
        for number in range(20):
            merge(window, FileKind.LEADS, lead_id=[f"{prefix}{number}", "both"], assigned_at=[0, 0])

    threads = [
        threading.Thread(target=write, args=(window, prefix))
        for window, prefix in ((store, "a"), (other, "b"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load_funnel(store).leads) == len(load_funnel(other).leads) == 41


def test_one_window_may_be_used_by_several_threads(store: Store) -> None:
    def write(prefix: str) -> None:
        for number in range(20):
            merge(store, FileKind.LEADS, lead_id=[f"{prefix}{number}"], assigned_at=[0])
            load_funnel(store)

    threads = [threading.Thread(target=write, args=(prefix,)) for prefix in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load_funnel(store).leads) == 60


def test_windows_that_create_a_store_at_once_share_it(tmp_path: Path) -> None:
    program = (
        "import sys; from cockpit.store.opening import open_store\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "open_store(sys.argv[1], patience=30.0).close()"
    )
    path = tmp_path / "team.sqlite"
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for window in windows:
        assert window.stdout is not None
        assert window.stdout.readline() == b"ready\n"
    for window in windows:
        assert window.stdin is not None
        window.stdin.close()
    for window in windows:
        with window:
            assert window.wait(60) == 0
    with closing(open_store(path)) as store:
        assert merge(store, FileKind.LEADS, **leads()).added == 2


_IMPORTER = """
import sys
import numpy as np
from cockpit.domain.records import FileKind
from cockpit.store.opening import open_store

count = 50_000
store = open_store(sys.argv[1])
with store.unit_of_work() as work:
    batch = work.begin_batch("import that is killed")
    work.merge(
        FileKind.LEADS,
        {
            "lead_id": np.array([f"X{number}" for number in range(count)], dtype=object),
            "assigned_at": np.zeros(count, dtype=np.int64),
            "account": np.array(["Account " * 20] * count, dtype=object),
        },
        batch,
    )
    if sys.argv[2] == "before finishing":
        print("ready", flush=True)
        sys.stdin.read()
    work.finish()
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("moment", ["before finishing", "before the commit"])
@pytest.mark.parametrize("known", [0, 2])
def test_killed_import_leaves_the_store_as_it_was(store: Store, moment: str, known: int) -> None:
    if known:
        merge(store, FileKind.LEADS, **leads())
    store.close()
    path = Path(store.location)
    before = dump(path)
    with subprocess.Popen(
        [sys.executable, "-c", _IMPORTER, str(path), moment],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as importer:
        assert importer.stdout is not None
        assert importer.stdout.readline() == b"ready\n"
        assert path.with_name(f"{path.name}-wal").stat().st_size > 1_000_000  # it was under way
        importer.kill()
    assert importer.returncode != 0
    with closing(open_store(path)) as reopened:
        assert dump(path) == before
        assert merge(reopened, FileKind.LEADS, **leads()).added == 2 - known
        with reopened.unit_of_work() as work:
            work.save_team(Team("Still writable"))


@pytest.mark.parametrize("fate", ["deleted", "moved", "replaced"])
def test_nothing_is_written_to_a_file_that_is_no_longer_there(store: Store, fate: str) -> None:
    path = Path(store.location)
    if os.name == "nt":  # Windows does not let go of a file that is open
        with pytest.raises(PermissionError):
            path.unlink()
        return
    aside = path.with_name("aside.sqlite")
    path.rename(aside)
    if fate == "deleted":
        aside.unlink()
    elif fate == "replaced":
        path.write_bytes(aside.read_bytes())
    with pytest.raises(StoreError, match="moved, deleted or replaced"):
        merge(store, FileKind.LEADS, **leads())
    with pytest.raises(StoreError, match="moved, deleted or replaced"):
        store.change_count()
    if fate == "moved":
        aside.rename(path)
        assert merge(store, FileKind.LEADS, **leads()).added == 2
