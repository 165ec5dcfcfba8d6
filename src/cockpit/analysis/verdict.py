"""What a shortfall comes down to: a first verdict by the largest group of effects."""

from collections.abc import Mapping

from cockpit.analysis.results import VerdictResult
from cockpit.domain.verdicts import LEVER_OF, Effect, Lever, Verdict

_NAMES = {
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
_BOTH = 2


def sum_levers(effects: Mapping[Effect, int]) -> dict[Lever, int]:
    """Return the effects summed by lever; together they are the gap."""
    levers = dict.fromkeys(Lever, 0)
    for effect, value in effects.items():
        levers[LEVER_OF[effect]] += value
    return levers


def compute_verdict(
    target: int, effects: Mapping[Effect, int], tolerance: float = 0.0
) -> VerdictResult:
    """Return the verdict of a row (diagnosis.md §3, steps 1, 2 and 4).

    On target is who has reached the target or what of it is due by now, less the team's
    tolerance. Else the group of effects with the largest loss decides, and in it the effect with
    the largest loss; if two groups each hold a third of all that was lost, it is both. What was
    handed over to others decides only when nothing else has cost as much.

    Args:
        target: Minor units.
        effects: Minor units; they sum to actual − target.
        tolerance: Share of the target that may be missed.
    """
    gap = sum(effects.values())
    if gap >= min(effects[Effect.NOT_YET_DUE], 0) - tolerance * target:
        return VerdictResult(Verdict.ON_TARGET, ())
    losses = {lever: -value for lever, value in sum_levers(effects).items() if value < 0}
    ranked = sorted(losses, key=lambda lever: -losses[lever])
    large = [
        lever
        for lever in ranked
        if lever is not Lever.OTHER and losses[lever] * 3 >= sum(losses.values())
    ]
    if len(large) >= _BOTH and ranked[0] is not Lever.OTHER:
        return VerdictResult(Verdict.BOTH, tuple(large[:_BOTH]))
    worst = min((e for e in effects if LEVER_OF[e] is ranked[0]), key=lambda e: effects[e])
    return VerdictResult(_NAMES[worst], (ranked[0],))
