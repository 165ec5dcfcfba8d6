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
_LEANINGS = {
    Verdict.LEADS_SHORT: "too few leads",
    Verdict.LEAD_MIX: "poorer leads than promised",
    Verdict.LATE_LEADS: "late leads",
    Verdict.HANDED_OVER: "hand-overs",
    Verdict.COACH_QUALIFYING: "qualifying",
    Verdict.COACH_PROSPECTING: "prospecting",
    Verdict.COACH_CLOSING: "closing",
    Verdict.COACH_PRICING: "deal size",
    Verdict.SLOW_CYCLE: "slow deals",
    Verdict.PLAN_UNFUNDED: "an unfunded plan",
    Verdict.THIN_CARRY_IN: "a thin pipeline carried in",
    Verdict.TOO_EARLY: "that it is early",
    Verdict.LEAD_QUALITY: "lead quality",
    Verdict.TEAM_WIDE: "the whole team's",
    Verdict.WITHIN_LUCK: "luck",
}
"""What an unclear verdict leans to, in words."""
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
    if row.verdict.whose is not None and verdict in (*_COACHED, Verdict.SLOW_CYCLE):
        return "; that is a few reps' own, not the team's"
    if verdict in _COACHED:
        below = _p_below(row, verdict)
        return f"; on like leads over twelve months, {_likely(below)} to be below the team"
    if verdict is Verdict.SLOW_CYCLE:
        return f"; {_likely(confidence)} to be slower than the team's deals, by enough to matter"
    remark = _REMARKS.get(verdict, "")
    if verdict is Verdict.UNCLEAR:
        leaning = _LEANINGS[row.verdict.leaning or Verdict.WITHIN_LUCK]
        remark = f"; most likely {leaning}, but too unsure to act on"
    if verdict is Verdict.LEAD_QUALITY and source:
        remark = f"; {source} leads convert as poorly for everybody"
    return remark


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
    if sure is None or row.verdict.verdict in (Verdict.ON_TARGET, Verdict.UNCLEAR):
        return ""
    return "unsure" if sure < _EVEN else format_percent(min(sure, _NEVER_SURER))


def _p_below(row: DiagnosisRow, verdict: Verdict) -> float:
    """Return the chance that a rep is below the team in the step that the verdict is about."""
    at = row.verdict.causes.index(verdict)
    stage = (row.evidence or {}).get(row.verdict.behind[at])
    return stage.p_rep_below_team if stage else row.verdict.chances[at]


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
    Verdict.UNCLEAR: _wait_for_more,
}
"""The next step of the verdicts that only evidence can give."""
