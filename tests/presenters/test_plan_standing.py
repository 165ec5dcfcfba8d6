"""How firm a plan is and which delays it uses, in words and as JSON."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, PlanStanding, Step
from cockpit.presenters.plan_standing import (
    build_standing,
    format_curves,
    format_lock,
    tell_delays,
)

LEADS = LearnedDelay(Step.LEAD_TO_OPP, None, 90, 40, 5, 0.031, (0.1, 0.5, 0.7, 0.9, 1.0), (1.0,))
DEALS = LearnedDelay(Step.OPP_TO_END, None, 60, 35, 5, 0.0, (0.0, 0.6, 1.0), (1.0,))
FEW = LearnedDelay(Step.OPP_TO_END, None, 40, 1, 5, 0.0)
WEB = replace(LEADS, source="Web", happened=33, happened_by=(0.0, 0.0, 1.0))
EVENT = replace(LEADS, source="Event", happened=31)
LEARNED = "delays learned until 30 Jun 2026"
AT = datetime.fromisoformat("2026-07-01T09:30:00")


def _standing(*delays: LearnedDelay, at: datetime | None = AT, amendments: int = 0) -> PlanStanding:
    return PlanStanding("2026-Q3", at, amendments, LearnedDelays(date(2026, 6, 30), delays))


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (None, ""),
        (PlanStanding("2026-Q3", AT), ""),
        (_standing(LEADS, DEALS), f"{LEARNED}, locked"),
        (
            _standing(LEADS, DEALS, at=None),
            f"{LEARNED}, provisional: the plan is not locked",
        ),
        (
            _standing(LEADS, FEW),
            f"{LEARNED}, locked; too few wins for that step: its medians hold",
        ),
        (
            _standing(replace(LEADS, happened_by=()), FEW),
            "too little history until 30 Jun 2026 to learn delays: the plan's medians hold",
        ),
    ],
)
def test_an_answer_says_which_delays_it_used(standing: PlanStanding | None, said: str) -> None:
    assert format_curves(standing) == said


@pytest.mark.parametrize(
    ("amendments", "said"),
    [(0, ""), (1, ", amended once"), (2, ", amended twice"), (5, ", amended 5 times")],
)
def test_a_lock_says_how_often_it_was_amended(amendments: int, said: str) -> None:
    assert format_lock(_standing(amendments=amendments)) == f"Locked on 1 Jul 2026{said}"
    assert format_lock(_standing(at=None)) == "Not locked"


def test_the_curves_are_told_by_step_and_then_by_source() -> None:
    told = tell_delays(LearnedDelays(date(2026, 6, 30), (LEADS, FEW, WEB, EVENT)))
    counted = "40 conversions of 90 leads, 3% of them later than anything seen yet"
    assert told == (
        f"Of the leads that convert, half have by day 1 and nine in ten by day 3 ({counted}).",
        "Opportunity → win: 1 win is too few to learn from; the medians hold.",
        "Lead → opportunity by source: Web half by day 2 (33) and Event half by day 1 (31).",
    )


def test_json_says_the_same() -> None:
    document = build_standing(_standing(LEADS, FEW, amendments=1))
    assert (document["locked"], document["amendments"]) == ("2026-07-01T09:30:00", 1)
    curves = document["curves"]
    assert (curves["provisional"], curves["learned_until"]) == (False, "2026-06-30")
    leads, deals = curves["delays"]
    assert (leads["used"], leads["median_days"], leads["nine_in_ten_days"]) == (True, 1, 3)
    assert (deals["used"], deals["happened"], deals["median_days"]) == (False, 1, None)
    assert build_standing(None) == {"locked": None, "amendments": 0, "curves": None}
