"""What is wrong in a chunk of rows, kept as whole columns until a row is to be listed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
import numpy.typing as npt

from cockpit.domain.problems import Fate, Problem
from cockpit.intake.rejections import Rejections

Mask = npt.NDArray[np.bool_]

LISTED = 10_000
"""Problems listed per file; beyond that they are counted by what they say."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in some rows of a chunk.

    Args:
        rows: Indices into the chunk, ascending.
        column: One of ours, or `None` when it is about the whole row.
        problem: What is wrong, as one text or one for each of the rows.
        rejects: Whether the rows cannot be used.
        place: The column of the file, where none fills ours.
    """

    rows: npt.NDArray[np.intp]
    column: str | None
    problem: str | list[str]
    rejects: bool
    place: int | None = None

    def problem_at(self, place: int) -> str:
        """Return the problem of the row at a place in `rows`."""
        return self.problem if isinstance(self.problem, str) else self.problem[place]

    def restricted_to(self, mask: Mask) -> "list[Finding]":
        """Return the finding for those rows where the mask holds, or nothing; for one text."""
        rows = self.rows[mask[self.rows]]
        return [replace(self, rows=rows)] if len(rows) else []


def find(
    mask: Mask, column: str | None, problem: str, *, rejects: bool, place: int | None = None
) -> list[Finding]:
    """Return the finding that a mask of rows stands for, or nothing."""
    rows = np.flatnonzero(mask)
    return [Finding(rows, column, problem, rejects, place)] if len(rows) else []


class ProblemList:
    """The problems of a file: the first `LISTED` of them in full, the others counted.

    Attributes:
        rejections: All rows that were turned away, listed or not.
    """

    def __init__(self) -> None:
        self.rejections = Rejections()
        self._listed: list[Problem] = []
        self._unlisted: Counter[tuple[str, Fate]] = Counter()

    def add(self, problem: Problem) -> None:
        """Add one problem."""
        if problem.fate is Fate.REJECTED and problem.row is not None:
            self.rejections.add(problem.row, problem.column, problem.problem)
        if len(self._listed) < LISTED or problem.row is None:
            self._listed.append(problem)
        else:
            self._unlisted[problem.problem, problem.fate] += 1

    def add_rows(
        self,
        findings: list[Finding],
        is_rejected: Mask,
        is_skipped: Mask,
        build: Callable[[int, Finding, str, Fate], Problem],
    ) -> None:
        """Add what was found in the rows of a chunk, in the order of the rows.

        Args:
            findings: What was found.
            is_rejected: Per row of the chunk; of a rejected row only the reasons are listed.
            is_skipped: Per row of the chunk; of a skipped row nothing is listed.
            build: From the row's index, the finding, its text and the fate to the problem.
        """
        entries: list[tuple[int, int, int]] = []
        for order, finding in enumerate(findings):
            lists = ~is_skipped[finding.rows]
            if not finding.rejects:
                lists &= ~is_rejected[finding.rows]
            places = np.flatnonzero(lists)
            entries += zip(
                finding.rows[places].tolist(), repeat(order), places.tolist(), strict=False
            )
        entries.sort()
        for row, order, place in entries:
            finding = findings[order]
            text = finding.problem_at(place)
            if finding.rejects:
                self.add(build(row, finding, text, Fate.REJECTED))
            elif len(self._listed) < LISTED:
                self._listed.append(build(row, finding, text, Fate.KEPT))
            else:
                self._unlisted[text, Fate.KEPT] += 1

    def close(self) -> tuple[Problem, ...]:
        """Return all problems by row; those that are not listed are summed up at the end."""
        rest = [
            Problem(None, None, None, f"{text}: {count:,} more rows that are not listed", fate)
            for (text, fate), count in self._unlisted.most_common()
        ]
        return (*sorted(self._listed, key=lambda p: (p.row is not None, p.row or 0)), *rest)
