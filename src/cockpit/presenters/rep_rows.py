"""The table of the cockpit: one row per rep (or source, or month), with raw and shown values."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.money import to_major
from cockpit.domain.question import Grouping
from cockpit.domain.verdicts import Effect, Verdict
from cockpit.presenters.bridge import GROUPS
from cockpit.presenters.evidence import format_confidence, format_likely, share_of_luck
from cockpit.presenters.formatting import (
    format_money_exact,
    format_percent,
    format_period,
    format_plural,
)
from cockpit.presenters.spreadsheet import disarm
from cockpit.presenters.wording import (
    EFFECT_LABELS,
    format_action,
    format_because,
    format_finding,
    format_row_label,
    tone_of,
    tone_of_effect,
)
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_ORDERED = tuple(effect for effects in GROUPS.values() for effect in effects)


@dataclass(frozen=True, slots=True)
class SegmentView:
    """One coloured piece of an effect bar: a group of the bridge, as `presenters.bridge.GROUPS`.

    Args:
        effects: The effects that the piece is the sum of.
        amount: Minor units, negative when they cost.
        tone: Colour token.
        luck: Share of it that is likely luck, 0 (all of it is real, or a plain fact) to 1.
    """

    effects: tuple[Effect, ...]
    amount: int
    tone: str
    luck: float = 0.0


@dataclass(frozen=True, slots=True)
class RepRowView:
    """One row; money in minor units, shares as fractions, `None` where there is no value.

    Args:
        key: Name of the row in the answer.
        name: Name to show.
        selected_effect: Sum of the effects that the table is filtered by, else the gap.
        effects: Every effect.
        segments: The groups of effects that are not zero, in the order of the bridge.
        longest: Largest sum of losses and of gains of any row, the common scale of the bars.
        highlighted: The effects that the table is filtered by, none for all.
        action: The next step; a source or month, which takes none, says why instead.
        sureness: How sure the verdict is, to follow its label in a chip; may be empty.
        lead_to_opp_likely, win_rate_likely: What the rates are likely to be over twelve months,
            in words with the 80% interval; empty without evidence.
        why: The effects in words with exact amounts, for the tooltip.
    """

    key: str
    name: str
    currency: str
    target: int
    actual: int
    attained: float | None
    gap: int
    selected_effect: int
    effects: Mapping[Effect, int]
    segments: tuple[SegmentView, ...]
    leads: int
    leads_plan: float | None
    lead_to_opp: float | None
    lead_to_opp_plan: float | None
    win_rate: float | None
    win_rate_plan: float | None
    verdict: str
    verdict_tone: str
    because: str
    action: str
    why: str
    is_unassigned: bool = False
    longest: tuple[int, int] = (0, 0)
    highlighted: tuple[Effect, ...] = ()
    sureness: str = ""
    lead_to_opp_likely: str = ""
    win_rate_likely: str = ""

    @property
    def losses(self) -> int:
        """Return the sum of the effects that cost something, as a positive amount."""
        return -sum(segment.amount for segment in self.segments if segment.amount < 0)

    @property
    def gains(self) -> int:
        """Return the sum of the effects that gave something."""
        return sum(segment.amount for segment in self.segments if segment.amount > 0)


def build_rep_rows(
    result: DiagnosisResult, effects: tuple[Effect, ...] = ()
) -> tuple[RepRowView, ...]:
    """Return the rows, worst gap first; filtered by effects only those they touch, worst first."""
    by = result.question.by
    rows = [_build_row(row, effects, result.currency, by) for row in result.rows]
    if result.unassigned is not None:
        rows.append(_build_row(result.unassigned, effects, result.currency, by, is_unassigned=True))
    if effects:
        rows = [row for row in rows if any(row.effects[effect] for effect in effects)]
    longest = max((r.losses for r in rows), default=0), max((r.gains for r in rows), default=0)
    rows = [replace(row, longest=longest, highlighted=effects) for row in rows]
    return tuple(sorted(rows, key=lambda row: row.selected_effect))


def format_csv(rows: Sequence[RepRowView], row_title: str) -> str:
    """Return all rows as CSV with exact amounts in the currency, one column per effect."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        (
            *(row_title, "Currency", "Target", "Actual", "Gap"),
            *(EFFECT_LABELS[effect] for effect in _ORDERED),
            *("Leads", "Leads promised", "Lead to opp", "Lead to opp, plan", "Win rate"),
            *("Win rate, plan", "Verdict", "How sure", "Because", "Next step"),
        )
    )
    writer.writerows(disarm(_format_csv_row(row)) for row in rows)
    return text.getvalue()


def _format_csv_row(row: RepRowView) -> list[object]:
    money = [row.target, row.actual, row.gap, *(row.effects[effect] for effect in _ORDERED)]
    counts = [row.leads, row.leads_plan, row.lead_to_opp, row.lead_to_opp_plan]
    rates = [*counts, row.win_rate, row.win_rate_plan]
    return [
        row.name,
        row.currency,
        *(to_major(amount, row.currency) for amount in money),
        *("" if rate is None else round(rate, 6) for rate in rates),
        *(row.verdict, row.sureness.removeprefix(" · "), row.because, row.action),
    ]


def format_row_verdict(row: DiagnosisRow, by: Grouping) -> tuple[str, str]:
    """Return the verdict of a row and its colour token; without a target there is none to reach."""
    if not row.target and row.verdict.verdict is Verdict.ON_TARGET:
        return "No target", "waiting"
    tone = tone_of(row.verdict.verdict)
    if by is Grouping.REP:
        return format_row_label(row), tone
    return format_finding(row.verdict.verdict, row.verdict.levers), tone


def format_row_name(row: DiagnosisRow) -> str:
    """Return the name to show for a row: a month in words, anything else as it is."""
    if _MONTH.fullmatch(row.name):
        return format_period(FiscalCalendar().parse(row.name))
    return row.name


def _build_row(
    row: DiagnosisRow,
    effects: tuple[Effect, ...],
    currency: str,
    by: Grouping,
    *,
    is_unassigned: bool = False,
) -> RepRowView:
    funnel, (verdict, tone) = row.funnel, format_row_verdict(row, by)
    has_promise = row.has_commitment and funnel.leads_plan > 0
    view = RepRowView(
        key=row.name,
        name=format_row_name(row),
        currency=currency,
        target=row.target,
        actual=row.actual,
        attained=row.attained,
        gap=row.gap,
        selected_effect=sum(row.effects[e] for e in effects) if effects else row.gap,
        effects=row.effects,
        segments=_build_segments(row),
        leads=funnel.leads_actual,
        leads_plan=funnel.leads_plan if has_promise else None,
        lead_to_opp=funnel.lead_to_opp_rate,
        lead_to_opp_plan=funnel.lead_to_opp_plan,
        win_rate=funnel.win_rate,
        win_rate_plan=funnel.win_rate_plan,
        verdict=verdict,
        sureness=format_confidence(row),
        verdict_tone=tone,
        because=format_because(row, currency),
        action=(format_action if by is Grouping.REP else format_because)(row, currency),
        why=_format_why(row, currency),
        lead_to_opp_likely=format_likely(row, Effect.LEAD_TO_OPP, currency),
        win_rate_likely=format_likely(row, Effect.WIN_RATE, currency),
    )
    return _without_owner(view) if is_unassigned else view


def _without_owner(row: RepRowView) -> RepRowView:
    """Return the row of the leads that nobody owns, whose next step is always the same."""
    leads = format_plural(row.leads, "lead")
    return replace(
        row,
        verdict="No owner",
        sureness="",
        verdict_tone="waiting",
        because=f"{leads} belong to no rep." if row.leads != 1 else "1 lead belongs to no rep.",
        action=f"Assign {leads} to a rep" if row.leads else "",
        is_unassigned=True,
    )


def _build_segments(row: DiagnosisRow) -> tuple[SegmentView, ...]:
    sums = {effects: sum(row.effects[e] for e in effects) for effects in GROUPS.values()}
    return tuple(
        SegmentView(effects, amount, tone_of_effect(effects[0]), _share_of_luck(row, effects))
        for effects, amount in sums.items()
        if amount
    )


def _format_why(row: DiagnosisRow, currency: str) -> str:
    """Return each effect with its exact amount, a line each."""
    lines = [
        f"{EFFECT_LABELS[effect]}: "
        f"{format_money_exact(row.effects[effect], currency, signed=True)}"
        f"{_format_luck(share_of_luck(row, effect))}"
        for effect in _ORDERED
        if row.effects[effect]
    ]
    gap = f"Gap: {format_money_exact(row.gap, currency, signed=True)}"
    return "\n".join([*lines, gap])


def _share_of_luck(row: DiagnosisRow, effects: tuple[Effect, ...]) -> float:
    """Return the share of a group's sum that is likely luck, 0 to 1."""
    luck = sum(row.effects[effect] * share_of_luck(row, effect) for effect in effects)
    amount = sum(row.effects[effect] for effect in effects)
    return min(max(luck / amount, 0.0), 1.0) if amount else 0.0


def _format_luck(luck: float) -> str:
    """Return how much of an effect is likely luck, where any is."""
    share = format_percent(luck)
    return f" ({share} of it likely luck)" if share != "0%" else ""
