"""What a table is: of all dialects and kinds, the form that knows most of its columns."""

import numpy as np

from cockpit.domain.errors import UsageError
from cockpit.domain.records import FileKind
from cockpit.intake.dialects import DIALECTS
from cockpit.intake.dialects.plain import PLAIN
from cockpit.intake.form_matching import Header
from cockpit.intake.kinds import required_columns
from cockpit.intake.layouts import Layout, find_column, lay_out
from cockpit.intake.mapping import FileMapping
from cockpit.intake.no_rows import find_skipped
from cockpit.intake.tables import Table, list_titles

_HALF = 0.5
_MOST = 0.6


def recognise(
    table: Table, kind: FileKind | None, dialect: str, mapping: FileMapping | None
) -> Layout:
    """Return how a table is to be read.

    Args:
        table: The table.
        kind: What its rows are, `None` to recognise it.
        dialect: A name in `DIALECTS`, or "auto".
        mapping: How foreign columns become ours; `None` reads only columns that a dialect knows.

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
                f"found: {list_titles(table.header)}."
            )
        return layout
    layouts = [
        layout
        for each in FileKind
        for layout in _build_all(table, each, dialect, mapping)
        if dialect == "auto" or not _is_far_fetched(layout)
    ]
    best = max((layout.weight for layout in layouts), default=0)
    found = [layout for layout in layouts if layout.weight == best]
    plain = [layout for layout in found if layout.dialect is PLAIN]
    if best and len(plain) <= 1:
        layout = max(plain or found, key=_prefer)
        layout = _choose_other(layouts, layout) if _leaves_all_out(table, layout) else layout
        return _refuse_clash(layout)
    if best:
        kinds = " or ".join(layout.kind for layout in plain)
        raise UsageError(f"{table.name} could be {kinds}: say which with --as.")
    raise UsageError(_explain_nothing(table, layouts, dialect))


def _is_far_fetched(layout: Layout) -> bool:
    """Return whether a table of another CRM has an id and a name, and nothing else of a user."""
    is_users = layout.kind is FileKind.USERS and layout.dialect is not PLAIN
    return is_users and layout.known < layout.width * _HALF


def build_layout(table: Table, kind: FileKind, dialect: str, mapping: FileMapping | None) -> Layout:
    """Return how a table is read as a given kind, whatever it lacks.

    Raises:
        UsageError: The mapping names a column that the table lacks or the kind has not, or two
            columns of a plain table fill the same one of ours.
    """
    layouts = _build_all(table, kind, dialect, mapping)
    if not layouts:
        raise UsageError(f"{DIALECTS[dialect].title} has no files of {kind}.")
    best = max(layouts, key=lambda each: (each.weight, each.dialect is PLAIN, *_prefer(each)))
    return _refuse_clash(best)


def _prefer(layout: Layout) -> tuple[bool, bool, int]:
    """Rank layouts of one weight: rules that decide the outcome leave no question; then deals."""
    is_deals = layout.kind is FileKind.OPPORTUNITIES
    return bool(layout.outcomes), is_deals, len(layout.filled)


def _leaves_all_out(table: Table, layout: Layout) -> bool:
    """Return whether the rules of a layout leave out each of the first rows: leads among deals."""
    first = next(table.read_chunks(), None) if layout.skips else None
    if first is None:
        return False
    is_skipped = np.zeros(first.size, dtype=np.bool_)
    for skipped, _ in find_skipped(first, layout):
        is_skipped |= skipped
    return bool(is_skipped.all())


def _choose_other(layouts: list[Layout], layout: Layout) -> Layout:
    """Return how the same CRM would read a table as another kind; the same layout if it cannot."""
    others = [
        other
        for other in layouts
        if other.weight and other.dialect is layout.dialect and other.kind is not layout.kind
    ]
    return _refuse_clash(
        max(others, key=lambda each: (each.weight, *_prefer(each)), default=layout)
    )


def _refuse_clash(layout: Layout) -> Layout:
    """Return a layout in which no two columns are the same one of ours.

    Raises:
        UsageError: Two are.
    """
    if layout.clash:
        raise UsageError(layout.clash)
    return layout


def _build_all(
    table: Table, kind: FileKind, dialect: str, mapping: FileMapping | None
) -> list[Layout]:
    """Return how the forms of a kind read a table; without a dialect, those typical of it."""
    header = Header(table.header)
    layouts = []
    for each in DIALECTS.values() if dialect == "auto" else [DIALECTS[dialect]]:
        for form in each.forms:
            if form.kind is kind:
                match = header.match(each, form)
                if each is PLAIN or match.has_mark or dialect != "auto":
                    layouts.append(lay_out(table, match, mapping))
    if mapping is None or not mapping.columns or dialect != "auto":
        return layouts
    return _choose_mapped(layouts)


def _choose_mapped(layouts: list[Layout]) -> list[Layout]:
    """Return the layouts that a mapping leaves: of the dialect that knows the file, or plain ones.

    A mapping says how columns are read, and so makes any form fit; the file still is what it is.
    """
    known = [
        layout
        for layout in layouts
        if layout.dialect is not PLAIN and layout.weight and layout.own >= layout.width * _MOST
    ]
    return known or [layout for layout in layouts if layout.dialect is PLAIN]


def applies(mapping: FileMapping, table: Table) -> bool:
    """Return whether a mapping that was given for several files is meant for this one too."""
    return not mapping.columns or any(
        find_column(table, title) is not None for title in mapping.columns
    )


def _explain_nothing(table: Table, layouts: list[Layout], dialect: str) -> str:
    """Return why a table is none of our kinds, by the one that it comes closest to."""

    def closeness(layout: Layout) -> tuple[bool, float]:
        required = required_columns(layout.kind)
        share = 1 - len(layout.missing) / len(required) if required else 0.0
        return layout.kind in table.name.casefold(), share

    own = [layout for layout in layouts if layout.dialect is PLAIN] or layouts
    most = max(layout.known for layout in own)
    foreign = [each for each in layouts if each.known > most and each.known * 2 >= each.width]
    nearest = max(foreign, key=lambda layout: layout.known) if foreign else max(own, key=closeness)
    is_named, share = closeness(nearest)
    found = f"found: {list_titles(table.header)}."
    if not foreign and not is_named and share < _HALF:
        origin = "" if dialect in ("auto", "plain") else f" of {DIALECTS[dialect].title}"
        return (
            f"{table.name} is none of our files{origin}; its columns are: "
            f"{list_titles(table.header)}. Say what they are with --as and --mapping."
        )
    lacks = _join(nearest.missing) if nearest.missing else "with a rate"
    if foreign:
        variant = "" if nearest.variant in ("", nearest.kind) else f" ({nearest.variant})"
        title = f"{nearest.kind} from {nearest.dialect.title}{variant}"
        return f"{table.name} looks like {title} but has no column for {lacks}; {found}"
    return f"{table.name} looks like {nearest.kind} but has no column {lacks}; {found}"


def _join(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
