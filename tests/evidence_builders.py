"""Builds evidence of a row, funnel plots, cohorts and histories by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
from tests.diagnosis_builders import QUESTION, build_row

from cockpit.analysis.control_limits import compute_limits
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.verdicts import Effect, Verdict
from cockpit.services.diagnosis import DiagnosisRow, EvidenceParts, StageEvidence
from cockpit.services.history import (
    CohortResult,
    CohortsResult,
    FunnelPlotResult,
    HistoryResult,
    PastResult,
    RatePoint,
    Stage,
)

WEEKS = (1, 2, 3, 4, 5, 6)


def build_stage(
    *,
    plan: float = 0.26,
    rate: float = 0.18,
    interval: tuple[float, float] = (0.13, 0.22),
    team: float = 0.25,
    records: int = 131,
    below: float = 0.93,
    parts: tuple[int, int, int, int] = (0, -100_000, -900_000, -500_000),
) -> StageEvidence:
    """Return what twelve months say about one stage; `parts` are source, team, rep and luck."""
    return StageEvidence(plan, rate, *interval, team, records, below, EvidenceParts(*parts))


LEAD_STAGE = build_stage(
    plan=0.4, rate=0.33, interval=(0.29, 0.38), team=0.37, records=315, parts=(0, 0, 0, 0)
)
SIZE_STAGE = build_stage(
    plan=1_200_000, rate=1_190_000, interval=(1_080_000, 1_310_000), team=1_210_000, records=4,
    below=0.5, parts=(0, 0, 0, -30_000),
)  # fmt: skip


def build_believed_row(
    name: str = "Ben Lindqvist", confidence: float | None = 0.93
) -> DiagnosisRow:
    """Return a rep who is short by win rate, a third of it luck, with four deals won."""
    row = build_row(
        name,
        effects={"win_rate": -15_000, "deal_size": -300, "not_yet_due": -2_400},
        leads=(58, 60),
        rates=(0.31, 0.19),
        verdict=Verdict.COACH_CLOSING,
    )
    return replace(
        row,
        evidence={
            Effect.LEAD_TO_OPP: LEAD_STAGE,
            Effect.WIN_RATE: build_stage(),
            Effect.DEAL_SIZE: SIZE_STAGE,
        },
        verdict=replace(row.verdict, confidence=confidence),
    )


def build_plot_result(
    *,
    rates: dict[str, tuple[float, float]] | None = None,
    chance_of_one: float = 0.01,
) -> FunnelPlotResult:
    """Return a funnel plot around 26 %; `rates` are number of records and rate by name."""
    given = rates or {
        "Ana Reis": (120.0, 0.25),
        "Ben Lindqvist": (110.0, 0.13),
        "Cy Ode": (40.0, 0.3),
        "Mei Tanaka": (4.0, 0.75),
    }
    points = tuple(
        RatePoint(
            name, round(size) + 5, size, round(size * rate), size * 0.26, size, rate,
            0.001 if rate < 0.15 else 0.4, 0.5,
            chance_of_one if rate < 0.15 else 0.9, 0.9,
        )
        for name, (size, rate) in given.items()
    )  # fmt: skip
    return FunnelPlotResult(
        Stage.WIN_RATE,
        0.26,
        points,
        compute_limits(0.26, np.geomspace(1, 130, 30)),
        min(points, key=lambda point: point.at_most),
        chance_of_one,
    )


def build_cohorts_result(months: int = 12, leads: int = 250) -> CohortsResult:
    """Return monthly cohorts up to September, of which the last two have not matured."""
    calendar = FiscalCalendar()
    period = calendar.parse("2026-09")
    cohorts: list[CohortResult] = []
    for number in range(months):
        is_young = number < 2
        cohorts.insert(
            0,
            CohortResult(
                month=period,
                leads=leads,
                converted=round(leads * (0.2 if is_young else 0.36)),
                disqualified=0,
                to_come=leads * 0.16 if is_young else 0.0,
                plan=0.38,
                shares=(0.17, 0.27, 0.31, 0.33, 0.35, 0.36),
                planned=(0.18, 0.27, 0.32, 0.35, 0.37, 0.38),
                reached=(1.0, 0.5, 0.0, 0.0, 0.0, 0.0) if is_young else (1.0,) * 6,
            ),
        )
        period = calendar.previous(period)
    return CohortsResult(date(2026, 9, 14), WEEKS, tuple(cohorts))


def build_history_result(known: int = 6) -> HistoryResult:
    """Return eight past quarters, of which the last so many know the rep."""
    calendar = FiscalCalendar()
    period = QUESTION.period
    past: list[PastResult] = []
    for number in range(8):
        period = calendar.previous(period)
        row = build_believed_row() if number < known else None
        past.insert(0, PastResult(period, row))
    return HistoryResult("Ben Lindqvist", "USD", tuple(past))
