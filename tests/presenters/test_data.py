"""What the Data screen says, and its actions, on a real store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from cockpit.domain.imports import ImportBatch
from cockpit.presenters.data import DataPresenter, build_batch_line, format_size
from cockpit.presenters.import_draft import ImportDraft
from cockpit.presenters.import_wizard import ImportWizard
from cockpit.presenters.text import format_plain
from cockpit.presenters.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "cockpit.sqlite", date(2026, 9, 14))
    yield workspace
    workspace.close()


@pytest.fixture
def presenter(workspace: Workspace, tmp_path: Path) -> DataPresenter:
    leads = tmp_path / "leads.csv"
    leads.write_text(
        "lead_id,assigned_at,rep,source\nL1,2026-07-01,Ben Lindqvist,Webinar\n"
        "L2,2026-07-02,B. Lindqvist,Webinar\nL3,yesterday,Ben Lindqvist,Webinar\n",
        encoding="utf-8",
    )
    wizard = ImportWizard(workspace)
    wizard.run(wizard.preview(ImportDraft((leads,))))
    return DataPresenter(workspace)


def test_an_empty_store_says_how_to_begin(workspace: Workspace) -> None:
    view = DataPresenter(workspace).load()
    assert format_plain(view.headline) == "Nothing imported yet."
    assert "Drop CSV or Excel files" in format_plain(view.caption)
    assert (view.batches, view.reps, view.sources) == ((), (), ())
    assert not view.is_currency_fixed


def test_the_headline_counts_and_the_caption_tells_of_rejected_rows(
    presenter: DataPresenter,
) -> None:
    view = presenter.load()
    assert format_plain(view.headline) == "2 leads for 2 reps."
    assert format_plain(view.caption).endswith("leads.csv, 3 rows · 1 row rejected")
    assert view.location.endswith("cockpit.sqlite")


def test_an_import_can_be_looked_into(presenter: DataPresenter) -> None:
    line = presenter.load().batches[0]
    assert (line.what, line.rows, line.added, line.rejected) == ("leads.csv", 3, 2, 1)
    batch = presenter.load_batch(line.id)
    assert [(found.row, found.value) for found in batch.problems] == [(4, "yesterday")]


def test_changes_are_undone_last_first(presenter: DataPresenter) -> None:
    view = presenter.load()
    ben, webinar = view.reps[1].rep, view.sources[0].source
    presenter.change_rep(ben, replace(ben, name="Ben L.", starts_on=date(2026, 1, 1)))
    presenter.change_source(webinar, replace(webinar, name="Webinars"))
    presenter.change_team(view.team, replace(view.team, name="West"))
    changed = presenter.load()
    assert [line.rep.name for line in changed.reps] == ["B. Lindqvist", "Ben L."]
    assert (changed.sources[0].source.name, changed.team.name) == ("Webinars", "West")

    assert presenter.undo_title == "team settings"
    assert all([presenter.undo(), presenter.undo(), presenter.undo()])
    after = presenter.load()
    assert (after.reps, after.sources, after.team) == (view.reps, view.sources, view.team)
    assert not presenter.undo()
    assert presenter.undo_title == ""


def test_saving_what_is_there_changes_nothing(presenter: DataPresenter) -> None:
    team = presenter.load().team
    assert not presenter.change_team(team, team)
    assert presenter.undo_title == ""


def test_making_reps_one_cannot_be_undone(presenter: DataPresenter) -> None:
    ben = presenter.load().reps[1].rep
    after = replace(ben, aliases=("B. Lindqvist",))
    assert presenter.find_absorbed(after) == ("B. Lindqvist",)
    assert presenter.change_rep(ben, after)
    assert presenter.undo_title == ""
    assert [line.leads for line in presenter.load().reps] == [2]


def test_a_backup_is_made_and_restored(presenter: DataPresenter, tmp_path: Path) -> None:
    path = tmp_path / presenter.propose_backup_name()
    assert path.name == "cockpit-2026-09-14.sqlite"
    assert str(path) in presenter.back_up(path)
    text, changes = presenter.start_empty()
    assert changes
    assert "before-restore" in text
    assert presenter.load().reps == ()
    text, _ = presenter.restore(path)
    assert "Restored cockpit-2026-09-14.sqlite" in text
    assert len(presenter.load().reps) == 2


def test_an_edit_without_files_is_said_in_words() -> None:
    at = datetime.fromisoformat("2026-09-14T16:05")
    line = build_batch_line(ImportBatch(7, at, "edit plan"))
    assert (line.what, line.when, line.rows) == ("Edit plan", "14 Sep 2026, 16:05", 0)


@pytest.mark.parametrize(("size", "text"), [(1, "1 kB"), (250_000, "250 kB"), (3.14e6, "3.1 MB")])
def test_sizes_read_well(size: float, text: str) -> None:
    assert format_size(int(size)) == text
