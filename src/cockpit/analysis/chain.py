"""The chain of expectations (diagnosis.md §2), summed by rep, source and month."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from cockpit.analysis.axes import Axes, BoolArray, FloatArray, IntArray
from cockpit.analysis.expectation import DealValues, LeadValues, PromiseValues
from cockpit.analysis.promises import Promises
from cockpit.analysis.records import Deals, LeadCells


@dataclass(frozen=True)
class PlanSteps:
    """What was promised, each an array (rep, source, month) in minor units or counts.

    Args:
        n: N*, leads promised up to u; `value` their v* summed.
        a0, a0_later: What they are to bring up to u, and after it.
        c0, c0_later: The same for promises of earlier periods.
        self_sourced, self_sourced_later: The same for self-sourced opportunities.
    """

    n: FloatArray
    value: FloatArray
    a0: FloatArray
    a0_later: FloatArray
    c0: FloatArray
    c0_later: FloatArray
    self_sourced: FloatArray
    self_sourced_later: FloatArray

    @property
    def not_yet_due(self) -> FloatArray:
        """Return what the plan expects after u."""
        return self.a0_later + self.c0_later + self.self_sourced_later

    @property
    def whole(self) -> FloatArray:
        """Return what the whole plan adds up to, not yet due included."""
        return self.a0 + self.c0 + self.self_sourced + self.not_yet_due


@dataclass(frozen=True)
class LeadSteps:
    """What the plan's rates make of the leads received (a) and carried in (c)."""

    n: FloatArray
    value: FloatArray
    a1: FloatArray
    a1_later: FloatArray
    c1: FloatArray
    c1_later: FloatArray
    exposure: FloatArray
    opportunities_expected: FloatArray


@dataclass(frozen=True)
class DealSteps:
    """What became of the opportunities.

    Args:
        c1, c1_later: Carried in: expected up to u, and after it.
        from_leads: Step 2 of those opened from a rep's leads, at that rep.
        handover: Step 2 of those received from others' leads, less those passed on.
        self_sourced: Step 2 of those opened without a lead.
        s2, s3, s4: The steps of all of a rep's opportunities.
        to_come_plan, to_come: What should still have been to come after u, and what is.
        opened: Number opened from a rep's leads, at that rep.
        exposure, wins_expected, wins: Number due to be won by now, and won.
    """

    c1: FloatArray
    c1_later: FloatArray
    from_leads: FloatArray
    handover: FloatArray
    self_sourced: FloatArray
    s2: FloatArray
    s3: FloatArray
    s4: FloatArray
    to_come_plan: FloatArray
    to_come: FloatArray
    opened: FloatArray
    exposure: FloatArray
    wins_expected: FloatArray
    wins: FloatArray


@dataclass(frozen=True)
class Steps:
    """The whole chain; without a promise, what happened stands in for it (see `build_steps`)."""

    plan: PlanSteps
    leads: LeadSteps
    deals: DealSteps

    def map(self, change: Callable[[FloatArray], FloatArray]) -> "Steps":
        """Return the chain with every array changed alike: summed along an axis, say."""
        return Steps(
            PlanSteps(*(change(getattr(self.plan, f.name)) for f in fields(PlanSteps))),
            LeadSteps(*(change(getattr(self.leads, f.name)) for f in fields(LeadSteps))),
            DealSteps(*(change(getattr(self.deals, f.name)) for f in fields(DealSteps))),
        )


def build_steps(
    plan: PlanSteps,
    leads: LeadSteps,
    deals: DealSteps,
    has_commitment: BoolArray,
    has_earlier: BoolArray,
) -> Steps:
    """Return the chain, with A0 := A1 and C0 := C1 for reps who were promised nothing.

    Args:
        plan: What was promised.
        leads: What the leads make.
        deals: What became of the opportunities.
        has_commitment: Per rep, whether leads were promised in the period.
        has_earlier: Per rep, whether leads were promised in earlier periods.
    """
    now, before = has_commitment[:, None, None], has_earlier[:, None, None]
    return Steps(
        plan=replace(
            plan,
            n=np.where(now, plan.n, leads.n),
            value=np.where(now, plan.value, leads.value),
            a0=np.where(now, plan.a0, leads.a1),
            a0_later=np.where(now, plan.a0_later, leads.a1_later),
            c0=np.where(before, plan.c0, leads.c1 + deals.c1),
            c0_later=np.where(before, plan.c0_later, leads.c1_later + deals.c1_later),
        ),
        leads=leads,
        deals=deals,
    )


def sum_plan(
    axes: Axes,
    promised: tuple[Promises, PromiseValues],
    earlier: tuple[Promises, PromiseValues],
    self_sourced: tuple[Promises, PromiseValues],
) -> PlanSteps:
    """Sum the promises of the period, of earlier periods, and of self-sourced opportunities."""

    def cells_of(promises: Promises) -> IntArray:
        return axes.cells_of(promises.rep, promises.source, axes.months_of(promises.start))

    (now, now_values), (before, before_values), (own, own_values) = promised, earlier, self_sourced
    at_now, at_before, at_own = cells_of(now), cells_of(before), cells_of(own)
    return PlanSteps(
        n=axes.total(at_now, now_values.due),
        value=axes.total(at_now, now_values.value),
        a0=axes.total(at_now, now_values.by_now),
        a0_later=axes.total(at_now, now_values.later),
        c0=axes.total(at_before, before_values.by_now),
        c0_later=axes.total(at_before, before_values.later),
        self_sourced=axes.total(at_own, own_values.by_now),
        self_sourced_later=axes.total(at_own, own_values.later),
    )


def sum_leads(
    axes: Axes, received: tuple[LeadCells, LeadValues], carried: tuple[LeadCells, LeadValues]
) -> LeadSteps:
    """Sum the leads received and those carried in; the latter lie in month 0."""

    def cells_of(leads: LeadCells) -> IntArray:
        return axes.cells_of(leads.rep, leads.source, axes.months_of(leads.assigned))

    (now, now_values), (before, before_values) = received, carried
    at_now, at_before = cells_of(now), cells_of(before)
    return LeadSteps(
        n=axes.total(at_now, now.count),
        value=axes.total(at_now, now_values.value),
        a1=axes.total(at_now, now_values.by_now),
        a1_later=axes.total(at_now, now_values.later),
        c1=axes.total(at_before, before_values.by_now),
        c1_later=axes.total(at_before, before_values.later),
        exposure=axes.total(at_now, now_values.exposure)
        + axes.total(at_before, before_values.exposure),
        opportunities_expected=axes.total(at_now, now_values.opportunities)
        + axes.total(at_before, before_values.opportunities),
    )


def sum_deals(axes: Axes, deals: Deals, values: DealValues) -> DealSteps:
    """Sum the opportunities, at their own rep or, where the step says so, at their lead's."""
    months = axes.months_of(deals.born)
    own = axes.cells_of(deals.rep, deals.source, months)
    at_lead = axes.cells_of(deals.lead_rep, deals.source, months)
    carried = deals.is_carried
    has_lead = deals.lead_rep >= 0
    from_leads = ~carried & has_lead

    def total(values: FloatArray, chosen: BoolArray | slice = slice(None)) -> FloatArray:
        return axes.total(own[chosen], values[chosen])

    def at_leads(values: FloatArray, chosen: BoolArray) -> FloatArray:
        return axes.total(at_lead[chosen], values[chosen])

    ones = np.ones(deals.rep.size)
    return DealSteps(
        c1=total(values.by_now, carried),
        c1_later=total(values.later, carried),
        from_leads=at_leads(values.by_now, from_leads),
        handover=total(values.by_now, from_leads) - at_leads(values.by_now, from_leads),
        self_sourced=total(values.by_now, ~carried & ~has_lead),
        s2=total(values.by_now),
        s3=total(values.amount, deals.is_won),
        s4=total(deals.amount.astype(np.float64), deals.is_won),
        to_come_plan=total(values.to_come_plan),
        to_come=total(values.to_come),
        opened=at_leads(ones, from_leads),
        exposure=total(values.exposure),
        wins_expected=total(values.wins),
        wins=total(ones, deals.is_won),
    )
