"""`cockpit plan show`, `export`, `lock` and `amend`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.options import (
    AsOfOption,
    JsonOption,
    PeriodOption,
    StoreOption,
    opened,
    parse_day,
)
from cockpit.cli.printing import TextTable, build_console, print_json, print_table

if TYPE_CHECKING:
    from cockpit.presenters.plan_document import PlanDocument

FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Targets, commitments or assumptions.")
]
ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why the plan changes; it is kept.")
]
OutOption = Annotated[
    Path, typer.Option("--out", metavar="FOLDER|FILE.xlsx", help="Where to write the plain files.")
]


def plan_show_command(
    *,
    period: PeriodOption,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show targets, and whether leads × rates pay for them; with a day, as promised by then."""
    from cockpit.presenters.plan_document import load_document

    known_on = None if as_of is None else parse_day(as_of)
    with opened(store) as opened_store:
        document = load_document(opened_store, period, known_on)
    if as_json:
        print_json(document.as_json())
        return
    _print_document(document)


def plan_export_command(*, period: PeriodOption, out: OutOption, store: StoreOption = None) -> None:
    """Write targets, commitments and assumptions as plain files; importing them changes nothing."""
    from cockpit.services.plan_files import export_plan
    from cockpit.services.team import load_team

    with opened(store) as opened_store:
        chosen = load_team(opened_store).calendar.parse(period)
        for path in export_plan(opened_store, chosen, out):
            typer.echo(str(path))


def plan_lock_command(
    *, period: PeriodOption, store: StoreOption = None, as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Freeze a period's plan and its learned delays; after that only amendments change it."""
    from cockpit.presenters.plan_lock import build_lock_document, format_frozen
    from cockpit.services.plan_lock import lock_plan
    from cockpit.services.team import load_team

    day = None if as_of is None else parse_day(as_of)
    with opened(store) as opened_store:
        chosen = load_team(opened_store).calendar.parse(period)
        frozen = lock_plan(opened_store, chosen, day, parse_day(None))
    if as_json:
        print_json(build_lock_document(frozen))
    else:
        typer.echo(format_frozen(frozen))


def plan_amend_command(
    files: FilesArgument, *, period: PeriodOption, reason: ReasonOption, store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Change a locked plan by plan files, with a reason; every row is kept before and after."""
    from cockpit.presenters.plan_lock import build_amendment, format_amendment
    from cockpit.services.plan_amend import amend_plan, read_amendment
    from cockpit.services.team import load_team

    with opened(store) as opened_store:
        chosen = load_team(opened_store).calendar.parse(period)
        edits = read_amendment(opened_store, files)
        amendment = amend_plan(opened_store, chosen, edits, reason)
    if as_json:
        print_json({"period": chosen.label, **build_amendment(amendment)})
    else:
        typer.echo(format_amendment(amendment))


def _print_document(document: "PlanDocument") -> None:
    """Print the plan as a table with its sentence above and what is missing below."""
    table = TextTable(
        titles=document.titles,
        rows=document.rows,
        words=frozenset({0, 8}),
        parts=((0, 1, 6, 7, 8), (0, 2, 3, 4, 5)),
    )
    console = build_console(table)
    console.print(document.headline)
    console.print(document.summary, style="dim")
    console.print(document.state, style="dim")
    if document.known:
        console.print(document.known, style="dim")
    print_table(console, table)
