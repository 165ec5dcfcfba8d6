"""The effects between target and actual (diagnosis.md §2), by rep, source and month."""

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray
from cockpit.analysis.chain import Steps
from cockpit.analysis.rounding import round_to_sum
from cockpit.domain.verdicts import Effect

_CELL_AXES = (1, 2)


def compute_effects(steps: Steps, targets: FloatArray) -> dict[Effect, FloatArray]:
    """Return every effect as an array (rep, source, month); they sum to s4 − `targets`.

    Leads, mix and arrival are measured per rep with x = A0/N* and v̄*, and split over the rep's
    cells so that they add up: leads = (N − N*)·x, mix = x·(V/v̄* − N) − x·(V*/v̄* − N*), where V is
    the plan value of the cell's leads.
    """
    plan, leads, deals = steps.plan, steps.leads, steps.deals
    x, relative_plan, relative = _against_promise(steps)
    lead_effect = (leads.n - plan.n) * x
    mix = x * (relative - leads.n) - x * (relative_plan - plan.n)
    cycle = deals.to_come_plan - deals.to_come
    return {
        Effect.UNFUNDED_PLAN: plan.whole - targets,
        Effect.NOT_YET_DUE: -plan.not_yet_due,
        Effect.CARRY_IN: leads.c1 + deals.c1 - plan.c0,
        Effect.LEADS: lead_effect,
        Effect.MIX: mix,
        Effect.ARRIVAL: leads.a1 - plan.a0 - lead_effect - mix,
        Effect.LEAD_TO_OPP: deals.from_leads - leads.a1 - leads.c1,
        Effect.HANDOVER: deals.handover,
        Effect.SELF_SOURCED: deals.self_sourced - plan.self_sourced,
        Effect.WIN_RATE: deals.s3 - deals.s2 - cycle,
        Effect.CYCLE: cycle,
        Effect.DEAL_SIZE: deals.s4 - deals.s3,
    }


def worth_of_a_lead(steps: Steps) -> tuple[FloatArray, FloatArray]:
    """Return x = A0/N* and v̄* per rep, in minor units.

    Where no lead was due yet, the leads received stand in, so that all of them are extra leads.
    """
    plan, leads = steps.plan, steps.leads
    n, value, landed = (a.sum(axis=_CELL_AXES) for a in (plan.n, plan.value, plan.a0))
    n1, value1, landed1 = (a.sum(axis=_CELL_AXES) for a in (leads.n, leads.value, leads.a1))
    due = n > 0
    count = np.where(due, n, n1)
    return (
        _ratio(np.where(due, landed, landed1), count),
        _ratio(np.where(due, value, value1), count),
    )


def split_targets(steps: Steps, targets: IntArray) -> IntArray:
    """Split each rep's target over the rep's cells in proportion to what the plan expects of them.

    Where the plan expects nothing, it lies in the cell without a source, in the first month.
    """
    whole = steps.plan.whole
    expected = whole.sum(axis=_CELL_AXES, keepdims=True)
    nothing = np.zeros_like(whole)
    nothing[:, 0, 1] = 1.0
    share = np.where(expected > 0, _ratio(whole, expected), nothing)
    exact: FloatArray = share * targets[:, None, None]
    return round_to_sum(exact.reshape(len(targets), -1), targets).reshape(whole.shape)


def round_effects(effects: dict[Effect, FloatArray], gaps: IntArray) -> dict[Effect, IntArray]:
    """Round the effects of every cell to minor units that sum to the cell's gap, exactly.

    Each rep's effects are rounded by largest remainder to the rep's gap first (hand-overs so that
    they are 0 for the team); each of them is then rounded in the same way over the rep's cells,
    and the unfunded plan closes every cell. So all groupings show the same figures, and add up.

    Args:
        effects: Arrays (rep, source, month).
        gaps: Actual less target, of the same shape.
    """
    shape = gaps.shape
    sums = np.stack([array.sum(axis=_CELL_AXES) for array in effects.values()])
    by_rep = _round_reps(list(effects), sums, gaps.sum(axis=_CELL_AXES))
    rounded = dict.fromkeys(effects, gaps)
    for (effect, array), total in zip(effects.items(), by_rep, strict=True):
        if effect is not Effect.UNFUNDED_PLAN:
            rounded[effect] = round_to_sum(array.reshape(shape[0], -1), total).reshape(shape)
            rounded[Effect.UNFUNDED_PLAN] = rounded[Effect.UNFUNDED_PLAN] - rounded[effect]
    return rounded


def _round_reps(names: list[Effect], exact: FloatArray, gaps: IntArray) -> IntArray:
    """Round effects, shape (effects, reps), to each rep's gap, and hand-overs to 0 in all."""
    at = names.index(Effect.HANDOVER)
    handover = round_to_sum(exact[at], np.int64(0))
    others = round_to_sum(np.delete(exact, at, axis=0).T, gaps - handover).T
    return np.insert(others, at, handover, axis=0)


def _against_promise(steps: Steps) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return x per rep and, per cell, V*/v̄* and V/v̄* (N* and N where v̄* is 0)."""
    x, worth = (array[:, None, None] for array in worth_of_a_lead(steps))
    plan, leads = steps.plan, steps.leads
    return (
        x,
        np.where(worth > 0, _ratio(plan.value, worth), plan.n),
        np.where(worth > 0, _ratio(leads.value, worth), leads.n),
    )


def _ratio(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Divide; 0 where the denominator is not positive."""
    denominator = np.broadcast_to(denominator, numerator.shape)
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
