from dataclasses import replace
from datetime import date

import pytest
from tests.diagnosis_builders import (
    QUESTION,
    build_result,
    build_row,
    build_team_of_forty,
    build_team_of_ten,
)

from cockpit.analysis.results import DiagnosisResult, DiagnosisRow
from cockpit.domain.question import Question
from cockpit.domain.verdicts import Effect
from cockpit.presenters.headline import build_headline, build_subline, format_attained
from cockpit.presenters.text import format_plain


def _say(row: DiagnosisRow) -> str:
    return format_plain(build_headline(row, QUESTION, "USD"))


def test_a_short_team_is_told_every_cause_with_its_amount() -> None:
    assert _say(build_team_of_ten().team) == (
        "$170k short of the $618k target. $49k came from too few leads, $70k from low conversion, "
        "$27k has not had time to close, and $19k was never funded by the plan."
    )


def test_causes_carry_the_colour_of_their_lever_and_waiting_none() -> None:
    spans = build_headline(build_team_of_ten().team, QUESTION, "USD")
    tones = {span.text: span.tone for span in spans if span.strong}
    assert tones["$49k"] == "marketing"
    assert tones["$70k"] == "sales"
    assert not any(span.tone for span in spans if "time to close" in span.text)


def test_what_points_the_other_way_is_told_apart() -> None:
    row = build_row("A", 50_000, {"win_rate": -12_000, "deal_size": 4_000}, leads=(60, 60))
    assert _say(row) == (
        "$8k short of the $50k target. $12k came from low conversion. Larger deals gave back $4k."
    )


def test_a_team_above_target_hears_what_helped_first() -> None:
    row = build_row(
        "A",
        50_000,
        {"win_rate": 12_000, "deal_size": -4_000, "not_yet_due": -2_000},
        leads=(70, 60),
    )
    assert _say(row) == (
        "$13k above the $50k target. $7k came from more leads and $12k from better conversion. "
        "Smaller deals cost $4k and $2k has not had time to close."
    )


def test_leads_are_called_what_they_were() -> None:
    row = build_row("A", 60_000, {"mix": -5_000, "arrival": -4_000}, leads=(50, 60))
    assert "came from too few, poorer and late leads" in _say(row)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (build_row("A", 50_000), "Right on the $50k target."),
        (
            build_row("A", 0, {"win_rate": 20_000}, leads=(0, 0)),
            "$20k came in during Q3 FY26; no target is set. $20k came from better conversion.",
        ),
    ],
)
def test_the_ends_of_the_scale(row: DiagnosisRow, said: str) -> None:
    assert _say(row) == said


def test_small_causes_are_summed_when_together_they_matter() -> None:
    small = dict.fromkeys(("cycle", "deal_size", "self_sourced", "carry_in", "handover"), -6_500.0)
    row = build_row("A", 500_000, {"win_rate": -100_000, **small})
    assert _say(row).endswith("$100k came from low conversion and $33k from smaller causes.")


@pytest.mark.parametrize("result", [build_team_of_ten(), build_team_of_forty()])
def test_every_amount_of_the_headline_is_one_of_the_effects(result: DiagnosisResult) -> None:
    said = _say(result.team)
    assert said.count("$") <= len(Effect) + 2
    assert said.endswith(".")
    assert "  " not in said


def test_the_subline_says_what_was_due_by_now() -> None:
    result = build_team_of_ten()
    assert format_plain(build_subline(result, result.team)) == (
        "541 of 600 leads promised by now arrived · 48 deals won where 56.3 were due by now · "
        "73% of target attained, 83% of the period gone"
    )


def test_the_subline_without_promise_or_time_left() -> None:
    result = build_result(build_row("A", 10_000, leads=(1, 0), has_commitment=False))
    over = Question(QUESTION.period, date(2026, 12, 31))
    result = type(result)(over, "USD", result.team, result.rows, None)
    said = format_plain(build_subline(result, result.rows[0]))
    assert said.startswith("1 lead arrived, none were promised")
    assert said.endswith("100% of target attained")


def test_the_subline_ends_with_what_the_diagnosis_found() -> None:
    result = replace(
        build_team_of_ten(), findings=("Two plans overlap.", "No target is set for 2026-Q3.")
    )
    said = format_plain(build_subline(result, result.team))
    assert said.endswith(" · Two plans overlap")


def test_a_period_that_has_not_begun_is_not_short() -> None:
    early = Question(QUESTION.period, date(2026, 6, 10))
    said = format_plain(build_headline(build_team_of_ten().team, early, "USD"))
    assert said == "Q3 FY26 has not begun on 10 Jun 2026. Its target is $618k."


def test_what_is_only_waiting_comes_before_what_came_from_somewhere() -> None:
    small = dict.fromkeys(("cycle", "deal_size", "self_sourced", "carry_in"), -4_000.0)
    said = _say(build_row("A", 500_000, {"unfunded_plan": -90_000, **small}))
    assert said.endswith("$90k was never funded by the plan and $16k came from smaller causes.")


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.9969, "99.7%"), (0.99999, "99.9%"), (1.0, "100%"), (0.47, "47%"), (None, "—")],
)
def test_a_hundred_per_cent_is_reached_or_not_said(share: float | None, said: str) -> None:
    assert format_attained(share) == said
