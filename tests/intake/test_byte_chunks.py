import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.intake.byte_chunks import ByteChunk, cut_block, find_row_end
from cockpit.intake.csv_files import CsvTable

CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters='",\r\n\0\x1c\x1d\x1e\x85\u2028'), max_size=20
)
WILD_CELLS = st.text(st.sampled_from('aé,"\n;x '), max_size=6)


def cut(text: str, width: int) -> ByteChunk | None:
    return cut_block(text.encode(), ",", width, first_row=2, fraction=1.0)


def check(chunk: ByteChunk, text: str) -> None:
    """Check a chunk against the csv module, row by row and column by column."""
    read = [
        tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text, newline=""))
    ]
    assert [chunk.read_row(row) for row in range(chunk.size)] == read
    for column in range(len(read[0])):
        cells = chunk.read_cells(column)
        assert [cells.texts[code] for code in cells.codes] == [row[column] for row in read]
        assert chunk.read_texts(column).to_list() == [row[column] or None for row in read]


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1), st.sampled_from(["\n", "\r\n"]))
def test_cells_are_those_that_the_csv_module_reads(
    rows: list[tuple[str, str, str]], end: str
) -> None:
    text = "".join(",".join(row) + end for row in rows)
    chunk = cut(text, 3)
    assert chunk is not None
    check(chunk, text)


@given(
    st.lists(st.tuples(WILD_CELLS, WILD_CELLS), min_size=1),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_quoted_cells_are_those_that_the_csv_module_reads(
    rows: list[tuple[str, str]], end: str, quoting: int
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    text = file.getvalue()
    chunk = cut(text, 2)
    assert chunk is not None
    check(chunk, text)


@given(st.text(st.sampled_from('ab,"\r\n'), max_size=30))
def test_whatever_is_cut_is_what_the_csv_module_reads(text: str) -> None:
    chunk = cut(f"{text}\n", 2)
    if chunk is not None:
        check(chunk, f"{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        'a,b"c\n',
        'a,"b"c\n',
        'a,"\n',
        "a\n",
        "a,b,c\n",
        "a,b\n\n",
        "a,b\nc,d,e\nf\n",
        "a,b\r\nc,d\n",
        "a\r,b\n",
    ],
)
def test_rows_that_need_a_parser_are_left_to_it(text: str) -> None:
    assert cut(text, 2) is None


def test_texts_longer_than_any_word_are_read() -> None:
    long = "x" * 300
    chunk = cut(f"{long},é\n{long}y,é\n", 2)
    assert chunk is not None
    assert [len(text) for text in chunk.read_cells(0).texts] == [300, 301]
    assert chunk.read_cells(1).texts == ["é"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [("a\nb", "a\n"), ('"a\nb"\n', '"a\nb"\n'), ('x\n"a\nb', "x\n"), ('"a\nb', ""), ("a", "")],
)
def test_a_newline_within_quotes_ends_no_row(text: str, whole: str) -> None:
    assert find_row_end(text.encode()) == len(whole)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_quoted_files_are_cut_in_any_encoding(
    tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.intake.csv_files.CHUNK_ROWS", 2)
    rows = [(f"{n}", f'Größe, "{n}"\nzwei') for n in range(9)]
    with (tmp_path / "a.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("id", "name"), *rows])
    chunks = list(CsvTable(tmp_path / "a.csv").read_chunks())
    assert all(isinstance(chunk, ByteChunk) for chunk in chunks)
    assert [chunk.read_row(row) for chunk in chunks for row in range(chunk.size)] == rows
    assert chunks[-1].first_row + chunks[-1].size == 11
