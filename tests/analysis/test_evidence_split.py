"""The split of effects: exact, and luck is what the bridge leaves under the posterior’s rates."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made_facts import REPS, SOURCES, facts, questions
from tests.analysis.slow_reference import SlowBridge

from cockpit.analysis.bridge import compute_effects, round_effects, split_targets
from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.evidence import EvidenceModel, StageModel, compute_evidence
from cockpit.analysis.evidence_split import (
    PARTS,
    EffectSplit,
    round_split,
    split_effects,
)
from cockpit.analysis.walk import Facts, Walk, walk_chain
from cockpit.domain.plan import Assumption, Plan
from cockpit.domain.question import Grouping, Question
from cockpit.domain.verdicts import Effect

GENERAL = Assumption(None, None, None, 0.4, 0.25, 960_000, 8.0, 26.0, 20.0)
FIELDS = {
    Effect.LEAD_TO_OPP: "lead_to_opp",
    Effect.WIN_RATE: "win_rate",
    Effect.DEAL_SIZE: "deal_size",
}


def split(made: Facts, question: Question) -> tuple[Walk, EvidenceModel, dict[Effect, EffectSplit]]:
    walk = walk_chain(made, question)
    evidence = compute_evidence(made, walk)
    effects = compute_effects(walk.steps, split_targets(walk.steps, walk.targets).astype(float))
    return walk, evidence, split_effects(made, walk, evidence, effects)


def state_posterior(model: StageModel) -> Plan:
    """Return a plan that states the posterior's rates, for every rep and source by name."""
    field = FIELDS[model.stage]
    planned = float(getattr(GENERAL, field))
    rows = []
    for at_rep, rep in enumerate((None, *(rep.name for rep in REPS))):
        for at_source, source in enumerate((None, *(source.name for source in SOURCES))):
            shift = model.team + model.by_source[at_source]
            shift += model.by_rep[at_rep] if at_rep else 0.0
            rate = float(model.move(np.array(planned), np.array(shift)))
            moved: dict[str, Any] = {"rep": rep, "source": source, field: rate}
            rows.append(replace(GENERAL, **moved))
    return Plan(assumptions=tuple(rows))


@settings(max_examples=25, deadline=None)
@given(facts(), questions())
def test_parts_add_up_to_the_effect_exactly_in_every_grouping(
    made: Facts, question: Question
) -> None:
    walk, _, parts = split(made, question)
    targets = split_targets(walk.steps, walk.targets)
    actuals = np.rint(walk.steps.deals.s4).astype(np.int64)
    exact = compute_effects(walk.steps, targets.astype(float))
    rounded = round_effects(exact, actuals - targets)
    answer = {
        by: compute_diagnosis(made, replace(question, by=by))
        for by in (Grouping.REP, Grouping.TEAM)
    }
    for effect, each in parts.items():
        assert np.isfinite(each.parts).all()
        np.testing.assert_allclose(each.parts.sum(axis=0), exact[effect], atol=1e-3)
        whole = round_split(each, rounded[effect])
        assert whole.dtype == np.int64
        np.testing.assert_array_equal(whole.sum(axis=0), rounded[effect])
        assert int(whole.sum()) == answer[Grouping.TEAM].team.effects[effect]
        for row in answer[Grouping.REP].rows:
            at = walk.axes.rep_at[row.name]
            assert int(whole[:, at].sum()) == row.effects[effect]
            off = np.abs(whole[:, at].sum(axis=(1, 2)) - each.parts[:, at].sum(axis=(1, 2)))
            assert off.max() <= 2


@settings(max_examples=15, deadline=None)
@given(facts(), questions(), st.sampled_from(list(FIELDS)))
def test_luck_is_the_effect_of_a_plan_that_states_the_posterior(
    made: Facts, question: Question, effect: Effect
) -> None:
    made = replace(made, plan=Plan(assumptions=(GENERAL,)))
    walk, evidence, parts = split(made, question)
    told = replace(made, plan=state_posterior(evidence.stages[effect]))
    expected = SlowBridge(told, question).effects()
    luck = parts[effect].parts[PARTS.index("luck")].sum(axis=(1, 2))
    for name, at in walk.axes.rep_at.items():
        assert luck[at] == pytest.approx(expected[name][effect], abs=1.0)


@settings(max_examples=10, deadline=None)
@given(facts(), questions())
def test_nobody_has_no_part_of_a_reps(made: Facts, question: Question) -> None:
    _, _, parts = split(made, question)
    for each in parts.values():
        assert not each.parts[PARTS.index("rep"), 0].any()


@settings(max_examples=10, deadline=None)
@given(facts(), questions())
def test_a_part_is_the_change_of_the_rate_times_its_worth(made: Facts, question: Question) -> None:
    _, evidence, parts = split(made, question)
    effect = Effect.DEAL_SIZE
    model, each = evidence.stages[effect], parts[effect]
    planned = np.nan_to_num(model.counts.planned)
    alone = model.move(planned, np.broadcast_to(model.by_source, planned.shape)) - planned
    expected = each.per_rate.sum(axis=2) * alone
    found = each.parts[PARTS.index("source_quality")].sum(axis=2)
    assert np.allclose(found, expected, rtol=0.2, atol=1.0)
