"""A small real team in a store: two reps with leads and deals, and one who left."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np

from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.question import Question
from cockpit.domain.records import FileKind, Outcome
from cockpit.store.connection import Store
from cockpit.store.kinds import MISSING
from cockpit.store.queries import load_reps

Q3 = FiscalCalendar().parse("2026-Q3")
QUESTION = Question(Q3, date(2026, 9, 14))
_REASONS = ("Price", "Price", "No decision", "Timing")


def fill_store(store: Store, *, general_rates: bool = True) -> None:
    """Fill a store; without general rates the plan lacks those of the source Event."""
    rates = Assumption(
        source=None if general_rates else "Webinar", lead_to_opp=0.4, win_rate=0.25,
        deal_size=900_000, lead_to_opp_days=8, opp_to_win_days=26, opp_to_loss_days=20,
    )  # fmt: skip
    plan = Plan(
        targets=(Target("Ana Reis", "2026-Q3", 6_000_000), Target("Bo Ek", "2026-Q3", 4_000_000)),
        commitments=(Commitment("Ana Reis", "2026-Q3", "Webinar", 46),),
        assumptions=(rates,),
    )
    with store.unit_of_work() as work:
        batch = work.begin_batch("import demo")
        work.save_plan(plan, Plan(), batch)
        reps = work.ensure_reps(["Ana Reis", "Bo Ek", "Cy Left"])
        sources = work.ensure_sources(["Webinar", "Event"])
        work.merge(FileKind.LEADS, _leads(reps, sources), batch)
        work.merge(FileKind.OPPORTUNITIES, _deals(reps, sources), batch)
    left = next(rep for rep in load_reps(store) if rep.name == "Cy Left")
    with store.unit_of_work() as work:
        work.save_rep(replace(left, ends_on=date(2026, 5, 3)))


def _leads(reps: dict[str, int], sources: dict[str, int]) -> dict[str, object]:
    """Forty leads, two a day, by turns to each rep; every tenth is never answered."""
    first = datetime(2026, 7, 1, 9)  # noqa: DTZ001 - wall clock
    times = [_second(first + timedelta(days=i // 2)) for i in range(40)]
    return {
        "lead_id": np.array([f"L-{i}" for i in range(40)], dtype=object),
        "assigned_at": np.array(times),
        "rep": np.array([reps["Ana Reis" if i % 2 else "Bo Ek"] for i in range(40)]),
        "source": np.full(40, sources["Webinar"]),
        "first_response_at": np.array(
            [MISSING if i % 10 == 1 else time + 60 * (20 + i) for i, time in enumerate(times)]
        ),
    }


def _deals(reps: dict[str, int], sources: dict[str, int]) -> dict[str, object]:
    """Twelve deals of each rep: six open, two won, four lost for different reasons."""
    rows = [(name, number) for name in ("Ana Reis", "Bo Ek") for number in range(12)]
    kinds = [Outcome.OPEN] * 6 + [Outcome.WON] * 2 + [Outcome.LOST] * 4
    created = [_second(datetime(2026, 7, 3 + number)) for _, number in rows]  # noqa: DTZ001
    lost = [kinds[number] is Outcome.LOST for _, number in rows]
    reasons = [
        _REASONS[n - 8] if is_lost else None for (_, n), is_lost in zip(rows, lost, strict=True)
    ]
    return {
        "opportunity_id": np.array([f"O-{name[0]}{n}" for name, n in rows], dtype=object),
        "created_at": np.array(created),
        "outcome": np.array([int(kinds[number]) for _, number in rows]),
        "rep": np.array([reps[name] for name, _ in rows]),
        "lead_id": np.array(
            [f"L-{2 * n + (name == 'Ana Reis')}" for name, n in rows], dtype=object
        ),
        "source": np.array([sources["Event" if n == 1 else "Webinar"] for _, n in rows]),
        "account": np.array([f"Account {n}" for _, n in rows], dtype=object),
        "stage": np.array(["Proposal"] * 24, dtype=object),
        "amount": np.array([800_000 + 10_000 * n for _, n in rows]),
        "closed_at": np.array(
            [
                MISSING if n < 6 else at + 86_400 * 20
                for (_, n), at in zip(rows, created, strict=True)
            ]
        ),
        "expected_close_at": np.array([at + 86_400 * 60 for at in created]),
        "loss_reason": np.array(reasons, dtype=object),
    }


def _second(moment: datetime) -> int:
    midnight = to_day(moment.date()) * 86_400
    return midnight + moment.hour * 3600
