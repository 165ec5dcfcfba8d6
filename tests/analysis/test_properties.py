"""What holds for any plan and any records."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made_facts import build_facts, facts, questions

from cockpit.analysis.contributions import compute_contributions
from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.results import DiagnosisResult
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.question import Basis, Grouping, Question
from cockpit.domain.records import NEVER, Outcome
from cockpit.domain.verdicts import LEVER_OF, Effect

QUARTER = FiscalCalendar().parse("2026-Q3")
START, END = to_day(QUARTER.start), to_day(QUARTER.end)


def _rows(result: DiagnosisResult) -> list[Any]:
    return [*result.rows, *([result.unassigned] if result.unassigned else [])]


@given(facts(), questions())
@settings(max_examples=40, deadline=None)
def test_every_row_adds_up_and_the_team_is_the_sum_of_the_rows(
    known: Facts, question: Question
) -> None:
    teams = []
    for by in Grouping:
        result = compute_diagnosis(known, replace(question, by=by))
        rows = _rows(result)
        for row in (*rows, result.team):
            assert sum(row.effects.values()) == sum(row.levers.values()) == row.gap
        for effect in Effect:
            assert sum(row.effects[effect] for row in rows) == result.team.effects[effect]
        assert sum(row.target for row in rows) == result.team.target
        assert sum(row.actual for row in rows) == result.team.actual
        teams.append((result.team.effects, result.team.gap))
    assert all(team == teams[0] for team in teams)


@given(facts(), questions())
@settings(max_examples=40, deadline=None)
def test_a_rep_alone_is_the_same_as_in_the_team(known: Facts, question: Question) -> None:
    rows = {row.name: row for row in compute_diagnosis(known, question).rows}
    for rep in known.reps:
        alone = compute_diagnosis(known, replace(question, rep=rep.name, by=Grouping.SOURCE))
        expected = rows[rep.name].effects if rep.name in rows else dict.fromkeys(Effect, 0)
        assert alone.team.effects == expected
        assert alone.team.name == rep.name


@given(facts(), questions(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_records_and_of_the_plan_plays_no_part(
    known: Facts, question: Question, random: Any
) -> None:
    def shuffled(rows: Any) -> Any:
        return tuple(random.sample(rows, len(rows)))

    plan = known.plan
    other = replace(
        known,
        plan=replace(
            plan,
            targets=shuffled(plan.targets),
            commitments=shuffled(plan.commitments),
            assumptions=shuffled(plan.assumptions),
        ),
        leads=known.leads.iloc[list(shuffled(range(len(known.leads))))],
        opportunities=known.opportunities.iloc[list(shuffled(range(len(known.opportunities))))],
    )
    first, second = compute_diagnosis(known, question), compute_diagnosis(other, question)
    assert {row.name for row in _rows(first)} == {row.name for row in _rows(second)}
    for row, again in zip(_rows(first), _rows(second), strict=True):
        # Sums in another order differ in the last bit, so a remainder may go to a neighbour.
        assert all(abs(row.effects[e] - again.effects[e]) <= 1 for e in Effect)
        assert (row.target, row.actual) == (again.target, again.actual)


@given(facts(), questions(), st.sampled_from(list(Grouping)))
@settings(max_examples=15, deadline=None)
def test_an_effect_is_the_sum_of_its_records_and_promises(
    known: Facts, question: Question, by: Grouping
) -> None:
    question = replace(question, by=by)
    result = compute_diagnosis(known, question)
    rows = [(row.name, row) for row in _rows(result)] + [(None, result.team)]
    slack = 13.0  # a row by source sums at most 12 cells that were each rounded
    for name, row in rows:
        for effect in Effect:
            explained = compute_contributions(known, question, name, effect)
            assert abs(explained.total - row.effects[effect]) <= slack
            for part in explained.records:
                assert part.keys.shape == part.contributions.shape


@given(facts(), questions())
@settings(max_examples=40, deadline=None)
def test_a_cohort_carries_nothing_in(known: Facts, question: Question) -> None:
    result = compute_diagnosis(known, replace(question, basis=Basis.COHORT))
    for row in _rows(result):
        assert row.effects[Effect.CARRY_IN] == row.effects[Effect.SELF_SOURCED] == 0


@given(
    batches=st.lists(st.integers(0, 3), min_size=2, max_size=2).filter(any),
    target=st.integers(0, 100_000_000),
    days=st.lists(st.integers(0, 91), min_size=1, max_size=20),
    basis=st.sampled_from(list(Basis)),
)
@settings(max_examples=40, deadline=None)
def test_an_executed_plan_leaves_nothing_but_what_was_never_funded(
    batches: list[int], target: int, days: list[int], basis: Basis
) -> None:
    """Of 20 leads 10 convert at once and 4 of them are won, as planned, on whatever days."""
    rates = ((7, "Web", 100_000), (3, "Event", 250_000))
    plan = Plan(
        (Target("Ada", "2026-Q3", target),),
        tuple(
            Commitment("Ada", "2026-Q3", name, 20.0 * n)
            for n, (_, name, _) in zip(batches, rates, strict=True)
        ),
        tuple(Assumption(None, name, None, 0.5, 0.4, size) for _, name, size in rates),
    )
    leads: list[dict[str, Any]] = []
    deals: list[dict[str, Any]] = []
    for n, (source, _, size) in zip(batches, rates, strict=True):
        for at in range(20 * n):
            day = START + days[at % len(days)]
            leads.append({"rep": 4, "source": source, "assigned": day, "disqualified": NEVER})
            if at % 2:
                outcome = Outcome.WON if at % 20 < 8 else Outcome.LOST
                deals.append(
                    {"lead": len(leads) - 1, "rep": 4, "source": source, "created": day,
                     "closed": day, "outcome": int(outcome), "amount": size}
                )  # fmt: skip
    result = compute_diagnosis(
        build_facts(plan, leads, deals), Question(QUARTER, date(2026, 9, 30), basis)
    )
    (row,) = result.rows
    assert row.actual == sum(
        20 * n * size // 5 for n, (_, _, size) in zip(batches, rates, strict=True)
    )
    effects = dict(row.effects)
    assert effects.pop(Effect.UNFUNDED_PLAN) == row.gap
    assert set(effects.values()) == {0}


@given(facts(), st.sampled_from([4, 9, 2]), st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_moving_leads_moves_only_their_arrival_and_what_follows(
    known: Facts, rep: int, shift: int
) -> None:
    """Leads of a quarter that come later within it are worth less now: a matter of timing."""
    rows = [row for row in known.plan.assumptions if row.period is None]
    known = replace(known, plan=replace(known.plan, assumptions=tuple(rows), locks=()))
    leads = known.leads.copy()
    movable = (leads["rep"] == rep) & leads["assigned"].between(START, END - shift)
    leads["assigned"] = np.where(movable, leads["assigned"] + shift, leads["assigned"])
    leads["assigned"] = leads["assigned"].astype(np.int32)
    question = Question(QUARTER, date(2026, 11, 20))
    before = compute_diagnosis(known, question)
    after = compute_diagnosis(replace(known, leads=leads), question)
    for row, moved in zip(_rows(before), _rows(after), strict=True):
        change = {e: moved.effects[e] - row.effects[e] for e in Effect}
        if row.has_commitment and not row.chain.n_plan:
            follows = {Effect.LEADS, Effect.LEAD_TO_OPP}  # promised none: all are extra leads
        elif row.has_commitment:
            follows = {Effect.ARRIVAL, Effect.LEAD_TO_OPP}
            assert abs(change[Effect.ARRIVAL] + change[Effect.LEAD_TO_OPP]) <= 2
            assert change[Effect.ARRIVAL] <= 1
        else:  # without a promise, what came is what was planned
            follows = {Effect.UNFUNDED_PLAN, Effect.NOT_YET_DUE, Effect.LEAD_TO_OPP}
        assert all(abs(change[e]) <= 1 for e in Effect if e not in follows)


def test_every_effect_has_a_lever() -> None:
    assert set(LEVER_OF) == set(Effect)
