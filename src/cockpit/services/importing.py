"""Import files into the store, or look at what an import would do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cockpit.domain.changes import Changes
from cockpit.domain.problems import FileAccount, Problem
from cockpit.domain.records import FileKind
from cockpit.intake.kinds import COLUMNS as COLUMNS
from cockpit.intake.kinds import Column as Column
from cockpit.intake.mapping import FileMapping as FileMapping
from cockpit.intake.mapping import parse_mapping as parse_mapping
from cockpit.intake.mapping import read_mapping as read_mapping

Progress = Callable[[float, str], None]
"""Told the fraction done and what is being done; may raise `CancelledError`."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import.

    Args:
        paths: CSV files and workbooks; a workbook's sheets are files of their own.
        kind: What the rows of every file are; `None` recognises it from the columns.
        dialect: "plain", or "auto" to recognise it.
        mapping: How foreign columns and words become ours, for every file.
        mappings: The same for single files, by `FilePreview.key`; wins over `mapping`.
        opportunities_are_leads: Each opportunity also counts as a lead that became it at once.
        dry_run: Account for every row and change nothing.
    """

    paths: tuple[Path, ...]
    kind: FileKind | None = None
    dialect: str = "auto"
    mapping: FileMapping | None = None
    mappings: Mapping[str, FileMapping] = field(default_factory=dict)
    opportunities_are_leads: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; `batch` is `None` when it changed nothing."""

    batch: int | None
    files: tuple[FileAccount, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column of a file and what it would be read as.

    Args:
        header: As the file spells it.
        samples: Its first filled cells.
        ours: Our columns that it would fill; empty when it would not be read.
        guessed: `ours` rests on a similar name, not on a mapping or the very name.
    """

    header: str
    samples: tuple[str, ...]
    ours: tuple[str, ...]
    guessed: bool


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file or a sheet holds and what importing it would do.

    Args:
        key: Names the file in `ImportRequest.mappings`.
        file: Its name for the user.
        kind: What the rows are, `None` when that cannot be told.
        recognised_as: The dialect, or "mapping".
        columns: The columns, in the order of the file.
        rows: The first rows, each as long as the header.
        mapping: What would be used; a proposal to change by hand and to save.
        signature: Names the header for saving the mapping.
        missing: Required columns that nothing fills.
        problem: Why the file cannot be imported as it is, or `None`.
        account: Where every row would go, `None` when it cannot be imported as it is.
    """

    key: str
    file: str
    kind: FileKind | None
    recognised_as: str
    columns: tuple[ColumnPreview, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: FileMapping
    signature: str
    missing: tuple[str, ...]
    problem: str | None
    account: FileAccount | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what an import would find in the rows."""
        return () if self.account is None else self.account.problems
