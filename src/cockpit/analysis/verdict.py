"""What a shortfall comes down to (diagnosis.md §3): the questions, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import erf, sqrt

from cockpit.analysis.results import VerdictResult
from cockpit.domain.verdicts import LEVER_OF, Effect, Lever, Verdict

NAMES = {
    Effect.UNFUNDED_PLAN: Verdict.PLAN_UNFUNDED,
    Effect.NOT_YET_DUE: Verdict.TOO_EARLY,
    Effect.CARRY_IN: Verdict.THIN_CARRY_IN,
    Effect.LEADS: Verdict.LEADS_SHORT,
    Effect.MIX: Verdict.LEAD_MIX,
    Effect.ARRIVAL: Verdict.LATE_LEADS,
    Effect.LEAD_TO_OPP: Verdict.COACH_QUALIFYING,
    Effect.HANDOVER: Verdict.HANDED_OVER,
    Effect.SELF_SOURCED: Verdict.COACH_PROSPECTING,
    Effect.WIN_RATE: Verdict.COACH_CLOSING,
    Effect.CYCLE: Verdict.SLOW_CYCLE,
    Effect.DEAL_SIZE: Verdict.COACH_PRICING,
}
"""The verdict that each effect stands for when it is believed."""

SURE = 0.9
"""From this chance on a term counts as real."""

_SURE_OF_ALL = 0.975
_COMMON = frozenset({Verdict.LEAD_QUALITY, Verdict.TEAM_WIDE})
_BOTH = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that may be behind a sales effect, and how sure it is.

    Args:
        verdict: What it would be called.
        effect: The effect that it explains a part of.
        part: That part, minor units.
        chance: Probability that it is really below par.
        source: The source it is about; `None` for one that is about the rep or the team.
    """

    verdict: Verdict
    effect: Effect
    part: float
    chance: float
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SalesEvidence:
    """What is to be believed of a row's sales effects.

    Args:
        reasons: Every term of every sales effect, losses and gains.
        real: The part of the sales effects that is not luck, minor units.
        spread: Its standard deviation.
        missing_leads: What the leads that are missing would bring in all at the rep's own rates,
            minor units.
    """

    reasons: tuple[Reason, ...]
    real: float = 0.0
    spread: float = 0.0
    missing_leads: float | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one group of effects comes down to."""

    verdict: Verdict
    lever: Lever
    effect: Effect
    worth: int
    confidence: float | None
    source: str | None = None


def sum_levers(effects: Mapping[Effect, int]) -> dict[Lever, int]:
    """Return the effects summed by lever; together they are the gap."""
    levers = dict.fromkeys(Lever, 0)
    for effect, value in effects.items():
        levers[LEVER_OF[effect]] += value
    return levers


def compute_verdict(
    target: int,
    effects: Mapping[Effect, int],
    tolerance: float = 0.0,
    evidence: SalesEvidence | None = None,
) -> VerdictResult:
    """Return the verdict of a row.

    On target is who has reached the target or what of it is due by now, less the team's
    tolerance. Else the group of effects with the largest loss decides, and in it the effect with
    the largest loss; if two groups each hold a third of all that was lost, it is both. What was
    handed over to others decides only when nothing else has cost as much. A plan that adds up to
    more than the target offsets what is not yet due: only the rest of it is missing.

    Of the sales effects only what is believed counts: the largest part of one that is really
    below par with a chance of 0.9. If there is none, sales does not make a `both`, and alone it
    is `within_luck`.

    Args:
        target: Minor units.
        effects: Minor units; they sum to actual − target.
        tolerance: Share of the target that may be missed.
        evidence: What is to be believed of the sales effects; without it they are taken as they
            are, and no confidence is stated.
    """
    gap = sum(effects.values())
    if gap >= min(effects[Effect.NOT_YET_DUE], 0) - tolerance * target:
        return _on_target(effects, evidence)
    levers = _find_levers(effects)
    answers = [_answer(lever, effects, evidence) for lever in levers]
    if len(levers) == _BOTH:
        believed = [a for a in answers if a.verdict is not Verdict.WITHIN_LUCK]
        if len({answer.lever for answer in believed}) == _BOTH:
            answers = [_answer(lever, effects, evidence, _BOTH) for lever in levers]
        else:
            answers = (believed or answers)[:1]
    first = answers[0]
    chances = tuple(a.confidence for a in answers if a.confidence is not None)
    return VerdictResult(
        verdict=Verdict.BOTH if len(answers) == _BOTH else first.verdict,
        levers=tuple(answer.lever for answer in answers),
        causes=tuple(answer.verdict for answer in answers),
        behind=tuple(answer.effect for answer in answers),
        worth=tuple(answer.worth for answer in answers),
        chances=chances,
        confidence=min(chances, default=None),
        source=next((answer.source for answer in answers if answer.source), None),
    )


def _on_target(effects: Mapping[Effect, int], evidence: SalesEvidence | None) -> VerdictResult:
    """Return the verdict of who is not short: a fact; whether it will last is a chance.

    The chance is that the sales effects would be a gain again; where sales gained nothing, none
    is stated.
    """
    gained = sum_levers(effects)[Lever.SALES]
    repeatable = None
    if evidence is not None and gained > 0:
        repeatable = _chance(evidence.real, evidence.spread)
    return VerdictResult(Verdict.ON_TARGET, (), confidence=1.0, repeatable=repeatable)


def _find_levers(effects: Mapping[Effect, int]) -> list[Lever]:
    """Return the group with the largest loss, or the two that each hold a third of all losses."""
    levers = sum_levers(effects)
    surplus = min(max(levers[Lever.PLANNING], 0), max(-levers[Lever.WAITING], 0))
    levers[Lever.PLANNING] -= surplus
    levers[Lever.WAITING] += surplus
    losses = {lever: -value for lever, value in levers.items() if value < 0}
    ranked: list[Lever] = sorted(losses, key=lambda lever: -losses[lever])
    if ranked[0] is Lever.OTHER:
        return ranked[:1]
    whole = sum(losses.values())
    large: list[Lever] = [v for v in ranked if v is not Lever.OTHER and losses[v] * 3 >= whole]
    return large[:_BOTH] or ranked[:1]


def _answer(
    lever: Lever, effects: Mapping[Effect, int], evidence: SalesEvidence | None, named: int = 1
) -> _Answer:
    """Return what a group comes down to, as the only one named or as one of two.

    Facts are doubted as far as sales may really have lost more than they did, or twice as much
    where they share the blame.
    """
    worst = min((e for e in effects if LEVER_OF[e] is lever), key=lambda e: effects[e])
    if lever is not Lever.SALES or evidence is None:
        loss = -effects[worst]
        if evidence is None:
            return _Answer(NAMES[worst], lever, worst, loss, None)
        worth = loss
        if worst is Effect.LEADS and evidence.missing_leads is not None:
            worth = max(round(evidence.missing_leads), 0)
        sure = _chance(named * loss + evidence.real, evidence.spread)
        return _Answer(NAMES[worst], lever, worst, worth, sure)
    main = _find_reason(effects, evidence.reasons)
    if main is None:
        own = [r for r in evidence.reasons if effects[r.effect] < 0 and r.verdict not in _COMMON]
        doubt = max((reason.chance for reason in own), default=0.5)
        return _Answer(Verdict.WITHIN_LUCK, Lever.WAITING, worst, 0, min(1.0, 2.0 * (1.0 - doubt)))
    whose = Lever.MARKETING if main.verdict is Verdict.LEAD_QUALITY else lever
    return _Answer(main.verdict, whose, main.effect, round(-main.part), main.chance, main.source)


def _find_reason(effects: Mapping[Effect, int], reasons: tuple[Reason, ...]) -> Reason | None:
    """Return what is really behind the sales effects, or nothing.

    The rep's own term is asked first. The sources' and the team's, which are the same for
    everybody and so are many to be wrong about at once, must be surer and carry a third of an
    effect that is itself a third of what sales lost.
    """
    large = sum_levers(effects)[Lever.SALES] / 3
    lost = [r for r in reasons if effects[r.effect] < 0 and r.part < 0]
    own = [r for r in lost if r.verdict not in _COMMON and r.chance >= SURE]
    common = [
        r
        for r in lost
        if r.verdict in _COMMON
        and r.chance >= _SURE_OF_ALL
        and effects[r.effect] <= large
        and 3 * r.part <= effects[r.effect]
    ]
    most = -sum(reason.part for reason in (*own, *common))
    own = [reason for reason in own if -3 * reason.part >= most]
    return min(own or common, key=lambda reason: reason.part, default=None)


def _chance(mean: float, spread: float) -> float:
    """Return P(a normal value is above 0)."""
    if spread <= 0:
        return float(mean > 0) if mean else 0.5
    return 0.5 * (1.0 + erf(mean / spread / sqrt(2.0)))
