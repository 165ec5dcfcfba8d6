"""What a reader should know next to a forecast, in sentences."""

from cockpit.analysis.forecast_arrivals import PACE_DAYS
from cockpit.analysis.forecast_results import ForecastMethod, ForecastRow
from cockpit.analysis.learned_curves import ENOUGH, LearnedCurves, LearnedStage
from cockpit.analysis.walk import Facts
from cockpit.domain.fiscal import Period


def build_notes(
    method: ForecastMethod, learned: LearnedCurves, team: ForecastRow
) -> tuple[str, ...]:
    """Return what the forecast rests on; nothing when there is nothing left to forecast."""
    if team.expected == team.drivers.actual:
        return ()
    return (
        _say_stage(learned.leads, "Lead to opportunity", "conversions"),
        _say_stage(learned.deals, "Opportunity to win", "wins"),
        _say_rates(method),
        _say_delivery(method),
        *_say_pace(method),
        _say_amounts(method),
    )


def build_findings(facts: Facts, period: Period, team: ForecastRow) -> tuple[str, ...]:
    """Return what is missing in the input."""
    findings = []
    if not team.target:
        findings.append(f"No target is set for {period.label}, so there is no chance of one.")
    if facts.opportunities.empty and facts.leads.empty:
        findings.append(
            "No leads or opportunities are known on this day: the plan is all there is."
        )
    return tuple(findings)


def _say_stage(stage: LearnedStage, step: str, events: str) -> str:
    if stage.is_enough:
        return (
            f"{step}: timing learned from {stage.happened:,} {events}, "
            f"half of them by day {stage.quantile(0.5)}."
        )
    if stage.happened < ENOUGH:
        return f"{step}: the plan's timing, as there are only {stage.happened} {events} so far."
    return (
        f"{step}: the plan's timing, as {stage.beyond:.0%} of the {events} would come later than "
        "anything seen yet."
    )


def _say_rates(method: ForecastMethod) -> str:
    if method.rates == "plan":
        return "Rates and deal sizes are the plan's, taken at their word."
    return "Rates and deal sizes are the plan's, corrected by the team's own record and as unsure."


def _say_delivery(method: ForecastMethod) -> str:
    if method.delivery is None:
        return "Promised leads are taken at their word: there is no record of delivering yet."
    return f"Promised leads count at the {method.delivery:.0%} that were delivered lately."


def _say_pace(method: ForecastMethod) -> tuple[str, ...]:
    if method.leads_at_pace < 1:
        return ()
    leads = f"{method.leads_at_pace:,.0f} leads"
    return (
        f"Where no leads are promised, the pace of the last {PACE_DAYS} days goes on: {leads}.",
    )


def _say_amounts(method: ForecastMethod) -> str:
    if method.amount_events:
        return f"Deal sizes scatter as the {method.amount_events:,} won so far did."
    return "How deal sizes scatter is assumed: too few are won so far."
