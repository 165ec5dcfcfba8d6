"""Columns of texts as the bytes they lie in: hashed and compared whole, decoded where needed.

Of a million ids that a file repeats from last week, not one has to become a Python object. Intake
and store share this form; it needs nothing but numpy.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint64]

WORD = 8
PADDING = bytes(WORD)
"""Must follow the bytes of texts, so that whole words can be taken at the end of them too."""

KEEP = np.array([(1 << (8 * n)) - 1 for n in range(WORD + 1)], dtype=np.uint64)
"""By number of bytes: what keeps that many bytes of a word and clears the rest."""

_BEYOND_ASCII = 128
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


class Texts:
    """A column of texts, of which an empty one is none at all.

    Args:
        block: UTF-8 bytes, among them those of every text, followed by `PADDING`.
        starts: Where each text starts in the block.
        ends: Where each text ends.
    """

    __slots__ = ("_block", "_ends", "_hashes", "_starts")

    def __init__(self, block: bytes, starts: Places, ends: Places) -> None:
        self._block = block
        self._starts = starts
        self._ends = ends
        self._hashes: Bits | None = None

    @classmethod
    def build(cls, texts: Iterable[Any]) -> "Texts":
        """Return a column of texts; whatever is not a str (`None`, NaN) is none."""
        cells = [text.encode() if isinstance(text, str) else b"" for text in texts]
        ends = np.cumsum(np.fromiter(map(len, cells), dtype=np.int64, count=len(cells)))
        starts = np.concatenate([ends[:1] * 0, ends[:-1]])
        return cls(b"".join([*cells, PADDING]), starts, ends)

    @classmethod
    def repeat(cls, text: str, count: int) -> "Texts":
        """Return a column of one text in every row."""
        cell = text.encode()
        starts = np.zeros(count, dtype=np.int64)
        return cls(cell + PADDING, starts, starts + len(cell))

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._starts)

    def __getitem__(self, rows: Any) -> "Texts":
        """Return some rows: by mask, slice or array of places."""
        part = Texts(self._block, self._starts[rows], self._ends[rows])
        if self._hashes is not None:
            part._hashes = self._hashes[rows]
        return part

    def or_else(self, other: "Texts") -> "Texts":
        """Return the texts, and where there is none that of another column."""
        lacks = self.is_missing
        if not lacks.any() or other.is_missing.all():
            return self
        block, starts, ends = other.parts
        shift = len(self._block)
        return Texts(
            self._block + block,
            np.where(lacks, starts + shift, self._starts),
            np.where(lacks, ends + shift, self._ends),
        )

    @property
    def parts(self) -> tuple[bytes, Places, Places]:
        """Return the bytes, and where each text starts and ends in them."""
        return self._block, self._starts, self._ends

    def without(self, mask: Mask) -> "Texts":
        """Return the column with no text where the mask holds."""
        if not mask.any():
            return self
        return Texts(self._block, self._starts, np.where(mask, self._starts, self._ends))

    def without_prefix(self, prefix: str) -> "Texts":
        """Return the texts without a beginning of up to eight letters, where they have it."""
        start = prefix.encode()
        words = view_words(self._block)[self._starts] & KEEP[len(start)]
        has_prefix = (words == int.from_bytes(start, "little")) & (self.lengths >= len(start))
        if not has_prefix.any():
            return self
        return Texts(self._block, self._starts + has_prefix * len(start), self._ends)

    @property
    def lengths(self) -> Places:
        """Return the number of bytes of each text."""
        return self._ends - self._starts

    @property
    def is_missing(self) -> Mask:
        """Return in which rows there is no text."""
        return np.asarray(self._starts == self._ends)

    @property
    def hashes(self) -> Bits:
        """Return a 64-bit hash per row, the same for equal texts on every machine, in every run."""
        if self._hashes is None:
            self._hashes = _hash_cells(self._block, self._starts, self._ends - self._starts)
        return self._hashes

    def to_list(self) -> list[str | None]:
        """Return the texts, `None` where there is none."""
        return [text or None for text in cut_texts(self._block, self._starts, self._ends)]


def cut_texts(block: bytes, starts: Places, ends: Places) -> list[str]:
    """Return pieces of UTF-8; those of ASCII, nearly all, are cut from a text decoded once."""
    text, wide = _decode(block)
    pieces = [text[piece] for piece in map(slice, starts.tolist(), ends.tolist())]
    if wide is not None:
        rows = np.flatnonzero(np.searchsorted(wide, starts) != np.searchsorted(wide, ends))
        for row in rows.tolist():
            pieces[row] = block[starts[row] : ends[row]].decode()
    return pieces


@lru_cache(maxsize=4)  # the columns of a chunk lie in the same block
def _decode(block: bytes) -> tuple[str, Places | None]:
    """Return a character for each byte, and where the bytes lie that are no character each."""
    text = block.decode("latin-1")
    if block.isascii():
        return text, None
    return text, np.flatnonzero(np.frombuffer(block, dtype=np.uint8) >= _BEYOND_ASCII)


def view_words(block: bytes) -> Bits:
    """Return the eight bytes that begin at each place of a block as one integer; no copy."""
    return np.ndarray((len(block) - WORD + 1,), np.dtype("<u8"), block, 0, (1,))


def _hash_cells(block: bytes, starts: Places, lengths: Places) -> Bits:
    """Fold the words of each cell into one hash, beginning with its length."""
    every_word = view_words(block)
    total = lengths.astype(np.uint64)
    total += every_word[starts] & KEEP[np.minimum(lengths, WORD)]
    scramble(total)
    rows = np.flatnonzero(lengths > WORD)
    done = WORD
    while len(rows):
        left = lengths[rows] - done
        part = total[rows] + (every_word[starts[rows] + done] & KEEP[np.minimum(left, WORD)])
        scramble(part)
        total[rows] = part
        rows, done = rows[left > WORD], done + WORD
    return total


def scramble(total: Bits) -> None:
    """Mix the bits of every hash, in place: the finaliser of splitmix64 (Steele, Lea, Flood 2014).

    Sums and products wrap around, as they should.
    """
    total += _GOLDEN
    total ^= total >> np.uint64(30)
    total *= _MIX_1
    total ^= total >> np.uint64(27)
    total *= _MIX_2
    total ^= total >> np.uint64(31)
