"""`cockpit backup` and `cockpit restore`: keep a copy of the store, and bring one back."""

from pathlib import Path
from typing import Annotated

import typer

from cockpit.cli.options import StoreOption, opened


def backup_command(
    file: Annotated[Path, typer.Argument(help="The file to make.")],
    *,
    store: StoreOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the file if it is there.")
    ] = False,
) -> None:
    """Copy the whole store to a file; the window may stay open."""
    from cockpit.services.backup import back_up_store

    with opened(store) as open_store:
        back_up_store(open_store, file, replace=replace)
        typer.echo(f"{open_store.location} is backed up in {file}.")


def restore_command(
    file: Annotated[Path, typer.Argument(help="A file that `cockpit backup` made.")],
    *,
    store: StoreOption = None,
) -> None:
    """Put a backup in the place of the store; what was there is kept beside it."""
    from cockpit.services.backup import restore_store

    kept, _ = restore_store(store, file)
    typer.echo(f"{file} is restored.")
    if kept is not None:
        typer.echo(f"What was there before is kept in {kept}.")
