import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.diagnosis_builders import build_result, build_row, build_team_of_ten

from cockpit.analysis.results import DiagnosisRow
from cockpit.domain.learned_delays import LearnedDelays, PlanStanding
from cockpit.domain.question import Grouping
from cockpit.domain.verdicts import Effect
from cockpit.presenters.explanation import build_math

_EVERYTHING = {
    "unfunded_plan": -1_900.0, "not_yet_due": -2_400.0, "carry_in": -800.0, "mix": -1_500.0,
    "arrival": -700.0, "lead_to_opp": -3_000.0, "handover": 250.0, "self_sourced": -400.0,
    "win_rate": -5_000.0, "cycle": -1_100.0, "deal_size": 900.0,
}  # fmt: skip


def _evaluate(figures: str) -> tuple[float, float]:
    """Return what the figures of a formula come to, and what it says they come to."""
    for sign, operator in (("−", "-"), ("×", "*"), ("÷", "/"), ("$", ""), (",", ""), ("+", "+")):
        figures = figures.replace(sign, operator)
    formula, result = figures.rsplit("=", 1)
    assert re.fullmatch(r"[-+*/(). \d]+", formula)
    return float(eval(formula)), float(result)  # noqa: S307 - nothing but figures, checked above


@pytest.mark.parametrize("effect", list(Effect))
def test_the_figures_of_every_formula_come_to_the_effect(effect: Effect) -> None:
    row = build_row("Ana Reis", 62_000, _EVERYTHING, leads=(48, 60))
    view = build_math(build_result(row), row, (effect,))
    computed, said = _evaluate(view.figures)
    assert computed == pytest.approx(said, abs=1.0)
    assert said == pytest.approx(row.effects[effect] / 100)
    assert view.lines[-1].is_result
    assert view.text.startswith(view.title)


def test_a_lever_is_the_sum_of_its_effects() -> None:
    result = build_team_of_ten()
    row = result.rows[1]
    view = build_math(result, row, (Effect.LEAD_TO_OPP, Effect.WIN_RATE))
    assert [line.value for line in view.lines] == ["−$9,000.00", "−$15,000.00", "−$24,000.00"]


def test_the_whole_gap_is_actual_less_target() -> None:
    result = build_team_of_ten()
    view = build_math(result, result.rows[1], ())
    computed, said = _evaluate(view.figures)
    assert computed == pytest.approx(said)
    assert len(view.lines) == len(Effect) + 1


def _amount(text: str) -> float:
    return float(re.sub(r"[$,+]", "", text).replace("−", "-"))


def test_the_teams_leads_are_added_up_rep_by_rep() -> None:
    result = build_team_of_ten()
    view = build_math(result, result.team, (Effect.LEADS,))
    *parts, total = [_amount(line.value) for line in view.lines]
    assert sum(parts) == pytest.approx(total, abs=0.005)
    assert "Σ over reps" in view.formula
    assert view.figures == ""


def test_a_sources_leads_are_not_worked_out_on_averages() -> None:
    row: DiagnosisRow = build_row("Webinar", leads=(40, 60))
    view = build_math(build_result(row, by=Grouping.SOURCE), row, (Effect.LEADS,))
    assert "rep by rep" in view.note
    assert len(view.lines) == 1


def test_a_row_without_a_promise_says_what_stands_in_for_it() -> None:
    row = build_row("Ana Reis", has_commitment=False)
    assert "stand in for the promise" in build_math(build_result(row), row, (Effect.MIX,)).note


def test_the_math_names_the_curves_that_were_used() -> None:
    row = build_row("Ana Reis", 62_000, _EVERYTHING, leads=(48, 60))
    curves = LearnedDelays(date(2026, 6, 30), ())
    at = datetime.fromisoformat("2026-07-01T09:30:00")
    result = replace(build_result(row), standing=PlanStanding("2026-Q3", at, 0, curves))
    said = "Delays learned until 30 Jun 2026, locked."
    assert build_math(result, row, (Effect.WIN_RATE,)).note.endswith(said)
    assert build_math(result, row, ()).note.endswith(said)
    assert said not in build_math(result, row, (Effect.DEAL_SIZE,)).note
