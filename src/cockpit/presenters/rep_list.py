"""All reps with their verdicts, to pick one from."""

from collections.abc import Iterator
from dataclasses import dataclass

from cockpit.domain.question import Grouping, Question
from cockpit.domain.team import Rep
from cockpit.presenters.cockpit import IMPORT, PLAN, EmptyView
from cockpit.presenters.cohort_heat import NO_COHORTS, CohortHeatView
from cockpit.presenters.evidence import format_confidence
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_period,
    format_plural,
)
from cockpit.presenters.funnel_plot import NO_PLOT, FunnelPlotView
from cockpit.presenters.rep_rows import format_row_verdict
from cockpit.presenters.wording import format_because
from cockpit.services.reps import DiagnosisRow, RosterResult


@dataclass(frozen=True, slots=True)
class RosterRowView:
    """One rep in the list; money in minor units.

    Args:
        sureness: How sure the verdict is, to follow its label in a chip; may be empty.
        note: What is special about the rep in this period: left, not started, no promise.
    """

    name: str
    currency: str
    verdict: str
    sureness: str
    tone: str
    target: int
    actual: int
    gap: int
    attained: float | None
    leads: int
    leads_plan: float | None
    because: str
    note: str


@dataclass(frozen=True, slots=True)
class RosterView:
    """All reps, by name; never ranked by what they convert.

    Args:
        plots: The funnel plot of each stage.
        cohorts: How far the leads of each month have come.
    """

    rows: tuple[RosterRowView, ...]
    summary: str
    plots: tuple[FunnelPlotView, ...]
    cohorts: CohortHeatView


def build_roster(
    result: RosterResult,
    plots: tuple[FunnelPlotView, ...] = (NO_PLOT,),
    cohorts: CohortHeatView = NO_COHORTS,
) -> RosterView | EmptyView:
    """Return the list of all reps, with the team's pictures above it."""
    question = result.diagnosis.question
    if not result.names:
        return EmptyView(
            "No reps yet",
            "Reps come with your CRM export or with the targets you set: import a file, or write "
            "the team into the plan.",
            (IMPORT, PLAN),
        )
    rows = {row.name: row for row in result.diagnosis.rows}
    who = {rep.name: rep for rep in result.reps}
    views = tuple(
        _build_roster_row(name, rows.get(name), who.get(name), question, result.diagnosis.currency)
        for name in result.names
    )
    short = sum(view.gap < 0 for view in views)
    summary = (
        f"{format_plural(len(views), 'rep')} in {format_period(question.period)}, "
        f"{format_count(short)} short of target"
    )
    return RosterView(views, summary, plots, cohorts)


def _build_roster_row(
    name: str, row: DiagnosisRow | None, rep: Rep | None, question: Question, currency: str
) -> RosterRowView:
    notes = "; ".join(tell_special(row, rep, question))
    if row is None or is_idle(row):
        return RosterRowView(name, currency, "", "", "waiting", 0, 0, 0, None, 0, None, "", notes)
    verdict, tone = format_row_verdict(row, Grouping.REP)
    return RosterRowView(
        name=name,
        currency=currency,
        verdict=verdict,
        sureness=format_confidence(row),
        tone=tone,
        target=row.target,
        actual=row.actual,
        gap=row.gap,
        attained=row.attained,
        leads=row.funnel.leads_actual,
        leads_plan=row.funnel.leads_plan if row.has_commitment else None,
        because=format_because(row, currency),
        note=notes,
    )


def tell_special(row: DiagnosisRow | None, rep: Rep | None, question: Question) -> Iterator[str]:
    """Yield what a reader must know before comparing this rep with others."""
    period = question.period
    if rep is not None and rep.ends_on is not None and rep.ends_on <= period.end:
        yield f"Left on {format_date(rep.ends_on)}"
    if rep is not None and rep.starts_on is not None and rep.starts_on > period.start:
        yield f"Started on {format_date(rep.starts_on)}"
    if row is None or is_idle(row):
        yield f"Nothing planned or recorded in {format_period(period)}"
        return
    if not row.has_commitment:
        yield "No leads were promised, so leads, mix and timing are not judged"
    if not row.target:
        yield "No target is set"


def is_idle(row: DiagnosisRow) -> bool:
    """Return whether neither plan nor records of the period say anything about a rep."""
    chain = row.chain
    return not (row.target or row.actual or chain.n or chain.n_plan or any(row.effects.values()))
