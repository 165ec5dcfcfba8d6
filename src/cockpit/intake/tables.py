"""What a file offers to the intake: a header, and its rows in chunks of whole columns."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from cockpit.texts import Texts

TextArray = npt.NDArray[np.object_]
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

CHUNK_ROWS = 32_768
"""Rows per chunk: large enough for whole-column work, small enough to bound memory."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A column as the few texts it consists of: row i holds `texts[codes[i]]`, stripped."""

    codes: Codes
    texts: list[str]

    def or_else(self, other: "Cells") -> "Cells":
        """Return the column, and where a cell is empty that of another column."""
        is_filled = self.is_filled
        if is_filled.all():
            return self
        codes = np.where(is_filled, self.codes, other.codes + len(self.texts))
        return Cells(codes, self.texts + other.texts)

    @property
    def is_filled(self) -> Mask:
        """Return in which rows there is a text."""
        return np.array([text != "" for text in self.texts], dtype=np.bool_)[self.codes]


class Chunk(Protocol):
    """Some rows of a table.

    Attributes:
        first_row: Number of its first row as a spreadsheet counts.
        fraction: How much of the file has been read with this chunk, 0 to 1.
        size: The number of rows.
        overfull: Which rows hold more cells than the header, or `None` when none does.
    """

    @property
    def first_row(self) -> int: ...  # noqa: D102 - an attribute
    @property
    def fraction(self) -> float: ...  # noqa: D102 - an attribute
    @property
    def size(self) -> int: ...  # noqa: D102 - an attribute
    @property
    def overfull(self) -> Mask | None: ...  # noqa: D102 - an attribute

    def read_cells(self, column: int) -> Cells:
        """Return a column as codes into its distinct texts."""
        ...

    def read_texts(self, column: int) -> Texts:
        """Return the cells of a column, stripped."""
        ...

    def read_cell(self, row: int, column: int) -> str:
        """Return one cell as it stands in the file."""
        ...

    def read_row(self, row: int) -> tuple[str, ...]:
        """Return the cells of one row, stripped."""
        ...

    def find_blank(self) -> Mask:
        """Return the rows that have nothing in any cell, not even a space."""
        ...


@dataclass(frozen=True, slots=True)
class FrameChunk:
    """A chunk as one array of str per column; a short row has "" for what it lacks."""

    first_row: int
    fraction: float
    columns: list[TextArray]
    overfull: Mask | None

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.columns[0])

    def read_cells(self, column: int) -> Cells:
        """Return a column as codes into its distinct texts."""
        codes, texts = pd.factorize(self.columns[column])
        return Cells(codes, strip_all(texts.tolist()))

    def read_texts(self, column: int) -> Texts:
        """Return the cells of a column, stripped."""
        return Texts.build(strip_all(self.columns[column].tolist()))

    def read_cell(self, row: int, column: int) -> str:
        """Return one cell as it stands in the file."""
        return str(self.columns[column][row])

    def read_row(self, row: int) -> tuple[str, ...]:
        """Return the cells of one row, stripped."""
        return tuple(column[row].strip() for column in self.columns)

    def find_blank(self) -> Mask:
        """Return the rows that have nothing in any cell, not even a space."""
        is_blank = np.ones(self.size, dtype=np.bool_)
        for column in self.columns:
            is_blank &= column == ""
        return is_blank


_TITLE, _TITLES = 40, 40  # letters and columns that a sentence can bear
_BETWEEN = "\0"
_RARE_SPACES = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"


class Table(Protocol):
    """A CSV file, or one sheet of a workbook.

    Attributes:
        name: What to call it in a sentence.
        key: Tells it from every other table.
        path: The file that it is, or that it is a part of.
        header: The cells of the header row, stripped.
        has_serial_dates: A number in a column of dates counts days since 1899-12-30.
        counts_from_1904: Such numbers count days since 1904-01-01.
        notes: What is to be said of the file as a whole.
    """

    name: str
    key: str
    path: Path
    header: tuple[str, ...]
    has_serial_dates: bool
    counts_from_1904: bool
    notes: tuple[str, ...]

    def read_chunks(self) -> Iterator[Chunk]:
        """Yield all rows below the header, blank ones too, in order; may be called again."""
        ...


class FirstRows:
    """The beginning of a table, to be looked at before all of it has been read.

    Args:
        table: The whole table.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self.name = table.name
        self.key, self.path = table.key, table.path
        self.header = table.header
        self.has_serial_dates = table.has_serial_dates
        self.counts_from_1904 = table.counts_from_1904
        self.notes = table.notes

    def read_chunks(self) -> Iterator[Chunk]:
        """Yield the first chunk only."""
        yield from islice(self._table.read_chunks(), 1)


def strip_all(texts: list[str]) -> list[str]:
    """Return texts without white space around them; quick when there is none to take away."""
    joined = f"\0{_BETWEEN.join(texts)}\0"
    may_be_padded = (
        not joined.isascii()
        or " \0" in joined
        or "\0 " in joined
        or any(space in joined for space in _RARE_SPACES)
    )
    return [text.strip() for text in texts] if may_be_padded else texts


def normalise_name(text: str) -> str:
    """Return a name in one spelling of its characters and with single spaces."""
    return text if text.isascii() and "  " not in text else _normalise(text)


def _normalise(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def normalise_header(text: str) -> str:
    """Return a header as our columns are spelt: `Lead ID ` becomes `lead_id`."""
    spelt = unicodedata.normalize("NFC", text).strip().casefold()
    return "_".join(spelt.replace("-", " ").replace("_", " ").split())


def list_titles(header: Sequence[str]) -> str:
    """Return the columns of a header for a sentence: the first ones, and of each the beginning."""
    titles = [" ".join(title.split()) for title in header if title.strip()]
    listed = [t if len(t) <= _TITLE else f"{t[:_TITLE]}…" for t in titles[:_TITLES]]
    more = [f"{len(titles) - _TITLES} more"] if len(titles) > _TITLES else []
    return ", ".join([*listed, *more])
