import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.intake.byte_chunks import ByteChunk, cut_block

CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters='",\r\n\0\x1c\x1d\x1e\x85\u2028'), max_size=20
)


def cut(text: str, width: int, encoding: str = "utf-8") -> ByteChunk | None:
    block = text.encode(encoding)
    return cut_block(block, ",", width, first_row=2, fraction=1.0, encoding=encoding)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1), st.sampled_from(["\n", "\r\n"]))
def test_cells_are_those_that_the_csv_module_reads(
    rows: list[tuple[str, str, str]], end: str
) -> None:
    text = "".join(",".join(row) + end for row in rows)
    chunk = cut(text, 3)
    assert chunk is not None
    read = [
        tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text, newline=""))
    ]
    assert [chunk.read_row(row) for row in range(chunk.size)] == read
    for column in range(3):
        cells = chunk.read_cells(column)
        assert [cells.texts[code] for code in cells.codes] == [row[column] for row in read]
        assert chunk.read_texts(column).to_list() == [row[column] or None for row in read]


@pytest.mark.parametrize(
    "text", ['a,"b"\n', "a\n", "a,b,c\n", "a,b\n\n", "a,b\nc,d,e\nf\n", "a,b\r\nc,d\n", "a\r,b\n"]
)
def test_rows_that_need_a_parser_are_left_to_it(text: str) -> None:
    assert cut(text, 2) is None


def test_texts_longer_than_any_word_and_other_encodings_are_read() -> None:
    long = "x" * 300
    chunk = cut(f"{long},é\n{long}y,é\n", 2, "cp1252")
    assert chunk is not None
    assert [len(text) for text in chunk.read_cells(0).texts] == [300, 301]
    assert chunk.read_cells(1).texts == ["é"]
