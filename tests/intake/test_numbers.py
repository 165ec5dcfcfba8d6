import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.plan import LEARNED_DAYS
from cockpit.intake.numbers import DaysReader, MoneyReader, NumberReader, RateReader, WholeReader


def read_money(
    texts: list[str], style: str = "auto", currency: str = "USD", *, is_signed: bool = True
) -> list[int | str]:
    reader = MoneyReader(currency, style, lambda: texts, is_signed=is_signed)
    values, problems = reader.read(texts)
    return [(problems and problems[i]) or v for i, v in enumerate(values.tolist())]


def read_one(kind: type[NumberReader], text: str) -> float | str:
    values, problems = kind("auto", lambda: [text]).read([text])
    return (problems and problems[0]) or values.tolist()[0]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("$22,700.00", 2_270_000),
        ("1'200.50", 120_050),
        ("1 200", 120_000),
        ("(12.50)", -1_250),
        ("−3", -300),
        ("1,234,567", 123_456_700),
        ("0.1", 10),
        ("1\u202f234,56", 123_456),
        ("1\u00a0234,56", 123_456),
        ("1’200.50", 120_050),
        ("($1,200.00)", -120_000),
        ("1,23,456.00", 12_345_600),
        ("12,34,567", 123_456_700),
        ("1234,5", 123_450),
    ],
)
def test_an_amount_that_can_be_read_one_way_is_read(text: str, minor: int) -> None:
    assert read_money([text]) == [minor]


@pytest.mark.parametrize("text", ["#REF!", "abc", "12 34", "12,34.5", "1e5", "nan", "5-", "."])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    assert read_money([text]) == ["not a number"]


def test_money_finer_than_a_cent_is_not_rounded() -> None:
    assert read_money(["0.125"]) == ["finer than the smallest unit of USD"]
    assert read_money(["12.5"], currency="JPY") == ["finer than the smallest unit of JPY"]
    assert read_money(["1.2345"]) == ["finer than the smallest unit of USD"]


def test_thousands_or_decimals_are_settled_by_the_column_or_not_at_all() -> None:
    assert read_money(["3.500", "1,50"])[0] == 350_000
    assert str(read_money(["3.500", "1.50"])[0]) == "350"
    assert str(read_money(["3.500"])[0]).startswith("could be 3.500 or 3500")
    assert read_money(["3.500"], "1.234,56") == [350_000]


def test_an_amount_that_names_another_currency_is_left_to_its_reader() -> None:
    reader = MoneyReader("USD", "auto", list, is_signed=True)
    reader.read(["3.500,00 €", "$5"])
    assert reader.foreign == {"3.500,00 €": "EUR"}


@pytest.mark.parametrize(
    ("text", "currency", "foreign"),
    [
        ("12 345,00 zł", "USD", "PLN"),
        ("500 kr", "SEK", None),
        ("500 kr", "USD", "kr"),
        ("¥500", "CNY", None),
        ("US$ 1,200.50", "CAD", "USD"),
        ("$5", "CAD", None),
        ("Rs 5", "INR", None),
    ],
)
def test_a_symbol_of_several_currencies_is_the_team_s_if_it_can_be(
    text: str, currency: str, foreign: str | None
) -> None:
    reader = MoneyReader(currency, "auto", list, is_signed=True)
    _, problems = reader.read([text])
    assert problems is None
    assert reader.foreign == ({} if foreign is None else {text: foreign})
    own = MoneyReader("EUR", "auto", list, is_signed=True)
    assert own.read(["3.500,00 €", "€ 3.500,00"])[0].tolist() == [350_000, 350_000]


def test_amounts_that_must_not_be_negative_are_not() -> None:
    assert read_money(["-5"], is_signed=False) == ["negative"]
    assert read_money(["-5", "7"], is_signed=False) == ["negative", 700]


@given(st.lists(st.integers(-(10**13), 10**13), min_size=2))
def test_plain_amounts_are_exact(minors: list[int]) -> None:
    texts = [f"{'-' if m < 0 else ''}{abs(m) // 100}.{abs(m) % 100:02}" for m in minors]
    assert read_money(texts) == minors


@pytest.mark.parametrize("text", ["40%", "40 %", "0.4", "0,4", "40.0%"])
def test_a_rate_is_a_share(text: str) -> None:
    assert read_one(RateReader, text) == 0.4


@pytest.mark.parametrize("text", ["140%", "1.4", "40", "-0.1"])
def test_a_rate_beyond_its_bounds_is_refused(text: str) -> None:
    assert str(read_one(RateReader, text)).startswith("a rate ")


def test_days_and_counts() -> None:
    assert read_one(DaysReader, "12.125") == 12.125
    assert read_one(DaysReader, "4 days, 21:19:46") == pytest.approx(4 + 76_786 / 86_400)
    assert read_one(DaysReader, "12:00:00") == 0.5
    assert str(read_one(DaysReader, "0")).startswith("a median of 0 days")
    assert read_one(DaysReader, "Learned") == LEARNED_DAYS
    assert read_one(DaysReader, "-1") == "negative"
    assert read_one(NumberReader, "learned") == "not a number"
    assert read_one(NumberReader, "-3") == "negative"
    assert read_one(WholeReader, "2.5") == "not a whole number"
    assert read_one(WholeReader, "1200") == 1200
