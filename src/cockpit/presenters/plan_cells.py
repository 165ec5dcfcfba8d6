"""One cell of the plan's grid: what may stand in it, and how it is read and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.money import minor_digits, to_major, to_minor
from cockpit.domain.plan import LEARNED, Delay
from cockpit.presenters.plan_numbers import parse_number

Value: TypeAlias = str | int | float | None

_HUNDRED = Decimal(100)
_LARGEST = 10**15
_THOUSANDTHS = 3


class Kind(StrEnum):
    """What a column holds."""

    REP = "rep"
    SOURCE = "source"
    PERIOD = "period"
    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    DAYS = "days"


KEYS = frozenset({Kind.REP, Kind.SOURCE, Kind.PERIOD})
"""The columns that say which record a row is; the others carry its values."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be edited.

    Args:
        key: Name in the plain file, or the period whose target or commitment it holds.
        title: What the header says, with the unit.
        kind: What its cells hold.
        noun: What a value is called in a sentence: "Win rate".
        hint: What the header's tooltip adds.
        empty: Faint text of a cell without a value: "any".
    """

    key: str
    title: str
    kind: Kind
    noun: str
    hint: str = ""
    empty: str = ""

    @property
    def is_key(self) -> bool:
        """Tell whether the column names the record rather than carrying one of its values."""
        return self.kind in KEYS


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, or the text that could not be read as one with the sentence that says why.

    Money is in minor units, rates are shares from 0 to 1; `None` is an empty cell.
    """

    value: Value = None
    text: str = ""
    problem: str = ""


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads and writes cells in a team's currency and calendar.

    Args:
        currency: ISO 4217 code of the amounts.
        calendar: The fiscal calendar that names periods.
        names: For each kind of name, the spelling to use for any known spelling of it in lower
            case: a rep typed as `ada park`, or by an alias, is the rep that the team knows.
    """

    currency: str
    calendar: FiscalCalendar
    names: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)

    def parse(self, column: Column, text: str) -> Cell:
        """Return the cell for what was typed; text that is no value of the column is kept."""
        stripped = text.strip()
        if not stripped or (column.is_key and stripped.casefold() in {"any", column.empty}):
            return EMPTY
        try:
            return Cell(self._read(column, stripped))
        except (ValueError, UsageError) as error:
            return Cell(text=stripped, problem=str(error))

    def format(self, column: Column, cell: Cell) -> str:
        """Return a cell as the grid shows it: `62,000`, `40%`, `12.5`."""
        if cell.problem:
            return cell.text
        if isinstance(cell.value, str) or cell.value is None:
            return str(cell.value or "")
        if column.kind is Kind.MONEY:
            amount = to_major(int(cell.value), self.currency)
            whole = amount == amount.to_integral_value()
            return f"{amount:,.{0 if whole else minor_digits(self.currency)}f}".replace("-", "−")
        if column.kind is Kind.RATE:
            return f"{_trim(round(Decimal(repr(cell.value)) * _HUNDRED, 1))}%"
        return _trim(round(Decimal(repr(cell.value)), 2), ",")

    def format_exact(self, column: Column, cell: Cell) -> str:
        """Return a cell as text that `parse` reads back as the very same value."""
        if cell.problem:
            return cell.text
        if isinstance(cell.value, str) or cell.value is None:
            return str(cell.value or "")
        if column.kind is Kind.MONEY:
            return _unambiguous(_trim(to_major(int(cell.value), self.currency)))
        if column.kind is Kind.RATE:
            return f"{_trim(Decimal(repr(cell.value)) * _HUNDRED)}%"
        return _unambiguous(_trim(Decimal(repr(cell.value))))

    def _read(self, column: Column, text: str) -> Value:
        """Return the value of a text that is not empty.

        Raises:
            ValueError, UsageError: The column cannot hold it; the message is a sentence.
        """
        match column.kind:
            case Kind.REP | Kind.SOURCE:
                name = " ".join(text.split())
                return self.names.get(column.kind, {}).get(name.casefold(), name)
            case Kind.PERIOD:
                return self.calendar.parse(text.upper()).label
            case Kind.RATE:
                return _read_rate(text)
            case Kind.MONEY:
                number = _check_size(parse_number(text, self.currency), column, text)
                try:
                    return to_minor(number, self.currency)
                except ValueError as error:
                    raise ValueError(f"{error}.") from error
            case Kind.DAYS:
                return _read_delay(text, column)
            case Kind.COUNT:
                return float(_check_size(parse_number(text), column, text))


def _read_delay(text: str, column: Column) -> Delay:
    """Return a median in days, or that it is to be learned."""
    if text.casefold() == LEARNED:
        return LEARNED
    return float(_check_size(parse_number(text, grouped=False), column, text))


def _read_rate(text: str) -> float:
    """Return a share from 0 to 1, written as `40%`, `40` or `0.4`."""
    in_percent = text.endswith("%")
    number = parse_number(text.removesuffix("%"), grouped=False)
    if not in_percent and number == 1:
        raise ValueError("“1” can mean 1% or 100%: write it with the percent sign.")
    if in_percent or number > 1:
        number /= _HUNDRED
    if number > 1:
        raise ValueError(f"{_trim(number * _HUNDRED)}% is more than 100%.")
    if number < 0:
        raise ValueError(f"“{text}” is less than 0%.")
    return float(number)


def _check_size(number: Decimal, column: Column, text: str) -> Decimal:
    """Return a number that is neither negative nor beyond what the store can hold."""
    if number < 0:
        raise ValueError(f"{column.noun} cannot be negative: {text}.")
    if number >= _LARGEST:
        raise ValueError(f"{text} is too large for {column.noun.lower()}.")
    return number


def _trim(number: Decimal, grouping: str = "") -> str:
    """Write a number without exponent and trailing zeros."""
    text = f"{number:{grouping}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unambiguous(text: str) -> str:
    """Add a zero to three decimals, which would otherwise look like separated thousands."""
    return text + "0" if len(text.partition(".")[2]) == _THOUSANDTHS else text
