"""As of a day: a diagnosis with what was known then, after fifty imports, against today's."""

from datetime import date
from typing import Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.histories import HALFWAY, imported_on, store_with_history

_PERIODS = "2025-Q4", "2026-Q1"


def now(size: int) -> Work:
    """With all that is known now: the store opened, loaded and asked; then another period."""
    return _ask_twice(size, None)


def then(size: int) -> Work:
    """The same with what was known halfway, twenty-five imports ago."""
    return _ask_twice(size, imported_on(HALFWAY))


def _ask_twice(size: int, known_on: date | None) -> Work:
    from time import perf_counter

    from cockpit.domain.fiscal import FiscalCalendar
    from cockpit.domain.question import Question
    from cockpit.services import open_store
    from cockpit.services.diagnosis import diagnose

    location, day = store_with_history(size), imported_on(HALFWAY)
    first, second = (
        Question(FiscalCalendar().parse(label), day, known_on=known_on) for label in _PERIODS
    )
    open_store(location).close()

    def work() -> dict[str, Any]:
        store = open_store(location)
        diagnose(store, first)
        start = perf_counter()
        answer = diagnose(store, second)
        warm = perf_counter() - start
        store.close()
        return {"leads": answer.team.funnel.leads_actual, "warm": warm}

    return work


CASE = Case(
    name="asof",
    about="a diagnosis as known 25 of 50 imports ago (then) against today's (now); cold and warm",
    contenders={"then": then, "now": now},
    goals=(
        Goal(2, against="now", ours="then"),
        Goal(2, against="now", measure="warm", ours="then"),
    ),
    must_agree=("leads",),
)
