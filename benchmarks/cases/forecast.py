"""The forecast of a team of 40: ours, and throwing for every record as one would by hand."""

import time
from collections.abc import Mapping
from typing import Any

from benchmarks.harness import Case, Goal, Work

_DRAWS = 100_000
_SPREAD = 0.4
_SAME = 0.01


def _prepare(size: int) -> Any:
    """Return what may still be won of a team of 40 with `size` leads in three years."""
    from dataclasses import replace
    from datetime import date

    from benchmarks.cases.evidence import make_facts
    from cockpit.analysis.forecast import gather, prepare
    from cockpit.analysis.forecast_evidence import draw_rates
    from cockpit.analysis.forecast_known import facts_known_on
    from cockpit.analysis.forecast_rates import DrawnRates
    from cockpit.domain.fiscal import FiscalCalendar, to_day
    from cockpit.domain.plan import Commitment, Plan, Target

    facts, _ = make_facts(size)
    names = [rep.name for rep in facts.reps]
    plan = Plan(
        tuple(Target(name, "2026-Q3", 5_000_000) for name in names),
        tuple(Commitment(name, "2026-Q3", None, 60.0) for name in names),
        facts.plan.assumptions,
    )
    facts, period, as_of = (
        replace(facts, plan=plan),
        FiscalCalendar().parse("2026-Q3"),
        date(2026, 8, 15),
    )
    known = facts_known_on(facts, to_day(as_of))
    ground = prepare(known, period, to_day(as_of))
    rates = draw_rates(known, period, as_of, 0)
    return facts, period, as_of, ground, gather(ground, DrawnRates(ground.curves.rates, rates))


def ours(size: int) -> Work:
    """The whole forecast with 10,000 draws, and what 100,000 draws alone take."""
    import numpy as np

    from cockpit.analysis.forecast import compute_forecast
    from cockpit.analysis.forecast_simulation import simulate

    facts, period, as_of, ground, pending = _prepare(size)
    n_reps = ground.axes.shape[0]
    compute_forecast(facts, period, as_of)

    def work() -> dict[str, Any]:
        start = time.perf_counter()
        compute_forecast(facts, period, as_of)
        whole = time.perf_counter() - start
        start = time.perf_counter()
        revenue = simulate(pending, n_reps, _DRAWS, _SPREAD, np.random.default_rng(1))
        draws = time.perf_counter() - start
        team = revenue.sum(axis=0)
        return {
            "whole": whole,
            "draws": draws,
            "mean": float(team.mean()),
            "deviation": float(team.std()),
        }

    return work


def numpy_records(size: int) -> Work:
    """Throw for every record in every draw, and draw an amount for every win."""
    import numpy as np

    _, _, _, ground, pending = _prepare(size)
    n_reps = ground.axes.shape[0]

    def work() -> dict[str, Any]:
        random = np.random.default_rng(2)
        start = time.perf_counter()
        rate_draws = pending.deals.chance.shape[0]
        shape = (rate_draws, _DRAWS // rate_draws)
        revenue = np.zeros((n_reps, *shape))
        for chances in (pending.deals, pending.leads):
            for at, rep in enumerate(chances.rep.tolist()):
                chance = chances.chance[:, at, None]
                wins = random.binomial(int(chances.count[at]), chance, size=shape)
                if chances.amount[at] > 0:
                    revenue[rep] += wins * chances.amount[at]
                else:
                    _add_amounts(revenue[rep], wins, chances.size[:, at, None], random)
        for chances, record in (pending.promised, pending.self_sourced):
            together = (
                random.gamma(1 / record.shared, record.shared, (rate_draws, 1))
                if (record.shared > 0)
                else 1.0
            )
            arrives = random.gamma(record.shape, 1 / record.rate, (rate_draws, n_reps)) * together
            for at, rep in enumerate(chances.rep.tolist()):
                mean = chances.count[at] * chances.chance[:, at] * arrives[:, rep]
                wins = random.poisson(mean[:, None], size=shape)
                _add_amounts(revenue[rep], wins, chances.size[:, at, None], random)
        draws = time.perf_counter() - start
        team = revenue.sum(axis=0)
        return {"draws": draws, "mean": float(team.mean()), "deviation": float(team.std())}

    return work


def _add_amounts(revenue: Any, wins: Any, size: Any, random: Any) -> None:
    for number in range(int(wins.max())):
        drawn = random.lognormal(-(_SPREAD**2) / 2, _SPREAD, wins.shape)
        revenue += (wins > number) * size * drawn


def check(answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Both see the same mean and deviation of the team's remainder.

    Raises:
        ValueError: They do not.
    """
    own, other = answers["ours"], answers["numpy_records"]
    for figure, tolerance in (("mean", _SAME), ("deviation", _SAME * 5)):
        if abs(own[figure] / other[figure] - 1.0) > tolerance:
            raise ValueError(f"forecast: {figure} {own[figure]:.0f} is not {other[figure]:.0f}")


CASE = Case(
    name="forecast",
    about="the end of a quarter for 40 reps; `draws` are 100,000 of them, `whole` is the answer",
    contenders={"ours": ours, "numpy_records": numpy_records},
    goals=(
        Goal(0.1, measure="draws"),
        Goal(1 / 20, against="numpy_records", measure="draws"),
        Goal(0.15, measure="whole"),
    ),
    check=check,
    sizes=(10_000, 100_000),
)
