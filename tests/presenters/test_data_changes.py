"""What an import changed, what undoing it does, and its rejected rows, on a real store."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.record_changes import ChangeKind
from cockpit.presenters.data import DataPresenter
from cockpit.presenters.data_changes import (
    ask_changes,
    ask_undo,
    describe_undo,
    filter_changes,
    undo_import,
    write_changes,
)
from cockpit.presenters.data_rejected import ask_rejected, save_rows
from cockpit.presenters.workspace import Workspace
from cockpit.services.importing import ImportRequest, import_files

HEADER = "opportunity_id,created_at,outcome,rep,amount,closed_at\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A store after two imports of the same deals, the second of which differs."""
    workspace = Workspace.open(tmp_path / "cockpit.sqlite", date(2026, 9, 14))
    take(workspace, tmp_path / "a.csv", "O1,2026-07-01,open,Ben,100,\nO2,2026-07-01,open,Ben,9,\n")
    rows = "O1,2026-07-01,won,Ben,120.50,2026-08-02\nO3,2026-07-05,open,=Ana,7,\nO4,x,open,Ben,1,\n"
    take(workspace, tmp_path / "b.csv", rows)
    yield workspace
    workspace.close()


def take(workspace: Workspace, path: Path, rows: str) -> None:
    path.write_text(HEADER + rows, encoding="utf-8")
    import_files(workspace.store, ImportRequest(paths=(path,)))


def test_every_field_that_changed_is_told(workspace: Workspace) -> None:
    view = ask_changes(workspace, 2)
    assert view.sentence == "1 opportunity added and 1 opportunity updated. 1 rep added: =Ana."
    assert view.counts == {ChangeKind.ADDED: 1, ChangeKind.UPDATED: 1}
    updated = [line for line in view.lines if line.change is ChangeKind.UPDATED]
    assert [(line.record, line.field, line.before, line.after) for line in updated] == [
        ("O1", "Closed", "—", "2 Aug 2026"),
        ("O1", "Outcome", "open", "won"),
        ("O1", "Amount", "$100.00", "$120.50"),
    ]
    (added,) = (line for line in view.lines if line.change is ChangeKind.ADDED)
    assert (added.record, added.field, added.before) == ("O3", "", "")
    assert "Amount $7.00" in added.after


def test_changes_are_filtered_by_kind_and_by_text(workspace: Workspace) -> None:
    view = ask_changes(workspace, 2, ChangeKind.ADDED)
    assert (view.listed, view.total) == (1, 1)
    assert {line.record for line in view.lines} == {"O3"}
    lines = ask_changes(workspace, 2).lines
    assert [line.field for line in filter_changes(lines, "120.5")] == ["Amount"]
    assert filter_changes(lines, " ") == lines


def test_changes_are_exported_exactly_and_disarmed(workspace: Workspace, tmp_path: Path) -> None:
    count = write_changes(workspace, 2, None, tmp_path / "changes.csv")
    lines = (tmp_path / "changes.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "kind,record,change,field,before,after"
    assert "opportunities,O1,updated,amount,100.00,120.50" in lines
    assert "opportunities,O3,added,rep,,'=Ana" in lines
    assert count == len(lines) - 1
    with pytest.raises(UsageError, match="cannot be written"):
        write_changes(workspace, 2, None, tmp_path)


def test_undoing_says_first_what_it_does(workspace: Workspace) -> None:
    text = describe_undo(ask_undo(workspace))
    assert text.startswith(
        "1 opportunity that it added will be removed. 1 opportunity will be as before. Plans"
    )
    assert "can be imported again" in text
    assert ask_changes(workspace, 2).counts


def test_an_undone_import_stays_in_the_history_and_the_one_before_can_be_undone_next(
    workspace: Workspace,
) -> None:
    presenter = DataPresenter(workspace)
    assert [line.can_be_undone for line in presenter.load().batches] == [True, False]
    undo_import(workspace)
    first, second = presenter.load().batches
    assert first.undone.startswith("undone ")
    assert (first.can_be_undone, second.can_be_undone) == (False, True)
    assert ask_changes(workspace, 2).sentence == "It changed no record."


def test_rejected_rows_of_an_import_are_saved(workspace: Workspace, tmp_path: Path) -> None:
    view = ask_rejected(workspace, 2)
    assert view.file_name == "b rejected.csv"
    said = save_rows(view, tmp_path / view.file_name)
    assert said == "Saved 1 rejected row in b rejected.csv: correct them there and import that file"
    assert "O4,x,open,Ben,1,,created_at: not a date" in (tmp_path / view.file_name).read_text()
