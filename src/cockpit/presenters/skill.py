"""Skill or luck: what a rep's rates are likely to be, beside the plan's and the team's."""

from dataclasses import dataclass

from cockpit.domain.verdicts import Effect
from cockpit.presenters.evidence import (
    format_basis,
    format_chance_below,
    format_range,
    format_value,
    is_thin,
    stage_of,
)
from cockpit.presenters.explanation import MathLine, MathView
from cockpit.presenters.formatting import format_money_exact
from cockpit.presenters.wording import tone_of_effect
from cockpit.services.diagnosis import DiagnosisRow, StageEvidence

_STAGES = {
    Effect.LEAD_TO_OPP: "Lead → opportunity",
    Effect.WIN_RATE: "Win rate",
    Effect.DEAL_SIZE: "Deal size",
}


@dataclass(frozen=True, slots=True)
class SkillStageView:
    """One stage; positions are multiples of the plan (1.0 is on plan).

    Args:
        label: Name of the stage.
        note: What it rests on and how sure that is: "412 leads · 93% likely below the team".
        rate, low, high: The likeliest value and its 80% interval.
        team: The team's value on the same leads; `None` where it is not known.
        rate_text, team_text, plan_text: The values in words.
        tone: Colour token of dot and band.
        is_thin: Whether there is too little to tell, so that the band says more than the dot.
        effect: The effect that the math of this stage explains.
        tip: All of it with exact values.
    """

    label: str
    note: str
    rate: float
    low: float
    high: float
    team: float | None
    rate_text: str
    team_text: str
    plan_text: str
    tone: str
    is_thin: bool
    effect: Effect
    tip: str


@dataclass(frozen=True, slots=True)
class SkillView:
    """The stages of one rep; `reason` says why there are none."""

    stages: tuple[SkillStageView, ...]
    hint: str
    reason: str
    description: str


def build_skill(row: DiagnosisRow, currency: str) -> SkillView:
    """Return where each of a rep's values is likely to lie, beside plan and team."""
    known = ((effect, stage_of(row, effect)) for effect in _STAGES)
    stages = tuple(
        _build_stage(row, effect, stage, currency)
        for effect, stage in known
        if stage is not None and stage.plan > 0
    )
    reason = "" if stages else (
        f"Nothing of {row.name} from the last 12 months has had its time yet: "
        "there is no skill and no luck to tell apart."
    )  # fmt: skip
    hint = "80% interval · team: the same leads" if stages else ""
    return SkillView(stages, hint, reason, " ".join(f"{stage.tip}." for stage in stages))


def _build_stage(
    row: DiagnosisRow, effect: Effect, stage: StageEvidence, currency: str
) -> SkillStageView:
    value = format_value(stage.rate, effect, currency)
    between = format_range(stage, effect, currency)
    plan, team = (format_value(v, effect, currency) for v in (stage.plan, stage.team))
    basis, chance = format_basis(stage, effect), format_chance_below(stage)
    tip = [
        f"{_STAGES[effect]}: {value} is likeliest, 80% between {between}",
        f"The team makes {team} of the same leads; the plan says {plan}",
        basis if is_thin(stage) else f"{basis}; {chance}",
        *(f"{name}: {amount}" for name, amount in _split(row, stage, currency)),
    ]
    return SkillStageView(
        label=_STAGES[effect],
        note=basis if is_thin(stage) else f"{basis}\n{chance}",
        rate=stage.rate / stage.plan,
        low=stage.low / stage.plan,
        high=stage.high / stage.plan,
        team=stage.team / stage.plan,
        rate_text=f"{value} ({between})",
        team_text=f"team {team}",
        plan_text=f"plan {plan}",
        tone=tone_of_effect(effect),
        is_thin=is_thin(stage),
        effect=effect,
        tip="\n".join(tip),
    )


def _split(row: DiagnosisRow, stage: StageEvidence, currency: str) -> list[tuple[str, str]]:
    """Return the parts of a stage's effect in the period, which add up to it."""
    parts = (
        ("Source quality", stage.parts.source_quality),
        ("Team-wide", stage.parts.team_wide),
        (row.name, stage.parts.rep),
        ("Luck", stage.parts.luck),
    )
    return [(name, format_money_exact(value, currency, signed=True)) for name, value in parts]


_MEANINGS = (
    "These sources convert better or worse than planned for everybody: marketing's",
    "The whole team is above or below plan: offer, price, market, or the plan itself",
    "The same leads in this rep's hands instead of the team's: what coaching could change",
    "What remains: nobody's doing, and no reason to expect it again",
)


def build_skill_math(row: DiagnosisRow, effect: Effect, currency: str) -> MathView | None:
    """Return how a stage's effect splits into source, team, rep and luck."""
    stage = stage_of(row, effect)
    if stage is None:
        return None
    amount = format_money_exact(row.effects[effect], currency, signed=True)
    split = _split(row, stage, currency)
    lines = [
        MathLine(name, meaning, value)
        for (name, value), meaning in zip(split, _MEANINGS, strict=True)
    ]
    return MathView(
        title=f"Skill or luck · {_STAGES[effect]} · {row.name}",
        question="How much of this effect is likely to happen again, and whose move is it?",
        formula="Effect = source quality + team-wide + rep + luck",
        figures=f"{' + '.join(_bracket(value) for _, value in split)} = {amount}",
        lines=(*lines, MathLine("=", "The effect in this period", amount, is_result=True)),
        note="P(converted by now) = expit(logit(plan) + team + source + rep) · F(age), fitted over "
        f"12 months. Likeliest {format_value(stage.rate, effect, currency)}, 80% between "
        f"{format_range(stage, effect, currency)}; {format_basis(stage, effect)}.",
    )


def _bracket(text: str) -> str:
    return f"({text})" if text.startswith("−") else text
