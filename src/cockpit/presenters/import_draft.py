"""What the user has decided about an import so far: a frozen value, changed by making another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.records import FileKind
from cockpit.services.importing import FileMapping

__all__ = [
    "FileMapping",  # how a file is read, for whoever edits a draft
    "ImportDraft",
    "choose_kind",
    "choose_missing",
    "map_column",
    "set_constant",
    "translate_word",
]


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """Files to import and how to read them.

    Args:
        paths: The files, each once.
        mappings: How the user said to read single files, by `FilePreview.key`; the others are
            read as proposed.
        dialects: Where single files come from, by key; the others are recognised.
        answers: What the user said to what the files leave open.
        opportunities_are_leads: Each opportunity also counts as a lead that became it at once.
    """

    paths: tuple[Path, ...] = ()
    mappings: Mapping[str, FileMapping] = field(default_factory=dict)
    dialects: Mapping[str, str] = field(default_factory=dict)
    answers: ImportAnswers = field(default_factory=ImportAnswers)
    opportunities_are_leads: bool = False

    def with_paths(self, paths: Iterable[Path]) -> "ImportDraft":
        """Return the draft with more files; a file that is there already is not added again."""
        return replace(self, paths=tuple(dict.fromkeys((*self.paths, *paths))))

    def without_file(self, key: str) -> "ImportDraft":
        """Return the draft without the file that a preview's key belongs to."""
        gone = {path for path in self.paths if key == str(path) or key.startswith(f"{path}#")}
        return replace(self, paths=tuple(path for path in self.paths if path not in gone))

    def with_dialect(self, key: str, dialect: str) -> "ImportDraft":
        """Return the draft that reads a file as an export of some CRM; its columns start anew."""
        dialects = {k: v for k, v in self.dialects.items() if k != key}
        if dialect != "auto":
            dialects[key] = dialect
        mappings = {k: v for k, v in self.mappings.items() if k != key}
        return replace(self, dialects=dialects, mappings=mappings)

    @property
    def has_choices(self) -> bool:
        """Return whether the user decided anything that would be lost by closing."""
        return bool(self.mappings or self.dialects) or self.answers != ImportAnswers()

    def with_mapping(self, key: str, mapping: FileMapping) -> "ImportDraft":
        """Return the draft that reads a file as the user said."""
        return replace(self, mappings={**self.mappings, key: mapping})


def choose_kind(mapping: FileMapping, kind: FileKind) -> FileMapping:
    """Return the mapping of a file of another kind; its columns are to be recognised anew."""
    return FileMapping(kind=kind, dates=mapping.dates, numbers=mapping.numbers)


def map_column(mapping: FileMapping, header: str, ours: tuple[str, ...]) -> FileMapping:
    """Return the mapping that reads a file's column as some of ours, or not at all if none.

    Each of our columns has one origin: what filled it before, a column or a constant, no longer
    does.
    """
    columns = {}
    for each, names in mapping.columns.items():
        kept = tuple(name for name in names if name not in ours)
        if each != header and kept:
            columns[each] = kept
    emptied = [h for h in mapping.columns if h not in columns and h != header]
    ignored = {*mapping.ignore, *emptied} - {header}
    if ours:
        columns[header] = ours
    else:
        ignored |= {header}
    return replace(
        mapping,
        columns=columns,
        ignore=tuple(sorted(ignored)),
        constants={k: v for k, v in mapping.constants.items() if k not in ours},
    )


def set_constant(mapping: FileMapping, ours: str, value: str) -> FileMapping:
    """Return the mapping that fills one of our columns with a value in every row.

    An empty value takes the constant away.
    """
    constants = {k: v for k, v in mapping.constants.items() if k != ours}
    if not value.strip():
        return replace(mapping, constants=constants)
    for header, names in mapping.columns.items():
        if ours in names:
            kept = tuple(name for name in names if name != ours)
            mapping = map_column(mapping, header, kept)
    return replace(mapping, constants={**constants, ours: value.strip()})


def choose_missing(mapping: FileMapping, ours: str, fate: str) -> FileMapping:
    """Return the mapping that skips or rejects rows which leave one of our columns empty.

    Args:
        mapping: The mapping before.
        ours: A required column of ours.
        fate: `skip` or `reject`.
    """
    missing = {k: v for k, v in mapping.missing.items() if k != ours}
    return replace(mapping, missing=missing if fate == "reject" else {**missing, ours: fate})


def translate_word(mapping: FileMapping, ours: str, theirs: str, word: str) -> FileMapping:
    """Return the mapping that reads a file's word as one of ours; an empty word: as it is."""
    words = {k: v for k, v in mapping.values.get(ours, {}).items() if k != theirs}
    if word:
        words[theirs] = word
    values = {k: v for k, v in mapping.values.items() if k != ours}
    return replace(mapping, values={**values, ours: words} if words else values)
