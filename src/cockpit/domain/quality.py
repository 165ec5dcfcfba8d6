"""Whether the data can be trusted: what is checked, and what was found."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cockpit.domain.fiscal import Period


class Check(StrEnum):
    """Something that can be wrong with the data, or missing from it."""

    WON_WITHOUT_CLOSE = "won_without_close"
    WON_WITHOUT_AMOUNT = "won_without_amount"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    WON_IN_FUTURE = "won_in_future"
    CLOSED_BEFORE_CREATED = "closed_before_created"
    NO_LOST_DEALS = "no_lost_deals"
    REPS_WITHOUT_TARGET = "reps_without_target"
    TARGETS_WITHOUT_RECORDS = "targets_without_records"
    REJECTED_ROWS = "rejected_rows"
    LEADS_WITHOUT_SOURCE = "leads_without_source"
    LEADS_WITHOUT_REP = "leads_without_rep"
    DEALS_WITHOUT_LEAD = "deals_without_lead"
    DEALS_WITHOUT_REP = "deals_without_rep"
    SIMILAR_REPS = "similar_reps"
    SIMILAR_SOURCES = "similar_sources"
    LEADS_UNTOUCHED = "leads_untouched"
    STALE_DEALS = "stale_deals"
    SILENT_REPS = "silent_reps"
    LEADS_GONE = "leads_gone"
    DEALS_GONE = "deals_gone"
    FRESHNESS = "freshness"


class Weight(StrEnum):
    """What a finding does to the answers, the heaviest first."""

    NUMBERS = "numbers"
    """Revenue, targets or rates are other than they should be."""
    EXPLANATION = "explanation"
    """The numbers stand, but who or what they came from cannot be told."""
    WATCH = "watch"
    """Nothing is wrong yet; somebody should look."""


_EXPLANATION = {
    Check.LEADS_WITHOUT_SOURCE,
    Check.LEADS_WITHOUT_REP,
    Check.DEALS_WITHOUT_LEAD,
    Check.DEALS_WITHOUT_REP,
    Check.SIMILAR_REPS,
    Check.SIMILAR_SOURCES,
}
_WATCH = {
    Check.LEADS_UNTOUCHED,
    Check.STALE_DEALS,
    Check.SILENT_REPS,
    Check.LEADS_GONE,
    Check.DEALS_GONE,
    Check.FRESHNESS,
}
WEIGHT_OF = {
    check: Weight.EXPLANATION
    if check in _EXPLANATION
    else Weight.WATCH
    if check in _WATCH
    else Weight.NUMBERS
    for check in Check
}
"""What a finding of each check does to the answers."""

UNTOUCHED_DAYS = 14
"""A lead without any reaction counts as untouched from this age on."""
SILENT_DAYS = 30
"""A rep without a new record for so long is silent, if most others have one."""
FRESH_DAYS = 7
"""Records that end longer ago than this are worth a word."""
FEWEST_WINS = 20
"""Wins from which a store without a single loss is worth a word."""


@dataclass(frozen=True, slots=True)
class CheckCount:
    """What a check finds among records.

    Args:
        count: Records that it concerns.
        of: Records that were looked at.
        amount: What those found amount to, in minor units; 0 for leads.
        in_period: How many of those found the period asked about depends on.
    """

    count: int
    of: int
    amount: int = 0
    in_period: int = 0


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """What a check found right after an import."""

    batch: int
    at: datetime
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check says about the store as it is now.

    Args:
        check: What was checked.
        count: How many records, reps, names, rows or days it found; 0 when all is well.
        of: Among how many it looked.
        in_period: How many of those found the period asked about depends on.
        amount: Revenue in question, in minor units; `None` where money is not what it is about.
        names: The reps, sources or files that it is about, the heaviest first.
        days: The age in days from which it counts, where the data decides that.
        points: What it found after each of the last imports, oldest first.
        missing: Why it could not look, in words; empty when it could.
    """

    check: Check
    count: int
    of: int = 0
    in_period: int = 0
    amount: int | None = None
    names: tuple[str, ...] = ()
    days: int | None = None
    points: tuple[CheckPoint, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class QualityResult:
    """All checks of a store.

    Args:
        period: The period whose numbers are to be trusted.
        today: The day by which ages are counted.
        currency: ISO 4217 code of all amounts.
        checks: One result per check, in the order of `Check`.
    """

    period: Period
    today: date
    currency: str
    checks: tuple[CheckResult, ...]
