"""Small made-up teams for hypothesis: a plan, leads and opportunities around one quarter."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, Step
from cockpit.domain.plan import LEARNED, Assumption, Commitment, Plan, PlanLock, Target
from cockpit.domain.question import Basis, Question
from cockpit.domain.records import NEVER, NOBODY, Outcome
from cockpit.domain.team import Rep, Source, Team

REPS = (Rep(4, "Ada"), Rep(9, "Bo"), Rep(2, "Cy"))
SOURCES = (Source(7, "Web"), Source(3, "Event"))
FIRST, LAST = to_day(date(2026, 3, 1)), to_day(date(2026, 12, 31))
LABELS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-Q2", "2026-Q3", "2026")
UNKNOWN_LEAD = -2

_rep_names = st.sampled_from([rep.name for rep in REPS])
_source_names = st.sampled_from([None, *(source.name for source in SOURCES)])
_rep_ids = st.sampled_from([NOBODY, *(rep.id for rep in REPS)])
_source_ids = st.sampled_from([NOBODY, *(source.id for source in SOURCES)])
_edges = [
    to_day(date(2026, month, day)) for month, day in [(6, 30), (7, 1), (7, 31), (8, 1), (9, 30)]
]
_days = st.integers(FIRST, LAST) | st.sampled_from(_edges)
_medians = st.none() | st.sampled_from([0.0, 1.0, 7.5, 30.0, 90.0])
_delays = _medians | st.just(LEARNED)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A question about a month, quarter or year, asked before, in or after it."""
    label = draw(st.sampled_from(["2026-Q3", "2026-08", "2026"]))
    return Question(
        period=FiscalCalendar().parse(label),
        as_of=draw(st.dates(date(2026, 6, 1), date(2026, 12, 31))),
        basis=draw(st.sampled_from(list(Basis))),
    )


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Everything at once: some promises, up to a dozen leads and as many opportunities."""
    leads = draw(st.lists(_leads(), max_size=12))
    deals = draw(st.lists(_deals(len(leads)), max_size=12))
    return build_facts(draw(plans()), leads, deals)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan in which every rate is given, by a general row at least."""
    general = Assumption(None, None, None, 0.4, 0.25, 960_000, draw(_delays), draw(_delays))
    rows = draw(st.lists(_assumptions(), max_size=6))
    unique = {(row.rep, row.source, row.period): row for row in (general, *rows)}
    unique[None, None, None] = general
    periods = draw(st.lists(st.sampled_from(LABELS), max_size=3))
    return Plan(
        targets=tuple(
            Target(name, label, draw(st.integers(0, 10_000_000)))
            for name in draw(st.sets(_rep_names))
            for label in ("2026-Q3", "2026-08", "2026")
        ),
        commitments=tuple(
            Commitment(draw(_rep_names), label, draw(_source_names), draw(st.integers(0, 40)))
            for label in periods
        ),
        assumptions=tuple(unique.values()),
        locks=draw(st.just(()) | _locks(tuple(unique.values()))),
        learned=draw(st.none() | _learned("2026-06-30")),
    )


def _locks(rows: tuple[Assumption, ...]) -> st.SearchStrategy[tuple[PlanLock, ...]]:
    """A lock of a month or quarter, whose rows may differ from those of the plan as it is now."""
    locked = (replace(row, deal_size=row.deal_size and 500_000) for row in rows)
    return st.builds(
        PlanLock,
        period=st.sampled_from(["2026-05", "2026-08", "2026-Q2", "2026-Q3"]),
        at=st.just(datetime.fromisoformat("2026-06-01T12:00:00")),
        by=st.just("ada"),
        assumptions=st.sampled_from([rows, tuple(locked)]),
        learned=_learned("2026-05-31"),
    ).map(lambda lock: (lock,))


def _learned(until: str) -> st.SearchStrategy[LearnedDelays]:
    """Curves for some of the steps, of all sources or of one."""
    shares = st.sampled_from([(0.0, 0.25, 0.5, 1.0), (1.0,), (0.1, 0.1, 0.4, 0.4, 0.9, 0.99, 1.0)])
    delay = st.builds(
        LearnedDelay,
        step=st.sampled_from(Step),
        source=_source_names,
        records=st.just(90),
        happened=st.just(45),
        competing=st.just(20),
        beyond=st.just(0.0),
        happened_by=shares,
        otherwise_by=st.sampled_from([(0.2, 0.7, 1.0), (0.5, 0.8)]),
    )
    unique = st.lists(delay, max_size=4, unique_by=lambda each: (each.step, each.source))
    return st.builds(LearnedDelays, st.just(date.fromisoformat(until)), unique.map(tuple))


def _assumptions() -> st.SearchStrategy[Assumption]:
    rate = st.none() | st.sampled_from([0.0, 0.15, 0.5, 1.0])
    return st.builds(
        Assumption,
        rep=st.none() | _rep_names,
        source=_source_names,
        period=st.none() | st.sampled_from(LABELS),
        lead_to_opp=rate,
        win_rate=rate,
        deal_size=st.none() | st.integers(1, 3_000_000),
        lead_to_opp_days=_delays,
        opp_to_win_days=_delays,
        opp_to_loss_days=_delays,
    ).flatmap(_with_self_sourced)


def _with_self_sourced(row: Assumption) -> st.SearchStrategy[Assumption]:
    """Add self-sourced opportunities, to rows that name no source."""
    if row.source is not None:
        return st.just(row)
    given = {name: getattr(row, name) for name in Assumption.__dataclass_fields__}
    return st.sampled_from([None, None, 3.0, 6.5]).map(
        lambda count: Assumption(**given | {"self_sourced_opps": count})
    )


@st.composite
def _leads(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "rep": draw(_rep_ids),
        "source": draw(_source_ids),
        "assigned": draw(_days),
        "disqualified": draw(st.just(NEVER) | _days),
    }


@st.composite
def _deals(draw: st.DrawFn, n_leads: int) -> dict[str, Any]:
    created = draw(_days)
    outcome = draw(st.sampled_from(list(Outcome)))
    closed = NEVER if outcome is Outcome.OPEN else max(created, draw(_days))
    return {
        "lead": draw(st.integers(-1, n_leads - 1)),
        "rep": draw(_rep_ids),
        "source": draw(_source_ids),
        "created": created,
        "closed": draw(st.sampled_from([closed, closed, closed, NEVER])),
        "outcome": int(outcome),
        "amount": draw(st.integers(0, 10_000_000)),
    }


def build_facts(plan: Plan, leads: list[dict[str, Any]], deals: list[dict[str, Any]]) -> Facts:
    """Return facts from rows; a deal's `lead` is the position of its lead, or −1."""
    assigned = np.array([lead["assigned"] for lead in leads], dtype=np.int32)
    converted = np.full(len(leads), NEVER, dtype=np.int32)
    for deal in deals:
        if deal["lead"] >= 0:
            converted[deal["lead"]] = min(converted[deal["lead"]], deal["created"])
    lead_of = [leads[deal["lead"]] if deal["lead"] >= 0 else None for deal in deals]
    columns = {
        "rep": [deal["rep"] for deal in deals],
        "source": [
            lead["source"] if lead and deal["source"] == NOBODY else deal["source"]
            for deal, lead in zip(deals, lead_of, strict=True)
        ],
        "lead_rep": [lead["rep"] if lead else UNKNOWN_LEAD for lead in lead_of],
        "lead_assigned": [lead["assigned"] if lead else NEVER for lead in lead_of],
        "created": [deal["created"] for deal in deals],
        "closed": [deal["closed"] for deal in deals],
    }
    return Facts(
        team=Team(),
        reps=REPS,
        sources=SOURCES,
        plan=plan,
        leads=pd.DataFrame(
            {
                "key": np.arange(100, 100 + len(leads), dtype=np.int64),
                "rep": np.array([lead["rep"] for lead in leads], dtype=np.int32),
                "source": np.array([lead["source"] for lead in leads], dtype=np.int32),
                "assigned": assigned,
                "converted": converted,
                "disqualified": np.array([lead["disqualified"] for lead in leads], dtype=np.int32),
            }
        ),
        opportunities=pd.DataFrame(
            {
                "key": np.arange(500, 500 + len(deals), dtype=np.int64),
                **{name: np.array(values, dtype=np.int32) for name, values in columns.items()},
                "outcome": np.array([deal["outcome"] for deal in deals], dtype=np.int8),
                "amount": np.array([deal["amount"] for deal in deals], dtype=np.int64),
            }
        ),
    )
