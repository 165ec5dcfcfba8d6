"""A forecast as a JSON document, designed like that of a diagnosis (design/interfaces.md)."""

from typing import Any

from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.money import to_major
from cockpit.presenters.knowledge import build_known
from cockpit.services.forecast import (
    BacktestResult,
    BacktestScore,
    ForecastResult,
    ForecastRow,
    LearnedStage,
)


def build_document(
    result: ForecastResult,
    backtest: BacktestResult | None,
    knowledge: Knowledge = EVERYTHING_KNOWN,
) -> dict[str, Any]:
    """Return the forecast as plain values; money is in major units of the currency.

    Drivers sum to what is expected, to the cent of rounding each.
    """
    currency, method = result.currency, result.method
    return {
        "period": result.period.label,
        "as_of": result.as_of.isoformat(),
        "known": build_known(knowledge),
        "currency": currency,
        "interval": 0.8,
        "team": _build_row(result.team, currency),
        "reps": [_build_row(row, currency) for row in result.reps],
        "unassigned": (
            {**_build_row(result.unassigned, currency), "rep": None} if result.unassigned else None
        ),
        "method": {
            "rates": method.rates,
            "curves": {
                "lead_to_opp": _build_stage(result.learned.leads),
                "opp_to_win": _build_stage(result.learned.deals),
            },
            "delivery": _rounded(method.delivery),
            "leads_at_pace": round(method.leads_at_pace, 1),
            "amount_spread": round(method.amount_spread, 4),
            "draws": method.draws,
            "seed": method.seed,
        },
        "backtest": None if backtest is None else _build_backtest(backtest),
        "notes": list(result.notes),
        "findings": list(result.findings),
    }


def _build_row(row: ForecastRow, currency: str) -> dict[str, Any]:
    drivers, counts = row.drivers, row.counts
    return {
        "rep": row.name,
        "target": _major(row.target, currency),
        "expected": _major(row.expected, currency),
        "low": _major(row.low, currency),
        "median": _major(row.median, currency),
        "high": _major(row.high, currency),
        "p_target": _rounded(row.p_target),
        "drivers": {
            "actual": _major(drivers.actual, currency),
            "open_deals": _major(drivers.open_deals, currency),
            "leads_in_hand": _major(drivers.leads_in_hand, currency),
            "leads_to_come": _major(drivers.leads_to_come, currency),
            "self_sourced": _major(drivers.self_sourced, currency),
        },
        "counts": {
            "open_deals": counts.open_deals,
            "leads_in_hand": counts.leads_in_hand,
            "leads_to_come": round(counts.leads_to_come, 2),
            "wins_to_come": round(counts.wins_to_come, 2),
        },
    }


def _build_stage(stage: LearnedStage) -> dict[str, Any]:
    return {
        "learned": stage.is_enough,
        "events": stage.happened,
        "median_days": stage.quantile(0.5) if stage.is_enough else None,
        "share_that_converts": _rounded(stage.happens) if stage.is_enough else None,
        "share_that_never_ends": _rounded(stage.never) if stage.is_enough else None,
        "share_beyond_longest": _rounded(stage.beyond) if stage.is_enough else None,
        "longest_days": stage.longest,
    }


def _build_backtest(backtest: BacktestResult) -> dict[str, Any]:
    return {
        "team": _build_score(backtest.team_score),
        "reps": _build_score(backtest.rep_score),
        "limits": list(backtest.limits),
    }


def _build_score(score: BacktestScore | None) -> dict[str, Any] | None:
    if score is None:
        return None
    return {
        "forecasts": score.forecasts,
        "coverage": _rounded(score.coverage),
        "error": _rounded(score.error),
        "bias": _rounded(score.bias),
        "error_of_run_rate": _rounded(score.run_rate_error),
        "error_of_weighted_pipeline": _rounded(score.pipeline_error),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _major(minor: float, currency: str) -> float:
    """Return minor units as a plain number of the currency, to its own decimals."""
    return float(to_major(round(minor), currency))
