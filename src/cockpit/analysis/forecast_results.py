"""What a forecast answers, as frozen values. All money is in minor units of `currency`."""

from dataclasses import dataclass
from datetime import date

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.forecast_rates import RateDraws
from cockpit.analysis.learned_curves import LearnedCurves
from cockpit.domain.fiscal import Period


@dataclass(frozen=True, slots=True)
class ForecastDrivers:
    """What the expected revenue is made of, in minor units.

    Args:
        actual: Won so far.
        open_deals: Expected of the opportunities that are open now.
        leads_in_hand: Of the leads that are neither opportunities nor disqualified yet.
        leads_to_come: Of the leads still promised, at marketing's record of delivering.
        self_sourced: Of the opportunities that reps still open without a lead.
    """

    actual: float
    open_deals: float
    leads_in_hand: float
    leads_to_come: float
    self_sourced: float

    @property
    def total(self) -> float:
        """Return their sum: the expected revenue."""
        return (
            self.actual
            + self.open_deals
            + self.leads_in_hand
            + self.leads_to_come
            + self.self_sourced
        )


@dataclass(frozen=True, slots=True)
class ForecastCounts:
    """How much there is of each driver.

    Args:
        open_deals: Opportunities that are open now.
        leads_in_hand: Leads that are open now and young enough to be won in time.
        leads_to_come: Leads still expected up to the end of the period.
        wins_to_come: Wins expected in the rest of the period.
    """

    open_deals: int
    leads_in_hand: int
    leads_to_come: float
    wins_to_come: float


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """The end-of-period revenue of a rep or the team.

    Args:
        name: Rep or team.
        target: Minor units; 0 when none is set.
        expected: Mean of the forecast, the sum of its drivers.
        low, median, high: Bounds of the 80 % interval, and its middle.
        p_target: Chance of reaching the target; `None` without one.
        drivers, counts: What the expectation is made of.
    """

    name: str
    target: int
    expected: float
    low: float
    median: float
    high: float
    p_target: float | None
    drivers: ForecastDrivers
    counts: ForecastCounts


@dataclass(frozen=True, slots=True)
class ForecastMethod:
    """What the forecast rests on, so that it can be said next to it.

    Args:
        rates: "plan", or "evidence" when the team's own record was weighed in.
        delivery: Share of the promised leads that marketing delivered lately; `None`: no record.
        leads_at_pace: Leads that nobody has promised and that are expected at the recent pace.
        amount_spread: Standard deviation of the log amount of a won deal.
        amount_events: Won deals that it was learned from; 0: assumed.
        draws: Number of simulated ends of the period.
        seed: Seed of the draws; the same question and seed give the same answer.
    """

    rates: str
    delivery: float | None
    leads_at_pace: float
    amount_spread: float
    amount_events: int
    draws: int
    seed: int


@dataclass(frozen=True)
class ForecastResult:
    """The answer: the team, its reps in the order of the roster, and what nobody owns.

    Args:
        team: Sum over all rows; its interval takes into account what they share.
        method: What it rests on.
        rates: The draws of the rates that it was made with.
        learned: The team's own curves; those with enough history are in use.
        draws: Simulated end-of-period revenue of the team, shape (draws,), sorted.
        notes: What the reader should know about how it was made.
        findings: What is wrong or missing in the input.
    """

    period: Period
    as_of: date
    currency: str
    team: ForecastRow
    reps: tuple[ForecastRow, ...]
    unassigned: ForecastRow | None
    method: ForecastMethod
    rates: RateDraws
    learned: LearnedCurves
    draws: FloatArray
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
