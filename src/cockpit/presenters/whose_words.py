"""What is a few reps' own matter, said in the team's verdict: whose and what, no ranking."""

from cockpit.domain.verdicts import Effect, Verdict
from cockpit.services.diagnosis import DiagnosisRow

_MATTERS = {
    Effect.LEAD_TO_OPP: "qualifying",
    Effect.SELF_SOURCED: "prospecting",
    Effect.WIN_RATE: "closing",
    Effect.DEAL_SIZE: "deal size",
    Effect.CYCLE: "deal speed",
}
_OWN = frozenset(
    {
        Verdict.COACH_QUALIFYING,
        Verdict.COACH_PROSPECTING,
        Verdict.COACH_CLOSING,
        Verdict.COACH_PRICING,
        Verdict.SLOW_CYCLE,
    }
)
_STEPS = {
    Effect.LEAD_TO_OPP: "Coach qualifying",
    Effect.SELF_SOURCED: "Make time for prospecting",
    Effect.WIN_RATE: "Coach closing",
    Effect.DEAL_SIZE: "Review discounts",
    Effect.CYCLE: "Go through the overdue deals",
}
_MOST_NAMES = 2


def format_whose(row: DiagnosisRow) -> str:
    """Return the team's verdict where it is a few reps' own: "Mostly Hugo: deal size"; else ""."""
    verdict = row.verdict
    if verdict.whose is None or verdict.verdict not in _OWN:
        return ""
    effect = verdict.behind[0]
    return f"{_name(row, effect, 'Mostly ')}: {_MATTERS[effect]}"


def format_with(row: DiagnosisRow, effect: Effect) -> str:
    """Return the team's next step where it is a few reps' own, with whom; else ""."""
    verdict = row.verdict
    at = verdict.behind.index(effect) if effect in verdict.behind else None
    if verdict.whose is None or at is None or verdict.causes[at] not in _OWN:
        return ""
    names = _name(row, effect, "")
    return f"{_STEPS[effect]} with {names[0].lower() + names[1:] if ' reps' in names else names}"


def format_others(row: DiagnosisRow) -> str:
    """Return what is single reps' own besides the team's verdict, as one more sentence; or ""."""
    verdict = row.verdict
    named = set(zip(verdict.causes, verdict.behind, strict=True))
    others = [each for each in verdict.whose or () if (each.verdict, each.effect) not in named]
    told = sorted({(each.rep, _MATTERS[each.effect]) for each in others})
    if not told:
        return ""
    if len(told) > _MOST_NAMES + 1:
        return f" {len(told)} matters are single reps' own: see their rows."
    own = "; ".join(f"{rep}: {matter}" for rep, matter in told)
    return f" A matter of single reps: {own}."


def _name(row: DiagnosisRow, effect: Effect, first: str) -> str:
    """Return who carries an effect: one or two names, or that it is several."""
    names = [each.rep for each in row.verdict.whose or () if each.effect is effect]
    if not names:
        return "Several reps"
    if len(names) > _MOST_NAMES:
        return f"{len(names)} reps"
    return first + " and ".join(names) if len(names) == 1 else " and ".join(names)
