"""The rejected rows of an import, saved to be corrected and imported again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cockpit.presenters.formatting import format_count, format_list, format_plural
from cockpit.presenters.workspace import Workspace
from cockpit.services.rejected import (
    RejectedTable,
    SavedRows,
    load_rejected,
    propose_name,
    save_rejected,
)

__all__ = ["RejectedTable", "RejectedView", "ask_rejected", "build_rejected", "save_rows"]


@dataclass(frozen=True, slots=True)
class RejectedView:
    """Rejected rows that can be saved.

    Args:
        tables: What to save.
        file_name: The file to propose; empty where they come from several, which need a folder.
    """

    tables: tuple[RejectedTable, ...]
    file_name: str


def ask_rejected(workspace: Workspace, batch: int) -> RejectedView:
    """Return the rejected rows of an import; runs in the worker.

    Raises:
        UsageError: It is not known where its files were.
    """
    return build_rejected(load_rejected(workspace.store, batch))


def build_rejected(tables: tuple[RejectedTable, ...]) -> RejectedView:
    """Return how rejected rows are to be saved."""
    is_single = len({table.path for table in tables}) == 1
    return RejectedView(tables, propose_name(tables) if is_single else "")


def save_rows(view: RejectedView, target: Path) -> str:
    """Save rejected rows to a file or into a folder, and say where they are; runs in the worker.

    Raises:
        UsageError: A file has gone or has changed since, or the target cannot be written.
    """
    return format_saved(save_rejected(view.tables, target))


def format_saved(saved: Sequence[SavedRows]) -> str:
    """Return where the rows are, and how many could not be told any more."""
    rows = format_plural(sum(each.rows for each in saved), "rejected row")
    names = format_list([each.path.name for each in saved])
    unlisted = sum(each.unlisted for each in saved)
    rest = f"; {format_count(unlisted)} more are not known any more" if unlisted else ""
    return f"Saved {rows} in {names}: correct them there and import that file{rest}"
