"""What will revenue be at the end of a period, how sure is that, and how good were we before?"""

from collections.abc import Callable, Iterator
from datetime import date

from cockpit.analysis.backtest import (
    BacktestPoint,
    BacktestResult,
    BacktestScore,
    BacktestStep,
    compute_backtest,
    sum_up,
    walk_back,
)
from cockpit.analysis.forecast import compute_forecast
from cockpit.analysis.forecast_results import (
    ForecastCounts,
    ForecastDrivers,
    ForecastMethod,
    ForecastResult,
    ForecastRow,
)
from cockpit.analysis.learned_curves import LearnedCurves, LearnedStage, learn_curves
from cockpit.domain.fiscal import Grain, Period, to_day
from cockpit.services.diagnosis import load_asked, load_facts
from cockpit.store.connection import Store

__all__ = [
    "BacktestPoint",
    "BacktestResult",
    "BacktestScore",
    "BacktestStep",
    "ForecastCounts",
    "ForecastDrivers",
    "ForecastMethod",
    "ForecastResult",
    "ForecastRow",
    "LearnedCurves",
    "LearnedStage",
    "backtest",
    "forecast",
    "load_learned_curves",
    "sum_up",
    "walk_backtest",
]


def forecast(
    store: Store, period: Period, as_of: date, *, seed: int = 0, known_on: date | None = None
) -> ForecastResult:
    """Forecast the revenue of a period for the team and every rep, as of a day.

    Args:
        store: The store.
        period: The fiscal period; in one that has ended, the forecast is what was won.
        as_of: The last day that counts.
        seed: The same seed gives the same answer.
        known_on: The day whose knowledge counts; `None` for all that is known now.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    facts = load_asked(store, period, as_of, known_on)
    return compute_forecast(facts, period, as_of, seed=seed)


def backtest(
    store: Store,
    grain: Grain,
    as_of: date,
    *,
    seed: int = 0,
    progress: Callable[[float, str], None] | None = None,
) -> BacktestResult:
    """Forecast the periods that have ended as of days before their end, and compare.

    Args:
        store: The store.
        grain: Months, quarters or years.
        as_of: The last day that is known now.
        seed: Of the simulated draws.
        progress: Called with the share done and a sentence; may raise to cancel.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    return compute_backtest(load_facts(store), grain, as_of, seed=seed, progress=progress)


def walk_backtest(store: Store, grain: Grain, as_of: date) -> Iterator[BacktestStep]:
    """Yield the same forecasts one day after the other, for `sum_up`.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    return walk_back(load_facts(store), grain, as_of)


def load_learned_curves(store: Store, as_of: date) -> LearnedCurves:
    """Return the delay curves that the team's own history gives, as of a day."""
    facts = load_facts(store)
    return learn_curves(facts.leads, facts.opportunities, to_day(as_of))
