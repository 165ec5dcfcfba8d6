"""What was changed in a locked plan, by whom and why."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AmendedRow:
    """A row of a locked plan before and after an amendment, as text by field; empty: not there.

    Args:
        part: "targets", "commitments" or "assumptions".
        key: Rep, source and period, as far as the part has them.
        before, after: Values by field name, money in major units.
    """

    part: str
    key: tuple[str | None, ...]
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a locked plan: who, when, why, and every row before and after."""

    at: datetime
    by: str
    reason: str
    rows: tuple[AmendedRow, ...]
