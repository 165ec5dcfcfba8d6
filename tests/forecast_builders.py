"""Builds forecasts, fans and past forecasts as small frozen values."""

from datetime import date, timedelta

import numpy as np
from tests.analysis.made_history import draw_facts

from cockpit.analysis.backtest import BacktestPoint, BacktestStep
from cockpit.analysis.forecast import compute_forecast
from cockpit.analysis.forecast_fan import FanResult, compute_fan
from cockpit.domain.fiscal import FiscalCalendar, Period

CALENDAR = FiscalCalendar()
Q3 = CALENDAR.parse("2026-Q3")
AS_OF = date(2026, 8, 15)
FACTS = draw_facts(7, reps=3)


def build_fan_result(period: Period = Q3, as_of: date = AS_OF) -> FanResult:
    """Return a real fan of a made-up team of three."""
    return compute_fan(FACTS, compute_forecast(FACTS, period, as_of))


def build_steps(quarters: int = 4, *, miss: bool = True) -> list[BacktestStep]:
    """Return six forecasts of each quarter; the first of each misses where asked to."""
    period, steps = CALENDAR.parse("2025-Q1"), []
    for number in range(quarters):
        actual = 80_000_00.0 + 5_000_00 * number
        for at in range(6):
            off = 30_000_00 if miss and at == 0 else 3_000_00
            as_of = period.start - timedelta(days=1) + timedelta(days=15 * at)
            point = _build_point(period, as_of, actual, off)
            steps.append(BacktestStep(quarters * 6, point, (point,)))
        period = CALENDAR.next(period)
    return steps


def _build_point(period: Period, as_of: date, actual: float, off: float) -> BacktestPoint:
    elapsed = ((as_of - period.start).days + 1) / period.days
    return BacktestPoint(
        period, as_of, elapsed, "Team", actual + off, actual + off - 10_000_00,
        actual + off + 10_000_00, actual, actual + 2 * off, float(np.abs(actual - 4 * off)),
    )  # fmt: skip
