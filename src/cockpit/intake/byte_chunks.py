"""Rows as they lie in a file's bytes: columns are cut out whole, without an object per cell.

Only for rows with the same number of cells, each either without quotes or quoted from end to end.
Eight bytes of a cell are taken at a time as one integer, so the distinct texts of a column are
found among integers; each text is then decoded once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from cockpit.intake.tables import Cells, Mask, strip_all
from cockpit.texts import KEEP, WORD, Texts, cut_texts, view_words

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_IS_VISIBLE = np.array([32 < byte < 127 for byte in range(256)])  # noqa: PLR2004 - of ASCII
_IS_LETTER = np.array([32 < byte != 127 for byte in range(256)])  # noqa: PLR2004 - or part of one
_BEGINS_SPACE = np.isin(np.arange(256), [0xC2, 0xE1, 0xE2, 0xE3])
"""With which bytes white space beyond ASCII begins in UTF-8, some punctuation too."""
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
        block: The bytes of the rows in UTF-8, padded at the end.
        starts: Where each cell starts, a row of the array for a column of the table.
        ends: Where each cell ends.
        has_wide_spaces: White space beyond ASCII may be among the bytes.
    """

    first_row: int
    fraction: float
    block: bytes
    starts: Places
    ends: Places
    has_wide_spaces: bool

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
        if self._is_stripped(starts, ends):
            return Texts(self.block, starts, ends)
        return Texts.build(strip_all(self._decode(starts, ends)))

    def read_cell(self, row: int, column: int) -> str:
        """Return one cell as it stands in the file."""
        return self.block[self.starts[column, row] : self.ends[column, row]].decode()

    def read_row(self, row: int) -> tuple[str, ...]:
        """Return the cells of one row, stripped."""
        return tuple(self.read_cell(row, column).strip() for column in range(len(self.starts)))

    def find_blank(self) -> Mask:
        """Return the rows that have nothing in any cell, not even a space."""
        return np.asarray((self.starts == self.ends).all(axis=0))

    def _is_stripped(self, starts: Places, ends: Places) -> bool:
        """Return whether all cells begin and end with visible characters, as far as is certain."""
        buffer = np.frombuffer(self.block, dtype=np.uint8)
        visible = _IS_VISIBLE if self.has_wide_spaces else _IS_LETTER
        is_visible = visible[buffer[starts]] & visible[buffer[ends - 1]]
        return bool((is_visible | (starts == ends)).all())

    def _decode(self, starts: Places, ends: Places) -> list[str]:
        if len(starts) < len(self.starts[0]):
            cells = map(slice, starts.tolist(), ends.tolist())
            return [self.block[cell].decode() for cell in cells]
        return cut_texts(self.block, starts, ends)

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
    block: bytes, delimiter: str, width: int, *, first_row: int, fraction: float
) -> ByteChunk | None:
    """Return the rows of whole lines as a chunk, `None` when they need a real parser.

    Args:
        block: The bytes in UTF-8, ending in a newline.
        delimiter: One character of ASCII.
        width: Cells per row.
        first_row: Number of the first row.
        fraction: How much of the file is read with the block.
    """
    buffer = np.frombuffer(block, dtype=np.uint8)
    quotes = np.flatnonzero(buffer == _QUOTE) if b'"' in block else None
    places = None if quotes is None else _find_quoted(buffer, quotes, ord(delimiter), width)
    if places is None:
        places = _find_cells(buffer, quotes, ord(delimiter), width)
        if places is None:
            return None
        if quotes is not None:
            unquoted = _unquote(block, buffer, quotes, *places)
            if unquoted is None:
                return None
            block = unquoted
    starts, ends = (np.ascontiguousarray(each.reshape(-1, width).T) for each in places)
    return ByteChunk(
        first_row,
        fraction,
        block + _PADDING,
        starts,
        ends,
        has_wide_spaces=not block.isascii() and bool(_BEGINS_SPACE[buffer].any()),
    )


def _find_quoted(
    buffer: npt.NDArray[np.uint8], quotes: Places, delimiter: int, width: int
) -> tuple[Places, Places] | None:
    """Return where cells start and end, `None` unless each is quoted and has no quote inside."""
    if len(quotes) % (2 * width) or quotes[0] != 0:
        return None
    opening, closing = quotes[::2].reshape(-1, width), quotes[1::2].reshape(-1, width)
    after = buffer[closing + 1]
    if (after[:, :-1] != delimiter).any() or (opening[:, 1:] != closing[:, :-1] + 2).any():
        return None
    ends = closing[:, -1] + 1
    if after[0, -1] == _RETURN:
        if (after[:, -1] != _RETURN).any():
            return None
        ends += 1
    follows = np.append(opening[1:, 0], len(buffer))
    if (buffer[ends] != _NEWLINE).any() or (follows != ends + 1).any():
        return None
    return opening.reshape(-1) + 1, closing.reshape(-1)


def _find_cells(
    buffer: npt.NDArray[np.uint8], quotes: Places | None, delimiter: int, width: int
) -> tuple[Places, Places] | None:
    """Return where cells start and end, quotes included; `None` when they need a parser."""
    ends = np.flatnonzero((buffer == delimiter) | (buffer == _NEWLINE))
    if quotes is not None:
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    if len(ends) % width or not len(ends) or ends[-1] != len(buffer) - 1:
        return None
    is_newline = (buffer[ends] == _NEWLINE).reshape(-1, width)
    if not is_newline[:, -1].all() or is_newline[:, :-1].any():
        return None
    starts = np.empty_like(ends)
    starts[0], starts[1:] = 0, ends[:-1] + 1
    returns = np.flatnonzero(buffer == _RETURN)
    if quotes is not None:
        returns = returns[np.searchsorted(quotes, returns) % 2 == 0]
    if len(returns):
        if not np.array_equal(returns, ends[width - 1 :: width] - 1):
            return None
        ends[width - 1 :: width] -= 1
    return starts, ends


def _unquote(
    block: bytes, buffer: npt.NDArray[np.uint8], quotes: Places, starts: Places, ends: Places
) -> bytes | None:
    """Leave the quotes around cells out of them, in place.

    Args:
        block: The rows.
        buffer: The same as an array.
        quotes: Where the quotes lie.
        starts: Where each cell starts.
        ends: Where each cell ends.

    Returns:
        The block, followed by cells that had quotes inside; `None` when a cell is quoted in part.
    """
    counts = np.searchsorted(quotes, ends) - np.searchsorted(quotes, starts)
    quoted = np.flatnonzero(counts)
    begins, lasts = starts[quoted], ends[quoted] - 1
    if (buffer[begins] != _QUOTE).any() or (buffer[lasts] != _QUOTE).any():
        return None
    if (begins == lasts).any():
        return None
    starts[quoted] += 1
    ends[quoted] -= 1
    parts, end = [block], len(block)
    for cell in np.flatnonzero(counts > 2).tolist():  # noqa: PLR2004 - those around it
        text = block[starts[cell] : ends[cell]]
        bare = text.replace(b'""', b'"')
        if len(text) - len(bare) != bare.count(b'"'):
            return None
        starts[cell], ends[cell] = end, end + len(bare)
        parts.append(bare)
        end += len(bare)
    return b"".join(parts)


def find_row_end(block: bytes) -> int:
    """Return where the last whole row of some lines ends, 0 when none does.

    A newline within quotes ends no row: it has an odd number of quotes before it.
    """
    end = block.rfind(b"\n") + 1
    count = block.count(b'"', 0, end)
    while end and count % 2:
        former = block.rfind(b"\n", 0, end - 1) + 1
        count -= block.count(b'"', former, end)
        end = former
    return end


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
