"""What a write changed, so that screens can decide whether to refresh."""

from dataclasses import dataclass
from enum import StrEnum


class Changed(StrEnum):
    """A part of the store that a write can touch."""

    PLAN = "plan"
    RECORDS = "records"
    TEAM = "team"
    IMPORTS = "imports"


@dataclass(frozen=True, slots=True)
class Changes:
    """The parts of the store that a write touched; empty when it changed nothing."""

    parts: frozenset[Changed] = frozenset()

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.parts | other.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


EVERYTHING = Changes(frozenset(Changed))
"""What another window may have done while this one was not looking."""
