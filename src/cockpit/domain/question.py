"""What is being asked: which period, as of which day, on which basis, grouped by what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cockpit.domain.fiscal import Period


class Basis(StrEnum):
    """Which revenue is explained.

    `bookings` asks why this period's revenue is short; `cohort` follows the period's leads
    wherever they land and is the fair test of what a rep did with the leads received.
    """

    BOOKINGS = "bookings"
    COHORT = "cohort"


class Grouping(StrEnum):
    """What a row of the answer stands for."""

    REP = "rep"
    SOURCE = "source"
    MONTH = "month"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the diagnosis.

    Args:
        period: The fiscal period.
        as_of: The last day that counts; later events count as not having happened.
        basis: Bookings or cohort.
        by: What the rows stand for.
        rep: Restrict the answer to one rep, by name.
        known_on: Answer from what had been imported and edited by the end of this day; `None` for
            all that is known now.
    """

    period: Period
    as_of: date
    basis: Basis = Basis.BOOKINGS
    by: Grouping = Grouping.REP
    rep: str | None = None
    known_on: date | None = None
