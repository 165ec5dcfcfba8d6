"""The forecast against hand-worked cases and a simulation one record at a time."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from tests.analysis.made_facts import build_facts, facts, questions
from tests.analysis.made_history import (
    CALENDAR,
    DEAL_SIZE,
    LEAD_DAYS,
    LEAD_TO_OPP,
    LOSS_DAYS,
    NO_LEAD,
    WIN_DAYS,
    WIN_RATE,
    cut_at,
    draw_facts,
)

from cockpit.analysis.axes import build_axes
from cockpit.analysis.forecast import compute_forecast
from cockpit.analysis.forecast_arrivals import measure_delivery
from cockpit.analysis.forecast_evidence import LEAST_RECORDS, draw_rates
from cockpit.analysis.forecast_known import facts_known_on
from cockpit.analysis.forecast_rates import RateDraws, take_plan_rates
from cockpit.analysis.forecast_results import ForecastResult
from cockpit.analysis.promises import Promises
from cockpit.analysis.walk import Facts
from cockpit.domain.errors import MissingRateError
from cockpit.domain.fiscal import to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.question import Question
from cockpit.domain.records import NEVER, NOBODY, Outcome

PERIOD = CALENDAR.parse("2026-Q3")
AS_OF = date(2026, 8, 15)
RATES = Assumption(
    None, None, None, LEAD_TO_OPP, WIN_RATE, DEAL_SIZE, LEAD_DAYS, WIN_DAYS, LOSS_DAYS
)


def _won(median: float, days: int) -> float:
    return 1 - 2 ** (-(days + 1) / median) if days >= 0 else 0.0


def _lead(rep: int, assigned: date) -> dict[str, int]:
    return {"rep": rep, "source": NOBODY, "assigned": to_day(assigned), "disqualified": NEVER}


def _deal(rep: int, created: date, *, lead: int = -1, amount: int = 0) -> dict[str, int]:
    return {
        "lead": lead,
        "rep": rep,
        "source": NOBODY,
        "created": to_day(created),
        "closed": NEVER,
        "outcome": int(Outcome.OPEN),
        "amount": amount,
    }


def _won_deal(rep: int, created: date, closed: date, amount: int) -> dict[str, int]:
    deal = _deal(rep, created, amount=amount)
    return deal | {"closed": to_day(closed), "outcome": int(Outcome.WON)}


def test_an_open_deal_by_hand() -> None:
    no_own = replace(RATES, self_sourced_opps=0.0)
    plan = Plan((Target("Ada", "2026-Q3", 500_000),), (), (no_own,))
    deals = [
        _deal(4, date(2026, 7, 20), amount=700_000),
        _won_deal(4, date(2026, 6, 1), date(2026, 7, 2), 300_000),
    ]
    known = build_facts(plan, [], deals)
    result = compute_forecast(known, PERIOD, AS_OF, rates_by=take_plan_rates)
    ada = next(row for row in result.reps if row.name == "Ada")
    now, end = 26, 72  # days from 20 July to 15 August, and to 30 September
    still_open = 1 - WIN_RATE * _won(WIN_DAYS, now) - (1 - WIN_RATE) * _won(LOSS_DAYS, now)
    chance = WIN_RATE * (_won(WIN_DAYS, end) - _won(WIN_DAYS, now)) / still_open
    assert ada.drivers.actual == 300_000
    assert ada.drivers.open_deals == pytest.approx(chance * 700_000)
    assert ada.p_target == pytest.approx(chance, abs=0.015)
    assert ada.high == 1_000_000
    assert ada.low == 300_000
    typical = compute_forecast(known, PERIOD, AS_OF, rates_by=take_plan_rates, keep_amounts=False)
    assert typical.team.drivers.open_deals == pytest.approx(chance * DEAL_SIZE)


def test_leads_in_hand_and_promised_by_hand() -> None:
    plan = Plan((), (Commitment("Ada", "2026-Q3", None, 92),), (RATES,))  # one a day
    known = build_facts(plan, [_lead(4, date(2026, 8, 1))], [])
    result = compute_forecast(known, PERIOD, AS_OF, rates_by=take_plan_rates)
    ada = next(row for row in result.reps if row.name == "Ada")
    lead_opens = [_won(LEAD_DAYS, d) - _won(LEAD_DAYS, d - 1) for d in range(100)]

    def lands(days: int, *, after: int = -1) -> float:
        return sum(lead_opens[k] * _won(WIN_DAYS, days - k) for k in range(after + 1, days + 1))

    in_hand = LEAD_TO_OPP * WIN_RATE * lands(60, after=14)
    in_hand /= 1 - LEAD_TO_OPP * _won(LEAD_DAYS, 14)
    assert ada.drivers.leads_in_hand == pytest.approx(in_hand * DEAL_SIZE)
    record = result.method.delivery
    assert record == pytest.approx(1 / 15)  # one lead since the first of August
    to_come = sum(LEAD_TO_OPP * WIN_RATE * lands(days) for days in range(46))
    share = ada.counts.leads_to_come / 46
    assert ada.drivers.leads_to_come == pytest.approx(share * to_come * DEAL_SIZE)
    assert result.team.expected == pytest.approx(result.team.drivers.total)


class _Walk:
    """Plays out the rest of the quarter, record by record."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.known, self.end = to_day(AS_OF), to_day(PERIOD.end)

    def delay(self, median: float) -> int:
        return int(-np.log2(1 - self.random.random()) * median)

    def close(self, created: int, since: int) -> float:
        """Return what a deal brings that is open at the end of a day."""
        while True:
            won = self.random.random() < WIN_RATE
            closed = created + self.delay(WIN_DAYS if won else LOSS_DAYS)
            if closed > since:
                break
        if not won or closed > self.end:
            return 0.0
        return float(DEAL_SIZE * self.random.lognormal(-0.125, 0.5))  # the scatter assumed

    def convert(self, assigned: int) -> float:
        """Return what a lead brings that is in hand today."""
        while True:
            opens = self.random.random() < LEAD_TO_OPP
            opened = assigned + self.delay(LEAD_DAYS)
            if not opens:
                return 0.0
            if opened > self.known:
                return self.close(opened, opened - 1) if opened <= self.end else 0.0


def _walk_one_by_one(known: Facts, ends: int, seed: int) -> np.ndarray:
    """Return revenue of the rest of the quarter, shape (ends, reps)."""
    walk, at = _Walk(seed), {4: 0, 9: 1, 2: 2}
    waiting = known.leads[known.leads["converted"] == NEVER]
    totals = np.zeros((ends, 3))
    for number in range(ends):
        for rep, day in known.opportunities[["rep", "created"]].to_numpy().tolist():
            totals[number, at[rep]] += walk.close(day, walk.known)
        for rep, day in waiting[["rep", "assigned"]].to_numpy().tolist():
            totals[number, at[rep]] += walk.convert(day)
    return totals


def test_agrees_with_a_walk_one_record_at_a_time() -> None:
    plan = Plan((), (), (RATES,))
    leads = [_lead(rep, date(2026, 5, day)) for rep in (4, 9, 2) for day in (4, 11, 25)]
    leads += [_lead(4, date(2026, 8, day)) for day in range(1, 15)]
    deals = [_deal(rep, date(2026, 7, day)) for rep in (4, 4, 9) for day in range(2, 30, 4)]
    deals += [_deal(2, date(2026, 8, 14), lead=0)]
    known = build_facts(plan, leads, deals)
    # Leads that nobody promised go on at their pace; put a promise of nothing in its place.
    nothing = tuple(Commitment(name, "2026-Q3", None, 0) for name in ("Ada", "Bo", "Cy"))
    own = tuple(
        replace(RATES, rep=name, self_sourced_opps=0.0, period="2026-Q3")
        for name in ("Ada", "Bo", "Cy")
    )
    known = replace(known, plan=replace(plan, commitments=nothing, assumptions=(RATES, *own)))
    result = compute_forecast(known, PERIOD, AS_OF, rates_by=take_plan_rates, draws=40_000)
    slow = _walk_one_by_one(known, 1_500, seed=1)
    at = {row.name: row for row in result.reps}
    for rep, name in enumerate(("Ada", "Bo", "Cy")):
        row = at[name]
        error = slow[:, rep].std() / np.sqrt(1_500)
        assert row.expected == pytest.approx(slow[:, rep].mean(), abs=4 * error)
        above = np.mean(slow[:, rep] > row.high)
        assert above == pytest.approx(0.1, abs=0.03)
    team = slow.sum(axis=1)
    assert result.team.expected == pytest.approx(team.mean(), rel=0.06)
    assert result.draws.std() == pytest.approx(team.std(), rel=0.07)
    inside = np.mean((team >= result.team.low) & (team <= result.team.high))
    assert inside == pytest.approx(0.8, abs=0.04)


def _forecast_with(rates: RateDraws, *, draws: int = 20_000) -> ForecastResult:
    known = cut_at(draw_facts(3), AS_OF)
    return compute_forecast(known, PERIOD, AS_OF, rates_by=lambda *_: rates, draws=draws)


def test_shared_uncertainty_moves_all_reps_together() -> None:
    known = cut_at(draw_facts(3), AS_OF)
    shape = build_axes(known.reps, known.sources, known.plan, CALENDAR.months(PERIOD)).shape[:2]
    random = np.random.default_rng(5)
    nothing = np.zeros((400, *shape))
    shared = nothing + random.normal(0, 0.4, (400, 1, 1))
    own = nothing + random.normal(0, 0.4, (400, shape[0], 1))
    certain, together, apart = (
        _forecast_with(RateDraws(nothing, shift, nothing)) for shift in (nothing, shared, own)
    )
    assert certain.method.rates == "evidence"
    assert together.draws.std() > 1.3 * apart.draws.std() > 1.3 * certain.draws.std()
    for one, other in zip(together.reps, apart.reps, strict=True):
        width, other_width = one.high - one.low, other.high - other.low
        assert width == pytest.approx(other_width, rel=0.08)  # a single rep cannot tell


def test_deal_size_uncertainty_and_bias_carry_through() -> None:
    known = cut_at(draw_facts(3), AS_OF)
    base = compute_forecast(known, PERIOD, AS_OF, rates_by=take_plan_rates)
    assert base.method.rates == "plan"
    shape = build_axes(known.reps, known.sources, known.plan, CALENDAR.months(PERIOD)).shape[:2]
    nothing = np.zeros((1, *shape))
    larger = _forecast_with(RateDraws(nothing, nothing, nothing + np.log(1.5)))
    left = base.team.drivers
    assert larger.team.drivers.leads_in_hand == pytest.approx(1.5 * left.leads_in_hand)
    assert larger.team.drivers.actual == left.actual


def test_the_evidence_corrects_a_plan_that_is_too_hopeful() -> None:
    known = cut_at(draw_facts(3), AS_OF)
    hopeful = replace(RATES, win_rate=2 * WIN_RATE)
    wrong = replace(known, plan=replace(known.plan, assumptions=(hopeful,)))
    right = compute_forecast(known, PERIOD, AS_OF)
    believed = compute_forecast(wrong, PERIOD, AS_OF)
    taken = compute_forecast(wrong, PERIOD, AS_OF, rates_by=take_plan_rates)
    assert believed.method.rates == "evidence"
    assert believed.team.expected == pytest.approx(right.team.expected, rel=0.03)
    assert taken.team.expected > 1.3 * right.team.expected


def test_delays_that_the_plan_has_wrong_bend_no_rate() -> None:
    known = cut_at(draw_facts(3, reps=10), AS_OF)
    young = known.opportunities["created"] >= to_day(date(2026, 5, 1))
    known = replace(known, opportunities=known.opportunities[young])
    hasty = replace(RATES, opp_to_win_days=2 * WIN_DAYS, opp_to_loss_days=3.0)
    wrong = replace(known, plan=replace(known.plan, assumptions=(hasty,)))
    right = compute_forecast(known, PERIOD, AS_OF)
    believed = compute_forecast(wrong, PERIOD, AS_OF)
    assert believed.team.expected == pytest.approx(right.team.expected, rel=0.03)


def test_what_is_missing_because_recording_began_late_bends_no_rate() -> None:
    facts, day = draw_facts(6, reps=10, a_month=30), date(2026, 6, 30)
    deals = facts.opportunities
    is_lost, created = deals["outcome"] == Outcome.LOST, deals["created"]
    quick = created + (deals["closed"] - created) // 6  # lost quickly, won late
    closed = np.where(is_lost, quick, deals["closed"]).astype(np.int32)
    whole = cut_at(replace(facts, opportunities=deals.assign(closed=closed)), day)
    seen = whole.opportunities["closed"] >= to_day(date(2026, 4, 15))
    late = replace(whole, opportunities=whole.opportunities[seen])
    rates = [draw_rates(each, PERIOD, day, 0).win_rate[:, 1:, 1:] for each in (whole, late)]
    assert rates[1].mean() == pytest.approx(rates[0].mean(), abs=0.2)


def test_without_enough_evidence_the_plan_stands() -> None:
    known = build_facts(Plan((), (), (RATES,)), [_lead(4, date(2026, 8, 1))], [])
    drawn = draw_rates(known, PERIOD, AS_OF, 0)
    assert len(known.leads) < LEAST_RECORDS
    assert drawn.origin == "plan"
    assert not drawn.win_rate.any()
    assert not drawn.deal_size.any()


def test_the_past_is_what_it_was() -> None:
    known = draw_facts(1)
    result = compute_forecast(known, CALENDAR.parse("2026-Q2"), date(2026, 9, 30))
    for row in (result.team, *result.reps):
        assert row.low == row.high == row.expected == row.drivers.actual
        assert row.p_target == float(row.expected >= row.target)
        assert row.counts.wins_to_come == 0
    assert result.notes == ()


def test_the_same_seed_gives_the_same_answer() -> None:
    known = draw_facts(1)
    first, again, other = (
        compute_forecast(known, PERIOD, AS_OF, seed=seed).draws for seed in (3, 3, 4)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.mean() == pytest.approx(other.mean(), rel=0.01)


def test_nothing_after_the_day_is_looked_at() -> None:
    whole = draw_facts(2)
    seen = compute_forecast(whole, PERIOD, AS_OF, keep_amounts=False)
    then = compute_forecast(cut_at(whole, AS_OF), PERIOD, AS_OF, keep_amounts=False)
    assert seen.team == then.team
    assert seen.reps == then.reps
    day = to_day(AS_OF)
    known = facts_known_on(whole, day)
    closed_later = whole.opportunities["closed"].between(day + 1, NEVER - 1)
    hidden = known.opportunities.loc[
        known.opportunities.index.intersection(whole.opportunities.index[closed_later])
    ]
    assert len(hidden) > 10
    assert (hidden["amount"] == 0).all()
    assert (hidden["outcome"] == Outcome.OPEN).all()


def test_marketing_delivers_half() -> None:
    known = cut_at(draw_facts(4, delivered=0.5), AS_OF)
    result = compute_forecast(known, PERIOD, AS_OF)
    assert result.method.delivery == pytest.approx(0.5, abs=0.06)
    promised = 6 * (24 * 16 / 31 + 24)
    assert result.team.counts.leads_to_come == pytest.approx(0.5 * promised, rel=0.12)


def test_each_rep_has_a_record_of_delivery() -> None:
    n = 400
    reps, day = np.repeat([1, 2], [n, n // 2]), np.zeros(n + n // 2, dtype=np.int64)
    day[:] = np.concatenate([np.arange(n) % 100, np.arange(n // 2) % 100])
    promises = Promises(
        rep=np.array([1, 2]),
        source=np.array([0, 0]),
        start=np.array([0, 0]),
        end=np.array([99, 99]),
        per_day=np.array([4.0, 4.0]),
    )
    record = measure_delivery(promises, reps, day, 99, 4)
    assert record.overall == pytest.approx(0.75)
    assert record.mean[1] == pytest.approx(1.0, abs=0.02)
    assert record.mean[2] == pytest.approx(0.5, abs=0.02)
    assert record.mean[3] == pytest.approx(0.75)  # unknown: as the others


def test_a_pace_that_jumps_from_month_to_month_is_unsure() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    none = Promises(nothing, nothing, nothing, nothing, np.zeros(0))

    def measure(counts: list[int]) -> float:
        day = np.repeat(np.arange(180 // 30) * 30, counts)
        record = measure_delivery(none, np.zeros(day.size, dtype=np.int64), day, 179, 1)
        assert record.overall is None
        return record.shared

    assert measure([100] * 6) < 0.001
    assert measure([50, 150] * 3) == pytest.approx(0.25 * 6 / 5 - 0.01, abs=0.01)


def test_without_promises_the_recent_pace_goes_on() -> None:
    known = cut_at(draw_facts(4), AS_OF)
    known = replace(known, plan=replace(known.plan, commitments=()))
    result = compute_forecast(known, PERIOD, AS_OF)
    assert result.method.delivery is None
    assert result.team.counts.leads_to_come == pytest.approx(6 * 24 * 1.5, rel=0.15)
    assert result.method.leads_at_pace == pytest.approx(result.team.counts.leads_to_come)
    assert any("pace" in note for note in result.notes)


def test_no_history_at_all_rests_on_the_plan() -> None:
    known = draw_facts(4)
    known = replace(known, leads=known.leads.iloc[:0], opportunities=known.opportunities.iloc[:0])
    result = compute_forecast(known, PERIOD, date(2026, 6, 30))
    assert result.team.drivers.leads_to_come == result.team.expected > 0
    assert "the plan is all there is" in result.findings[0]
    assert "the plan's timing" in result.notes[0]


@pytest.mark.parametrize("outcome", [Outcome.WON, Outcome.LOST])
def test_one_sided_histories(outcome: Outcome) -> None:
    known = cut_at(draw_facts(4, reps=1), AS_OF)
    deals = known.opportunities
    ended = deals["closed"] < NEVER
    known = replace(
        known, opportunities=deals.assign(outcome=deals["outcome"].where(~ended, np.int8(outcome)))
    )
    row = compute_forecast(known, PERIOD, AS_OF).team
    assert 0 <= row.low <= row.median <= row.high
    assert np.isfinite(row.expected)
    assert (row.drivers.actual > 0) == (outcome is Outcome.WON)


def test_opportunities_without_leads() -> None:
    known = cut_at(draw_facts(4), AS_OF)
    deals = known.opportunities.assign(lead_key=NOBODY, lead_rep=NO_LEAD, lead_assigned=NEVER)
    own = replace(RATES, period="2026-Q3", self_sourced_opps=30.0)
    known = replace(
        known,
        leads=known.leads.iloc[:0],
        opportunities=deals.astype({"lead_rep": np.int32}),
        plan=replace(known.plan, commitments=(), assumptions=(RATES, own)),
    )
    result = compute_forecast(known, PERIOD, AS_OF)
    drivers = result.team.drivers
    assert drivers.leads_in_hand == drivers.leads_to_come == 0
    assert min(drivers.open_deals, drivers.self_sourced) > 0


def test_a_missing_rate_is_a_sentence() -> None:
    known = cut_at(draw_facts(4), AS_OF)
    known = replace(known, plan=replace(known.plan, assumptions=()))
    with pytest.raises(MissingRateError, match="gives no"):
        compute_forecast(known, PERIOD, AS_OF)


@given(facts(), questions())
@settings(max_examples=60, deadline=None)
def test_always_sensible(known: Facts, question: Question) -> None:
    result = compute_forecast(known, question.period, question.as_of, draws=300)
    rows = [result.team, *result.reps, *([result.unassigned] if result.unassigned else [])]
    for row in rows:
        assert row.low <= row.median <= row.high
        assert row.low >= row.drivers.actual - 1e-6
        assert row.expected == pytest.approx(row.drivers.total)
        assert row.p_target is None or 0 <= row.p_target <= 1
        assert (row.p_target is None) == (not row.target)
    assert sum(row.expected for row in rows[1:]) == pytest.approx(result.team.expected)
    assert pd.Series(result.draws).is_monotonic_increasing
