import pytest

from cockpit.analysis.verdict import compute_verdict, sum_levers
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
