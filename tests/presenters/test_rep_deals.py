from dataclasses import replace
from datetime import date

from tests.diagnosis_builders import QUESTION
from tests.rep_builders import build_open_deals, build_records

from cockpit.presenters.deal_details import build_deal_math, build_fields
from cockpit.presenters.rep_deals import DealView, build_deals, format_deals_hint


def deals(count: int = 4) -> tuple[DealView, ...]:
    found = build_open_deals(count)
    return build_deals(found, build_records(found), QUESTION, "USD")


def test_a_deal_tells_what_it_is_and_what_it_is_worth() -> None:
    first = deals()[0]
    assert (first.opportunity, first.account, first.source) == ("O-1881", "Halden Oy", "Webinar")
    assert (first.age, first.opened) == (94, date(2026, 6, 12))
    assert first.amount_text == "$18,400"
    assert first.close_text == "10 Sep · passed"
    assert first.chance_text == "14%"
    assert "a new deal of this kind has 26.0% by the plan" in first.chance_tip
    assert "7.0% by 30 Sep 2026" in first.chance_tip


def test_an_expected_close_to_come_is_just_a_day() -> None:
    second = deals()[1]
    assert not second.is_overdue
    assert second.close_text == "17 Sep"
    assert second.source == ""


def test_a_deal_without_a_planned_rate_and_a_stale_one_say_so() -> None:
    *_, unknown, stale = deals()
    assert (unknown.chance, unknown.chance_text) == (None, "—")
    assert unknown.chance_tip == "The plan gives no win rate for this source and rep."
    assert (stale.chance, stale.chance_text) == (0.0, "stale")
    assert "worth nothing" in stale.chance_tip


def test_a_deal_that_was_closed_since_does_not_show_a_later_stage() -> None:
    found = build_open_deals(2)
    records = build_records(found).assign(stage="Closed", outcome=["lost", "open"])
    since, still_open = build_deals(found, records, QUESTION, "USD")
    assert (since.stage, since.stage_tip.split(";")[0]) == ("", "It has been lost since")
    assert (still_open.stage, still_open.stage_tip) == ("Closed", "")


def test_the_hint_adds_up_what_is_to_come() -> None:
    assert format_deals_hint(deals(), QUESTION) == (
        "4 deals · about 0.3 wins to come at plan rates, 0.1 by 30 Sep "
        "· 1 stale: outlived every curve"
    )
    over = replace(QUESTION, as_of=QUESTION.period.end)
    assert "by 30 Sep" not in format_deals_hint(deals(), over)
    assert format_deals_hint((), QUESTION) == ""


def test_cents_are_kept_where_there_are_any() -> None:
    assert deals()[1].amount_text == "$18,400.10"


def test_the_record_shows_what_it_says_and_nothing_else() -> None:
    record = build_records(build_open_deals()).iloc[0]
    fields = dict(build_fields(record, "USD"))
    assert fields["Opportunity"] == "O-1881"
    assert fields["Opened"] == "12 Jun 2026"
    assert fields["Amount"] == "$18,400.00"
    assert fields["Brought in by"] == "customer success"
    assert "Closed" not in fields
    assert "Loss reason" not in fields


def test_the_math_of_a_chance_shows_every_value_it_rests_on() -> None:
    math = build_deal_math(deals()[0], QUESTION.period.end)
    assert math is not None
    assert [line.value for line in math.lines] == [
        "0.2600", "0.8000", "0.9000", "0.3000", "0.8500", "14.0%", "7.0%",
    ]  # fmt: skip
    assert math.title == "Win chance · O-1881"


def test_where_the_plan_gives_no_rate_there_is_no_math() -> None:
    assert build_deal_math(deals()[-2], QUESTION.period.end) is None
    stale = build_deal_math(deals()[-1], QUESTION.period.end)
    assert stale is not None
    assert "stale, not hopeful" in stale.note
