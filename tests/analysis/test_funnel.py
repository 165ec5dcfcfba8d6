"""Funnel numbers, worked out by hand on the golden cases."""

from dataclasses import replace
from datetime import date

import pytest
from tests.golden_cases import FOLDER, read_facts

from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.results import DiagnosisResult
from cockpit.domain.errors import MissingRateError, UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.plan import Assumption, Commitment, Plan
from cockpit.domain.question import Basis, Grouping, Question
from cockpit.domain.verdicts import Effect, Verdict

QUARTER = FiscalCalendar().parse("2026-Q3")


def _ask(
    case: str, as_of: date = date(2026, 9, 30), by: Grouping = Grouping.REP, **given: object
) -> DiagnosisResult:
    question = replace(Question(QUARTER, as_of, Basis.BOOKINGS, by), **given)  # type: ignore[arg-type]
    return compute_diagnosis(read_facts(FOLDER / case), question)


def test_a_funnel_without_delays() -> None:
    """100 leads promised, 80 came; 20 opportunities instead of 24; 4 wins instead of 5."""
    (row,) = _ask("hand").rows
    funnel = row.funnel
    assert (funnel.leads_plan, funnel.leads_actual) == pytest.approx((100, 80))
    assert (funnel.opportunities_expected, funnel.opportunities_actual) == pytest.approx((24, 20))
    assert (funnel.wins_expected, funnel.wins_actual) == pytest.approx((5, 4))
    assert (funnel.lead_to_opp_plan, funnel.lead_to_opp_rate) == pytest.approx((0.3, 0.25))
    assert (funnel.win_rate_plan, funnel.win_rate) == pytest.approx((0.25, 0.2))
    assert (funnel.deal_size_plan, funnel.deal_size_actual) == (2_000_000, 2_200_000)
    assert funnel.conversion == pytest.approx(4 / 6)
    assert row.chain.x == pytest.approx(150_000)
    assert (row.chain.a0, row.chain.a1) == pytest.approx((15_000_000, 12_000_000))
    assert (row.chain.s2, row.chain.s3, row.chain.s4) == pytest.approx((1e7, 8e6, 8.8e6))


def test_the_chain_of_every_row_makes_its_effects() -> None:
    result = _ask("quarter", date(2026, 9, 14))
    for row in (*result.rows, result.team):
        c, effects = row.chain, row.effects
        plan = c.a0 + c.c0 + c.self_sourced_plan + c.not_yet_due
        assert effects[Effect.UNFUNDED_PLAN] == pytest.approx(plan - row.target, abs=8)
        assert effects[Effect.CARRY_IN] == pytest.approx(c.c1 - c.c0, abs=8)
        assert c.c1 == pytest.approx(c.c1_leads + c.c1_opportunities)
        assert effects[Effect.LEAD_TO_OPP] == pytest.approx(c.s2_leads - c.a1 - c.c1_leads, abs=8)
        assert effects[Effect.CYCLE] == pytest.approx(c.to_come_plan - c.to_come, abs=8)
        assert effects[Effect.DEAL_SIZE] == pytest.approx(c.s4 - c.s3, abs=8)


def test_rows_by_source_and_month_carry_their_own_leads() -> None:
    by_rep = _ask("quarter").team.funnel
    for by in (Grouping.SOURCE, Grouping.MONTH):
        rows = _ask("quarter", by=by).rows
        assert sum(row.funnel.leads_actual for row in rows) == by_rep.leads_actual == 403
        assert sum(row.funnel.leads_plan for row in rows) == pytest.approx(by_rep.leads_plan)
        assert sum(row.funnel.wins_actual for row in rows) == by_rep.wins_actual
    months = [row.name for row in _ask("quarter", by=Grouping.MONTH).rows]
    assert months == ["Earlier", "2026-07", "2026-08", "2026-09"]


def test_hand_overs_are_zero_for_the_team() -> None:
    for as_of in (date(2026, 8, 1), date(2026, 9, 14), date(2026, 11, 20)):
        assert _ask("quarter", as_of).team.effects[Effect.HANDOVER] == 0


def test_before_the_period_nothing_is_due() -> None:
    result = _ask("quarter", date(2026, 6, 1))
    for row in result.rows:
        moved = {effect for effect, amount in row.effects.items() if amount}
        assert moved <= {Effect.UNFUNDED_PLAN, Effect.NOT_YET_DUE}
        assert row.actual == 0
        assert row.verdict.verdict in {Verdict.ON_TARGET, Verdict.PLAN_UNFUNDED, Verdict.TOO_EARLY}


def test_a_rep_without_commitments_is_marked() -> None:
    known = read_facts(FOLDER / "hand")
    known = replace(known, plan=replace(known.plan, commitments=()))
    (row,) = compute_diagnosis(known, Question(QUARTER, date(2026, 9, 30))).rows
    assert not row.has_commitment
    assert row.funnel.leads_plan == 0
    assert [row.effects[e] for e in (Effect.LEADS, Effect.MIX, Effect.ARRIVAL)] == [0, 0, 0]
    assert row.effects[Effect.UNFUNDED_PLAN] == 12_000_000 - row.target


def test_without_a_target_the_answer_says_so() -> None:
    known = read_facts(FOLDER / "hand")
    result = compute_diagnosis(
        known, Question(FiscalCalendar().parse("2026-Q4"), date(2026, 12, 1))
    )
    assert result.findings == ("No target is set for 2026-Q4; there are targets for 2026-Q3.",)


def test_a_rate_that_no_row_gives_is_an_error() -> None:
    known = read_facts(FOLDER / "hand")
    rates = (Assumption("Ada Park", None, "2026-Q3", lead_to_opp=0.3, deal_size=5),)
    known = replace(known, plan=replace(known.plan, assumptions=rates))
    with pytest.raises(MissingRateError, match="no win rate for Ada Park, no source, 2026-Q3"):
        compute_diagnosis(known, Question(QUARTER, date(2026, 9, 30)))
    empty = replace(
        known, plan=Plan(), leads=known.leads[:0], opportunities=known.opportunities[:0]
    )
    assert compute_diagnosis(empty, Question(QUARTER, date(2026, 9, 30))).rows == ()


def test_an_unknown_rep_is_told_who_was_meant() -> None:
    with pytest.raises(UsageError, match="No rep is called 'Ben Lindquist': did you mean Ben L"):
        _ask("quarter", rep="Ben Lindquist")


def test_a_promise_of_no_leads_is_a_promise() -> None:
    """What is carried in is extra where none were promised; without a promise it is the plan."""
    known = read_facts(FOLDER / "quarter")
    question = Question(QUARTER, date(2026, 9, 30))
    for promises, has_effect in (
        ((), False),
        ((Commitment("Ewa Kowalska", "2026-06", None, 0),), True),
    ):
        plan = replace(known.plan, commitments=promises)
        rows = compute_diagnosis(replace(known, plan=plan), question).rows
        row = next(row for row in rows if row.name == "Ewa Kowalska")
        assert row.chain.c1 > 0
        assert (row.effects[Effect.CARRY_IN] > 0) is has_effect
