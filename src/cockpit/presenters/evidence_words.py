"""What the evidence adds to a verdict, in words: how sure, how often again, what it is worth."""

from collections.abc import Callable

from cockpit.domain.verdicts import Verdict
from cockpit.presenters.formatting import format_money_short, format_percent, format_plural
from cockpit.services.diagnosis import DiagnosisRow

_SURE = 0.9
_HARDLY = 0.7
_EVEN = 0.5
_NEVER_SURER = 0.99
_MOST_LEADS = 1_000
_TEAM_RATE, _PLAN_RATE = "at the team's rate", "at the planned rates"
_COACHED = (Verdict.COACH_QUALIFYING, Verdict.COACH_CLOSING, Verdict.COACH_PRICING)
_HOW = {
    **dict.fromkeys(_COACHED, _TEAM_RATE),
    Verdict.LEADS_SHORT: "once they have converted",
    Verdict.LEAD_QUALITY: _PLAN_RATE,
    Verdict.TEAM_WIDE: _PLAN_RATE,
}
"""At which rates the worth of a step is reckoned."""
_REMARKS = {
    Verdict.LEAD_QUALITY: "; nobody else gets such leads, so it says nothing about the rep",
    Verdict.TEAM_WIDE: "; the whole team is below plan here, so it is not one person's skill",
    Verdict.WITHIN_LUCK: "; nothing tells this from luck yet",
}


def format_sureness(row: DiagnosisRow, verdict: Verdict) -> str:
    """Return how sure a sales cause is, as the end of a clause; empty where nothing was weighed."""
    source, chances = row.verdict.source, row.verdict.chances
    if not chances:
        return ""
    confidence = chances[row.verdict.causes.index(verdict)]
    if verdict in _COACHED and _is_several(row, verdict):
        return "; some reps are clearly below the team on like leads"
    if verdict in _COACHED:
        return f"; on like leads over twelve months, {_likely(confidence)} to be below the team"
    if verdict is Verdict.SLOW_CYCLE:
        return f"; {_likely(confidence)} to be slower than the team's deals"
    if verdict is Verdict.LEAD_QUALITY and source:
        return f"; {source} leads convert as poorly for everybody"
    return _REMARKS.get(verdict, "")


def format_repeatable(row: DiagnosisRow) -> str:
    """Return whether what sales gained will last, as the end of a sentence."""
    chance = row.verdict.repeatable
    if chance is None:
        return ""
    if chance >= _SURE:
        return f"; sales did better than planned, {_likely(chance)} to last"
    if chance >= _HARDLY:
        return "; sales did better than planned, perhaps to last"
    return "; sales did better than planned, but nothing tells this from luck"


def format_sure(row: DiagnosisRow) -> str:
    """Return how sure a verdict is, never certain; empty where it is a fact or was not weighed.

    Below an even chance the cause that is named is the likeliest that shows, and no more.
    """
    sure = row.verdict.confidence
    if sure is None or row.verdict.verdict is Verdict.ON_TARGET:
        return ""
    return "unsure" if sure < _EVEN else format_percent(min(sure, _NEVER_SURER))


def _is_several(row: DiagnosisRow, verdict: Verdict) -> bool:
    """Return whether a row is not one rep, but holds some who are believed to be below the team."""
    stage = (row.evidence or {}).get(row.verdict.behind[row.verdict.causes.index(verdict)])
    return stage is not None and stage.p_rep_below_team < _SURE


def _likely(chance: float) -> str:
    """Return a chance in words, never certain: "93% likely"."""
    return f"{format_percent(min(chance, _NEVER_SURER))} likely"


def format_worth(row: DiagnosisRow, verdict: Verdict, step: str, currency: str) -> str:
    """Return a step with what it is worth, where the evidence says so: "…: worth $9k"."""
    if not row.verdict.chances or verdict not in _HOW:
        return step
    worth = row.verdict.worth[row.verdict.causes.index(verdict)]
    if worth <= 0:
        return step
    money = format_money_short(worth, currency)
    return f"{step.partition(':')[0]}: worth {money} {_HOW[verdict]}"


def _choose_leads(row: DiagnosisRow, _: str) -> str:
    source = row.verdict.source
    return f"Send fewer {source} leads" if source else "Look at the leads first"


def _ask_team(_row: DiagnosisRow, _: str) -> str:
    return "Look at offer, price and plan together"


def _wait_for_more(row: DiagnosisRow, _: str) -> str:
    more = row.verdict.more_leads
    if more is None or more > _MOST_LEADS:
        return "No coaching on this: too little to tell"
    if not more:
        return "No coaching on this: the last twelve months do not show it"
    leads = format_plural(more, "more lead", "more leads")
    return f"No coaching yet: about {leads} would tell"


QUALIFIED_ACTIONS: dict[Verdict, Callable[[DiagnosisRow, str], str]] = {
    Verdict.LEAD_QUALITY: _choose_leads,
    Verdict.TEAM_WIDE: _ask_team,
    Verdict.WITHIN_LUCK: _wait_for_more,
}
"""The next step of the verdicts that only evidence can give."""
