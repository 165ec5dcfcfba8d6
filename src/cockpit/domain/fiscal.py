"""The fiscal calendar: years, quarters and months as a team counts them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from cockpit.domain.errors import UsageError

_EPOCH = date(1970, 1, 1)
_LABEL = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})))?", re.ASCII)


def to_day(day: date) -> int:
    """Return a date as whole days since 1970-01-01, the form that frames and the store use."""
    return (day - _EPOCH).days


def to_date(day: int) -> date:
    """Return the date of a day number; the inverse of `to_day`."""
    return _EPOCH + timedelta(days=day)


class Grain(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A fiscal period, first and last day inclusive; `label` is `2026`, `2026-Q3` or `2026-07`."""

    start: date
    end: date
    label: str
    grain: Grain

    @property
    def days(self) -> int:
        """Return the number of calendar days in the period."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """A team's fiscal calendar.

    A month is always named after the calendar (`2026-07` is July 2026), because every spreadsheet
    and CRM does so. Years and quarters are fiscal; a fiscal year that does not start in January is
    named after the calendar year in which it ends.

    Args:
        first_month: The month in which the fiscal year starts, 1 to 12.
        week_start: The first day of the week, 0 for Monday to 6 for Sunday.
    """

    first_month: int = 1
    week_start: int = 0

    def parse(self, label: str) -> Period:
        """Return the period named by a label such as `2026`, `2026-Q3` or `2026-07`.

        Raises:
            UsageError: The label names no period.
        """
        match = _LABEL.fullmatch(label.strip())
        if match is None:
            raise UsageError(
                f"{label!r} is not a period: write a year (2026), a quarter (2026-Q3) "
                "or a month (2026-07)."
            )
        year = int(match["year"])
        if not 1900 < year < 2200:  # noqa: PLR2004 - the bounds are their own explanation
            raise UsageError(f"{label!r} is not a period: the year must lie between 1901 and 2199.")
        if match["month"]:
            if not 1 <= int(match["month"]) <= 12:  # noqa: PLR2004 - months of a year
                raise UsageError(f"{label!r} is not a period: there is no month {match['month']}.")
            return self._span(year, int(match["month"]), 1)
        first_year = year if self.first_month == 1 else year - 1
        if match["quarter"]:
            return self._span(first_year, self.first_month + 3 * (int(match["quarter"]) - 1), 3)
        return self._span(first_year, self.first_month, 12)

    def period_of(self, day: date, grain: Grain) -> Period:
        """Return the period of the given grain in which a day lies."""
        if grain is Grain.MONTH:
            return self._span(day.year, day.month, 1)
        since_start = (day.month - self.first_month) % 12
        first_year = day.year - (day.month < self.first_month)
        if grain is Grain.YEAR:
            return self._span(first_year, self.first_month, 12)
        return self._span(first_year, self.first_month + since_start // 3 * 3, 3)

    def next(self, period: Period) -> Period:
        """Return the period of the same grain that follows."""
        return self.period_of(period.end + timedelta(days=1), period.grain)

    def previous(self, period: Period) -> Period:
        """Return the period of the same grain that comes before."""
        return self.period_of(period.start - timedelta(days=1), period.grain)

    def months(self, period: Period) -> tuple[Period, ...]:
        """Return the months of a period, in order."""
        months = [self.period_of(period.start, Grain.MONTH)]
        while months[-1].end < period.end:
            months.append(self.next(months[-1]))
        return tuple(months)

    def week_of(self, day: date) -> date:
        """Return the first day of the week in which a day lies."""
        return day - timedelta(days=(day.weekday() - self.week_start) % 7)

    @lru_cache(maxsize=1024)  # noqa: B019 - a calendar is a value; an answer asks for each often
    def _span(self, year: int, month: int, months: int) -> Period:
        """Build the period of `months` months from a month that may lie beyond December."""
        first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        last_month = first.month + months - 1
        last_year, last_month = first.year + (last_month - 1) // 12, (last_month - 1) % 12 + 1
        last = date(last_year, last_month, monthrange(last_year, last_month)[1])
        if months == 1:
            return Period(first, last, f"{first:%Y-%m}", Grain.MONTH)
        fiscal_year = first.year + (self.first_month > 1 and first.month >= self.first_month)
        if months == 12:  # noqa: PLR2004 - months of a year
            return Period(first, last, f"{fiscal_year}", Grain.YEAR)
        quarter = (first.month - self.first_month) % 12 // 3 + 1
        return Period(first, last, f"{fiscal_year}-Q{quarter}", Grain.QUARTER)
