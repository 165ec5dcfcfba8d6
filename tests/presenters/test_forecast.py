from dataclasses import replace
from datetime import date

import pytest
from tests.forecast_builders import CALENDAR, Q3, build_fan_result

from cockpit.analysis.forecast_fan import FanResult
from cockpit.domain.errors import CancelledError, MissingRateError
from cockpit.domain.question import Basis, Question
from cockpit.presenters.fan import build_fan
from cockpit.presenters.forecast import (
    ForecastPresenter,
    build_forecast_math,
    build_line,
    format_chance,
)
from cockpit.presenters.text import format_plain

QUESTION = Question(Q3, date(2026, 8, 15))


@pytest.fixture(scope="module")
def fan() -> FanResult:
    return build_fan_result()


@pytest.fixture
def presenter(fan: FanResult) -> ForecastPresenter:
    made = ForecastPresenter()
    made.expect(QUESTION)
    made.show(fan)
    return made


def test_the_line_is_that_of_the_design(fan: FanResult) -> None:
    row = replace(
        fan.forecast.team,
        target=618_000_00,
        expected=485_000_00.0,
        low=459_000_00.0,
        high=517_000_00.0,
        p_target=0.03,
    )
    row = replace(row, drivers=replace(row.drivers, actual=445_000_00.0))
    line = build_line(fan.forecast, row)
    assert format_plain(line) == (
        "Forecast at quarter end $485k (80% between $459k and $517k) · chance of reaching target 3%"
    )
    assert [span.text for span in line if span.strong] == ["$485k", "3%"]


def test_a_target_that_is_reached_has_no_chance_left_to_tell(fan: FanResult) -> None:
    row = replace(fan.forecast.team, target=1)
    assert format_plain(build_line(fan.forecast, row)).endswith("· the target is reached")


def test_without_a_target_the_line_says_so(fan: FanResult) -> None:
    row = replace(fan.forecast.team, target=0, p_target=None)
    assert format_plain(build_line(fan.forecast, row)).endswith("· no target is set")


def test_a_period_that_is_over_is_closed() -> None:
    closed = build_fan_result(CALENDAR.parse("2026-Q2"))
    presenter = ForecastPresenter()
    presenter.show(closed)
    assert format_plain(presenter.line()) == "Q2 FY26 has closed: nothing is left to forecast"
    view = presenter.view(None)
    assert view is not None
    assert view.fan.ahead == ()
    assert view.fan.range_text == "closed"
    assert view.drivers == ()
    assert presenter.line_of("Rep 1") == ()


def test_months_and_years_end_too() -> None:
    month = build_fan_result(CALENDAR.parse("2026-08"), date(2026, 8, 10)).forecast
    assert "at month end" in format_plain(build_line(month, month.team))


def test_a_look_at_the_cohort_is_told_that_this_is_about_bookings(fan: FanResult) -> None:
    presenter = ForecastPresenter()
    presenter.expect(replace(QUESTION, basis=Basis.COHORT))
    presenter.show(fan)
    assert format_plain(presenter.line()).startswith("Bookings forecast at quarter end")


@pytest.mark.parametrize(
    ("chance", "text"), [(0.0, "below 1%"), (0.03, "3%"), (0.5, "50%"), (1.0, "above 99%")]
)
def test_draws_are_never_quite_certain(chance: float, text: str) -> None:
    assert format_chance(chance) == text


def test_the_math_adds_up(fan: FanResult) -> None:
    math = build_forecast_math(fan.forecast, fan.forecast.team)
    amounts = [float(line.value.replace("$", "").replace(",", "")) for line in math.lines[:6]]
    assert sum(amounts[:5]) == pytest.approx(amounts[5], abs=0.03)
    assert math.lines[5].is_result
    assert "seed 0" in math.note
    assert "simulated ends" in math.note


def test_a_rep_has_a_fan_and_math_of_their_own(presenter: ForecastPresenter) -> None:
    view, team = presenter.view("Rep 2"), presenter.view(None)
    assert view is not None
    assert team is not None
    assert view.hint == "Rep 2"
    assert team.hint == ""
    assert view.fan.ahead[-1].expected < team.fan.ahead[-1].expected
    math = presenter.explain("Rep 2")
    assert math is not None
    assert math.title == "Forecast · Rep 2"
    assert format_plain(presenter.line_of("Rep 2")).startswith("Forecast at quarter end $")
    assert presenter.line_of("Nobody") == ()


def test_a_source_is_not_forecast_so_the_team_is_shown(presenter: ForecastPresenter) -> None:
    view = presenter.view("Webinar")
    assert view is not None
    assert view.hint == ""


def test_the_drivers_say_what_is_to_come(presenter: ForecastPresenter) -> None:
    view = presenter.view(None)
    assert view is not None
    text = format_plain(view.drivers)
    assert text.startswith("To come $")
    assert "open deals" in text
    assert "more leads" in text


def test_another_question_needs_another_forecast(presenter: ForecastPresenter) -> None:
    wanted = []
    for question in (replace(QUESTION, basis=Basis.COHORT), Question(Q3, date(2026, 8, 16))):
        presenter.expect(question)
        wanted.append(presenter.is_wanted)
    assert wanted == [False, True]
    assert format_plain(presenter.line()) == "Looking ahead…"
    assert presenter.view(None) is None
    assert presenter.explain(None) is None


def test_why_there_is_no_forecast(presenter: ForecastPresenter) -> None:
    presenter.fail(MissingRateError("No win rate for Ana."))
    assert format_plain(presenter.line()) == "No win rate for Ana."
    assert presenter.line_of("Rep 1") == ()
    presenter.fail(CancelledError("Cancelled; nothing was changed."))
    assert format_plain(presenter.line()) == "The forecast was stopped"


def test_the_fan_in_words_and_marks(fan: FanResult) -> None:
    view = build_fan(fan, fan.team)
    assert view.days == 92
    assert [name for _, name in view.months] == ["Jul", "Aug", "Sep"]
    assert view.known[0] == (0, 0.0)
    assert view.known[-1][0] == view.ahead[0].day == 46
    assert view.ahead[-1].day == view.plan[-1][0] == 92
    days = [mark.day for mark in view.marks]
    assert days == sorted(set(days))
    assert days[:3] == [7, 14, 21]
    assert "won so far" in view.marks[0].tip
    assert "The plan expects" in view.marks[0].tip
    assert "80% between" in view.marks[-1].tip
    assert "is expected, 80% between" in view.description
    assert view.top >= max(point.high for point in view.ahead)


def test_nothing_known_and_nothing_planned_still_has_an_axis(fan: FanResult) -> None:
    empty = replace(
        fan.team,
        target=0,
        actual=fan.team.actual * 0,
        plan=fan.team.plan * 0,
        low=fan.team.low * 0,
        expected=fan.team.expected * 0,
        high=fan.team.high * 0,
    )
    view = build_fan(fan, empty)
    assert view.plan == ()
    assert view.target is None
    assert view.top > 0
    assert view.target_text == view.plan_text == ""
