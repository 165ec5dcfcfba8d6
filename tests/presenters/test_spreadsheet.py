"""Exported cells: what others named cannot become a formula of ours."""

import pytest

from cockpit.presenters.spreadsheet import disarm


@pytest.mark.parametrize(
    "text", ["=cmd()|calc", "+1+2", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']
)
def test_a_text_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert disarm([text]) == [f"'{text}"]


def test_numbers_and_names_stay_what_they_are() -> None:
    cells = [-12.5, "-12.50", "+3", "−$33k", "Ann-Lee O'Hara", "", None, 0]
    assert disarm(cells) == cells
