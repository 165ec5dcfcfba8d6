import codecs
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from cockpit.domain.errors import UsageError
from cockpit.intake.opening import open_tables
from cockpit.intake.tables import strip_all

TEXT = "rep,leads\nJosé,3\n"


def read_rows(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    [table] = open_tables(path)
    return [
        (chunk.first_row + row, chunk.read_row(row))
        for chunk in table.read_chunks()
        for row in range(chunk.size)
    ]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", "|").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        b'"rep" , "leads"\n'.replace(b" ", b"") + b'"Jos\xc3\xa9","3"\n',
    ],
)
def test_a_text_file_is_read_whatever_its_encoding_and_delimiter(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    [table] = open_tables(path)
    assert table.header == ("rep", "leads")
    assert read_rows(path) == [(2, ("José", "3"))]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('\nrep,leads\na,1\n\n"two\nlines",2\nshort\n')
    assert read_rows(path) == [
        (3, ("a", "1")),
        (4, ("", "")),
        (5, ("two\nlines", "2")),
        (6, ("short", "")),
    ]


def test_cells_beyond_the_header_are_noticed_however_many(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("rep,leads\na,1,,x\nb,2\nc,3,4,5,6,7\nd,4,\n")
    [table] = open_tables(path)
    overfull = [
        bool(row)
        for chunk in table.read_chunks()
        for row in (chunk.overfull if chunk.overfull is not None else [False] * chunk.size)
    ]
    assert overfull == [True, False, True, False]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "a.csv is empty"),
        ("a.csv", b"\n \n", "a.csv is empty"),
        ("a.csv", b"\x89PNG\r\n\x00\x00\x01", "neither a text file nor a workbook"),
        ("a.csv", b'rep,leads\n"a,1\nb,2\n', "a quoted cell"),
        ("a.csv", b"a" * 200_000, "a.csv has no header row that can be read"),
        ("a.xlsx", b"PK\x03\x04broken", "a.xlsx cannot be read as a workbook"),
        ("a.csv", b"rep\n\x81\x8d\n", "neither a text file nor a workbook"),
        ("a.csv", "rep\nJosé\nRené".encode()[:-1], "in UTF-8, but line 3 holds a letter"),
        ("a.csv", "rep\nJosé\nÅsa\n".encode() + b"\xe9t\xe9\n", "but line 4 holds a letter"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=sentence):
        read_rows(path)


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        open_tables(tmp_path)
    with pytest.raises(UsageError, match=r"none\.csv does not exist"):
        open_tables(tmp_path / "none.csv")


def test_sheets_become_the_text_that_a_plain_file_would_hold(tmp_path: Path) -> None:
    from datetime import date, datetime

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        first = book.add_worksheet("Leads")
        first.write_row(2, 1, ["lead_id", "assigned_at", "tier", "new"])
        first.write(3, 1, " L1 ")
        first.write_datetime(3, 2, datetime(2026, 7, 1), day)  # noqa: DTZ001 - wall clock
        first.write(3, 3, 0.1 + 0.2)
        first.write(3, 4, True)
        first.write(5, 1, 17)
        first.write_datetime(5, 2, datetime(2026, 7, 1, 9, 30), moment)  # noqa: DTZ001
        book.add_worksheet("Nothing")
    [table] = open_tables(path)
    assert table.name == "book.xlsx, sheet Leads"
    rows = read_rows(path)
    assert table.header[-4:] == ("lead_id", "assigned_at", "tier", "new")
    assert [(number, cells[-4:]) for number, cells in rows] == [
        (4, ("L1", date(2026, 7, 1).isoformat(), "0.3", "yes")),
        (5, ("", "", "", "")),
        (6, ("17", "2026-07-01 09:30:00", "", "")),
    ]


def test_stripping_takes_every_white_space_and_nothing_else() -> None:
    texts = ["a", " b", "c ", "\td", "e\n", " f", "g h", ""]
    assert strip_all(texts) == [text.strip() for text in texts]
    clean = ["a", "b c"]
    assert strip_all(clean) == clean


TITLED = "Opportunity Report\n\n;As of 2026-07-01, by Ada;\nrep;leads;month;amount\nJosé;3;;1,5\n"


def test_a_title_above_the_header_is_named_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TITLED, encoding="utf-8")
    [table] = open_tables(path)
    assert table.header == ("rep", "leads", "month", "amount")
    assert table.notes == (
        "rows 1 to 3 stand above the header and are not read: Opportunity Report",
    )
    assert read_rows(path) == [(5, ("José", "3", "", "1,5"))]


@pytest.mark.parametrize(
    "text",
    [
        "only\na,b,c,d\n1,2,3,4\n".replace("a,b,c,d", "a,a,c,d"),
        "x\n1,2,3\n",
        "rep\na@b.de,c,d\n",
        "rep\nAda, red, blue, green\nBo\nCy\nDi\n",
    ],
)
def test_a_header_that_is_not_obvious_is_the_first_row(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    [table] = open_tables(path)
    assert (len(table.header), table.notes) == (1, ())


def test_a_sheet_says_its_title_and_the_formulas_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Deals")
        sheet.write(0, 0, "Deals of July")
        sheet.write_row(2, 0, ["rep", "leads", "amount"])
        sheet.write_row(3, 0, ["Ada", 3])
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 0, "=NA()", None, "#N/A")
        sheet.write_formula(4, 1, "=A1&B1", None, "text")
    [table] = open_tables(path)
    assert table.notes == ("row 1 stands above the header and is not read: Deals of July",)
    assert read_rows(path) == [(4, ("Ada", "3", "#DIV/0!")), (5, ("#N/A", "text", ""))]


def test_an_old_workbook_counts_its_days_from_1904(tmp_path: Path) -> None:
    for old in (False, True):
        path = tmp_path / f"{old}.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": old}) as book:
            book.add_worksheet().write_row(0, 0, ["rep", "leads"])
        [table] = open_tables(path)
        assert table.counts_from_1904 is old


def change_part(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Replace bytes in one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(old, new) if name == part else content)


def test_a_sheet_that_spans_more_than_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["rep", "leads"])
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    change_part(path, "xl/worksheets/sheet1.xml", b"</sheetData>", far)
    with pytest.raises(UsageError, match="1,048,576 rows and 16,384 columns, too many to open"):
        open_tables(path)


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    content = path.read_bytes()
    place = content.index(b"PK\x01\x02") + 24  # the size that the directory gives for the part
    path.write_bytes(content[:place] + b"\xff\xff\xff\xfe" + content[place + 4 :])
    with pytest.raises(UsageError, match="unpacks to more than 3 GB"):
        open_tables(path)
