"""Previews written by hand, as importing would give them."""

from dataclasses import replace
from typing import Any

from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind
from cockpit.presenters.import_preview import FileView, build_file_view
from cockpit.services.importing import ColumnPreview, FileMapping, FilePreview


def make_preview(
    name: str,
    kind: FileKind | None = FileKind.OPPORTUNITIES,
    columns: dict[str, tuple[str, ...]] | tuple[ColumnPreview, ...] | None = None,
    **parts: Any,
) -> FilePreview:
    """Return the preview of a file that can be imported as it is."""
    if columns is None:
        columns = {"Id": ("opportunity_id",), "Owner": ("rep",)}
    if isinstance(columns, dict):
        columns = tuple(
            ColumnPreview(header, ("a", "b"), ours, guessed=False)
            for header, ours in columns.items()
        )
    preview = FilePreview(
        key=f"/exports/{name}",
        file=name,
        kind=kind,
        recognised_as="salesforce",
        columns=columns,
        rows=(("a",) * len(columns), ("b",) * len(columns)),
        mapping=FileMapping(kind=kind),
        signature=name,
        missing=(),
        problem=None,
        account=FileAccount(name, kind, "salesforce", rows=2, added=2) if kind else None,
    )
    return replace(preview, **parts)


def make_file(name: str, *arguments: Any, **parts: Any) -> FileView:
    """Return the same as the dialog shows it."""
    preview = make_preview(name, *arguments, **parts)
    return build_file_view(preview, is_recalled=False, is_edited=False)
