"""Delay curves learned from a team's own history, as tables that stay what they are."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Step(StrEnum):
    """A step of the funnel that takes time."""

    LEAD_TO_OPP = "lead_to_opp"
    OPP_TO_END = "opp_to_end"


@dataclass(frozen=True, slots=True)
class LearnedDelay:
    """How long one step took by the team's own history, as a table by whole days of age.

    Args:
        step: Lead to opportunity, or opportunity to won and lost.
        source: Name of the source it was learned from; `None`: all of them.
        records: Leads or opportunities that were watched.
        happened: How many of them converted, or were won.
        competing: How many were disqualified, or lost.
        beyond: Share of the conversions expected at ages at which nothing was seen yet.
        happened_by: P(converts by the end of day d | it converts), d = 0, 1, …; it stays at the
            last. Empty where there is not enough history: then the plan's medians hold.
        otherwise_by: P(ends otherwise by the end of day d | it does not convert); may stay below 1.
    """

    step: Step
    source: str | None
    records: int
    happened: int
    competing: int
    beyond: float
    happened_by: tuple[float, ...] = ()
    otherwise_by: tuple[float, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Return whether it stands in for the plan's median."""
        return bool(self.happened_by)

    def quantile(self, share: float) -> int:
        """Return the day of age by which a share of those that convert have done so."""
        return bisect_left(self.happened_by, share)


@dataclass(frozen=True, slots=True)
class LearnedDelays:
    """The curves behind `LEARNED`: those of all sources together, and of sources with enough.

    Args:
        until: The last day of the history they were learned from.
        delays: First those of all sources, then by source.
    """

    until: date
    delays: tuple[LearnedDelay, ...]

    def find(self, step: Step, source: str | None) -> LearnedDelay | None:
        """Return the curve that holds for a source: its own, else that of all; `None`: neither."""
        found = [
            delay
            for delay in self.delays
            if delay.step is step and delay.source in {source, None} and delay.is_enough
        ]
        return max(found, key=lambda delay: delay.source is not None, default=None)

    def lacking(self) -> tuple[LearnedDelay, ...]:
        """Return the steps for which there was not enough history, of all sources together."""
        return tuple(d for d in self.delays if d.source is None and not d.is_enough)


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """How firm the plan behind an answer is, and where its delays come from.

    Args:
        period: Label of the period that was asked about.
        locked_at: When it was locked; `None`: it is not.
        amendments: How often it was amended since.
        learned: The curves in use; `None` where the plan states medians.
    """

    period: str
    locked_at: datetime | None = None
    amendments: int = 0
    learned: LearnedDelays | None = None
