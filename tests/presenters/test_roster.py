"""A rep's form, read back."""

from dataclasses import replace
from datetime import date

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.team import Rep
from cockpit.presenters.roster import RepForm, build_rep, build_rep_form, format_absorbed

BEN = Rep(3, "Ben Lindqvist", ("B. Lindqvist", "ben"), date(2026, 1, 5), None)


def test_the_form_shows_a_rep_and_gives_it_back() -> None:
    form = build_rep_form(BEN)
    assert form == RepForm("Ben Lindqvist", "B. Lindqvist\nben", "5 Jan 2026", "")
    assert build_rep(BEN, form) == BEN


def test_blank_lines_doubles_and_the_name_itself_are_no_aliases() -> None:
    form = replace(build_rep_form(BEN), aliases="ben\n\n ben \nBen Lindqvist\nBenny")
    assert build_rep(BEN, form).aliases == ("ben", "Benny")


@pytest.mark.parametrize("text", ["2026-09-14", "14 Sep 2026", " 14 September 2026 "])
def test_days_are_read_as_written(text: str) -> None:
    form = replace(build_rep_form(BEN), ends_on=text)
    assert build_rep(BEN, form).ends_on == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("name", " ", "needs a name"), ("starts_on", "soon", "'soon' is not a date")],
)
def test_what_cannot_be_is_a_sentence(field: str, value: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        build_rep(BEN, replace(build_rep_form(BEN), **{field: value}))


def test_making_reps_one_is_explained() -> None:
    assert format_absorbed(BEN, ("Bo",)).startswith("Bo and Ben Lindqvist become one rep")
