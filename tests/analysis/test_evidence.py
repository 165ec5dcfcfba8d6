"""From records to evidence: what is counted, what rows are told, and what bad input does."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from tests.analysis.made_facts import FIRST, REPS, SOURCES, build_facts, facts, questions

from cockpit.analysis.evidence import EvidenceModel, StageModel, compute_evidence
from cockpit.analysis.evidence_counts import build_span
from cockpit.analysis.evidence_rows import count_more_records, describe_rows, find_weights
from cockpit.analysis.walk import Facts, Walk, walk_chain
from cockpit.analysis.window import Window, build_window
from cockpit.domain.fiscal import FiscalCalendar, to_date, to_day
from cockpit.domain.plan import Assumption, Plan
from cockpit.domain.question import Basis, Grouping, Question
from cockpit.domain.records import NEVER, NOBODY, Outcome
from cockpit.domain.verdicts import Effect

QUESTION = Question(FiscalCalendar().parse("2026-Q3"), date(2026, 9, 30))
KNOWN = to_day(QUESTION.as_of)
GENERAL = Assumption(None, None, None, 0.4, 0.25, 960_000, 8.0, 26.0, 20.0)
ADA, BO, CY = (rep.id for rep in REPS)
WEB, EVENT = (source.id for source in SOURCES)


def make_facts(
    leads: list[dict[str, Any]], deals: list[dict[str, Any]], *rows: Assumption
) -> Facts:
    made = build_facts(Plan(assumptions=rows or (GENERAL,)), leads, deals)
    return replace(made, opportunities=made.opportunities.astype({"amount": np.int64}))


def make_leads(
    rep: int, source: int, number: int, day: int = KNOWN - 200, disqualified: int = NEVER
) -> list[dict[str, Any]]:
    lead = {"rep": rep, "source": source, "assigned": day, "disqualified": disqualified}
    return [lead] * number


def make_deals(
    rep: int,
    outcomes: dict[Outcome, int],
    source: int = WEB,
    *,
    amount: int = 960_000,
    lead: int = -1,
    day: int = KNOWN - 180,
) -> list[dict[str, Any]]:
    """Return opportunities, one after another from the leads that start at `lead`."""
    listed = [outcome for outcome, number in outcomes.items() for _ in range(number)]
    return [
        {
            "lead": lead + at if lead >= 0 else -1,
            "rep": rep,
            "source": source,
            "created": day,
            "closed": NEVER if outcome is Outcome.OPEN else day + 20,
            "outcome": int(outcome),
            "amount": amount,
        }
        for at, outcome in enumerate(listed)
    ]


def weigh(made: Facts, question: Question = QUESTION) -> tuple[Walk, EvidenceModel]:
    walk = walk_chain(made, question)
    return walk, compute_evidence(made, walk)


def check_is_finite(walk: Walk, model: StageModel) -> None:
    for terms in (model.weigh_team(), model.weigh_sources(), model.weigh_reps()):
        assert np.isfinite([terms.mean, terms.spread, terms.low, terms.high]).all()
        assert (terms.low <= terms.high).all()
        assert ((terms.p_below >= 0) & (terms.p_below <= 1)).all()
    for by in Grouping:
        rows = describe_rows(model, find_weights(model, walk, by))
        known = ~np.isnan(rows.plan)
        assert (rows.low <= rows.rate + 1e-9)[known].all()
        assert (rows.rate <= rows.high + 1e-9)[known].all()
        if model.is_rate:
            assert ((rows.low >= 0) & (rows.high <= 1))[known].all()
    assert all(number is None or number >= 0 for number in count_more_records(model, walk))


@settings(max_examples=25, deadline=None)
@given(facts(), questions())
def test_whatever_is_recorded_the_evidence_is_finite(made: Facts, question: Question) -> None:
    walk, evidence = weigh(made, question)
    assert list(evidence.stages) == [Effect.LEAD_TO_OPP, Effect.WIN_RATE, Effect.DEAL_SIZE]
    for model in evidence.stages.values():
        check_is_finite(walk, model)


def test_records_are_counted_by_rep_and_source_and_nobodys_are_left_out() -> None:
    leads = [
        *make_leads(ADA, WEB, 3),
        *make_leads(BO, NOBODY, 2),
        *make_leads(NOBODY, WEB, 5),
        *make_leads(CY, WEB, 4, day=FIRST - 400),
        *make_leads(CY, WEB, 6, day=KNOWN + 1),
    ]
    deals = [
        *make_deals(ADA, {Outcome.WON: 2, Outcome.LOST: 1, Outcome.OPEN: 1}, EVENT),
        *make_deals(NOBODY, {Outcome.WON: 2}),
    ]
    _, evidence = weigh(make_facts(leads, deals))
    counted = [model.counts.records for model in evidence.stages.values()]
    assert counted[0].tolist() == [[0, 0, 0], [0, 3, 0], [2, 0, 0], [0, 0, 0]]
    assert counted[1].tolist() == [[0, 0, 0], [0, 0, 4], [0, 0, 0], [0, 0, 0]]
    assert counted[2].tolist() == [[0, 0, 0], [0, 0, 2], [0, 0, 0], [0, 0, 0]]


def test_the_answer_depends_on_counts_and_ages_not_on_the_order_of_records() -> None:
    leads = make_leads(ADA, WEB, 30) + make_leads(BO, EVENT, 30, day=KNOWN - 5)
    deals = make_deals(ADA, {Outcome.LOST: 8}, lead=0)
    made = make_facts(leads, deals)
    shuffled = replace(made, leads=made.leads.sample(frac=1.0, random_state=1))
    first, second = (
        weigh(each)[1].stages[Effect.LEAD_TO_OPP].posterior.mean for each in (made, shuffled)
    )
    np.testing.assert_allclose(first, second, atol=1e-12)


def test_young_leads_are_not_held_against_anybody() -> None:
    young = weigh(make_facts(make_leads(ADA, WEB, 12, day=KNOWN), []))[1]
    old = weigh(make_facts(make_leads(ADA, WEB, 12), []))[1]
    assert young.stages[Effect.LEAD_TO_OPP].team > -0.6
    assert old.stages[Effect.LEAD_TO_OPP].team < -1.5


def test_slow_deals_are_not_held_against_closing_but_dead_ones_are() -> None:
    closed = {Outcome.WON: 10, Outcome.LOST: 30}
    waiting = make_deals(ADA, closed | {Outcome.OPEN: 60}, day=KNOWN - 30)
    dead = make_deals(ADA, closed | {Outcome.OPEN: 60}, day=KNOWN - 300)
    slow, stale = (
        weigh(make_facts([], deals))[1].stages[Effect.WIN_RATE].team for deals in (waiting, dead)
    )
    assert abs(slow) < 0.35
    assert stale < -0.9


def test_a_team_on_its_plan_is_found_there_and_a_weak_closer_below_it() -> None:
    usual = {Outcome.WON: 50, Outcome.LOST: 150}
    deals = [
        *make_deals(ADA, {Outcome.WON: 20, Outcome.LOST: 180}),
        *make_deals(BO, usual),
        *make_deals(CY, usual, EVENT),
        *make_deals(BO, usual, EVENT),
    ]
    walk, evidence = weigh(make_facts([], deals))
    model = evidence.stages[Effect.WIN_RATE]
    reps = model.weigh_reps()
    rows = describe_rows(model, find_weights(model, walk, Grouping.REP))
    assert reps.p_below[1] > 0.95
    assert reps.p_below[2:] == pytest.approx([0.5, 0.5], abs=0.25)
    assert rows.records[1:].tolist() == [200, 400, 200]
    assert rows.plan[1:] == pytest.approx([0.25] * 3)
    assert rows.rate[1:] == pytest.approx([0.11, 0.25, 0.25], abs=0.02)
    assert rows.team[1:] == pytest.approx([0.25] * 3, abs=0.03)
    assert rows.low[1] < 0.1 < rows.high[1] < 0.15
    assert count_more_records(model, walk)[1] == 0


def test_how_many_more_records_would_tell_shrinks_as_they_come() -> None:
    def more(times: int) -> int | None:
        usual = {Outcome.WON: 25 * times, Outcome.LOST: 75 * times}
        deals = make_deals(ADA, {Outcome.WON: 6 * times, Outcome.LOST: 34 * times})
        for rep in (BO, CY):
            deals += make_deals(rep, usual)
        walk, evidence = weigh(make_facts([], deals))
        return count_more_records(evidence.stages[Effect.WIN_RATE], walk)[1]

    few, some, many = more(1), more(2), more(12)
    assert few is not None
    assert some is not None
    assert few > some > 0
    assert many == 0


def test_deal_size_compares_means_whatever_the_spread() -> None:
    random = np.random.default_rng(4)
    deals = []
    for rep, factor in ((ADA, 0.7), (BO, 1.0), (CY, 1.0)):
        for log in random.normal(-0.5 * 0.8**2, 0.8, 600):
            deals += make_deals(rep, {Outcome.WON: 1}, amount=int(960_000 * factor * np.exp(log)))
    walk, evidence = weigh(make_facts([], deals))
    model = evidence.stages[Effect.DEAL_SIZE]
    rows = describe_rows(model, find_weights(model, walk, Grouping.REP))
    assert rows.rate[1:] / 960_000 == pytest.approx([0.7, 1.0, 1.0], abs=0.07)
    assert model.residual == pytest.approx(0.64, abs=0.05)
    assert model.weigh_team().mean[0] == pytest.approx(0.0, abs=0.08)
    assert model.weigh_reps().p_below[1] > 0.9


def test_one_huge_deal_is_luck_and_says_so_in_a_wide_interval() -> None:
    usual = make_deals(ADA, {Outcome.WON: 40}) + make_deals(BO, {Outcome.WON: 40})
    whale = make_deals(ADA, {Outcome.WON: 1}, amount=96_000_000)
    before, after = (
        weigh(make_facts([], deals))[1].stages[Effect.DEAL_SIZE] for deals in (usual, usual + whale)
    )
    assert after.weigh_reps().p_below[1] > 0.2
    assert after.weigh_team().spread[0] > 3 * before.weigh_team().spread[0]


def test_without_history_the_plan_stands_and_anything_is_possible() -> None:
    walk, evidence = weigh(make_facts([], []))
    for model in evidence.stages.values():
        check_is_finite(walk, model)
        assert model.team == 0.0
        assert count_more_records(model, walk) == [None] * 4
    model = evidence.stages[Effect.LEAD_TO_OPP]
    rows = describe_rows(model, find_weights(model, walk, Grouping.REP))
    assert rows.records.tolist() == [0.0] * 4
    assert rows.rate == pytest.approx([0.4] * 4)
    assert (rows.high - rows.low > 0.5).all()
    assert model.weigh_reps().p_below.tolist() == [0.5] * 4


def test_a_rep_without_leads_is_taken_for_one_of_the_team() -> None:
    leads = make_leads(ADA, WEB, 300) + make_leads(BO, WEB, 300)
    deals = make_deals(ADA, {Outcome.LOST: 60}, lead=0)
    deals += make_deals(BO, {Outcome.LOST: 150}, lead=300)
    walk, evidence = weigh(make_facts(leads, deals))
    model = evidence.stages[Effect.LEAD_TO_OPP]
    rows = describe_rows(model, find_weights(model, walk, Grouping.REP))
    assert rows.records[3] == 0
    assert rows.rate[3] == pytest.approx(rows.team[3])
    assert rows.high[3] - rows.low[3] > rows.high[1] - rows.low[1]
    assert model.weigh_reps().p_below[3] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(("planned", "converts"), [(1.0, 100), (1.0, 60), (0.0, 0), (0.0, 40)])
def test_a_plan_of_all_or_nothing_is_a_rate_like_any_other(planned: float, converts: int) -> None:
    leads = make_leads(ADA, WEB, 100) + make_leads(BO, EVENT, 100)
    deals = make_deals(ADA, {Outcome.WON: converts}, lead=0)
    deals += make_deals(BO, {Outcome.WON: converts}, EVENT, lead=100)
    row = Assumption(None, None, None, planned, planned, 960_000)
    walk, evidence = weigh(make_facts(leads, deals, row))
    model = evidence.stages[Effect.LEAD_TO_OPP]
    rows = describe_rows(model, find_weights(model, walk, Grouping.TEAM))
    assert rows.plan[0] == planned
    assert rows.rate[0] == pytest.approx(converts / 100, abs=0.03)
    for each in evidence.stages.values():
        check_is_finite(walk, each)


def test_rates_of_this_quarter_only_stand_in_for_earlier_months() -> None:
    row = replace(GENERAL, period="2026-Q3")
    made = make_facts(make_leads(ADA, WEB, 50, disqualified=KNOWN - 150), [], row)
    walk, evidence = weigh(made)
    assert evidence.stages[Effect.LEAD_TO_OPP].counts.records.sum() == 50
    assert evidence.stages[Effect.LEAD_TO_OPP].counts.planned[1, 1] == pytest.approx(0.4)
    check_is_finite(walk, evidence.stages[Effect.LEAD_TO_OPP])


def test_records_that_no_rate_is_planned_for_are_left_out() -> None:
    rows = tuple(replace(GENERAL, rep=rep.name) for rep in REPS[:2])
    leads = make_leads(CY, WEB, 50, disqualified=KNOWN - 150) + make_leads(ADA, WEB, 10)
    made = make_facts(leads, [], *rows)
    walk, evidence = weigh(made)
    model = evidence.stages[Effect.LEAD_TO_OPP]
    assert model.counts.records.sum() == 10
    described = describe_rows(model, find_weights(model, walk, Grouping.REP))
    assert np.isnan(described.plan[3])
    assert np.isnan(described.rate[3])
    check_is_finite(walk, model)


def test_records_without_a_source_are_a_source_of_their_own() -> None:
    leads = [
        lead
        for rep in (ADA, BO, CY)
        for source in (NOBODY, WEB, EVENT)
        for lead in make_leads(rep, source, 100)
    ]
    deals = [
        deal
        for at, rate in enumerate((5, 40, 40) * 3)
        for deal in make_deals(REPS[at // 3].id, {Outcome.LOST: rate}, lead=100 * at)
    ]
    deals += make_deals(CY, {Outcome.WON: 30}, NOBODY)
    _, evidence = weigh(make_facts(leads, deals))
    model = evidence.stages[Effect.LEAD_TO_OPP]
    assert model.by_source == pytest.approx([-2.4, 0.0, 0.0], abs=0.3)
    assert model.weigh_sources().p_below[0] > 0.9
    assert model.weigh_reps().p_below == pytest.approx([0.5] * 4, abs=0.1)
    assert evidence.stages[Effect.WIN_RATE].counts.records[3, 0] == 30


@pytest.mark.parametrize(
    ("known", "end", "first", "last"),
    [
        (date(2026, 9, 14), date(2026, 9, 30), date(2025, 9, 15), date(2026, 9, 14)),
        (date(2027, 1, 5), date(2026, 9, 30), date(2025, 10, 1), date(2026, 9, 30)),
        (date(2024, 2, 29), date(2024, 3, 31), date(2023, 3, 1), date(2024, 2, 29)),
        (date(2026, 1, 31), date(2026, 3, 31), date(2025, 2, 1), date(2026, 1, 31)),
    ],
)
def test_the_twelve_months_end_with_the_period_or_with_what_is_known(
    known: date, end: date, first: date, last: date
) -> None:
    window = Window(to_day(end) - 80, to_day(end), to_day(known), is_cohort=False)
    span = build_span(window, 12)
    assert (to_date(span.first), to_date(span.last), span.known) == (first, last, window.known)
    shorter = build_span(window, 3)
    assert 89 <= shorter.last - shorter.first + 1 <= 92


def test_both_bases_weigh_the_same_records() -> None:
    made = make_facts(make_leads(ADA, WEB, 20) + make_leads(BO, WEB, 30), [])
    by_basis = [
        weigh(made, replace(QUESTION, basis=basis))[1].stages[Effect.LEAD_TO_OPP].posterior.mean
        for basis in Basis
    ]
    np.testing.assert_array_equal(by_basis[0], by_basis[1])
    assert build_window(replace(QUESTION, basis=Basis.COHORT)).is_cohort


def test_draws_are_joint_and_around_the_posterior_mean() -> None:
    leads = make_leads(ADA, WEB, 80) + make_leads(BO, WEB, 80) + make_leads(BO, EVENT, 80)
    _, evidence = weigh(make_facts(leads, make_deals(BO, {Outcome.LOST: 30}, lead=80)))
    model = evidence.stages[Effect.LEAD_TO_OPP]
    draws = model.draw(4_000, np.random.default_rng(1))
    mean = model.team + model.by_rep[:, None] + model.by_source[None, :]
    assert draws.shape == (4_000, 4, 3)
    np.testing.assert_allclose(draws.mean(axis=0), mean, atol=0.1)
    same_source = np.corrcoef(draws[:, 1, 2], draws[:, 2, 2])[0, 1]
    assert same_source > 0.2
