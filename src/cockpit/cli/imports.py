"""`cockpit imports` and `cockpit undo`: what was imported, what it changed, and taking it back."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.cli.options import JsonOption, StoreOption, opened
from cockpit.cli.printing import TextTable, build_console, print_json, print_table
from cockpit.domain.imports import ImportBatch
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind

if TYPE_CHECKING:
    from cockpit.domain.record_changes import ChangeKind, FieldChange, RecordChange, Value
    from cockpit.services import Store
    from cockpit.services.imports import UndoResult

_COUNTS = ("rows", "added", "updated", "unchanged", "rejected", "skipped", "vanished")


def imports_command(
    *,
    context: typer.Context,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """List everything that was imported or edited, newest first."""
    from cockpit.services.imports import load_history

    if context.invoked_subcommand is not None:
        if store is not None:
            os.environ["COCKPIT_STORE"] = store  # the command's own --store still wins
        context.default_map = {context.invoked_subcommand: {"as_json": as_json}}
        return
    with opened(store) as target:
        batches = load_history(target)
    if as_json:
        print_json({"imports": [_build_batch(batch) for batch in batches]})
    else:
        _print_batches(batches)


def imports_show_command(
    number: Annotated[int, typer.Argument(metavar="N", help="Number of the import.")],
    *,
    store: StoreOption = None,
    kind: Annotated[
        FileKind | None, typer.Option("--kind", help="Only the records of this kind.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=0, metavar="COUNT", help="Records of each kind to list.")
    ] = 50,
    as_json: JsonOption = False,
) -> None:
    """Show what an import or edit changed: which records, which fields, from what to what."""
    from cockpit.presenters.record_changes import format_settings
    from cockpit.services.imports import (
        count_changes,
        load_findings,
        load_setting_changes,
        name_reps,
    )

    with opened(store) as target:
        batch, _ = load_findings(target, number)
        known = () if kind else load_setting_changes(target, number)
        settings = format_settings(known, name_reps(target))
        counts = {
            each: count
            for each, count in count_changes(target, number).items()
            if kind in (None, each)
        }
        changes = [change for each in counts for change in _load_page(target, number, each, limit)]
    if as_json:
        print_json(
            {
                **_build_batch(batch),
                "counts": {each.value: dict(count) for each, count in counts.items()},
                "changes": [_build_change(change) for change in changes],
                "settings": list(settings),
            }
        )
    else:
        _print_changes(batch, counts, changes, settings)


def undo_command(
    *,
    store: StoreOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be undone and change nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Undo the last import: everything it wrote goes back to what it was before."""
    from cockpit.services.imports import undo_last_import

    with opened(store) as target:
        result = undo_last_import(target, dry_run=dry_run)
    if as_json:
        print_json(
            {
                "batch": result.batch.id,
                "command": result.batch.command,
                "dry_run": dry_run,
                "undone": [
                    {"kind": each.kind, "removed": each.removed, "restored": each.restored}
                    for each in result.undone
                ],
            }
        )
        return
    for line in _describe_undo(result, is_dry_run=dry_run):
        typer.echo(line)


def _load_page(
    target: "Store", number: int, kind: FileKind, limit: int
) -> tuple["RecordChange", ...]:
    from cockpit.services.imports import load_changed, load_changes

    keys = load_changed(target, number, kind).keys[:limit]
    return load_changes(target, number, kind, keys)


def _describe_undo(result: "UndoResult", *, is_dry_run: bool) -> Iterator[str]:
    """Yield what was undone, a line for each kind of record."""
    from cockpit.presenters.record_changes import format_records

    verb = "Would undo" if is_dry_run else "Undone:"
    yield f"{verb} import {result.batch.id}, “{result.batch.command}”."
    for each in result.undone:
        if each.removed:
            yield f"  {format_records(each.kind, each.removed)} removed"
        if each.restored:
            yield f"  {format_records(each.kind, each.restored)} as before"
    if not result.undone:
        yield "  names, users and answers as before"
    if is_dry_run:
        yield "Nothing was changed."


def _print_batches(batches: tuple[ImportBatch, ...]) -> None:
    if not batches:
        typer.echo("Nothing was imported yet.")
        return
    rows = [row for batch in batches for row in _build_rows(batch)]
    titles = ("number", "when", "what", "kind", *_COUNTS)
    table = TextTable(
        titles, rows, frozenset({2, 3}), parts=(range(4), (0, *range(4, len(titles))))
    )
    print_table(build_console(table), table)


def _build_rows(batch: ImportBatch) -> Iterator[tuple[str, ...]]:
    """Yield a row for each file of a batch, or one for an edit."""
    when = f"{batch.at:%Y-%m-%d %H:%M}"
    mark = "" if batch.undone_at is None else " (undone)"
    if not batch.accounts:
        yield (str(batch.id), when, f"{batch.command}{mark}", *[""] * (1 + len(_COUNTS)))
    for account in batch.accounts:
        counts = (f"{getattr(account, name):,}" for name in _COUNTS)
        yield (str(batch.id), when, f"{account.file}{mark}", account.kind.value, *counts)


def _print_changes(
    batch: ImportBatch,
    counts: "dict[FileKind, dict[ChangeKind, int]]",
    changes: "list[RecordChange]",
    settings: tuple[str, ...],
) -> None:
    from cockpit.presenters.record_changes import CHANGE_WORDS, format_counts, format_fields

    typer.echo(f"{batch.id}: {batch.command}, {batch.at:%Y-%m-%d %H:%M}")
    if batch.undone_at is not None:
        typer.echo(f"Undone {batch.undone_at:%Y-%m-%d %H:%M}: nothing of it is left.")
        return
    if not counts:
        typer.echo("It changed no record.")
    for line in settings:
        typer.echo(line)
    for kind, count in counts.items():
        typer.echo(f"{format_counts(kind, count)}.")
        listed = [change for change in changes if change.kind is kind]
        for change in listed:
            fields = format_fields(change)
            typer.echo(
                f"  {change.record} {CHANGE_WORDS[change.change]}{': ' if fields else ''}{fields}"
            )
        left = sum(count.values()) - len(listed)
        if left:
            typer.echo(f"  … and {left:,} more (--limit lists them)")


def _build_batch(batch: ImportBatch) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "at": batch.at.isoformat(),
        "command": batch.command,
        "undone_at": None if batch.undone_at is None else batch.undone_at.isoformat(),
        "files": [_build_account(account) for account in batch.accounts],
    }


def _build_account(account: FileAccount) -> dict[str, Any]:
    return {
        "file": account.file,
        "kind": account.kind,
        "recognised_as": account.recognised_as,
        "explanation": account.explanation,
        "full": account.is_full,
        **{name: getattr(account, name) for name in _COUNTS},
    }


def _build_change(change: "RecordChange") -> dict[str, Any]:
    return {
        "record": change.record,
        "kind": change.kind,
        "change": change.change,
        "fields": [_build_field(field) for field in change.fields],
    }


def _build_field(change: "FieldChange") -> dict[str, Any]:
    from cockpit.domain.money import Money

    amounts = [each for each in (change.after, change.before) if isinstance(each, Money)]
    currency = {"currency": amounts[0].currency} if amounts else {}
    return {
        "field": change.field,
        "before": _build_value(change.before),
        "after": _build_value(change.after),
        **currency,
    }


def _build_value(value: "Value") -> str | float | None:
    """Return a value as JSON has it; amounts in major units."""
    from datetime import datetime

    from cockpit.domain.money import Money, to_major
    from cockpit.domain.records import Outcome

    match value:
        case Money(minor, currency):
            return float(to_major(minor, currency))
        case Outcome():
            return value.name.lower()
        case datetime():
            return value.isoformat()
        case _:
            return value
