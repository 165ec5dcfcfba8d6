"""From files to what they would change, and to having changed it, on a real store."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from cockpit.domain.errors import CancelledError
from cockpit.domain.records import FileKind, Outcome
from cockpit.domain.team import Team
from cockpit.presenters.import_answers import answer_stage
from cockpit.presenters.import_draft import (
    ImportDraft,
    choose_kind,
    choose_missing,
    map_column,
    set_constant,
    translate_word,
)
from cockpit.presenters.import_view import WizardView
from cockpit.presenters.import_wizard import ImportWizard, are_large
from cockpit.presenters.text import format_plain
from cockpit.presenters.workspace import Workspace
from cockpit.services.demo import DEMO_TEAM
from cockpit.services.team import load_totals, save_team

PIPELINE = (
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    "1C1I7A6R,Moses Frase,GTX,Cancity,Won,2016-10-20,2017-03-01,1054\n"
    "Z063OYW0,Darcel Schlecht,GTX,Isdom,Lost,2016-10-25,2017-03-11,0\n"
    "EC4QE1BX,Darcel Schlecht,MG,Cancity,Engaging,2016-10-25,,\n"
    "MV1LWRNH,Moses Frase,GTX,Codehow,Prospecting,2016-10-25,soon,588\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "cockpit.sqlite", date(2017, 4, 1))
    yield workspace
    workspace.close()


def write(folder: Path, name: str, text: str) -> ImportDraft:
    (folder / name).write_text(text, encoding="utf-8")
    return ImportDraft((folder / name,))


def edit(view: WizardView, **columns: tuple[str, ...]) -> ImportDraft:
    """Map columns of the first file by hand."""
    preview = view.files[0].preview
    mapping = preview.mapping
    for header, ours in columns.items():
        mapping = map_column(mapping, header, ours)
    return view.draft.with_mapping(preview.key, mapping)


def test_a_plain_file_needs_no_decision(workspace: Workspace, tmp_path: Path) -> None:
    draft = write(tmp_path, "targets.csv", "rep,period,revenue\nBen,2026-Q3,62000\n")
    view = ImportWizard(workspace).preview(draft)
    assert view.is_ready
    assert view.files[0].state == ("ready", "good")
    assert view.files[0].note == "All columns recognised by their names."
    assert format_plain(view.summary) == "If you import now: 1 row added"
    assert load_totals(workspace.store).targets == 0


def test_a_foreign_file_is_proposed_checked_and_imported(
    workspace: Workspace, tmp_path: Path
) -> None:
    wizard = ImportWizard(workspace)
    view = wizard.preview(write(tmp_path, "pipeline.csv", PIPELINE))
    file = view.files[0]
    assert file.preview.kind is FileKind.OPPORTUNITIES
    becomes = {line.header: line.ours for line in file.columns}
    assert becomes["sales_agent"] == ("rep",)
    assert becomes["deal_stage"] == ("outcome",)
    assert becomes["product"] == ()
    assert "please check" in file.note
    assert view.has_opportunities

    outcome = wizard.run(view)
    assert outcome.accounts[0].added == 3
    assert outcome.accounts[0].rejected == 1
    assert format_plain(outcome.headline) == "Imported: 3 rows added · 1 rejected"
    assert [line.value for line in outcome.problems if line.row == 5] == ["soon"]
    assert load_totals(workspace.store).opportunities == 3


def test_a_missing_column_blocks_until_it_is_chosen(workspace: Workspace, tmp_path: Path) -> None:
    wizard = ImportWizard(workspace)
    view = wizard.preview(write(tmp_path, "q.csv", "who,when,zzz\nBen,2026-Q3,62000\n"))
    assert not view.is_ready
    assert view.files[0].state == ("to decide", "bad")
    preview = view.files[0].preview
    view = wizard.preview(
        view.draft.with_mapping(preview.key, choose_kind(preview.mapping, FileKind.TARGETS))
    )
    assert "Choose the columns that hold: " in view.files[0].blocker
    assert "needs a decision" in format_plain(view.summary)
    view = wizard.preview(edit(view, who=("rep",), when=("period",), zzz=("revenue",)))
    assert view.files[0].blocker == ""
    assert wizard.run(view).accounts[0].added == 1


def test_a_mapping_made_by_hand_is_used_the_next_time(workspace: Workspace, tmp_path: Path) -> None:
    wizard = ImportWizard(workspace)
    first = wizard.preview(write(tmp_path, "a.csv", PIPELINE))
    preview = first.files[0].preview
    mapping = map_column(preview.mapping, "product", ("competitor",))
    mapping = translate_word(mapping, "outcome", "Prospecting", "open")
    mapping = set_constant(mapping, "source", "Old CRM")
    edited = wizard.preview(first.draft.with_mapping(preview.key, mapping))
    assert edited.files[0].note.startswith("Columns chosen by hand")
    assert edited.files[0].constants == (("source", "Old CRM"),)
    wizard.run(edited)

    again = wizard.preview(write(tmp_path, "b.csv", PIPELINE.replace("1C1I7A6R", "NEW")))
    file = again.files[0]
    assert file.note.startswith("Read as you chose the last time")
    assert {line.header: line.ours for line in file.columns}["product"] == ("competitor",)
    assert again.is_ready


def test_words_that_are_not_ours_are_offered(workspace: Workspace, tmp_path: Path) -> None:
    wizard = ImportWizard(workspace)
    text = "opportunity_id,created_at,outcome,origin\nO1,2026-07-01,won,sales\n"
    text += "O2,2026-07-02,won,Vertrieb\n"
    view = wizard.preview(write(tmp_path, "deals.csv", text))
    words = {word.theirs: word for word in view.files[0].words}
    assert set(words) == {"Vertrieb"}
    assert "sales" in words["Vertrieb"].choices
    preview = view.files[0].preview
    mapping = translate_word(preview.mapping, "origin", "Vertrieb", "sales")
    view = wizard.preview(view.draft.with_mapping(preview.key, mapping))
    assert [line for line in view.files[0].problems if line.column == "origin"] == []
    assert {word.theirs: word.choice for word in view.files[0].words} == {"Vertrieb": "sales"}


def test_a_stage_that_was_answered_is_not_asked_again(workspace: Workspace, tmp_path: Path) -> None:
    wizard = ImportWizard(workspace)
    text = "opportunity_id,created_at,outcome\nO1,2026-07-01,won\nO2,2026-07-02,Schwebend\n"
    view = wizard.preview(write(tmp_path, "deals.csv", text))
    (stages,) = view.questions.stages
    asked = stages.lines[0]
    assert (asked.stage, asked.outcome, asked.note) == ("Schwebend", Outcome.OPEN, "proposed")
    assert view.change.totals["added"] == 2
    draft = answer_stage(view.draft, stages.system, "Schwebend", Outcome.LOST)
    view = wizard.preview(draft)
    assert view.questions.stages[0].lines[0].note == "you said so"
    assert wizard.run(view).accounts[0].added == 2
    again = ImportWizard(workspace)
    view = again.preview(write(tmp_path, "more.csv", text.replace("O2", "O3")))
    assert not view.questions
    assert {line.stage: line.outcome for line in view.questions.stages[0].lines}[
        "Schwebend"
    ] is Outcome.LOST


def test_rows_with_a_gap_can_be_skipped(workspace: Workspace, tmp_path: Path) -> None:
    wizard = ImportWizard(workspace)
    text = "lead_id,assigned_at\nL1,2026-07-01\nL2,\nL3,\n"
    view = wizard.preview(write(tmp_path, "leads.csv", text))
    assert [(gap.label, gap.count, gap.fate) for gap in view.files[0].gaps] == [
        ("Assigned at", 2, "reject")
    ]
    preview = view.files[0].preview
    mapping = choose_missing(preview.mapping, "assigned_at", "skip")
    view = wizard.preview(view.draft.with_mapping(preview.key, mapping))
    assert [gap.fate for gap in view.files[0].gaps] == ["skip"]
    account = wizard.run(view).accounts[0]
    assert (account.added, account.rejected, account.skipped) == (1, 0, 2)


def test_adding_to_the_demo_team_is_said(workspace: Workspace, tmp_path: Path) -> None:
    draft = write(tmp_path, "targets.csv", "rep,period,revenue\nBen,2026-Q3,62000\n")
    wizard = ImportWizard(workspace)
    assert wizard.preview(draft).note == ""
    save_team(workspace.store, Team(name=DEMO_TEAM))
    assert "Start empty" in wizard.preview(draft).note


def test_each_sheet_of_a_workbook_is_a_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        targets = book.add_worksheet("Targets")
        targets.write_row(0, 0, ["rep", "period", "revenue"])
        targets.write_row(1, 0, ["Ben", "2026-Q3", 62000])
        leads = book.add_worksheet("Promised")
        leads.write_row(0, 0, ["rep", "period", "leads"])
        leads.write_row(1, 0, ["Ben", "2026-Q3", 60])
    wizard = ImportWizard(workspace)
    view = wizard.preview(ImportDraft((path,)))
    kinds = {file.preview.kind for file in view.files}
    assert kinds == {FileKind.TARGETS, FileKind.COMMITMENTS}
    assert sum(account.added for account in wizard.run(view).accounts) == 2


def test_two_sheets_of_one_kind_are_to_be_decided(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for title in ("North", "South"):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ["rep", "period", "revenue"])
            sheet.write_row(1, 0, [title, "2026-Q3", 62000])
    view = ImportWizard(workspace).preview(ImportDraft((path,)))
    assert not view.is_ready
    assert "Another sheet of this workbook holds targets" in view.files[0].blocker


def test_opportunities_can_count_as_leads(workspace: Workspace, tmp_path: Path) -> None:
    wizard = ImportWizard(workspace)
    draft = write(tmp_path, "pipeline.csv", PIPELINE)
    view = wizard.preview(ImportDraft(draft.paths, opportunities_are_leads=True))
    wizard.run(view)
    totals = load_totals(workspace.store)
    assert (totals.leads, totals.opportunities) == (3, 3)


def test_importing_again_changes_nothing_and_says_so(workspace: Workspace, tmp_path: Path) -> None:
    wizard = ImportWizard(workspace)
    draft = write(tmp_path, "targets.csv", "rep,period,revenue\nBen,2026-Q3,62000\n")
    wizard.run(wizard.preview(draft))
    outcome = wizard.run(wizard.preview(draft))
    assert outcome.batch is None
    assert not outcome.changes
    assert format_plain(outcome.headline) == "Nothing new: 1 row unchanged"


def test_a_cancelled_import_leaves_the_store_as_it_was(
    workspace: Workspace, tmp_path: Path
) -> None:
    wizard = ImportWizard(workspace)
    view = wizard.preview(write(tmp_path, "pipeline.csv", PIPELINE))

    def cancel(fraction: float, text: str) -> None:
        raise CancelledError(f"Cancelled at {fraction} of {text}")

    with pytest.raises(CancelledError):
        wizard.run(view, progress=cancel)
    assert load_totals(workspace.store).opportunities == 0


def test_no_files_show_nothing(workspace: Workspace) -> None:
    view = ImportWizard(workspace).preview(ImportDraft())
    assert (view.files, view.is_ready) == ((), False)


def test_a_file_that_cannot_be_read_has_a_card_of_its_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    good = write(tmp_path, "targets.csv", "rep,period,revenue\nBen,2026-Q3,62000\n")
    view = ImportWizard(workspace).preview(good.with_paths([tmp_path / "gone.csv"]))
    assert [card.state[0] for card in view.cards] == ["ready", "cannot be read"]
    assert "gone.csv does not exist." in view.cards[1].warnings[0]
    assert not view.is_ready
    assert format_plain(view.summary) == (
        "gone.csv cannot be read: choose another file, or leave it out."
    )
    rest = view.draft.without_file(view.cards[1].key)
    assert ImportWizard(workspace).preview(rest).is_ready


def test_the_first_rows_come_before_the_rest(workspace: Workspace, tmp_path: Path) -> None:
    rows = "".join(f"L{i},2026-07-01\n" for i in range(40_000))
    draft = write(tmp_path, "leads.csv", f"lead_id,assigned_at\n{rows}")
    wizard = ImportWizard(workspace)
    first = wizard.preview(draft, first_rows=True)
    assert first.is_sample
    assert not first.is_ready
    assert first.files[0].preview.account is not None
    assert 0 < first.files[0].preview.account.rows < 40_000
    assert first.cards[0].rows.startswith("the first ")
    whole = wizard.preview(draft)
    assert whole.is_ready
    assert whole.change.totals["added"] == 40_000


def test_only_large_files_are_shown_by_their_first_rows(tmp_path: Path) -> None:
    (tmp_path / "small.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "large.csv").write_bytes(b"x" * 5_000_000)
    assert not are_large([tmp_path / "small.csv", tmp_path / "gone.csv"])
    assert are_large([tmp_path / "small.csv", tmp_path / "large.csv"])


def test_an_import_says_what_it_changed_in_the_answer(workspace: Workspace, tmp_path: Path) -> None:
    wizard = ImportWizard(workspace)
    targets = write(tmp_path, "targets.csv", "rep,period,revenue\nBen,2017-Q1,62000\n")
    rates = write(tmp_path, "rates.csv", "lead_to_opp,win_rate,deal_size\n0.4,0.26,10000\n")
    wizard.run(wizard.preview(targets.with_paths(rates.paths)))
    deals = "opportunity_id,created_at,outcome,rep,amount,closed_at\n"
    draft = write(tmp_path, "o.csv", f"{deals}O1,2017-01-20,won,Ben,12000,2017-02-20\n")
    outcome = wizard.run(wizard.preview(draft))
    change = wizard.compare(outcome)
    assert change.title.startswith("Q1 FY17")
    assert "$12k more revenue" in format_plain(change.summary)
    assert [row.name for row in change.rows] == ["Ben"]


def test_new_names_are_told_file_by_file(workspace: Workspace, tmp_path: Path) -> None:
    view = ImportWizard(workspace).preview(write(tmp_path, "pipeline.csv", PIPELINE))
    assert "2 new reps: Moses Frase and Darcel Schlecht." in view.change.notes
