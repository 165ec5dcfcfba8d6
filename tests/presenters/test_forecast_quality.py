from dataclasses import replace

import pytest
from tests.forecast_builders import build_steps

from cockpit.domain.fiscal import Grain
from cockpit.presenters.forecast_quality import QualityPresenter, QualityView
from cockpit.presenters.text import format_plain


def _view(quarters: int = 4, *, miss: bool = True, made: int | None = None) -> QualityView:
    presenter = QualityPresenter(Grain.QUARTER)
    presenter.currency = "USD"
    for step in build_steps(quarters, miss=miss)[:made]:
        presenter.add(step)
    return presenter.view()


def test_what_the_forecasts_were_worth() -> None:
    story = format_plain(_view().story)
    assert story.startswith("What came lay within the 80% interval in 83% of 24 forecasts")
    assert "right as far as 4 quarters can tell" in story
    assert "the run rate was" in story
    assert "too high" in story
    assert "For single reps" in story


def test_intervals_that_never_fail_are_too_cautious() -> None:
    assert "they were too cautious" in format_plain(_view(miss=False, quarters=8).story)


def test_while_it_looks_back_there_is_no_verdict_yet() -> None:
    view = _view(made=9)
    assert view.story == ()
    assert view.progress == "Looking back: 9 of 24 forecasts…"
    assert view.done == pytest.approx(9 / 24)
    assert [group.forecasts for group in view.groups] == [6, 3]
    assert _view().progress == ""


def test_each_forecast_says_what_came() -> None:
    view = _view()
    assert [mark.is_covered for mark in view.marks[:7]] == [False, *[True] * 5, False]
    assert view.marks[0].tip == (
        "Q1 FY25, forecast on 31 Dec 2024: $110k, 80% between $100k and $120k\n$80k came: outside"
    )
    assert all(view.least <= mark.low <= mark.high <= view.most for mark in view.marks)
    assert view.description.startswith("24 forecasts of 4 periods;")


def test_errors_fall_as_the_period_goes_on() -> None:
    view = _view()
    ours, run_rate, pipeline = view.errors
    assert view.over[0] == "0%"
    assert len(view.over) == len(ours.errors) == 6
    assert ours.errors[0] > ours.errors[1]
    assert run_rate.errors == pytest.approx([2 * error for error in ours.errors])
    assert pipeline.errors[1] > run_rate.errors[1] > ours.errors[1]
    assert ours.overall == "9%"


def test_no_forecast_of_the_past_is_explained() -> None:
    presenter = QualityPresenter(Grain.MONTH)
    assert presenter.why_none.startswith("No month has ended yet")
    view = presenter.view()
    assert view.marks == ()
    assert view.errors[0].overall == "0%"


def test_periods_in_which_nothing_was_won_are_not_compared() -> None:
    presenter = QualityPresenter(Grain.QUARTER)
    for step in build_steps(1):
        presenter.add(replace(step, team=replace(step.team, actual=0.0), reps=()))
    assert format_plain(presenter.view().story).startswith("Nothing was won in these periods")
