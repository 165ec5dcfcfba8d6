"""What a shortfall comes down to (diagnosis.md §3): the questions, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray
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

COACHED = frozenset(
    {
        Verdict.COACH_QUALIFYING,
        Verdict.COACH_PROSPECTING,
        Verdict.COACH_CLOSING,
        Verdict.COACH_PRICING,
    }
)
"""What somebody may be told to be coached for."""

SURE = 0.9
"""From this chance on a term counts as real where it is spoken of by itself."""

SURE_OF_A_PERSON = 0.6
"""Chance from which on somebody is told to be coached: to be told so for nothing harms half as much
again as to be told so rightly helps."""

SURE_OF_A_CAUSE = 0.5
"""Chance from which on anything else is named: likelier than not."""

MATTERS = 0.05
"""Share of the target from which on a cause behind the sales effects matters."""

_BOTH = 2


class Cause(NamedTuple):
    """Something that may be behind the sales effects.

    Args:
        verdict: What it would be called: `lead_quality`, `team_wide`, or one about the rep.
        effect: The effect that it is a part of.
        source: The source it is about; `None` for one that is about the rep or the team.
    """

    verdict: Verdict
    effect: Effect
    source: str | None = None


@dataclass(frozen=True)
class SalesEvidence:
    """What the sales effects of a row come to if the rates are what they may really be.

    Args:
        causes: What may be behind them.
        parts: What each adds to the effects, in every draw of what the rates may be; minor units,
            shape (draws, causes). What the effects are beyond these is luck.
        expected: The same at the posterior mean; shape (causes,).
        missing_leads: What the leads that are missing would bring in all at the rep's own rates,
            minor units.
    """

    causes: tuple[Cause, ...]
    parts: FloatArray
    expected: FloatArray
    missing_leads: float | None = None


_FACTS = (Lever.PLANNING, Lever.EARLIER, Lever.MARKETING, Lever.WAITING, Lever.OTHER)
_OTHER = _FACTS.index(Lever.OTHER)
_REP, _SOURCES, _TEAM, _LUCK = range(len(_FACTS), len(_FACTS) + 4)
_LEVERS = (*_FACTS, Lever.SALES, Lever.MARKETING, Lever.SALES, Lever.WAITING)
_MOVES = np.array([tuple(Lever).index(lever) for lever in _LEVERS])
_GROUP_OF = {Verdict.LEAD_QUALITY: _SOURCES, Verdict.TEAM_WIDE: _TEAM}


class _Answer(NamedTuple):
    """What one group of losses comes down to."""

    verdict: Verdict
    lever: Lever
    effect: Effect
    worth: int
    confidence: float
    source: str | None = None
    leaning: Verdict | None = None


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
    tolerance. Else it is what one who knew the true rates would say (`name_losses`). They are not
    known; so she is asked about every draw of what they may be, and named is what she names most
    often: anything that she names in half of the draws, and a rep's own doing in two thirds. How
    often she does is the confidence. If nothing is named that often, it is within luck where that
    is her most frequent answer, and else unclear.

    Args:
        target: Minor units.
        effects: Minor units; they sum to actual − target.
        tolerance: Share of the target that may be missed.
        evidence: What is to be believed of the sales effects; without it they are taken as they
            are for the rep's own, and no confidence is stated.
    """
    gap = sum(effects.values())
    if gap >= min(effects[Effect.NOT_YET_DUE], 0) - tolerance * target:
        return _on_target(effects, evidence)
    weighed = evidence or _take_as_they_are(effects)
    losses = _sum_losses(effects, weighed)
    lost = float(max(-sum_levers(effects)[Lever.SALES], 0))
    named = name_losses(losses, lost, MATTERS * target if evidence else 0.0)
    answers = _choose(effects, weighed, losses, named)
    chances = tuple(answer.confidence for answer in answers)
    return VerdictResult(
        verdict=_name(answers),
        leaning=next((answer.leaning for answer in answers if answer.leaning), None),
        levers=tuple(answer.lever for answer in answers),
        causes=tuple(answer.verdict for answer in answers),
        behind=tuple(answer.effect for answer in answers),
        worth=tuple(answer.worth for answer in answers),
        chances=chances if evidence else (),
        confidence=min(chances) if evidence else None,
        source=next((answer.source for answer in answers if answer.source), None),
    )


def name_losses(losses: FloatArray, sales: float, least: float) -> BoolArray:
    """Return what one who knew the true rates would name.

    The group of effects with the largest loss, and a second one with a third or more of all
    losses. What was handed over to others is named only where nothing else has cost as much. Sales
    lost what the effects say, or more where luck has covered what it really lost; and of sales is
    named whose part is the largest, if it matters. If nobody's does, it was luck, which is named
    only by itself.

    Args:
        losses: By draw and group: the levers that are facts, then what is really the rep's, the
            sources' and the team's; 0 where nothing was lost.
        sales: What the sales effects lost.
        least: What a part must have cost to matter.

    Returns:
        By draw and group; luck is one more, the last.
    """
    rows = np.arange(losses.shape[0])
    facts, parts = losses[:, : len(_FACTS)], losses[:, len(_FACTS) :]
    largest = parts.max(axis=1)
    whose = np.where((largest >= least) & (largest > 0), _REP + np.argmax(parts, axis=1), _LUCK)
    groups = np.column_stack([facts, np.maximum(largest, sales)])
    first = np.argmax(groups, axis=1)
    rest = groups.copy()
    rest[rows, first] = 0.0
    rest[:, _OTHER] = 0.0
    second = np.argmax(rest, axis=1)
    is_both = (3 * rest[rows, second] >= groups.sum(axis=1)) & (rest[rows, second] > 0)
    is_both &= first != _OTHER
    first = np.where(first == len(_FACTS), whose, first)
    second = np.where(second == len(_FACTS), whose, second)
    is_first_luck = is_both & (first == _LUCK)
    is_both &= (first != _LUCK) & (second != _LUCK) & (_MOVES[first] != _MOVES[second])
    named = np.zeros((losses.shape[0], len(_LEVERS)), dtype=np.bool_)
    named[rows, np.where(is_first_luck, second, first)] = True
    named[rows[is_both], second[is_both]] = True
    return named


def _take_as_they_are(effects: Mapping[Effect, int]) -> SalesEvidence:
    causes = tuple(Cause(NAMES[e], e) for e in effects if LEVER_OF[e] is Lever.SALES)
    parts = np.array([effects[cause.effect] for cause in causes], dtype=np.float64)
    return SalesEvidence(causes, parts[None], parts)


def _on_target(effects: Mapping[Effect, int], evidence: SalesEvidence | None) -> VerdictResult:
    """Return the verdict of who is not short: a fact; whether it will last is a chance.

    The chance is that the sales effects would be a gain again; where sales gained nothing, none
    is stated.
    """
    gained = sum_levers(effects)[Lever.SALES]
    repeatable = None
    if evidence is not None and gained > 0:
        real = evidence.parts.sum(axis=1)
        repeatable = float((real > 0).mean() + (real == 0).mean() / 2)
    return VerdictResult(Verdict.ON_TARGET, (), confidence=1.0, repeatable=repeatable)


def _sum_losses(effects: Mapping[Effect, int], evidence: SalesEvidence) -> FloatArray:
    """Return what was lost by group in every draw; shape (draws, groups).

    A plan that adds up to more than the target offsets what is not yet due: only the rest of it
    is missing. What is the rep's is that of the worst step, what is the sources' that of the worst
    source over all steps, what is the team's that of all steps together.
    """
    levers = sum_levers(effects)
    surplus = min(max(levers[Lever.PLANNING], 0), max(-levers[Lever.WAITING], 0))
    levers[Lever.PLANNING] -= surplus
    levers[Lever.WAITING] += surplus
    losses = np.zeros((evidence.parts.shape[0], _LUCK))
    losses[:, : len(_FACTS)] = [-levers[lever] for lever in _FACTS]
    sums: dict[tuple[int, Effect | str | None], FloatArray] = {}
    for cause, parts in zip(evidence.causes, evidence.parts.T, strict=True):
        group = _GROUP_OF.get(cause.verdict, _REP)
        kind = group, {_REP: cause.effect, _SOURCES: cause.source}.get(group)
        sums[kind] = sums.get(kind, 0.0) + parts
    for (group, _), total in sums.items():
        losses[:, group] = np.maximum(losses[:, group], -total)
    return np.asarray(np.maximum(losses, 0.0))


def _choose(
    effects: Mapping[Effect, int], evidence: SalesEvidence, losses: FloatArray, named: BoolArray
) -> tuple[_Answer, ...]:
    """Return the one or two answers that are sure enough, or luck, or the likeliest one."""
    loss = (losses * named[:, :_LUCK]).mean(axis=0)
    chosen: list[_Answer] = []
    for group in np.argsort(-loss, kind="stable"):
        if not loss[group] or len(chosen) == _BOTH:
            break
        answer = _answer(int(group), effects, evidence, named[:, group])
        bar = SURE_OF_A_PERSON if answer.verdict in COACHED else SURE_OF_A_CAUSE
        if answer.confidence >= bar and answer.lever not in [each.lever for each in chosen]:
            chosen.append(answer)
    if chosen:
        return tuple(chosen)
    likeliest = int(np.argmax(named.mean(axis=0)))
    answer = _answer(likeliest, effects, evidence, named[:, likeliest])
    if likeliest == _LUCK:
        return (answer,)
    unclear = answer._replace(verdict=Verdict.UNCLEAR, lever=Lever.WAITING, worth=0)
    return (unclear._replace(leaning=answer.verdict),)


def _answer(
    group: int, effects: Mapping[Effect, int], evidence: SalesEvidence, named: BoolArray
) -> _Answer:
    """Return what a group comes down to: the largest loss in it."""
    lever, chance = _LEVERS[group], float(named.mean())
    if group < len(_FACTS):
        worst = min((e for e in effects if LEVER_OF[e] is lever), key=lambda e: effects[e])
        worth = -effects[worst]
        if worst is Effect.LEADS and evidence.missing_leads is not None:
            worth = max(round(evidence.missing_leads), 0)
        return _Answer(NAMES[worst], lever, worst, worth, chance)
    if group == _LUCK:
        worst = min((e for e in effects if LEVER_OF[e] is Lever.SALES), key=lambda e: effects[e])
        return _Answer(Verdict.WITHIN_LUCK, lever, worst, 0, chance)
    causes = [at for at, c in enumerate(evidence.causes) if _GROUP_OF.get(c.verdict, _REP) == group]
    if group != _REP:  # told by a step that lost something, if any did
        causes = [at for at in causes if effects[evidence.causes[at].effect] < 0] or causes
    parts = evidence.parts[:, causes]
    worst_at = causes[int(np.argmin(parts[named].sum(axis=0)))]
    cause = evidence.causes[worst_at]
    if group == _REP:
        chance = float((named & (np.argmin(parts, axis=1) == causes.index(worst_at))).mean())
    worth = max(round(-float(evidence.expected[worst_at])), 0)
    return _Answer(cause.verdict, lever, cause.effect, worth, chance, cause.source)


def _name(answers: tuple[_Answer, ...]) -> Verdict:
    return Verdict.BOTH if len(answers) == _BOTH else answers[0].verdict
