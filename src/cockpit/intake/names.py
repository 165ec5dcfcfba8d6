"""Names that nobody knows yet, and the known name that was probably meant."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process, utils

from cockpit.domain.fiscal import to_day
from cockpit.domain.problems import Fate, Problem
from cockpit.domain.records import Outcome
from cockpit.intake.cells import MISSING
from cockpit.intake.findings import Mask
from cockpit.intake.tally import Place

_BEHIND = re.compile(r"(?<=\S)\s*\([^()]*\)$")
"""What a CRM writes behind a name: `Ben Lind (Deactivated User)`."""
_DAY = 86_400
_ALIKE = 75.0
"""Similarity, 0 to 100, from which another name is worth mentioning."""


def suggest(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean …?)" when a known name is much like this one, else nothing."""
    bare, choices = _BEHIND.sub("", name), sorted(known)
    matches = [
        process.extractOne(
            bare, choices, scorer=scorer, processor=utils.default_process, score_cutoff=_ALIKE
        )
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio)  # the second: `Okafor, Amara`
    ]
    best = max((match for match in matches if match), key=lambda match: match[1], default=None)
    return f" (did you mean {best[0]}?)" if best else ""


class NameWatch:
    """Collects reps that a file brings in although the team was known before.

    Args:
        known: The names that are no surprise; `None` when nobody was known.
        users: Id of a user → name, where a file has ids for names.
    """

    def __init__(self, known: frozenset[str] | None, users: Mapping[str, str]) -> None:
        self._known = known
        self._users = users
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
            if name not in self._known and self._users.get(name) not in self._known:
                self._first_rows.setdefault(name, first_row + int(rows[first]))
                self._counts[name] = self._counts.get(name, 0) + int(count)

    def build_problems(self, column: str | None) -> Iterator[Problem]:
        """Yield one finding for each new name, at the row where it first stands."""
        for name, row in self._first_rows.items():
            count = self._counts[name]
            rows = "1 row" if count == 1 else f"{count:,} rows"
            user = self._users.get(name)
            hint = suggest(user or name, self._known or ())
            text = f"not a known rep; added without a target{hint} ({rows})"
            if user is not None:
                text = f"is {user}, {text}"
            yield Problem(row, column, name, text, Fate.KEPT)


class LeftWatch:
    """Counts what reps who are not there any more own nevertheless.

    Args:
        left: Name or id → name and last day, `None` when only the CRM says that the user is
            inactive.
    """

    def __init__(self, left: Mapping[str, tuple[str, date | None]]) -> None:
        self._left = left
        days = {name: day for name, (_, day) in left.items()}
        self._days = {name: MISSING if day is None else to_day(day) for name, day in days.items()}
        self._places: dict[str, Place] = {}
        self._what = ("lead assigned later", "leads assigned later")

    def watch(self, columns: Mapping[str, Any], is_usable: Mask, first_row: int) -> None:
        """Look at a chunk whose first row has the given number."""
        names = columns["rep"]
        if not self._days or self._days.keys().isdisjoint(names.categories):
            return
        is_open = np.zeros(len(names), dtype=np.bool_)
        if "outcome" in columns:
            self._what = ("open opportunity", "open opportunities")
            is_open = columns["outcome"] == Outcome.OPEN
        for code, name in enumerate(names.categories):
            day = self._days.get(name)
            if day is None:
                continue
            owns = is_open
            if "assigned_at" in columns and day != MISSING:
                owns = columns["assigned_at"] // _DAY > day
            rows = np.flatnonzero((names.codes == code) & owns & is_usable)
            if len(rows):
                place = self._places.setdefault(name, Place(first_row + int(rows[0]), 0))
                place.rows += len(rows)

    def build_problems(self, column: str | None) -> Iterator[Problem]:
        """Yield one finding for each name, at the row where it first stands."""
        for name, place in self._places.items():
            own, day = self._left[name]
            since = "is inactive in the CRM" if day is None else f"left on {day}"
            text = f"{since} and still owns {place.rows:,} {self._what[place.rows > 1]}"
            if own != name:
                text = f"is {own}, who {text}"
            yield Problem(place.first_row, column, name, text, Fate.KEPT)
