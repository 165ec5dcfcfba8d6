"""Which records make up an effect: what each lead and opportunity adds to it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import BoolArray, FloatArray, IntArray
from cockpit.analysis.bridge import split_targets, worth_of_a_lead
from cockpit.analysis.diagnosis import UNASSIGNED, find_rep, row_names
from cockpit.analysis.records import LeadCells
from cockpit.analysis.results import EffectExplanation, RecordContributions
from cockpit.analysis.walk import Facts, Walk, walk_chain
from cockpit.domain.errors import UsageError
from cockpit.domain.question import Grouping, Question
from cockpit.domain.records import FileKind
from cockpit.domain.verdicts import Effect


@dataclass(frozen=True)
class _Row:
    """The part of the cells that a row stands for: which positions on each axis."""

    reps: BoolArray
    sources: BoolArray
    months: BoolArray

    def holds(self, reps: IntArray, sources: IntArray, months: IntArray) -> BoolArray:
        """Return which records lie in the row; a rep of −1 lies in none."""
        return (reps >= 0) & self.reps[reps] & self.sources[sources] & self.months[months]

    def total(self, array: FloatArray) -> float:
        """Return the sum of a cell array over the row."""
        return float(array[np.ix_(self.reps, self.sources, self.months)].sum())


def compute_contributions(
    facts: Facts, question: Question, row: str | None, effect: Effect
) -> EffectExplanation:
    """Return the plan's terms and every record's share of one effect; they sum to it.

    Args:
        facts: As for the diagnosis.
        question: As for the diagnosis.
        row: Name of a row in the question's grouping; `None` is the team.
        effect: The effect.

    Raises:
        UsageError: There is no such row.
    """
    walk = walk_chain(facts, question, single=True)
    chosen = _choose(walk, question, row)
    records = [
        part
        for part in (
            _of_leads(facts, walk, chosen, effect),
            _of_deals(facts, walk, chosen, effect),
        )
        if part.keys.size
    ]
    return EffectExplanation(
        row=row, effect=effect, plan_terms=_plan_terms(walk, chosen, effect), records=tuple(records)
    )


def _choose(walk: Walk, question: Question, row: str | None) -> _Row:
    axes = walk.axes
    picked = [np.ones(size, dtype=np.bool_) for size in axes.shape]
    if question.rep is not None:
        picked[0] &= np.arange(axes.shape[0]) == find_rep(axes, question.rep)
    if row is not None and question.by is not Grouping.TEAM:
        axis = (Grouping.REP, Grouping.SOURCE, Grouping.MONTH).index(question.by)
        names = row_names(axes, question.by, "")
        if row not in names:
            raise UsageError(f"There is no row {row!r} by {question.by}.")
        at = 0 if row == UNASSIGNED and axis == 0 else names.index(row)
        picked[axis] &= np.arange(len(names)) == at
    return _Row(*picked)


def _plan_terms(walk: Walk, row: _Row, effect: Effect) -> Mapping[str, float]:
    """Return what the promises add to an effect, by name."""
    plan = walk.steps.plan
    x, worth = (array[:, None, None] for array in worth_of_a_lead(walk.steps))
    relative = np.where(worth > 0, plan.value / np.where(worth > 0, worth, 1.0), plan.n)
    terms: dict[Effect, dict[str, FloatArray]] = {
        Effect.UNFUNDED_PLAN: {
            "promised_leads": plan.a0,
            "earlier_promises": plan.c0,
            "self_sourced": plan.self_sourced,
            "not_yet_due": plan.not_yet_due,
            "target": -split_targets(walk.steps, walk.targets).astype(np.float64),
        },
        Effect.NOT_YET_DUE: {
            "promised_leads": -plan.a0_later,
            "earlier_promises": -plan.c0_later,
            "self_sourced": -plan.self_sourced_later,
        },
        Effect.CARRY_IN: {"earlier_promises": -plan.c0},
        Effect.LEADS: {"promised_leads": -plan.n * x},
        Effect.MIX: {"promised_leads": -x * (relative - plan.n)},
        Effect.ARRIVAL: {"promised_leads": x * relative - plan.a0},
        Effect.SELF_SOURCED: {"self_sourced": -plan.self_sourced},
    }
    return {name: row.total(array) for name, array in terms.get(effect, {}).items()}


def _of_leads(facts: Facts, walk: Walk, row: _Row, effect: Effect) -> RecordContributions:
    (received, values), (carried, carried_values) = walk.received, walk.carried
    rows = np.zeros(0, dtype=np.int64)
    adds = np.zeros(0)
    if effect in {Effect.LEADS, Effect.MIX, Effect.ARRIVAL, Effect.LEAD_TO_OPP}:
        x, worth = (array[received.rep] for array in worth_of_a_lead(walk.steps))
        relative = np.where(worth > 0, values.value / np.where(worth > 0, worth, 1.0), 1.0)
        each = {
            Effect.LEADS: x,
            Effect.MIX: x * (relative - 1.0),
            Effect.ARRIVAL: values.by_now - x * relative,
            Effect.LEAD_TO_OPP: -values.by_now,
        }[effect]
        mine = _in_row(walk, row, received)
        rows, adds = walk.received_rows[mine], each[mine]
    if effect in {Effect.CARRY_IN, Effect.LEAD_TO_OPP}:
        sign = 1.0 if effect is Effect.CARRY_IN else -1.0
        mine = _in_row(walk, row, carried)
        rows = np.concatenate([rows, walk.carried_rows[mine]])
        adds = np.concatenate([adds, sign * carried_values.by_now[mine]])
    return RecordContributions(FileKind.LEADS, facts.leads["key"].to_numpy()[rows], adds)


def _of_deals(facts: Facts, walk: Walk, row: _Row, effect: Effect) -> RecordContributions:
    deals, values = walk.deals
    months = walk.axes.months_of(deals.born)
    own = row.holds(deals.rep, deals.source, months)
    at_lead = row.holds(deals.lead_rep, deals.source, months)
    fresh, has_lead = ~deals.is_carried, deals.lead_rep >= 0
    cycle = values.to_come_plan - values.to_come
    chosen, each = {
        Effect.CARRY_IN: (own & ~fresh, values.by_now),
        Effect.LEAD_TO_OPP: (at_lead & fresh, values.by_now),
        Effect.HANDOVER: (
            (own != at_lead) & fresh & has_lead,
            np.where(own, values.by_now, -values.by_now),
        ),
        Effect.SELF_SOURCED: (own & fresh & ~has_lead, values.by_now),
        Effect.CYCLE: (own, cycle),
        Effect.WIN_RATE: (own, values.amount * deals.is_won - values.by_now - cycle),
        Effect.DEAL_SIZE: (own & deals.is_won, deals.amount - values.amount),
    }.get(effect, (np.zeros_like(own), values.by_now))
    keys = facts.opportunities["key"].to_numpy()[deals.rows[chosen]]
    return RecordContributions(FileKind.OPPORTUNITIES, keys, each[chosen])


def _in_row(walk: Walk, row: _Row, cells: LeadCells) -> BoolArray:
    return row.holds(cells.rep, cells.source, walk.axes.months_of(cells.assigned))
