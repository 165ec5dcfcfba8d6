"""Numbers as people write them: `$22,700.00`, `3.500,00 €`, `40 %`, `1'200`.

`3.500` is 3.5 or 3500. A column in which some number can only be read one way settles it for all;
a column that settles nothing leaves such a number unread.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.domain.money import minor_digits, to_minor
from cockpit.domain.plan import LEARNED, LEARNED_DAYS
from cockpit.intake.cells import MISSING, CellError, CellReader

POINT, COMMA = "1,234.56", "1.234,56"
SYMBOLS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "Rs": "INR",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "₺": "TRY",
    "₽": "RUB",
    "₩": "KRW",
    "₪": "ILS",
    "₴": "UAH",
    "₱": "PHP",
    "฿": "THB",
    "₫": "VND",
}
_SEVERAL = {
    "$": frozenset("USD CAD AUD NZD SGD HKD MXN ARS CLP COP TWD".split()),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
}
"""Symbols of several currencies; they stand for the team's if it is one of these."""

_PARTS = re.compile(
    r"(?P<open>\()? ?(?P<sign1>[-−+])? ?(?P<unit1>[^\d\s.,()+−-]{1,3})? ?(?P<sign2>[-−+])? ?"
    r"(?P<digits>\d[\d.,' ]*|\.\d+)(?P<unit2>[^\d\s.,()+−-]{1,3})? ?(?P<close>\))?",
    re.ASCII,
)
_UNITS = frozenset({*SYMBOLS, *_SEVERAL, "%"})
_CURRENCY = re.compile(r"[A-Z]{3}|[A-Z]{1,2}\$")
_SPACES = re.compile(r"\s+")
_DURATION = re.compile(r"(?:(\d+) days?,? ?)?(\d{1,2}):(\d\d):(\d\d)", re.ASCII)
_SPACED = re.compile(r"\d{1,3}(?:[' ]\d{3})+(?:[.,]\d+)?", re.ASCII)
_POINT_ONLY = re.compile(
    r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d*\.(?:\d{1,2}|\d{4,})|0?\.\d+|\d{4,}\.\d+|"
    r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?",
    re.ASCII,
)
_COMMA_ONLY = re.compile(
    r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d*,(?:\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+",
    re.ASCII,
)
_UNSETTLED = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_THOUSANDS = re.compile(r"\d+|\d{1,3}(?:[.,]\d{3})+|\d{1,2}(?:,\d\d)+,\d{3}|", re.ASCII)
_MONEY_COLUMN = re.compile(r"(?:-?\d{1,12}(?:\.\d{1,2})?\n)*", re.ASCII)
TOO_LARGE = 10**15
_NOT_A_NUMBER = "not a number"


class NumberReader(CellReader):
    """Reads decimal numbers.

    Args:
        style: "auto", `POINT` or `COMMA`.
        survey: Returns all texts of the column, to settle its style; asked at most once.

    Attributes:
        unsettled: The style where a column settles nothing; "" leaves such numbers unread.
    """

    dtype: npt.DTypeLike = np.float64
    missing: Any = float("nan")
    unsettled = ""

    def __init__(self, style: str, survey: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._style = style
        self._survey = survey
        self._settled: str | None = None

    def parse(self, text: str) -> float:
        """Return a number that is not negative.

        Raises:
            CellError: It is no number, a negative one, or may be read two ways.
        """
        number, unit = self.parse_number(text)
        if unit:
            raise CellError(_NOT_A_NUMBER)
        if number < 0:
            raise CellError("negative")
        return float(number)

    def parse_number(self, text: str) -> tuple[Decimal, str]:
        """Return a number and the unit beside it ("%", a currency, or "").

        Raises:
            CellError: It is no number, or may be read two ways.
        """
        match = _match_parts(text)
        if match is None:
            raise CellError(_NOT_A_NUMBER)
        unit = match["unit1"] or match["unit2"] or ""
        if unit and unit not in _UNITS and not _CURRENCY.fullmatch(unit):
            raise CellError(_NOT_A_NUMBER)
        number = Decimal(self._to_plain(_digits_of(match)))
        is_negative = match["open"] or (match["sign1"] or match["sign2"]) in ("-", "−")
        return (-number if is_negative else number), unit

    def _to_plain(self, digits: str) -> str:
        """Return digits with a decimal point and no separators."""
        if digits.isdigit():
            return digits
        style = self._style
        if style == "auto":
            style = _style_of(digits) or self._find_style(digits)
        group, decimal = (",", ".") if style == POINT else (".", ",")
        whole, _, fraction = digits.partition(decimal)
        if not _THOUSANDS.fullmatch(whole) or not (fraction or "0").isdigit():
            raise CellError(_NOT_A_NUMBER)
        return f"{whole.replace(group, '') or '0'}.{fraction or '0'}"

    def _find_style(self, digits: str) -> str:
        """Return the style that the column settles for a number that two styles allow."""
        if not _UNSETTLED.fullmatch(digits):
            raise CellError(_NOT_A_NUMBER)
        if self._settled is None:
            styles = {_style_of(_digits_of(m)) for m in map(_match_parts, self._survey()) if m}
            styles.discard("")
            self._settled = styles.pop() if len(styles) == 1 else self.unsettled
        if not self._settled:
            point, comma = digits.replace(",", ""), digits.replace(".", "").replace(",", ".")
            raise CellError(
                f"could be {point} or {comma}, and the column does not tell which: "
                f"say whether its numbers are written {POINT} or {COMMA}"
            )
        return self._settled


def _match_parts(text: str) -> re.Match[str] | None:
    """Return sign, unit and digits of a text, `None` when it is no number."""
    match = _PARTS.fullmatch(_SPACES.sub(" ", text).replace("’", "'"))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    if (match["sign1"] and match["sign2"]) or (match["unit1"] and match["unit2"]):
        return None
    digits = match["digits"].strip()
    spaced = " " in digits or "'" in digits
    return match if not spaced or _SPACED.fullmatch(digits) else None


def _digits_of(match: re.Match[str]) -> str:
    return match["digits"].replace("'", "").replace(" ", "")


def _style_of(digits: str) -> str:
    """Return the only style that a number's separators allow, "" when both do."""
    if _POINT_ONLY.fullmatch(digits):
        return POINT
    return COMMA if _COMMA_ONLY.fullmatch(digits) else ""


class DaysReader(NumberReader):
    """Reads a median in days, or `learned`; thousands of days are never meant."""

    unsettled = POINT

    def parse(self, text: str) -> float:
        """Return the days; `LEARNED_DAYS` where history is to tell.

        Raises:
            CellError: It is no number, or not more than 0.
        """
        if text.casefold() == LEARNED:
            return LEARNED_DAYS
        if match := _DURATION.fullmatch(text):
            whole, hours, minutes, seconds = (int(part or 0) for part in match.groups())
            days = whole + (hours * 3600 + minutes * 60 + seconds) / 86_400
        else:
            days = super().parse(text)
        if days == 0:
            raise CellError("a median of 0 days: leave it empty for at once")
        return days


class WholeReader(NumberReader):
    """Reads whole numbers that are not negative."""

    dtype: npt.DTypeLike = np.int64
    missing: Any = MISSING

    def parse(self, text: str) -> int:
        """Return the number.

        Raises:
            CellError: It is no whole number, or a negative one.
        """
        number = super().parse(text)
        if not number.is_integer():
            raise CellError("not a whole number")
        return int(number)


class RateReader(NumberReader):
    """Reads shares: `0.4`, `40%` and `40 %` are the same."""

    def parse(self, text: str) -> float:
        """Return a share from 0 to 1.

        Raises:
            CellError: It is no number, or beyond these bounds.
        """
        number, unit = self.parse_number(text)
        if unit not in ("", "%"):
            raise CellError(_NOT_A_NUMBER)
        if number < 0:
            raise CellError("a rate below 0")
        if unit:
            number /= 100
            if number > 1:
                raise CellError("a rate of more than 100 %")
        elif number > 1:
            raise CellError("a rate of more than 1: write a share such as 0.4, or 40%")
        return float(number)


class MoneyReader(NumberReader):
    """Reads amounts into minor units of the team's currency, exactly.

    Args:
        currency: ISO 4217 code of the team's currency.
        style, survey: As in `NumberReader`.
        is_signed: Whether an amount may be negative.

    Attributes:
        foreign: Texts read so far that name another currency, and which; they are not read.
    """

    dtype: npt.DTypeLike = np.int64
    missing: Any = MISSING

    def __init__(
        self, currency: str, style: str, survey: Callable[[], Iterable[str]], *, is_signed: bool
    ) -> None:
        super().__init__(style, survey)
        self.currency = currency
        self._is_signed = is_signed
        self.foreign: dict[str, str] = {}

    def parse_all(self, texts: list[str]) -> npt.NDArray[Any] | None:
        """Return many plain amounts at once, `None` when one of them needs a closer look."""
        digits = minor_digits(self.currency)
        if digits != 2 or self._style == COMMA:  # noqa: PLR2004 - what the pattern is written for
            return None
        if not _MONEY_COLUMN.fullmatch("\n".join(texts) + "\n"):
            return None
        # At most 14 digits: the double nearest to 100 × the amount rounds to the exact integer.
        minor = np.rint(np.array(texts, dtype=np.float64) * 100).astype(np.int64)
        return None if not self._is_signed and minor.size and minor.min() < 0 else minor

    def parse(self, text: str) -> int:
        """Return an amount in minor units.

        Raises:
            CellError: It is no amount, is finer than the minor unit, too large, or negative where
                it must not be.
        """
        number, unit = self.parse_number(text)
        if unit == "%":
            raise CellError("not an amount")
        named = self._name_foreign(unit)
        if named:
            self.foreign[text] = named
            return MISSING
        if number < 0 and not self._is_signed:
            raise CellError("negative")
        try:
            minor = to_minor(number, self.currency)
        except ValueError as error:
            raise CellError(f"finer than the smallest unit of {self.currency}") from error
        if abs(minor) > TOO_LARGE:
            raise CellError("too large for an amount")
        return minor

    def _name_foreign(self, unit: str) -> str:
        """Return the currency that a unit names, "" for none or the reader's own."""
        if not unit or self.currency in _SEVERAL.get(unit, ()):
            return ""
        named = SYMBOLS.get(unit, unit)
        return "" if named == self.currency else named
