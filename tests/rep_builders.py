"""Builds what the rep page is made from, by hand: a result whose parts agree with one another."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from tests.diagnosis_builders import QUESTION, build_team_of_ten

from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.team import Rep
from cockpit.services.reps import (
    ChancesResult,
    DiagnosisResult,
    FollowUpResult,
    LossReason,
    LossReasonsResult,
    OpenDealsResult,
    PacePoint,
    PaceResult,
    RepResult,
    RosterResult,
)

NO_LOSSES = LossReasonsResult((), 0, 0, 0)
LOSSES = LossReasonsResult(
    (
        LossReason("No decision", 11, 7.0, 0.2),
        LossReason("Price", 9, 8.0, 0.25),
        LossReason("Competitor: Northwind", 7, 3.0, 0.1),
        LossReason("Timing", 4, 6.0, 0.2),
        LossReason("Missing feature", 2, 4.0, 0.1),
        LossReason("No budget", 1, 4.0, 0.1),
        LossReason("Other", 0, 2.0, 0.05),
    ),
    with_reason=34,
    without_reason=3,
    team_with_reason=340,
)
ANSWERED = FollowUpResult(58, 4, 47 * 60, 19 * 3600, 0.71, 0.93, 0.9)
TEAM_ANSWERED = FollowUpResult(580, 20, 40 * 60, 17 * 3600, 0.88, 0.91, 0.95)


def build_roster(diagnosis: DiagnosisResult | None = None, *others: Rep) -> RosterResult:
    """Return the reps of a diagnosis, numbered from 1, and others that it does not know."""
    diagnosis = diagnosis or build_team_of_ten()
    reps = [Rep(number, row.name) for number, row in enumerate(diagnosis.rows, start=1)]
    return RosterResult(diagnosis, (*reps, *others))


def build_rep_result(
    name: str = "Ben Lindqvist",
    *,
    roster: RosterResult | None = None,
    losses: LossReasonsResult = LOSSES,
    follow_up: FollowUpResult | None = ANSWERED,
    team_follow_up: FollowUpResult | None = TEAM_ANSWERED,
    deals: int = 4,
    promised: float = 60,
) -> RepResult:
    """Return one rep in full; the last deal is stale, the one before it without a win rate."""
    roster = roster or build_roster()
    open_deals = build_open_deals(deals)
    return RepResult(
        roster=roster,
        rep=next(rep for rep in roster.reps if rep.name == name),
        row=next((row for row in roster.diagnosis.rows if row.name == name), None),
        pace=build_pace_result(promised),
        losses=losses,
        follow_up=follow_up,
        team_follow_up=team_follow_up,
        deals=open_deals,
        records=build_records(open_deals),
    )


def build_pace_result(promised: float = 60) -> PaceResult:
    """Return a quarter, week by week: two leads short of a promise spread evenly."""
    period, as_of = QUESTION.period, QUESTION.as_of
    eve = period.start - timedelta(days=1)
    week = FiscalCalendar().week_of(period.start) + timedelta(days=6)
    days = [eve, *(week + timedelta(weeks=i) for i in range(13)), period.end]
    days = sorted({*(day for day in days if day <= period.end), as_of})
    per_day = promised / period.days
    points = [
        PacePoint(day, per_day * (day - eve).days, _delivered(day, eve, as_of)) for day in days
    ]
    return PaceResult(tuple(points), as_of)


def _delivered(day: date, eve: date, as_of: date) -> int | None:
    return None if day > as_of else round(58 * (day - eve).days / (as_of - eve).days)


def build_open_deals(count: int = 4) -> OpenDealsResult:
    """Return deals opened a week apart, oldest first."""
    known = to_day(QUESTION.as_of)
    age = np.array([94 - 7 * i for i in range(count)], dtype=np.int64)
    rate = np.full(count, 0.26)
    ever = np.array([0.14 + 0.01 * i for i in range(count)])
    is_stale = np.zeros(count, dtype=np.bool_)
    if count > 1:
        rate[-2] = ever[-2] = np.nan
        ever[-1], is_stale[-1] = 0.0, True
    chances = ChancesResult(ever, ever / 2, is_stale, np.full(count, 0.3))
    won, lost, by_end = (np.full(count, share) for share in (0.8, 0.9, 0.85))
    keys = np.arange(1, count + 1, dtype=np.int64)
    return OpenDealsResult(keys, known - age, age, rate, won, lost, by_end, chances)


def build_records(deals: OpenDealsResult) -> pd.DataFrame:
    """Return the records of open deals, in the same order."""
    opened = deals.created.astype("datetime64[D]").astype("datetime64[s]")
    count = len(deals.keys)
    return pd.DataFrame(
        {
            "key": deals.keys,
            "opportunity_id": [f"O-{1880 + key}" for key in deals.keys],
            "rep": "Ben Lindqvist",
            "lead_id": [f"L-{key}" for key in deals.keys],
            "source": ["Webinar", None] * (count // 2) + ["Referral"] * (count % 2),
            "account": ["Halden Oy", "Mira Foods"] * (count // 2) + ["Keld & Co"] * (count % 2),
            "origin": "customer_success",
            "stage": "Proposal",
            "created_at": opened,
            "expected_close_at": opened + np.timedelta64(90, "D"),
            "closed_at": np.full(count, np.datetime64("NaT", "s")),
            "outcome": "open",
            "amount": pd.array([1_840_000 + 10 * i for i in range(count)], dtype="Int64"),
            "currency": "USD",
            "loss_reason": None,
        }
    )
