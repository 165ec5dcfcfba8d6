"""Money is exact, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.money import minor_digits, to_major, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("8118.48", "USD", 811848), ("1200", "JPY", 1200), ("1.234", "KWD", 1234), (-5, "EUR", -500)],
)
def test_amounts_become_minor_units(amount: str | int, currency: str, minor: int) -> None:
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency"), [("1.005", "USD"), ("0.5", "JPY"), ("ten", "USD"), ("NaN", "USD")]
)
def test_what_is_finer_than_a_cent_or_no_number_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match=r"is finer than|is not an amount"):
        to_minor(amount, currency)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "JPY", "KWD"]))
def test_minor_units_survive_the_way_there_and_back(minor: int, currency: str) -> None:
    amount = to_major(minor, currency)
    assert to_minor(amount, currency) == minor
    assert amount == Decimal(minor) / 10 ** minor_digits(currency)
