"""Cells for spreadsheets: a text that looks like a formula stays a text."""

from collections.abc import Iterable
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def disarm(values: Iterable[Any]) -> list[Any]:
    """Return the cells of a row, none of which a spreadsheet would run.

    Names and accounts come from files that anybody may have written; one such as `=HYPERLINK(…)`
    gets an apostrophe in front, which spreadsheets take for "this is text". Numbers stay numbers.
    """
    return [f"'{value}" if _looks_like_formula(value) else value for value in values]


def _looks_like_formula(value: Any) -> bool:
    if not isinstance(value, str) or not value.startswith(_FORMULA):
        return False
    try:
        float(value)
    except ValueError:
        return True
    return False
