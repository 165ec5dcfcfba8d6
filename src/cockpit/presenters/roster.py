"""A rep as a form: what was typed becomes a rep, or a sentence says what is wrong."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from cockpit.domain.errors import UsageError
from cockpit.domain.team import Rep
from cockpit.presenters.formatting import format_date, format_list

_DAY_FORMATS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y")


@dataclass(frozen=True, slots=True)
class RepForm:
    """A rep as typed: other names one a line, days as `14 Sep 2026` or `2026-09-14`."""

    name: str
    aliases: str
    starts_on: str
    ends_on: str


def build_rep_form(rep: Rep) -> RepForm:
    """Return the form that shows a rep."""
    return RepForm(
        rep.name,
        "\n".join(rep.aliases),
        format_date(rep.starts_on) if rep.starts_on else "",
        format_date(rep.ends_on) if rep.ends_on else "",
    )


def build_rep(rep: Rep, form: RepForm) -> Rep:
    """Return the rep that a form describes; the id is kept.

    Raises:
        UsageError: A field says nothing usable; the sentence names it.
    """
    name = form.name.strip()
    if not name:
        raise UsageError("A rep needs a name.")
    typed = (line.strip() for line in form.aliases.splitlines())
    aliases = tuple(dict.fromkeys(alias for alias in typed if alias and alias != name))
    return replace(
        rep,
        name=name,
        aliases=aliases,
        starts_on=_read_day(form.starts_on),
        ends_on=_read_day(form.ends_on),
    )


def format_absorbed(rep: Rep, names: tuple[str, ...]) -> str:
    """Return what making reps one means, as a question's text."""
    return (
        f"{format_list(names)} and {rep.name} become one rep: all leads, opportunities and plans "
        f"count for {rep.name}. This cannot be undone, but a backup keeps things as they are now."
    )


def _read_day(text: str) -> date | None:
    """Return a typed day, or none for an empty text."""
    typed = text.strip()
    for pattern in _DAY_FORMATS:
        try:
            return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if typed:
        raise UsageError(f"{text!r} is not a date: write 14 Sep 2026 or 2026-09-14.")
    return None
