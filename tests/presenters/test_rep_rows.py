import csv

from tests.diagnosis_builders import (
    build_result,
    build_row,
    build_team_of_forty,
    build_team_of_ten,
)

from cockpit.domain.question import Grouping
from cockpit.domain.verdicts import Effect, Verdict
from cockpit.presenters.rep_rows import build_rep_rows, format_csv


def test_the_worst_gap_comes_first() -> None:
    gaps = [row.gap for row in build_rep_rows(build_team_of_ten())]
    assert gaps == sorted(gaps)
    assert len(gaps) == 10


def test_an_effect_keeps_only_those_it_touches_worst_first() -> None:
    rows = build_rep_rows(build_team_of_ten(), (Effect.WIN_RATE,))
    assert [row.name for row in rows][:2] == ["Hugo Martin", "Ben Lindqvist"]
    assert all(row.selected_effect for row in rows)
    assert "Amara Okafor" not in {row.name for row in rows}
    assert rows[0].highlighted == (Effect.WIN_RATE,)


def test_segments_are_the_effects_that_happened_and_share_one_scale() -> None:
    rows = build_rep_rows(build_team_of_ten())
    carla = next(row for row in rows if row.name == "Carla Mendes")
    assert sum(segment.amount for segment in carla.segments) == carla.gap
    assert all(segment.amount for segment in carla.segments)
    assert {row.longest for row in rows} == {
        (max(row.losses for row in rows), max(row.gains for row in rows))
    }


def test_leads_that_nobody_owns_have_a_row_and_a_next_step() -> None:
    row = next(row for row in build_rep_rows(build_team_of_forty()) if row.is_unassigned)
    assert (row.name, row.verdict) == ("Unassigned leads", "No owner")
    assert row.action == "Assign 31 leads to a rep"
    assert row.leads_plan is None
    assert row.attained is None


def test_without_a_target_nobody_is_on_plan() -> None:
    (row,) = build_rep_rows(build_result(build_row("Ana Reis", 0, {"win_rate": 5_000})))
    assert (row.verdict, row.verdict_tone) == ("No target", "waiting")


def test_a_source_is_not_told_to_be_coached() -> None:
    paid = build_row("Paid search", 60_000, {"win_rate": -9_000}, verdict=Verdict.COACH_CLOSING)
    (row,) = build_rep_rows(build_result(paid, by=Grouping.SOURCE))
    assert (row.verdict, row.verdict_tone) == ("Win rate", "sales")
    assert row.action == row.because
    assert "where" in row.because


def test_a_month_is_shown_in_words_but_keeps_its_key() -> None:
    result = build_result(build_row("2026-07"), build_row("Earlier"), by=Grouping.MONTH)
    names = {row.key: row.name for row in build_rep_rows(result)}
    assert names == {"2026-07": "Jul 2026", "Earlier": "Earlier"}


def test_csv_has_exact_amounts_that_add_up_to_the_gap() -> None:
    rows = build_rep_rows(build_team_of_ten())
    table = list(csv.DictReader(format_csv(rows, "Rep").splitlines()))
    assert len(table) == 10
    ben = next(line for line in table if line["Rep"] == "Ben Lindqvist")
    assert float(ben["Actual"]) - float(ben["Target"]) == float(ben["Gap"])
    assert ben["Leads promised"] == "60"
