"""Values become text the way people read them."""

from datetime import date

import pytest

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.presenters import formatting


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (17_300_000, "USD", "$173k"),
        (-3_300_000, "USD", "−$33k"),
        (120_000_000, "USD", "$1.2M"),
        (1_850_000_000, "USD", "$19M"),
        (230_000_000_000, "EUR", "€2.3B"),
        (100_000_000_000_000, "USD", "$1.0T"),
        (94_000, "USD", "$940"),
        (99_949, "USD", "$999"),
        (99_950, "USD", "$1k"),
        (99_949_999, "USD", "$999k"),
        (99_950_000, "USD", "$1.0M"),
        (-49, "USD", "$0"),
        (0, "USD", "$0"),
        (50_000, "JPY", "¥50k"),
        (12_000_000, "KWD", "KWD\N{NO-BREAK SPACE}12k"),
        (None, "USD", "—"),
    ],
)
def test_short_money(minor: int | None, currency: str, text: str) -> None:
    assert formatting.format_money_short(minor, currency) == text


def test_a_gain_can_carry_its_sign() -> None:
    assert formatting.format_money_short(800_000, "USD", signed=True) == "+$8k"
    assert formatting.format_money_short(0, "USD", signed=True) == "$0"
    assert formatting.format_money_exact(-150, "USD", signed=True) == "−$1.50"


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123_450, "USD", "$1,234.50"),
        (-2_000, "EUR", "−€20.00"),
        (1_200, "JPY", "¥1,200"),
        (1_234, "KWD", "KWD\N{NO-BREAK SPACE}1.234"),
        (None, "USD", "—"),
    ],
)
def test_exact_money(minor: int | None, currency: str, text: str) -> None:
    assert formatting.format_money_exact(minor, currency) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0.474, 0, "47%"),
        (0.475, 0, "48%"),
        (1.1, 0, "110%"),
        (0.3333, 1, "33.3%"),
        (-0.055, 1, "−5.5%"),
        (-0.001, 0, "0%"),
        (None, 0, "—"),
    ],
)
def test_percent(share: float | None, decimals: int, text: str) -> None:
    assert formatting.format_percent(share, decimals) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(1204, "1,204"), (23.21, "23.2"), (23.0, "23"), (312.4, "312"), (-4, "−4"), (None, "—")],
)
def test_count(count: float | None, text: str) -> None:
    assert formatting.format_count(count) == text


def test_dates() -> None:
    assert formatting.format_date(date(2026, 9, 4)) == "4 Sep 2026"
    assert formatting.format_day_short(date(2026, 9, 14)) == "14 Sep"
    assert formatting.format_date(None) == "—"
    assert formatting.format_days(94.4) == "94 d"


def test_periods_are_named_after_the_fiscal_year() -> None:
    calendar = FiscalCalendar(first_month=2)
    labels = ("2026-Q3", "2026", "2026-07")
    texts = [formatting.format_period(calendar.parse(label)) for label in labels]
    assert texts == ["Q3 FY26", "FY26", "Jul 2026"]


def test_words() -> None:
    assert formatting.format_plural(1, "lead") == "1 lead"
    assert formatting.format_plural(1900, "lead") == "1,900 leads"
    assert formatting.format_plural(2, "opportunity", "opportunities") == "2 opportunities"
    assert formatting.format_list(["Farid", "Amara", "Dmitri"]) == "Farid, Amara and Dmitri"
    assert formatting.format_list(["Farid"]) == "Farid"
    assert formatting.format_list([]) == ""
