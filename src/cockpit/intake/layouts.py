"""How a table is read: which of its columns fills which of ours, and what decides about rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cockpit.domain.errors import UsageError
from cockpit.domain.records import FileKind
from cockpit.intake.dialects.forms import Dialect, OutcomeRule, SkipRule
from cockpit.intake.dialects.plain import PLAIN
from cockpit.intake.form_matching import FormMatch
from cockpit.intake.kinds import COLUMNS, IDENTITY, required_columns
from cockpit.intake.mapping import FileMapping
from cockpit.intake.rejections import find_reason_column
from cockpit.intake.tables import Table, list_titles, normalise_header

_WITH_OWN_ID = frozenset({FileKind.LEADS, FileKind.OPPORTUNITIES, FileKind.MEETINGS})


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is read.

    Args:
        kind: What its rows are.
        recognised_as: The dialect, or "mapping".
        columns: Our column → index of the table's column that fills it.
        mapping: Constants, translations, formats, and what becomes of rows with empty cells.
        unread: Headers that nobody reads and nobody said to ignore.
        dialect: Whose ids, footers and words these are.
        variant: How the file came about: "report"; may be empty.
        further: Our column → more columns, asked in turn where the first is empty.
        outcomes: Rules that decide the outcome of a row, each with its column; none when the
            column `outcome` does.
        skips: Rules that leave rows out, each with its column and those that keep a row.
        identity: Columns of which the id of a record is made, when no column holds it.
        owner_ids: Columns that name an owner by the id of a user.
        known: How many of the table's columns the dialect knows.
        own: How many of them the dialect knows by itself, whatever a mapping says.
        width: How many columns with a header the table has.
        clash: Why it cannot be read so at all: two columns of a plain table are the same one of
            ours. Or empty.
        dates: Order of the dates that the file does not settle: "dmy", "mdy", or "auto" to ask.
    """

    kind: FileKind
    recognised_as: str
    columns: Mapping[str, int]
    mapping: FileMapping
    unread: tuple[str, ...]
    dialect: Dialect = PLAIN
    variant: str = ""
    further: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    outcomes: tuple[tuple[OutcomeRule, int], ...] = ()
    skips: tuple[tuple[SkipRule, int, tuple[int, ...]], ...] = ()
    identity: tuple[int, ...] = ()
    owner_ids: frozenset[int] = frozenset()
    known: int = 0
    own: int = 0
    width: int = 0
    clash: str = ""
    dates: str = "auto"

    @property
    def filled(self) -> frozenset[str]:
        """Return our columns that the table fills in one way or another."""
        made = {IDENTITY[self.kind][0]} if self.identity else set()
        decided = {"outcome"} if self.outcomes else set()
        return frozenset({*self.columns, *self.mapping.constants, *made, *decided})

    def places(self, name: str) -> tuple[int, ...]:
        """Return the columns that fill one of ours, the first to be asked first; may be none."""
        if name not in self.columns:
            return ()
        return (self.columns[name], *self.further.get(name, ()))

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the required columns that nothing fills."""
        return tuple(name for name in required_columns(self.kind) if name not in self.filled)

    @property
    def weight(self) -> int:
        """Return how many of the table's columns speak for it; 0 when it cannot be of this kind."""
        says_something = self.filled - set(IDENTITY[self.kind]) or self.kind in _WITH_OWN_ID
        if self.missing or not says_something:
            return 0
        is_plain = self.dialect is PLAIN
        return len(self.filled) if is_plain else self.known + len(self.mapping.constants)

    @property
    def explanation(self) -> str:
        """Return what the table was recognised as, and by how many of its columns."""
        source = f"{self.dialect.title} {self.variant}".rstrip()
        if self.recognised_as == "mapping":
            source = "Read as the mapping says"
        return f"{source}, {self.known} of {self.width} columns known"


def lay_out(table: Table, match: FormMatch, mapping: FileMapping | None) -> Layout:
    """Return how a table is read by a form, as far as a mapping does not say otherwise.

    Raises:
        UsageError: The mapping names a column that the table lacks or the kind has not.
    """
    kind, form = match.form.kind, match.form
    names = {column.name for column in COLUMNS[kind]}
    given = mapping or FileMapping()
    columns: dict[str, int] = {}
    if mapping is not None:
        _fill_mapped(table, names if mapping.kind else None, mapping, columns)
        columns = {name: index for name, index in columns.items() if name in names}
    named = set(columns.values()) | {find_column(table, title) for title in given.ignore}
    further: dict[str, tuple[int, ...]] = {}
    clash = ""
    for name, places in match.columns.items():
        chosen = columns.get(name)
        if chosen is None and name not in given.constants:
            free = tuple(index for index in places if index not in named)
        else:
            free = places if chosen == places[0] else ()
        if match.dialect is PLAIN and len(free) > 1:
            clash = (
                f"{table.name} has two columns {table.header[free[1]]!r}, the {_nth(free[0])} and "
                f"the {_nth(free[1])}: rename one of them."
            )
        if free:
            columns[name], further[name] = free[0], free[1:]
    is_decided = "outcome" in columns or "outcome" in given.constants
    is_named = IDENTITY[kind][0] in {*columns, *given.constants}
    read = named | set(columns.values()) | match.known
    reason = find_reason_column(table.header)
    titles = [(i, title) for i, title in enumerate(table.header) if title and i != reason]
    unread = tuple(title for index, title in titles if index not in read)
    is_mapping = bool(given.columns) and match.dialect is PLAIN
    constants = {**form.constants, **given.constants}
    return Layout(
        kind=kind,
        recognised_as="mapping" if is_mapping else match.dialect.name,
        columns=columns,
        mapping=replace(
            given,
            constants={k: v for k, v in constants.items() if k in names and k not in columns},
            values=_join_values(form.values, given.values),
        ),
        unread=() if "*" in given.ignore else unread,
        dialect=match.dialect,
        variant=form.variant,
        further={name: places for name, places in further.items() if places},
        outcomes=() if is_decided else match.outcomes,
        skips=match.skips,
        identity=() if is_named else match.identity,
        owner_ids=match.owner_ids,
        known=len(titles) - len(unread),
        own=sum(1 for index, _ in titles if index in match.known),
        width=len(titles),
        clash=clash,
    )


def _join_values(
    fixed: Mapping[str, Mapping[str, str]], given: Mapping[str, Mapping[str, str]]
) -> Mapping[str, Mapping[str, str]]:
    """Return the words of a form and those of a mapping, which win whatever their case."""
    if not fixed:
        return given
    joined = {}
    for column in {**fixed, **given}:
        own = given.get(column, {})
        said = {word.casefold() for word in own}
        kept = {k: v for k, v in fixed.get(column, {}).items() if k.casefold() not in said}
        joined[column] = {**kept, **own}
    return joined


def _fill_mapped(
    table: Table, names: set[str] | None, mapping: FileMapping, columns: dict[str, int]
) -> None:
    """Enter the columns that the mapping names; `names` are ours if the kind is certain."""
    for title, ours in mapping.columns.items():
        index = find_column(table, title)
        if index is None:
            raise UsageError(
                f"{table.name} has no column {title!r}, which the mapping names; "
                f"found: {list_titles(table.header)}."
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


def _nth(index: int) -> str:
    number = index + 1
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in (11, 12, 13) else 0)
    return f"{number}{suffix or 'th'}"
