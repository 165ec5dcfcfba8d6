"""Which row of a table is its header: the first one, or the one below a title."""

import re
from collections.abc import Sequence
from statistics import median

SAMPLE_ROWS = 40
"""Rows to look at; a formatted report has about a dozen above its header."""

_NARROW = 0.5  # of the widest row: a title fills less
_WIDE = 0.75  # of the widest row: a header fills at least as much
_FEWEST = 3  # columns of a table, below which a title cannot be told from a header
_NO_NAME = re.compile(r"[\d\s.,:;/()%$€£+−-]+|[^@\s]+@[^@\s]+\.\w+")


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the header among the first rows, `None` when all are blank.

    It is the first filled row, unless that and perhaps more below are narrow, the first wide one
    consists of names only, each once, and most rows below that are wide as well.
    """
    filled = [[text for cell in row if (text := cell.strip())] for row in rows]
    first = next((index for index, cells in enumerate(filled) if cells), None)
    if first is None:
        return None
    widest = max(map(len, filled))
    if widest < _FEWEST or len(filled[first]) >= widest * _NARROW:
        return first
    wide = next(i for i, cells in enumerate(filled) if len(cells) >= widest * _WIDE)
    names = filled[wide]
    between, below = filled[first:wide], [len(cells) for cells in filled[wide + 1 :] if cells]
    is_obvious = (
        len(set(names)) == len(names)
        and not any(map(_NO_NAME.fullmatch, names))
        and all(len(cells) < widest * _NARROW for cells in between)
        and (not below or median(below) >= widest * _NARROW)
    )
    return wide if is_obvious else first


def describe_title(rows: Sequence[Sequence[str]], header: int) -> tuple[str, ...]:
    """Return what to say of the rows above a header at an index, nothing if they are blank."""
    above = [
        (number, text)
        for number, row in enumerate(rows[:header], start=1)
        if (text := " ".join(cell.strip() for cell in row if cell.strip()))
    ]
    if not above:
        return ()
    (first, text), (last, _) = above[0], above[-1]
    named = f"row {first} stands" if first == last else f"rows {first} to {last} stand"
    return (f"{named} above the header and {'is' if first == last else 'are'} not read: {text}",)
