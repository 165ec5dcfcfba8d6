import numpy as np
import pytest

from cockpit.analysis.follow_up import NOT_ANSWERED, compute_follow_up

NINE = 9 * 3600
DAY = 86_400
FAR = 100 * DAY


def test_the_unanswered_count_as_later_than_all() -> None:
    assigned = np.full(5, NINE)
    answered = NINE + np.array([600, 3600, 8 * 3600, 2 * DAY, 0])
    answered[4] = NOT_ANSWERED
    facts = compute_follow_up(assigned, answered, FAR)
    assert facts is not None
    assert (facts.leads, facts.unanswered) == (5, 1)
    assert (facts.within_hour, facts.within_workday) == (0.4, 0.6)
    assert facts.same_day == pytest.approx(0.6)
    assert facts.median == 8 * 3600
    assert facts.p90 is None


def test_a_response_after_the_as_of_day_has_not_happened() -> None:
    facts = compute_follow_up(np.array([NINE, NINE]), np.array([NINE + 60, 3 * DAY]), DAY)
    assert facts is not None
    assert facts.unanswered == 1


def test_days_without_a_time_of_day_say_nothing_about_hours() -> None:
    facts = compute_follow_up(np.array([0, 0]), np.array([0, 2 * DAY]), FAR)
    assert facts is not None
    assert facts.within_hour is None
    assert facts.same_day == 0.5


def test_a_lead_that_was_answered_before_it_was_passed_on_counts_as_immediate() -> None:
    facts = compute_follow_up(np.array([NINE]), np.array([NINE - 60]), FAR)
    assert facts is not None
    assert facts.median == 0


def test_without_any_response_nothing_is_said() -> None:
    assert compute_follow_up(np.array([NINE]), np.array([NOT_ANSWERED]), FAR) is None
    assert compute_follow_up(np.array([], np.int64), np.array([], np.int64), FAR) is None
