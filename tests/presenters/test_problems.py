"""Findings grouped, filtered, exported."""

import csv
from pathlib import Path

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.problems import Fate, Problem
from cockpit.presenters.problems import (
    filter_problems,
    group_problems,
    list_problems,
    write_problems,
)

FINDINGS = list_problems(
    [
        ("deals.csv", Problem(2, "Close", "31/02/2026", "not a date", Fate.REJECTED)),
        ("deals.csv", Problem(7, "Close", "never", "not a date", Fate.REJECTED)),
        ("deals.csv", Problem(9, "Rep", "Zoe", "not a known rep", Fate.KEPT)),
        ("deals.csv", Problem(None, None, None, "holds no lost deal", Fate.KEPT)),
        ("leads.csv", Problem(4, None, "Total", "a footer", Fate.SKIPPED)),
    ]
)


def test_groups_say_how_often_and_rejected_ones_come_first() -> None:
    groups = [(group.problem, group.count) for group in group_problems(FINDINGS)]
    assert groups[0] == ("not a date", 2)
    assert sum(count for _, count in groups) == len(FINDINGS)


@pytest.mark.parametrize(
    ("text", "fate", "rows"),
    [
        ("", None, [2, 7, 9, None, 4]),
        ("NEVER", None, [7]),
        ("leads.csv", None, [4]),
        ("", Fate.KEPT, [9, None]),
        ("zoe", Fate.REJECTED, []),
        ("9", None, [9]),
    ],
)
def test_filters_narrow_by_text_and_fate(
    text: str, fate: Fate | None, rows: list[int | None]
) -> None:
    assert [line.row for line in filter_problems(FINDINGS, text, fate)] == rows


def test_a_group_filters_to_its_rows() -> None:
    group = group_problems(FINDINGS)[0]
    assert [line.row for line in filter_problems(FINDINGS, group=group)] == [2, 7]


def test_the_csv_holds_every_finding(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    write_problems(FINDINGS, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["file", "row", "column", "value", "problem", "fate"]
    assert rows[1] == ["deals.csv", "2", "Close", "31/02/2026", "not a date", "rejected"]
    assert rows[4][1:4] == ["", "", ""]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be written: No such file"):
        write_problems(FINDINGS, tmp_path / "nowhere" / "findings.csv")
