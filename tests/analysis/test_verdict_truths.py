"""What a good verdict must survive (diagnosis.md §3), on simulated teams whose truth is known."""

from collections.abc import Callable

import pytest
from benchmarks.teams import EQUAL_SKILL, TRUTHS, Truth
from benchmarks.verdicts import Tally, measure, summarise

from cockpit.analysis.verdict import COACHED
from cockpit.domain.verdicts import Verdict

TEAMS = 4
FIRST = 20_000
"""A few teams that guard against a change for the worse; how good it is, many others say."""
SHORT = frozenset(Verdict) - {Verdict.ON_TARGET, Verdict.TOO_EARLY}
UNTOLD = Verdict.WITHIN_LUCK, Verdict.UNCLEAR


@pytest.fixture(scope="module")
def tally() -> Callable[[str], Tally]:
    """Return the tally of a truth by name, measured when first asked for."""
    known: dict[str, Tally] = {}

    def look_up(name: str) -> Tally:
        if name not in known:
            truths = [truth for truth in TRUTHS if truth.name == name]
            known.update(measure(TEAMS, truths, first=FIRST))
        return known[name]

    return look_up


def _share(tally: Tally, *verdicts: Verdict) -> float:
    """Return the share of verdicts among the reps of a truth who are short."""
    short = sum(tally.given[verdict] for verdict in SHORT)
    return sum(tally.given[verdict] for verdict in verdicts) / short


@pytest.mark.parametrize("truth", EQUAL_SKILL, ids=lambda truth: truth.name)
def test_equals_are_not_told_to_be_coached(tally: Callable[[str], Tally], truth: Truth) -> None:
    counted = tally(truth.name)
    assert counted.coached["ours"] / counted.everybody <= 0.05
    assert counted.coached["ratio"] > 5 * counted.coached["ours"]


def test_a_quarter_of_luck_is_called_so(tally: Callable[[str], Tally]) -> None:
    facts = Verdict.LEADS_SHORT, Verdict.LEAD_MIX, Verdict.LATE_LEADS, Verdict.THIN_CARRY_IN
    assert _share(tally("all luck"), *UNTOLD, *facts) > 0.85
    assert _share(tally("all luck"), *UNTOLD) > 0.4


def test_a_slump_of_the_team_is_nobody_s_skill(tally: Callable[[str], Tally]) -> None:
    slump = tally("team-wide slump")
    assert _share(slump, Verdict.TEAM_WIDE) > 0.6
    assert slump.team.most_common(1)[0][0] is Verdict.TEAM_WIDE


def test_a_rotten_source_is_marketing_s(tally: Callable[[str], Tally]) -> None:
    rotten = tally("rotten source")
    assert rotten.coached["ours"] == 0
    assert rotten.agreed["ours"] >= 0.9 * rotten.right > 0


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("late leads", Verdict.LATE_LEADS),
        ("setter", Verdict.HANDED_OVER),
        ("unfunded plan", Verdict.PLAN_UNFUNDED),
        ("thin carry-in", Verdict.THIN_CARRY_IN),
        ("ramping rep", Verdict.PLAN_UNFUNDED),
        ("small deals", Verdict.COACH_PRICING),
        ("weak closing", Verdict.COACH_CLOSING),
        ("slow cycle", Verdict.SLOW_CYCLE),
    ],
)
def test_a_truth_is_named(tally: Callable[[str], Tally], name: str, verdict: Verdict) -> None:
    assert _share(tally(name), verdict) > 0.6
    assert tally(name).agreed["ours"] >= 0.7 * tally(name).right > 0


def test_who_is_handed_only_duplicates_is_not_coached_for_them(
    tally: Callable[[str], Tally],
) -> None:
    duplicates = tally("duplicate bin")
    assert Verdict.COACH_QUALIFYING not in duplicates.given
    assert duplicates.agreed["ours"] == duplicates.right > 0


def test_four_leads_tell_nothing(tally: Callable[[str], Tally]) -> None:
    four = tally("four leads")
    assert not COACHED & four.given.keys()
    assert four.right - four.agreed["ours"] <= 1 + 0.2 * four.right  # they are a handful
    assert four.right > 0


def test_a_young_quarter_is_too_early_for_everybody(tally: Callable[[str], Tally]) -> None:
    assert set(tally("immature quarter").given) <= {Verdict.ON_TARGET, Verdict.TOO_EARLY}


def test_verdicts_are_the_analyst_s_and_naive_rules_are_not() -> None:
    shares = summarise(measure(1, first=FIRST))
    assert shares["ours"]["agreement"] > 0.85
    assert shares["ratio"]["agreement"] < shares["ours"]["agreement"] / 2
    assert shares["average"]["false_coaching"] > 0.25 > shares["ours"]["false_coaching"]
