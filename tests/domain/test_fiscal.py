"""Fiscal periods as a team writes and reads them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar, Grain, to_date, to_day

APRIL = FiscalCalendar(first_month=4)


@pytest.mark.parametrize(
    ("calendar", "label", "start", "end"),
    [
        (FiscalCalendar(), "2026", date(2026, 1, 1), date(2026, 12, 31)),
        (FiscalCalendar(), "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (FiscalCalendar(), "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        (APRIL, "2026", date(2025, 4, 1), date(2026, 3, 31)),
        (APRIL, "2026-Q1", date(2025, 4, 1), date(2025, 6, 30)),
        (APRIL, "2026-Q4", date(2026, 1, 1), date(2026, 3, 31)),
        (APRIL, "2026-07", date(2026, 7, 1), date(2026, 7, 31)),
        (FiscalCalendar(first_month=11), "2026-Q1", date(2025, 11, 1), date(2026, 1, 31)),
    ],
)
def test_a_label_names_first_and_last_day(
    calendar: FiscalCalendar, label: str, start: date, end: date
) -> None:
    period = calendar.parse(label)
    assert (period.start, period.end, period.label) == (start, end, label)


@pytest.mark.parametrize("label", ["", "Q3", "2026-Q5", "2026-13", "2026-7", "1800", "2026-Q3-1"])
def test_what_names_no_period_is_refused_by_its_name(label: str) -> None:
    with pytest.raises(UsageError, match="is not a period") as error:
        FiscalCalendar().parse(label)
    assert repr(label) in str(error.value)


@given(
    day=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    first_month=st.integers(1, 12),
    grain=st.sampled_from(Grain),
)
def test_every_day_lies_in_one_period_that_its_label_names(
    day: date, first_month: int, grain: Grain
) -> None:
    calendar = FiscalCalendar(first_month)
    period = calendar.period_of(day, grain)
    assert day in period
    assert calendar.parse(period.label) == period
    assert calendar.previous(calendar.next(period)) == period
    months = calendar.months(period)
    assert sum(month.days for month in months) == period.days


@given(st.dates(), st.integers(0, 6))
def test_a_week_starts_where_the_team_says(day: date, week_start: int) -> None:
    if day.toordinal() > 7:  # the first week of year 1 starts before the calendar
        start = FiscalCalendar(week_start=week_start).week_of(day)
        assert start.weekday() == week_start
        assert 0 <= (day - start).days < 7
    assert to_date(to_day(day)) == day
