"""What the plan adds up to, in words and rows."""

from dataclasses import dataclass

from cockpit.domain.fiscal import Period
from cockpit.domain.money import minor_digits
from cockpit.presenters.formatting import (
    format_count,
    format_list,
    format_money_exact,
    format_money_short,
    format_percent,
    format_period,
    format_plural,
)
from cockpit.presenters.text import Span
from cockpit.services.plan import FundingResult, FundingRow, MissingRate

_FIELD_WORDS = {
    "lead_to_opp": "lead → opportunity rate",
    "win_rate": "win rate",
    "deal_size": "deal size",
}
_SHOWN = 2


@dataclass(frozen=True, slots=True)
class FundingRowView:
    """One rep's funding as text, with exact figures for the tooltip.

    Args:
        rep: Name.
        leads: Leads committed in the period.
        from_leads, carried_in, self_sourced: What the plan is made of.
        adds_up_to, target, unfunded: Its sum, against what, and the difference.
        share: Sum over target; `None` without a target.
        status: In a word or two; `tone` is its colour.
        tip: The sum with exact amounts, and what is missing.
    """

    rep: str
    leads: str
    from_leads: str
    carried_in: str
    self_sourced: str
    adds_up_to: str
    target: str
    unfunded: str
    share: float | None
    status: str
    tone: str
    tip: str


def build_funding_row(row: FundingRow, currency: str) -> FundingRowView:
    """Return a rep's funding as text."""
    status, tone = _judge(row)
    money = [
        format_money_short(amount, currency)
        for amount in (row.from_leads, row.carried_in, row.self_sourced, row.adds_up_to)
    ]
    return FundingRowView(
        rep=row.rep,
        leads=format_count(row.leads),
        from_leads=money[0],
        carried_in=money[1],
        self_sourced=money[2],
        adds_up_to=money[3],
        target=format_money_short(row.target, currency),
        unfunded=format_money_short(row.unfunded, currency, signed=True) if row.target else "",
        share=row.adds_up_to / row.target if row.target else None,
        status=status,
        tone=tone,
        tip=_explain(row, currency),
    )


def build_headline(funding: FundingResult, period: Period, currency: str) -> tuple[Span, ...]:
    """Return the sentence that says whether the plan adds up."""
    name = format_period(period)
    total, target = _tell_apart(funding.adds_up_to, funding.target, currency)
    if not funding.target:
        return (
            Span(f"No targets for {name} yet.", strong=True),
            Span(f" The plan brings {total}."),
        )
    rest = format_money_short(abs(funding.unfunded), currency)
    if funding.unfunded < 0:
        return (
            Span(f"The plan adds up to {total} of the {target} target: ", strong=True),
            Span(f"{rest} is not funded", "planning", strong=True),
            Span(" by leads × rates."),
        )
    spans = [
        Span(f"The plan adds up to {total} for a target of {target}: ", strong=True),
        Span(f"{rest} more than it takes" if funding.unfunded else "exactly what it takes", "good"),
    ]
    short = sum(row.unfunded < 0 for row in funding.rows if row.target)
    if short:
        spans.append(Span(f", but {format_plural(short, 'rep')} not funded", "planning"))
    return (*spans, Span("."))


def _tell_apart(one: int, other: int, currency: str) -> tuple[str, str]:
    """Return two amounts short, or in whole units where the short forms would look alike."""
    short = format_money_short(one, currency), format_money_short(other, currency)
    if one == other or short[0] != short[1]:
        return short
    unit = 10 ** minor_digits(currency)
    cents = f".{'0' * minor_digits(currency)}"
    whole = (format_money_exact(round(each / unit) * unit, currency) for each in (one, other))
    first, second = (text.removesuffix(cents) for text in whole)
    return first, second


def build_summary(funding: FundingResult, currency: str) -> tuple[Span, ...]:
    """Return what the sum is made of, how many reps are not funded and which rates are missing."""
    parts = [
        ("leads of the period", sum(row.from_leads for row in funding.rows)),
        ("carried in from earlier", sum(row.carried_in for row in funding.rows)),
        ("self-sourced", sum(row.self_sourced for row in funding.rows)),
    ]
    spans: list[Span] = []
    for words, amount in parts:
        gap = " · " if spans else ""
        spans += [Span(gap), Span(format_money_short(amount, currency), strong=True)]
        spans.append(Span(f" {words}"))
    with_target = [row for row in funding.rows if row.target]
    short = sum(row.unfunded < 0 for row in with_target)
    if with_target and funding.unfunded < 0:
        spans.append(Span(f" · {short} of {format_plural(len(with_target), 'rep')} not funded"))
    for sentence in build_missing(funding.missing)[:_SHOWN]:
        spans.append(Span(f" · {sentence}", "bad"))
    return tuple(spans)


def build_missing(missing: tuple[MissingRate, ...]) -> tuple[str, ...]:
    """Return what is missing, per rate and source: `no win rate for Webinar (3 reps)`."""
    by_rate: dict[tuple[str, str | None], list[str]] = {}
    for gap in missing:
        by_rate.setdefault((gap.field, gap.source), []).append(gap.rep or "nobody")
    return tuple(
        f"no {_FIELD_WORDS[field]} for {source or 'leads without a source'} "
        f"({reps[0] if len(reps) == 1 else format_plural(len(reps), 'rep')})"
        for (field, source), reps in by_rate.items()
    )


def _judge(row: FundingRow) -> tuple[str, str]:
    """Return a rep's status and its tone."""
    if row.missing:
        words = dict.fromkeys(
            _FIELD_WORDS[gap.field].replace("opportunity", "opp") for gap in row.missing
        )
        return f"No {format_list(list(words))}", "bad"
    if not row.target:
        return ("No target", "waiting") if row.leads else ("", "waiting")
    if row.unfunded >= 0:
        return "Funded", "good"
    return ("Not funded", "planning") if row.leads else ("No leads", "marketing")


def _explain(row: FundingRow, currency: str) -> str:
    """Return the sum with exact amounts, one part a line."""
    carried = "pipeline really carried in" if row.is_carried_real else "leads promised earlier"
    leads = format_plural(round(row.leads), "lead")
    lines = [
        f"{leads} of the period × rates × size: {format_money_exact(row.from_leads, currency)}",
        f"+ {carried}, landing in the period: {format_money_exact(row.carried_in, currency)}",
        f"+ self-sourced: {format_money_exact(row.self_sourced, currency)}",
        f"− target: {format_money_exact(row.target, currency)}",
        f"= {format_money_exact(row.unfunded, currency, signed=True)}",
    ]
    if row.target:
        lines[-1] += f" ({format_percent(row.adds_up_to / row.target)} of the target is funded)"
    lines += [f"Counted as 0: {sentence}." for sentence in build_missing(row.missing)]
    return "\n".join(lines)
