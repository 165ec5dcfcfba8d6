"""What a command asks to import, and the tables that this comes to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.imports import FileOrigin
from cockpit.domain.records import FileKind
from cockpit.intake.layouts import Layout
from cockpit.intake.mapping import FileMapping, parse_mapping
from cockpit.intake.opening import open_tables
from cockpit.intake.proposals import sign_header
from cockpit.intake.recognition import applies, recognise
from cockpit.intake.tables import Table
from cockpit.store.opening import Store
from cockpit.store.queries import load_mapping


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import.

    Args:
        paths: CSV files and workbooks; a workbook's sheets are files of their own.
        kind: What the rows of every file are; `None` recognises it from the columns.
        dialect: A name in `DIALECTS`, or "auto" to recognise it.
        mapping: How foreign columns and words become ours, for every file.
        mappings: The same for single files, by `FilePreview.key`; wins over `mapping`.
        dialects: Dialects of single files, by `FilePreview.key`; wins over `dialect`.
        dates: Order of the dates that neither a file nor its mapping settles: "dmy", "mdy", or
            "auto" to ask.
        answers: What the user said to what the files leave open.
        opportunities_are_leads: Each opportunity also counts as a lead that became it at once.
        dry_run: Account for every row and change nothing.
        deleted: Ids of records that a live CRM says it has deleted; they are marked as gone.
    """

    paths: tuple[Path, ...]
    kind: FileKind | None = None
    dialect: str = "auto"
    mapping: FileMapping | None = None
    mappings: Mapping[str, FileMapping] = field(default_factory=dict)
    dialects: Mapping[str, str] = field(default_factory=dict)
    dates: str = "auto"
    answers: ImportAnswers = field(default_factory=ImportAnswers)
    opportunities_are_leads: bool = False
    dry_run: bool = False
    deleted: Mapping[FileKind, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a command and how it is read.

    Args:
        table: The table.
        layout: How it is read.
        digest: Hash of the file's bytes.
        findings: What is wrong around it, such as sheets of the workbook that were not read.
    """

    table: Table
    layout: Layout
    digest: str
    findings: tuple[str, ...] = ()

    @property
    def origin(self) -> FileOrigin:
        """Return where the file is, so that its rejected rows can be read again."""
        return FileOrigin(str(self.table.path.absolute()), self.digest)


def recognise_all(store: Store, request: ImportRequest) -> list[Part]:
    """Open every file and tell how its tables are read.

    Raises:
        UsageError: A file cannot be read or recognised, no file fits the mapping, or two sheets
            of a workbook hold the same.
    """
    if not request.paths and not request.deleted:
        raise UsageError("There is nothing to import: name one or more files.")
    parts: list[Part] = []
    mapping_fits = request.mapping is None
    for path in dict.fromkeys(request.paths):
        tables = open_tables(path)
        layouts: list[tuple[Table, Layout]] = []
        unread: list[str] = []
        for table in tables:
            mapping = find_mapping(store, request, table)
            mapping_fits |= mapping is not None and mapping is request.mapping
            try:
                layout = recognise(table, request.kind, find_dialect(request, table), mapping)
            except UsageError:
                if len(tables) == 1:
                    raise
                unread.append(table.name)
            else:
                layouts.append((table, replace(layout, dates=request.dates)))
        parts += _build_parts(path, layouts, unread)
    if not mapping_fits:
        raise UsageError("The mapping fits none of the files: none has a column that it names.")
    return parts


def _build_parts(path: Path, layouts: list[tuple[Table, Layout]], unread: list[str]) -> list[Part]:
    """Return the parts of one file, of which each kind may be there once.

    Raises:
        UsageError: No sheet of a workbook is one of ours, or two hold the same.
    """
    if not layouts:
        raise UsageError(f"{path.name}: no sheet is one of our files: {', '.join(unread)}.")
    seen: dict[FileKind, Table] = {}
    for table, layout in layouts:
        if layout.kind in seen:
            first = seen[layout.kind].name
            raise UsageError(
                f"{first} and {table.name} both hold {layout.kind}: leave one of them out."
            )
        seen[layout.kind] = table
    digest = compute_digest(path)
    findings = tuple(f"{name} is not one of our files; not read" for name in unread)
    return [
        Part(table, layout, digest, findings if index == 0 else ())
        for index, (table, layout) in enumerate(layouts)
    ]


def compute_digest(path: Path) -> str:
    """Return a hash of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_dialect(request: ImportRequest, table: Table) -> str:
    """Return the dialect of a table as far as the user said it: its own, or the command's."""
    return request.dialects.get(table.key, request.dialect)


def find_mapping(store: Store, request: ImportRequest, table: Table) -> FileMapping | None:
    """Return the mapping of a table: its own, the command's, or the one kept for its header."""
    if table.key in request.mappings:
        return request.mappings[table.key]
    mapping = request.mapping
    if mapping is not None:
        return mapping if applies(mapping, table) else None
    saved = load_mapping(store, sign_header(table))
    return None if saved is None else parse_mapping(saved.document)
