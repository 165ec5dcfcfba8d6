"""Options that several commands share, and the way from them to an open store."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.domain.errors import UsageError

if TYPE_CHECKING:
    from cockpit.services import Store

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="COCKPIT_STORE",
        metavar="FILE|URL",
        help="The store: a SQLite file or a database URL.",
        show_default="your own data folder",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document, nothing else.")]
PeriodOption = Annotated[
    str, typer.Option("--period", metavar="P", help="2026, 2026-Q3 or 2026-07, in fiscal terms.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="D",
        help="Last day that counts, with what was known then.",
        show_default="today",
    ),
]


class Known(StrEnum):
    """Whose knowledge an answer about a day takes."""

    THEN = "then"
    NOW = "now"


KnownOption = Annotated[
    Known,
    typer.Option(
        "--known",
        help="With a day: what was known then, or the same day with all that is known now.",
    ),
]


def choose_knowledge(as_of: str | None, known: Known) -> date | None:
    """Return the day whose knowledge counts: that of `--as-of`, unless all that is known now does.

    Raises:
        UsageError: The text is no ISO date.
    """
    return None if as_of is None or known is Known.NOW else parse_day(as_of)


def parse_day(text: str | None) -> date:
    """Return the day that an option names, or today.

    Raises:
        UsageError: The text is no ISO date.
    """
    if text is None:
        return date.today()  # noqa: DTZ011 - "today" is the user's own wall calendar
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date: write it as 2026-09-14.") from error


@contextmanager
def opened(location: str | None) -> Iterator["Store"]:
    """Open a store for the length of one command."""
    from cockpit.services import open_store

    store = open_store(location)
    try:
        yield store
    finally:
        store.close()
