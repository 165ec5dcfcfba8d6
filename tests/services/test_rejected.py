"""Rejected rows saved as files, at once or later, and imported again."""

from pathlib import Path

import pytest

from cockpit.domain.errors import UsageError
from cockpit.services.importing import ImportRequest, ImportResult, import_files
from cockpit.services.rejected import load_rejected, save_rejected
from cockpit.store.opening import Store

LEADS = "lead_id,assigned_at,rep\nL1,2026-07-01,Ben\nL2,soon,Ben\nL3,2026-07-03,Ben\n,x,Ben\n"


def run(store: Store, *paths: Path) -> ImportResult:
    return import_files(store, ImportRequest(paths=paths))


def write(folder: Path, name: str = "leads.csv", text: str = LEADS) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_taken_and_what_was_saved_are_together_the_file(
    store: Store, tmp_path: Path
) -> None:
    result = run(store, write(tmp_path))
    (saved,) = save_rejected(result.rejected, tmp_path / "out")
    assert saved.path == tmp_path / "out" / "leads rejected.csv"
    lines = saved.path.read_text("utf-8").splitlines()
    assert lines[1:] == [
        "L2,soon,Ben,assigned_at: not a date",
        ',x,Ben,"lead_id: empty, but lead_id is required; assigned_at: not a date"',
    ]
    assert saved.rows + result.files[0].added == result.files[0].rows


def test_corrected_rows_go_in_and_the_reason_is_not_read(store: Store, tmp_path: Path) -> None:
    result = run(store, write(tmp_path))
    (saved,) = save_rejected(result.rejected, tmp_path)
    text = saved.path.read_text("utf-8").replace("L2,soon", "L2,2026-07-02")
    saved.path.write_text(text, "utf-8")
    again = run(store, saved.path).files[0]
    assert (again.rows, again.added, again.rejected) == (2, 1, 1)
    assert [found.problem for found in again.problems if found.row is None] == []


def test_rows_of_an_earlier_import_can_still_be_saved(store: Store, tmp_path: Path) -> None:
    result = run(store, write(tmp_path))
    assert result.batch is not None
    (saved,) = save_rejected(load_rejected(store, result.batch), tmp_path / "kept.csv")
    assert saved.rows == 2
    assert saved.path.read_text("utf-8").startswith("lead_id,assigned_at,rep,problem\nL2,soon")


def test_the_same_file_again_tells_its_rejected_rows_again(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path)
    run(store, path)
    again = run(store, path)
    assert [(table.name, len(table.rejections)) for table in again.rejected] == [("leads.csv", 2)]


def test_a_file_that_changed_or_went_is_told(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path)
    batch = run(store, path).batch
    assert batch is not None
    write(tmp_path, text=f"{LEADS}L9,2026-07-01,Ben\n")
    with pytest.raises(UsageError, match=r"leads.csv has changed since it was imported. Import it"):
        save_rejected(load_rejected(store, batch), tmp_path / "out")
    path.unlink()
    with pytest.raises(UsageError, match=r"leads\.csv is no longer there"):
        save_rejected(load_rejected(store, batch), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_several_files_need_a_folder_and_names_of_their_own(store: Store, tmp_path: Path) -> None:
    other = LEADS.replace("L", "M")
    paths = (write(tmp_path / "a"), write(tmp_path / "b", text=other))
    result = run(store, *paths)
    with pytest.raises(UsageError, match="name a folder"):
        save_rejected(result.rejected, tmp_path / "all.csv")
    saved = save_rejected(result.rejected, tmp_path / "out")
    assert [each.path.name for each in saved] == ["leads rejected.csv", "leads rejected 2.csv"]


def test_without_rejected_rows_nothing_is_written(store: Store, tmp_path: Path) -> None:
    result = run(store, write(tmp_path, text="lead_id,assigned_at\nL1,2026-07-01\n"))
    assert save_rejected(result.rejected, tmp_path / "out") == ()
    assert not (tmp_path / "out").exists()


def test_there_is_no_such_import(store: Store) -> None:
    with pytest.raises(UsageError, match="no import number 9"):
        load_rejected(store, 9)


def test_a_file_that_is_being_corrected_is_not_replaced(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path)
    (first,) = save_rejected(run(store, path).rejected, tmp_path / "out")
    (again,) = save_rejected(run(store, path).rejected, tmp_path / "out")
    assert again == first
    first.path.write_text("corrected", "utf-8")
    (other,) = save_rejected(run(store, path).rejected, tmp_path / "out")
    assert (other.path.name, other.rows) == ("leads rejected 2.csv", 2)
    assert first.path.read_text("utf-8") == "corrected"
