from datetime import date

import numpy as np
import pytest

from cockpit.analysis.axes import build_axes
from cockpit.analysis.pace import compute_pace, spread_over_days
from cockpit.analysis.promises import build_commitments
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Commitment, Plan
from cockpit.domain.team import Rep

Q3 = FiscalCalendar().parse("2026-Q3")
EVENLY = np.full(Q3.days, 60 / Q3.days)


def assigned(*days: date) -> np.ndarray:
    return np.array([to_day(day) for day in days], dtype=np.int32)


def test_counts_run_up_to_the_as_of_day_and_the_promise_to_the_end() -> None:
    days = assigned(date(2026, 7, 1), date(2026, 9, 14), date(2026, 7, 5), date(2026, 9, 15))
    pace = compute_pace(FiscalCalendar(), Q3, date(2026, 9, 14), EVENLY, days)
    assert pace.points[0].promised == 0
    assert pace.now.day == date(2026, 9, 14)
    assert pace.now.delivered == 3
    assert pace.now.promised == pytest.approx(60 * 76 / 92)
    assert pace.promised_total == pytest.approx(60)
    assert pace.points[-1].delivered is None


def test_weeks_end_where_the_team_says() -> None:
    monday = compute_pace(FiscalCalendar(), Q3, Q3.end, EVENLY, assigned())
    sunday = compute_pace(FiscalCalendar(week_start=6), Q3, Q3.end, EVENLY, assigned())
    assert {p.day.weekday() for p in monday.points[1:-1]} == {6}
    assert {p.day.weekday() for p in sunday.points[1:-1]} == {5}
    assert monday.points[1].day == date(2026, 7, 5)
    assert monday.points[-1].day == Q3.end


def test_a_lead_outside_the_period_is_not_counted() -> None:
    pace = compute_pace(FiscalCalendar(), Q3, Q3.end, EVENLY, assigned(date(2026, 6, 30)))
    assert pace.now.delivered == 0
    assert pace.now.day == Q3.end


def test_before_the_period_nothing_is_delivered() -> None:
    pace = compute_pace(FiscalCalendar(), Q3, date(2026, 6, 1), EVENLY, assigned())
    assert pace.now.day == date(2026, 6, 30)
    assert [p.delivered for p in pace.points[1:]] == [None] * (len(pace.points) - 1)


def test_promises_of_months_quarter_and_year_meet_on_the_days_of_the_period() -> None:
    rows = (
        Commitment("Ana", "2026-07", None, 31),
        Commitment("Ana", "2026-Q3", "Web", 92),
        Commitment("Ana", "2026", None, 365),
        Commitment("Ana", "2026-Q2", None, 91),
    )
    axes = build_axes((Rep(1, "Ana"),), (), Plan(commitments=rows), ())
    per_day = spread_over_days(build_commitments(rows, axes, FiscalCalendar()), Q3)
    assert per_day[:31] == pytest.approx(np.full(31, 3.0))
    assert per_day[31:] == pytest.approx(np.full(61, 2.0))
