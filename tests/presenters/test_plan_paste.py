import pytest
from tests.presenters.plan_examples import PLAN, READER, SCOPE, shown

from cockpit.domain.errors import UsageError
from cockpit.presenters.plan_layout import (
    build_assumptions_sheet,
    build_commitments_sheet,
    build_targets_sheet,
)
from cockpit.presenters.plan_paste import Pasted, paste, split_clipboard
from cockpit.presenters.plan_sheets import Sheet, find_problems

TARGETS = build_targets_sheet(SCOPE.select(PLAN), SCOPE)
COMMITMENTS = build_commitments_sheet(SCOPE.select(PLAN), SCOPE)
ASSUMPTIONS = build_assumptions_sheet(SCOPE.select(PLAN), SCOPE)


def put(sheet: Sheet, text: str, row: int = 0, column: int = 0) -> Pasted:
    return paste(sheet, text, (row, column), [], READER)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ('"a\tb"\t"say ""x"""', [["a\tb", 'say "x"']]),
        ("Ada Park,12\nBen,14", [["Ada Park", "12"], ["Ben", "14"]]),
        ("1;2,5\n3;4", [["1", "2,5"], ["3", "4"]]),
        ("62,000\n1,062,000", [["62,000"], ["1,062,000"]]),
        ("12,5", [["12,5"]]),
        ("6,8,9\n7,8,9", [["6", "8", "9"], ["7", "8", "9"]]),
        ("$62,000", [["$62,000"]]),
        ("", []),
    ],
)
def test_cuts_what_spreadsheets_and_files_put_on_the_clipboard(
    text: str, cells: list[list[str]]
) -> None:
    assert split_clipboard(text) == cells


def test_a_block_without_header_goes_right_and_down_and_adds_rows() -> None:
    pasted = put(COMMITMENTS, "10\t20\t30\n1\t2\t3", row=2, column=2)
    assert shown(pasted.sheet)[2][2:5] == ["10", "20", "30"]
    assert shown(pasted.sheet)[3][2:5] == ["1", "2", "3"]
    assert (pasted.cells, pasted.bad) == (6, 0)
    assert [p.sentence for p in find_problems(pasted.sheet)] == ["Row 4 has leads but no rep."]


def test_bad_cells_are_marked_and_the_rest_goes_in() -> None:
    pasted = put(ASSUMPTIONS, "40%\t140%\t$12,000\nn/a\t25\t9k", row=0, column=3)
    assert shown(pasted.sheet)[0][3:6] == ["40%", "140%", "12,000"]
    assert shown(pasted.sheet)[1][3:6] == ["n/a", "25%", "9,000"]
    assert (pasted.cells, pasted.bad) == (6, 2)
    assert [problem.sentence for problem in find_problems(pasted.sheet)] == [
        "Everybody, win rate: 140% is more than 100%.",
        "Web, lead → opportunity: “n/a” is not a number.",
    ]


def test_one_value_fills_the_selection() -> None:
    cells = [(0, 2), (1, 2), (2, 4)]
    pasted = paste(COMMITMENTS, "7\n", (0, 2), cells, READER)
    assert [shown(pasted.sheet)[row][column] for row, column in cells] == ["7", "7", "7"]
    assert pasted.cells == 3


def test_a_block_with_header_goes_by_name_and_key() -> None:
    text = "Aug\tRep\tSource\n99\tada park\tweb\n5\tCleo\tWeb\n6\tCleo\tEvent\n"
    sheet = put(COMMITMENTS, text, row=1, column=3).sheet
    assert shown(sheet) == [
        ["Ada Park", "Web", "12", "99", "", "", ""],
        ["Ada Park", "", "", "", "", "30", ""],
        ["Ben Lind", "Web", "", "", "", "", "120"],
        ["Cleo", "Web", "", "5", "", "", ""],
        ["Cleo", "Event", "", "6", "", "", ""],
    ]


def test_plain_file_headers_are_known() -> None:
    sheet = put(TARGETS, "rep,revenue\nBen Lind,95000\n").sheet
    assert shown(sheet) == [["Ada Park", "160,000"], ["Ben Lind", "95,000"]]
    text = "source,win_rate,deal_size\nWeb,0.22,9000\n"
    assert shown(put(ASSUMPTIONS, text).sheet)[1][3:6] == ["", "22%", "9,000"]


def test_a_header_without_names_of_reps_goes_from_the_chosen_row() -> None:
    sheet = put(TARGETS, "Target Q3 FY26\n1000\n2000", row=1, column=0).sheet
    assert shown(sheet) == [["Ada Park", "160,000"], ["Ben Lind", "1,000"], ["", "2,000"]]


def test_a_block_too_wide_is_refused_whole() -> None:
    with pytest.raises(UsageError, match="3 columns wide, but there is room for 1 from here"):
        put(TARGETS, "1\t2\t3", column=1)


def test_a_clipboard_that_is_no_table_says_so() -> None:
    with pytest.raises(UsageError, match="holds no cells to paste: field larger"):
        split_clipboard("x" * 200_000)


def test_an_empty_clipboard_says_so() -> None:
    with pytest.raises(UsageError, match="holds no cells"):
        put(TARGETS, " \t \n")
