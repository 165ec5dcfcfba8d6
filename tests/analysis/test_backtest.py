"""The walk through the past: honest about what was known, and right where the truth is known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.analysis.made_history import CALENDAR, cut_at, draw_facts

from cockpit.analysis.backtest import POINTS, BacktestPoint, BacktestResult, compute_backtest, score
from cockpit.analysis.walk import Facts
from cockpit.domain.errors import CancelledError
from cockpit.domain.fiscal import Grain, to_day
from cockpit.domain.records import Outcome

TODAY = date(2026, 9, 30)


def _walk(facts: Facts, as_of: date = TODAY) -> BacktestResult:
    return compute_backtest(facts, Grain.QUARTER, as_of)


def test_a_team_on_plan_is_covered_and_better_forecast_than_by_rules_of_thumb() -> None:
    results = [_walk(draw_facts(seed, reps=5)) for seed in (21, 22)]
    reps = score([point for result in results for point in result.reps])
    assert reps is not None
    assert reps.forecasts == 2 * 6 * POINTS * 5
    assert 0.75 <= reps.coverage <= 0.87
    assert abs(reps.bias) < 0.08
    assert reps.error < 0.8 * min(reps.run_rate_error, reps.pipeline_error)
    team = score([point for result in results for point in result.team])
    assert team is not None
    assert 0.6 <= team.coverage <= 0.95  # a dozen quarters, six correlated looks at each
    assert team.error < 0.8 * min(team.run_rate_error, team.pipeline_error)


def test_it_does_not_look_ahead() -> None:
    facts, day = draw_facts(23, reps=1), date(2025, 8, 15)
    deals = facts.opportunities
    later = (deals["closed"] > to_day(day)) | (deals["created"] > to_day(day))
    changed = replace(
        facts,
        opportunities=deals.assign(
            outcome=deals["outcome"].where(~later, np.int8(Outcome.LOST)),
            amount=deals["amount"].where(~later, 1),
        ),
    )
    names = ("expected", "low", "high", "run_rate", "pipeline")
    walks = (_walk(known, date(2025, 9, 30)).team for known in (facts, changed))
    early = [[point for point in walk if point.as_of <= day] for walk in walks]
    assert len(early[0]) == POINTS + 4
    for one, other in zip(*early, strict=True):
        assert [getattr(one, n) for n in names] == [getattr(other, n) for n in names]


def test_naive_rules_by_hand() -> None:
    facts = draw_facts(24, reps=1)
    result = _walk(facts, date(2026, 7, 1))
    point = next(p for p in result.team if p.as_of == date(2026, 2, 14))
    period = CALENDAR.parse("2026-Q1")
    assert point.period == period
    assert point.elapsed == pytest.approx(45 / 90)
    deals = cut_at(facts, point.as_of).opportunities
    won = deals[(deals["outcome"] == Outcome.WON) & (deals["closed"] >= to_day(period.start))]
    assert point.run_rate == pytest.approx(won["amount"].sum() * 2)
    n_open = np.count_nonzero(deals["outcome"] == Outcome.OPEN)
    assert point.pipeline == pytest.approx(won["amount"].sum() + n_open * 0.3 * 1_000_000)
    whole = facts.opportunities
    quarter = whole["closed"].between(to_day(period.start), to_day(period.end))
    brought = whole[quarter & (whole["outcome"] == Outcome.WON)]["amount"].sum()
    assert point.actual == brought
    eve = next(p for p in result.team if p.as_of == date(2026, 3, 31))
    assert eve.run_rate == brought  # on the eve, what the quarter before brought


def test_only_ended_periods_within_the_records() -> None:
    result = _walk(draw_facts(25, reps=1), date(2026, 8, 1))
    labels = list(dict.fromkeys(point.period.label for point in result.team))
    assert labels == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    assert all(point.as_of < point.period.end for point in result.team)
    assert result.limits


def test_without_history_there_is_no_score() -> None:
    facts = draw_facts(26, reps=1)
    nothing = replace(facts, leads=facts.leads.iloc[:0], opportunities=facts.opportunities.iloc[:0])
    result = _walk(nothing)
    assert result.team == result.reps == ()
    assert result.team_score is result.rep_score is None


def test_it_can_be_cancelled() -> None:
    said: list[str] = []

    def progress(share: float, text: str) -> None:
        said.append(text)
        if share > 0.02:
            raise CancelledError("Cancelled.")

    with pytest.raises(CancelledError):
        compute_backtest(draw_facts(27, reps=1), Grain.MONTH, TODAY, progress=progress)
    assert said[0].startswith("Forecasting 2025-02 as of 2025-01-31")


def test_a_score_by_hand() -> None:
    period = CALENDAR.parse("2026-Q1")

    def point(expected: float, low: float, high: float, actual: float) -> BacktestPoint:
        return BacktestPoint(
            period, period.start, 0.0, "x", expected, low, high, actual, actual + 10, actual - 30
        )

    result = score([point(110, 90, 130, 100), point(80, 70, 90, 100)])
    assert result is not None
    assert (result.forecasts, result.coverage) == (2, 0.5)
    assert result.error == pytest.approx(30 / 200)
    assert result.bias == pytest.approx(-10 / 200)
    assert result.run_rate_error == pytest.approx(20 / 200)
    assert result.pipeline_error == pytest.approx(60 / 200)
