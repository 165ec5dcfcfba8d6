"""Names that nobody knows yet, and the known name that was probably meant."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process, utils

from cockpit.domain.problems import Fate, Problem
from cockpit.intake.findings import Mask

_ALIKE = 75.0
"""Similarity, 0 to 100, from which another name is worth mentioning."""


def suggest(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean …?)" when a known name is much like this one, else nothing."""
    match = process.extractOne(
        name, sorted(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_ALIKE
    )
    return f" (did you mean {match[0]}?)" if match else ""


class NameWatch:
    """Collects reps that a file brings in although the team was known before.

    Args:
        known: The names that are no surprise; `None` when nobody was known.
    """

    def __init__(self, known: frozenset[str] | None) -> None:
        self._known = known
        self._first_rows: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def watch(self, names: pd.Categorical, is_usable: Mask, first_row: int) -> None:
        """Look at the names of a chunk whose first row has the given number."""
        if self._known is None or self._known.issuperset(names.categories):
            return
        rows = np.flatnonzero(is_usable & (names.codes >= 0))
        codes, firsts, counts = np.unique(names.codes[rows], return_index=True, return_counts=True)
        for code, first, count in zip(codes, firsts, counts, strict=True):
            name = str(names.categories[code])
            if name not in self._known:
                self._first_rows.setdefault(name, first_row + int(rows[first]))
                self._counts[name] = self._counts.get(name, 0) + int(count)

    def build_problems(self, column: str | None) -> Iterator[Problem]:
        """Yield one finding for each new name, at the row where it first stands."""
        for name, row in self._first_rows.items():
            count = self._counts[name]
            rows = "1 row" if count == 1 else f"{count:,} rows"
            hint = suggest(name, self._known or ())
            text = f"not a known rep; added without a target{hint} ({rows})"
            yield Problem(row, column, name, text, Fate.KEPT)
