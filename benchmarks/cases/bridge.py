"""The bridge over 11,200 cells (rep, source, day): ours against icanexplain."""

import subprocess
from dataclasses import fields
from typing import Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.side import side_python

_SHAPE = (40, 8, 35)
_CELLS = 11_200
_ICANEXPLAIN = f"""
import json, time
import icanexplain, numpy as np, pandas as pd
random = np.random.default_rng(1)
half = {_CELLS} // 2
def side(label):
    return pd.DataFrame({{"rep": np.repeat(np.arange(40), half // 40),
        "cell": np.tile(np.arange(half // 40), 40), "period": label,
        "revenue": random.normal(100, 10, half), "leads": random.integers(1, 9, half)}})
cells = pd.concat([side("1 plan"), side("2 actual")])
explain = icanexplain.SumExplainer(
    fact="revenue", count="leads", group=["rep", "cell"], period="period")
explain(cells)
start = time.perf_counter()
explain(cells)
print(json.dumps({{"seconds": time.perf_counter() - start}}))
"""


def ours(size: int) -> Work:  # noqa: ARG001 - the number of cells is fixed
    """All twelve effects of every cell, rounded so that each cell adds up to its gap."""
    import time

    import numpy as np

    from cockpit.analysis.bridge import compute_effects, round_effects, split_targets
    from cockpit.analysis.chain import DealSteps, LeadSteps, PlanSteps, Steps

    random = np.random.default_rng(1)

    def draw(part: type) -> list[Any]:
        return [random.uniform(0, 1e6, _SHAPE) for _ in fields(part)]

    steps = Steps(
        PlanSteps(*draw(PlanSteps)), LeadSteps(*draw(LeadSteps)), DealSteps(*draw(DealSteps))
    )
    wanted = random.integers(1_000_000, 100_000_000, _SHAPE[0])
    actuals = np.rint(steps.deals.s4).astype(np.int64)

    def explain() -> Any:
        targets = split_targets(steps, wanted)
        gaps = actuals - targets
        return round_effects(compute_effects(steps, targets.astype(np.float64)), gaps), gaps

    explain()

    def work() -> dict[str, Any]:
        start = time.perf_counter()
        effects, gaps = explain()
        seconds = time.perf_counter() - start
        assert (sum(effects.values()) == gaps).all(), "the effects do not add up"
        return {"seconds": seconds}

    return work


def ours_diagnosis(size: int) -> Work:  # noqa: ARG001 - the number of cells is fixed
    """The whole answer from as many leads: counts, chain, effects of every rep, verdicts."""
    import time
    from datetime import date

    import numpy as np
    import pandas as pd

    from benchmarks.worlds import REPS, SOURCES
    from cockpit.analysis.diagnosis import compute_diagnosis
    from cockpit.analysis.walk import Facts
    from cockpit.domain.fiscal import FiscalCalendar, to_day
    from cockpit.domain.plan import Assumption, Commitment, Plan, Target
    from cockpit.domain.question import Question
    from cockpit.domain.records import NEVER, Outcome
    from cockpit.domain.team import Rep, Source, Team

    random = np.random.default_rng(1)
    period, count = FiscalCalendar().parse("2026-Q3"), _CELLS
    reps, sources = random.integers(0, len(REPS), count), random.integers(0, len(SOURCES), count)
    assigned = to_day(period.start) + random.integers(0, 76, count)
    leads = pd.DataFrame(
        {
            "key": np.arange(count),
            "rep": reps.astype(np.int32),
            "source": sources.astype(np.int32),
            "assigned": assigned.astype(np.int32),
            "converted": np.full(count, NEVER, dtype=np.int32),
            "disqualified": np.full(count, NEVER, dtype=np.int32),
        }
    )
    deals = leads.iloc[::4].rename(columns={"assigned": "created"})
    deals = deals.assign(
        lead_rep=deals["rep"],
        lead_assigned=deals["created"],
        lead_key=deals["key"],
        closed=np.minimum(deals["created"] + 20, to_day(period.end)).astype(np.int32),
        outcome=random.integers(0, 3, len(deals)).astype(np.int8),
        amount=np.full(len(deals), 900_000),
    )
    deals.loc[deals["outcome"] == Outcome.OPEN, "closed"] = NEVER
    plan = Plan(
        tuple(Target(rep, "2026-Q3", 9_000_000) for rep in REPS),
        tuple(Commitment(rep, "2026-Q3", name, 40.0) for rep in REPS for name in SOURCES),
        (Assumption(None, None, None, 0.3, 0.25, 900_000, 9.0, 30.0, 20.0),),
    )
    facts = Facts(
        Team(),
        tuple(Rep(at, name) for at, name in enumerate(REPS)),
        tuple(Source(at, name) for at, name in enumerate(SOURCES)),
        plan,
        leads,
        deals,
    )
    question = Question(period, date(2026, 9, 14))
    compute_diagnosis(facts, question)

    def work() -> dict[str, Any]:
        start = time.perf_counter()
        answer = compute_diagnosis(facts, question)
        seconds = time.perf_counter() - start
        assert all(sum(row.effects.values()) == row.gap for row in answer.rows)
        return {"seconds": seconds}

    return work


def icanexplain(size: int) -> Work:  # noqa: ARG001 - the number of cells is fixed
    """Two factors (count and mean) over the same number of cells."""
    python = side_python(
        "icanexplain", "icanexplain", "ibis-framework[duckdb]<10", "pandas<3", "setuptools"
    )

    def work() -> dict[str, Any]:
        from json import loads

        done = subprocess.run(
            [python, "-c", _ICANEXPLAIN], capture_output=True, text=True, check=True
        )
        answer: dict[str, Any] = loads(done.stdout)
        return answer

    return work


CASE = Case(
    name="bridge",
    about="the bridge over 11,200 cells; the seconds are those of the call alone",
    contenders={"ours": ours, "ours_diagnosis": ours_diagnosis, "icanexplain": icanexplain},
    goals=(
        Goal(1 / 20, against="icanexplain", measure="seconds"),
        Goal(0.005, measure="seconds"),
    ),
    sizes=(_CELLS,),
)
