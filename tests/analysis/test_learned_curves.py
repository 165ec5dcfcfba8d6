"""Learned delay curves against hand-worked cases, a slow textbook, and simulated truth."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made_history import (
    LAST,
    LEAD_TO_OPP,
    WIN_DAYS,
    WIN_RATE,
    draw_delays,
    draw_facts,
)

from cockpit.analysis.competing_risks import compute_incidence
from cockpit.analysis.cure_fit import WeibullCurve, _loss, fit_cure
from cockpit.analysis.curves import CurveTables, MedianCurve, StageCurves
from cockpit.analysis.delay_counts import DelayCounts, count_delays
from cockpit.analysis.learned_curves import ENOUGH, LearnedCurve, learn_curves
from cockpit.domain.fiscal import to_day
from cockpit.domain.records import NEVER, Outcome

KNOWN = 1_000

Record = tuple[int, int, int]  # start, happened, competing


def _count(records: list[Record], known: int = KNOWN) -> DelayCounts:
    columns = np.array(records, dtype=np.int64).reshape(-1, 3).T
    row = np.zeros(len(records), dtype=np.int64)
    return count_delays(row, columns[0], columns[1], columns[2], known).of_source(0)


def test_incidence_worked_by_hand() -> None:
    counts = _count(
        [
            (995, 995, NEVER),  # converted at age 0
            (995, NEVER, 996),  # disqualified at age 1
            (990, 992, NEVER),  # converted at age 2
            (999, NEVER, NEVER),  # still open at age 1
            (997, NEVER, NEVER),  # still open at age 3
        ]
    )
    assert counts.entered.tolist() == [4, 0, 1, 0]  # 990 began before the first end, day 992
    complete = replace(counts, entered=np.array([5, 0, 0, 0]))
    seen = compute_incidence(complete)
    assert seen.at_risk.tolist() == [5, 4, 2, 1]
    # 1/5; then 1/4 of the 4/5 still open is disqualified; then 1/2 of the 3/5 converts.
    assert seen.happened == pytest.approx([0.2, 0.2, 0.5, 0.5])
    assert seen.competing == pytest.approx([0.0, 0.2, 0.2, 0.2])
    assert seen.still_open == pytest.approx([0.8, 0.6, 0.3, 0.3])


def _slow_incidence(records: list[Record], days: int) -> tuple[list[float], list[float]]:
    """The textbook, one day and one record at a time."""
    known = [record for record in records if record[0] <= KNOWN]
    ends = [min(h, c) for _, h, c in known if min(h, c) <= KNOWN]
    recorded_from = min(ends, default=0)
    open_share, happened, competing = 1.0, [0.0], [0.0]
    for age in range(days):
        watched = converted = ended = 0
        for start, happens, competes in known:
            end = min(happens, competes, KNOWN)
            if max(recorded_from - start, 0) <= age <= max(end - start, 0):
                watched += 1
                if age == max(end - start, 0) and min(happens, competes) <= KNOWN:
                    converted += happens <= competes
                    ended += happens > competes
        hazards = (converted / watched, ended / watched) if watched else (0.0, 0.0)
        happened.append(happened[-1] + open_share * hazards[0])
        competing.append(competing[-1] + open_share * hazards[1])
        open_share *= 1 - sum(hazards)
    return happened[1:], competing[1:]


_days = st.integers(960, 1_010)
_ends = st.integers(0, 30) | st.just(NEVER)
_records = st.builds(
    lambda start, happens, competes: (start, start + happens, start + competes), _days, _ends, _ends
).map(lambda r: (r[0], min(r[1], NEVER), min(r[2], NEVER)))


@given(st.lists(_records, min_size=1, max_size=25))
@settings(max_examples=200, deadline=None)
def test_incidence_agrees_with_the_textbook(records: list[Record]) -> None:
    seen = compute_incidence(_count(records))
    happened, competing = _slow_incidence(records, seen.happened.size)
    assert seen.happened == pytest.approx(happened)
    assert seen.competing == pytest.approx(competing)
    assert seen.happened + seen.competing + seen.still_open == pytest.approx(1.0)


def _draw(
    random: np.random.Generator, share: float, medians: tuple[float, float], count: int = 6_000
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Records over a year that happen with a chance, else compete, each after its own delay."""
    start = random.integers(KNOWN - 365, KNOWN, count)
    happens = random.random(count) < share
    delay = [draw_delays(random, median, count) for median in medians]
    return (
        start,
        np.where(happens, start + delay[0], NEVER),
        np.where(happens, NEVER, start + delay[1]),
    )


def test_losses_are_not_censored() -> None:
    start, won, lost = _draw(np.random.default_rng(1), 0.25, (60.0, 20.0))
    row = np.zeros(start.size, dtype=np.int64)
    counts = count_delays(row, start, won, lost, KNOWN).of_source(0)
    seen = compute_incidence(counts)
    truth = 0.25 * MedianCurve(60.0).cumulative(200)
    assert seen.happened[:200] == pytest.approx(truth, abs=0.02)
    hazard = counts.happened[:200] / np.maximum(counts.at_risk[:200], 1)
    kaplan_meier = 1 - np.cumprod(1 - hazard)
    assert kaplan_meier[-1] > truth[-1] * 1.3  # by a third: it lets lost deals still be won


def test_late_recording_is_left_truncation() -> None:
    """Only what was still open when recording began was written down."""
    random = np.random.default_rng(2)
    start, won, lost = _draw(random, 0.4, (60.0, 40.0), 12_000)
    recorded_from = KNOWN - 100
    kept = np.minimum(won, lost) >= recorded_from
    row = np.zeros(np.count_nonzero(kept), dtype=np.int64)
    counts = count_delays(row, start[kept], won[kept], lost[kept], KNOWN).of_source(0)
    assert counts.entered[1:].sum() == np.count_nonzero(start[kept] < recorded_from)
    win, loss = (MedianCurve(median).cumulative(150) for median in (60.0, 40.0))
    seen = compute_incidence(counts)
    assert seen.happened[:150] == pytest.approx(0.4 * win, abs=0.03)
    assert seen.still_open[:150] == pytest.approx(1 - 0.4 * win - 0.6 * loss, abs=0.03)
    entered = np.zeros_like(counts.entered)
    entered[0] = counts.entered.sum()
    naive = compute_incidence(replace(counts, entered=entered))
    error = naive.still_open[:150] - (1 - 0.4 * win - 0.6 * loss)
    assert error.max() > 0.06  # as if those that ended unseen had not existed


def test_the_fit_finds_the_truth_with_a_cure_fraction() -> None:
    random = np.random.default_rng(3)
    start, won, lost = _draw(random, 0.45, (25.0, 12.0))
    dead = random.random(start.size) < 0.2  # neither won nor lost, ever
    won, lost = np.where(dead, NEVER, won), np.where(dead, NEVER, lost)
    row = np.zeros(start.size, dtype=np.int64)
    fit = fit_cure(count_delays(row, start, won, lost, KNOWN).of_source(0))
    assert fit.happens == pytest.approx(0.45 * 0.8, abs=0.02)
    assert fit.competes == pytest.approx(0.55 * 0.8, abs=0.02)
    assert fit.to_happened.shape == pytest.approx(1.0, abs=0.06)
    assert fit.to_happened.scale == pytest.approx(25.0 / np.log(2), rel=0.08)
    assert fit.to_competing.scale == pytest.approx(12.0 / np.log(2), rel=0.08)


def test_the_gradient_of_the_fit_is_right() -> None:
    start, won, lost = _draw(np.random.default_rng(4), 0.3, (30.0, 15.0), 300)
    row = np.zeros(start.size, dtype=np.int64)
    counts = count_delays(row, start, won, lost, KNOWN).of_source(0)
    late = np.append(counts.entered[1:], 0)
    logs = np.log(np.arange(1, counts.happened.size + 1))
    at = np.array([-0.4, 0.3, 3.1, 0.2, 2.5, -0.1])
    _, gradient = _loss(at, counts, late, logs)
    step = 1e-6 * np.eye(6)
    slopes = [
        (_loss(at + e, counts, late, logs)[0] - _loss(at - e, counts, late, logs)[0]) / 2e-6
        for e in step
    ]
    assert gradient == pytest.approx(slopes, rel=1e-4, abs=1e-7)


def test_learns_both_stages_of_a_team_and_its_sources() -> None:
    facts = draw_facts(5)
    learned = learn_curves(facts.leads, facts.opportunities, to_day(LAST))
    assert learned.leads.is_enough
    assert learned.leads.happens == pytest.approx(LEAD_TO_OPP, abs=0.02)
    assert learned.leads.never == pytest.approx(0.3 * 0.6, abs=0.02)
    assert learned.leads.quantile(0.5) in {7, 8}  # "of the leads that convert, half by day 7"
    assert learned.deals.happens == pytest.approx(WIN_RATE, abs=0.03)
    wins = learned.deals.curve.cumulative(120)
    assert wins == pytest.approx(MedianCurve(WIN_DAYS).cumulative(120), abs=0.05)
    assert set(learned.leads_by_source) == {1, 2}
    assert learned.of_leads(1) is learned.leads_by_source[1]
    assert learned.of_leads(77) is learned.leads  # a source without history of its own
    whole = [learned.leads_by_source[source].records for source in (1, 2)]
    assert sum(whole) == learned.leads.records == len(facts.leads)


def test_a_cure_fraction_is_not_extrapolated_to_everybody() -> None:
    facts = draw_facts(6, never=1.0)  # nobody is ever disqualified: 60 % stay open for good
    stage = learn_curves(facts.leads, facts.opportunities, to_day(LAST)).leads
    assert stage.never == pytest.approx(0.6, abs=0.02)
    assert stage.happens == pytest.approx(LEAD_TO_OPP, abs=0.02)
    assert stage.curve.cumulative(60)[-1] > 0.99
    assert stage.otherwise.cumulative(500)[-1] < 0.05


def test_only_what_was_known_on_the_day_counts() -> None:
    facts, known = draw_facts(7), to_day(date(2025, 9, 30))
    leads, deals = facts.leads, facts.opportunities
    then = learn_curves(leads, deals, known)
    later_end = deals["closed"] > known
    changed = deals.assign(
        outcome=deals["outcome"].where(~later_end, np.int8(Outcome.LOST)),
        closed=deals["closed"].where(~later_end, known + 1),
    )
    again = learn_curves(leads[leads["assigned"] <= known], changed, known)
    days = 300
    assert np.array_equal(then.leads.curve.cumulative(days), again.leads.curve.cumulative(days))
    assert np.array_equal(then.deals.curve.cumulative(days), again.deals.curve.cumulative(days))


def test_too_few_or_too_young_is_not_learned() -> None:
    facts = draw_facts(8, reps=1, a_month=6)
    early = learn_curves(facts.leads, facts.opportunities, to_day(date(2025, 3, 1)))
    assert early.deals.happened < ENOUGH
    assert early.of_deals(1) is None
    random = np.random.default_rng(8)
    start = random.integers(KNOWN - 20, KNOWN, 4_000)
    slow = start + draw_delays(random, 90.0, start.size)
    facts = draw_facts(8)
    young = facts.leads.iloc[:4_000].assign(
        assigned=start[: len(facts.leads)],
        converted=slow[: len(facts.leads)],
        disqualified=NEVER,
    )
    stage = learn_curves(young, facts.opportunities.iloc[:0], KNOWN).leads
    assert stage.happened >= ENOUGH
    assert stage.beyond > 0.25  # nothing older than 20 days was seen of a median of 90
    assert not stage.is_enough


@pytest.mark.parametrize("outcome", [Outcome.WON, Outcome.LOST, Outcome.OPEN])
def test_one_sided_histories_are_stable(outcome: Outcome) -> None:
    facts = draw_facts(9, reps=1)
    deals = facts.opportunities.assign(outcome=np.int8(outcome))
    if outcome is Outcome.OPEN:
        deals = deals.assign(closed=NEVER)
    else:
        deals = deals[deals["closed"] < NEVER]
    stage = learn_curves(facts.leads, deals, to_day(LAST)).deals
    curves = [c.cumulative(400) for c in (stage.curve, stage.otherwise)]
    assert all(np.isfinite(c).all() and (np.diff(c) >= -1e-12).all() for c in curves)
    assert all(c.min() >= 0 and c.max() <= 1 + 1e-9 for c in curves)
    assert stage.is_enough == (outcome is Outcome.WON)
    assert stage.happens == pytest.approx(float(outcome is Outcome.WON), abs=0.01)


def test_nothing_at_all_is_stable() -> None:
    facts = draw_facts(10, reps=1)
    learned = learn_curves(facts.leads.iloc[:0], facts.opportunities.iloc[:0], KNOWN)
    assert learned.of_leads(1) is None
    assert learned.leads.curve.cumulative(3).tolist() == [0.0, 0.0, 0.0]
    assert learned.deals.records == 0


def test_a_curve_joins_its_tail_and_keeps_its_limit() -> None:
    tail = WeibullCurve(scale=10.0, shape=1.0)
    curve = LearnedCurve(np.array([0.2, 0.5]), tail, limit=0.9)
    values = curve.cumulative(200)
    left = (values[2:50] - 0.5) / 0.4
    assert left == pytest.approx(1 - np.exp(-np.arange(1, 49) / 10.0))
    assert values[-1] == pytest.approx(0.9)
    assert curve.cumulative(1).tolist() == [0.2]


def test_a_learned_curve_takes_the_place_of_a_median() -> None:
    facts = draw_facts(11)
    learned = learn_curves(facts.leads, facts.opportunities, to_day(LAST))
    stages = StageCurves(learned.leads.curve, learned.deals.curve, learned.deals.otherwise)
    stated = StageCurves(MedianCurve(8.0), MedianCurve(30.0), MedianCurve(20.0))
    tables = CurveTables((stages, stated), 400)
    assert tables.lead_to_win[0] == pytest.approx(tables.lead_to_win[1], abs=0.06)
