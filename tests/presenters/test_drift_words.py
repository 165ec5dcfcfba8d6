"""A drift is told with what it was, what it is, since when and for whom."""

from math import log

import pytest

from cockpit.analysis.drift import Drift
from cockpit.domain.verdicts import Effect
from cockpit.presenters.drift_words import format_drift

MARCH = 20_510  # 26 February 2026


@pytest.mark.parametrize(
    ("drift", "sentence"),
    [
        (
            Drift(Effect.WIN_RATE, MARCH, 0.312, 0.238, 12, 9, 0.001),
            "The win rate fell from 31% to 24% around March 2026, team-wide, for 9 of 12 reps.",
        ),
        (
            Drift(Effect.LEAD_TO_OPP, MARCH, 0.3, 0.36, 12, 6, 0.001),
            (
                "The share of leads that become opportunities rose from 30% to 36% around "
                "March 2026, for 6 of 12 reps."
            ),
        ),
        (
            Drift(Effect.DEAL_SIZE, MARCH, log(900_000), log(700_000), 1, 1, 0.001),
            "The usual deal size fell from $9k to $7k around March 2026, for 1 of 1 reps.",
        ),
    ],
)
def test_a_drift_is_a_sentence(drift: Drift, sentence: str) -> None:
    assert format_drift(drift, "USD") == sentence
