"""Values as text, the same on every screen and in the terminal.

Amounts are minor units of a currency. A minus is the real minus sign (−), so that it lines up with
digits and is read aloud as such. What is not known is an em dash.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import get_currency_symbol

from cockpit.domain.fiscal import Grain, Period
from cockpit.domain.money import minor_digits, to_major

MINUS = "−"
UNKNOWN = "—"
_LOCALE = "en_US"
_STEPS = tuple(
    (Decimal(10) ** power, name) for power, name in ((12, "T"), (9, "B"), (6, "M"), (3, "k"))
)
_SHORT_UP_TO = 10
"""Below this many millions, billions or trillions, one decimal is kept: $1.2M, but $18M."""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
"""Written out here because Qt switches the C library, and so `strftime`, to the user's locale."""


def format_money_short(minor: float | None, currency: str, *, signed: bool = False) -> str:
    """Return an amount as a reader remembers it: `$173k`, `−$33k`, `$1.2M`, `$940`.

    Thousands carry no decimals (`$9k`), larger steps one below ten (`$1.2M`).

    Args:
        minor: Amount in minor units, or `None` for not known.
        currency: ISO 4217 code.
        signed: Whether a gain carries a plus sign.
    """
    if minor is None:
        return UNKNOWN
    amount = to_major(round(minor), currency)
    digits = _shorten(abs(amount))
    return f"{_sign(amount, digits, signed)}{_symbol(currency)}{digits}"


def format_money_exact(minor: float | None, currency: str, *, signed: bool = False) -> str:
    """Return an amount to the minor unit: `$1,234.50`, `−€20.00`, `¥1,200`."""
    if minor is None:
        return UNKNOWN
    amount = to_major(round(minor), currency)
    digits = f"{abs(amount):,.{minor_digits(currency)}f}"
    return f"{_sign(amount, digits, signed)}{_symbol(currency)}{digits}"


def format_percent(share: float | None, decimals: int = 0) -> str:
    """Return a share (1.0 is all) as `47%`, or with decimals as `33.3%`."""
    if share is None:
        return UNKNOWN
    digits = f"{_rounded(abs(share) * 100, decimals):,}"
    return f"{_sign(Decimal(str(share)), digits, signed=False)}{digits}%"


def format_count(count: float | None, decimals: int | None = None) -> str:
    """Return a count as `1,204`; an expectation keeps one decimal (`23.2`) below a hundred.

    Args:
        count: The count or the expected count, or `None` for not known.
        decimals: Decimals to show whatever the value.
    """
    if count is None:
        return UNKNOWN
    if decimals is None:
        whole = isinstance(count, int) or float(count).is_integer()
        decimals = 0 if whole or abs(count) >= 100 else 1  # noqa: PLR2004 - as said above
    digits = f"{_rounded(abs(count), decimals):,}"
    return f"{_sign(Decimal(str(count)), digits, signed=False)}{digits}"


def format_date(day: date | None) -> str:
    """Return a date as `14 Sep 2026`."""
    return UNKNOWN if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_day_short(day: date | None) -> str:
    """Return a date as `14 Sep`, where the year is plain from the period."""
    return UNKNOWN if day is None else f"{day.day} {_MONTHS[day.month - 1]}"


def format_days(days: float | None) -> str:
    """Return a length of time as `94 d`."""
    return UNKNOWN if days is None else f"{format_count(round(days))} d"


def format_period(period: Period) -> str:
    """Return a period as `Q3 FY26`, `FY26` or `Jul 2026`."""
    if period.grain is Grain.MONTH:
        return f"{_MONTHS[period.start.month - 1]} {period.start.year}"
    return format_period_label(period.label)


def format_period_label(label: str) -> str:
    """Return a period's label, `2026-Q3`, `2026` or `2026-07`, as `format_period` writes it."""
    year, _, part = label.partition("-")
    if part.isdecimal():
        return f"{_MONTHS[int(part) - 1]} {year}"
    fiscal_year = f"FY{year[-2:]}"
    return f"{part} {fiscal_year}" if part else fiscal_year


def format_plural(count: int, word: str, plural: str | None = None) -> str:
    """Return a count with its noun: `1 lead`, `19 leads`, `2 opportunities`."""
    return f"{format_count(count)} {word if abs(count) == 1 else plural or f'{word}s'}"


def format_list(names: list[str] | tuple[str, ...]) -> str:
    """Return names as a reader says them: `Farid, Amara and Dmitri`."""
    if len(names) < 2:  # noqa: PLR2004 - one name or none needs no "and"
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


@lru_cache
def _symbol(currency: str) -> str:
    """Return `$`, `€`, or the code with a thin gap where the currency has no symbol of its own."""
    symbol = get_currency_symbol(currency, locale=_LOCALE)
    return symbol if not symbol[-1:].isalpha() else f"{symbol}\N{NO-BREAK SPACE}"


def _shorten(amount: Decimal) -> str:
    """Return a positive amount of money with its step: `173k`, `1.2M`, `940`."""
    for step, letter in _STEPS:
        if _rounded(amount / step * 1000, 0) >= 1000:  # noqa: PLR2004 - each step is a thousand
            decimals = int(letter != "k" and amount < _SHORT_UP_TO * step)
            return f"{_rounded(amount / step, decimals):,}{letter}"
    return f"{_rounded(amount, 0):,}"


def _rounded(value: float | Decimal, decimals: int) -> Decimal:
    """Return a value rounded half up, as a reader does it, and not half to even."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _sign(value: Decimal, digits: str, signed: bool) -> str:
    """Return the sign to show, none when nothing but zeros would follow it."""
    if not any(digit in digits for digit in "123456789"):
        return ""
    return MINUS if value < 0 else "+" if signed else ""
