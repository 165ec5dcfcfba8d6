"""Tell one rep in full: the diagnosis, the pace of leads, losses, follow-up, open deals."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cockpit.analysis.axes import build_axes
from cockpit.analysis.follow_up import NOT_ANSWERED, FollowUpResult, compute_follow_up
from cockpit.analysis.loss_reasons import LossReason, LossReasonsResult, compute_loss_reasons
from cockpit.analysis.pace import PacePoint, PaceResult, compute_pace, spread_over_days
from cockpit.analysis.pipeline import (
    ChancesResult,
    OpenDealsResult,
    compute_open_deals,
    find_open,
)
from cockpit.analysis.promises import build_commitments
from cockpit.analysis.rates import build_rates
from cockpit.domain.fiscal import to_day
from cockpit.domain.question import Grouping, Question
from cockpit.domain.team import Rep, Team
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow, diagnose
from cockpit.store.opening import Store
from cockpit.store.queries import (
    load_funnel,
    load_opportunities,
    load_plan,
    load_reps,
    load_sources,
    load_team,
)
from cockpit.store.rep_queries import load_losses, load_responses

__all__ = [
    "ChancesResult",
    "DiagnosisResult",
    "DiagnosisRow",
    "FollowUpResult",
    "LossReason",
    "LossReasonsResult",
    "OpenDealsResult",
    "PacePoint",
    "PaceResult",
    "RepResult",
    "RosterResult",
    "describe_rep",
    "describe_roster",
]

_LOSS_DAYS = 365
_DAY = 86_400


@dataclass(frozen=True)
class RosterResult:
    """All reps: the diagnosis of each, and who they are.

    Args:
        diagnosis: By rep.
        reps: The team's reps by name, also those who left.
    """

    diagnosis: DiagnosisResult
    reps: tuple[Rep, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all reps, as people sort names."""
        names = {rep.name for rep in self.reps} | {row.name for row in self.diagnosis.rows}
        return tuple(sorted(names, key=str.casefold))


@dataclass(frozen=True)
class RepResult:
    """One rep in full.

    Args:
        roster: All reps, of which this is one.
        rep: Who it is.
        row: The rep's row of the diagnosis; `None` when the period knows nothing of the rep.
        pace: Leads against the promise, by week.
        losses: Lost deals by reason over the 12 months to the as-of day.
        follow_up: First responses to the rep's leads of the period; `None` when none is recorded.
        team_follow_up: The same for all leads of the period.
        deals: Age and chances of the open deals.
        records: The open deals in the same order, with all that is known of each.
    """

    roster: RosterResult
    rep: Rep
    row: DiagnosisRow | None
    pace: PaceResult
    losses: LossReasonsResult
    follow_up: FollowUpResult | None
    team_follow_up: FollowUpResult | None
    deals: OpenDealsResult
    records: pd.DataFrame


def describe_roster(store: Store, question: Question) -> RosterResult:
    """Return all reps with their rows of the diagnosis.

    Raises:
        MissingRateError: No assumption gives a rate that is needed.
    """
    asked = replace(question, by=Grouping.REP, rep=None)
    return RosterResult(diagnose(store, asked), load_reps(store))


def describe_rep(store: Store, question: Question, name: str) -> RepResult | None:
    """Return one rep in full; `None` when the team has no rep of that name.

    Raises:
        MissingRateError: No assumption gives a rate that is needed.
    """
    roster = describe_roster(store, question)
    rep = next((rep for rep in roster.reps if rep.name == name), None)
    if rep is None:
        return None
    row = next((row for row in roster.diagnosis.rows if row.name == name), None)
    own, team = _ask_follow_up(store, question, rep)
    deals = _ask_open_deals(store, question, rep)
    return RepResult(
        roster=roster,
        rep=rep,
        row=row,
        pace=_ask_pace(store, question, rep, load_team(store)),
        losses=_ask_losses(store, question, rep),
        follow_up=own,
        team_follow_up=team,
        deals=deals,
        records=load_opportunities(store, deals.keys),
    )


def _ask_pace(store: Store, question: Question, rep: Rep, team: Team) -> PaceResult:
    """Return leads against the promise; every commitment to the rep counts, of any source."""
    plan = load_plan(store)
    axes = build_axes((rep,), (), plan, team.calendar.months(question.period))
    own = [row for row in plan.commitments if row.rep == rep.name]
    promised = spread_over_days(build_commitments(own, axes, team.calendar), question.period)
    leads = load_funnel(store).leads
    assigned = leads["assigned"].to_numpy()[leads["rep"].to_numpy() == rep.id]
    return compute_pace(team.calendar, question.period, question.as_of, promised, assigned)


def _ask_losses(store: Store, question: Question, rep: Rep) -> LossReasonsResult:
    """Return the deals lost in the 12 months to the as-of day."""
    last = to_day(question.as_of)
    losses = load_losses(store, last - _LOSS_DAYS + 1, last)
    own = losses[losses["rep"] == rep.id]
    return compute_loss_reasons(_count_by_reason(own), _count_by_reason(losses))


def _count_by_reason(losses: pd.DataFrame) -> dict[str, int]:
    counts = losses.groupby("reason")["count"].sum()
    return {str(reason): int(count) for reason, count in counts.items()}


def _ask_follow_up(
    store: Store, question: Question, rep: Rep
) -> tuple[FollowUpResult | None, FollowUpResult | None]:
    """Return first responses to the leads of the period: the rep's and everybody's."""
    known = min(question.as_of, question.period.end)
    responses = load_responses(store, to_day(question.period.start), to_day(known), NOT_ANSWERED)
    known_until = (to_day(question.as_of) + 1) * _DAY
    parts = (responses[responses["rep"] == rep.id], responses)
    own, team = (
        compute_follow_up(part["assigned"].to_numpy(), part["answered"].to_numpy(), known_until)
        for part in parts
    )
    return own, team


def _ask_open_deals(store: Store, question: Question, rep: Rep) -> OpenDealsResult:
    """Return the rep's open deals at the as-of day with their chances by the plan's rates."""
    known, end = to_day(question.as_of), to_day(question.period.end)
    opportunities = load_funnel(store).opportunities
    own = opportunities.iloc[find_open(opportunities, rep.id, known)]
    plan, team = load_plan(store), load_team(store)
    axes = build_axes(load_reps(store), load_sources(store), plan, ())
    first = int(np.min(own["created"].to_numpy(), initial=known))
    rates = build_rates(plan.assumptions, axes, team.calendar, (first, max(known, end)))
    return compute_open_deals(own, rates, known, end)
