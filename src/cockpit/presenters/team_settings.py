"""The team's settings as a form: what was typed becomes a team, and a change says what it means."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_name, list_currencies

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar, Grain, Period
from cockpit.domain.team import Team
from cockpit.presenters.formatting import format_day_short, format_period

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
CURRENCIES = tuple("USD EUR GBP CHF JPY CAD AUD SEK NOK DKK PLN CZK INR BRL MXN SGD ZAR".split())
"""The currencies that are offered first; any ISO 4217 code can be typed."""


@dataclass(frozen=True, slots=True)
class TeamForm:
    """The settings as they stand in the form.

    Args:
        name: What the team calls itself.
        currency: ISO 4217 code, in any case.
        first_month: First month of the fiscal year, 1 to 12.
        week_start: First day of the week, 0 for Monday.
        tolerance: Share of a target that may be missed, in percent, as typed.
    """

    name: str
    currency: str
    first_month: int
    week_start: int
    tolerance: str


def build_team_form(team: Team) -> TeamForm:
    """Return the form that shows a team's settings."""
    percent = Decimal(repr(team.tolerance)).scaleb(2).normalize()
    return TeamForm(
        team.name,
        team.currency,
        team.calendar.first_month,
        team.calendar.week_start,
        f"{percent:f}",
    )


def build_team(form: TeamForm) -> Team:
    """Return the team that a form describes.

    Raises:
        UsageError: A field says nothing usable; the sentence names it.
    """
    if not form.name.strip():
        raise UsageError("The team needs a name.")
    return Team(
        form.name.strip(),
        _read_currency(form.currency),
        FiscalCalendar(form.first_month, form.week_start),
        _read_tolerance(form.tolerance),
    )


def describe_team(team: Team) -> dict[str, str | float]:
    """Return the settings by name, as the terminal and JSON give them."""
    return {
        "name": team.name,
        "currency": team.currency,
        "fiscal_year_start": team.calendar.first_month,
        "week_start": WEEKDAYS[team.calendar.week_start],
        "tolerance": team.tolerance,
    }


def format_currency(code: str) -> str:
    """Return a currency with its name: `EUR · Euro`."""
    return f"{code} · {get_currency_name(code, locale='en_US')}"


def format_fiscal_year(first_month: int, today: date) -> str:
    """Return what a first month makes of today: `Today is in Q3 FY26 (1 Jul to 30 Sep) …`."""
    calendar = FiscalCalendar(first_month)
    quarter = calendar.period_of(today, Grain.QUARTER)
    year = calendar.period_of(today, Grain.YEAR)
    return (
        f"Today is in {format_period(quarter)} ({_format_span(quarter)}); "
        f"{format_period(year)} began on {format_day_short(year.start)} {year.start.year}."
    )


def describe_change(before: Team, after: Team, today: date) -> tuple[str, ...]:
    """Return what changing the settings means, a sentence for each change that moves numbers."""
    sentences = []
    if after.currency != before.currency:
        sentences.append(
            f"Targets and amounts are read as {after.currency} from now on; once the first is "
            "recorded, the currency stays."
        )
    if after.calendar.first_month != before.calendar.first_month:
        label = before.calendar.period_of(today, Grain.QUARTER).label
        was, will_be = before.calendar.parse(label), after.calendar.parse(label)
        sentences.append(
            f"Quarters and years move, labels stay: {format_period(was)} was "
            f"{_format_dated_span(was)} and becomes {_format_dated_span(will_be)}. Targets and "
            f"commitments for it then count for the new dates."
        )
    if after.tolerance != before.tolerance:
        share = build_team_form(after).tolerance
        sentences.append(
            "A miss is a miss again: reached means the whole target."
            if not after.tolerance
            else f"Reps within {share}% of their target count as on target; the cockpit says so."
        )
    return tuple(sentences)


def _read_currency(text: str) -> str:
    """Return the ISO code that was typed."""
    code = text.strip().upper()
    if code not in list_currencies():
        raise UsageError(f"{text!r} is not a currency: write its ISO code, such as USD or EUR.")
    return code


def _read_tolerance(text: str) -> float:
    """Return a typed percentage as a share."""
    typed = text.strip().removesuffix("%").strip().replace(",", ".")
    try:
        percent = Decimal(typed or "0")
        is_possible = 0 <= percent <= 100  # noqa: PLR2004 - percent
    except InvalidOperation as error:
        raise UsageError(f"{text!r} is not a percentage: write 5 for five percent.") from error
    if not is_possible:
        raise UsageError(f"A tolerance of {text}% makes no sense: it lies between 0 and 100.")
    return float(percent / 100)


def _format_span(period: Period) -> str:
    """Return the days of a period: `1 Jul to 30 Sep`."""
    return f"{format_day_short(period.start)} to {format_day_short(period.end)}"


def _format_dated_span(period: Period) -> str:
    """Return the days of a period with the year it ends in."""
    return f"{_format_span(period)} {period.end.year}"
