"""What will revenue be at the end of a period, how sure is that, and how good were we before?"""

from collections.abc import Callable, Iterator
from datetime import date

from cockpit.analysis.backtest import (
    BacktestPoint,
    BacktestResult,
    BacktestScore,
    BacktestStep,
    Past,
    Recall,
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
from cockpit.domain.records import FileKind
from cockpit.services.diagnosis import load_asked, load_facts
from cockpit.store.connection import Store
from cockpit.store.queries import load_knowledge

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

_RECORDS = {FileKind.LEADS, FileKind.OPPORTUNITIES}


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
    known_on: date | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> BacktestResult:
    """Forecast the periods that have ended as of days before their end, and compare.

    Args:
        store: The store.
        grain: Months, quarters or years.
        as_of: The last day that is known now.
        seed: Of the simulated draws.
        known_on: The day whose knowledge is that of "now"; `None` for all that is known.
        progress: Called with the share done and a sentence; may raise to cancel.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    return compute_backtest(
        load_facts(store, known_on),
        grain,
        as_of,
        seed=seed,
        recall=_build_recall(store, known_on),
        progress=progress,
    )


def walk_backtest(
    store: Store, grain: Grain, as_of: date, known_on: date | None = None
) -> Iterator[BacktestStep]:
    """Yield the same forecasts one day after the other, for `sum_up`.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    recall = _build_recall(store, known_on)
    return walk_back(load_facts(store, known_on), grain, as_of, recall=recall)


def _build_recall(store: Store, known_on: date | None) -> Recall:
    """Return what gives the facts that were known on a day: as imported by then, or by dates."""

    def recall(day: date) -> Past:
        is_recorded = not load_knowledge(store, day).by_dates & _RECORDS
        return Past(load_facts(store, day if is_recorded else known_on), is_recorded=is_recorded)

    return recall


def load_learned_curves(store: Store, as_of: date, known_on: date | None = None) -> LearnedCurves:
    """Return the delay curves that the team's own history gives, as of a day."""
    facts = load_facts(store, known_on)
    return learn_curves(facts.leads, facts.opportunities, to_day(as_of))
