"""What a table is: its kind, and which of its columns fills which of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cockpit.domain.errors import UsageError
from cockpit.domain.records import FileKind
from cockpit.intake.dialects import DIALECTS
from cockpit.intake.kinds import COLUMNS, IDENTITY, required_columns
from cockpit.intake.mapping import FileMapping
from cockpit.intake.tables import Table, normalise_header


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is read.

    Args:
        kind: What its rows are.
        recognised_as: The dialect, or "mapping".
        columns: Our column → index of the table's column that fills it.
        mapping: Constants, translations, formats, and what becomes of rows with empty cells.
        unread: Headers that nobody reads and nobody said to ignore.
    """

    kind: FileKind
    recognised_as: str
    columns: Mapping[str, int]
    mapping: FileMapping
    unread: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the required columns that nothing fills."""
        filled = {*self.columns, *self.mapping.constants}
        return tuple(name for name in required_columns(self.kind) if name not in filled)

    @property
    def weight(self) -> int:
        """Return how many of our columns the table fills; 0 when it cannot be of this kind."""
        filled = {*self.columns, *self.mapping.constants}
        says_something = filled - set(IDENTITY[self.kind]) or self.kind in _WITH_OWN_ID
        return 0 if self.missing or not says_something else len(filled)


_HALF = 0.5
_WITH_OWN_ID = frozenset({FileKind.LEADS, FileKind.OPPORTUNITIES, FileKind.MEETINGS})


def recognise(
    table: Table, kind: FileKind | None, dialect: str, mapping: FileMapping | None
) -> Layout:
    """Return how a table is to be read.

    Args:
        table: The table.
        kind: What its rows are, `None` to recognise it.
        dialect: A name in `DIALECTS`, or "auto".
        mapping: How foreign columns become ours; `None` reads only columns with our names.

    Raises:
        UsageError: The kind cannot be told, a required column is missing, or the mapping names
            a column that the table lacks; the sentence says what was found.
    """
    kind = kind or (mapping.kind if mapping else None)
    if kind is not None:
        layout = build_layout(table, kind, dialect, mapping)
        if layout.missing:
            raise UsageError(
                f"{table.name} has no column {_join(layout.missing)}, which {kind} need; "
                f"found: {', '.join(table.header)}."
            )
        return layout
    layouts = [build_layout(table, each, dialect, mapping) for each in FileKind]
    best = max(layout.weight for layout in layouts)
    found = [layout for layout in layouts if layout.weight == best]
    if best and len(found) == 1:
        return found[0]
    if best:
        kinds = " or ".join(layout.kind for layout in found)
        raise UsageError(f"{table.name} could be {kinds}: say which with --as.")
    raise UsageError(_explain_nothing(table, layouts))


def build_layout(table: Table, kind: FileKind, dialect: str, mapping: FileMapping | None) -> Layout:
    """Return how a table is read as a given kind, whatever it lacks.

    Raises:
        UsageError: The mapping names a column that the table lacks or the kind has not, or two
            columns of the table fill the same one of ours.
    """
    names = {column.name for column in COLUMNS[kind]}
    given = mapping or FileMapping()
    columns: dict[str, int] = {}
    if mapping is not None:
        _fill_mapped(table, names if mapping.kind else None, mapping, columns)
        columns = {name: index for name, index in columns.items() if name in names}
    named = set(columns.values()) | {find_column(table, title) for title in given.ignore}
    own = DIALECTS["plain" if dialect == "auto" else dialect](table.header, kind).columns
    for index, title in enumerate(table.header):
        for name in own.get(title, ()):
            if index in named or name in given.constants or (mapping and name in columns):
                continue
            if name in columns:
                raise UsageError(
                    f"{table.name} has two columns {title!r}, the {_nth(columns[name])} and the "
                    f"{_nth(index)}: rename one of them."
                )
            columns[name] = index
    read = named | set(columns.values())
    unread = [title for index, title in enumerate(table.header) if title and index not in read]
    return Layout(
        kind=kind,
        recognised_as="mapping" if given.columns else "plain" if dialect == "auto" else dialect,
        columns=columns,
        mapping=replace(given, constants={k: v for k, v in given.constants.items() if k in names}),
        unread=() if "*" in given.ignore else tuple(unread),
    )


def _fill_mapped(
    table: Table, names: set[str] | None, mapping: FileMapping, columns: dict[str, int]
) -> None:
    """Enter the columns that the mapping names; `names` are ours if the kind is certain."""
    for title, ours in mapping.columns.items():
        index = find_column(table, title)
        if index is None:
            raise UsageError(
                f"{table.name} has no column {title!r}, which the mapping names; "
                f"found: {', '.join(table.header)}."
            )
        for name in ours:
            if names is not None and name not in names:
                raise UsageError(f"The mapping fills {name!r}, which {mapping.kind} do not have.")
            columns[name] = index


def find_column(table: Table, title: str) -> int | None:
    """Return the index of a column by its header, whatever its case, spaces and underscores."""
    if title in table.header:
        return table.header.index(title)
    wanted = normalise_header(title)
    spelt = [normalise_header(each) for each in table.header]
    return spelt.index(wanted) if wanted in spelt else None


def applies(mapping: FileMapping, table: Table) -> bool:
    """Return whether a mapping that was given for several files is meant for this one too."""
    return not mapping.columns or any(
        find_column(table, title) is not None for title in mapping.columns
    )


def _explain_nothing(table: Table, layouts: list[Layout]) -> str:
    """Return why a table is none of our kinds, by the one that it comes closest to."""

    def closeness(layout: Layout) -> tuple[bool, float]:
        required = required_columns(layout.kind)
        share = 1 - len(layout.missing) / len(required) if required else 0.0
        return layout.kind in table.name.casefold(), share

    nearest = max(layouts, key=closeness)
    is_named, share = closeness(nearest)
    if not is_named and share < _HALF:
        return (
            f"{table.name} is none of our files; its columns are: {', '.join(table.header)}. "
            "Say what they are with --as and --mapping."
        )
    lacks = _join(nearest.missing) if nearest.missing else "with a rate"
    return (
        f"{table.name} looks like {nearest.kind} but has no column {lacks}; "
        f"found: {', '.join(table.header)}."
    )


def _join(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _nth(index: int) -> str:
    number = index + 1
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in (11, 12, 13) else 0)
    return f"{number}{suffix or 'th'}"
