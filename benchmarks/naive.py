"""Two rules that users have today, each from the same quarter's counts alone."""

from cockpit.analysis.results import DiagnosisRow
from cockpit.domain.verdicts import Verdict

_BELOW_AVERAGE = 0.8
_STAGES = (Verdict.COACH_QUALIFYING, Verdict.COACH_CLOSING, Verdict.COACH_PRICING)


def judge_by_ratio(row: DiagnosisRow) -> frozenset[Verdict]:
    """Blame what is furthest below the plan: leads, opportunities, wins or amounts."""
    if row.gap >= 0:
        return frozenset({Verdict.ON_TARGET})
    funnel = row.funnel
    plan = (funnel.lead_to_opp_plan, funnel.win_rate_plan, funnel.deal_size_plan)
    ratios = {
        name: _over(seen, planned)
        for name, seen, planned in zip(_STAGES, _rates(row), plan, strict=True)
    }
    ratios[Verdict.LEADS_SHORT] = _over(funnel.leads_actual, funnel.leads_plan)
    return frozenset({min(ratios, key=lambda name: ratios[name])})


def judge_by_average(row: DiagnosisRow, team: DiagnosisRow) -> frozenset[Verdict]:
    """Coach whoever is below 80 % of the team's average; else count the leads."""
    if row.gap >= 0:
        return frozenset({Verdict.ON_TARGET})
    ratios = {
        name: _over(own, average)
        for name, own, average in zip(_STAGES, _rates(row), _rates(team), strict=True)
    }
    worst = min(ratios, key=lambda name: ratios[name])
    if ratios[worst] < _BELOW_AVERAGE:
        return frozenset({worst})
    if _over(row.funnel.leads_actual, row.funnel.leads_plan) < _BELOW_AVERAGE:
        return frozenset({Verdict.LEADS_SHORT})
    return frozenset({Verdict.WITHIN_LUCK})


def _rates(row: DiagnosisRow) -> tuple[float | None, ...]:
    """Return opportunities per lead, wins per opportunity and the mean amount of the quarter."""
    funnel = row.funnel
    return (
        funnel.opportunities_actual / funnel.leads_actual if funnel.leads_actual else None,
        funnel.wins_actual / funnel.opportunities_actual if funnel.opportunities_actual else None,
        funnel.deal_size_actual,
    )


def _over(seen: float | None, of: float | None) -> float:
    """Return a ratio; 1 where there is nothing to compare."""
    return 1.0 if seen is None or not of else seen / of
