"""`cockpit plan show` and `cockpit plan export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.options import JsonOption, PeriodOption, StoreOption, opened
from cockpit.cli.printing import TextTable, build_console, print_json, print_table

if TYPE_CHECKING:
    from cockpit.presenters.plan_document import PlanDocument

OutOption = Annotated[
    Path, typer.Option("--out", metavar="FOLDER|FILE.xlsx", help="Where to write the plain files.")
]


def plan_show_command(
    *, period: PeriodOption, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Show targets, and whether leads × rates pay for them."""
    from cockpit.presenters.plan_document import load_document

    with opened(store) as opened_store:
        document = load_document(opened_store, period)
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
    print_table(console, table)
