"""What was promised: targets, lead commitments and the rates that connect them."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from cockpit.domain.amendments import Amendment
from cockpit.domain.learned_delays import LearnedDelays


class Learned(StrEnum):
    """Says that a delay is taken from the team's own history rather than stated as a median."""

    LEARNED = "learned"


LEARNED = Learned.LEARNED
LEARNED_DAYS = -1.0
"""What stands for `LEARNED` in a column of numbers; no median is negative."""

Delay: TypeAlias = float | Learned
"""A median in days, or `LEARNED`."""


@dataclass(frozen=True, slots=True)
class Target:
    """Revenue that a rep is to bring in a period, in minor units."""

    rep: str
    period: str
    revenue: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """Leads that marketing promises a rep for a period, from one source or from any (`None`)."""

    rep: str
    period: str
    source: str | None
    leads: float


@dataclass(frozen=True, slots=True)
class Assumption:
    """Rates for a rep, source and period, each of which may be open (`None`: any).

    A field that is `None` is not given by this row; the next more general row is asked.

    Args:
        rep: Name of the rep, or any.
        source: Name of the source, or any.
        period: Label of the period in which a record began, or any.
        lead_to_opp: Share of leads that become opportunities, 0 to 1.
        win_rate: Share of opportunities that are won, 0 to 1.
        deal_size: Amount of a won opportunity, in minor units.
        lead_to_opp_days: Median days from lead to opportunity, or `LEARNED`.
        opp_to_win_days: Median days from opportunity to won, or `LEARNED`.
        opp_to_loss_days: Median days from opportunity to lost, or `LEARNED`.
        self_sourced_opps: Opportunities that a rep opens without a lead in the period.
    """

    rep: str | None = None
    source: str | None = None
    period: str | None = None
    lead_to_opp: float | None = None
    win_rate: float | None = None
    deal_size: int | None = None
    lead_to_opp_days: Delay | None = None
    opp_to_win_days: Delay | None = None
    opp_to_loss_days: Delay | None = None
    self_sourced_opps: float | None = None


ASSUMPTION_FIELDS = tuple(f.name for f in fields(Assumption))[3:]
"""The fields of an assumption that carry a value, in the order of the plain file."""

DELAY_FIELDS = ("lead_to_opp_days", "opp_to_win_days", "opp_to_loss_days")
"""Those of them that say how long something takes."""


@dataclass(frozen=True, slots=True)
class PlanLock:
    """A period whose plan is locked.

    Args:
        period: Its label.
        at, by: When it was locked, wall clock without a zone, and by whom.
        assumptions: The rows that hold in it, as they were then, amendments included.
        learned: The curves that hold in it wherever these rows say `LEARNED`.
        amendments: What was changed since, oldest first.
    """

    period: str
    at: datetime
    by: str
    assumptions: tuple[Assumption, ...]
    learned: LearnedDelays
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a team has promised, for every period.

    Args:
        targets, commitments, assumptions: The rows as they are now.
        locks: The periods that are locked, each with the assumptions and curves that hold in it.
        learned: The curves behind `LEARNED` where no lock holds; `None`: none were asked for, and
            medians stand in.
    """

    targets: tuple[Target, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    locks: tuple[PlanLock, ...] = ()
    learned: LearnedDelays | None = None
