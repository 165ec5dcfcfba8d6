"""`cockpit plan show` and `cockpit plan export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.options import JsonOption, PeriodOption, StoreOption, opened

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
        import json

        typer.echo(json.dumps(document.as_json(), ensure_ascii=False, indent=2))
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
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    console.print(document.headline)
    console.print(document.summary, style="dim")
    table = Table(box=None, pad_edge=False)
    for title in document.titles:
        is_text = title in {"Rep", "Status"}
        table.add_column(title, justify="left" if is_text else "right", no_wrap=title == "Rep")
    for row in document.rows:
        table.add_row(*row)
    console.print(table)
