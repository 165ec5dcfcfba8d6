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
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import to_day
from cockpit.domain.question import Grouping, Question
from cockpit.domain.team import Rep
from cockpit.services.diagnosis import (
    DiagnosisResult,
    DiagnosisRow,
    diagnose,
    load_asked,
    load_facts,
)
from cockpit.store.connection import Store
from cockpit.store.queries import load_knowledge, load_opportunities
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
    return RosterResult(diagnose(store, asked), load_facts(store).reps)


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
    facts = load_asked(store, question.period, question.as_of, question.known_on)
    own, team = _ask_follow_up(store, question, rep)
    deals = _find_open_deals(facts, question, rep)
    return RepResult(
        roster=roster,
        rep=rep,
        row=row,
        pace=_ask_pace(facts, question, rep),
        losses=_ask_losses(store, question, rep),
        follow_up=own,
        team_follow_up=team,
        deals=_ask_open_deals(facts, question, deals),
        records=_load_records(store, question, facts, deals),
    )


def _ask_pace(facts: Facts, question: Question, rep: Rep) -> PaceResult:
    """Return leads against the promise; every commitment to the rep counts, of any source."""
    calendar, plan = facts.team.calendar, facts.plan
    axes = build_axes(facts.reps, facts.sources, plan, ())
    own = [row for row in plan.commitments if row.rep == rep.name]
    promised = spread_over_days(build_commitments(own, axes, calendar), question.period)
    assigned = facts.leads["assigned"].to_numpy()[facts.leads["rep"].to_numpy() == rep.id]
    return compute_pace(calendar, question.period, question.as_of, promised, assigned)


def _ask_losses(store: Store, question: Question, rep: Rep) -> LossReasonsResult:
    """Return the deals lost in the 12 months to the as-of day."""
    last = to_day(question.as_of)
    knowledge = load_knowledge(store, question.known_on)
    losses = load_losses(store, last - _LOSS_DAYS + 1, last, knowledge)
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
    first, last = to_day(question.period.start), to_day(known)
    knowledge = load_knowledge(store, question.known_on)
    responses = load_responses(store, first, last, NOT_ANSWERED, knowledge)
    known_until = (to_day(question.as_of) + 1) * _DAY
    parts = (responses[responses["rep"] == rep.id], responses)
    own, team = (
        compute_follow_up(part["assigned"].to_numpy(), part["answered"].to_numpy(), known_until)
        for part in parts
    )
    return own, team


def _find_open_deals(facts: Facts, question: Question, rep: Rep) -> pd.DataFrame:
    """Return the rep's opportunities that are open at the as-of day."""
    rows = find_open(facts.opportunities, rep.id, to_day(question.as_of))
    return facts.opportunities.iloc[rows]


def _ask_open_deals(facts: Facts, question: Question, deals: pd.DataFrame) -> OpenDealsResult:
    """Return age and chances of open deals by the plan's rates."""
    known, end = to_day(question.as_of), to_day(question.period.end)
    axes = build_axes(facts.reps, facts.sources, facts.plan, ())
    first = int(np.min(deals["created"].to_numpy(), initial=known))
    days = (first, max(known, end))
    rates = build_rates(facts.plan, axes, facts.team.calendar, days)
    return compute_open_deals(deals, rates, known, end)


def _load_records(
    store: Store, question: Question, facts: Facts, deals: pd.DataFrame
) -> pd.DataFrame:
    """Return the deals in full; one without a source of its own has its lead's."""
    names = {source.id: source.name for source in facts.sources}
    knowledge = load_knowledge(store, question.known_on)
    records = load_opportunities(store, deals["key"].to_numpy(), knowledge)
    records["source"] = [names.get(source) for source in deals["source"]]
    return records
