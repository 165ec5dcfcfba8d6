"""What the quality section says: sentences, order, trends."""

from datetime import date, datetime

import pytest

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.quality import Check, CheckPoint, CheckResult, QualityResult
from cockpit.presenters.data_quality import QualityView, build_quality, build_trend
from cockpit.presenters.data_quality_words import WORDS, fill_words, format_share
from cockpit.presenters.text import format_plain

Q3 = FiscalCalendar().parse("2026-Q3")


def build(*found: CheckResult) -> QualityView:
    """Return the view of a store in which all other checks find nothing among ten."""
    known = {each.check: each for each in found}
    checks = tuple(known.get(check, CheckResult(check, 0, 10)) for check in Check)
    return build_quality(QualityResult(Q3, date(2026, 9, 14), "USD", checks))


def test_good_data_is_said_to_be_good() -> None:
    view = build()
    assert format_plain(view.headline) == "Your data can be trusted for Q3 FY26."
    assert view.caption == "None of 21 checks found anything, as of 14 Sep 2026."
    assert view.lines == ()
    assert len(view.fine) == len(Check)
    assert "Every rep with records in Q3 FY26 has a target" in view.fine


def test_the_first_sentence_tells_what_numbers_are_wrong() -> None:
    view = build(
        CheckResult(Check.WON_WITHOUT_CLOSE, 12, 90, 12, 8_400_000),
        CheckResult(Check.LEADS_WITHOUT_SOURCE, 5, 10, 5),
    )
    assert format_plain(view.headline) == (
        "Your data can be trusted for Q3 FY26, except: 12 deals worth $84k belong to no period."
    )
    assert view.caption.startswith("2 of 21 checks found something, 1 of them can change a number")


def test_beyond_two_findings_the_sentence_counts() -> None:
    view = build(
        CheckResult(Check.WON_WITHOUT_CLOSE, 1, 90, 1, 300),
        CheckResult(Check.WON_IN_FUTURE, 2, 90, 2, 900),
        CheckResult(Check.REJECTED_ROWS, 3, 90, 3),
    )
    assert format_plain(view.headline).endswith(
        "except: 2 deals worth $9 are won but close in the future, "
        "1 deal worth $3 belongs to no period and 1 more finding."
    )


def test_what_does_not_touch_the_period_does_not_spoil_it() -> None:
    view = build(CheckResult(Check.CLOSED_BEFORE_CREATED, 4, 90, 0, 100))
    assert format_plain(view.headline) == "Your data can be trusted for Q3 FY26."
    assert len(view.lines) == 1


def test_findings_come_by_consequence() -> None:
    view = build(
        CheckResult(Check.STALE_DEALS, 900, 900, 900, 10**9, days=90),
        CheckResult(Check.LEADS_WITHOUT_REP, 5, 10, 5),
        CheckResult(Check.WON_WITHOUT_AMOUNT, 9, 10, 0),
        CheckResult(Check.AMOUNT_NOT_POSITIVE, 1, 10, 1, -500),
        CheckResult(Check.WON_WITHOUT_CLOSE, 1, 10, 1, 600),
    )
    assert [line.check for line in view.lines] == [
        Check.WON_WITHOUT_CLOSE,
        Check.AMOUNT_NOT_POSITIVE,
        Check.WON_WITHOUT_AMOUNT,
        Check.LEADS_WITHOUT_REP,
        Check.STALE_DEALS,
    ]


def test_all_of_them_is_said_as_such_and_long_lists_are_cut() -> None:
    names = tuple(f"Rep {i}" for i in range(30))
    (line,) = build(CheckResult(Check.REPS_WITHOUT_TARGET, 30, 30, 30, 0, names)).lines
    assert line.found == "no rep has a target in Q3 FY26"
    assert line.names[-1] == "and 18 more"
    assert (line.place, line.place_title) == ("plan", "Open the plan")


def test_what_could_not_be_checked_says_why() -> None:
    view = build(CheckResult(Check.LEADS_WITHOUT_REP, 0, missing="there are no leads"))
    assert view.missing == ("Leads without a rep: there are no leads",)
    assert "of 20 checks" in view.caption


@pytest.mark.parametrize("check", Check)
@pytest.mark.parametrize("count", [1, 7])
def test_every_text_can_be_filled_in(check: Check, count: int) -> None:
    facts = {"period": "Q3 FY26", "today": "14 Sep 2026", "last_day": "1 Sep 2026"}
    result = CheckResult(check, count, 9, count, 500, days=40)
    words = WORDS[check]
    texts = (words.title, words.found, words.consequence, words.fine, words.rule, words.found_all)
    filled = [fill_words(text, result, facts, "USD") for text in texts]
    assert not any("{" in text for text in (*filled, words.advice))
    assert not filled[1].endswith(".")
    assert filled[2].endswith(".")


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [(0, 10, "0%"), (1, 1000, "<1%"), (10, 10, "100%"), (999, 1000, ">99%"), (1, 0, "")],
)
def test_a_few_among_many_are_not_none(count: int, of: int, text: str) -> None:
    assert format_share(count, of) == text


def point(batch: int, count: int) -> CheckPoint:
    return CheckPoint(batch, datetime.fromisoformat(f"2026-09-{batch:02}T10:00"), count, 100)


def test_a_trend_compares_the_last_import_with_the_one_before() -> None:
    assert build_trend(()).shares == ()
    assert build_trend((point(1, 5),)).text == ""
    fewer = build_trend((point(1, 9), point(2, 20), point(3, 12)))
    assert (fewer.text, fewer.tone) == ("8 fewer", "good")
    assert fewer.shares == (0.09, 0.2, 0.12)
    assert fewer.tip.endswith("3 Sep 2026: 12 of 100")
    more = build_trend((point(1, 1), point(2, 2)))
    assert (more.text, more.tone) == ("1 more", "bad")
    assert build_trend((point(1, 2), point(2, 2))).text == "as before"
