"""The words for effects, levers and verdicts: the same in the window, the terminal and JSON."""

from collections.abc import Callable

from cockpit.domain.verdicts import LEVER_OF, Effect, Lever, Verdict
from cockpit.presenters.clauses import ACTIONS, CLAUSES
from cockpit.presenters.evidence_words import (
    QUALIFIED_ACTIONS,
    format_repeatable,
    format_sureness,
    format_worth,
)
from cockpit.presenters.formatting import format_money_short, format_percent
from cockpit.presenters.whose_words import format_others, format_whose, format_with
from cockpit.services.diagnosis import DiagnosisRow

EFFECT_LABELS = {
    Effect.UNFUNDED_PLAN: "Unfunded plan",
    Effect.NOT_YET_DUE: "Not yet due",
    Effect.CARRY_IN: "Carried in",
    Effect.LEADS: "Leads",
    Effect.MIX: "Lead mix",
    Effect.ARRIVAL: "Lead timing",
    Effect.LEAD_TO_OPP: "Lead → opp",
    Effect.HANDOVER: "Hand-overs",
    Effect.SELF_SOURCED: "Self-sourced",
    Effect.WIN_RATE: "Win rate",
    Effect.CYCLE: "Deal speed",
    Effect.DEAL_SIZE: "Deal size",
}
"""The short name of each effect, whichever way it points."""

EFFECT_QUESTIONS = {
    Effect.UNFUNDED_PLAN: "Do the promised leads, at the planned rates, add up to the target?",
    Effect.NOT_YET_DUE: "What does the plan itself expect only after the as-of day?",
    Effect.CARRY_IN: "Was the pipeline from earlier periods as full as their promises made it?",
    Effect.LEADS: "Did as many leads arrive as were promised by now?",
    Effect.MIX: "Did the leads come from sources worth as much as those promised?",
    Effect.ARRIVAL: "Did the leads arrive early enough to be won in the period?",
    Effect.LEAD_TO_OPP: "Did as many leads become opportunities as the plan's rate expects by now?",
    Effect.HANDOVER: "What were opportunities from other reps' leads worth, less those passed on?",
    Effect.SELF_SOURCED: "Were as many opportunities opened without a lead as planned?",
    Effect.WIN_RATE: "Were as many opportunities won as the plan's rate expects?",
    Effect.CYCLE: "Are deals late rather than lost: still open, though due by now?",
    Effect.DEAL_SIZE: "Were the deals won as large as planned?",
}
"""The question that each effect answers."""

LEVER_LABELS = {
    Lever.PLANNING: "Planning",
    Lever.EARLIER: "Earlier periods",
    Lever.MARKETING: "Marketing",
    Lever.SALES: "Sales",
    Lever.WAITING: "Nobody yet",
    Lever.OTHER: "Between reps",
}
"""Whose move answers a lever's effects."""

_PAIRED_LABELS = {
    Lever.PLANNING: "Plan",
    Lever.EARLIER: "Carry-in",
    Lever.WAITING: "Not yet due",
}
"""Levers as they are named beside another one in a verdict."""

_VERDICT_LABELS = {
    Verdict.ON_TARGET: "On plan",
    Verdict.BOTH: "Both",
    Verdict.LEADS_SHORT: "Leads short",
    Verdict.LEAD_MIX: "Lead mix",
    Verdict.LATE_LEADS: "Late leads",
    Verdict.HANDED_OVER: "Handed over",
    Verdict.COACH_QUALIFYING: "Coach: qualifying",
    Verdict.COACH_PROSPECTING: "Coach: prospecting",
    Verdict.COACH_CLOSING: "Coach: closing",
    Verdict.COACH_PRICING: "Coach: pricing",
    Verdict.SLOW_CYCLE: "Slow deals",
    Verdict.PLAN_UNFUNDED: "Plan unfunded",
    Verdict.THIN_CARRY_IN: "Thin carry-in",
    Verdict.TOO_EARLY: "Too early to say",
    Verdict.LEAD_QUALITY: "Lead quality",
    Verdict.TEAM_WIDE: "Team-wide",
    Verdict.WITHIN_LUCK: "Within luck",
    Verdict.UNCLEAR: "Not enough evidence",
}

_EFFECT_OF = {
    Verdict.LEADS_SHORT: Effect.LEADS,
    Verdict.LEAD_MIX: Effect.MIX,
    Verdict.LATE_LEADS: Effect.ARRIVAL,
    Verdict.HANDED_OVER: Effect.HANDOVER,
    Verdict.COACH_QUALIFYING: Effect.LEAD_TO_OPP,
    Verdict.COACH_PROSPECTING: Effect.SELF_SOURCED,
    Verdict.COACH_CLOSING: Effect.WIN_RATE,
    Verdict.COACH_PRICING: Effect.DEAL_SIZE,
    Verdict.SLOW_CYCLE: Effect.CYCLE,
    Verdict.PLAN_UNFUNDED: Effect.UNFUNDED_PLAN,
    Verdict.THIN_CARRY_IN: Effect.CARRY_IN,
    Verdict.TOO_EARLY: Effect.NOT_YET_DUE,
}

_VERDICT_OF = {effect: verdict for verdict, effect in _EFFECT_OF.items()}

_TONES = {
    Verdict.ON_TARGET: "good",
    Verdict.BOTH: "both",
    Verdict.LEAD_QUALITY: Lever.MARKETING.value,
    Verdict.TEAM_WIDE: Lever.SALES.value,
    Verdict.WITHIN_LUCK: Lever.WAITING.value,
    Verdict.UNCLEAR: Lever.WAITING.value,
}

_OWN_OWNERS = {
    Verdict.ON_TARGET: "nobody",
    Verdict.LEAD_QUALITY: "marketing",
    Verdict.TEAM_WIDE: "sales and marketing together",
    Verdict.WITHIN_LUCK: "nobody yet",
    Verdict.UNCLEAR: "nobody yet",
}

_OWNERS = {
    Lever.PLANNING: "planning",
    Lever.EARLIER: "earlier periods",
    Lever.MARKETING: "marketing",
    Lever.SALES: "sales",
    Lever.WAITING: "nobody yet",
    Lever.OTHER: "nobody yet",
}


def tone_of_effect(effect: Effect) -> str:
    """Return the colour token of an effect: its lever, but deal size has a colour of its own."""
    return "size" if effect is Effect.DEAL_SIZE else LEVER_OF[effect].value


def format_effect(effect: Effect, amount: int) -> str:
    """Return an effect's label as it reads for an amount: "Too few leads", "More leads"."""
    if effect is Effect.LEADS and amount:
        return "Too few leads" if amount < 0 else "More leads"
    if effect is Effect.UNFUNDED_PLAN and amount > 0:
        return "Plan surplus"
    return EFFECT_LABELS[effect]


def format_verdict(verdict: Verdict, levers: tuple[Lever, ...] = ()) -> str:
    """Return a verdict's label; one that names two levers other than the usual names them."""
    if verdict is Verdict.BOTH and levers and set(levers) != {Lever.MARKETING, Lever.SALES}:
        first, *others = [_PAIRED_LABELS.get(v, LEVER_LABELS[v]) for v in levers]
        return " + ".join([first, *(label.lower() for label in others)])
    return _VERDICT_LABELS[verdict]


def format_row_label(row: DiagnosisRow) -> str:
    """Return the label of a row's verdict; the team's says whose a matter of a few reps is."""
    return format_whose(row) or format_verdict(row.verdict.verdict, row.verdict.levers)


def format_finding(verdict: Verdict, levers: tuple[Lever, ...] = ()) -> str:
    """Return a verdict's label for a source or a month, which nobody can coach: "Win rate"."""
    if LEVER_OF.get(_EFFECT_OF.get(verdict, Effect.HANDOVER)) is Lever.SALES:
        return EFFECT_LABELS[_EFFECT_OF[verdict]]
    return format_verdict(verdict, levers)


def tone_of(verdict: Verdict) -> str:
    """Return the colour token of a verdict's pill."""
    return _TONES.get(verdict) or tone_of_effect(_EFFECT_OF[verdict])


def owner_of(verdict: Verdict, levers: tuple[Lever, ...] = ()) -> str:
    """Return whose move a verdict is: "marketing", "marketing and sales", "nobody yet"."""
    if verdict is Verdict.BOTH:
        movers = [v for v in levers or (Lever.MARKETING, Lever.SALES) if v is not Lever.WAITING]
        return " and ".join(_OWNERS[lever] for lever in movers)
    return _OWN_OWNERS.get(verdict) or _OWNERS[LEVER_OF[_EFFECT_OF[verdict]]]


def format_because(row: DiagnosisRow, currency: str) -> str:
    """Return in one sentence, with its numbers, what a row's verdict rests on."""
    causes = _causes(row)
    if not causes:
        return _because_on_plan(row, currency)
    clauses = [CLAUSES[effect](row, currency) for _, effect in causes]
    clauses = [f"{c}{format_sureness(row, v)}" for c, (v, _) in zip(clauses, causes, strict=True)]
    sentence = ", and ".join(clauses)
    if causes == ((Verdict.LEADS_SHORT, Effect.LEADS),):
        sentence += _format_conversion(row)
    return f"{sentence[0].upper()}{sentence[1:]}.{format_others(row)}"


def format_action(row: DiagnosisRow, currency: str) -> str:
    """Return the next step that a row's verdict asks for; empty when there is none."""
    causes = _causes(row)
    if len(causes) > 1:
        causes = tuple(cause for cause in causes if cause[1] is not Effect.NOT_YET_DUE)
    steps = [
        format_with(row, effect)
        or format_worth(row, verdict, _find_words(verdict, effect)(row, currency), currency)
        for verdict, effect in causes
    ]
    if len(steps) > 1:
        steps = [step.partition(":")[0] for step in steps]
    return ", then ".join([*steps[:1], *(step[0].lower() + step[1:] for step in steps[1:])])


def _find_words(verdict: Verdict, effect: Effect) -> Callable[[DiagnosisRow, str], str]:
    """Return what tells the next step: that of the verdict, or of the effect behind it."""
    return QUALIFIED_ACTIONS.get(verdict) or ACTIONS[effect]


def _causes(row: DiagnosisRow) -> tuple[tuple[Verdict, Effect], ...]:
    """Return what a verdict names, and the effect each is about; none when the row is on plan."""
    verdict = row.verdict
    if verdict.verdict is Verdict.ON_TARGET:
        return ()
    if verdict.causes:
        return tuple(zip(verdict.causes, verdict.behind, strict=True))
    if verdict.verdict is Verdict.BOTH:
        worst = [_worst_effect(row, lever) for lever in verdict.levers]
        return tuple((_VERDICT_OF[effect], effect) for effect in worst)
    effect = _EFFECT_OF.get(verdict.verdict) or _worst_effect(row, Lever.SALES)
    return ((verdict.verdict, effect),)


def _worst_effect(row: DiagnosisRow, lever: Lever) -> Effect:
    """Return the effect by which a lever lost most."""
    return min((e for e in Effect if LEVER_OF[e] is lever), key=lambda e: row.effects[e])


def _because_on_plan(row: DiagnosisRow, currency: str) -> str:
    actual = format_money_short(row.actual, currency)
    if not row.target:
        return f"{actual} came in; no target was set."
    target = format_money_short(row.target, currency)
    if row.gap >= 0:
        return f"{actual} came in against a target of {target}{format_repeatable(row)}."
    later = format_money_short(-row.effects[Effect.NOT_YET_DUE], currency)
    return (
        f"{actual} of {target} came in, as much as the plan expects by now; {later} is due later."
    )


def _format_conversion(row: DiagnosisRow) -> str:
    """Return how what arrived was converted, as the end of a sentence about leads."""
    conversion = row.funnel.conversion
    if conversion is None:
        return ""
    if conversion < 0.95:  # noqa: PLR2004 - five per cent is what "as planned" means here
        return f"; those that did, converted at {format_percent(conversion)} of plan"
    if conversion > 1.05:  # noqa: PLR2004 - as above
        return "; those that did convert better than planned"
    return "; those that did convert as planned"
