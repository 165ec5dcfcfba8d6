"""What is to be said about how a file as a whole was read."""

from collections.abc import Iterator

from cockpit.domain.problems import Fate, Problem
from cockpit.domain.records import FileKind
from cockpit.intake.kinds import COLUMNS
from cockpit.intake.layouts import Layout
from cockpit.intake.names import suggest
from cockpit.intake.tally import Place, Tally


def describe_reading(header: tuple[str, ...], layout: Layout, tally: Tally) -> Iterator[Problem]:
    """Yield what the reader of an account should know about columns, ids and owners."""
    known = tuple(column.name for column in COLUMNS[layout.kind])
    for title in layout.unread:
        hint = suggest(title, known)
        yield _about_file(title, f"not a column of {layout.kind}; not read{hint}")
    yield from _describe_identity(header, layout)
    yield from _describe_doubles(header, layout)
    owner = next((header[i] for i in layout.places("rep") if i in layout.owner_ids), None)
    for user, place in tally.owners.items():
        text = (
            f"the id of an owner whom nobody names yet: import the users of "
            f"{layout.dialect.title} ({_count(place)})"
        )
        yield Problem(place.first_row, owner, user, text, Fate.KEPT)
    for (title, word), place in tally.words.items():
        text = f"none of our words for it; left empty ({_count(place)})"
        yield Problem(place.first_row, title, word, text, Fate.KEPT)


def _describe_identity(header: tuple[str, ...], layout: Layout) -> Iterator[Problem]:
    if layout.identity:
        names = join_titles([header[index] for index in layout.identity])
        yield _about_file(
            None,
            f"has no column with an id, so {names} tell the {layout.kind} apart: a change of one "
            "of them looks like a new record; export the id as well",
        )
        if layout.kind is FileKind.LEADS:
            yield _about_file(None, "leads without an id cannot be linked to their opportunities")


def _describe_doubles(header: tuple[str, ...], layout: Layout) -> Iterator[Problem]:
    for name, others in layout.further.items():
        title = header[layout.columns[name]]
        if any(header[index] == title for index in others):
            text = "stands in the header more than once; the first that is filled counts"
            yield _about_file(title, text)


def join_titles(titles: list[str]) -> str:
    """Return names for a sentence: "A, B and C"."""
    return " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)


def _about_file(column: str | None, problem: str) -> Problem:
    return Problem(None, column, None, problem, Fate.KEPT)


def _count(place: Place) -> str:
    return "1 row" if place.rows == 1 else f"{place.rows:,} rows"
