"""Copies of the store, brought back while a window is open on it."""

from pathlib import Path

import pytest

from cockpit.domain.errors import StoreError
from cockpit.domain.team import Team
from cockpit.services import Store, open_store
from cockpit.services.backup import back_up_store, empty_store, measure_store, restore_store
from cockpit.services.team import load_team, save_team


def test_a_backup_brings_back_what_was_there(store: Store, tmp_path: Path) -> None:
    save_team(store, Team(name="Before"))
    back_up_store(store, tmp_path / "copy.sqlite")
    save_team(store, Team(name="After"))
    kept, changes = restore_store(store.location, tmp_path / "copy.sqlite")
    assert changes
    assert load_team(store).name == "Before"
    assert kept is not None
    former = open_store(kept)
    assert load_team(former).name == "After"
    former.close()


def test_a_backup_is_replaced_only_when_asked(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    back_up_store(store, copy)
    with pytest.raises(StoreError, match="is there already"):
        back_up_store(store, copy)
    back_up_store(store, copy, replace=True)
    assert copy.stat().st_size > 0


def test_what_is_no_backup_changes_nothing(store: Store, tmp_path: Path) -> None:
    save_team(store, Team(name="Mine"))
    other = tmp_path / "notes.sqlite"
    other.write_text("not a store", encoding="utf-8")
    with pytest.raises(StoreError, match="not a store of Revenue Cockpit"):
        restore_store(store.location, other)
    assert load_team(store).name == "Mine"


def test_an_emptied_store_is_kept_beside(store: Store) -> None:
    save_team(store, Team(name="Mine"))
    kept, _ = empty_store(store.location)
    assert load_team(store).name == Team().name
    assert kept is not None
    assert kept.parent == Path(store.location).parent


def test_the_size_includes_the_journal(store: Store) -> None:
    path = Path(store.location)
    assert measure_store(store) >= path.stat().st_size
