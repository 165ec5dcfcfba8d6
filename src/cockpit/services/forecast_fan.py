"""The forecast of a period with the paths to it, for the fan."""

from collections.abc import Callable

from cockpit.analysis.forecast_fan import FanResult, FanRow, compute_fan
from cockpit.domain.question import Question
from cockpit.services.diagnosis import load_asked
from cockpit.services.forecast import forecast
from cockpit.store.connection import Store

__all__ = ["FanResult", "FanRow", "describe_fan"]


def describe_fan(
    store: Store, question: Question, report: Callable[[float], None] = lambda _: None
) -> FanResult:
    """Return the forecast of a question's period with the paths to it.

    The last one is kept in memory until something changes.

    Args:
        store: The store.
        question: Its period, as-of day and what was known; a forecast is always one of bookings.
        report: Called with the fraction that is done; may raise to stop.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """

    def compute() -> FanResult:
        result = forecast(store, question.period, question.as_of, known_on=question.known_on)
        facts = load_asked(store, question.period, question.as_of, question.known_on)
        return compute_fan(facts, result, report=report)

    asked = (question.period, question.as_of, question.known_on)
    return store.remember("fan", asked, compute)
