import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.store_builders import dump, leads, merge

from cockpit.domain.errors import StoreDamagedError, StoreError
from cockpit.domain.records import FileKind
from cockpit.store.failures import in_plain_words
from cockpit.store.migrating import NEWEST
from cockpit.store.opening import APPLICATION_ID, find_store, open_store
from cockpit.store.queries import load_funnel, load_plan


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A store with two leads that nobody has open."""
    path = tmp_path / "team.sqlite"
    with closing(open_store(path)) as store:
        merge(store, FileKind.LEADS, **leads())
    return path


def test_missing_file_is_created_marked_and_migrated(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [(NEWEST,)]


def test_commits_are_safe_and_foreign_keys_on(tmp_path: Path) -> None:
    with (
        closing(open_store(tmp_path / "new.sqlite")) as store,
        store.reading() as connection,
    ):
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("name", ["a b.sqlite", "100%25.sqlite", "what?.sqlite", "ü#1@x.sqlite"])
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    open_store(tmp_path / name).close()
    open_store(tmp_path / name).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_location_may_be_a_url(closed: Path) -> None:
    with closing(open_store(f"sqlite:///{closed}")) as store:
        assert len(load_funnel(store).leads) == 2


def test_location_comes_from_the_environment(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_STORE", str(closed))
    assert find_store() == closed


def test_default_location_is_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COCKPIT_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    path = find_store()
    assert path.name == "cockpit.sqlite"
    assert path.parent.is_dir()


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("postgresql+psycopg://host/team", "on postgresql cannot be opened by this version"),
        ("sqlite://", "names no file"),
        ("nonsense://", "nonsense"),
    ],
)
def test_urls_that_name_no_file_are_refused(location: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        open_store(location)


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder, not a store"):
        open_store(tmp_path)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        open_store(tmp_path / "nowhere" / "team.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear team, " * 100)
    with pytest.raises(StoreError, match="is not a store of Revenue Cockpit"):
        open_store(path)
    assert path.read_text() == "Dear team, " * 100
    assert list(tmp_path.iterdir()) == [path]


def test_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE lead (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="database of another program"):
        open_store(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_newer_schema_is_refused_untouched(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = closed.read_bytes()
    with pytest.raises(StoreError, match="written by a newer version"):
        open_store(closed)
    assert closed.read_bytes() == before
    assert list(closed.parent.iterdir()) == [closed]


def test_cut_off_file_is_damaged(closed: Path) -> None:
    closed.write_bytes(closed.read_bytes()[:60])
    with pytest.raises(StoreDamagedError, match="cut off"):
        open_store(closed)


def test_overwritten_pages_are_damaged(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    content[200:] = b"\xff" * (len(content) - 200)
    closed.write_bytes(content)
    with pytest.raises(StoreDamagedError, match=r"is damaged .* Restore the latest backup"):
        load_plan(open_store(closed))


def test_store_that_a_crash_left_open_is_verified(closed: Path) -> None:
    damaged = bytearray(closed.read_bytes())
    page = int.from_bytes(damaged[16:18])
    with closing(sqlite3.connect(closed)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'uq_lead'"
        (number,) = connection.execute(query).fetchone()
    start = (number - 1) * page
    damaged[start + 8 : start + page] = b"\0" * (page - 8)
    closed.write_bytes(damaged)
    open_store(closed).close()  # nothing beside it: it was closed as it should
    closed.with_name(f"{closed.name}-wal").touch()
    with pytest.raises(
        StoreDamagedError, match=r"does not fit together\. Restore the latest backup"
    ):
        open_store(closed)


def test_writing_while_another_program_writes_is_refused(closed: Path) -> None:
    before = dump(closed)
    with (
        closing(open_store(closed, patience=0.01)) as store,
        closing(sqlite3.connect(closed, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing"):
            merge(store, FileKind.LEADS, **leads(status=["new", "new"]))
        assert len(load_funnel(store).leads) == 2  # reading goes on
    assert dump(closed) == before


def test_creating_while_another_program_holds_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "team.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="another program is writing"):
            open_store(path, patience=0.01)


def test_full_disk_is_told_and_nothing_changes(closed: Path) -> None:
    with closing(open_store(closed)) as store:
        before = dump(closed)
        with store.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        names = [f"Account {i} " + "x" * 500 for i in range(1000)]
        with pytest.raises(StoreError, match=r"The disk that holds .* is full; nothing"):
            merge(
                store,
                FileKind.LEADS,
                lead_id=names,
                assigned_at=[0] * len(names),
                account=names,
            )
        assert dump(closed) == before
        with store.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert merge(store, FileKind.LEADS, **leads()).unchanged == 2


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def no_privileges() -> Iterator[None]:
    """Act as a user whom permissions bind; root may write everywhere."""
    is_root = os.name == "posix" and os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_read_only_folder_is_told(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with no_privileges(), pytest.raises(StoreError) as caught:
        open_store(open_folder / "team.sqlite")
    assert f"{open_folder} is read-only" in str(caught.value)
    assert list(open_folder.iterdir()) == []


def test_read_only_file_is_told(open_folder: Path) -> None:
    path = open_folder / "team.sqlite"
    open_store(path).close()
    before = path.read_bytes()
    path.chmod(0o444)
    open_folder.chmod(0o777)
    with no_privileges(), pytest.raises(StoreError) as caught:
        open_store(path)
    assert f"{path} is read-only" in str(caught.value)
    assert path.read_bytes() == before


def test_unreadable_file_is_told(open_folder: Path) -> None:
    path = open_folder / "team.sqlite"
    open_store(path).close()
    path.chmod(0o000)
    with no_privileges(), pytest.raises(StoreError, match="cannot be read: Permission denied"):
        open_store(path)


def test_url_that_cannot_be_read_is_told() -> None:
    with pytest.raises(StoreError, match="is not a store: write a file or sqlite"):
        open_store("sqlite://host:port/team.sqlite")


def test_no_room_beside_the_store_is_a_full_disk_too() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    with pytest.raises(StoreError, match="is full"), in_plain_words("team.sqlite"):
        raise error
