import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.store_builders import dump, leads, merge

from cockpit.domain.errors import StoreDamagedError, StoreError
from cockpit.domain.records import FileKind
from cockpit.store.backup import back_up, restore
from cockpit.store.opening import Store, open_store
from cockpit.store.queries import load_funnel


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    """A backup of a store with two leads, which has got a third one since."""
    path = tmp_path / "backup.sqlite"
    merge(store, FileKind.LEADS, **leads())
    back_up(store, path)
    merge(store, FileKind.LEADS, lead_id=["L3"], assigned_at=[0])
    return path


def test_backup_is_a_whole_store(backup: Path) -> None:
    with closing(open_store(backup)) as copy:
        assert load_funnel(copy).leads["assigned"].tolist() == [10, 20]


def test_backup_does_not_replace_a_file_unasked(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear team")
    with pytest.raises(StoreError, match="is there already"):
        back_up(store, path)
    assert path.read_text() == "Dear team"
    back_up(store, path, replace=True)
    assert dump(path) == dump(store.location)


def test_backup_over_the_store_itself_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="is the store itself"):
        back_up(store, store.location, replace=True)


def test_backup_into_a_missing_folder_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"backup.sqlite cannot be written: .*nowhere is"):
        back_up(store, tmp_path / "nowhere" / "backup.sqlite")


def test_restore_brings_back_and_keeps_what_was_there(store: Store, backup: Path) -> None:
    before = dump(store.location)
    kept = restore(store.location, backup)
    assert kept is not None
    assert dump(kept) == before
    assert dump(store.location) == dump(backup)


def test_open_window_sees_the_restored_store(store: Store, backup: Path) -> None:
    assert len(load_funnel(store).leads) == 3
    restore(store.location, backup)
    assert len(load_funnel(store).leads) == 2
    assert merge(store, FileKind.LEADS, **leads()).unchanged == 2


def test_restore_to_where_there_was_nothing(backup: Path, tmp_path: Path) -> None:
    assert restore(tmp_path / "new.sqlite", backup) is None
    assert dump(tmp_path / "new.sqlite") == dump(backup)


def test_restore_replaces_a_damaged_store_and_keeps_its_remains(store: Store, backup: Path) -> None:
    store.close()
    path = Path(store.location)
    path.write_bytes(path.read_bytes()[:50])
    kept = restore(path, backup)
    assert kept is not None
    assert kept.stat().st_size == 50
    assert dump(path) == dump(backup)


@pytest.mark.parametrize("content", [None, b"", b"not a store " * 20])
def test_file_that_is_no_backup_is_refused(
    store: Store, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "other"
    if content is not None:
        path.write_bytes(content)
    before = dump(store.location)
    with pytest.raises(StoreError, match=r"cannot be restored|is not a store"):
        restore(store.location, path)
    assert dump(store.location) == before


def test_damaged_backup_is_refused_and_nothing_changes(store: Store, backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[20_000:60_000] = b"\x55" * 40_000
    backup.write_bytes(content)
    before = dump(store.location)
    with pytest.raises(StoreDamagedError, match="is damaged"):
        restore(store.location, backup)
    assert dump(store.location) == before


def test_backup_of_a_newer_version_is_refused_and_nothing_changes(
    store: Store, backup: Path
) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = dump(store.location)
    with pytest.raises(StoreError, match="written by a newer version"):
        restore(store.location, backup)
    assert dump(store.location) == before


def test_restore_while_another_program_writes_is_refused(store: Store, backup: Path) -> None:
    before = dump(store.location)
    with closing(sqlite3.connect(store.location, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing"):
            restore(store.location, backup, patience=0.01)
    assert dump(store.location) == before
