import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.analysis.axes import build_axes
from cockpit.analysis.pipeline import compute_chances, compute_open_deals, find_open
from cockpit.analysis.rates import build_rates
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.plan import Assumption, Plan
from cockpit.domain.records import NEVER, NOBODY, Outcome
from cockpit.domain.team import Rep, Source

shares = st.floats(0, 1)


def chances(w: float, won: float, lost: float, end: float) -> tuple[float, float, bool]:
    result = compute_chances(*(np.array([value]) for value in (w, won, lost, end)))
    return float(result.ever[0]), float(result.by_end[0]), bool(result.is_stale[0])


def test_a_new_deal_has_the_planned_win_rate() -> None:
    assert chances(0.26, 0.0, 0.0, 0.5) == (0.26, 0.13, False)


def test_age_alone_changes_nothing_when_wins_and_losses_take_equally_long() -> None:
    assert chances(0.26, 0.75, 0.75, 1.0)[0] == pytest.approx(0.26)


def test_a_deal_that_most_losses_would_have_left_by_now_is_worth_more() -> None:
    ever, by_end, _ = chances(0.5, 0.5, 0.9, 0.75)
    assert ever == pytest.approx(0.5 * 0.5 / (1 - 0.25 - 0.45))
    assert by_end == pytest.approx(ever / 2)


def test_a_deal_that_outlived_every_curve_is_stale_and_worth_nothing() -> None:
    assert chances(0.26, 1.0, 1.0, 1.0) == (0.0, 0.0, True)


@given(shares, shares, shares, shares)
def test_chances_are_shares_and_no_more_can_come_by_the_end(
    w: float, won: float, lost: float, end: float
) -> None:
    ever, by_end, _ = chances(w, won, lost, max(won, end))
    assert 0 <= by_end <= ever + 1e-12
    assert ever <= 1 + 1e-6


def deals(*rows: tuple[int, int, int, int, Outcome]) -> pd.DataFrame:
    """Return opportunities from rep, source, created, closed and outcome; keys count from 1."""
    frame = pd.DataFrame(rows, columns=["rep", "source", "created", "closed", "outcome"])
    return frame.assign(key=range(1, len(rows) + 1)).astype("int64")


def test_open_is_what_was_opened_and_not_closed_by_the_day() -> None:
    frame = deals(
        (1, NOBODY, 90, NEVER, Outcome.OPEN),
        (1, NOBODY, 80, 120, Outcome.WON),
        (1, NOBODY, 70, 100, Outcome.LOST),
        (1, NOBODY, 70, NEVER, Outcome.WON),
        (1, NOBODY, 70, NEVER, Outcome.LOST),
        (1, NOBODY, 101, NEVER, Outcome.OPEN),
        (2, NOBODY, 90, NEVER, Outcome.OPEN),
    )
    assert list(find_open(frame, 1, known=100)) == [1, 0]


def test_chances_follow_the_curves_of_each_deal_s_own_rates() -> None:
    plan = Plan(assumptions=(
        Assumption(source="Web", win_rate=0.2, opp_to_win_days=20, opp_to_loss_days=10),
        Assumption(source="At once", win_rate=0.3),
    ))  # fmt: skip
    axes = build_axes((Rep(1, "Ana"),), (Source(1, "Web"), Source(2, "At once")), plan, ())
    rates = build_rates(plan, axes, FiscalCalendar(), (0, 200))
    result = compute_open_deals(
        deals(
            (1, 1, 81, NEVER, Outcome.OPEN),
            (1, 2, 81, NEVER, Outcome.OPEN),
            (1, NOBODY, 81, NEVER, Outcome.OPEN),
        ),
        rates,
        known=100,
        end=120,
    )
    still_open = 1 - 0.2 * 0.5 - 0.8 * 0.75
    assert list(result.age) == [19, 19, 19]
    assert result.chances.ever[0] == pytest.approx(0.2 * 0.5 / still_open)
    assert result.chances.by_end[0] == pytest.approx(0.2 * 0.25 / still_open)
    assert list(result.chances.is_stale) == [False, True, False]
    assert result.chances.ever[1] == 0
    assert np.isnan(result.chances.ever[2])


def test_no_deals_give_no_chances() -> None:
    axes = build_axes((Rep(1, "Ana"),), (), Plan(), ())
    rates = build_rates(Plan(), axes, FiscalCalendar(), (0, 200))
    assert compute_open_deals(deals(), rates, known=100, end=120).chances.ever.size == 0
