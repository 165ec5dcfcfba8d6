"""What an import changed in the answer, in words: the headline before and after, rep by rep."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cockpit.domain.money import to_major
from cockpit.domain.question import Grouping
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_date,
    format_list,
    format_money_exact,
    format_money_short,
    format_period,
    format_plural,
)
from cockpit.presenters.headline import build_headline
from cockpit.presenters.rep_rows import format_row_verdict
from cockpit.presenters.text import Span, format_plain
from cockpit.services.answer_change import Answer, AnswerChange, DiagnosisRow, RowChange

_NAMED = 3
"""Reps that a sentence names."""
_LISTED = 8
"""Lines that the terminal shows of reps."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of the team before and after; `change` is empty when it is the same."""

    label: str
    before: str
    after: str
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class RepChange:
    """A rep's gap and verdict before and after, each verdict with its tone.

    Args:
        name: The rep.
        gap_before, gap_after: Shortened, `—` where the rep was not there.
        change: By how much the gap changed, with its sign; empty when it did not.
        change_tone: `good`, `bad` or `muted`.
        change_minor: The same in minor units, to sort by.
        verdict_before, verdict_after: Label and tone.
        is_new_verdict: Whether the verdict is another one.
        exact: The change to the minor unit, for the tooltip.
    """

    name: str
    gap_before: str
    gap_after: str
    change: str
    change_tone: str
    change_minor: int
    verdict_before: tuple[str, str]
    verdict_after: tuple[str, str]
    is_new_verdict: bool
    exact: str


@dataclass(frozen=True, slots=True)
class AnswerChangeView:
    """What an import changed in the answer.

    Args:
        title: Which question, in words.
        summary: What changed, in one or two sentences.
        before: The headline before; none when there was no answer to the question.
        after: The headline now, or why there is none.
        figures: The team's figures.
        rows: Reps whose figures or verdict changed.
    """

    title: str
    summary: tuple[Span, ...]
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    figures: tuple[FigureChange, ...]
    rows: tuple[RepChange, ...]


def build_answer_change(change: AnswerChange) -> AnswerChangeView:
    """Return what an import changed in the answer to a question."""
    before, after = change.before, change.after
    is_first = not change.is_same_period or _is_blank(before)
    period = format_period(after.question.period)
    title = f"{period}, as of {format_date(after.question.as_of)}"
    if after.result is None:
        said = Span(f"There is no answer for {period} yet. {after.reason}")
        return AnswerChangeView(title, (said,), (), (), (), ())
    headline = build_headline(after.result.team, after.question, after.result.currency)
    if is_first:
        said = Span(f"This is the first answer for {period}.", strong=True)
        return AnswerChangeView(title, (said,), (), headline, (), ())
    return AnswerChangeView(
        title,
        _summarise(change),
        _build_before(before),
        headline,
        _build_figures(change),
        tuple(_build_row(row, after.result.currency) for row in change.rows),
    )


def format_change_lines(view: AnswerChangeView) -> tuple[str, ...]:
    """Return what changed as a few lines for the terminal."""
    lines = [f"What this changed ({view.title}): {format_plain(view.summary)}"]
    if view.after and format_plain(view.after) != format_plain(view.before):
        lines += [f"  before: {format_plain(view.before)}"] if view.before else []
        lines.append(f"  now: {format_plain(view.after)}")
    for row in view.rows[:_LISTED]:
        verdict = row.verdict_after[0]
        if row.is_new_verdict:
            verdict = f"{row.verdict_before[0]} → {verdict}"
        lines.append(f"  {row.name}: {row.gap_before} → {row.gap_after}, {verdict}")
    if len(view.rows) > _LISTED:
        lines.append(f"  … and {format_plural(len(view.rows) - _LISTED, 'more rep', 'more reps')}")
    return tuple(lines)


def build_change_document(change: AnswerChange) -> dict[str, Any]:
    """Return what changed as the document that `import --json` prints, money in major units."""
    question = change.after.question
    currency = change.after.result.currency if change.after.result else ""
    return {
        "period": question.period.label,
        "as_of": question.as_of.isoformat(),
        "before": _build_answer(change.before) if change.is_same_period else None,
        "after": _build_answer(change.after),
        "reps": [
            {
                "rep": row.name,
                "gap": [_major(row.before, currency), _major(row.after, currency)],
                "verdict": [
                    each.verdict.verdict.value if each else None for each in (row.before, row.after)
                ],
            }
            for row in change.rows
        ],
    }


def _build_answer(answer: Answer) -> dict[str, Any] | None:
    if answer.result is None:
        return None
    team, currency = answer.result.team, answer.result.currency
    headline = build_headline(team, answer.question, currency)
    return {
        "as_of": answer.question.as_of.isoformat(),
        "target": float(to_major(team.target, currency)),
        "actual": float(to_major(team.actual, currency)),
        "gap": float(to_major(team.gap, currency)),
        "headline": format_plain(headline),
    }


def _major(row: DiagnosisRow | None, currency: str) -> float | None:
    return None if row is None or not currency else float(to_major(row.gap, currency))


def _is_blank(answer: Answer) -> bool:
    """Return whether nothing was known: no answer, or one without a single figure."""
    if answer.result is None:
        return True
    rows = (answer.result.team, *answer.result.rows)
    return not any(r.target or r.actual or r.funnel.leads_actual for r in rows)


def _build_before(answer: Answer) -> tuple[Span, ...]:
    if answer.result is None:
        return (Span(answer.reason),)
    return build_headline(answer.result.team, answer.question, answer.result.currency)


def _summarise(change: AnswerChange) -> tuple[Span, ...]:
    """Return what changed in the gap, in the verdicts, and in the day that is asked about."""
    before, after = change.before, change.after
    if before.result is None or after.result is None:
        return ()
    old, new, currency = before.result.team, after.result.team, after.result.currency
    period = format_period(after.question.period)
    spans: list[Span] = []
    if old.gap == new.gap and not change.rows:
        spans.append(Span(f"The answer for {period} is as it was.", strong=True))
    elif old.gap == new.gap:
        gap = format_money_short(new.gap, currency)
        spans.append(Span(f"The gap for {period} is still {gap}.", strong=True))
    else:
        was, now = (format_money_short(row.gap, currency) for row in (old, new))
        spans.append(Span(f"The gap for {period} went from {was} to {now}", strong=True))
        spans.append(Span(f": {_tell_why(old, new, currency)}."))
    if change.rows:
        spans.append(Span(f" {_tell_verdicts(change.rows)}"))
    if before.question.as_of != after.question.as_of:
        now, was = (format_date(each.question.as_of) for each in (after, before))
        moved = f" Asked as of {now}, the last day on record (before: {was})."
        spans.append(Span(moved, "muted"))
    return tuple(spans)


def _tell_why(old: DiagnosisRow, new: DiagnosisRow, currency: str) -> str:
    """Return "$45k more revenue, and a target $10k higher"."""
    reasons = []
    for title, by in (("revenue", new.actual - old.actual), ("target", new.target - old.target)):
        if by and title == "revenue":
            word = "more" if by > 0 else "less"
            reasons.append(f"{format_money_short(abs(by), currency)} {word} revenue")
        elif by:
            word = "higher" if by > 0 else "lower"
            reasons.append(f"a target {format_money_short(abs(by), currency)} {word}")
    return format_list(reasons)


def _tell_verdicts(rows: tuple[RowChange, ...]) -> str:
    names = [row.name for row in rows if row.has_new_verdict]
    if not names:
        return "No verdict changed."
    if len(names) <= _NAMED:
        return f"{format_list(names)} {'has' if len(names) == 1 else 'have'} another verdict."
    return f"{format_plural(len(names), 'rep')} have another verdict."


def _build_figures(change: AnswerChange) -> tuple[FigureChange, ...]:
    if change.before.result is None or change.after.result is None:
        return ()
    old, new = change.before.result.team, change.after.result.team
    currency = change.after.result.currency

    def money(minor: int) -> str:
        return format_money_short(minor, currency)

    return (
        _build_figure("Target", old.target, new.target, money, is_better=None),
        _build_figure("Revenue", old.actual, new.actual, money, is_better=True),
        _build_figure("Gap", old.gap, new.gap, money, is_better=True),
        _build_figure(
            "Leads", old.funnel.leads_actual, new.funnel.leads_actual, format_count, is_better=None
        ),
        _build_figure(
            "Deals won", old.funnel.wins_actual, new.funnel.wins_actual, format_count,
            is_better=True,
        ),
    )  # fmt: skip


def _build_figure(
    label: str, old: int, new: int, write: Callable[[int], str], *, is_better: bool | None
) -> FigureChange:
    """Return a figure before and after; more of it is better, or neither good nor bad."""
    by = new - old
    tone = "muted" if is_better is None or not by else "good" if by > 0 else "bad"
    change = f"{'+' if by > 0 else ''}{write(by)}" if by else ""
    return FigureChange(label, write(old), write(new), change, tone)


def _build_row(row: RowChange, currency: str) -> RepChange:
    by = row.gap
    return RepChange(
        name=row.name,
        gap_before=_format_gap(row.before, currency),
        gap_after=_format_gap(row.after, currency),
        change=format_money_short(by, currency, signed=True) if by else "",
        change_tone="muted" if not by else "good" if by > 0 else "bad",
        change_minor=by,
        verdict_before=_format_verdict(row.before),
        verdict_after=_format_verdict(row.after),
        is_new_verdict=row.has_new_verdict,
        exact=format_money_exact(by, currency, signed=True),
    )


def _format_gap(row: DiagnosisRow | None, currency: str) -> str:
    return UNKNOWN if row is None else format_money_short(row.gap, currency, signed=True)


def _format_verdict(row: DiagnosisRow | None) -> tuple[str, str]:
    return (UNKNOWN, "waiting") if row is None else format_row_verdict(row, Grouping.REP)
