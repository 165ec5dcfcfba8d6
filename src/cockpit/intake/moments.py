"""Dates and times of day: ISO as it stands, other orders only where the column tells which.

`3/4/2026` is 3 April or 4 March. A column in which some date can only be read one way
(`25/4/2026`) settles it for all dates written with the same separator; a column that settles
nothing, or both, leaves such a date unread. `11.1.2021` is day first: nobody writes it otherwise.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.intake.cells import CellError, CellReader

_TIME = (
    r"(?:(?:[T ]|,\s*)\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]m)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_FLAGS = re.ASCII | re.IGNORECASE
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?P<sep>[-/.]?)(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})" + _TIME, _FLAGS
)
_NUMERIC = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})" + _TIME, _FLAGS
)
_DAY_WORD = re.compile(
    r"(?P<d>\d{1,2})[. -]+(?P<word>[a-z]{3,9})[., -]+(?P<y>\d{4})" + _TIME, _FLAGS
)
_WORD_DAY = re.compile(
    r"(?P<word>[a-z]{3,9})[. -]+(?P<d>\d{1,2})[, -]+(?P<y>\d{4})" + _TIME, _FLAGS
)
_MONTHS = "january february march april may june july august september october november december"
_MONTH_OF = {
    word[:length]: number
    for number, word in enumerate(_MONTHS.split(), start=1)
    for length in range(3, len(word) + 1)
}
_MONTH_OF["sept"] = 9

_ISO_COLUMN = re.compile(r"(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d)?\n)*", re.ASCII)
_MANY = 64  # below this, looking at each text alone is as fast
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall clock, no zone
_SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - wall clock, no zone
_SERIALS = (20_000.0, 80_000.0)  # the years 1954 to 2119
_YEARS = range(1901, 2200)
_MONTHS_A_YEAR = 12
_NOT_A_DATE = "not a date"


class MomentReader(CellReader):
    """Reads moments into seconds since 1970-01-01, wall clock: a zone that is given is dropped.

    Args:
        order: "auto", "ymd", "dmy", "mdy", or a pattern of `datetime.strptime`.
        survey: Returns all texts of the column, to settle the order of its dates; asked at most
            once, and only when the order matters.
        serials: Whether a plain number counts days since 1899-12-30, as sheets do.
    """

    def __init__(
        self, order: str, survey: Callable[[], Iterable[str]], *, serials: bool = False
    ) -> None:
        super().__init__()
        self._order = order
        self._survey = survey
        self._serials = serials
        self._orders: dict[str, frozenset[str]] | None = None

    def parse_all(self, texts: list[str]) -> npt.NDArray[Any] | None:
        """Return many ISO moments at once, `None` when one of them is written otherwise."""
        if len(texts) < _MANY or "%" in self._order:
            return None
        if not _ISO_COLUMN.fullmatch("\n".join(texts) + "\n"):
            return None
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
        if match := _YEAR_FIRST.fullmatch(text):
            if match["sep"] or (len(match["m"]) == len(match["d"]) == 2):  # noqa: PLR2004 - 20260105
                return _build_moment(match, int(match["m"]), int(match["d"]))
        elif match := _NUMERIC.fullmatch(text):
            return self._parse_numeric(match)
        elif match := _DAY_WORD.fullmatch(text) or _WORD_DAY.fullmatch(text):
            month = _MONTH_OF.get(match["word"].lower())
            if month is not None:
                return _build_moment(match, month, int(match["d"]))
        elif self._serials:
            return _parse_serial(text)
        raise CellError(_NOT_A_DATE)

    def _parse_numeric(self, match: re.Match[str]) -> int:
        first, second = int(match["a"]), int(match["b"])
        orders = self._find_orders(match["sep"])
        own = _orders_of(first, second)
        if not own:
            raise CellError(_NOT_A_DATE)
        if len(orders) == 1:
            own = orders
        elif len(own) > 1 and first != second:
            day, month = date(int(match["y"]), second, first), date(int(match["y"]), first, second)
            raise CellError(
                f"could be {day.day} {day:%B} or {month.day} {month:%B}, and the column does not "
                'tell which: say dates = "dmy" or "mdy" in a mapping'
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
        hour = hour % 12 + 12 * (match["half"].lower() == "pm")
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


def _parse_serial(text: str) -> int:
    try:
        serial = float(text)
    except ValueError as error:
        raise CellError(_NOT_A_DATE) from error
    if not _SERIALS[0] <= serial <= _SERIALS[1]:
        raise CellError(_NOT_A_DATE)
    return _to_seconds(_SERIAL_EPOCH + timedelta(seconds=round(serial * 86_400)))


def _to_seconds(moment: datetime) -> int:
    if moment.year not in _YEARS:
        raise CellError("not a date: the year must lie between 1901 and 2199")
    return int((moment - _EPOCH).total_seconds())
