"""From what is known to the chain of expectations: the one pass that every answer starts from."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cockpit.analysis.axes import Axes, BoolArray, IntArray, build_axes
from cockpit.analysis.chain import Steps, build_steps, sum_deals, sum_leads, sum_plan
from cockpit.analysis.expectation import DealValues, Expectation, LeadValues, find_spent_age
from cockpit.analysis.promises import (
    Promises,
    build_commitments,
    build_self_sourced,
    sum_targets,
)
from cockpit.analysis.rates import build_rates
from cockpit.analysis.records import (
    Deals,
    LeadCells,
    count_leads,
    find_carried,
    find_deals,
    find_received,
    single_leads,
)
from cockpit.analysis.window import Window, build_window
from cockpit.domain.plan import Plan
from cockpit.domain.question import Question
from cockpit.domain.team import Rep, Source, Team


@dataclass(frozen=True)
class Facts:
    """All that a diagnosis starts from.

    Args:
        team: Currency, calendar, tolerance.
        reps, sources: The roster; ids are those of the frames.
        plan: Every promise, of all periods.
        leads: Columns rep, source, assigned, converted, disqualified, key: ids and day numbers,
            `NEVER` and `NOBODY` where there is none.
        opportunities: Columns rep, source, lead_rep, lead_assigned, created, closed, outcome,
            amount (minor units), key.
    """

    team: Team
    reps: tuple[Rep, ...]
    sources: tuple[Source, ...]
    plan: Plan
    leads: pd.DataFrame
    opportunities: pd.DataFrame


@dataclass(frozen=True)
class Walk:
    """The chain of a question, with the records it is a sum over.

    Args:
        axes: Positions of reps, sources and months.
        window: The days.
        received, carried: The leads, with what the plan's rates make of them; without those so old
            that they are worth nothing any more.
        received_rows, carried_rows: Their row numbers in the frame, when they are single leads.
        deals: The opportunities, with what the plan's rates make of them.
        steps: Sums by rep, source and month.
        targets: Minor units by rep position.
        has_commitment: By rep position, whether leads were promised in the period.
    """

    axes: Axes
    window: Window
    received: tuple[LeadCells, LeadValues]
    carried: tuple[LeadCells, LeadValues]
    received_rows: IntArray
    carried_rows: IntArray
    deals: tuple[Deals, DealValues]
    steps: Steps
    targets: IntArray
    has_commitment: BoolArray


def walk_chain(facts: Facts, question: Question, *, single: bool = False) -> Walk:
    """Walk the funnel in the order in which things happen.

    Args:
        facts: What is known.
        question: Its grouping plays no part here.
        single: Keep leads one by one instead of counting them by rep, source and day.

    Raises:
        MissingRateError: The plan gives no rate for a promise or record that counts.
    """
    calendar, plan = facts.team.calendar, facts.plan
    window = build_window(question)
    axes = build_axes(facts.reps, facts.sources, plan, calendar.months(question.period))
    received_rows = find_received(facts.leads, window)
    carried_rows = find_carried(facts.leads, window)
    assigned = facts.leads["assigned"].to_numpy()
    deals = find_deals(facts.opportunities, window, axes)
    promised, earlier = _split(build_commitments(plan.commitments, axes, calendar), window)
    own = build_self_sourced(plan, axes, calendar, question.period)
    own = own[(own.per_day > 0) & (not window.is_cohort)]
    began = assigned[received_rows], assigned[carried_rows]
    days = _days(window, *began, deals.created, earlier.start)
    rates = build_rates(plan, axes, calendar, days)
    curves = rates.tabulate(days[1] - days[0] + 2)
    carried_rows = carried_rows[window.start - began[1] < find_spent_age(rates, curves)]
    gather = single_leads if single else count_leads
    received = gather(facts.leads, received_rows, axes)
    carried = gather(facts.leads, carried_rows, axes)
    expectation = Expectation(rates, window, curves)
    received_values = expectation.of_received(received)
    carried_values = expectation.of_carried(carried)
    deal_values = expectation.of_deals(deals)
    has_commitment = _has_any(promised, axes)
    leads_now, leads_before = promised[promised.per_day > 0], earlier[earlier.per_day > 0]
    steps = build_steps(
        sum_plan(
            axes,
            (leads_now, expectation.of_commitments(leads_now)),
            (leads_before, expectation.of_commitments(leads_before)),
            (own, expectation.of_self_sourced(own)),
        ),
        sum_leads(axes, (received, received_values), (carried, carried_values)),
        sum_deals(axes, deals, deal_values),
        has_commitment,
        _has_any(earlier, axes),
    )
    return Walk(
        axes=axes,
        window=window,
        received=(received, received_values),
        carried=(carried, carried_values),
        received_rows=received_rows,
        carried_rows=carried_rows,
        deals=(deals, deal_values),
        steps=steps,
        targets=sum_targets(plan.targets, axes, calendar, question.period),
        has_commitment=has_commitment,
    )


def _split(promises: Promises, window: Window) -> tuple[Promises, Promises]:
    """Return the promises of the period and those of earlier ones (none for a cohort)."""
    now = (promises.start >= window.start) & (promises.start <= window.end)
    return promises[now], promises[(promises.start < window.start) & (not window.is_cohort)]


def _days(window: Window, *days: npt.NDArray[np.integer]) -> tuple[int, int]:
    """Return the first and last day that a rate or an age is asked for."""
    first = min([window.start - 1, *(int(day.min()) for day in days if day.size)])
    return first, max(window.end, window.until)


def _has_any(promises: Promises, axes: Axes) -> BoolArray:
    has = np.zeros(axes.shape[0], dtype=np.bool_)
    has[promises.rep] = True
    return has
