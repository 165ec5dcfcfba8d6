"""What the evidence makes of a row, in the forms that charts and tables need."""

from dataclasses import dataclass
from math import exp, log

from cockpit.domain.verdicts import Effect, Verdict
from cockpit.presenters.evidence_words import format_sure
from cockpit.presenters.formatting import (
    format_money_exact,
    format_percent,
    format_plural,
)
from cockpit.services.diagnosis import DiagnosisRow, StageEvidence

FEWEST_RECORDS = 10
"""Fewer records that have had their time are too few to tell."""

_EVEN, _HARDLY = 0.5, 0.05
_LEAST = 1e-6
_WITHOUT_CENTS = 10_000
"""Minor units from which an estimated amount is shown without decimals."""

_RECORDS = {
    Effect.LEAD_TO_OPP: ("lead", "leads"),
    Effect.WIN_RATE: ("opportunity", "opportunities"),
    Effect.DEAL_SIZE: ("won deal", "won deals"),
}
"""What each stage counts."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A likeliest value and the ends of its 80% interval."""

    middle: float
    low: float
    high: float


def stage_of(row: DiagnosisRow, effect: Effect) -> StageEvidence | None:
    """Return the evidence on the stage of an effect; `None` where nothing was weighed."""
    return None if row.evidence is None else row.evidence.get(effect)


def share_of_luck(row: DiagnosisRow, effect: Effect) -> float:
    """Return the share of an effect that is likely luck, 0 to 1.

    Where luck went against what is real, nothing of the effect is luck; where luck alone made it,
    all of it is.
    """
    stage, amount = stage_of(row, effect), row.effects[effect]
    if stage is None or not amount:
        return 0.0
    return min(max(stage.parts.luck / amount, 0.0), 1.0)


def compute_conversion(row: DiagnosisRow) -> Interval | None:
    """Return lead→won over the plan's, over twelve months: both stages over their plans.

    The two rates are estimated from different records, so their relative errors add as squares.
    """
    stages = [stage_of(row, effect) for effect in (Effect.LEAD_TO_OPP, Effect.WIN_RATE)]
    known = [stage for stage in stages if stage is not None and stage.plan > 0]
    if len(known) < len(stages):
        return None
    middle = sum(log(max(stage.rate / stage.plan, _LEAST)) for stage in known)
    below = sum(log(max(stage.rate, _LEAST) / max(stage.low, _LEAST)) ** 2 for stage in known)
    above = sum(log(max(stage.high, _LEAST) / max(stage.rate, _LEAST)) ** 2 for stage in known)
    return Interval(exp(middle), exp(middle - below**0.5), exp(middle + above**0.5))


def format_value(value: float, effect: Effect, currency: str) -> str:
    """Return a rate as a percentage, a deal size as money: `33%`, `$11,400`."""
    if effect is not Effect.DEAL_SIZE:
        return format_percent(value)
    exact = format_money_exact(_round(value), currency)
    return exact.partition(".")[0] if value >= _WITHOUT_CENTS else exact


def _round(amount: float) -> float:
    """Return an amount to three digits: an estimate is no surer than that."""
    return float(f"{amount:.3g}")


def format_range(stage: StageEvidence, effect: Effect, currency: str) -> str:
    """Return an 80% interval: `29–38%`, `$9,300–$12,100`."""
    low, high = (format_value(v, effect, currency) for v in (stage.low, stage.high))
    if effect is not Effect.DEAL_SIZE:
        low = low.removesuffix("%")
    return f"{low}–{high}"


def format_likely(row: DiagnosisRow, effect: Effect, currency: str) -> str:
    """Return what a value is likely to be over twelve months; empty without evidence."""
    stage = stage_of(row, effect)
    if stage is None:
        return ""
    value = format_value(stage.rate, effect, currency)
    told = f"Likely {value} over 12 months (80%: {format_range(stage, effect, currency)})"
    return f"{told}. {format_basis(stage, effect)}"


def format_basis(stage: StageEvidence, effect: Effect) -> str:
    """Return what a value rests on: "412 leads", "4 leads: too few to tell", "no leads yet"."""
    if not stage.records:
        return f"no {_RECORDS[effect][1]} yet: as the team"
    text = format_plural(stage.records, *_RECORDS[effect])
    return f"{text}: too few to tell" if is_thin(stage) else text


def is_thin(stage: StageEvidence) -> bool:
    """Return whether there is too little to tell anything."""
    return stage.records < FEWEST_RECORDS


def format_chance_below(stage: StageEvidence) -> str:
    """Return how sure it is which side of the team a rep is on."""
    below = stage.p_rep_below_team
    if abs(below - _EVEN) < _HARDLY:
        return "no different from the team"
    if below > _EVEN:
        return f"{format_percent(min(below, 0.99))} likely below team"
    return f"{format_percent(min(1 - below, 0.99))} likely above team"


def format_confidence(row: DiagnosisRow) -> str:
    """Return how sure a verdict is, to follow its label in a chip: " · 93%".

    That a target was reached is a fact; of two causes each has a chance of its own, told in the
    sentence.
    """
    sure = "" if row.verdict.verdict is Verdict.BOTH else format_sure(row)
    return sure and f" · {sure}"
