import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cockpit.analysis.results import VerdictResult
from cockpit.analysis.verdict import COACHED, Cause, SalesEvidence, compute_verdict, sum_levers
from cockpit.domain.verdicts import LEVER_OF, Effect, Lever, Verdict


def _effects(**given: int) -> dict[Effect, int]:
    return {effect: given.pop(effect.value, 0) for effect in Effect}


@pytest.mark.parametrize(
    ("effects", "verdict", "levers"),
    [
        ({"win_rate": 5}, Verdict.ON_TARGET, ()),
        ({}, Verdict.ON_TARGET, ()),
        ({"not_yet_due": -50}, Verdict.ON_TARGET, ()),
        ({"not_yet_due": -50, "leads": -9, "win_rate": 10}, Verdict.ON_TARGET, ()),
        ({"not_yet_due": -50, "leads": -1}, Verdict.TOO_EARLY, (Lever.WAITING,)),
        (
            {"unfunded_plan": 50, "not_yet_due": -60, "win_rate": -55},
            Verdict.COACH_CLOSING,
            (Lever.SALES,),
        ),
        (
            {"unfunded_plan": 10, "not_yet_due": -60, "win_rate": -15},
            Verdict.TOO_EARLY,
            (Lever.WAITING,),
        ),
        ({"unfunded_plan": -50, "leads": -10}, Verdict.PLAN_UNFUNDED, (Lever.PLANNING,)),
        ({"carry_in": -50, "leads": -10}, Verdict.THIN_CARRY_IN, (Lever.EARLIER,)),
        ({"leads": -50, "win_rate": -10}, Verdict.LEADS_SHORT, (Lever.MARKETING,)),
        ({"leads": 10, "mix": -30, "arrival": -20}, Verdict.LEAD_MIX, (Lever.MARKETING,)),
        ({"arrival": -20}, Verdict.LATE_LEADS, (Lever.MARKETING,)),
        ({"lead_to_opp": -20, "win_rate": -10}, Verdict.COACH_QUALIFYING, (Lever.SALES,)),
        ({"self_sourced": -20}, Verdict.COACH_PROSPECTING, (Lever.SALES,)),
        ({"win_rate": -20, "cycle": -10}, Verdict.COACH_CLOSING, (Lever.SALES,)),
        ({"cycle": -20, "win_rate": 5}, Verdict.SLOW_CYCLE, (Lever.SALES,)),
        ({"deal_size": -20}, Verdict.COACH_PRICING, (Lever.SALES,)),
        ({"leads": -20, "win_rate": -30}, Verdict.BOTH, (Lever.SALES, Lever.MARKETING)),
        ({"leads": -40, "win_rate": -20}, Verdict.BOTH, (Lever.MARKETING, Lever.SALES)),
        ({"leads": -41, "win_rate": -20}, Verdict.LEADS_SHORT, (Lever.MARKETING,)),
        ({"handover": -50, "win_rate": -30}, Verdict.HANDED_OVER, (Lever.OTHER,)),
        ({"handover": -40, "win_rate": -45}, Verdict.COACH_CLOSING, (Lever.SALES,)),
    ],
)
def test_the_largest_group_decides(
    effects: dict[str, int], verdict: Verdict, levers: tuple[Lever, ...]
) -> None:
    result = compute_verdict(100, _effects(**effects))
    assert (result.verdict, result.levers) == (verdict, levers)


def test_a_miss_is_a_miss_unless_the_team_tolerates_it() -> None:
    effects = _effects(win_rate=-5)
    assert compute_verdict(100, effects).verdict is Verdict.COACH_CLOSING
    assert compute_verdict(100, effects, 0.05).verdict is Verdict.ON_TARGET
    assert compute_verdict(100, effects, 0.04).verdict is Verdict.COACH_CLOSING


def test_levers_hold_every_effect_once() -> None:
    effects = {effect: 2**at for at, effect in enumerate(Effect)}
    levers = sum_levers(effects)
    assert sum(levers.values()) == 2 ** len(Effect) - 1
    assert levers[Lever.MARKETING] == sum(
        effects[e] for e in Effect if LEVER_OF[e] is Lever.MARKETING
    )


SALES_LOSS = {"lead_to_opp": -30, "win_rate": -40}
QUALIFYING = Cause(Verdict.COACH_QUALIFYING, Effect.LEAD_TO_OPP)
CLOSING = Cause(Verdict.COACH_CLOSING, Effect.WIN_RATE)
SOURCE = Cause(Verdict.LEAD_QUALITY, Effect.LEAD_TO_OPP, "Bought list")
OTHER_SOURCE = Cause(Verdict.LEAD_QUALITY, Effect.WIN_RATE, "Referral")
TEAM = Cause(Verdict.TEAM_WIDE, Effect.WIN_RATE)


def _judge(effects: dict[str, int], **parts: list[float]) -> VerdictResult:
    """Judge by draws of the parts, each cause's own list of ten."""
    causes = {name: globals()[name.upper()] for name in parts}
    drawn = np.array([parts[name] for name in causes]).T if causes else np.zeros((10, 0))
    evidence = SalesEvidence(tuple(causes.values()), drawn, drawn.mean(axis=0))
    return compute_verdict(100, _effects(**effects), 0.0, evidence)


def test_without_anything_real_it_is_luck_and_nobody_s_move() -> None:
    result = _judge(SALES_LOSS)
    assert result.verdict is Verdict.WITHIN_LUCK
    assert result.levers == (Lever.WAITING,)
    assert result.confidence == 1.0
    assert _judge(SALES_LOSS, closing=[-4.0] * 10).verdict is Verdict.WITHIN_LUCK


def test_the_largest_real_part_names_the_verdict_not_the_largest_effect() -> None:
    result = _judge(SALES_LOSS, qualifying=[-12.0] * 10, closing=[-6.0] * 10)
    assert (result.verdict, result.behind) == (Verdict.COACH_QUALIFYING, (Effect.LEAD_TO_OPP,))
    assert (result.worth, result.confidence) == ((12,), 1.0)


@pytest.mark.parametrize(
    ("sure", "verdict", "leaning"),
    [
        (7, Verdict.COACH_CLOSING, None),
        (6, Verdict.COACH_CLOSING, None),
        (5, Verdict.UNCLEAR, Verdict.COACH_CLOSING),
        (4, Verdict.WITHIN_LUCK, None),
    ],
)
def test_coaching_takes_three_in_five(sure: int, verdict: Verdict, leaning: Verdict | None) -> None:
    result = _judge(SALES_LOSS, closing=[-30.0] * sure + [0.0] * (10 - sure))
    assert (result.verdict, result.leaning) == (verdict, leaning)
    assert result.confidence == (sure if verdict is not Verdict.WITHIN_LUCK else 10 - sure) / 10


def test_anything_else_is_named_where_it_is_likelier_than_not() -> None:
    half = [-30.0] * 5 + [0.0] * 5
    assert _judge(SALES_LOSS, team=half).verdict is Verdict.TEAM_WIDE
    result = _judge(SALES_LOSS, source=half)
    assert (result.verdict, result.levers) == (Verdict.LEAD_QUALITY, (Lever.MARKETING,))
    assert result.source == "Bought list"


def test_a_good_source_does_not_hide_a_rotten_one() -> None:
    result = _judge(SALES_LOSS, source=[-20.0] * 10, other_source=[30.0] * 10)
    assert (result.verdict, result.source) == (Verdict.LEAD_QUALITY, "Bought list")


def test_what_luck_has_covered_is_still_told() -> None:
    short = {"carry_in": -20, "win_rate": 0}
    assert _judge(short).verdict is Verdict.THIN_CARRY_IN
    result = _judge(short, closing=[-50.0] * 10)
    assert result.verdict is Verdict.COACH_CLOSING
    assert result.confidence == 1.0


def test_a_fact_is_doubted_as_far_as_sales_may_have_lost_more() -> None:
    result = _judge({"leads": -40, "win_rate": -12}, closing=[-90.0] * 3 + [0.0] * 7)
    assert (result.verdict, result.confidence) == (Verdict.LEADS_SHORT, 0.7)


def test_luck_makes_no_both() -> None:
    short = {"leads": -40, "win_rate": -45}
    assert _judge(short).verdict is Verdict.LEADS_SHORT
    both = _judge(short, closing=[-20.0] * 10)
    assert both.verdict is Verdict.BOTH
    assert both.causes == (Verdict.LEADS_SHORT, Verdict.COACH_CLOSING)
    assert both.levers == (Lever.MARKETING, Lever.SALES)
    assert both.worth == (40, 20)


def test_two_causes_of_marketing_are_told_by_the_larger() -> None:
    result = _judge({"leads": -35, "lead_to_opp": -40}, source=[-25.0] * 10)
    assert (result.verdict, result.levers) == (Verdict.LEAD_QUALITY, (Lever.MARKETING,))


@given(
    effects=st.lists(st.integers(-60, 30), min_size=12, max_size=12),
    parts=hnp.arrays(np.float64, (8, 4), elements=st.integers(-40, 40)),
)
def test_every_answer_is_sound(effects: list[int], parts: np.ndarray) -> None:
    causes = (QUALIFYING, CLOSING, SOURCE, TEAM)
    given_effects = dict(zip(Effect, effects, strict=True))
    evidence = SalesEvidence(causes, parts, parts.mean(axis=0))
    result = compute_verdict(100, given_effects, 0.0, evidence)
    assert 0.0 <= (result.confidence or 0.0) <= 1.0
    assert len(result.causes) == len(result.behind) == len(result.worth) <= 2
    assert all(worth >= 0 for worth in result.worth)
    for cause, chance in zip(result.causes, result.chances, strict=True):
        if cause in COACHED:
            assert chance >= 0.6
    if len(result.causes) == 2:
        assert result.verdict is Verdict.BOTH
        assert len(set(result.levers)) == 2


def test_a_gain_is_repeatable_as_far_as_it_is_believed() -> None:
    assert _judge({"win_rate": 50}, closing=[30.0] * 9 + [-1.0]).repeatable == pytest.approx(0.9)
    assert _judge({"win_rate": 50}).repeatable == 0.5
    assert _judge({"leads": 50}).repeatable is None
    assert _judge({"leads": 50}).confidence == 1.0
