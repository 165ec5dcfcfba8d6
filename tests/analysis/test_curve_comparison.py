from datetime import date

import numpy as np
import pytest
from tests.analysis.made_history import LAST, LEAD_DAYS, WIN_DAYS, draw_facts

from cockpit.analysis.curve_comparison import (
    CurvesResult,
    compare_curves,
    compute_band,
    find_quantile,
    tabulate_stage,
)
from cockpit.analysis.curves import MedianCurve
from cockpit.analysis.walk import Facts
from cockpit.domain.plan import Assumption, Plan

FACTS = draw_facts(11, reps=6)


@pytest.fixture(scope="module")
def curves() -> CurvesResult:
    return compare_curves(FACTS, LAST)


def test_the_plan_s_curve_is_that_of_its_median(curves: CurvesResult) -> None:
    planned = curves.planned[None]
    assert planned.to_opportunity.cumulative(20).tolist() == pytest.approx(
        MedianCurve(LEAD_DAYS).cumulative(20)
    )
    assert planned.to_win.cumulative(20).tolist() == pytest.approx(
        MedianCurve(WIN_DAYS).cumulative(20)
    )


def test_a_source_has_the_plan_s_own_row_for_it() -> None:
    rows = (*FACTS.plan.assumptions, Assumption(None, "Event", None, lead_to_opp_days=20.0))
    plan = Plan(FACTS.plan.targets, FACTS.plan.commitments, rows)
    facts = Facts(FACTS.team, FACTS.reps, FACTS.sources, plan, FACTS.leads, FACTS.opportunities)
    planned = compare_curves(facts, LAST).planned
    assert find_quantile(planned[2].to_opportunity, 0.5, 100) == 19
    assert find_quantile(planned[1].to_opportunity, 0.5, 100) == LEAD_DAYS - 1


def test_the_truth_lies_in_the_band_of_80_percent_about_that_often() -> None:
    inside = []
    for seed in range(100, 112):
        learned = compare_curves(draw_facts(seed), LAST).learned
        table = tabulate_stage(learned.deals, MedianCurve(WIN_DAYS), 90)
        assert (table.low <= table.learned).all()
        assert (table.learned <= table.high).all()
        inside.append((table.low <= table.planned) & (table.planned <= table.high))
    assert 0.65 < np.mean(inside) < 0.92  # 80% of each day's intervals, days that hang together


def test_what_was_counted_is_what_is_learned_while_many_were_watched(curves: CurvesResult) -> None:
    table = tabulate_stage(curves.learned.leads, MedianCurve(8.0), 30)
    assert table.counted == pytest.approx(table.learned)
    assert 0.99 < table.at_risk[0] / curves.learned.leads.records <= 1  # the last days' are young
    assert (np.diff(table.at_risk) <= 0).all()


def test_a_band_by_hand() -> None:
    low, high = compute_band(np.array([0.5, 0.0, 1.0]), 100)
    # Wilson at p = ½: half width z·√(1/4n + z²/4n²)/(1 + z²/n) = 0.0636
    assert low[0] == pytest.approx(0.5 - 0.0636, abs=2e-4)
    assert high[0] == pytest.approx(0.5 + 0.0636, abs=2e-4)
    assert low[1] == pytest.approx(0.0)
    assert high[2] == pytest.approx(1.0)


def test_no_events_leave_everything_open() -> None:
    low, high = compute_band(np.array([0.3, 0.9]), 0)
    assert (low.tolist(), high.tolist()) == ([0, 0], [1, 1])


def test_a_day_before_all_history_knows_only_the_plan() -> None:
    early = compare_curves(FACTS, date(2020, 1, 1))
    assert early.learned.leads.happened == 0
    assert not early.learned.leads.is_enough
    assert find_quantile(early.planned[None].to_win, 0.5, 100) == WIN_DAYS - 1
    assert find_quantile(MedianCurve(500.0), 0.9, 100) == 100
