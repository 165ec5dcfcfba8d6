"""See the math: the formula behind a number, with its values, ready to be copied."""

from dataclasses import dataclass, replace
from string import Formatter

from cockpit.domain.question import Grouping
from cockpit.domain.verdicts import Effect
from cockpit.presenters.formatting import format_count, format_money_exact
from cockpit.presenters.plan_standing import format_curves
from cockpit.presenters.rep_rows import format_row_name
from cockpit.presenters.wording import EFFECT_LABELS, EFFECT_QUESTIONS
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow

_COUNTS = {"n", "n_plan"}

_TERMS = {
    "target": ("T", "Target"),
    "a0": ("A0", "Promised leads: what the plan's rates make of them by the as-of day"),
    "a1": ("A1", "Leads really received: what the plan's rates make of them by the as-of day"),
    "c0": ("C0", "Promised leads of earlier periods, landing in this one"),
    "c1": ("C1", "Pipeline really carried in, at the plan's rates"),
    "c1_leads": ("C1 leads", "Of the pipeline carried in: leads not yet converted"),
    "c1_opportunities": ("C1 opps", "Of the pipeline carried in: open opportunities"),
    "self_sourced_plan": ("O*", "Planned opportunities without a lead, at the plan's rates"),
    "self_sourced": ("O", "Opportunities opened without a lead, at the plan's rates"),
    "not_yet_due": ("D", "What the plan expects only after the as-of day"),
    "n_plan": ("N*", "Leads promised by the as-of day"),
    "n": ("N", "Leads received by the as-of day"),
    "x": ("x", "Worth of a promised lead by the as-of day: A0 ÷ N*"),
    "v_plan": ("v̄*", "Mean value of the leads promised: rate × rate × deal size"),
    "v": ("v̄", "Mean value of the leads received, at the plan's rates"),
    "s2_leads": ("S2 leads", "Opportunities opened from leads, at the planned win rate and size"),
    "s2": ("S2", "All opportunities opened or carried in, at the planned win rate and size"),
    "s3": ("S3", "Deals won, each at the planned size"),
    "s4": ("S4", "Deals won, at their real amounts"),
    "to_come_plan": ("Y*", "What should still have been to come after the as-of day"),
    "to_come": ("Y", "What is still to come from deals that are open"),
    "leads": ("leads", "The effect of the number of leads"),
    "mix": ("mix", "The effect of the mix of leads"),
    "cycle": ("speed", "The effect of deals that are late or early"),
}
"""Symbol and meaning of each value, named as in the method."""

_FORMULAS = {
    Effect.UNFUNDED_PLAN: "{a0} + {c0} + {self_sourced_plan} + {not_yet_due} − {target}",
    Effect.NOT_YET_DUE: "−{not_yet_due}",
    Effect.CARRY_IN: "{c1} − {c0}",
    Effect.LEADS: "({n} − {n_plan}) × {x}",
    Effect.MIX: "{n} × {x} × ({v} ÷ {v_plan} − 1)",
    Effect.ARRIVAL: "{a1} − {a0} − {leads} − {mix}",
    Effect.LEAD_TO_OPP: "{s2_leads} − {a1} − {c1_leads}",
    Effect.HANDOVER: "{s2} − {s2_leads} − {c1_opportunities} − {self_sourced}",
    Effect.SELF_SOURCED: "{self_sourced} − {self_sourced_plan}",
    Effect.CYCLE: "{to_come_plan} − {to_come}",
    Effect.WIN_RATE: "{s3} − {s2} − {cycle}",
    Effect.DEAL_SIZE: "{s4} − {s3}",
}
"""The definition of each effect (diagnosis.md §2)."""

_PER_REP = {Effect.LEADS, Effect.MIX, Effect.ARRIVAL}
"""Effects that are worked out for each rep and then added, because a lead's worth is the rep's."""


@dataclass(frozen=True, slots=True)
class MathLine:
    """One value: its symbol, what it means, and the value itself."""

    symbol: str
    meaning: str
    value: str
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class MathView:
    """The formula of a number in symbols and in figures, its values, and a note if one is due."""

    title: str
    question: str
    formula: str
    figures: str
    lines: tuple[MathLine, ...]
    note: str

    @property
    def text(self) -> str:
        """Return all of it as plain text for the clipboard, values after tabs."""
        lines = [f"{line.symbol}\t{line.value}\t{line.meaning}" for line in self.lines]
        parts = [self.title, self.question, self.formula, self.figures, *lines, self.note]
        return "\n".join(part for part in parts if part)


def build_math(result: DiagnosisResult, row: DiagnosisRow, effects: tuple[Effect, ...]) -> MathView:
    """Return the math of one effect of a row, or of several, or (none given) of its whole gap."""
    view = _build_view(result, row, effects)
    curves = format_curves(result.standing)
    if not curves or set(effects) == {Effect.DEAL_SIZE}:
        return view
    said = f"{curves[0].upper()}{curves[1:]}."
    return replace(view, note=f"{view.note} {said}" if view.note else said)


def _build_view(
    result: DiagnosisResult, row: DiagnosisRow, effects: tuple[Effect, ...]
) -> MathView:
    if len(effects) != 1:
        return _build_sum(row, effects or tuple(Effect), result.currency, is_gap=not effects)
    is_sum_of_rows = effects[0] in _PER_REP and not (
        result.question.by is Grouping.REP and row is not result.team
    )
    if is_sum_of_rows:
        return _build_sum_of_rows(result, row, effects[0])
    return _build_formula(row, effects[0], result.currency)


def _build_formula(row: DiagnosisRow, effect: Effect, currency: str) -> MathView:
    """Return the definition of an effect with the row's own values."""
    formula = _FORMULAS[effect]
    names = [name for _, name, _, _ in Formatter().parse(formula) if name]
    values = {name: _format_value(row, name, currency) for name in names}
    amount = format_money_exact(row.effects[effect], currency, signed=True)
    lines = [MathLine(*_TERMS[name], values[name]) for name in names]
    symbols = formula.format(**{name: _TERMS[name][0] for name in names})
    figures = formula.format(**{name: _in_brackets(text) for name, text in values.items()})
    return MathView(
        title=f"{EFFECT_LABELS[effect]} · {format_row_name(row)}",
        question=EFFECT_QUESTIONS[effect],
        formula=f"{EFFECT_LABELS[effect]} = {symbols}",
        figures=f"{figures} = {amount}",
        lines=(*lines, MathLine("=", EFFECT_LABELS[effect], amount, is_result=True)),
        note=_note(row),
    )


def _build_sum(
    row: DiagnosisRow, effects: tuple[Effect, ...], currency: str, *, is_gap: bool
) -> MathView:
    """Return effects that add up to a lever's share, or to the whole gap."""
    total = sum(row.effects[effect] for effect in effects)
    result = format_money_exact(total, currency, signed=True)
    lines = [
        MathLine(
            EFFECT_LABELS[effect],
            EFFECT_QUESTIONS[effect],
            format_money_exact(row.effects[effect], currency, signed=True),
        )
        for effect in effects
    ]
    target, actual = (format_money_exact(v, currency) for v in (row.target, row.actual))
    names = " + ".join(EFFECT_LABELS[effect] for effect in effects)
    what = "Gap" if is_gap else "Together"
    return MathView(
        title=f"{what} · {format_row_name(row)}",
        question="The effects add up to it, to the cent." if is_gap else "",
        formula="Gap = actual − target = sum of all effects" if is_gap else f"{what} = {names}",
        figures=f"{actual} − {_in_brackets(target)} = {result}" if is_gap else "",
        lines=(*lines, MathLine("=", what, result, is_result=True)),
        note=_note(row),
    )


def _build_sum_of_rows(result: DiagnosisResult, row: DiagnosisRow, effect: Effect) -> MathView:
    """Return an effect that is worked out rep by rep and then added up."""
    currency = result.currency
    amount = format_money_exact(row.effects[effect], currency, signed=True)
    rows = [*result.rows, *([result.unassigned] if result.unassigned else [])]
    parts = [
        MathLine(
            format_row_name(part),
            "",
            format_money_exact(part.effects[effect], currency, signed=True),
        )
        for part in sorted(rows, key=lambda part: part.effects[effect])
        if row is result.team and part.effects[effect]
    ]
    symbols = _FORMULAS[effect].format(**{name: term[0] for name, term in _TERMS.items()})
    return MathView(
        title=f"{EFFECT_LABELS[effect]} · {format_row_name(row)}",
        question=EFFECT_QUESTIONS[effect],
        formula=f"{EFFECT_LABELS[effect]} = Σ over reps of {symbols}",
        figures="",
        lines=(*parts, MathLine("=", EFFECT_LABELS[effect], amount, is_result=True)),
        note="A lead is worth what the plan makes of it for the rep it was promised to, so this "
        "is worked out rep by rep and added up; choose a rep to see their values.",
    )


def _format_value(row: DiagnosisRow, name: str, currency: str) -> str:
    if name == "target":
        return format_money_exact(row.target, currency)
    if name in {effect.value for effect in Effect} and name in {"leads", "mix", "cycle"}:
        return format_money_exact(row.effects[Effect(name)], currency)
    value = float(getattr(row.chain, name))
    return format_count(value) if name in _COUNTS else format_money_exact(value, currency)


def _in_brackets(text: str) -> str:
    """Return a negative value in brackets, so that two signs never meet."""
    return f"({text})" if text.startswith("−") else text


def _note(row: DiagnosisRow) -> str:
    if row.has_commitment:
        return "Effects are rounded together so that they add up to the gap, to the cent."
    return "No leads were promised here, so the leads received stand in for the promise."
