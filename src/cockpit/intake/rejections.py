"""Which rows of a file were turned away, and why: kept small, however many there are."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

import numpy as np

from cockpit.domain.problems import Fate, Problem

REASON = "problem"
"""Header of the column that says why a row was turned away, the last one of its file."""

USED = "this row was used; others here contradict it"
"""What stands in that column beside a row that was not turned away, and is there for comparison."""

_CONTRADICTS = re.compile(r"row (\d+) has the same .+ but other content")


def find_reason_column(header: tuple[str, ...]) -> int | None:
    """Return the column of reasons of a file of rejected rows, `None` in any other file."""
    is_there = len(header) > 1 and header[-1].strip().casefold() == REASON
    return len(header) - 1 if is_there else None


class Rejections:
    """The rows of a table that were turned away, with their reasons."""

    def __init__(self) -> None:
        self._rows = array("q")
        self._texts = array("q")
        self._numbers: dict[str, int] = {}

    def add(self, row: int, column: str | None, problem: str) -> None:
        """Note a reason to turn a row away; a row may have several."""
        text = f"{column}: {problem}" if column else problem
        self._rows.append(row)
        self._texts.append(self._numbers.setdefault(text, len(self._numbers)))

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield each row with its reasons, in the order of the rows.

        A row that was used although others contradict it comes with them, so that whoever corrects
        them sees both, and so that they contradict something when they are imported again.
        """
        texts = list(self._numbers)
        used = {int(found[1]) for text in texts if (found := _CONTRADICTS.search(text))}
        order = np.argsort(np.frombuffer(self._rows, dtype=np.int64), kind="stable").tolist()
        entries = ((self._rows[place], texts[self._texts[place]]) for place in order)
        missing = iter(sorted(used - set(self._rows)))
        waiting = next(missing, None)
        for row, reasons in groupby(entries, itemgetter(0)):
            while waiting is not None and waiting < row:
                yield waiting, USED
                waiting = next(missing, None)
            yield row, "; ".join(dict.fromkeys(reason for _, reason in reasons))

    def __len__(self) -> int:
        """Return the number of rows that were turned away."""
        return len(set(self._rows))


def collect_rejections(problems: Iterable[Problem]) -> Rejections:
    """Return the rejected rows among the findings of a file."""
    rejections = Rejections()
    for found in problems:
        if found.fate is Fate.REJECTED and found.row is not None:
            rejections.add(found.row, found.column, found.problem)
    return rejections
