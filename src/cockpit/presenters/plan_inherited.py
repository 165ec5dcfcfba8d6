"""Which value holds where an assumption leaves a cell empty: that of a more general row."""

from collections.abc import Iterator
from itertools import combinations

from cockpit.presenters.plan_cells import Cell
from cockpit.presenters.plan_sheets import Row, Sheet

_KEYS = 3
_BY_WEIGHT = ((0, 1, 2), (0, 1), (0, 2), (1, 2), (0,), (1,), (2,), ())
"""Which of rep, source and period a row names, the one that wins first (diagnosis.md §1)."""
_FALLS_BACK = {"opp_to_loss_days": "opp_to_win_days"}


def find_inherited(sheet: Sheet) -> dict[tuple[int, int], tuple[Cell, str]]:
    """Return, for the empty cells of the assumptions, the value that holds and the row it is from.

    Days to loss fall back to days to win, as the method has it.
    """
    rows: dict[tuple[object, ...], Row] = {}
    for row in sheet.rows:
        rows.setdefault(sheet.key_of(row), row)
    return {
        (index, at): found
        for index, row in enumerate(sheet.rows)
        for at in range(_KEYS, len(sheet.columns))
        if row[at].value is None and not row[at].problem
        for found in _first_given(sheet, rows, row, at)
    }


def _first_given(
    sheet: Sheet, rows: dict[tuple[object, ...], Row], row: Row, at: int
) -> Iterator[tuple[Cell, str]]:
    """Yield the cell of the most specific other row that gives a column, if there is one."""
    others = [rows[key] for key in _more_general(sheet.key_of(row)) if key in rows]
    fallback = _FALLS_BACK.get(sheet.columns[at].key)
    columns = [at]
    if fallback:
        columns.append(next(i for i, c in enumerate(sheet.columns) if c.key == fallback))
    for column in columns:
        for other in others if column == at else [row, *others]:
            if other[column].value is not None:
                yield other[column], _describe(sheet, other)
                return


def _more_general(key: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Yield the keys of the rows that speak for a key too, the most specific first."""
    named = tuple(i for i, part in enumerate(key) if part is not None)
    allowed = {c for size in range(len(named)) for c in combinations(named, size)}
    for kept in _BY_WEIGHT:
        if kept in allowed:
            yield tuple(part if i in kept else None for i, part in enumerate(key))


def _describe(sheet: Sheet, row: Row) -> str:
    """Return what a row is called: `Ada Park · Webinar`, or `everybody`."""
    return " · ".join(str(part) for part in sheet.key_of(row) if part is not None) or "everybody"
