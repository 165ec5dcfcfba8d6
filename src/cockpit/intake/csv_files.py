"""Text files: encoding and delimiter by rule, then pandas' C reader in chunks."""

import codecs
import csv
import itertools
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pandas.errors import ParserError, ParserWarning

from cockpit.domain.errors import UsageError
from cockpit.intake.tables import CHUNK_ROWS, Chunk

_BLOCK = 1 << 20
_DELIMITERS = ",;\t"
_WIDER_ROW = re.compile(r"Expected \d+ fields in line \d+, saw (\d+)")
_SAMPLE_LINES = 1_000


class CsvTable:
    """A delimited text file as a `Table`.

    Raises:
        UsageError: The file is empty or is not text.
    """

    has_serial_dates = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.key = str(path)
        self.encoding = detect_encoding(path)
        self.delimiter, self._skipped, header, self._row_bytes = self._read_head()
        self.header = tuple(cell.strip() for cell in header)

    def _read_head(self) -> tuple[str, int, list[str], float]:
        """Return the delimiter, the rows up to the header, the header, and bytes per row."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            lines = list(itertools.islice(file, _SAMPLE_LINES))
        first = next((line for line in lines if line.strip()), None)
        if first is None:
            raise UsageError(f"{self.name} is empty: it has no header row.")
        delimiter = max(_DELIMITERS, key=first.count)
        for index, row in enumerate(csv.reader(lines, delimiter=delimiter)):
            if any(cell.strip() for cell in row):
                return delimiter, index + 1, row, sum(map(len, lines)) / len(lines)
        raise UsageError(f"{self.name} is empty: it has no header row.")

    def read_chunks(self) -> Iterator[Chunk]:
        """Yield the rows below the header.

        Raises:
            UsageError: A quoted cell never ends.
        """
        done = 0
        width = len(self.header) + 1
        rows_expected = max(self.path.stat().st_size / self._row_bytes, 1.0)
        while True:
            try:
                for frame in self._read_frames(done, width):
                    chunk = self._build_chunk(frame, done, rows_expected)
                    done += chunk.size
                    yield chunk
            except ParserError as error:
                wider = _WIDER_ROW.search(str(error))
                if wider is None:
                    raise UsageError(
                        f"{self.name} cannot be read as CSV: a quoted cell that begins after row "
                        f"{done + self._skipped} never ends."
                    ) from error
                width = int(wider[1])
            except ParserWarning:  # pandas drops cells of a first row that is wider still
                width *= 2
            else:
                return

    def _read_frames(self, done: int, width: int) -> Iterator[pd.DataFrame]:
        """Yield frames of `width` columns of str, from the row after the `done` first ones."""
        with pd.read_csv(
            self.path,
            sep=self.delimiter,
            encoding=self.encoding,
            header=None,
            names=range(width),
            index_col=False,
            skiprows=self._skipped + done,
            dtype=object,
            na_filter=False,
            skip_blank_lines=False,
            chunksize=CHUNK_ROWS,
        ) as reader:
            while True:
                with warnings.catch_warnings():
                    warnings.simplefilter("error", ParserWarning)
                    frame = next(reader, None)
                if frame is None or frame.empty:
                    return
                yield frame

    def _build_chunk(self, frame: pd.DataFrame, done: int, rows_expected: float) -> Chunk:
        columns = [frame[name].to_numpy() for name in frame.columns]
        overfull = None
        for extra in columns[len(self.header) :]:
            filled = extra != ""
            if filled.any():
                overfull = filled if overfull is None else overfull | filled
        return Chunk(
            first_row=self._skipped + done + 1,
            columns=columns[: len(self.header)],
            overfull=overfull,
            fraction=min((done + len(frame)) / rows_expected, 1.0),
        )


def detect_encoding(path: Path) -> str:
    """Return the encoding of a text file: byte order mark, else UTF-16, UTF-8, cp1252 in turn.

    Raises:
        UsageError: The file is empty or is not text.
    """
    with path.open("rb") as file:
        head = file.read(_BLOCK)
        if not head:
            raise UsageError(f"{path.name} is empty: it has no header row.")
        marked = _encoding_by_mark(head)
        if marked is not None:
            return marked
        decoder = codecs.getincrementaldecoder("utf-8")()
        is_utf8 = True
        block = head
        while block:
            if b"\0" in block:
                raise UsageError(f"{path.name} is neither a text file nor a workbook.")
            if is_utf8 and not (block.isascii() and not decoder.getstate()[0]):
                is_utf8 = _is_continued(decoder, block)
            block = file.read(_BLOCK)
    if is_utf8 and not decoder.getstate()[0]:
        return "utf-8"
    return "cp1252"


def _is_continued(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _encoding_by_mark(head: bytes) -> str | None:
    """Return the encoding that the first bytes give away, a UTF-16 file without mark included."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[:2_000]
    if sample[1::2].count(0) > len(sample) * 0.4 and b"\0" not in sample[::2]:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) * 0.4 and b"\0" not in sample[1::2]:
        return "utf-16-be"
    return None
