"""Which cells of the plan's grid a lock holds, without a window."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.presenters.plan_examples import CALENDAR, PLAN, Q3

from cockpit.domain.amendments import AmendedRow, Amendment
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, Step
from cockpit.domain.plan import LEARNED, Assumption, Plan, PlanLock, Target
from cockpit.domain.team import Rep, Source, Team
from cockpit.presenters.plan import PlanEditor
from cockpit.presenters.plan_lock import build_amended_rows
from cockpit.presenters.plan_sheets import Part
from cockpit.services.plan import FundingFrame, PlanState, select_plan

REPS = (Rep(1, "Ada Park"), Rep(2, "Ben Lind"))
LEARNED_CURVES = LearnedDelays(
    date(2026, 6, 30),
    (
        LearnedDelay(Step.LEAD_TO_OPP, None, 90, 40, 5, 0.0, (0.1, 0.5, 1.0), (0.2, 0.5, 0.8)),
        LearnedDelay(Step.OPP_TO_END, None, 40, 12, 5, 0.0),
        LearnedDelay(Step.LEAD_TO_OPP, "Web", 60, 35, 5, 0.0, (0.0, 0.1, 0.2, 1.0), (1.0,)),
    ),
)


def _lock(label: str, *rows: Assumption) -> PlanLock:
    at = datetime.fromisoformat("2026-07-01T09:30:00")
    return PlanLock(label, at, "ada", rows, LEARNED_CURVES)


def _edit(plan: Plan, label: str = "2026-Q3") -> PlanEditor:
    frame = FundingFrame(
        REPS,
        (Source(1, "Web"),),
        CALENDAR,
        CALENDAR.parse(label),
        locks=plan.locks,
        learned=LEARNED_CURVES,
    )
    return PlanEditor(PlanState(Team(), frame, plan, 1))


LOCKED = replace(PLAN, locks=(_lock("2026-Q3", *select_plan(PLAN, CALENDAR, Q3).assumptions),))


def test_every_cell_of_a_locked_period_is_read_only() -> None:
    editor = _edit(LOCKED)
    for part, sheet in editor.sheets.items():
        for row in sheet.rows:
            assert all(editor.is_locked(part, row, c) for c in range(len(sheet.columns)))
    assert editor.view().locked == "Locked on 1 Jul 2026"
    assert not editor.view().can_lock
    typed = editor.type_into(Part.TARGETS, {(0, 1): "5"})
    assert editor.refuse([typed]) == "Q3 FY26 was locked on 1 Jul 2026: to change it, press Amend…"


def test_an_amendment_opens_the_period_s_own_rows_and_no_others() -> None:
    editor = _edit(LOCKED)
    editor.amend()
    assert editor.refuse([editor.type_into(Part.TARGETS, {(0, 1): "5"})]) == ""
    rows = editor.sheets[Part.ASSUMPTIONS].rows
    general = next(at for at, row in enumerate(rows) if row[2].value is None)
    typed = editor.type_into(Part.ASSUMPTIONS, {(general, 3): "10%"})
    assert "keeps this row as it was locked" in editor.refuse([typed])
    own = next(at for at, row in enumerate(rows) if row[2].value == "2026-Q3")
    assert editor.refuse([editor.type_into(Part.ASSUMPTIONS, {(own, 9): "7"})]) == ""


def test_a_locked_period_shows_the_rows_that_were_locked() -> None:
    now = (Assumption(win_rate=0.9), *PLAN.assumptions[1:])
    editor = _edit(replace(LOCKED, assumptions=now))
    shown = editor.draft().assumptions
    assert PLAN.assumptions[0] in shown
    assert not editor.edits()
    assert editor.problems() == ()


def test_a_year_leaves_the_quarters_free_that_are_not_locked() -> None:
    plan = replace(LOCKED, targets=(*PLAN.targets, Target("Ada Park", "2026-Q4", 1_00)))
    editor = _edit(plan, "2026")
    sheet = editor.sheets[Part.TARGETS]
    held = {
        column.key: editor.is_locked(Part.TARGETS, sheet.rows[0], at)
        for at, column in enumerate(sheet.columns)
        if not column.is_key
    }
    assert held["2026-Q3"]
    assert not held["2026-Q4"]
    third = next(at for at, column in enumerate(sheet.columns) if column.key == "2026-Q3")
    refusal = editor.refuse([editor.type_into(Part.TARGETS, {(0, third): "5"})])
    assert (
        refusal == "Q3 FY26 was locked on 1 Jul 2026: to change it, show Q3 FY26 and press Amend…"
    )
    assert not editor.view().can_lock


def test_an_amendment_is_added_up_as_it_is_typed() -> None:
    editor = _edit(LOCKED)
    editor.amend()
    before = editor.view().funding
    rows = editor.sheets[Part.ASSUMPTIONS].rows
    own = next(at for at, row in enumerate(rows) if row[2].value == "2026-Q3")
    editor.put(editor.type_into(Part.ASSUMPTIONS, {(own, 9): "40"}))
    assert editor.view().funding[0].self_sourced != before[0].self_sourced


@pytest.mark.parametrize(
    ("source", "field", "shown"),
    [
        (None, "lead_to_opp_days", "learned (1 d)"),
        ("Web", "lead_to_opp_days", "learned (3 d)"),
        ("Fair", "lead_to_opp_days", "learned (1 d)"),
        (None, "opp_to_win_days", "learned (too few)"),
        (None, "opp_to_loss_days", "learned (too few)"),
    ],
)
def test_a_learned_delay_says_the_day_by_which_half_is_done(
    source: str | None, field: str, shown: str
) -> None:
    row = Assumption(source=source, **{field: LEARNED})  # type: ignore[arg-type]  # a delay's name
    editor = _edit(Plan(assumptions=(row,)))
    sheet = editor.sheets[Part.ASSUMPTIONS]
    at = next(i for i, column in enumerate(sheet.columns) if column.key == field)
    assert editor.text_of(Part.ASSUMPTIONS, (0, at)) == shown
    assert editor.copy_text(Part.ASSUMPTIONS, [(0, at)]) == "learned"


def test_a_tooltip_says_what_a_delay_rests_on_and_what_holds_a_cell() -> None:
    free = _edit(Plan(assumptions=(Assumption(lead_to_opp_days=LEARNED),)))
    sheet = free.sheets[Part.ASSUMPTIONS]
    said = free.explain(Part.ASSUMPTIONS, sheet.rows[0], 6)
    assert said.startswith("Of the leads that convert, half have by day 1")
    assert free.explain(Part.ASSUMPTIONS, sheet.rows[0], 3) == ""
    locked = _edit(LOCKED)
    row = locked.sheets[Part.TARGETS].rows[0]
    sentence = "Q3 FY26 was locked on 1 Jul 2026: to change it, press Amend…."
    assert locked.explain(Part.TARGETS, row, 0) == sentence
    assert locked.explain(Part.TARGETS, row, 1) == sentence


def test_amendments_are_told_as_a_reader_says_them() -> None:
    rows = (
        AmendedRow(
            "targets",
            ("Ada Park", "2026-Q3"),
            (("revenue", "94500.00"),),
            (("revenue", "90000.00"),),
        ),
        AmendedRow("commitments", ("Ada Park", "2026-07", "Web"), (("leads", "1200"),), ()),
        AmendedRow(
            "assumptions",
            (None, None, None),
            (("win_rate", "0.26"), ("lead_to_opp_days", "8")),
            (("win_rate", "0.3"), ("lead_to_opp_days", "learned")),
        ),
    )
    at = datetime.fromisoformat("2026-07-08T10:00:00")
    told = build_amended_rows((Amendment(at, "ada", "on leave", rows),))
    assert [(row.what, row.before, row.after) for row in told] == [
        ("Ada Park · Q3 FY26: target", "94,500.00", "90,000.00"),
        ("Ada Park · Jul 2026 · Web: commitment", "1,200", "—"),
        (
            "Everybody: assumption",
            "win rate 26.0%, days lead → opportunity 8",
            "win rate 30.0%, days lead → opportunity learned",
        ),
    ]
