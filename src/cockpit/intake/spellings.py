"""Words that differ in case, spaces or dashes only, and so are counted apart: probably one."""

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from cockpit.domain.problems import Fate, Problem
from cockpit.intake.findings import Mask
from cockpit.intake.tally import Place

_NOISE = re.compile(r"[\W_]+")
_MANY = 500
"""New words in a chunk from which a column is free text, which nobody counts by."""


class SpellingWatch:
    """Collects the words of a file by column."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, Place]] = {}
        self._free: set[str] = set()

    def watch(self, column: str, words: pd.Categorical, is_usable: Mask, first_row: int) -> None:
        """Look at a column of a chunk whose first row has the given number."""
        if column in self._free:
            return
        places = self._words.setdefault(column, {})
        categories = words.categories
        if sum(word not in places for word in categories) > _MANY:
            self._free.add(column)
            return
        codes = words.codes[is_usable]
        counts = np.bincount(codes + 1, minlength=len(categories) + 1)[1:]
        for code in np.flatnonzero(counts).tolist():
            word = categories[code]
            if word not in places:
                row = int(np.argmax((words.codes == code) & is_usable))
                places[word] = Place(first_row + row, 0)
            places[word].rows += int(counts[code])

    def count(self, column: str) -> Mapping[str, Place]:
        """Return how often each word stands in a column; nothing for free text."""
        return {} if column in self._free else self._words.get(column, {})

    def build_problems(self) -> Iterator[tuple[str, Problem]]:
        """Yield our column and one finding for each spelling that is rarer than another."""
        for column, places in self._words.items():
            alike: dict[str, list[str]] = {}
            for word in places if column not in self._free else ():
                alike.setdefault(_NOISE.sub("", word.casefold()) or word, []).append(word)
            for words in alike.values():
                usual = max(words, key=lambda word: places[word].rows)
                for word in words:
                    if word != usual:
                        text = (
                            f"elsewhere spelt {usual!r} ({_count(places[usual].rows)}); "
                            f"counted apart ({_count(places[word].rows)})"
                        )
                        yield column, Problem(places[word].first_row, None, word, text, Fate.KEPT)


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"
