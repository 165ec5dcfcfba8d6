"""What is believed of a row, in words and positions: rates, luck, confidence."""

from dataclasses import replace

import pytest
from tests.diagnosis_builders import build_result, build_row
from tests.evidence_builders import build_believed_row, build_stage

from cockpit.domain.verdicts import Effect, Verdict
from cockpit.presenters.evidence import (
    compute_conversion,
    format_confidence,
    format_likely,
    share_of_luck,
)
from cockpit.presenters.lever_map import build_lever_map
from cockpit.presenters.rep_rows import build_rep_rows
from cockpit.presenters.skill import build_skill, build_skill_math

BEN = build_believed_row()


def test_luck_is_a_share_of_the_effect_between_nothing_and_all() -> None:
    assert share_of_luck(BEN, Effect.WIN_RATE) == pytest.approx(1 / 3)
    assert share_of_luck(BEN, Effect.DEAL_SIZE) == 1.0
    assert share_of_luck(BEN, Effect.NOT_YET_DUE) == 0.0
    against = build_stage(parts=(0, 0, -2_000_000, 500_000))
    lucky = replace(BEN, evidence={Effect.WIN_RATE: against})
    assert share_of_luck(lucky, Effect.WIN_RATE) == 0.0
    assert share_of_luck(build_row("Ana"), Effect.WIN_RATE) == 0.0


def test_conversion_is_both_stages_over_their_plans() -> None:
    interval = compute_conversion(BEN)
    assert interval is not None
    assert interval.middle == pytest.approx(0.33 / 0.4 * 0.18 / 0.26)
    # Relative errors of the two rates add as squares: wider than either, narrower than both.
    assert 0.13 / 0.18 * 0.29 / 0.33 < interval.low / interval.middle < 0.13 / 0.18
    assert 0.22 / 0.18 < interval.high / interval.middle < 0.22 / 0.18 * 0.38 / 0.33


def test_conversion_needs_both_stages() -> None:
    one = replace(BEN, evidence={Effect.WIN_RATE: build_stage()})
    assert compute_conversion(one) is None
    assert compute_conversion(build_row("Ana")) is None
    never = replace(
        BEN,
        evidence={
            Effect.LEAD_TO_OPP: build_stage(rate=0.0, interval=(0.0, 0.02)),
            Effect.WIN_RATE: build_stage(),
        },
    )
    interval = compute_conversion(never)
    assert interval is not None
    assert interval.low <= interval.middle <= interval.high < 0.2


def test_the_likely_rate_says_how_sure_and_on_what() -> None:
    assert format_likely(BEN, Effect.WIN_RATE, "USD") == (
        "Likely 18% over 12 months (80%: 13–22%). 131 opportunities"
    )
    assert format_likely(BEN, Effect.DEAL_SIZE, "USD") == (
        "Likely $11,900 over 12 months (80%: $10,800–$13,100). 4 won deals: too few to tell"
    )
    assert format_likely(build_row("Ana"), Effect.WIN_RATE, "USD") == ""


@pytest.mark.parametrize(
    ("verdict", "confidence", "text"),
    [
        (Verdict.COACH_CLOSING, 0.93, " · 93%"),
        (Verdict.COACH_CLOSING, 0.999, " · 99%"),
        (Verdict.THIN_CARRY_IN, 0.004, " · unsure"),
        (Verdict.COACH_CLOSING, None, ""),
        (Verdict.ON_TARGET, 1.0, ""),
        (Verdict.BOTH, 0.9, ""),
    ],
)
def test_a_verdict_carries_how_sure_it_is(
    verdict: Verdict, confidence: float | None, text: str
) -> None:
    row = replace(BEN, verdict=replace(BEN.verdict, verdict=verdict, confidence=confidence))
    assert format_confidence(row) == text


def test_the_table_marks_luck_and_tells_the_interval() -> None:
    (row,) = build_rep_rows(build_result(BEN))
    luck = {segment.tone: segment.luck for segment in row.segments}
    assert luck["sales"] == pytest.approx(1 / 3)
    assert luck["waiting"] == 0
    assert "33% of it likely luck" in row.why
    assert "80%: 29–38%" in row.lead_to_opp_likely
    assert (row.verdict, row.sureness) == ("Coach: closing", " · 93%")


def test_the_map_shows_what_is_likely_with_its_interval() -> None:
    view = build_lever_map(build_result(BEN, build_row("Ana Reis")), None)
    ben = next(point for point in view.points if point.name == "Ben Lindqvist")
    assert ben.low is not None
    assert ben.high is not None
    assert ben.low < ben.y < ben.high < 1
    assert "Likely 57% of plan over 12 months" in ben.tooltip
    ana = next(point for point in view.points if point.name == "Ana Reis")
    assert (ana.low, ana.high) == (None, None)
    assert view.note == "size = shortfall, line = 80% sure"
    assert build_lever_map(build_result(build_row("Ana Reis")), None).note == "size = shortfall"


def test_skill_or_luck_is_on_the_scale_of_the_plan() -> None:
    view = build_skill(BEN, "USD")
    assert [stage.label for stage in view.stages] == [
        "Lead → opportunity",
        "Win rate",
        "Deal size",
    ]
    win = view.stages[1]
    assert win.rate == pytest.approx(0.18 / 0.26)
    assert win.team == pytest.approx(0.25 / 0.26)
    assert win.rate_text == "18% (13–22%)"
    assert (win.plan_text, win.team_text) == ("plan 26%", "team 25%")
    assert win.note == "131 opportunities\n93% likely below team"
    assert not win.is_thin
    assert view.reason == ""


def test_few_records_say_so_and_nothing_more() -> None:
    size = build_skill(BEN, "USD").stages[2]
    assert size.note == "4 won deals: too few to tell"
    assert size.is_thin
    none = replace(BEN, evidence={Effect.DEAL_SIZE: build_stage(records=0)})
    assert build_skill(none, "USD").stages[0].note == "no won deals yet: as the team"


def test_reps_who_do_not_differ_are_said_not_to() -> None:
    same = replace(BEN, evidence={Effect.WIN_RATE: build_stage(below=0.5)})
    (stage,) = build_skill(same, "USD").stages
    assert stage.note == "131 opportunities\nno different from the team"
    above = replace(BEN, evidence={Effect.WIN_RATE: build_stage(below=0.04)})
    (stage,) = build_skill(above, "USD").stages
    assert "96% likely above team" in stage.note


def test_without_evidence_there_is_a_sentence() -> None:
    view = build_skill(build_row("Ana Reis"), "USD")
    assert view.stages == ()
    assert view.reason.startswith("Nothing of Ana Reis")


def test_the_math_of_a_stage_adds_up_to_its_effect() -> None:
    math = build_skill_math(BEN, Effect.WIN_RATE, "USD")
    assert math is not None
    assert [line.value for line in math.lines] == [
        "$0.00", "−$1,000.00", "−$9,000.00", "−$5,000.00", "−$15,000.00",
    ]  # fmt: skip
    assert math.figures == "$0.00 + (−$1,000.00) + (−$9,000.00) + (−$5,000.00) = −$15,000.00"
    assert build_skill_math(build_row("Ana"), Effect.WIN_RATE, "USD") is None
