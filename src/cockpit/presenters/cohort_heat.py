"""The cohort heat map: a row per month of leads, a column per age, the share converted by then."""

from dataclasses import dataclass
from itertools import chain

from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_date,
    format_percent,
    format_period,
    format_plural,
)
from cockpit.services.history import CohortResult, CohortsResult

FEWEST_LEADS = 10
"""Below this, one lead more or less moves a share by ten points: too few to tell."""


@dataclass(frozen=True, slots=True)
class HeatCellView:
    """One cell: its share (`None` where unknown), words, and whether it has all happened."""

    share: float | None
    text: str
    is_known: bool
    tip: str


@dataclass(frozen=True, slots=True)
class CohortRowView:
    """The leads of one month: cells by age, then so far, still to come, and the plan."""

    label: str
    leads: str
    cells: tuple[HeatCellView, ...]
    so_far: str
    to_come: str
    plan: str
    tip: str


@dataclass(frozen=True, slots=True)
class CohortHeatView:
    """The map.

    Args:
        ages: Headings of the columns.
        rows: Newest month last.
        most: The largest share, which gets the full colour.
        reason: Why there is nothing to see; empty where there is.
        description: The map in words.
    """

    ages: tuple[str, ...]
    rows: tuple[CohortRowView, ...]
    most: float
    reason: str
    description: str


NO_COHORTS = CohortHeatView((), (), 1.0, "No lead was assigned in the last 12 months.", "")


def build_cohort_heat(result: CohortsResult) -> CohortHeatView:
    """Return the heat map of the last twelve months of leads."""
    if not result.cohorts:
        return NO_COHORTS
    rows = tuple(_build_row(cohort, result.weeks) for cohort in result.cohorts)
    shares = [cell.share or 0.0 for cell in chain.from_iterable(row.cells for row in rows)]
    return CohortHeatView(
        ages=tuple(f"{week} wk" for week in result.weeks),
        rows=rows,
        most=max([*shares, 0.01]),
        reason="",
        description=f"As of {format_date(result.as_of)}. " + " ".join(row.tip for row in rows),
    )


def _build_row(cohort: CohortResult, weeks: tuple[int, ...]) -> CohortRowView:
    name = format_period(cohort.month)
    share = cohort.converted / cohort.leads
    expected = None if cohort.to_come is None else (cohort.converted + cohort.to_come)
    is_thin = cohort.leads < FEWEST_LEADS
    tip = (
        f"{name}: {cohort.converted} of {format_plural(cohort.leads, 'lead')} have become "
        f"opportunities ({format_percent(share)})"
    )
    if cohort.to_come is not None and expected is not None:
        tip += (
            f", about {format_count(round(cohort.to_come, 1))} more to come: "
            f"{format_percent(expected / cohort.leads)} in the end"
        )
    tip += f"; plan {format_percent(cohort.plan)}." if cohort.plan is not None else "."
    if is_thin:
        tip += f" {_too_few(cohort)}"
    return CohortRowView(
        label=name.split(" ")[0] if cohort.month.start.month > 1 else name,
        leads=format_count(cohort.leads),
        cells=tuple(_build_cell(cohort, name, at, week) for at, week in enumerate(weeks)),
        so_far=format_percent(share),
        to_come=_format_to_come(cohort),
        plan=format_percent(cohort.plan),
        tip=tip,
    )


def _format_to_come(cohort: CohortResult) -> str:
    if cohort.to_come is None:
        return UNKNOWN
    more = cohort.to_come / cohort.leads
    return f"+{format_percent(more)}" if format_percent(more) != "0%" else "done"


def _build_cell(cohort: CohortResult, name: str, at: int, week: int) -> HeatCellView:
    share, planned, reached = cohort.shares[at], cohort.planned[at], cohort.reached[at]
    is_known = reached == 1.0
    age = format_plural(week, "week")
    if share is None:
        return HeatCellView(None, "", is_known, f"{name}, {age}: the plan gives no rate for them")
    text = format_percent(share)
    lines = [f"{name}, {format_plural(cohort.leads, 'lead')}, after {age}: {text} converted"]
    if not is_known:
        lines[0] = (
            f"{name}, {format_plural(cohort.leads, 'lead')}, after {age}: {text} expected; "
            f"{format_percent(reached)} of them are that old"
        )
    if planned is not None:
        lines.append(f"The plan expects {format_percent(planned)} by then")
    if cohort.leads < FEWEST_LEADS:
        lines.append(_too_few(cohort))
    return HeatCellView(share, text if is_known else f"~{text}", is_known, "\n".join(lines))


def _too_few(cohort: CohortResult) -> str:
    return f"{format_plural(cohort.leads, 'lead')}: too few to tell."
