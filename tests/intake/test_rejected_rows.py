"""Rejected rows: written as they were, imported again as they are."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cockpit.domain.errors import UsageError
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.intake.columns import Setting
from cockpit.intake.opening import open_tables
from cockpit.intake.recognition import recognise
from cockpit.intake.rejected_rows import name_rejected_file, write_rejected_rows
from cockpit.intake.rejections import USED, Rejections
from cockpit.intake.rows import TableReader

SETTING = Setting(FiscalCalendar(), "USD", date(2026, 9, 14))


def read(path: Path) -> tuple[int, dict[str, Rejections], TableReader]:
    """Read the only table of a file and return its rows, its rejections and its reader."""
    (table,) = open_tables(path)
    reader = TableReader(table, recognise(table, None, "auto", None), SETTING)
    used = sum(rows.size for rows in reader.read())
    reader.close()
    return used, {table.name: reader.rejections}, reader


def reject(path: Path) -> Path:
    """Write the rejected rows of a file beside it."""
    target = path.with_name(name_rejected_file(path))
    write_rejected_rows(path, read(path)[1], target)
    return target


def reasons(rejections: dict[str, Rejections]) -> list[str]:
    (found,) = rejections.values()
    return [reason for _, reason in found if reason != USED]


def test_a_row_stays_as_it_was_with_the_reason_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(
        b"\xef\xbb\xbflead_id;assigned_at;account\r\nL1;2026-07-01;fine\r\n"
        b'L2;yesterday;"a ""quoted""\nline; here"\r\n;2026-07-03;=1+1\r\n'
    )
    assert reject(path).read_bytes() == (
        b"\xef\xbb\xbflead_id;assigned_at;account;problem\r\n"
        b'L2;yesterday;"a ""quoted""\nline; here";assigned_at: not a date\r\n'
        b";2026-07-03;=1+1;lead_id: empty, but lead_id is required\r\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_stays(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes("lead_id\tassigned_at\taccount\nL1\tx\tMüller\n".encode(encoding))
    text = reject(path).read_bytes().decode(encoding)
    assert text == (
        "lead_id\tassigned_at\taccount\tproblem\nL1\tx\tMüller\tassigned_at: not a date\n"
    )


def test_where_every_cell_is_quoted_the_reason_is_too(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text('"lead_id","assigned_at"\n"L1","x"\n', encoding="utf-8")
    assert reject(path).read_text("utf-8") == (
        '"lead_id","assigned_at","problem"\n"L1","x","assigned_at: not a date"\n'
    )


def test_rows_above_the_header_stay_and_short_rows_are_filled(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Leads of July\n\nlead_id,assigned_at,account,rep\nL1,x\n", encoding="utf-8")
    assert reject(path).read_text("utf-8") == (
        "Leads of July\n\nlead_id,assigned_at,account,rep,problem\nL1,x,,,assigned_at: not a date\n"
    )


def test_a_row_that_others_contradict_comes_with_them(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(
        "lead_id,assigned_at\nL0,2026-07-01\nL1,2026-07-01\nL1,2026-07-02\nL1,2026-07-03\n", "utf-8"
    )
    again = reject(path)
    assert again.read_text("utf-8").splitlines()[1] == f"L1,2026-07-01,{USED}"
    used, rejections, _ = read(again)
    assert used == 1
    assert len(reasons(rejections)) == 2
    fixed = again.read_text("utf-8").replace("L1,2026-07-03", "L1,2026-07-01")
    again.write_text(fixed, "utf-8")
    assert len(reasons(read(again)[1])) == 1


def test_several_reasons_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("lead_id,assigned_at\n,x\n", encoding="utf-8")
    assert reasons(read(path)[1]) == [
        "lead_id: empty, but lead_id is required; assigned_at: not a date"
    ]


def test_a_workbook_stays_a_workbook_with_typed_cells(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Leads")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, title in enumerate(("lead_id", "assigned_at", "account", "tier")):
            sheet.write(0, column, title)
        sheet.write_row(1, 0, ["L1"])
        sheet.write_datetime(1, 1, date(2026, 7, 1), day)
        sheet.write_row(2, 0, ["", "", "=1+1", 2.5])
        sheet.write_string(2, 2, "=1+1")
        sheet.write_datetime(2, 1, date(2026, 7, 2), day)
        sheet.write_row(3, 0, ["L3", "soon", True])
    again = reject(path)
    assert again.name == "leads rejected.xlsx"
    sheet = CalamineWorkbook.from_path(again).get_sheet_by_name("Leads")
    assert sheet.to_python()[1:] == [
        ["", date(2026, 7, 2), "=1+1", 2.5, "lead_id: empty, but lead_id is required"],
        ["L3", "soon", True, "", "assigned_at: not a date"],
    ]
    assert reasons(read(again)[1]) == reasons(read(path)[1])


def test_a_file_that_lost_rows_is_refused_and_the_target_stays(tmp_path: Path) -> None:
    path, target = tmp_path / "leads.csv", tmp_path / "kept.csv"
    path.write_text("lead_id,assigned_at\nL1,2026-07-01\nL2,x\n", encoding="utf-8")
    rejections = read(path)[1]
    target.write_text("precious", "utf-8")
    path.write_text("lead_id,assigned_at\nL1,2026-07-01\n", encoding="utf-8")
    with pytest.raises(UsageError, match="fewer rows than when it was imported"):
        write_rejected_rows(path, rejections, target)
    assert target.read_text("utf-8") == "precious"
    assert set(tmp_path.iterdir()) == {path, target}


def test_a_file_is_not_replaced_by_its_own_rejected_rows(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("lead_id,assigned_at\nL2,x\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is the file itself"):
        write_rejected_rows(path, read(path)[1], path)


CELL = st.text(st.sampled_from('ab§"\n =+ü'), max_size=6)
"""Where § stands, there will be the delimiter; others would make another file of so small a one."""
ROW = st.tuples(
    st.sampled_from(["L1", "L2", "L3", "L4", ""]),
    st.sampled_from(["2026-07-01", "2026-07-02", "31/02/2026", "", "soon"]),
    CELL,
    st.lists(CELL, max_size=1),
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=12), delimiter=st.sampled_from(",;\t"))
def test_what_is_written_is_rejected_again_for_the_same_reasons(
    rows: list[tuple[str, str, str, list[str]]],
    delimiter: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("rejected") / "leads.csv"
    lines = [["lead_id", "assigned_at", "account"]]
    lines += [
        [cell.replace("§", delimiter) for cell in (key, day, account, *more)]
        for key, day, account, more in rows
    ]
    path.write_bytes("\r\n".join(delimiter.join(map(_quote, line)) for line in lines).encode())
    used, rejections, reader = read(path)
    (found,) = rejections.values()
    assert used + reader.repeated + reader.rejected + reader.skipped == reader.rows
    assert len(found) == reader.rejected
    if not reader.rejected:
        return
    again = reject(path)
    used_again, rejected_again, reader_again = read(again)
    contradicted = [reason for _, reason in found if reason == USED]
    assert used_again == len(contradicted)
    assert reader_again.rejected == reader.rejected
    assert [_strip(r) for r in reasons(rejected_again)] == [_strip(r) for r in reasons(rejections)]


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(';,"\n\t') else cell


def _strip(reason: str) -> str:
    """Return a reason without the number of the row that it names."""
    return "".join(c for c in reason if not c.isdigit())
