"""Money as an integer number of minor units (cents) with its currency."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# ISO 4217: every currency has two decimals but these.
_DIGITS = dict.fromkeys(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
) | dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3)


def minor_digits(currency: str) -> int:
    """Return how many decimals a currency has: 2 for USD, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


def to_minor(amount: Decimal | str | int, currency: str) -> int:
    """Return an amount in minor units, exactly.

    Raises:
        ValueError: `amount` is no number, or is finer than the currency's minor unit.
    """
    try:
        scaled = Decimal(amount).scaleb(minor_digits(currency))
    except InvalidOperation as error:
        raise ValueError(f"{amount!r} is not an amount") from error
    if not scaled.is_finite():
        raise ValueError(f"{amount!r} is not an amount")
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is finer than the smallest unit of {currency}")
    return int(scaled)


def to_major(minor: int, currency: str) -> Decimal:
    """Return minor units as a decimal amount of the currency."""
    return Decimal(minor).scaleb(-minor_digits(currency))


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `minor` units of `currency` (ISO 4217)."""

    minor: int
    currency: str
