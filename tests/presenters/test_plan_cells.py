from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.presenters.plan_cells import EMPTY, Cell, CellReader, Column, Kind
from cockpit.presenters.plan_numbers import parse_number

READER = CellReader("USD", FiscalCalendar())
COLUMNS = {
    kind: Column(kind.value, kind.value, kind, noun)
    for kind, noun in {
        Kind.REP: "Rep",
        Kind.SOURCE: "Source",
        Kind.PERIOD: "Period",
        Kind.MONEY: "Target",
        Kind.COUNT: "Leads",
        Kind.RATE: "Win rate",
        Kind.DAYS: "Days to win",
    }.items()
}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62000", "62000"),
        ("62,000", "62000"),
        ("1,062,000", "1062000"),
        ("1.062.000", "1062000"),
        ("62.000,50", "62000.50"),
        ("62,000.50", "62000.50"),
        ("62 000", "62000"),
        ("62\u00a0000,5", "62000.5"),
        ("62'000", "62000"),
        ("$62k", "62000"),
        ("1.2M", "1200000"),
        ("1.250k", "1250"),
        ("USD 62,000", "62000"),
        ("62000 $", "62000"),
        ("(500)", "-500"),
        ("−5", "-5"),
        ("12,5", "12.5"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        (".5", "0.5"),
    ],
)
def test_reads_numbers_as_spreadsheets_write_them(text: str, number: str) -> None:
    assert parse_number(text, "USD") == Decimal(number)


@pytest.mark.parametrize(
    "text", ["abc", "12abc", "1,2,3", "1.2.3", "$", "-", "€500", "12 34", "#REF!", "1e5", "--5x"]
)
def test_names_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a number\.$"):
        parse_number(text, "USD")


def test_asks_when_a_point_could_separate_thousands_or_decimals() -> None:
    with pytest.raises(ValueError, match=r"“12\.500” can mean 12500 or 12\.5: write one of these"):
        parse_number("12.500", "USD")
    assert parse_number("12.500", grouped=False) == Decimal("12.5")


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("40%", 0.4),
        ("40 %", 0.4),
        ("40", 0.4),
        ("0.4", 0.4),
        ("12,5%", 0.125),
        ("100%", 1.0),
        ("0", 0.0),
        ("1%", 0.01),
        ("33.333%", 0.33333),
    ],
)
def test_reads_rates_in_percent_and_as_shares(text: str, rate: float) -> None:
    assert READER.parse(COLUMNS[Kind.RATE], text) == Cell(rate)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (Kind.RATE, "140%", "140% is more than 100%."),
        (Kind.RATE, "140", "140% is more than 100%."),
        (Kind.RATE, "1", "“1” can mean 1% or 100%: write it with the percent sign."),
        (Kind.RATE, "-5%", "“-5%” is less than 0%."),
        (Kind.COUNT, "-5", "Leads cannot be negative: -5."),
        (Kind.MONEY, "$-62k", "Target cannot be negative: $-62k."),
        (Kind.MONEY, "0.001", "0.001 is finer than the smallest unit of USD."),
        (Kind.MONEY, "9" * 20, f"{'9' * 20} is too large for target."),
        (Kind.DAYS, "-1", "Days to win cannot be negative: -1."),
        (Kind.DAYS, "soon", "“soon” is not a number."),
    ],
)
def test_keeps_a_bad_cell_with_one_clear_sentence(kind: Kind, text: str, sentence: str) -> None:
    assert READER.parse(COLUMNS[kind], text) == Cell(text=text, problem=sentence)


def test_keeps_a_bad_period_with_its_sentence() -> None:
    assert "is not a period" in READER.parse(COLUMNS[Kind.PERIOD], "Q3").problem
    assert READER.parse(COLUMNS[Kind.PERIOD], " 2026-q3 ") == Cell("2026-Q3")


def test_an_empty_cell_and_the_word_any_give_nothing() -> None:
    assert READER.parse(COLUMNS[Kind.SOURCE], "Any") == EMPTY
    assert READER.parse(COLUMNS[Kind.MONEY], "  ") == EMPTY


def test_names_lose_their_stray_spaces() -> None:
    assert READER.parse(COLUMNS[Kind.REP], "  Ada \u00a0 Park ") == Cell("Ada Park")


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.MONEY, 6_200_000, "62,000"),
        (Kind.MONEY, 6_200_050, "62,000.50"),
        (Kind.RATE, 0.4, "40%"),
        (Kind.RATE, 1 / 3, "33.3%"),
        (Kind.COUNT, 1200.0, "1,200"),
        (Kind.COUNT, 12.5, "12.5"),
        (Kind.DAYS, 9.0, "9"),
    ],
)
def test_shows_values_short(kind: Kind, value: float, shown: str) -> None:
    assert READER.format(COLUMNS[kind], Cell(value)) == shown


@given(
    st.one_of(
        st.tuples(st.just(Kind.MONEY), st.integers(0, 10**13)),
        st.tuples(st.just(Kind.RATE), st.floats(0, 1)),
        st.tuples(st.just(Kind.COUNT), st.floats(0, 1e9)),
        st.tuples(st.just(Kind.DAYS), st.floats(1e-6, 1e6)),
    )
)
def test_what_is_copied_is_read_back_as_the_same_value(cell: tuple[Kind, float]) -> None:
    kind, value = cell
    text = READER.format_exact(COLUMNS[kind], Cell(value))
    assert READER.parse(COLUMNS[kind], text) == Cell(value)
