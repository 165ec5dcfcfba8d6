"""From the distinct texts of a column to values, each text looked at once."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar, Grain
from cockpit.domain.records import Outcome
from cockpit.intake.dialects.forms import NO, YES

MISSING = int(np.iinfo(np.int64).min)
"""What a column of integers or times holds where nothing is given; the number behind NaT."""

_CACHE_LIMIT = 200_000
_YES = frozenset({*YES, "y", "x"})
_NO = frozenset({*NO, "n"})


FAILED_FORMULAS = frozenset(
    "#REF! #N/A #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA #ERROR!".split()
)
"""What a sheet shows in a cell whose formula has no result."""
FAILED = "a formula without a result"


class CellError(ValueError):
    """A cell cannot be read; the message is the problem in a few words."""


class CellReader(ABC):
    """Reads one column: texts to values, with a problem for each text that cannot be read.

    Attributes:
        dtype: Of the values.
        missing: The value of an empty cell.
    """

    dtype: npt.DTypeLike = np.int64
    missing: Any = MISSING

    def __init__(self) -> None:
        self._known: dict[str, tuple[Any, str | None]] = {}

    @abstractmethod
    def parse(self, text: str) -> Any:
        """Return the value of one filled cell.

        Raises:
            CellError: The cell cannot be read.
        """

    def parse_all(self, texts: list[str]) -> npt.NDArray[Any] | None:
        """Return the values of many filled texts at once, or `None` to have them parsed singly."""
        del texts
        return None

    def read(self, texts: list[str]) -> tuple[npt.NDArray[Any], list[str | None] | None]:
        """Return the value of each text and its problem; no problems at all are `None`."""
        if "" not in texts:
            values = self.parse_all(texts) if len(texts) > 1 else None
            if values is not None:
                return values, None
        elif (values := self.parse_all([text for text in texts if text])) is not None:
            filled = np.array([text != "" for text in texts])
            spread = np.full(len(texts), self.missing, dtype=self.dtype)
            spread[filled] = values
            return spread, None
        return self._read_singly(texts)

    def _read_singly(self, texts: list[str]) -> tuple[npt.NDArray[Any], list[str | None] | None]:
        if len(self._known) > _CACHE_LIMIT:
            self._known.clear()
        pairs = [self._known.get(text) or self._read_new(text) for text in texts]
        values = np.empty(len(texts), dtype=self.dtype)
        values[:] = [value for value, _ in pairs]
        problems = [problem for _, problem in pairs]
        return values, problems if any(problems) else None

    def _read_new(self, text: str) -> tuple[Any, str | None]:
        pair: tuple[Any, str | None]
        try:
            pair = (self.parse(text) if text else self.missing, None)
        except CellError as error:
            pair = (self.missing, str(error))
        self._known[text] = pair
        return pair


class PeriodReader(CellReader):
    """Reads labels of fiscal periods into their canonical spelling."""

    dtype = object
    missing = None

    def __init__(self, calendar: FiscalCalendar, *, months_only: bool, serial_dates: bool) -> None:
        super().__init__()
        self._calendar = calendar
        self._months_only = months_only
        self._serial_dates = serial_dates

    def parse(self, text: str) -> str:
        """Return the label of a period; a sheet turns `2026-07` into its first day, which counts.

        Raises:
            CellError: It is no period, or no month where one is needed.
        """
        label = text.upper()
        if self._serial_dates and label.endswith("-01") and label.count("-") == 2:  # noqa: PLR2004 - y-m-d
            label = label[:-3]
        try:
            period = self._calendar.parse(label)
        except UsageError as error:
            raise CellError(str(error)) from error
        if self._months_only and period.grain is not Grain.MONTH:
            raise CellError("not a month: write it as 2026-07")
        return period.label


class FlagReader(CellReader):
    """Reads yes and no into 1 and 0."""

    def parse(self, text: str) -> int:
        """Return 1 for yes and 0 for no.

        Raises:
            CellError: It is neither.
        """
        word = text.casefold()
        if word not in _YES | _NO:
            raise CellError("neither yes nor no")
        return int(word in _YES)


class ChoiceReader(CellReader):
    """Reads one of a few words, whatever their case and whether spaces or underscores join them."""

    dtype: npt.DTypeLike = object
    missing: Any = None

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__()
        self._choices = choices

    def parse(self, text: str) -> Any:
        """Return the word as we spell it.

        Raises:
            CellError: It is not one of the words.
        """
        word = text.casefold().replace(" ", "_").replace("-", "_")
        if word not in self._choices:
            raise CellError(f"not one of {', '.join(self._choices)}")
        return word


class OutcomeReader(ChoiceReader):
    """Reads open, won and lost into the code of the outcome."""

    dtype = np.int64
    missing = MISSING

    def parse(self, text: str) -> int:
        """Return the code of the outcome.

        Raises:
            CellError: It is not one of the words.
        """
        return Outcome[super().parse(text).upper()].value


class TextReader(CellReader):
    """Takes texts as they are; "NA" is a word like any other."""

    dtype = object
    missing = None

    def parse(self, text: str) -> str:
        """Return the text.

        Raises:
            CellError: It is what a sheet shows instead of a result.
        """
        if text in FAILED_FORMULAS:
            raise CellError(FAILED)
        return text

    def parse_all(self, texts: list[str]) -> npt.NDArray[Any] | None:
        """Return the texts."""
        if not FAILED_FORMULAS.isdisjoint(texts):
            return None
        values = np.empty(len(texts), dtype=object)
        values[:] = texts
        return values
