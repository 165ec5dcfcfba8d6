"""The team's pictures: reps among equals, cohorts by age; and a rep's past verdicts."""

from dataclasses import replace

import pytest
from tests.evidence_builders import (
    build_cohorts_result,
    build_history_result,
    build_plot_result,
)

from cockpit.presenters.cohort_heat import build_cohort_heat
from cockpit.presenters.funnel_plot import build_funnel_plots, format_chance
from cockpit.presenters.verdict_history import build_verdict_history
from cockpit.services.history import CohortsResult, FunnelPlotResult, Stage


def test_only_who_lies_outside_the_limits_is_coloured() -> None:
    (plot,) = build_funnel_plots((build_plot_result(),))
    tones = {point.label: point.tone for point in plot.points}
    assert tones == {"Ana": "waiting", "Ben": "sales", "Cy": "waiting", "Mei": "waiting"}
    assert plot.records == "closed deals"
    assert plot.rate_text == "team 26%"


def test_four_records_are_too_few_to_tell() -> None:
    (plot,) = build_funnel_plots((build_plot_result(),))
    mei = plot.points[3]
    assert mei.is_thin
    assert "4 have had their time: too few to tell" in mei.tip


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.002, "under 1% of the time: chance hardly explains it."),
        (0.13, "13% of the time: chance may explain it."),
        (0.39, "39% of the time: chance alone explains it."),
    ],
)
def test_the_chance_that_one_of_many_equals_looks_so_bad_is_printed(
    chance: float, words: str
) -> None:
    (plot,) = build_funnel_plots((build_plot_result(chance_of_one=chance),))
    assert plot.sentence == (f"Of 4 equal reps, the lowest looks as low as Ben Lindqvist {words}")
    assert plot.description.startswith(plot.sentence)


def test_one_rep_has_nobody_to_be_compared_with() -> None:
    (plot,) = build_funnel_plots((build_plot_result(rates={"Ana Reis": (50.0, 0.2)}),))
    assert plot.sentence == "One rep alone has nobody to be compared with."


def test_without_conversions_there_is_a_sentence_and_no_plot() -> None:
    nothing = FunnelPlotResult(Stage.LEAD_TO_OPP, None, (), None, None, 1.0)
    (plot,) = build_funnel_plots((nothing,))
    assert plot.reason == "No lead of the last 12 months has converted yet: nothing to compare."
    assert plot.points == ()


def test_chances_are_never_nothing_or_certain() -> None:
    assert [format_chance(c) for c in (0.0, 0.34, 0.999)] == ["under 1%", "34%", "over 99%"]


def test_cells_say_what_has_happened_and_what_is_expected() -> None:
    view = build_cohort_heat(build_cohorts_result())
    assert view.ages == ("1 wk", "2 wk", "3 wk", "4 wk", "5 wk", "6 wk")
    september, july = view.rows[-1], view.rows[-3]
    assert (september.label, view.rows[3].label) == ("Sep", "Jan 2026")
    assert [cell.is_known for cell in september.cells] == [True] + [False] * 5
    assert september.cells[1].text == "~27%"
    assert "50% of them are that old" in september.cells[1].tip
    assert (september.so_far, september.to_come, september.plan) == ("20%", "+16%", "38%")
    assert july.to_come == "done"
    assert "The plan expects 18% by then" in july.cells[0].tip


def test_a_handful_of_leads_is_said_to_be_too_few() -> None:
    view = build_cohort_heat(build_cohorts_result(1, leads=4))
    assert "4 leads: too few to tell." in view.rows[0].cells[0].tip
    assert "4 leads: too few to tell." in view.rows[0].tip


def test_a_missing_rate_leaves_a_cell_empty_and_says_so() -> None:
    result = build_cohorts_result(1)
    cohort = replace(
        result.cohorts[0], shares=(0.2, *(None,) * 5), to_come=None, plan=None, planned=(None,) * 6
    )
    view = build_cohort_heat(replace(result, cohorts=(cohort,)))
    assert view.rows[0].cells[2].text == ""
    assert "the plan gives no rate" in view.rows[0].cells[2].tip
    assert (view.rows[0].to_come, view.rows[0].plan) == ("—", "—")


def test_no_leads_are_said_to_be_none() -> None:
    view = build_cohort_heat(CohortsResult(build_cohorts_result().as_of, (1, 2), ()))
    assert view.reason == "No lead was assigned in the last 12 months."


def test_past_verdicts_begin_with_the_first_known_period() -> None:
    view = build_verdict_history(build_history_result(known=6))
    assert [past.period for past in view.periods] == [
        "Q1 FY25", "Q2 FY25", "Q3 FY25", "Q4 FY25", "Q1 FY26", "Q2 FY26",
    ]  # fmt: skip
    last = view.periods[-1]
    assert (last.verdict, last.tone) == ("Coach: closing", "sales")
    assert last.tip.startswith("Q2 FY26, as it looked on 30 Jun 2026: Coach: closing")
    assert view.reason == ""


def test_a_period_without_a_rate_says_why_it_is_empty() -> None:
    result = build_history_result(known=2)
    gap = replace(result.periods[-1], row=None, reason="The plan gives no win rate for Ben.")
    view = build_verdict_history(replace(result, periods=(*result.periods[:-1], gap)))
    assert view.periods[-1].attained is None
    assert "The plan gives no win rate" in view.periods[-1].tip


def test_a_rep_without_a_past_has_a_sentence() -> None:
    view = build_verdict_history(build_history_result(known=0))
    assert view.periods == ()
    assert view.reason == "Nothing is known about Ben Lindqvist between Q3 FY24 and Q2 FY26."


def test_the_math_of_the_chance_is_told_with_its_figures() -> None:
    (plot,) = build_funnel_plots((build_plot_result(),))
    assert plot.math is not None
    assert plot.math.figures == "1 − (1 − 0.10%)^4 = 1.0%"
    assert {line.symbol: line.value for line in plot.math.lines}["k"] == "14"
    (alone,) = build_funnel_plots((build_plot_result(rates={"Ana Reis": (50.0, 0.2)}),))
    assert alone.math is None


def test_who_is_out_by_chance_as_one_of_many_is_not_coloured() -> None:
    (plot,) = build_funnel_plots((build_plot_result(chance_of_one=0.14),))
    ben = plot.points[1]
    assert ben.is_outside
    assert ben.tone == "waiting"
    assert ben.tip.endswith("so low under 1% of the time, one of all these reps 14%")
