"""What commands say of rejected rows: where they were saved, or how to save them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from cockpit.services.rejected import RejectedTable, SavedRows


def build_saved(saved: "Sequence[SavedRows]") -> dict[str, Any]:
    """Return the files that were written as a part of a JSON document; nothing without any."""
    if not saved:
        return {}
    return {"rejected_files": [{"file": str(each.path), "rows": each.rows} for each in saved]}


def show_saved(saved: "Sequence[SavedRows]", rejected: "Sequence[RejectedTable]") -> None:
    """Say where the rejected rows are, or how to get them."""
    for each in saved:
        rows = "1 rejected row" if each.rows == 1 else f"{each.rows:,} rejected rows"
        typer.echo(f"Saved {rows} in {each.path}: correct them there and import that file.")
        if each.unlisted:
            typer.echo(f"{each.unlisted:,} more are not known any more; import again for all.")
    if rejected and not saved:
        typer.echo("--rejected FOLDER saves the rejected rows, to be corrected and imported.")
