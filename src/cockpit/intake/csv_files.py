"""Text files: cut straight from their bytes where that is safe, by pandas' C reader where not."""

import csv
import io
import itertools
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pandas as pd
from pandas.errors import ParserError, ParserWarning

from cockpit.domain.errors import UsageError
from cockpit.intake.byte_chunks import cut_block, find_row_end
from cockpit.intake.encodings import detect_encoding
from cockpit.intake.header_rows import SAMPLE_ROWS, describe_title, find_header
from cockpit.intake.tables import CHUNK_ROWS, Chunk, FrameChunk

_DELIMITERS = ",;\t|"
_WIDER_ROW = re.compile(r"Expected \d+ fields in line \d+, saw (\d+)")
_SAMPLE_LINES = 1_000
_LONGEST_ROW = 1 << 26


class CsvTable:
    """A delimited text file as a `Table`.

    Attributes:
        path, encoding, delimiter: The file, and how it is written.
        header_row: Number of the header as a spreadsheet counts.

    Raises:
        UsageError: The file is empty or is not text.
    """

    has_serial_dates = counts_from_1904 = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.key = str(path)
        self.encoding, mark = detect_encoding(path)
        with path.open("rb") as file:
            file.seek(mark)
            lines = self._read_lines(file)
        self.delimiter, head_lines, rows = self._read_head(lines)
        self.header = tuple(cell.strip() for cell in rows[-1])
        self.notes = describe_title(rows, len(rows) - 1)
        self.header_row = len(rows)
        head = "".join(lines[:head_lines]).encode(self.encoding)
        sample = "".join(lines).encode(self.encoding)
        self._rows_at = mark + len(head)
        self._row_bytes = max(len(sample) // len(lines), 1)

    def _read_lines(self, file: BinaryIO) -> list[str]:
        """Return the first lines with their ends."""
        text = io.TextIOWrapper(file, self.encoding, newline="")
        lines = list(itertools.islice(text, _SAMPLE_LINES))
        text.detach()
        return lines

    def _read_head(self, lines: list[str]) -> tuple[str, int, list[list[str]]]:
        """Return the delimiter, the number of lines up to the header, and the rows up to it.

        The delimiter is the one by which the header has most columns.
        """
        best: tuple[int, str, int, list[list[str]]] | None = None
        for delimiter in _DELIMITERS:
            reader = csv.reader(lines, delimiter=delimiter)
            try:
                rows = [(row, reader.line_num) for row in itertools.islice(reader, SAMPLE_ROWS)]
            except csv.Error as error:
                raise UsageError(
                    f"{self.name} has no header row that can be read: {error}."
                ) from error
            index = find_header([row for row, _ in rows])
            if index is None:
                raise UsageError(f"{self.name} is empty: it has no header row.")
            header, line = rows[index]
            width = sum(1 for cell in header if cell.strip())
            if best is None or width > best[0]:
                best = width, delimiter, line, [row for row, _ in rows[: index + 1]]
        assert best is not None  # noqa: S101 - there are delimiters
        return best[1:]

    def read_chunks(self) -> Iterator[Chunk]:
        """Yield the rows below the header.

        Raises:
            UsageError: A quoted cell never ends.
        """
        row, place = self.header_row + 1, self._rows_at
        with self.path.open("rb") as file:
            if not self.encoding.startswith("utf-16"):
                for block in self._read_blocks(file):
                    is_utf8 = self.encoding == "utf-8" or block.isascii()
                    chunk = cut_block(
                        block if is_utf8 else block.decode(self.encoding).encode(),
                        self.delimiter,
                        len(self.header),
                        first_row=row,
                        fraction=self._fraction(place + len(block)),
                    )
                    if chunk is None:
                        break
                    yield chunk
                    row, place = row + chunk.size, place + len(block)
                else:
                    return
            yield from self._parse_chunks(file, place, row)

    def _read_blocks(self, file: BinaryIO) -> Iterator[bytes]:
        """Yield the bytes of the rows in whole lines, about `CHUNK_ROWS` of them at a time."""
        file.seek(self._rows_at)
        rest = b""
        while read := file.read(CHUNK_ROWS * self._row_bytes):
            rest += read
            end = find_row_end(rest)
            if not end and len(rest) > _LONGEST_ROW:
                end = rest.rfind(b"\n") + 1  # a quote that never ends: for the parser to tell
            if end:
                yield rest[:end]
                rest = rest[end:]
        if rest:
            yield rest + b"\n"

    def _fraction(self, place: int) -> float:
        return min(place / max(self.path.stat().st_size, 1), 1.0)

    def _parse_chunks(self, file: BinaryIO, place: int, first_row: int) -> Iterator[FrameChunk]:
        """Yield the rows from a place in the file on, by pandas' reader."""
        done = 0
        width = len(self.header) + 1
        while True:
            try:
                for frame in self._read_frames(file, place, done, width):
                    yield self._build_chunk(frame, first_row + done, place + done * self._row_bytes)
                    done += len(frame)
            except ParserError as error:
                wider = _WIDER_ROW.search(str(error))
                if wider is None:
                    raise UsageError(
                        f"{self.name} cannot be read as CSV: a quoted cell that begins in row "
                        f"{first_row + done} or later never ends."
                    ) from error
                width = int(wider[1])
            except ParserWarning:  # pandas drops cells of a first row that is wider still
                width *= 2
            else:
                return

    def _read_frames(
        self, file: BinaryIO, place: int, done: int, width: int
    ) -> Iterator[pd.DataFrame]:
        """Yield frames of `width` columns of str, from the row after the `done` first ones."""
        file.seek(place)
        with pd.read_csv(
            file,
            sep=self.delimiter,
            encoding=self.encoding,
            header=None,
            names=range(width),
            index_col=False,
            skiprows=done,
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

    def _build_chunk(self, frame: pd.DataFrame, first_row: int, place: int) -> FrameChunk:
        columns = [frame[name].to_numpy() for name in frame.columns]
        overfull = None
        for extra in columns[len(self.header) :]:
            filled = extra != ""
            if filled.any():
                overfull = filled if overfull is None else overfull | filled
        return FrameChunk(
            first_row=first_row,
            fraction=self._fraction(place + len(frame) * self._row_bytes),
            columns=columns[: len(self.header)],
            overfull=overfull,
        )
