"""Rows as they lie in a file's bytes: columns are cut out whole, without an object per cell.

Only for rows that need no parsing: no quotes, and the same number of cells in every row. Eight
bytes of a cell are taken at a time as one integer, so the distinct texts of a column are found
among integers; each text is then decoded once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cockpit.intake.tables import Cells, Mask, strip_all
from cockpit.texts import KEEP, WORD, Texts, view_words

_NEWLINE, _RETURN = 10, 13
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_IS_VISIBLE = np.array([32 < byte < 127 for byte in range(256)])  # noqa: PLR2004 - of ASCII
_PADDING = bytes(256)
"""Follows the bytes of a chunk, so that whole words can be taken at the end of them too."""

Places = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class ByteChunk:
    """Some rows of a table, as their bytes and the place of every cell in them.

    Args:
        first_row: Number of its first row as a spreadsheet counts.
        fraction: How much of the file has been read with this chunk, 0 to 1.
        block: The bytes of the rows, padded at the end.
        encoding: Of the bytes.
        starts: Where each cell starts, a row of the array for a column of the table.
        ends: Where each cell ends.
        text: The bytes decoded, if a character is one byte throughout.
    """

    first_row: int
    fraction: float
    block: bytes
    encoding: str
    starts: Places
    ends: Places
    text: str | None

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.starts[0])

    @property
    def overfull(self) -> Mask | None:
        """Return `None`: no row holds more cells than the header."""
        return None

    def read_cells(self, column: int) -> Cells:
        """Return a column as codes into its distinct texts."""
        starts, ends = self.starts[column], self.ends[column]
        words = self._read_words(starts, ends - starts)
        codes, first = _factorize(words) if words else (None, None)
        if codes is None:
            codes, texts = pd.factorize(np.array(self._decode(starts, ends), dtype=object))
            return Cells(codes, strip_all(texts.tolist()))
        return Cells(codes, strip_all(self._decode(starts[first], ends[first])))

    def read_texts(self, column: int) -> Texts:
        """Return the cells of a column, stripped."""
        starts, ends = self.starts[column], self.ends[column]
        is_utf8 = self.text is not None or self.encoding == "utf-8"
        if is_utf8 and self._is_stripped(starts, ends):
            return Texts(self.block, starts, ends)
        return Texts.build(strip_all(self._decode(starts, ends)))

    def read_cell(self, row: int, column: int) -> str:
        """Return one cell as it stands in the file."""
        return self.block[self.starts[column, row] : self.ends[column, row]].decode(self.encoding)

    def read_row(self, row: int) -> tuple[str, ...]:
        """Return the cells of one row, stripped."""
        return tuple(self.read_cell(row, column).strip() for column in range(len(self.starts)))

    def _is_stripped(self, starts: Places, ends: Places) -> bool:
        """Return whether all cells begin and end with visible characters of ASCII."""
        buffer = np.frombuffer(self.block, dtype=np.uint8)
        is_visible = _IS_VISIBLE[buffer[starts]] & _IS_VISIBLE[buffer[ends - 1]]
        return bool((is_visible | (starts == ends)).all())

    def _decode(self, starts: Places, ends: Places) -> list[str]:
        cells = map(slice, starts.tolist(), ends.tolist())
        if self.text is not None:
            return [self.text[cell] for cell in cells]
        return [self.block[cell].decode(self.encoding) for cell in cells]

    def _read_words(self, starts: Places, lengths: Places) -> list[Words]:
        """Return cells as words of eight bytes, zeros behind the end; nothing for long cells."""
        longest = int(lengths.max())
        if longest > len(_PADDING):
            return []
        every_place = view_words(self.block)
        words = [every_place[starts] & KEEP[np.minimum(lengths, WORD)]]
        for done in range(WORD, longest, WORD):
            left = np.minimum(np.maximum(lengths - done, 0), WORD)
            words.append(every_place[starts + done] & KEEP[left])
        return words


def cut_block(
    block: bytes, delimiter: str, width: int, *, first_row: int, fraction: float, encoding: str
) -> ByteChunk | None:
    """Return the rows of whole lines as a chunk, `None` when they need a real parser.

    Args:
        block: The bytes, ending in a newline.
        delimiter: One character of ASCII.
        width: Cells per row.
        first_row: Number of the first row.
        fraction: How much of the file is read with the block.
        encoding: Of the bytes; ASCII must stand for itself in it.
    """
    if b'"' in block:
        return None
    buffer = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero((buffer == ord(delimiter)) | (buffer == _NEWLINE))
    if len(ends) % width:
        return None
    is_newline = (buffer[ends] == _NEWLINE).reshape(-1, width)
    if not is_newline[:, -1].all() or is_newline[:, :-1].any():
        return None
    starts = np.empty_like(ends)
    starts[0], starts[1:] = 0, ends[:-1] + 1
    by_column = np.ascontiguousarray(starts.reshape(-1, width).T)
    ends_by_column = np.ascontiguousarray(ends.reshape(-1, width).T)
    if b"\r" in block:
        before_newline = buffer[ends_by_column[-1] - 1]
        if (before_newline != _RETURN).any() or block.count(b"\r") != len(before_newline):
            return None
        ends_by_column[-1] -= 1
    text = block.decode("ascii") if block.isascii() else None
    return ByteChunk(
        first_row, fraction, block + _PADDING, encoding, by_column, ends_by_column, text
    )


def _factorize(words: list[Words]) -> tuple[npt.NDArray[np.int64] | None, Places | None]:
    """Return a code per row and the first row of each code; `None` if two texts share a hash."""
    total = words[0]
    for word in words[1:]:
        total = (total ^ (total >> _SHIFT)) * _FACTOR + word
    codes, distinct = pd.factorize(total)
    first = np.empty(len(distinct), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    if len(words) > 1 and any((word != word[first][codes]).any() for word in words):
        return None, None
    return codes, first
