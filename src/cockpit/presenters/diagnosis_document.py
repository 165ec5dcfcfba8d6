"""The answer to a diagnosis as a JSON document (design/interfaces.md)."""

from typing import Any

from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.money import to_major
from cockpit.domain.question import Grouping
from cockpit.domain.verdicts import Effect
from cockpit.presenters.drift_words import format_drift
from cockpit.presenters.knowledge import build_known
from cockpit.presenters.plan_standing import build_standing
from cockpit.presenters.wording import format_action, format_because, owner_of
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow, StageEvidence

_ROWS = {
    Grouping.REP: ("reps", "rep"),
    Grouping.SOURCE: ("sources", "source"),
    Grouping.MONTH: ("months", "month"),
}


def build_document(
    result: DiagnosisResult, knowledge: Knowledge = EVERYTHING_KNOWN
) -> dict[str, Any]:
    """Return the answer as plain values; money is in major units of the currency.

    By source or month the rows are under `sources` or `months`, and `reps` is empty.
    """
    question, currency = result.question, result.currency
    document: dict[str, Any] = {
        "period": question.period.label,
        "as_of": question.as_of.isoformat(),
        "known": build_known(knowledge),
        "basis": question.basis.value,
        "by": question.by.value,
        "currency": currency,
        "plan": build_standing(result.standing),
        "team": {"rep": result.team.name, **_build_row(result.team, currency)},
        "reps": [],
        "unassigned": None,
    }
    if question.by in _ROWS:
        rows, name = _ROWS[question.by]
        document[rows] = [{name: row.name, **_build_row(row, currency)} for row in result.rows]
    if result.unassigned is not None:
        document["unassigned"] = {"rep": None, **_build_row(result.unassigned, currency)}
    drift = [format_drift(each, currency) for each in result.drifts]
    return document | {"drift": drift, "findings": list(result.findings)}


def _build_row(row: DiagnosisRow, currency: str) -> dict[str, Any]:
    verdict = row.verdict
    return {
        "target": _major(row.target, currency),
        "actual": _major(row.actual, currency),
        "gap": _major(row.gap, currency),
        "effects": {effect.value: _major(v, currency) for effect, v in row.effects.items()},
        "levers": {lever.value: _major(v, currency) for lever, v in row.levers.items()},
        "funnel": _build_funnel(row, currency),
        "has_commitment": row.has_commitment,
        "evidence": _build_evidence(row, currency),
        "verdict": verdict.verdict.value,
        "lever": verdict.levers[0].value if verdict.levers else None,
        "levers_named": [lever.value for lever in verdict.levers],
        "causes": [cause.value for cause in verdict.causes],
        "worth": [_major(worth, currency) for worth in verdict.worth],
        "leaning": verdict.leaning.value if verdict.leaning else None,
        "whose": None
        if verdict.whose is None
        else [{"rep": each.rep, "verdict": each.verdict.value} for each in verdict.whose],
        "more_leads": verdict.more_leads,
        "repeatable": _rounded(verdict.repeatable),
        "owner": owner_of(verdict.verdict, verdict.levers),
        "confidence": _rounded(verdict.confidence),
        "because": format_because(row, currency),
        "action": format_action(row, currency),
    }


def _build_evidence(row: DiagnosisRow, currency: str) -> dict[str, Any] | None:
    """Return what twelve months say about each stage; `None` when it was not weighed."""
    if row.evidence is None:
        return None
    return {
        effect.value: _build_stage(effect, stage, currency)
        for effect, stage in row.evidence.items()
    }


def _build_stage(effect: Effect, stage: StageEvidence, currency: str) -> dict[str, Any]:
    """Return one stage: rates as shares, deal sizes and the parts of the effect in money."""

    def value(number: float) -> float | None:
        return _major(number, currency) if effect is Effect.DEAL_SIZE else round(number, 4)

    names = ("source_quality", "team_wide", "rep", "luck")
    return {
        "plan": value(stage.plan),
        "rate": value(stage.rate),
        "low": value(stage.low),
        "high": value(stage.high),
        "team": value(stage.team),
        "records": stage.records,
        "p_rep_below_team": round(stage.p_rep_below_team, 4),
        "parts": {name: _major(getattr(stage.parts, name), currency) for name in names},
    }


def _rounded(chance: float | None) -> float | None:
    return None if chance is None else round(chance, 4)


def _build_funnel(row: DiagnosisRow, currency: str) -> dict[str, Any]:
    funnel = row.funnel
    return {
        "leads": {"plan": round(funnel.leads_plan, 2), "actual": funnel.leads_actual},
        "opportunities": {
            "expected": round(funnel.opportunities_expected, 2),
            "actual": funnel.opportunities_actual,
        },
        "wins": {"expected": round(funnel.wins_expected, 2), "actual": funnel.wins_actual},
        "deal_size": {
            "plan": _major(funnel.deal_size_plan, currency),
            "actual": _major(funnel.deal_size_actual, currency),
        },
    }


def _major(minor: float | None, currency: str) -> float | None:
    """Return minor units as a plain number of the currency, to its own decimals."""
    return None if minor is None else float(to_major(round(minor), currency))
