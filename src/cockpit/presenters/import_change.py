"""What an import will change, in one picture: per file, and who and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.domain.problems import FileAccount
from cockpit.presenters.formatting import format_count, format_list, format_plural
from cockpit.presenters.import_counts import count_rows, format_counts
from cockpit.presenters.import_preview import KIND_LABELS, FileView
from cockpit.presenters.text import Span

_NAMED = 6
"""New names that are told; the rest are counted."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What becomes of the rows of one file.

    Args:
        name: Of the file.
        kind: What the rows are.
        counts: How many rows by fate, as `presenters.import_counts`.
        vanished: Records that the file, a full export, no longer holds.
        words: The counts in words.
    """

    name: str
    kind: str
    counts: dict[str, int]
    vanished: int
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What an import will change.

    Args:
        headline: In a sentence.
        files: File by file.
        totals: How many rows by fate.
        vanished: Records to be marked as gone.
        notes: New reps and sources by name, each a sentence.
    """

    headline: tuple[Span, ...]
    files: tuple[FileChange, ...]
    totals: dict[str, int]
    vanished: int
    notes: tuple[str, ...]


def build_change(files: Sequence[FileView], *, is_sample: bool = False) -> ChangeView:
    """Return what importing some files would change.

    Args:
        files: The files.
        is_sample: Only their first rows were read so far.
    """
    changes = tuple(
        build_file_change(file.preview.account) for file in files if file.preview.account
    )
    totals = count_rows([file.preview.account for file in files if file.preview.account])
    vanished = sum(change.vanished for change in changes)
    return ChangeView(
        _build_headline(totals, vanished, is_sample=is_sample),
        changes,
        totals,
        vanished,
        (
            *_tell_new("rep", [name for file in files for name in file.preview.new_reps]),
            *_tell_new("source", [name for file in files for name in file.preview.new_sources]),
        ),
    )


def build_file_change(account: FileAccount) -> FileChange:
    """Return where the rows of a file go, or went."""
    counts = count_rows([account])
    words = format_counts(counts)
    if account.vanished:
        gone = Span(f"{format_count(account.vanished)} vanished", strong=True)
        words = (*words, Span(" · ", "muted"), gone)
    return FileChange(account.file, KIND_LABELS[account.kind], counts, account.vanished, words)


def _build_headline(counts: dict[str, int], vanished: int, *, is_sample: bool) -> tuple[Span, ...]:
    if is_sample:
        return (Span("Reading the whole files… these are their first rows.", "muted"),)
    parts = []
    if counts["added"]:
        parts.append(f"{format_plural(counts['added'], 'row')} will be added")
    if counts["updated"]:
        parts.append(f"{format_count(counts['updated'])} updated")
    if vanished:
        parts.append(f"{format_plural(vanished, 'record')} marked as gone")
    if not parts:
        return (Span("Nothing will change: all of it is in the store already.", strong=True),)
    rest = f" {format_count(counts['rejected'])} cannot be used." if counts["rejected"] else ""
    return (Span(f"{format_list(parts)}.", strong=True), Span(rest, "bad"))


def _tell_new(role: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the new names of reps or of sources in a sentence; none where none are new."""
    names = tuple(dict.fromkeys(names))
    if not names:
        return ()
    more = len(names) - _NAMED
    shown = [*names[:_NAMED], *([f"{format_count(more)} more"] if more > 0 else [])]
    return (f"{format_plural(len(names), f'new {role}')}: {format_list(shown)}.",)
