"""The fan against the forecast, the diagnosis and its own rules."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.analysis.made_history import CALENDAR, draw_facts

from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.forecast import compute_forecast
from cockpit.analysis.forecast_fan import FanResult, compute_fan
from cockpit.domain.errors import CancelledError
from cockpit.domain.fiscal import Period, to_date, to_day
from cockpit.domain.plan import Plan
from cockpit.domain.question import Question

PERIOD = CALENDAR.parse("2026-Q3")
AS_OF = date(2026, 8, 15)
FACTS = draw_facts(7, reps=3)


def _fan(period: Period = PERIOD, as_of: date = AS_OF) -> FanResult:
    return compute_fan(FACTS, compute_forecast(FACTS, period, as_of))


@pytest.fixture(scope="module")
def fan() -> FanResult:
    return _fan()


def test_it_starts_at_what_is_won_and_ends_at_the_forecast(fan: FanResult) -> None:
    for path, row in (
        (fan.team, fan.forecast.team),
        *zip(fan.reps, fan.forecast.reps, strict=True),
    ):
        assert path.name == row.name
        assert path.actual[-1] == row.drivers.actual
        assert path.low[0] == path.expected[0] == path.high[0] == row.drivers.actual
        assert (path.low[-1], path.expected[-1], path.high[-1]) == (row.low, row.expected, row.high)
    assert to_day(AS_OF) == fan.ahead_days[0]
    assert to_day(PERIOD.end) == fan.ahead_days[-1]


def test_what_is_won_stays_won(fan: FanResult) -> None:
    for path in (fan.team, *fan.reps):
        for bound in (path.actual, path.plan, path.low, path.expected, path.high):
            assert (np.diff(bound) >= 0).all()
        assert (path.low <= path.high).all()


def test_the_reps_add_up_to_the_team(fan: FanResult) -> None:
    for name in ("actual", "plan", "expected"):
        reps = sum(getattr(path, name) for path in fan.reps)
        assert np.allclose(reps, getattr(fan.team, name))


def test_revenue_by_day_is_that_of_the_diagnosis(fan: FanResult) -> None:
    for days_in in (1, 20, 46):
        day = date.fromordinal(PERIOD.start.toordinal() + days_in - 1)
        asked = compute_diagnosis(FACTS, Question(PERIOD, day))
        assert fan.team.actual[days_in] == asked.team.actual


def test_the_plan_by_day_is_what_the_bridge_holds_due(fan: FanResult) -> None:
    chain = compute_diagnosis(FACTS, Question(PERIOD, PERIOD.end)).team.chain
    assert fan.team.plan[-1] == pytest.approx(chain.a0 + chain.c0 + chain.self_sourced_plan)
    assert fan.team.plan[0] == 0


def test_without_promises_what_came_stands_in_by_day_as_in_the_bridge() -> None:
    bare = replace(FACTS, plan=Plan(FACTS.plan.targets, (), FACTS.plan.assumptions))
    fan = compute_fan(bare, compute_forecast(bare, PERIOD, PERIOD.end))
    for at in (3, 8, 12):
        day = to_date(int(fan.plan_days[at]))
        chain = compute_diagnosis(bare, Question(PERIOD, day)).team.chain
        assert fan.team.plan[at] == pytest.approx(chain.a0 + chain.c0 + chain.self_sourced_plan)


def test_a_period_that_is_over_has_no_fan() -> None:
    fan = _fan(CALENDAR.parse("2026-Q2"))
    assert fan.ahead_days.size == 0
    assert fan.team.high.size == 0
    assert fan.team.actual.size == 91 + 1
    assert fan.team.actual[-1] == fan.forecast.team.expected


def test_a_period_that_has_not_begun_is_all_fan() -> None:
    fan = _fan(CALENDAR.parse("2026-Q4"), date(2026, 9, 20))
    assert fan.team.actual.tolist() == [0.0]
    assert fan.ahead_days[0] == to_day(date(2026, 9, 30))
    assert fan.team.low[-1] > 0


def test_the_last_day_but_one_has_a_fan_of_two_days() -> None:
    fan = _fan(as_of=date(2026, 9, 29))
    assert fan.ahead_days.size == 2
    assert fan.team.expected.size == 2


def test_it_can_be_stopped() -> None:
    forecast = compute_forecast(FACTS, PERIOD, AS_OF)

    def stop(done: float) -> None:
        raise CancelledError(f"{done}")

    with pytest.raises(CancelledError):
        compute_fan(FACTS, forecast, report=stop)
