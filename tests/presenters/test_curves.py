from datetime import date

import pytest
from tests.analysis.made_history import LAST, draw_facts

from cockpit.analysis.curve_comparison import compare_curves
from cockpit.presenters.curves import DEALS, LEADS, TEAM, CurvesPresenter
from cockpit.presenters.text import format_plain

FACTS = draw_facts(11, reps=6)


@pytest.fixture(scope="module")
def presenter() -> CurvesPresenter:
    return CurvesPresenter(compare_curves(FACTS, LAST))


def test_half_have_by_a_day(presenter: CurvesPresenter) -> None:
    view = presenter.choose(LEADS, TEAM)
    story = format_plain(view.story)
    assert story.startswith(f"Of the leads that convert, half have by day {view.half} and nine in")
    assert "The plan says" in story
    assert view.half == pytest.approx(7, abs=1)
    assert view.planned_text == "plan: half by day 7"


def test_wins_are_told_apart_from_losses(presenter: CurvesPresenter) -> None:
    view = presenter.choose(DEALS, TEAM)
    assert format_plain(view.story).startswith("Of the opportunities that are won, half are by day")
    assert " opportunities were won, " in view.facts
    assert "are won in the end" in view.facts


def test_a_source_with_history_has_a_curve_of_its_own(presenter: CurvesPresenter) -> None:
    presenter.choose(LEADS, TEAM)
    assert [name for _, name in presenter.sources()] == ["All sources", "Event", "Web"]
    view = presenter.choose(LEADS, "2")
    assert "leads from Event" in format_plain(view.story)
    assert presenter.choose(LEADS, "99") == presenter.choose(LEADS, TEAM)


def test_every_day_has_a_share_within_its_band(presenter: CurvesPresenter) -> None:
    view = presenter.choose(DEALS, TEAM)
    assert len(view.learned) == len(view.low) == len(view.high) == len(view.planned) == view.days
    assert all(
        low <= share <= high
        for low, share, high in zip(view.low, view.learned, view.high, strict=True)
    )
    assert list(view.learned) == sorted(view.learned)
    assert view.learned[-1] > 0.95
    assert "as counted" in view.marks[0].tip
    assert all(mark.day < view.days for mark in view.marks)


def test_leads_that_nobody_closes_are_called_dead(presenter: CurvesPresenter) -> None:
    assert "never do either: open in the books, but dead" in presenter.choose(LEADS, TEAM).facts


def test_too_little_history_shows_the_plan_and_why() -> None:
    early = CurvesPresenter(compare_curves(FACTS, date(2025, 1, 8)))
    view = early.choose(DEALS, TEAM)
    assert view.learned == ()
    assert view.half is None
    assert "from 30 on, this curve is learned" in format_plain(view.story)
    assert view.planned[-1] > 0.9
    assert early.sources() == ((TEAM, "All sources"),)
    assert "2 sources with fewer than 30 wins follow the team's curve." in early.note()


def test_without_any_history_there_is_still_the_plan() -> None:
    nothing = CurvesPresenter(compare_curves(FACTS, date(2020, 1, 1)))
    assert format_plain(nothing.choose(LEADS, TEAM).story).startswith("0 conversion")
