from dataclasses import replace

import pytest

from cockpit.analysis.results import VerdictResult
from cockpit.analysis.verdict import Reason, SalesEvidence, compute_verdict, sum_levers
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


QUALIFYING = Reason(Verdict.COACH_QUALIFYING, Effect.LEAD_TO_OPP, -12.0, 0.95)
CLOSING = Reason(Verdict.COACH_CLOSING, Effect.WIN_RATE, -20.0, 0.93)
SOURCE = Reason(Verdict.LEAD_QUALITY, Effect.LEAD_TO_OPP, -25.0, 0.99, "Bought list")
TEAM = Reason(Verdict.TEAM_WIDE, Effect.WIN_RATE, -24.0, 0.98)
SALES_LOSS = {"lead_to_opp": -30, "win_rate": -40}


def _judge(effects: dict[str, int], *reasons: Reason, **known: float) -> VerdictResult:
    return compute_verdict(100, _effects(**effects), 0.0, SalesEvidence(reasons, **known))


def test_nothing_believed_is_luck_and_nobody_s_move() -> None:
    result = _judge(SALES_LOSS, replace(CLOSING, chance=0.89))
    assert result.verdict is Verdict.WITHIN_LUCK
    assert result.levers == (Lever.WAITING,)
    assert result.confidence == pytest.approx(0.22)
    assert _judge(SALES_LOSS).confidence == 1.0


def test_what_is_believed_names_the_verdict_not_the_largest_effect() -> None:
    result = _judge(SALES_LOSS, QUALIFYING)
    assert (result.verdict, result.behind) == (Verdict.COACH_QUALIFYING, (Effect.LEAD_TO_OPP,))
    assert (result.worth, result.confidence) == ((12,), 0.95)


def test_a_term_that_is_no_loss_explains_none() -> None:
    assert _judge({"win_rate": -40, "lead_to_opp": 5}, QUALIFYING).verdict is Verdict.WITHIN_LUCK
    assert _judge(SALES_LOSS, replace(CLOSING, part=9.0)).verdict is Verdict.WITHIN_LUCK


def test_the_rep_is_asked_first_unless_others_carry_far_more() -> None:
    assert _judge(SALES_LOSS, CLOSING, SOURCE).verdict is Verdict.COACH_CLOSING
    result = _judge(SALES_LOSS, replace(CLOSING, part=-2.0), SOURCE)
    assert (result.verdict, result.levers) == (Verdict.LEAD_QUALITY, (Lever.MARKETING,))
    assert result.source == "Bought list"
    assert _judge(SALES_LOSS, TEAM).verdict is Verdict.TEAM_WIDE


def test_what_is_common_to_all_must_be_surer_and_carry_a_third() -> None:
    assert _judge(SALES_LOSS, replace(TEAM, chance=0.97)).verdict is Verdict.WITHIN_LUCK
    assert _judge(SALES_LOSS, replace(TEAM, part=-13.0)).verdict is Verdict.WITHIN_LUCK
    small = {"lead_to_opp": -60, "win_rate": -29}
    assert _judge(small, TEAM).verdict is Verdict.WITHIN_LUCK


def test_luck_makes_no_both() -> None:
    short = {"leads": -40, "win_rate": -45}
    assert _judge(short).verdict is Verdict.LEADS_SHORT
    both = _judge(short, CLOSING)
    assert both.verdict is Verdict.BOTH
    assert both.causes == (Verdict.COACH_CLOSING, Verdict.LEADS_SHORT)
    assert both.levers == (Lever.SALES, Lever.MARKETING)
    assert both.worth == (20, 40)


def test_two_causes_of_marketing_are_told_by_the_larger() -> None:
    result = _judge({"leads": -35, "lead_to_opp": -40}, SOURCE)
    assert (result.verdict, result.levers) == (Verdict.LEAD_QUALITY, (Lever.MARKETING,))


def test_confidence_in_leads_is_that_sales_did_not_really_lose_more() -> None:
    real = Reason(Verdict.COACH_CLOSING, Effect.WIN_RATE, -10.0, 0.8)
    result = _judge({"leads": -40, "win_rate": -12}, real, real=-10.0, spread=20.0)
    assert result.verdict is Verdict.LEADS_SHORT
    assert result.confidence == pytest.approx(0.933, abs=0.001)  # Φ((40 − 10) / 20)


def test_a_gain_is_repeatable_as_far_as_it_is_believed() -> None:
    gain = Reason(Verdict.COACH_CLOSING, Effect.WIN_RATE, 30.0, 0.05)
    assert _judge({"win_rate": 50}, gain, real=30.0, spread=20.0).repeatable == pytest.approx(
        0.933, abs=0.001
    )
    assert _judge({"win_rate": 50}).repeatable == 0.5
    assert _judge({"leads": 50}).repeatable is None
    assert _judge({"leads": 50}).confidence == 1.0
