from dataclasses import replace

import pytest
from tests.presenters.plan_examples import CALENDAR, PLAN, Q3

from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.team import Rep, Source, Team
from cockpit.presenters.plan import PlanEditor
from cockpit.presenters.plan_cells import Kind
from cockpit.presenters.plan_changes import ChangeView
from cockpit.presenters.plan_inherited import find_inherited
from cockpit.presenters.plan_sheets import Part
from cockpit.presenters.text import format_plain
from cockpit.services.plan import FundingFrame, PlanState

REPS = (Rep(1, "Ada Park", ("A. Park",)), Rep(2, "Ben Lind"))
STATE = PlanState(Team(), FundingFrame(REPS, (Source(1, "Web"),), CALENDAR, Q3), PLAN, 1)


def edit(plan: Plan = PLAN) -> PlanEditor:
    return PlanEditor(replace(STATE, plan=plan))


def typed(editor: PlanEditor, part: Part, texts: dict[tuple[int, int], str]) -> None:
    editor.put(editor.type_into(part, texts))


def test_a_fresh_editor_has_nothing_to_save() -> None:
    editor = edit()
    assert not editor.edits()
    assert not editor.has_unsaved
    assert editor.view().unsaved == ""
    assert editor.view().problems == ()


def test_edits_name_only_what_changed() -> None:
    editor = edit()
    typed(editor, Part.TARGETS, {(0, 1): "170k", (2, 0): "Cleo", (2, 1): "50k"})
    typed(editor, Part.COMMITMENTS, {(0, 2): ""})
    edits = editor.edits()
    assert edits.removed == Plan(
        (Target("Ada Park", "2026-Q3", 160_000_00),),
        (Commitment("Ada Park", "2026-07", "Web", 12),),
    )
    assert edits.added == Plan(
        (Target("Ada Park", "2026-Q3", 170_000_00), Target("Cleo", "2026-Q3", 50_000_00))
    )
    assert editor.view().unsaved == "3 unsaved changes: 2 targets, 1 commitment"
    assert editor.describe_changes() == (
        ChangeView("Ada Park: target Q3 FY26", "$160,000.00", "$170,000.00"),
        ChangeView("Cleo: target Q3 FY26", "—", "$50,000.00"),
        ChangeView("Ada Park: leads Jul 2026, Web", "12", "—"),
    )


def test_putting_the_old_sheet_back_undoes_an_edit() -> None:
    editor = edit()
    before = editor.sheets[Part.TARGETS]
    typed(editor, Part.TARGETS, {(0, 1): "1"})
    assert editor.has_unsaved
    editor.put(before)
    assert not editor.has_unsaved


def test_the_funding_follows_what_is_typed() -> None:
    editor = edit()
    rows = {row.rep: row for row in editor.view().funding}
    assert rows["Ada Park"].target == "$160k"
    assert rows["Ada Park"].leads == "56"
    # 26 Web leads × 30 % × 20 % × $20k + 30 × 30 % × 25 % × $20k + 4 × 25 % × $20k
    assert rows["Ada Park"].adds_up_to == "$96k"
    typed(editor, Part.COMMITMENTS, {(0, 2): "112"})
    assert {row.rep: row for row in editor.view().funding}["Ada Park"].adds_up_to == "$216k"


def test_says_whether_the_plan_adds_up() -> None:
    editor = edit()
    assert format_plain(editor.view().headline) == (
        "The plan adds up to $132k of the $250k target: $118k is not funded by leads × rates."
    )
    typed(editor, Part.TARGETS, {(0, 1): "90k", (1, 1): "40k"})
    assert format_plain(editor.view().headline) == (
        "The plan adds up to $132k for a target of $130k: $2k more than it takes, "
        "but 1 rep not funded."
    )
    typed(editor, Part.TARGETS, {(0, 1): "", (1, 1): ""})
    assert (
        format_plain(editor.view().headline) == "No targets for Q3 FY26 yet. The plan brings $132k."
    )


def test_amounts_that_would_look_alike_are_told_apart() -> None:
    editor = edit()
    typed(editor, Part.TARGETS, {(0, 1): "92,400", (1, 1): "40k"})
    assert format_plain(editor.view().headline).startswith(
        "The plan adds up to $132,496 for a target of $132,400: $96 more"
    )


def test_says_which_rate_is_missing() -> None:
    editor = edit()
    typed(editor, Part.ASSUMPTIONS, {(0, 3): "", (0, 4): ""})
    summary = format_plain(editor.view().summary)
    assert "no lead → opportunity rate for Web (2 reps)" in summary
    assert editor.view().funding[0].status == "No lead → opp rate and win rate"


def test_bad_cells_keep_the_plan_from_being_saved_and_nothing_is_lost() -> None:
    editor = edit()
    typed(editor, Part.ASSUMPTIONS, {(1, 4): "140%"})
    (problem,) = editor.view().problems
    assert problem.sentence == "Web, win rate: 140% is more than 100%."
    assert editor.text_of(Part.ASSUMPTIONS, (1, 4)) == "140%"
    assert editor.is_changed(Part.ASSUMPTIONS, editor.sheets[Part.ASSUMPTIONS].rows[1], 4)


def test_a_row_that_another_period_has_already_is_named() -> None:
    editor = edit()
    typed(editor, Part.ASSUMPTIONS, {(3, 0): "Ada Park", (3, 2): "2026-Q2", (3, 3): "20%"})
    (problem,) = editor.problems()
    assert problem.sentence == "Ada Park · 2026-Q2 has a row already, under its own period."


def test_new_reps_and_sources_are_announced() -> None:
    editor = edit()
    typed(editor, Part.COMMITMENTS, {(3, 0): "Cleo", (3, 1): "Fair", (3, 2): "5"})
    assert editor.view().notes == (
        "Cleo is new: saving adds a rep to the team.",
        "Fair is new: saving adds a source to the team.",
    )
    typed(editor, Part.COMMITMENTS, {(3, 0): "a. park", (3, 1): "WEB"})
    assert editor.text_of(Part.COMMITMENTS, (3, 0)) == "Ada Park"
    assert "stands in row 1 and again in row 4" in editor.view().problems[0].sentence


def test_fill_down_takes_the_topmost_cell_or_the_row_above() -> None:
    editor = edit()
    editor.put(editor.fill_down(Part.COMMITMENTS, [(0, 2), (1, 2), (2, 2), (0, 3), (1, 3), (2, 3)]))
    assert editor.copy_text(Part.COMMITMENTS, [(r, c) for r in range(3) for c in (2, 3)]) == (
        "12\t14\n12\t14\n12\t14"
    )
    editor.put(editor.fill_down(Part.TARGETS, [(1, 1)]))
    assert editor.text_of(Part.TARGETS, (1, 1)) == "160,000"


def test_rows_are_added_for_the_same_rep_and_removed() -> None:
    editor = edit()
    editor.put(editor.add_row(Part.COMMITMENTS, 0))
    assert editor.text_of(Part.COMMITMENTS, (1, 0)) == "Ada Park"
    assert not editor.has_unsaved
    editor.put(editor.remove_rows(Part.COMMITMENTS, [0, 1, 2]))
    assert editor.edits().removed.commitments == PLAN.commitments[:3]


def test_cells_are_emptied() -> None:
    editor = edit()
    editor.put(editor.clear(Part.TARGETS, [(0, 1), (1, 1), (9, 1)]))
    assert editor.draft().targets == ()


def test_copied_cells_paste_as_the_same_values() -> None:
    editor = edit(Plan(assumptions=(Assumption(win_rate=1 / 3, deal_size=123_45),)))
    text = editor.copy_text(Part.ASSUMPTIONS, [(0, c) for c in range(10)])
    editor.put(editor.remove_rows(Part.ASSUMPTIONS, [0]))
    editor.put(editor.paste(Part.ASSUMPTIONS, text, (0, 0), []).sheet)
    assert not editor.has_unsaved


def test_the_previous_period_is_copied_month_for_month() -> None:
    plan = Plan(
        (Target("Ada Park", "2026-Q2", 5_00), Target("Ada Park", "2026-05", 1_00)),
        (Commitment("Ben Lind", "2026-04", "Web", 7.0), Commitment("Gone", "2026-04", None, 9.0)),
        (Assumption("Ada Park", None, "2026-Q2", self_sourced_opps=3.0), Assumption(win_rate=0.2)),
    )
    editor = edit(plan)
    assert editor.is_empty
    assert editor.can_copy_previous
    for sheet in editor.copy_previous():
        editor.put(sheet)
    assert editor.edits().added == Plan(
        (Target("Ada Park", "2026-Q3", 5_00), Target("Ada Park", "2026-08", 1_00)),
        (Commitment("Ben Lind", "2026-07", "Web", 7.0),),
        (Assumption("Ada Park", None, "2026-Q3", self_sourced_opps=3.0),),
    )
    assert not editor.edits().removed.targets
    assert not editor.is_empty


def test_showing_the_months_keeps_what_was_typed() -> None:
    editor = edit()
    typed(editor, Part.TARGETS, {(0, 1): "lots"})
    editor.put(editor.show_parts_of_period())
    assert [c.key for c in editor.sheets[Part.TARGETS].columns][1:3] == ["2026-Q3", "2026-07"]
    assert editor.text_of(Part.TARGETS, (0, 1)) == "lots"


def test_after_saving_the_sheets_are_compared_with_what_is_saved() -> None:
    editor = edit()
    typed(editor, Part.TARGETS, {(0, 1): "170k"})
    saved = replace(PLAN, targets=(Target("Ada Park", "2026-Q3", 170_000_00), *PLAN.targets[1:]))
    editor.load(replace(STATE, plan=saved))
    assert not editor.has_unsaved
    assert not editor.is_changed(Part.TARGETS, editor.sheets[Part.TARGETS].rows[0], 1)


def test_offers_names_while_typing() -> None:
    editor = edit()
    assert editor.names(Kind.REP) == ("Ada Park", "Ben Lind")
    assert editor.names(Kind.SOURCE) == ("Web",)
    assert editor.names(Kind.PERIOD) == ("2026-Q3", "2026", "2026-07", "2026-08", "2026-09")


@pytest.mark.parametrize(
    ("rows", "inherited"),
    [
        ([Assumption(win_rate=0.1), Assumption(source="Web", win_rate=0.2)], "20%"),
        ([Assumption(source="Web", win_rate=0.2), Assumption(rep="Ada Park", win_rate=0.3)], "30%"),
        ([Assumption(rep="Ada Park", win_rate=0.3),
          Assumption(period="2026-Q3", win_rate=0.4)], "30%"),
        ([Assumption(source="Web", period="2026-Q3", win_rate=0.5),
          Assumption(rep="Ada Park", period="2026-Q3", win_rate=0.6)], "60%"),
        ([Assumption(rep="Ada Park", source="Web", win_rate=0.7),
          Assumption(rep="Ada Park", period="2026-Q3", win_rate=0.6)], "70%"),
        ([Assumption(rep="Ben Lind", win_rate=0.7)], None),
    ],
)  # fmt: skip
def test_an_empty_rate_shows_that_of_the_most_specific_row(
    rows: list[Assumption], inherited: str | None
) -> None:
    asking = Assumption("Ada Park", "Web", "2026-Q3", lead_to_opp=0.5)
    editor = edit(Plan(assumptions=(*rows, asking)))
    sheet = editor.sheets[Part.ASSUMPTIONS]
    found = find_inherited(sheet).get((len(sheet.rows) - 1, 4))
    assert (found and editor.format(Part.ASSUMPTIONS, sheet.rows[0], 4, found[0])) == inherited


def test_days_to_loss_fall_back_to_days_to_win() -> None:
    editor = edit(Plan(assumptions=(Assumption(opp_to_win_days=30.0),)))
    cell, origin = find_inherited(editor.sheets[Part.ASSUMPTIONS])[0, 8]
    assert (cell.value, origin) == (30.0, "everybody")
