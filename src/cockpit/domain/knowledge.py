"""What was known on a day: which imports and edits count, and what has to be taken by its dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from cockpit.domain.records import FileKind


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What counts as known for an answer; without a day, all that is known now.

    Args:
        on: The day; what was imported or edited later does not count.
        batch: The last batch by the end of that day; `None` when there was none.
        last: When something was last imported by then; `None` when nothing was.
        by_dates: Kinds of which nothing was there by then but is now: today's stand in for them,
            and only the days that they name say what had happened.
        is_latest: Nothing came later, so that it is the same as what is known now.
    """

    on: date | None = None
    batch: int | None = None
    last: datetime | None = None
    by_dates: frozenset[FileKind] = frozenset()
    is_latest: bool = True

    def cut(self, kind: FileKind) -> int | None:
        """Return the last batch whose records of a kind count; `None` when all of them do."""
        return None if self.is_latest or kind in self.by_dates else self.batch


EVERYTHING_KNOWN = Knowledge()
"""All that is known now."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a batch was written; `has_files` tells an import from an edit."""

    batch: int
    at: datetime
    has_files: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """When what became known.

    Args:
        moments: Every batch that counts, by number.
        first: The first batch of each kind of which there is anything.
    """

    moments: tuple[Moment, ...] = ()
    first: Mapping[FileKind, int] = field(default_factory=dict)

    def known_on(self, day: date | None) -> Knowledge:
        """Return what was known at the end of a day; all that is known now without one.

        The last batch by then counts with all before it, whatever the clock said at those.
        """
        if day is None:
            return EVERYTHING_KNOWN
        count = max((n for n, m in enumerate(self.moments, 1) if m.at.date() <= day), default=0)
        past = self.moments[:count]
        batch = past[-1].batch if past else None
        last = next((moment.at for moment in reversed(past) if moment.has_files), None)
        later = {kind for kind, first in self.first.items() if batch is None or first > batch}
        return Knowledge(day, batch, last, frozenset(later), count == len(self.moments))


EMPTY_TIMELINE = Timeline()
"""That of a store in which there is nothing yet."""
