"""`cockpit import`: files into the store, and an account of every row."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cockpit.cli.import_answers import (
    DatesOption,
    FullOption,
    RatesOption,
    RepsOption,
    SourcesOption,
    StagesOption,
    build_answers,
)
from cockpit.cli.options import JsonOption, StoreOption, opened, parse_day
from cockpit.cli.printing import print_json
from cockpit.domain.problems import Fate, FileAccount, Problem
from cockpit.domain.records import FileKind

if TYPE_CHECKING:
    from cockpit.services.importing import ImportResult

EXIT_FINDINGS = 1

_LISTED = 3
_LONGEST = 60
_COUNTS = ("rows", "added", "updated", "unchanged", "rejected", "skipped")

KindOption = Annotated[
    Literal[
        "auto",
        "targets",
        "commitments",
        "assumptions",
        "leads",
        "opportunities",
        "spend",
        "visitors",
        "meetings",
        "users",
    ],
    typer.Option("--as", help="What the rows are; auto recognises it from the columns."),
]
DialectOption = Annotated[
    Literal["auto", "plain", "salesforce", "hubspot", "pipedrive", "zoho", "odoo"],
    typer.Option("--from", help="Where the files come from; auto recognises it."),
]

MappingOption = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="M.toml", help="How foreign columns become ours."),
]
AsLeadsOption = Annotated[
    bool,
    typer.Option(
        "--opportunities-are-leads",
        help="Each opportunity also counts as a lead, assigned the day it was created.",
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Account for every row and change nothing.")
]
RejectedOption = Annotated[
    Path | None,
    typer.Option(
        "--rejected",
        metavar="FOLDER|FILE",
        help="Save the rejected rows as they are, with the reason behind each, to be "
        "corrected and imported.",
    ),
]


def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV files or workbooks.")],
    *,
    store: StoreOption = None,
    kind: KindOption = "auto",
    dialect: DialectOption = "auto",
    mapping: MappingOption = None,
    opportunities_are_leads: AsLeadsOption = False,
    stages: StagesOption = None,
    rates: RatesOption = None,
    reps: RepsOption = None,
    sources: SourcesOption = None,
    dates: DatesOption = "auto",
    full: FullOption = False,
    dry_run: DryRunOption = False,
    rejected: RejectedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import files into the store: all of them, or none."""
    from cockpit.cli.rejected import build_saved, show_saved
    from cockpit.presenters.answer_change import (
        build_answer_change,
        build_change_document,
        format_change_lines,
    )
    from cockpit.services.answer_change import prepare_comparison
    from cockpit.services.importing import ImportRequest, import_files, read_mapping
    from cockpit.services.rejected import save_rejected

    request = ImportRequest(
        paths=tuple(files),
        kind=None if kind == "auto" else FileKind(kind),
        dialect=dialect,
        mapping=None if mapping is None else read_mapping(mapping),
        dates=dates,
        answers=build_answers(stages=stages, rates=rates, reps=reps, sources=sources, full=full),
        opportunities_are_leads=opportunities_are_leads,
        dry_run=dry_run,
    )
    with opened(store) as target, shown_progress() as tell:
        compare = prepare_comparison(target, parse_day(None))
        result = import_files(target, request, tell)
        changed = None if result.batch is None else compare()
    saved = () if rejected is None else save_rejected(result.rejected, rejected)
    if as_json:
        told = {"changed": None if changed is None else build_change_document(changed)}
        print_json(build_document(result) | told | build_saved(saved))
    else:
        show_result(result, is_dry_run=dry_run)
        if changed is not None:
            typer.echo("\n".join(format_change_lines(build_answer_change(changed))))
        show_saved(saved, result.rejected)
    if any(has_findings(account) for account in result.files):
        raise typer.Exit(EXIT_FINDINGS)


def build_document(result: "ImportResult") -> dict[str, Any]:
    """Return a result as the document that `--json` prints."""
    return {
        "batch": result.batch,
        "files": [_build_account(account) for account in result.files],
    }


def _build_account(account: FileAccount) -> dict[str, Any]:
    return {
        "file": account.file,
        "kind": account.kind,
        "recognised_as": account.recognised_as,
        **{name: getattr(account, name) for name in _COUNTS},
        "vanished": account.vanished,
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "problem": problem.problem,
                "fate": problem.fate,
            }
            for problem in account.problems
        ],
    }


def has_findings(account: FileAccount) -> bool:
    """Return whether a file has rejected rows, or anything else worth a look."""
    return account.rejected > 0 or any(p.fate is not Fate.SKIPPED for p in account.problems)


@contextmanager
def shown_progress() -> Iterator[Callable[[float, str], None] | None]:
    """Show on stderr how far the import is; nothing when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("Importing …") as status:
        yield lambda fraction, text: status.update(Text(f"{text} … {fraction:.0%}"))


def show_result(result: "ImportResult", *, is_dry_run: bool) -> None:
    """Print where every row went, what was found, and the end of the story."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False, markup=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("file")
    table.add_column("kind")
    for name in _COUNTS:
        table.add_column(name, justify="right")
    for account in result.files:
        counts = [f"{getattr(account, name):,}" for name in _COUNTS]
        table.add_row(account.file, account.kind, *counts)
    console.print(table)
    for account in result.files:
        for line in _describe(account):
            console.print(line, soft_wrap=True)
    for account in result.files:
        for line in _list_problems(account):
            console.print(line, soft_wrap=True)
    console.print(_format_end(result.batch, is_dry_run=is_dry_run))


def _describe(account: FileAccount) -> Iterator[str]:
    """Yield how a file of a CRM was recognised, and what a full export lacks."""
    if account.recognised_as not in ("plain", "mapping") and account.explanation:
        yield f"{account.file}: {account.explanation}."
    if account.vanished:
        records = "1 record" if account.vanished == 1 else f"{account.vanished:,} records"
        yield f"{account.file} lacks {records} of earlier exports: marked as gone."


def _list_problems(account: FileAccount) -> Iterator[str]:
    """Yield the problems of a file in words, of each sort the first few."""
    sorts: dict[tuple[str | None, str, Fate], list[Problem]] = {}
    for problem in account.problems:
        sorts.setdefault((problem.column, problem.problem, problem.fate), []).append(problem)
    for alike in sorts.values():
        for problem in alike[:_LISTED]:
            yield format_problem(account.file, problem)
        if len(alike) > _LISTED:
            more, last = len(alike) - _LISTED, alike[-1]
            yield f"  … and {more:,} more like it, the last in row {last.row}; --json lists them."


def format_problem(file: str, problem: Problem) -> str:
    """Return a problem as one sentence that names file, row, column and value."""
    place = [file]
    if problem.row is not None:
        place.append(f"row {problem.row}")
    if problem.column is not None:
        place.append(f"column {problem.column}")
    value = "" if problem.value is None else f"{_shorten(problem.value)!r}: "
    text = problem.problem.removeprefix(f"{problem.value!r} is ").rstrip(".")
    return f"{', '.join(place)}: {value}{text} ({problem.fate})."


def _shorten(value: str) -> str:
    """Return a cell for a sentence; of a very long one its beginning."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


def _format_end(batch: int | None, *, is_dry_run: bool) -> str:
    if is_dry_run:
        return "Dry run: nothing was changed."
    return "Nothing new." if batch is None else f"Imported as batch {batch}."
