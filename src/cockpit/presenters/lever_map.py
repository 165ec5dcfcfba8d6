"""The lever map: for each rep, how many promised leads came, and how they were converted."""

from collections import Counter
from dataclasses import dataclass
from math import sqrt

from cockpit.domain.question import Grouping
from cockpit.presenters.evidence import Interval, compute_conversion
from cockpit.presenters.formatting import (
    format_count,
    format_list,
    format_money_exact,
    format_percent,
    format_plural,
)
from cockpit.presenters.rep_rows import format_row_name, format_row_verdict
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow

FARTHEST = 2.0
"""Twice the plan: what lies beyond is drawn at the edge, its tooltip exact."""

_NAMED_APART = 3
"""Up to this many rows that cannot be placed are named; more are counted."""
_LONGEST = 32
"""So are names that would be longer than this together."""


@dataclass(frozen=True, slots=True)
class PointView:
    """One row on the map.

    Args:
        name: Name of the row.
        x: Leads received over leads promised, 1.0 as promised; `None` when none were promised.
        y: Conversion over the plan's, 1.0 on plan: what it is likely to be over twelve months
            where that has been weighed, else what it was in the period.
        low, high: Its 80% interval; `None` where it has not been weighed.
        size: Share of the largest shortfall's diameter, 0 (none) to 1.
        label: The name as short as it stays unambiguous.
    """

    name: str
    label: str
    x: float | None
    y: float
    low: float | None
    high: float | None
    size: float
    tone: str
    tooltip: str
    is_selected: bool


@dataclass(frozen=True, slots=True)
class LeverMapView:
    """The points, what they show or who could not be placed, and all of it in words."""

    points: tuple[PointView, ...]
    note: str
    description: str


def build_lever_map(result: DiagnosisResult, selected: str | None) -> LeverMapView:
    """Return the map of an answer's rows, largest shortfall first."""
    placed = [row for row in result.rows if row.funnel.conversion is not None]
    worst = max((-row.gap for row in placed), default=0)
    names = {row.name: format_row_name(row) for row in result.rows}
    labels = shorten_names(list(names)) if result.question.by is Grouping.REP else names
    points = tuple(
        _build_point(row, labels[row.name], worst, selected, result)
        for row in sorted(placed, key=lambda row: row.gap)
    )
    missing = [labels[row.name] for row in result.rows if row.funnel.conversion is None]
    return LeverMapView(points, _format_note(missing, points), _describe(points))


def _build_point(
    row: DiagnosisRow, label: str, worst: int, selected: str | None, result: DiagnosisResult
) -> PointView:
    funnel = row.funnel
    has_promise = row.has_commitment and funnel.leads_plan > 0
    delivered = funnel.leads_actual / funnel.leads_plan if has_promise else None
    conversion, likely = funnel.conversion or 0.0, compute_conversion(row)
    y = likely.middle if likely else conversion
    verdict, tone = format_row_verdict(row, result.question.by)
    leads = (
        f"{format_count(funnel.leads_actual)} of {format_count(round(funnel.leads_plan))} "
        f"promised leads ({format_percent(delivered)})"
        if has_promise
        else f"{format_count(funnel.leads_actual)} leads, none promised"
    )
    return PointView(
        name=row.name,
        label=label,
        x=None if delivered is None else min(delivered, FARTHEST),
        y=min(max(y, 0.0), FARTHEST),
        low=min(likely.low, FARTHEST) if likely else None,
        high=min(likely.high, FARTHEST) if likely else None,
        size=sqrt(max(-row.gap, 0) / worst) if worst > 0 else 0.0,
        tone=tone,
        tooltip="\n".join(
            [
                f"{format_row_name(row)}: {verdict}",
                leads,
                f"Conversion at {format_percent(conversion)} of plan in the period",
                *([_format_likely(likely)] if likely else []),
                f"Gap {format_money_exact(row.gap, result.currency, signed=True)}",
            ]
        ),
        is_selected=row.name == selected,
    )


def _format_likely(likely: Interval) -> str:
    return (
        f"Likely {format_percent(likely.middle)} of plan over 12 months "
        f"(80% between {format_percent(likely.low)} and {format_percent(likely.high)})"
    )


def shorten_names(names: list[str]) -> dict[str, str]:
    """Return first names, with as much of the last name as tells two of them apart."""
    forms = [(name.split(" ")[0], _initial(name), name) for name in names]
    counts = Counter(form for each in forms for form in set(each))
    return {
        each[-1]: next((form for form in each if counts[form] == 1), each[-1]) for each in forms
    }


def _initial(name: str) -> str:
    """Return "Jonas W."."""
    first, _, rest = name.partition(" ")
    last = rest.rpartition(" ")[2]
    return f"{first} {last if last[:1].isdigit() else f'{last[:1]}.'}" if last else first


def _format_note(missing: list[str], points: tuple[PointView, ...]) -> str:
    if not missing:
        has_intervals = any(point.low is not None for point in points)
        return "size = shortfall, line = 80% sure" if has_intervals else "size = shortfall"
    who = format_list(missing)
    if len(missing) > _NAMED_APART or len(who) > _LONGEST:
        who = format_plural(len(missing), "row")
    return f"{who}: nothing to convert yet"


def _describe(points: tuple[PointView, ...]) -> str:
    """Return the map in words, for a screen reader."""
    return " ".join(f"{point.tooltip.replace(chr(10), ', ')}." for point in points)
