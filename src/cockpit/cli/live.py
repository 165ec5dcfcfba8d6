"""`cockpit connect`, `disconnect` and `pull`: records from a live CRM."""

import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cockpit.cli.options import JsonOption, StoreOption, opened
from cockpit.cli.printing import print_json

if TYPE_CHECKING:
    from cockpit.services.live import PullResult

SystemArgument = Annotated[
    Literal["salesforce", "hubspot"], typer.Argument(help="Which CRM it is.", show_default=False)
]


def connect_command(
    system: SystemArgument,
    *,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="URL", help="Your Salesforce's own address."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Connect a CRM; its access token is asked for and kept in the system's keyring."""
    from cockpit.services.live import connect

    token = (
        typer.prompt("Access token", hide_input=True)
        if sys.stdin.isatty()
        else sys.stdin.readline()
    )
    with opened(store) as target:
        known = connect(target, system, address, token)
    typer.echo(f"Connected {known.system} at {known.address}. Next: cockpit pull {known.system}")


def disconnect_command(system: SystemArgument, *, store: StoreOption = None) -> None:
    """Forget a CRM and its token; what was imported stays."""
    from cockpit.services.live import disconnect

    with opened(store) as target:
        disconnect(target, system)
    typer.echo(f"Disconnected {system}; what was imported from it stays.")


def pull_command(
    system: SystemArgument,
    *,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything",
            help="Fetch all records, not only those changed since the last pull; what the CRM "
            "no longer has is marked as gone.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Account for every record and change nothing.")
    ] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Import what was changed in a connected CRM since the last pull: all of it, or nothing."""
    from cockpit.cli.import_ import EXIT_FINDINGS, has_findings, show_result, shown_progress
    from cockpit.services.live import pull

    with opened(store) as target, shown_progress() as tell:
        result = pull(target, system, everything=everything, dry_run=dry_run, progress=tell)
    if as_json:
        print_json(_build_document(result))
    elif result.imported is None:
        typer.echo(f"Nothing was changed in {system} since the last pull.")
    else:
        show_result(result.imported, is_dry_run=dry_run)
        if result.deleted:
            typer.echo(f"{system} had deleted {result.deleted:,} records; they are marked as gone.")
    if result.imported and any(has_findings(account) for account in result.imported.files):
        raise typer.Exit(EXIT_FINDINGS)


def _build_document(result: "PullResult") -> dict[str, Any]:
    from cockpit.cli.import_ import build_document

    known = result.connection
    empty: dict[str, Any] = {"batch": None, "files": []}
    return {
        "system": known.system,
        "address": known.address,
        "seen_until": None if known.seen_until is None else known.seen_until.isoformat(),
        "deleted": result.deleted,
        **(empty if result.imported is None else build_document(result.imported)),
    }
