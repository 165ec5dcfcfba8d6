"""A revenue team: its settings, its reps and the sources its leads come from."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cockpit.domain.fiscal import FiscalCalendar


@dataclass(frozen=True, slots=True)
class Team:
    """The settings that a team shares.

    Args:
        name: What the team calls itself.
        currency: ISO 4217 code in which targets are set and amounts are read.
        calendar: First month of the fiscal year and first day of the week.
        tolerance: Share of the target that may be missed and still count as reached; a miss is a
            miss unless the team says otherwise.
    """

    name: str = "My team"
    currency: str = "USD"
    calendar: FiscalCalendar = field(default_factory=FiscalCalendar)
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Rep:
    """A sales representative, with the other names under which the CRM knows them."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


class SourceKind(StrEnum):
    """Who brings a source's leads in."""

    MARKETING = "marketing"
    SALES = "sales"
    CHANNEL = "channel"
    CUSTOMER_SUCCESS = "customer_success"


@dataclass(frozen=True, slots=True)
class Source:
    """Where leads come from: a webinar series, paid search, referrals."""

    id: int
    name: str
    kind: SourceKind = SourceKind.MARKETING
