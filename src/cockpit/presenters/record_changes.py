"""What a batch changed, in words: which record, which field, from what to what."""

from datetime import datetime

from cockpit.domain.money import Money
from cockpit.domain.record_changes import ChangeKind, FieldChange, RecordChange, Value
from cockpit.domain.records import FileKind, Outcome
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_money_exact,
    format_plural,
)

NOTHING = "nothing"
"""What stands for a field in which nothing was, or is, given."""

CHANGE_WORDS = {
    ChangeKind.ADDED: "added",
    ChangeKind.UPDATED: "updated",
    ChangeKind.VANISHED: "gone from the CRM",
    ChangeKind.RETURNED: "back in the CRM",
    ChangeKind.REMOVED: "removed",
}

_RECORDS = {
    FileKind.TARGETS: "target",
    FileKind.COMMITMENTS: "commitment",
    FileKind.ASSUMPTIONS: "assumption",
    FileKind.LEADS: "lead",
    FileKind.OPPORTUNITIES: "opportunity",
    FileKind.SPEND: "month of spend",
    FileKind.VISITORS: "month of visitors",
    FileKind.MEETINGS: "meeting",
}
_PLURALS = {
    FileKind.OPPORTUNITIES: "opportunities",
    FileKind.SPEND: "months of spend",
    FileKind.VISITORS: "months of visitors",
}


def format_value(value: Value) -> str:
    """Return what a field says: `$1,234.50`, `14 Sep 2026 09:30`, `won`, or `nothing`."""
    match value:
        case Money(minor, currency):
            return format_money_exact(minor, currency)
        case Outcome():
            return value.name.lower()
        case datetime():
            return _format_moment(value)
        case int():
            return format_count(value)
        case float():
            return f"{value:,.6g}"
    return NOTHING if value is None else value


def _format_moment(moment: datetime) -> str:
    """Return a day, with the time where there is one."""
    is_day = not (moment.hour or moment.minute or moment.second)
    return format_date(moment.date()) + ("" if is_day else f"{moment: %H:%M}")


def format_field(change: FieldChange) -> str:
    """Return a change of a field in words: `amount: $10.00 → $12.50`."""
    name = change.field.removesuffix("_at").replace("_", " ")
    return f"{name}: {format_value(change.before)} → {format_value(change.after)}"


def format_fields(change: RecordChange) -> str:
    """Return all that changed in a record; of an added or removed one, what it said."""
    if change.change is ChangeKind.ADDED:
        said = [(each.field, each.after) for each in change.fields]
    elif change.change is ChangeKind.REMOVED:
        said = [(each.field, each.before) for each in change.fields]
    else:
        return ", ".join(map(format_field, change.fields))
    names = ((field.removesuffix("_at").replace("_", " "), value) for field, value in said)
    return ", ".join(f"{name}: {format_value(value)}" for name, value in names)


def format_counts(kind: FileKind, counts: dict[ChangeKind, int]) -> str:
    """Return how many records changed in which way: `1,204 leads added, 3 updated`."""
    parts: list[str] = []
    for change, count in counts.items():
        what = f"{count:,}" if parts else format_records(kind, count)
        parts.append(f"{what} {CHANGE_WORDS[change]}")
    return ", ".join(parts)


def format_records(kind: FileKind, count: int) -> str:
    """Return a number of records: `3 leads`."""
    return format_plural(count, _RECORDS[kind], _PLURALS.get(kind))
