"""The evidence of 40 reps, 12 sources and 12 months: counted and fitted, whatever the leads."""

import time
from typing import Any

from benchmarks.harness import Case, Goal, Work

_REPS, _SOURCES, _YEARS = 40, 12, 3


def ours(size: int) -> Work:
    """All three stages; `fit` is without the counting, which alone depends on the leads."""
    from datetime import date

    import numpy as np

    from cockpit.analysis.evidence import MONTHS, fit_stage
    from cockpit.analysis.evidence_counts import build_span, count_deals, count_leads
    from cockpit.analysis.evidence_size import count_amounts
    from cockpit.analysis.walk import walk_chain
    from cockpit.domain.fiscal import FiscalCalendar
    from cockpit.domain.question import Question

    facts, truth = make_facts(size)
    question = Question(FiscalCalendar().parse("2026-Q3"), date(2026, 9, 30))
    walk = walk_chain(facts, question)
    span = build_span(walk.window, MONTHS)

    def work() -> dict[str, Any]:
        start = time.perf_counter()
        leads = count_leads(facts, walk.axes, span)
        deals = count_deals(facts, walk.axes, span)
        amounts, size_likelihood = count_amounts(facts, walk.axes, span)
        counted = time.perf_counter()
        fitted = fit_stage(walk.axes, *leads)
        fit_stage(walk.axes, *deals)
        if size_likelihood is not None:
            unsure = size_likelihood.unsure_mean
            fit_stage(walk.axes, amounts, size_likelihood.likelihood, unsure)
        done = time.perf_counter()
        reps = fitted.mean[-_REPS:]
        off = np.abs((reps - reps.mean()) - (truth - truth.mean())).mean()
        is_right = off < 4.0 / np.sqrt(size / _YEARS / _REPS * 0.2)
        return {"fit": done - counted if is_right else float("nan"), "count": counted - start}

    work()
    return work


def make_facts(size: int) -> Any:
    """Return facts with `size` leads over three years, and the reps' true terms."""
    from datetime import date

    import numpy as np
    import pandas as pd

    from cockpit.analysis.walk import Facts
    from cockpit.domain.fiscal import to_day
    from cockpit.domain.plan import Assumption, Plan
    from cockpit.domain.records import NEVER, Outcome
    from cockpit.domain.team import Rep, Source, Team

    random = np.random.default_rng(1)
    last = to_day(date(2026, 9, 30))
    rep, source = random.integers(0, _REPS, size), random.integers(0, _SOURCES, size)
    assigned = random.integers(last - 365 * _YEARS, last, size)
    by_rep, by_source = random.normal(0, 0.3, _REPS), random.normal(0, 0.4, _SOURCES)
    chance = 1 / (1 + np.exp(-(np.log(0.4 / 0.6) + by_rep[rep] + by_source[source])))
    days = np.floor(random.exponential(8.0 / np.log(2), size)).astype(int)
    happened = (random.random(size) < chance) & (assigned + days <= last)
    leads = pd.DataFrame(
        {
            "key": np.arange(size),
            "rep": rep.astype(np.int32),
            "source": source.astype(np.int32),
            "assigned": assigned.astype(np.int32),
            "converted": np.where(happened, assigned + days, NEVER).astype(np.int32),
            "disqualified": np.where(happened, NEVER, assigned + 60).astype(np.int32),
        }
    )
    deals = leads[happened].rename(columns={"converted": "created", "key": "lead_key"})
    is_won = random.random(len(deals)) < 0.25
    took = random.exponential(np.where(is_won, 26.0, 20.0) / np.log(2)).astype(int)
    closed = deals["created"].to_numpy() + took
    deals = deals.assign(
        key=np.arange(len(deals)),
        lead_rep=deals["rep"],
        lead_assigned=deals["assigned"],
        closed=np.where(closed <= last, closed, NEVER).astype(np.int32),
        outcome=np.where(
            closed > last, Outcome.OPEN, np.where(is_won, Outcome.WON, Outcome.LOST)
        ).astype(np.int8),
        amount=(900_000 * random.lognormal(-0.08, 0.4, len(deals))).astype(np.int64),
    )
    plan = Plan((), (), (Assumption(None, None, None, 0.4, 0.25, 900_000, 8.0, 26.0, 20.0),))
    reps = tuple(Rep(at, f"Rep {at + 1}") for at in range(_REPS))
    sources = tuple(Source(at, f"Source {at + 1}") for at in range(_SOURCES))
    return Facts(Team(), reps, sources, plan, leads, deals), by_rep


CASE = Case(
    name="evidence",
    about="team, source and rep terms of all stages, 40 reps × 12 sources; `fit` without counting",
    contenders={"ours": ours},
    goals=(Goal(0.05, measure="fit"), Goal(0.15, measure="count")),
)
