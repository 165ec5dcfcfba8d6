"""Dates and times of day: ISO as it stands, other orders only where the column tells which.

`3/4/2026` is 3 April or 4 March. A column in which some date can only be read one way
(`25/4/2026`) settles it for all dates written with the same separator; a column that settles
nothing, or both, leaves such a date unread. `11.1.2021` is day first: nobody writes it otherwise.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.intake.cells import CellError, CellReader
from cockpit.intake.tables import normalise_name

_ZONE = r"(?:Z|(?:UTC|GMT)?[+-][0-9]{1,2}(?::?[0-9]{2})?|UTC|GMT|[ECMP][SD]T|[CEW]ES?T|BST)"
_TIME = (
    r"(?:(?:[T ]|,\s*)\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    rf"\s*(?P<half>[ap]\.?\s?m\.?)?\s*{_ZONE}?)?"
)
_WORD = r"(?P<word>[^\W\d_]{3,10})"
_FLAGS = re.IGNORECASE
_YEAR_FIRST = re.compile(
    r"(?P<y>[0-9]{4})(?P<sep>[-/.]?)(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})" + _TIME, _FLAGS
)
_NUMERIC = re.compile(
    r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4})" + _TIME, _FLAGS
)
_DAY_WORD = re.compile(
    rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|er|º)?[. /-]+(?:de |d')?{_WORD}[., /-]+(?:del? )?"
    rf"(?P<y>[0-9]{{4}}){_TIME}",
    _FLAGS,
)
_WORD_DAY = re.compile(
    rf"{_WORD}[. -]+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[, -]+(?P<y>[0-9]{{4}}){_TIME}", _FLAGS
)
_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
_SHORT_MONTHS = {"mrt": 3, "mrz": 3, "maerz": 3}  # no beginnings of the words above

_ISO_COLUMN = re.compile(r"(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d)?\n)*", re.ASCII)
_ZONED_COLUMN = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?\n)*", re.ASCII
)
_SECONDS = len("2026-07-01T09:30:00")
_MANY = 64  # below this, looking at each text alone is as fast
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall clock, no zone
_SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - wall clock, no zone
_SERIAL_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - wall clock, no zone
_SERIALS = (20_000.0, 80_000.0)  # the years 1954 to 2119
_YEARS = range(1901, 2200)
_MONTHS_A_YEAR = 12
_NOT_A_DATE = "not a date"
UNDECIDED = "the column does not tell which"
"""Part of the problem of a date that could be read day or month first."""


class MomentReader(CellReader):
    """Reads moments into seconds since 1970-01-01, wall clock: a zone that is given is dropped.

    Args:
        order: "auto", "ymd", "dmy", "mdy", or a pattern of `datetime.strptime`.
        survey: Returns all texts of the column, to settle the order of its dates; asked at most
            once, and only when the order matters.
        otherwise: The order of the dates that the column does not settle: "dmy", "mdy", or "auto"
            to leave them unread.
        serials: Whether a plain number counts days since 1899-12-30, as sheets do.
        counts_from_1904: Whether they do so since 1904-01-01, as sheets of old Macs do.
    """

    def __init__(
        self,
        order: str,
        survey: Callable[[], Iterable[str]],
        *,
        otherwise: str = "auto",
        serials: bool = False,
        counts_from_1904: bool = False,
    ) -> None:
        super().__init__()
        self._order = order
        self._survey = survey
        self._otherwise = otherwise
        self._serials = serials
        self._first_day = _SERIAL_EPOCH_1904 if counts_from_1904 else _SERIAL_EPOCH
        self._orders: dict[str, frozenset[str]] | None = None

    def parse_all(self, texts: list[str]) -> npt.NDArray[Any] | None:
        """Return many ISO moments at once, `None` when one of them is written otherwise."""
        if len(texts) < _MANY or "%" in self._order:
            return None
        joined = "\n".join(texts) + "\n"
        if not _ISO_COLUMN.fullmatch(joined):
            if not _ZONED_COLUMN.fullmatch(joined):
                return None
            texts = [text[:_SECONDS] for text in texts]
        try:
            moments = np.array(texts, dtype="datetime64[s]")
        except ValueError:  # a day that no month has
            return None
        years = moments.astype("datetime64[Y]").astype(np.int64) + 1970
        if years.min() not in _YEARS or years.max() not in _YEARS:
            return None
        return moments.astype(np.int64)

    def parse(self, text: str) -> int:
        """Return the seconds of one moment.

        Raises:
            CellError: It is no date, or may be read two ways.
        """
        if "%" in self._order:
            return _to_seconds(_parse_pattern(text, self._order))
        text = normalise_name(text)
        if match := _YEAR_FIRST.fullmatch(text):
            if match["sep"] or (len(match["m"]) == len(match["d"]) == 2):  # noqa: PLR2004 - 20260105
                return _build_moment(match, int(match["m"]), int(match["d"]))
        elif match := _NUMERIC.fullmatch(text):
            return self._parse_numeric(match)
        elif match := _DAY_WORD.fullmatch(text) or _WORD_DAY.fullmatch(text):
            month = _MONTH_OF.get(_fold(match["word"]))
            if month is not None:
                return _build_moment(match, month, int(match["d"]))
        elif self._serials:
            return _parse_serial(text, self._first_day)
        raise CellError(_NOT_A_DATE)

    def _parse_numeric(self, match: re.Match[str]) -> int:
        first, second = int(match["a"]), int(match["b"])
        orders = self._find_orders(match["sep"])
        own = _orders_of(first, second)
        if not own:
            raise CellError(_NOT_A_DATE)
        if len(orders) == 1:
            own = orders
        elif len(own) > 1 and self._otherwise != "auto":
            own = frozenset({self._otherwise})
        elif len(own) > 1 and first != second:
            day, month = date(int(match["y"]), second, first), date(int(match["y"]), first, second)
            raise CellError(
                f"could be {day.day} {day:%B} or {month.day} {month:%B}, and {UNDECIDED}: "
                "say whether the day or the month comes first"
            )
        if "dmy" in own:
            first, second = second, first
        return _build_moment(match, first, second)

    def _find_orders(self, separator: str) -> frozenset[str]:
        """Return the orders in which dates with this separator can be meant: one when settled."""
        if self._order in ("dmy", "mdy"):
            return frozenset({self._order})
        if separator == ".":
            return frozenset({"dmy"})
        if self._orders is None:
            self._orders = _survey_orders(self._survey())
        return self._orders.get(separator, frozenset())


def _fold(word: str) -> str:
    """Return a word without case and accents."""
    spelt = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in spelt if not unicodedata.combining(letter))


def _build_month_words() -> dict[str, int]:
    """Return every beginning of three letters or more that names one month in all languages."""
    found: dict[str, set[int]] = {}
    for months in _MONTHS:
        for number, month in enumerate(_fold(months).split(), start=1):
            for length in range(3, len(month) + 1):
                found.setdefault(month[:length], set()).add(number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}


_MONTH_OF = _build_month_words() | _SHORT_MONTHS


def _survey_orders(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for each separator the orders that some date written with it can only have."""
    seen: dict[str, set[str]] = {}
    for text in texts:
        match = _NUMERIC.fullmatch(text)
        if match:
            orders = _orders_of(int(match["a"]), int(match["b"]))
            if len(orders) == 1:
                seen.setdefault(match["sep"], set()).update(orders)
    return {separator: frozenset(orders) for separator, orders in seen.items()}


def _orders_of(first: int, second: int) -> frozenset[str]:
    """Return the orders that two numbers of a date allow."""
    allowed = {"dmy": second, "mdy": first}
    return frozenset(order for order, month in allowed.items() if 1 <= month <= _MONTHS_A_YEAR)


def _build_moment(match: re.Match[str], month: int, day: int) -> int:
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"][0].lower() == "p")
    try:
        moment = datetime(  # noqa: DTZ001 - wall clock, no zone
            int(match["y"]),
            month,
            day,
            hour,
            int(match["minute"] or 0),
            int(match["second"] or 0),
        )
    except ValueError as error:
        raise CellError(_NOT_A_DATE) from error
    return _to_seconds(moment)


def _parse_pattern(text: str, pattern: str) -> datetime:
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=None)  # noqa: DTZ007 - as above
    except ValueError as error:
        raise CellError(f"not a date written as {pattern}") from error


def _parse_serial(text: str, first_day: datetime) -> int:
    try:
        serial = float(text)
    except ValueError as error:
        raise CellError(_NOT_A_DATE) from error
    if not _SERIALS[0] <= serial <= _SERIALS[1]:
        raise CellError(_NOT_A_DATE)
    return _to_seconds(first_day + timedelta(seconds=round(serial * 86_400)))


def _to_seconds(moment: datetime) -> int:
    if moment.year not in _YEARS:
        raise CellError("not a date: the year must lie between 1901 and 2199")
    return int((moment - _EPOCH).total_seconds())
