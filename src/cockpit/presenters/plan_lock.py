"""What locking a plan freezes, and what was amended since, in words."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from cockpit.domain.amendments import AmendedRow, Amendment
from cockpit.domain.money import to_major
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_date,
    format_money_short,
    format_percent,
    format_period,
    format_period_label,
    format_plural,
)
from cockpit.presenters.plan_changes import FIELD_WORDS, RATE_FIELDS
from cockpit.presenters.plan_funding import build_headline, build_missing
from cockpit.presenters.plan_standing import build_delays, tell_delays
from cockpit.presenters.text import Span, format_plain
from cockpit.services.plan_lock import LockPreview

_PERIOD = re.compile(r"\d{4}(-(Q[1-4]|\d{2}))?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class LockView:
    """What locking a period freezes.

    Args:
        title: "Lock the plan of Q3 2026".
        headline: Whether the plan adds up.
        facts: What there is of each, with its label: targets, commitments, assumptions.
        curves: A sentence per step and one for the sources, and until when they were learned.
        warnings: What one should know before; empty when there is nothing.
        consequence: What cannot be done any more.
    """

    title: str
    headline: tuple[Span, ...]
    facts: tuple[tuple[str, str], ...]
    curves: tuple[str, ...]
    warnings: tuple[str, ...]
    consequence: str


@dataclass(frozen=True, slots=True)
class AmendedRowView:
    """A row that was amended: when, by whom, why, and what it said before and after."""

    at: datetime
    when: str
    by: str
    reason: str
    what: str
    before: str
    after: str


def build_lock_view(preview: LockPreview) -> LockView:
    """Return what locking a period would freeze, or froze."""
    plan, currency, funding = preview.plan, preview.currency, preview.funding
    total = sum(target.revenue for target in plan.targets)
    leads = sum(row.leads for row in funding.rows)
    until = format_date(preview.learned.until)
    used = (
        "The plan says “learned”, so what your own history says holds:"
        if preview.uses_learned
        else "The plan says itself how long things take. What your own history says is kept "
        "beside it, should an amendment ask for “learned”:"
    )
    return LockView(
        title=f"Lock the plan of {format_period(preview.period)}",
        headline=build_headline(funding, preview.period, currency),
        facts=(
            (
                "Targets",
                f"{format_plural(len(plan.targets), 'row')}, {format_money_short(total, currency)}",
            ),
            (
                "Commitments",
                f"{format_plural(len(plan.commitments), 'row')}, {format_count(leads)} leads",
            ),
            ("Assumptions", format_plural(len(plan.assumptions), "row")),
            ("History", f"known until {until}"),
        ),
        curves=(used, *tell_delays(preview.learned)),
        warnings=tuple(_warn(preview)),
        consequence=(
            f"Once locked, the plan of {format_period(preview.period)} changes only by an "
            "amendment, which asks for a reason and keeps what was there before. Imports that "
            "would change it have those rows rejected; a lock cannot be taken back."
        ),
    )


def build_amended_rows(amendments: tuple[Amendment, ...]) -> tuple[AmendedRowView, ...]:
    """Return every row that was amended, the latest first."""
    return tuple(
        AmendedRowView(
            at=amendment.at,
            when=format_date(amendment.at.date()),
            by=amendment.by,
            reason=amendment.reason,
            what=_tell_row(row),
            before=_list(row.before),
            after=_list(row.after),
        )
        for amendment in reversed(amendments)
        for row in amendment.rows
    )


def _tell_row(row: AmendedRow) -> str:
    """Return `Ada · Q3 FY26: target`."""
    parts = [
        format_period_label(part) if _PERIOD.fullmatch(part) else part for part in row.key if part
    ]
    return f"{' · '.join(parts) or 'Everybody'}: {row.part.removesuffix('s')}"


def _list(values: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(_tell_value(name, value) for name, value in values) or UNKNOWN


def _tell_value(name: str, value: str) -> str:
    """Return `90,000.00`; of an assumption, which of its numbers it is: `win rate 26%`."""
    words = FIELD_WORDS.get(name)
    if not _NUMBER.fullmatch(value):
        told = value
    elif name in RATE_FIELDS:
        told = format_percent(float(value), 1)
    else:
        told = f"{Decimal(value):,}"
    return told if words is None else f"{words} {told}"


def _name(row: AmendedRow) -> str:
    return " ".join(part for part in row.key if part) or "for all"


def _warn(preview: LockPreview) -> list[str]:
    funding, currency = preview.funding, preview.currency
    warnings = []
    short = [row for row in funding.rows if row.target and row.unfunded < 0]
    if short:
        amount = format_money_short(-sum(row.unfunded for row in short), currency)
        warnings.append(
            f"{amount} of the targets of {format_plural(len(short), 'rep')} is not funded by "
            "leads × rates."
        )
    warnings += [
        f"There is {sentence}: counted as 0." for sentence in build_missing(funding.missing)
    ]
    if preview.is_late:
        warnings.append(
            f"{format_period(preview.period)} has begun: the curves have seen its first days."
        )
    if preview.uses_learned and (lacking := preview.learned.lacking()):
        steps = " and ".join(delay.step.value.replace("_", " ") for delay in lacking)
        warnings.append(f"Too little history to learn {steps}: the plan's medians hold there.")
    return warnings


def build_lock_document(preview: LockPreview) -> dict[str, Any]:
    """Return what was frozen as plain values, amounts in major units."""
    funding, currency = preview.funding, preview.currency
    return {
        "period": preview.period.label,
        "currency": currency,
        "targets": len(preview.plan.targets),
        "commitments": len(preview.plan.commitments),
        "assumptions": len(preview.plan.assumptions),
        "target": float(to_major(funding.target, currency)),
        "adds_up_to": float(to_major(funding.adds_up_to, currency)),
        "unfunded_plan": float(to_major(funding.unfunded, currency)),
        "uses_learned": preview.uses_learned,
        **build_delays(preview.learned),
        "warnings": list(_warn(preview)),
    }


def format_frozen(preview: LockPreview) -> str:
    """Return what was frozen as lines for the terminal."""
    view = build_lock_view(preview)
    return "\n".join(
        [
            f"The plan of {format_period(preview.period)} is locked. {format_plain(view.headline)}",
            *(f"{label}: {text}" for label, text in view.facts),
            *view.curves,
            *(f"Note: {warning}" for warning in view.warnings),
        ]
    )


def format_amended_row(row: AmendedRow) -> str:
    """Return `targets Ada 2026-Q3: revenue 90000.00 → 80000.00`."""
    before, after = dict(row.before), dict(row.after)
    changes = ", ".join(
        f"{name} {before.get(name, UNKNOWN)} → {after.get(name, UNKNOWN)}"
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    )
    return f"{row.part} {_name(row)}: {changes}"


def format_amendment(amendment: Amendment) -> str:
    """Return who amended when and why, with a line per row."""
    lines = [f"{format_date(amendment.at.date())}, {amendment.by}: {amendment.reason}"]
    return "\n".join([*lines, *(f"  {format_amended_row(row)}" for row in amendment.rows)])


def build_amendment(amendment: Amendment) -> dict[str, Any]:
    """Return an amendment as plain values."""
    return {
        "at": amendment.at.isoformat(),
        "by": amendment.by,
        "reason": amendment.reason,
        "rows": [
            {
                "part": row.part,
                "key": list(row.key),
                "before": dict(row.before) or None,
                "after": dict(row.after) or None,
            }
            for row in amendment.rows
        ],
    }
