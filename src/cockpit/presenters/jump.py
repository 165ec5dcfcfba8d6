"""Ctrl+K: everything that can be jumped to, and the best matches for what is typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, utils

_LEAST_SCORE = 72.0
_LEAST_LETTERS = 4
"""Fewer letters than this are looked for as they are: everything resembles three letters."""


@dataclass(frozen=True, slots=True)
class JumpEntry:
    """Something to jump to.

    Args:
        title: What is matched and shown: "Ben Lindqvist", "Q3 FY26", "Dark theme".
        kind: What it is, shown to the right: "rep", "screen", "period", "command".
        icon: Name of its icon.
        run: Goes there.
        hint: Its shortcut, or empty.
    """

    title: str
    kind: str
    icon: str
    run: Callable[[], None]
    hint: str = ""


def find_entries(entries: Sequence[JumpEntry], text: str, limit: int = 50) -> tuple[JumpEntry, ...]:
    """Return the entries that match what was typed, best first; all of them for an empty text.

    A typed prefix of a word beats letters found elsewhere, and a slip of the finger is forgiven.
    """
    wanted = utils.default_process(text)
    if not wanted:
        return tuple(entries[:limit])
    scored = [(_score(wanted, entry), -place) for place, entry in enumerate(entries)]
    best = sorted((pair for pair in scored if pair[0] >= _LEAST_SCORE), reverse=True)
    return tuple(entries[-place] for _, place in best[:limit])


def _score(wanted: str, entry: JumpEntry) -> float:
    """Return how well an entry fits, 0 to 300."""
    title = utils.default_process(entry.title)
    if title.startswith(wanted):
        return 300.0
    if any(word.startswith(wanted) for word in title.split()):
        return 250.0
    if all(any(word.startswith(part) for word in title.split()) for part in wanted.split()):
        return 200.0
    if len(wanted) < _LEAST_LETTERS:
        return 100.0 * (wanted in title)
    return fuzz.WRatio(wanted, title, score_cutoff=_LEAST_SCORE)
