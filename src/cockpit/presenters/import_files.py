"""The files of an import as cards: what each was recognised as, and what links to what."""

from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.domain.records import FileKind
from cockpit.presenters.formatting import format_count, format_list, format_plural
from cockpit.presenters.import_draft import ImportDraft
from cockpit.presenters.import_preview import FileView
from cockpit.presenters.problems import ProblemLine
from cockpit.services.importing import FilePreview

DIALECT_LABELS = {
    "auto": "Recognised",
    "salesforce": "Salesforce",
    "hubspot": "HubSpot",
    "pipedrive": "Pipedrive",
    "zoho": "Zoho",
    "odoo": "Odoo",
    "plain": "Plain columns",
}
"""Where a file can come from, in the order offered."""

_NAMED = 3
"""Columns that are not imported, named on a card."""


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file as the first step shows it.

    Args:
        key: As `FilePreview.key`.
        name: Of the file.
        subtitle: What it was recognised as: "Salesforce report · opportunities · 14 of 16 columns
            known".
        rows: How many rows it holds, in words; "at least" while only the first were read.
        state: A short word with its tone.
        warnings: What concerns the file as a whole, what must be decided first.
        blocker: What must be decided, one of the warnings; or empty.
        kind: What its rows are, by name; empty while that is not known.
        dialect: What the user said where it comes from, or `auto`.
        is_unreadable: It can only be replaced or left out.
    """

    key: str
    name: str
    subtitle: str
    rows: str
    state: tuple[str, str]
    warnings: tuple[str, ...]
    blocker: str
    kind: str
    dialect: str
    is_unreadable: bool


def build_file_cards(
    files: Sequence[FileView], draft: ImportDraft, *, is_sample: bool
) -> tuple[FileCard, ...]:
    """Return a card for every file.

    Args:
        files: The files.
        draft: What the user said about them.
        is_sample: Only their first rows were read so far.
    """
    return tuple(
        FileCard(
            key=file.preview.key,
            name=file.title,
            subtitle="" if file.is_unreadable else _tell_recognised(file.preview),
            rows=_tell_rows(file.preview, is_sample=is_sample),
            state=file.state,
            warnings=tuple(_list_warnings(file)),
            blocker=file.blocker,
            kind=file.preview.kind.value if file.preview.kind else "",
            dialect=draft.dialects.get(file.preview.key, "auto"),
            is_unreadable=file.is_unreadable,
        )
        for file in files
    )


def describe_links(files: Sequence[FileView]) -> tuple[str, ...]:
    """Return what the files say about one another: "users.csv names the owners of leads.csv"."""
    said = []
    by_kind = {
        kind: [file for file in files if file.preview.kind is kind and file.preview.account]
        for kind in FileKind
    }
    leads, deals = by_kind[FileKind.LEADS], by_kind[FileKind.OPPORTUNITIES]
    owned = [f for f in (*leads, *deals) if _find_column(f, "rep").casefold().endswith("id")]
    for users in by_kind[FileKind.USERS]:
        alike = [f.title for f in owned if f.preview.recognised_as == users.preview.recognised_as]
        if alike:
            said.append(f"{users.title} names the owners of {format_list(alike)}.")
    for lead in leads:
        said += [
            f"{lead.title} and {deal.title} are linked by {header}."
            for deal in deals
            if (header := _find_link(lead, deal))
        ]
    return tuple(said)


def _find_link(lead: FileView, deal: FileView) -> str:
    """Return the header that leads from leads to opportunities or back; both need ids for it."""
    if not (_find_column(lead, "lead_id") and _find_column(deal, "opportunity_id")):
        return ""
    return _find_column(lead, "opportunity_ids") or _find_column(deal, "lead_id")


def _find_column(file: FileView, ours: str) -> str:
    """Return the header that fills one of our columns, empty where none does."""
    return next((line.header for line in file.columns if ours in line.ours), "")


def _tell_recognised(preview: FilePreview) -> str:
    """Return what a file was recognised as, its kind, and how many columns are read."""
    if preview.explanation and preview.recognised_as != "mapping":
        return preview.explanation
    if preview.kind is None:
        return format_plural(len(preview.columns), "column")
    read, all_columns = sum(bool(c.ours) for c in preview.columns), len(preview.columns)
    how = {"mapping": "Columns matched", "plain": "Plain file"}.get(
        preview.recognised_as, preview.recognised_as.capitalize()
    )
    return f"{how} · {preview.kind.value} · {read} of {all_columns} columns read"


def _tell_rows(preview: FilePreview, *, is_sample: bool) -> str:
    if preview.account is None:
        return ""
    rows = format_plural(preview.account.rows, "row")
    return f"the first {rows}" if is_sample else rows


def _list_warnings(file: FileView) -> list[str]:
    """Return what concerns the file as a whole, in sentences."""
    warnings = [file.blocker] if file.blocker else []
    unread = [line.column for line in file.problems if _is_unread(line)]
    about_file = [line for line in file.problems if line.row is None and not _is_unread(line)]
    warnings += [_tell_problem(line) for line in about_file]
    if unread:
        more = len(unread) - _NAMED
        rest = [f"{format_count(more)} more"] if more > 0 else []
        warnings.append(f"Not imported: {format_list(unread[:_NAMED] + rest)}.")
    return list(dict.fromkeys(warnings))


def _is_unread(line: ProblemLine) -> bool:
    """Return whether a finding says that nobody reads a column."""
    return line.row is None and bool(line.column) and line.problem.endswith("not read")


def _tell_problem(line: ProblemLine) -> str:
    """Return a finding about a whole file as a sentence."""
    text = f"{line.column}: {line.problem}" if line.column else line.problem
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."
