"""Imports and edits on different days, of records that change, come late, or go."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.problems import FileAccount
from cockpit.domain.question import Question
from cockpit.domain.records import NOBODY, FileKind, Outcome
from cockpit.store.connection import Store
from cockpit.store.kinds import MISSING

Q3 = FiscalCalendar().parse("2026-Q3")
FIRST = date(2026, 7, 20)
REPS = ("Ana Reis", "Bo Ek", "Cy Left")
SOURCES = ("Webinar", "Event")
RATES = Assumption(
    lead_to_opp=0.4, win_rate=0.25, deal_size=900_000,
    lead_to_opp_days=8, opp_to_win_days=26, opp_to_loss_days=20,
)  # fmt: skip
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead as a file has it: number, rep and source (−1: none), days from 1 July, its deals."""

    number: int
    rep: int = 0
    source: int = 0
    assigned: int = 0
    answered: int | None = None
    disqualified: int | None = None
    deals: str | None = None


@dataclass(frozen=True, slots=True)
class DealRow:
    """An opportunity as a file has it; `lead` is the number of its lead."""

    number: int
    rep: int = 0
    lead: int | None = None
    created: int = 5
    closed: int | None = None
    outcome: Outcome = Outcome.OPEN
    amount: int = 800_000
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is imported or edited on one day, so many days after the last."""

    days: int = 1
    leads: tuple[LeadRow, ...] = ()
    deals: tuple[DealRow, ...] = ()
    plan: Plan = field(default_factory=Plan)
    removed: Plan = field(default_factory=Plan)
    gone_leads: tuple[int, ...] = ()
    gone_deals: tuple[int, ...] = ()


def ask(day: date, **changes: object) -> Question:
    """Return the question that is asked on a day with all that is known then."""
    return replace(Question(Q3, day), **changes)  # type: ignore[arg-type]


def ask_then(day: date, **changes: object) -> Question:
    """Return the same question, asked later."""
    return ask(day, known_on=day, **changes)


def find_days(deliveries: Sequence[Delivery]) -> list[date]:
    """Return the day of each delivery."""
    days = [FIRST]
    for delivery in deliveries[1:]:
        days.append(days[-1] + timedelta(days=delivery.days))
    return days


def deliver(store: Store, delivery: Delivery, day: date) -> None:
    """Import and edit what a delivery holds, at noon of a day."""
    with store.unit_of_work() as work:
        batch = work.begin_batch("import demo", datetime.combine(day, time(12)))
        work.save_plan(delivery.plan, delivery.removed, batch)
        for kind, rows in (
            (FileKind.LEADS, delivery.leads),
            (FileKind.OPPORTUNITIES, delivery.deals),
        ):
            if not rows:
                continue
            reps = work.ensure_reps({REPS[row.rep] for row in rows if row.rep >= 0})
            sources = work.ensure_sources(SOURCES)
            rep = [reps[REPS[row.rep]] if row.rep >= 0 else NOBODY for row in rows]
            if kind is FileKind.LEADS:
                columns = _lead_columns(delivery.leads, sources)
            else:
                columns = _deal_columns(delivery.deals)
            work.merge(kind, {"rep": rep, **columns}, batch)
        if delivery.leads:
            work.record_file(batch, FileAccount("leads.csv", FileKind.LEADS, "plain"))
        work.mark_deleted(FileKind.LEADS, [f"L{n}" for n in delivery.gone_leads], batch)
        work.mark_deleted(FileKind.OPPORTUNITIES, [f"O{n}" for n in delivery.gone_deals], batch)


def _lead_columns(rows: Sequence[LeadRow], sources: dict[str, int]) -> dict[str, object]:
    return {
        "lead_id": [f"L{row.number}" for row in rows],
        "source": [sources[SOURCES[row.source]] if row.source >= 0 else NOBODY for row in rows],
        "assigned_at": [_second(row.assigned) for row in rows],
        "first_response_at": [_second(row.answered) for row in rows],
        "disqualified_at": [_second(row.disqualified) for row in rows],
        "opportunity_ids": [row.deals for row in rows],
    }


def _deal_columns(rows: Sequence[DealRow]) -> dict[str, object]:
    return {
        "opportunity_id": [f"O{row.number}" for row in rows],
        "lead_id": [None if row.lead is None else f"L{row.lead}" for row in rows],
        "created_at": [_second(row.created) for row in rows],
        "closed_at": [_second(row.closed) for row in rows],
        "outcome": [int(row.outcome) for row in rows],
        "amount": [row.amount for row in rows],
        "loss_reason": [row.reason for row in rows],
    }


def _second(day: int | None) -> int:
    return MISSING if day is None else (to_day(Q3.start) + day) * _DAY + _DAY // 2


def plan_of(rep: int, revenue: int, leads: float) -> Plan:
    """Return a plan for one rep, with the rates of the team."""
    return Plan(
        (Target(REPS[rep], "2026-Q3", revenue),),
        (Commitment(REPS[rep], "2026-Q3", SOURCES[0], leads),),
        (RATES,),
    )
