from dataclasses import replace
from datetime import date

import pytest
from tests.diagnosis_builders import QUESTION, build_row
from tests.rep_builders import ANSWERED, LOSSES, NO_LOSSES, TEAM_ANSWERED, build_pace_result

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.verdicts import Effect
from cockpit.presenters.rep_cards import (
    build_follow_up,
    build_funnel,
    build_losses,
    build_pace,
    format_losses_hint,
    format_wait,
)

BEN = build_row("Ben", effects={"win_rate": -15_000}, leads=(58, 60), rates=(0.31, 0.19))
TEAM = build_row("Team", leads=(550, 600), rates=(0.37, 0.25))


def test_each_stage_stands_against_what_was_due_from_the_stage_above() -> None:
    leads, opened, won, revenue = build_funnel(BEN, TEAM, "USD")
    assert (leads.actual_text, leads.expected_text) == ("58", "of 60")
    assert (opened.actual_text, opened.expected_text) == ("18", "of 23.2")
    assert opened.note == "31% · plan 40% · team 37%"
    assert (won.label, won.tone, won.effect) == ("Wins", "sales", Effect.WIN_RATE)
    assert revenue.actual == BEN.actual
    assert revenue.note == "$9k a deal · plan $9k"
    assert "23.2 were due by now from the leads received" in opened.tip


def test_without_a_promise_leads_stand_alone() -> None:
    row = build_row("New", leads=(12, 0), has_commitment=False)
    leads, *_ = build_funnel(row, TEAM, "USD")
    assert leads.expected is None
    assert (leads.expected_text, leads.note) == ("", "none promised")


def test_a_rate_with_nothing_to_divide_by_is_left_out() -> None:
    row = build_row("New", leads=(0, 0), rates=(None, None))
    _, opened, won, _ = build_funnel(row, TEAM, "USD")
    assert opened.note == "plan 40% · team 37%"
    assert won.actual_text == "0"


def test_the_pace_tells_weeks_and_months() -> None:
    view = build_pace(build_pace_result(), QUESTION.period)
    assert [name for _, name in view.months] == ["Jul", "Aug", "Sep"]
    assert view.months[0][0] == pytest.approx(15.5)
    assert (view.promised_text, view.delivered_text) == ("promised 60", "58 delivered")
    assert view.marks[0].day == 0
    assert view.marks[-1].day == view.days == 92
    assert view.marks[1].tip.startswith("Up to 5 Jul: 4 of 3.3 promised")
    assert view.marks[-1].tip == "Up to 30 Sep: 60 promised"
    assert view.description == (
        "58 of 50 leads promised by 14 Sep arrived; 60 are promised for the period."
    )


def test_a_period_in_mid_month_still_names_its_months() -> None:
    month = FiscalCalendar().parse("2026-02")
    pace = build_pace_result()
    assert build_pace(pace, month).months == ((14.0, "Feb"),)


def test_without_a_promise_only_the_delivered_leads_are_told() -> None:
    view = build_pace(build_pace_result(promised=0), QUESTION.period)
    assert not view.has_promise
    assert view.description == "58 leads arrived; none were promised."


def test_losses_beyond_the_most_frequent_are_one() -> None:
    pairs = build_losses(LOSSES)
    assert [p.label for p in pairs][-1] == "2 other reasons"
    assert sum(p.count for p in pairs) == LOSSES.with_reason
    assert pairs[0].tip == (
        "No decision: 11 of 34 lost deals with a reason (32%); team 20%, which would be 7"
    )
    assert format_losses_hint(LOSSES) == "12 months · 3 more without a reason"


def test_a_single_reason_more_keeps_its_name() -> None:
    pairs = build_losses(replace(LOSSES, reasons=LOSSES.reasons[:6]))
    assert pairs[-1].label == "No budget"


def test_no_losses_no_pairs() -> None:
    assert build_losses(NO_LOSSES) == ()
    assert format_losses_hint(NO_LOSSES) == "12 months, against team"


def test_follow_up_is_told_as_facts_beside_the_team_s() -> None:
    facts = build_follow_up(ANSWERED, TEAM_ANSWERED)
    assert [(f.label, f.value, f.team) for f in facts] == [
        ("Answered within 1 h", "71%", "team 88%"),
        ("Answered within 8 h", "93%", "team 91%"),
        ("Not answered yet", "4 leads, 7%", "team 3%"),
        ("Median first response", "47 min", "team 40 min"),
        ("Nine in ten within", "19 h", "team 17 h"),
    ]
    assert [f.tone for f in facts] == [None, None, "bad", None, None]


def test_days_without_hours_say_the_same_day_only() -> None:
    own = replace(ANSWERED, within_hour=None, within_workday=None)
    assert build_follow_up(own, TEAM_ANSWERED)[0].label == "Answered the same day"


def test_without_times_there_are_no_facts() -> None:
    assert build_follow_up(None, TEAM_ANSWERED) == ()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 min"), (47 * 60, "47 min"), (119 * 60, "119 min"), (2 * 3600, "2 h"),
     (47 * 3600, "47 h"), (3 * 86_400, "3 d"), (None, "not yet")],
)  # fmt: skip
def test_waits_are_told_in_the_unit_a_reader_would_use(seconds: float | None, text: str) -> None:
    assert format_wait(seconds) == text


def test_the_day_of_the_last_mark_is_that_of_the_pace() -> None:
    assert build_pace_result().now.day == date(2026, 9, 14)
