"""What a batch changed, in words: which record, which field, from what to what."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from cockpit.domain.money import Money
from cockpit.domain.record_changes import (
    ChangeKind,
    FieldChange,
    RecordChange,
    SettingChange,
    Value,
)
from cockpit.domain.records import FileKind, Outcome
from cockpit.presenters.formatting import (
    UNKNOWN,
    format_count,
    format_date,
    format_list,
    format_money_exact,
    format_plural,
)

CHANGE_WORDS = {
    ChangeKind.ADDED: "added",
    ChangeKind.UPDATED: "updated",
    ChangeKind.VANISHED: "gone from the CRM",
    ChangeKind.RETURNED: "back in the CRM",
    ChangeKind.REMOVED: "removed",
}

_NAMES = 6
"""New names that a sentence lists."""

RECORD_WORDS = {
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
    """Return what a field says: `$1,234.50`, `14 Sep 2026 09:30`, `won`, or a dash for nothing."""
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
    return UNKNOWN if value is None else value


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
    return format_plural(count, RECORD_WORDS[kind], _PLURALS.get(kind))


def format_settings(changes: Iterable[SettingChange], reps: Mapping[int, str]) -> tuple[str, ...]:
    """Return a sentence for what changed in names, users and remembered answers.

    Args:
        changes: Of one batch.
        reps: The reps of today by id.
    """
    added: dict[str, list[str]] = {}
    users = {ChangeKind.ADDED: 0, ChangeKind.UPDATED: 0}
    told: list[str] = []
    for each in changes:
        before, after = each.before or {}, each.after or {}
        if each.part in ("rep", "source") and not before:
            added.setdefault(each.part, []).append(str(after["name"]))
        elif each.part == "rep" and after and before["name"] != after["name"]:
            told.append(f"Rep {before['name']} is {after['name']}.")
        elif each.part == "rep_name" and before and after:
            told.append(f"{after['name']} is {reps.get(int(after['rep_id'] or 0), 'another rep')}.")
        elif each.part == "crm_user" and after:
            users[ChangeKind.UPDATED if before else ChangeKind.ADDED] += 1
        elif each.part == "stage_meaning" and after:
            meaning = Outcome(int(after["outcome"] or 0)).name.lower()
            told.append(f"Stage {after['stage']} means {meaning}.")
        elif each.part == "exchange_rate" and after:
            told.append(f"Rate of {after['currency']}: {after['rate']}.")
    names = (_format_added(part, sorted(found)) for part, found in added.items())
    counts = (f"{format_plural(n, 'user')} {kind.value}." for kind, n in users.items() if n)
    return (*names, *counts, *told)


def _format_added(part: str, names: list[str]) -> str:
    shown = names if len(names) <= _NAMES else [*names[:_NAMES], f"{len(names) - _NAMES} more"]
    return f"{format_plural(len(names), part)} added: {format_list(shown)}."
