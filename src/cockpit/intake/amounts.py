"""Amounts in any currency: brought to the team's by the rates that are known, the original kept."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.domain.errors import UsageError
from cockpit.domain.money import minor_digits
from cockpit.domain.records import FileKind
from cockpit.intake.cells import MISSING
from cockpit.intake.columns import Setting
from cockpit.intake.findings import Finding, Mask, find
from cockpit.intake.kinds import Column
from cockpit.intake.layouts import Layout
from cockpit.intake.numbers import SYMBOLS, TOO_LARGE, MoneyReader
from cockpit.intake.tables import Cells, Chunk, Codes, Table
from cockpit.intake.tally import Tally
from cockpit.texts import Texts

Minor = npt.NDArray[np.int64]
_CODE = re.compile(r"[A-Z]{3}")
_SIGNED = frozenset({"amount"})


class AmountReader:
    """Reads a column of money and, when the file has one, the column of its currencies.

    Raises:
        UsageError: The constant that the mapping gives for it cannot be read.
    """

    def __init__(
        self, column: Column, table: Table, layout: Layout, setting: Setting, tally: Tally
    ) -> None:
        self.column = column
        self._table = table
        self._team = setting.currency
        self._rates = setting.rates
        self._style = layout.mapping.numbers
        self._places = layout.places(column.name)
        self._constant = layout.mapping.constants.get(column.name, "")
        is_amount = column.name == "amount"
        self._currencies = layout.places("currency") if is_amount else ()
        self._currency = layout.mapping.constants.get("currency", "") if is_amount else ""
        self._keeps_original = is_amount and layout.kind is FileKind.OPPORTUNITIES
        self._skips = layout.mapping.missing.get(column.name) == "skip"
        self._tally = tally
        self._readers: dict[str, MoneyReader] = {}
        if not self._places and (problems := self._reader(self._team).read([self._constant])[1]):
            raise UsageError(
                f"{table.name}: the mapping gives {column.name} the constant "
                f"{self._constant!r}, which is {problems[0]}."
            )

    def read(self, chunk: Chunk) -> tuple[dict[str, Any], list[Finding], Mask | None]:
        """Return the amounts in the team's currency and, of deals, what they were in another."""
        cells = self._read_cells(chunk)
        reader = self._reader(self._team)
        values, problems = reader.read(cells.texts)
        found: list[Finding] = []
        originals = _Originals(chunk.size)
        if not (self._currencies or self._currency or reader.foreign):
            amounts = values[cells.codes]
            if problems is not None:
                found = self._find_problems(cells.codes, problems)
        else:
            amounts = self._read_foreign(chunk, cells, reader.foreign, originals, found)
        columns = {self.column.name: amounts, **self._keep(originals)}
        if not self.column.required or "" not in cells.texts:
            return columns, found, None
        is_empty = np.isin(cells.codes, [code for code, text in enumerate(cells.texts) if not text])
        if self._skips:
            return columns, found, is_empty
        problem = f"empty, but {self.column.name} is required"
        return columns, found + find(is_empty, self.column.name, problem, rejects=True), None

    def _read_foreign(
        self,
        chunk: Chunk,
        cells: Cells,
        named: Mapping[str, str],
        originals: "_Originals",
        found: list[Finding],
    ) -> Minor:
        """Read each amount in its currency and convert it."""
        codes, names = self._read_codes(chunk)
        for text_code, text in enumerate(cells.texts):
            if text in named:  # what the cell says counts where the file says nothing else
                if named[text] not in names:
                    names.append(named[text])
                codes[(cells.codes == text_code) & (codes == 0)] = names.index(named[text])
        codes = np.where(codes == 0, names.index(self._team, 1), codes)
        has_amount = np.array([text != "" for text in cells.texts])[cells.codes]
        self._tally.note_currencies(
            np.where(has_amount, codes, 0), ["" if n == self._team else n for n in names]
        )
        amounts = np.full(chunk.size, MISSING, dtype=np.int64)
        for code, currency in enumerate(names):
            rows = np.flatnonzero((codes == code) & has_amount)
            if len(rows):
                amounts[rows] = self._read_in(currency, rows, cells, originals, found)
        return amounts

    def _read_in(
        self,
        currency: str,
        rows: npt.NDArray[np.intp],
        cells: Cells,
        originals: "_Originals",
        found: list[Finding],
    ) -> Minor:
        """Return the amounts of rows that are all in one currency, in that of the team."""
        if not _CODE.fullmatch(currency):
            found.append(Finding(rows, "currency", "not the code of a currency", rejects=True))
            return np.full(len(rows), MISSING, dtype=np.int64)
        used, codes = np.unique(cells.codes[rows], return_inverse=True)
        texts = [cells.texts[code] for code in used.tolist()]
        reader = self._reader(currency)
        values, problems = reader.read(texts)
        problems = problems or [None] * len(texts)
        for place, text in enumerate(texts):
            if text in reader.foreign:
                problems[place] = f"in {reader.foreign[text]}, but its currency is {currency}"
        if any(problems):
            found += [
                replace(finding, rows=rows[finding.rows])
                for finding in self._find_problems(codes, problems)
            ]
        amounts = values[codes]
        if currency == self._team:
            return amounts
        rate = self._rates.get(currency)
        if rate is None:
            problem = f"in {currency}, for which no exchange rate is given"
            found.append(Finding(rows, self.column.name, problem, rejects=True))
            return amounts
        originals.note(rows, amounts, currency)
        factor = rate * 10.0 ** (minor_digits(self._team) - minor_digits(currency))
        converted = np.where(amounts == MISSING, 0.0, np.rint(amounts * factor))
        is_too_large = np.abs(converted) > TOO_LARGE
        if is_too_large.any():
            problem = f"too large for an amount in {self._team}"
            found.append(Finding(rows[is_too_large], self.column.name, problem, rejects=True))
            converted[is_too_large] = 0.0
        return np.where(amounts == MISSING, MISSING, converted.astype(np.int64))

    def _read_codes(self, chunk: Chunk) -> tuple[npt.NDArray[np.int64], list[str]]:
        """Return the currency of each row as a code into names; 0 where the file says nothing."""
        names = ["", self._team]
        if not self._currencies:
            if self._currency and self._currency != self._team:
                names.append(self._currency)
            said = names.index(self._currency) if self._currency else 0
            return np.full(chunk.size, said, dtype=np.int64), names
        cells = chunk.read_cells(self._currencies[0])
        for index in self._currencies[1:]:
            cells = cells.or_else(chunk.read_cells(index))
        spelt = [SYMBOLS.get(text, text.upper()) for text in cells.texts]
        names += [name for name in dict.fromkeys(spelt) if name not in names]
        places = np.array([names.index(name) for name in spelt], dtype=np.int64)
        return places[cells.codes], names

    def _read_cells(self, chunk: Chunk) -> Cells:
        if not self._places:
            return Cells(np.zeros(chunk.size, dtype=np.int64), [self._constant])
        cells = chunk.read_cells(self._places[0])
        if len(self._places) > 1 and not self._currencies and _are_codes(cells.texts):
            self._currencies, self._places = self._places[:1], self._places[1:]
            cells = chunk.read_cells(self._places[0])
        for index in self._places[1:]:
            cells = cells.or_else(chunk.read_cells(index))
        return cells

    def _find_problems(self, codes: Codes, problems: Sequence[str | None]) -> list[Finding]:
        bad = [code for code, problem in enumerate(problems) if problem]
        rows = np.flatnonzero(np.isin(codes, bad))
        texts = [str(problems[code]) for code in codes[rows].tolist()]
        return [Finding(rows, self.column.name, texts, rejects=True)] if len(rows) else []

    def _keep(self, originals: "_Originals") -> dict[str, Any]:
        if not self._keeps_original:
            return {}
        return {
            "original_amount": originals.amounts,
            "original_currency": originals.build_currencies(),
        }

    def _reader(self, currency: str) -> MoneyReader:
        if currency not in self._readers:
            self._readers[currency] = MoneyReader(
                currency, self._style, self._survey, is_signed=self.column.name in _SIGNED
            )
        return self._readers[currency]

    def _survey(self) -> Iterable[str]:
        for chunk in self._table.read_chunks():
            yield from self._read_cells(chunk).texts


class _Originals:
    """Amounts of a chunk as they were before they were converted."""

    def __init__(self, size: int) -> None:
        self.amounts = np.full(size, MISSING, dtype=np.int64)
        self._currencies: npt.NDArray[np.object_] | None = None

    def note(self, rows: npt.NDArray[np.intp], amounts: Minor, currency: str) -> None:
        """Keep the amounts of rows in a currency."""
        if self._currencies is None:
            self._currencies = np.full(len(self.amounts), "", dtype=object)
        self.amounts[rows] = amounts
        self._currencies[rows] = np.where(amounts == MISSING, "", currency)

    def build_currencies(self) -> Texts:
        """Return the currency of each amount that was in another."""
        if self._currencies is None:
            return Texts.repeat("", len(self.amounts))
        return Texts.build(self._currencies.tolist())


def _are_codes(texts: Sequence[str]) -> bool:
    """Return whether a column holds the codes of currencies and nothing else."""
    filled = [text for text in texts if text]
    return bool(filled) and all(_CODE.fullmatch(text) for text in filled)
