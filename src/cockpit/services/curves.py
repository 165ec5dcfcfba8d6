"""How long things take: the team's own history beside the plan."""

from datetime import date

from cockpit.analysis.curve_comparison import (
    CurvesResult,
    StageTable,
    compare_curves,
    find_quantile,
    tabulate_stage,
)
from cockpit.analysis.curves import DelayCurve
from cockpit.analysis.learned_curves import ENOUGH, LearnedStage
from cockpit.domain.fiscal import Grain
from cockpit.services.diagnosis import load_asked, load_facts
from cockpit.store.connection import Store

__all__ = [
    "ENOUGH",
    "CurvesResult",
    "DelayCurve",
    "LearnedStage",
    "StageTable",
    "describe_curves",
    "find_quantile",
    "tabulate_stage",
]


def describe_curves(store: Store, as_of: date, known_on: date | None = None) -> CurvesResult:
    """Return the learned curves as of a day, and the plan's beside them.

    Args:
        store: The store.
        as_of: The last day that counts.
        known_on: The day whose knowledge counts; `None` for all that is known now.
    """
    calendar = load_facts(store, known_on).team.calendar
    quarter = calendar.period_of(as_of, Grain.QUARTER)
    return compare_curves(load_asked(store, quarter, as_of, known_on), as_of)
