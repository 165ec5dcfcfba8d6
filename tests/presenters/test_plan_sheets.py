from tests.presenters.plan_examples import CALENDAR, PLAN, READER, SCOPE, shown

from cockpit.domain.plan import Commitment, Plan, Target
from cockpit.presenters.plan_layout import (
    Scope,
    build_assumptions_sheet,
    build_commitments_sheet,
    build_targets_sheet,
    shift_plan,
)
from cockpit.presenters.plan_sheets import Sheet, collect_records, find_problems, parse_into


def keys(sheet: Sheet) -> list[str]:
    return [column.key for column in sheet.columns]


def edited(sheet: Sheet, texts: dict[tuple[int, int], str]) -> Sheet:
    return sheet.with_cells(parse_into(sheet, texts, READER))


def test_targets_show_the_period_and_its_parts_only_when_used_or_asked() -> None:
    plan = SCOPE.select(PLAN)
    sheet = build_targets_sheet(plan, SCOPE)
    assert keys(sheet) == ["rep", "2026-Q3"]
    assert shown(sheet) == [["Ada Park", "160,000"], ["Ben Lind", "90,000"]]
    assert keys(build_targets_sheet(plan, SCOPE, detailed=True)) == [
        "rep", "2026-Q3", "2026-07", "2026-08", "2026-09",
    ]  # fmt: skip


def test_commitments_show_months_the_period_as_a_whole_and_longer_periods_in_use() -> None:
    sheet = build_commitments_sheet(SCOPE.select(PLAN), SCOPE)
    assert keys(sheet) == ["rep", "source", "2026-07", "2026-08", "2026-09", "2026-Q3", "2026"]
    assert shown(sheet) == [
        ["Ada Park", "Web", "12", "14", "", "", ""],
        ["Ada Park", "", "", "", "", "30", ""],
        ["Ben Lind", "Web", "", "", "", "", "120"],
    ]
    assert sheet.columns[5].title == "Q3 FY26 whole, leads"


def test_a_year_has_its_months_quarters_and_itself() -> None:
    year = Scope(CALENDAR.parse("2026"), CALENDAR, "USD")
    sheet = build_commitments_sheet(PLAN, year)
    assert keys(sheet)[2:] == [
        *(f"2026-{month:02}" for month in range(1, 13)),
        "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026",
    ]  # fmt: skip


def test_assumptions_of_other_periods_stay_out_of_sight() -> None:
    sheet = build_assumptions_sheet(SCOPE.select(PLAN), SCOPE)
    assert [row[:5] for row in shown(sheet)] == [
        ["", "", "", "30%", "25%"],
        ["", "Web", "", "", "20%"],
        ["Ada Park", "", "2026-Q3", "", ""],
    ]


def test_a_laid_out_plan_collects_to_the_same_records() -> None:
    plan = SCOPE.select(PLAN)
    for sheet, records in (
        (build_targets_sheet(plan, SCOPE), plan.targets),
        (build_targets_sheet(plan, SCOPE, detailed=True), plan.targets),
        (build_commitments_sheet(plan, SCOPE), plan.commitments),
        (build_assumptions_sheet(plan, SCOPE), plan.assumptions),
    ):
        assert set(collect_records(sheet)) == set(records)
        assert find_problems(sheet) == ()


def test_typing_past_the_end_adds_a_row() -> None:
    sheet = build_targets_sheet(SCOPE.select(PLAN), SCOPE)
    longer = edited(sheet, {(2, 0): "Cleo", (2, 1): "50k"})
    assert shown(longer)[2] == ["Cleo", "50,000"]
    assert Target("Cleo", "2026-Q3", 50_000_00) in collect_records(longer)
    assert len(sheet.rows) == 2


def test_names_a_target_without_rep_a_bad_cell_and_a_row_given_twice() -> None:
    sheet = build_targets_sheet(SCOPE.select(PLAN), SCOPE)
    sheet = edited(sheet, {(1, 1): "lots", (2, 1): "5", (3, 0): "a. park", (3, 1): "7"})
    assert [problem.sentence for problem in find_problems(sheet)] == [
        "Ben Lind, target for Q3 FY26: “lots” is not a number.",
        "Row 3 has a target but no rep.",
        "Ada Park stands in row 1 and again in row 4: keep one of them.",
    ]


def test_rows_without_a_number_are_no_records() -> None:
    sheet = edited(build_commitments_sheet(Plan(), SCOPE), {(0, 1): "Event"})
    assert shown(sheet)[0][:3] == ["Ada Park", "Event", ""]
    assert collect_records(sheet) == ()
    assert find_problems(sheet) == ()


def test_rows_are_removed_and_inserted() -> None:
    sheet = build_targets_sheet(SCOPE.select(PLAN), SCOPE)
    assert shown(sheet.without_rows([0])) == [["Ben Lind", "90,000"]]
    assert shown(sheet.with_row(0, sheet.rows[1]))[0] == ["Ben Lind", "90,000"]


def test_the_previous_period_moves_month_for_month() -> None:
    plan = Plan(
        (Target("Ada Park", "2025-Q4", 1), Target("Ada Park", "2025-11", 2)),
        (Commitment("Ada Park", "2025-12", "Web", 3), Commitment("Ada Park", "2025-09", "Web", 4)),
    )
    scope = Scope(CALENDAR.parse("2026-Q1"), CALENDAR, "USD")
    assert shift_plan(plan, scope) == Plan(
        (Target("Ada Park", "2026-Q1", 1), Target("Ada Park", "2026-02", 2)),
        (Commitment("Ada Park", "2026-03", "Web", 3),),
    )


def test_a_year_moves_with_its_quarters_and_months() -> None:
    plan = Plan((Target("A", "2025", 1), Target("A", "2025-Q2", 2), Target("A", "2025-12", 3)))
    moved = shift_plan(plan, Scope(CALENDAR.parse("2026"), CALENDAR, "USD"))
    assert [target.period for target in moved.targets] == ["2026", "2026-Q2", "2026-12"]
