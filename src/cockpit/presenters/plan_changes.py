"""What saving the plan will change, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from cockpit.domain.plan import ASSUMPTION_FIELDS, Commitment, Learned, Plan, Target
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_money_exact,
    format_percent,
    format_period_label,
    format_plural,
)
from cockpit.services.plan import PlanEdits, PlanRecord, key_of

FIELD_WORDS = {
    "lead_to_opp": "lead → opportunity",
    "win_rate": "win rate",
    "deal_size": "deal size",
    "lead_to_opp_days": "days lead → opportunity",
    "opp_to_win_days": "days to win",
    "opp_to_loss_days": "days to loss",
    "self_sourced_opps": "self-sourced opportunities",
}
"""What each assumption is, in words."""
RATE_FIELDS = {"lead_to_opp", "win_rate"}


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One number that saving will change: what it is, as it is saved, as it will be."""

    what: str
    before: str
    after: str


def build_changes(edits: PlanEdits, currency: str) -> tuple[ChangeView, ...]:
    """Return one row per number that differs, targets first."""
    before = {key_of(record): record for record in _records(edits.removed)}
    after = {key_of(record): record for record in _records(edits.added)}
    return tuple(
        ChangeView(what, old.get(what, UNKNOWN), new.get(what, UNKNOWN))
        for key in dict.fromkeys([*after, *before])
        for old, new in [(_numbers(before.get(key), currency), _numbers(after.get(key), currency))]
        for what in dict.fromkeys([*new, *old])
        if old.get(what) != new.get(what)
    )


def count_changes(edits: PlanEdits) -> str:
    """Return `3 unsaved changes: 2 targets, 1 commitment`, or nothing."""
    counts = {
        word: len({key_of(record) for record in (*removed, *added)})
        for word, removed, added in (
            ("target", edits.removed.targets, edits.added.targets),
            ("commitment", edits.removed.commitments, edits.added.commitments),
            ("assumption", edits.removed.assumptions, edits.added.assumptions),
        )
    }
    total = sum(counts.values())
    parts = ", ".join(format_plural(count, word) for word, count in counts.items() if count)
    return f"{format_plural(total, 'unsaved change')}: {parts}" if total else ""


def _records(plan: Plan) -> Iterator[PlanRecord]:
    yield from plan.targets
    yield from plan.commitments
    yield from plan.assumptions


def _numbers(record: PlanRecord | None, currency: str) -> dict[str, str]:
    """Return the numbers of a record as text, by what they are."""
    if record is None:
        return {}
    if isinstance(record, Target):
        what = f"{record.rep}: target {format_period_label(record.period)}"
        return {what: format_money_exact(record.revenue, currency)}
    if isinstance(record, Commitment):
        period = format_period_label(record.period)
        what = f"{record.rep}: leads {period}, {record.source or 'any source'}"
        return {what: format_count(record.leads)}
    when = format_period_label(record.period) if record.period else None
    names = [name for name in (record.rep, record.source, when) if name]
    who = " · ".join(names) or "Everybody"
    return {
        f"{who}: {FIELD_WORDS[field]}": _format(field, getattr(record, field), currency)
        for field in ASSUMPTION_FIELDS
        if getattr(record, field) is not None
    }


def _format(field: str, value: float | Learned, currency: str) -> str:
    """Return a value of an assumption as text."""
    if isinstance(value, Learned):
        return str(value)
    if field == "deal_size":
        return format_money_exact(value, currency)
    return format_percent(value, 1) if field in RATE_FIELDS else format_count(value)
