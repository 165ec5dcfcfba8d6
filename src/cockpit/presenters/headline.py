"""The answer in words: how far off, and what each cause cost or gave back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cockpit.domain.question import Basis, Question
from cockpit.domain.verdicts import Effect
from cockpit.presenters.drift_words import format_drift
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_list,
    format_money_short,
    format_percent,
    format_period,
    format_plural,
)
from cockpit.presenters.plan_standing import format_curves
from cockpit.presenters.text import Span
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow

_MATERIAL = 0.07
"""A cause below this share of the largest is counted among the smaller ones."""


@dataclass(frozen=True, slots=True)
class _Cause:
    """Effects that one phrase names, with the words for a loss and for a gain.

    `clause` is the verb phrase of a loss that does not "come from" anything.
    """

    effects: tuple[Effect, ...]
    loss: str
    gain: str
    tone: str | None = None
    clause: str | None = None


_CAUSES = (
    _Cause((Effect.LEADS, Effect.MIX, Effect.ARRIVAL), "", "", "marketing"),
    _Cause(
        (Effect.LEAD_TO_OPP, Effect.WIN_RATE), "low conversion", "better conversion", "sales"
    ),
    _Cause(
        (Effect.SELF_SOURCED,), "too few self-sourced deals", "extra self-sourced deals", "sales"
    ),
    _Cause((Effect.CYCLE,), "slow deals", "fast deals", "sales"),
    _Cause((Effect.DEAL_SIZE,), "smaller deals", "larger deals", "size"),
    _Cause((Effect.HANDOVER,), "deals handed on", "deals received from others", "other"),
    _Cause(
        (Effect.CARRY_IN,), "a thin pipeline carried in", "a full pipeline carried in", "earlier"
    ),
    _Cause((Effect.NOT_YET_DUE,), "", "deals due early", None, "has not had time to close"),
    _Cause((Effect.UNFUNDED_PLAN,), "", "a plan above the target", None,
           "was never funded by the plan"),
)  # fmt: skip


def build_headline(row: DiagnosisRow, question: Question, currency: str) -> tuple[Span, ...]:
    """Return how far a row is from its target and why, each cause in its lever's colour."""
    if question.as_of < question.period.start:
        return (Span(_build_before(row, question, currency), None, strong=True),)
    opening = _build_opening(row, question, currency)
    causes = _CAUSES if row.target else tuple(c for c in _CAUSES if c.effects != _PLAN_ITSELF)
    losses, gains = _split(row, causes)
    if row.gap < 0:
        body = (*_tell_sources(losses, currency), *_tell(gains, currency, "gave back"))
    else:
        body = (*_tell_sources(gains, currency), *_tell(losses, currency, "cost"))
    return (Span(opening, None, strong=True), *body)


def build_subline(result: DiagnosisResult, row: DiagnosisRow) -> tuple[Span, ...]:
    """Return what else is known: leads and wins against what was due, and the time gone."""
    facts = [*_leads_fact(row), *_wins_fact(row), *_time_fact(result.question, row)]
    if result.question.basis is Basis.COHORT:
        facts.append([Span("counts this period's leads only, wherever they land")])
    if curves := format_curves(result.standing):
        facts.append([Span(curves)])
    known = f"No target is set for {result.question.period.label}."
    facts += [[Span(finding.rstrip("."))] for finding in result.findings if finding != known]
    if row.name == result.team.name and not result.question.rep:
        told = [format_drift(drift, result.currency) for drift in result.drifts]
        facts += [[Span(sentence[0].lower() + sentence[1:].rstrip("."))] for sentence in told]
    spans: list[Span] = []
    for fact in facts:
        spans += [Span(" · "), *fact] if spans else fact
    return tuple(Span(span.text, span.tone or "text_muted", span.strong) for span in spans)


def format_attained(share: float | None) -> str:
    """Return actual over target as a percentage that says 100% only when it is reached."""
    if share is None or share >= 1 or round(share, 2) < 1:
        return format_percent(share)
    return format_percent(min(share, 0.999), 1)


_PLAN_ITSELF = (Effect.UNFUNDED_PLAN,)
_LEADS = (Effect.LEADS, Effect.MIX, Effect.ARRIVAL)


class _Told(NamedTuple):
    """A cause and what it did, in minor units; no cause stands for all the smaller ones."""

    cause: _Cause | None
    amount: int
    row: DiagnosisRow


def _build_before(row: DiagnosisRow, question: Question, currency: str) -> str:
    """Return what is known of a period that has not begun."""
    period, day = format_period(question.period), format_date(question.as_of)
    target = format_money_short(row.target, currency)
    return f"{period} has not begun on {day}. " + (
        f"Its target is {target}." if row.target else "No target is set."
    )


def _build_opening(row: DiagnosisRow, question: Question, currency: str) -> str:
    actual = format_money_short(row.actual, currency)
    if not row.target:
        plan = row.effects[Effect.UNFUNDED_PLAN]
        against = format_money_short(plan, currency)
        rest = f" At the plan's rates, {against} was to be expected." if plan > 0 else ""
        return f"{actual} came in during {format_period(question.period)}; no target is set.{rest}"
    target = format_money_short(row.target, currency)
    gap = format_money_short(abs(row.gap), currency)
    if row.gap == 0:
        return f"Right on the {target} target."
    return f"{gap} {'short of' if row.gap < 0 else 'above'} the {target} target."


def _split(row: DiagnosisRow, causes: Iterable[_Cause]) -> tuple[list[_Told], list[_Told]]:
    """Return losses and gains, largest lever first as declared, with the small ones summed."""
    told = [
        _Told(cause, sum(row.effects[effect] for effect in cause.effects), row) for cause in causes
    ]
    floor = _MATERIAL * max((abs(each.amount) for each in told), default=0)
    large = [each for each in told if each.amount and abs(each.amount) >= floor]
    rest = sum(each.amount for each in told) - sum(each.amount for each in large)
    if abs(rest) >= floor and rest:
        large.append(_Told(None, rest, row))
    return [t for t in large if t.amount < 0], [t for t in large if t.amount > 0]


def _tell_sources(told: list[_Told], currency: str) -> list[Span]:
    """Return "$57k came from too few leads, $71k from low conversion, and …"."""
    phrases: list[list[Span]] = []
    verb = " came from "
    for each in told:
        tone = each.cause.tone if each.cause else None
        money = Span(format_money_short(abs(each.amount), currency), tone, strong=tone is not None)
        if each.cause and each.cause.clause and each.amount < 0:
            phrases.append([money, Span(f" {each.cause.clause}", tone)])
        else:
            phrases.append([money, Span(f"{verb}{_name(each)}", tone)])
            verb = " from "
    return _sentence(phrases)


def _tell(others: list[_Told], currency: str, verb: str) -> list[Span]:
    """Return "Larger deals gave back $12k, and fast deals $3k." for what points the other way."""
    phrases = []
    for i, told in enumerate(others):
        cause, amount = told.cause, told.amount
        tone = cause.tone if cause else None
        money = format_money_short(abs(amount), currency)
        if cause and cause.clause and amount < 0:
            phrases.append([Span(f"{money} {cause.clause}")])
            continue
        name = _name(told)
        name = name[0].upper() + name[1:] if i == 0 else name
        middle = f" {verb} " if i == 0 else " "
        phrases.append([Span(f"{name}{middle}", tone), Span(money, tone, strong=tone is not None)])
    return _sentence(phrases)


def _name(told: _Told) -> str:
    cause, amount, row = told
    if cause is None:
        return "smaller causes"
    if cause.effects == _LEADS:
        return _name_leads(row, amount)
    return cause.loss if amount < 0 else cause.gain


def _name_leads(row: DiagnosisRow, amount: int) -> str:
    """Return "too few, poorer and late leads": what the effects that matter have in common."""
    sign = -1 if amount < 0 else 1
    words = {
        Effect.LEADS: ("too few", "more"),
        Effect.MIX: ("poorer", "better"),
        Effect.ARRIVAL: ("late", "early"),
    }
    said = [
        words[effect][sign > 0]
        for effect in _LEADS
        if row.effects[effect] * sign >= _MATERIAL * abs(amount)
    ]
    return f"{format_list(said)} leads"


def _sentence(phrases: list[list[Span]]) -> list[Span]:
    """Join phrases with commas and "and" into a sentence that follows another."""
    if not phrases:
        return []
    spans = [Span(" ")]
    for i, phrase in enumerate(phrases):
        if i and i == len(phrases) - 1:
            spans.append(Span(", and " if len(phrases) > 2 else " and "))  # noqa: PLR2004 - a list
        elif i:
            spans.append(Span(", "))
        spans += phrase
    return [*spans, Span(".")]


def _leads_fact(row: DiagnosisRow) -> list[list[Span]]:
    arrived, promised = row.funnel.leads_actual, row.funnel.leads_plan
    if not row.has_commitment or promised <= 0:
        by_now = " by now" if row.has_commitment else ""
        return [[Span(f"{format_plural(arrived, 'lead')} arrived, none were promised{by_now}")]]
    return [
        [
            Span(format_count(arrived), strong=True),
            Span(f" of {format_count(round(promised))} leads promised by now arrived"),
        ]
    ]


def _wins_fact(row: DiagnosisRow) -> list[list[Span]]:
    won, due = row.funnel.wins_actual, row.funnel.wins_expected
    if not won and not due:
        return []
    verb = "deal won" if won == 1 else "deals won"
    expected = format_count(round(due, 1))
    return [
        [Span(format_count(won), strong=True), Span(f" {verb} where {expected} were due by now")]
    ]


def _time_fact(question: Question, row: DiagnosisRow) -> list[list[Span]]:
    gone = (min(question.as_of, question.period.end) - question.period.start).days + 1
    if row.attained is None or gone <= 0:
        return []
    attained = Span(format_attained(row.attained), strong=True)
    if question.as_of >= question.period.end:
        return [[attained, Span(" of target attained")]]
    share = format_percent(gone / question.period.days)
    return [[attained, Span(f" of target attained, {share} of the period gone")]]
