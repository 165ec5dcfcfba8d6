"""One rep in full: the answer in sentences, and a card for each question."""

from collections.abc import Iterator
from dataclasses import dataclass

from cockpit.domain.question import Grouping, Question
from cockpit.domain.team import Rep
from cockpit.presenters.bridge import BridgeView, build_bridge
from cockpit.presenters.cockpit import IMPORT, PLAN, EmptyAction, EmptyView
from cockpit.presenters.evidence import format_confidence
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_day_short,
    format_period,
    format_plural,
)
from cockpit.presenters.headline import build_headline
from cockpit.presenters.rep_cards import (
    FactView,
    PaceView,
    PairView,
    StageView,
    build_follow_up,
    build_funnel,
    build_losses,
    build_pace,
    format_losses_hint,
)
from cockpit.presenters.rep_deals import DealView, build_deals, format_deals_hint
from cockpit.presenters.rep_list import is_idle, tell_special
from cockpit.presenters.rep_rows import format_row_verdict
from cockpit.presenters.skill import SkillView, build_skill
from cockpit.presenters.text import Span
from cockpit.presenters.wording import format_action
from cockpit.services.reps import DiagnosisRow, RepResult

ALL_REPS = EmptyAction("All reps", "reps")


@dataclass(frozen=True, slots=True)
class RepView:
    """One rep in full; an empty part is explained by its `no_…` sentence.

    Args:
        names: All reps, in the order of the switcher.
        result: What all this is made from; "see the math" and "show the records" ask it again.
        row: The rep's row of the diagnosis, from which a bar of the bridge opens.
        verdict, tone: Label and colour token of the verdict; empty without a row.
        story: How far off, and why, in tones.
        facts: What came through the funnel, and the next step.
        notes: What is special about the rep: left, no commitment, no target.
    """

    name: str
    names: tuple[str, ...]
    result: RepResult
    row: DiagnosisRow
    currency: str
    verdict: str
    tone: str
    story: tuple[Span, ...]
    facts: tuple[Span, ...]
    notes: tuple[str, ...]
    bridge: BridgeView
    skill: SkillView
    funnel: tuple[StageView, ...]
    pace: PaceView
    losses: tuple[PairView, ...]
    losses_hint: str
    no_losses: str
    follow_up: tuple[FactView, ...]
    no_follow_up: str
    deals: tuple[DealView, ...]
    deals_hint: str
    no_deals: str
    shows_by_end: bool
    end_text: str

    @property
    def place(self) -> int:
        """Return where the rep stands among `names`."""
        return self.names.index(self.name)


def build_rep(result: RepResult) -> RepView | EmptyView:
    """Return one rep in full, or what to do when the period knows nothing of the rep."""
    row, diagnosis, question = result.row, result.roster.diagnosis, result.roster.diagnosis.question
    name, currency = result.rep.name, diagnosis.currency
    if row is None or (is_idle(row) and not len(result.deals.keys)):
        return _build_idle(result.rep, question)
    verdict, tone = format_row_verdict(row, Grouping.REP)
    deals = build_deals(result.deals, result.records, question, currency)
    return RepView(
        name=name,
        names=result.roster.names,
        result=result,
        row=row,
        currency=currency,
        verdict=f"{verdict}{format_confidence(row)}",
        tone=tone,
        story=build_headline(row, question, currency),
        facts=tuple(_tell_facts(row, currency)),
        notes=tuple(tell_special(row, result.rep, question)),
        bridge=build_bridge(row, currency, None),
        skill=build_skill(row, currency),
        funnel=build_funnel(row, diagnosis.team, currency),
        pace=build_pace(result.pace, question.period),
        losses=build_losses(result.losses),
        losses_hint=format_losses_hint(result.losses),
        no_losses=_tell_no_losses(result),
        follow_up=build_follow_up(result.follow_up, result.team_follow_up),
        no_follow_up=_tell_no_follow_up(result),
        deals=deals,
        deals_hint=format_deals_hint(deals, question),
        no_deals=f"{name} has no open deal on {format_date(question.as_of)}.",
        shows_by_end=question.as_of < question.period.end,
        end_text=format_day_short(question.period.end),
    )


def _tell_facts(row: DiagnosisRow, currency: str) -> Iterator[Span]:
    """Yield what came through the funnel against what was due, then the next step."""
    funnel = row.funnel
    leads = format_plural(funnel.leads_actual, "lead")
    if row.has_commitment and funnel.leads_plan > 0:
        promised = format_count(round(funnel.leads_plan))
        yield Span(f"{format_count(funnel.leads_actual)} of {promised} promised leads arrived. ")
    else:
        yield Span(f"{leads} arrived, none were promised. ")
    opened, won = (
        format_count(funnel.opportunities_actual),
        format_plural(funnel.wins_actual, "win"),
    )
    due_opened = format_count(round(funnel.opportunities_expected, 1))
    due_won = format_count(round(funnel.wins_expected, 1))
    yield Span(
        f"{opened} became opportunities where {due_opened} were due by now; "
        f"{won} where {due_won} were due."
    )
    action = format_action(row, currency)
    if action:
        yield Span(" Next: ")
        yield Span(f"{action}.", strong=True)


def _tell_no_losses(result: RepResult) -> str:
    """Return why there are no loss reasons to show, and how to get them."""
    losses = result.losses
    if losses.without_reason:
        deals = format_plural(losses.without_reason, "deal")
        return (
            f"{deals} lost in 12 months, none with a reason. "
            "Import a loss_reason column to see why."
        )
    return f"{result.rep.name} lost no deal in the last 12 months."


def _tell_no_follow_up(result: RepResult) -> str:
    """Return why there are no response times to show, and how to get them."""
    if result.team_follow_up is not None:
        return f"No first response to a lead of {result.rep.name} is recorded in this period."
    return (
        "No lead says when it was first answered. Import leads with that column, "
        "First response at, to see how soon it happens."
    )


def _build_idle(rep: Rep, question: Question) -> EmptyView:
    """Return what to say of a rep of whom the period knows nothing."""
    period = format_period(question.period)
    if rep.ends_on is not None and rep.ends_on < question.period.start:
        return EmptyView(
            f"{rep.name} left on {format_date(rep.ends_on)}",
            f"Nothing is planned or recorded for {period}. Choose an earlier period to look back.",
            (ALL_REPS,),
        )
    return EmptyView(
        f"Nothing about {rep.name} in {period} yet",
        "There is no target, no promised lead, no lead received and no open deal. Set a target "
        "and a lead commitment in the plan, or import the leads that have arrived.",
        (PLAN, IMPORT, ALL_REPS),
    )
