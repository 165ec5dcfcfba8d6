"""A period's plan for the terminal, as a table or as JSON."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cockpit.domain.fiscal import Period
from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.learned_delays import LearnedDelays, PlanStanding
from cockpit.domain.money import to_major
from cockpit.domain.plan import ASSUMPTION_FIELDS, Plan, PlanLock
from cockpit.presenters.knowledge import build_known, format_knowledge
from cockpit.presenters.plan_funding import build_funding_row, build_headline, build_summary
from cockpit.presenters.plan_layout import Scope
from cockpit.presenters.plan_lock import build_amendment, format_amendment
from cockpit.presenters.plan_standing import build_standing, format_curves, format_lock
from cockpit.presenters.text import format_plain
from cockpit.services.knowledge import load_knowledge
from cockpit.services.opening import Store
from cockpit.services.plan import (
    FundingResult,
    FundingRow,
    compute_funding,
    load_plan_state,
    says_learned,
)
from cockpit.services.team import load_team

_TITLES = (
    "Rep",
    "Target",
    "Leads",
    "From leads",
    "Carried in",
    "Self sourced",
    "Adds up to",
    "Against target",
    "Status",
)


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """What `cockpit plan show` prints.

    Args:
        period: The chosen period.
        currency: ISO 4217 code of all amounts.
        plan: The records that concern the period.
        funding: What they add up to.
        lock: The lock of the period, if it is locked.
        learned: The curves behind delays that are learned, if any are.
        knowledge: As of which day it is.
    """

    period: Period
    currency: str
    plan: Plan
    funding: FundingResult
    lock: PlanLock | None = None
    learned: LearnedDelays | None = None
    knowledge: Knowledge = EVERYTHING_KNOWN

    @property
    def known(self) -> str:
        """Return as of which day it is; empty for now."""
        return format_knowledge(self.knowledge)

    @property
    def state(self) -> str:
        """Return whether the plan is locked, with its amendments, as lines."""
        standing = self._standing()
        curves = f"; {format_curves(standing)}" if standing.learned else ""
        amendments = map(format_amendment, self.lock.amendments if self.lock else ())
        return "\n".join([f"{format_lock(standing)}{curves}.", *amendments])

    @property
    def headline(self) -> str:
        """Return whether the plan adds up, in a sentence."""
        return format_plain(build_headline(self.funding, self.period, self.currency))

    @property
    def summary(self) -> str:
        """Return what the sum is made of and what is missing."""
        return format_plain(build_summary(self.funding, self.currency))

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the headers of the table."""
        return _TITLES

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return a row of text per rep who has a target, leads or a pipeline."""
        views = [build_funding_row(row, self.currency) for row in self._shown()]
        return tuple(
            (
                view.rep,
                view.target,
                view.leads,
                view.from_leads,
                view.carried_in,
                view.self_sourced,
                view.adds_up_to,
                view.unfunded,
                view.status,
            )
            for view in views
        )

    def as_json(self) -> dict[str, Any]:
        """Return the plan and its funding, amounts in major units."""
        return {
            "period": self.period.label,
            "currency": self.currency,
            "known": build_known(self.knowledge),
            "state": self._state_word(),
            **build_standing(self._standing()),
            "amended": [build_amendment(a) for a in (self.lock.amendments if self.lock else ())],
            "team": {
                "target": self._amount(self.funding.target),
                "adds_up_to": self._amount(self.funding.adds_up_to),
                "unfunded_plan": self._amount(self.funding.unfunded),
            },
            "reps": [self._rep(row) for row in self._shown()],
            "targets": [
                {"rep": t.rep, "period": t.period, "revenue": self._amount(t.revenue)}
                for t in self.plan.targets
            ],
            "commitments": [
                {"rep": c.rep, "period": c.period, "source": c.source, "leads": c.leads}
                for c in self.plan.commitments
            ],
            "assumptions": [
                {"rep": a.rep, "source": a.source, "period": a.period}
                | {field: getattr(a, field) for field in ASSUMPTION_FIELDS}
                | {"deal_size": None if a.deal_size is None else self._amount(a.deal_size)}
                for a in self.plan.assumptions
            ],
        }

    def _state_word(self) -> str:
        if self.lock is None:
            return "unlocked"
        return "amended" if self.lock.amendments else "locked"

    def _standing(self) -> PlanStanding:
        lock = self.lock
        if lock is None:
            return PlanStanding(self.period.label, learned=self.learned)
        return PlanStanding(self.period.label, lock.at, len(lock.amendments), self.learned)

    def _shown(self) -> tuple[FundingRow, ...]:
        return tuple(row for row in self.funding.rows if row.target or row.leads or row.adds_up_to)

    def _rep(self, row: FundingRow) -> dict[str, Any]:
        return {
            "rep": row.rep,
            "target": self._amount(row.target),
            "leads": row.leads,
            "from_leads": self._amount(round(row.from_leads)),
            "carried_in": self._amount(round(row.carried_in)),
            "self_sourced": self._amount(round(row.self_sourced)),
            "adds_up_to": self._amount(row.adds_up_to),
            "unfunded_plan": self._amount(row.unfunded),
            "missing": [{"source": gap.source, "field": gap.field} for gap in row.missing],
        }

    def _amount(self, minor: int) -> float:
        return float(to_major(minor, self.currency))


def load_document(store: Store, period: str, known_on: date | None = None) -> PlanDocument:
    """Load a period's plan and add it up.

    Args:
        store: The store.
        period: Label of the period.
        known_on: The day as which it was known; `None` for the plan as it is now.

    Raises:
        UsageError: The label names no period.
    """
    chosen = load_team(store).calendar.parse(period)
    state = load_plan_state(store, chosen, known_on)
    currency = state.team.currency
    scope = Scope(chosen, state.frame.calendar, currency)
    funding = compute_funding(state.plan, state.frame)
    lock = next((each for each in state.plan.locks if each.period == chosen.label), None)
    plan = scope.select(state.plan)
    if lock is not None:
        plan = replace(plan, assumptions=lock.assumptions)
    curves = lock.learned if lock else state.frame.learned
    learned = curves if says_learned(plan.assumptions) else None
    knowledge = load_knowledge(store, known_on)
    return PlanDocument(chosen, currency, plan, funding, lock, learned, knowledge)
