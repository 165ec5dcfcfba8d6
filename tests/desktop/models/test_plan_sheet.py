"""The models of the plan's grid, under Qt's own model tester."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.presenters.test_plan import edit

from cockpit.desktop.models.plan_funding import PlanFundingModel
from cockpit.desktop.models.plan_sheet import PlanRole, PlanSheetModel
from cockpit.presenters.plan import PlanEditor
from cockpit.presenters.plan_sheets import Part, Sheet

pytestmark = pytest.mark.usefixtures("qapp")

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
Display = Qt.ItemDataRole.DisplayRole


class Bench:
    """A model whose edits are put at once, watched by Qt's tester."""

    def __init__(self, editor: PlanEditor, part: Part) -> None:
        self.editor = editor
        self.steps: list[str] = []
        self.model = PlanSheetModel(editor, part, self.commit)
        self.tester = QAbstractItemModelTester(self.model, FATAL)

    def commit(self, sheet: Sheet, text: str) -> None:
        self.steps.append(text)
        self.editor.put(sheet)
        self.model.show_sheet()

    def text(self, row: int, column: int, role: int = Display) -> object:
        return self.model.index(row, column).data(role)


@pytest.fixture(params=list(Part), ids=lambda part: part.value)
def bench(request: pytest.FixtureRequest) -> Bench:
    return Bench(edit(), request.param)


def test_every_kind_of_edit_keeps_the_model_sound(bench: Bench) -> None:
    part, editor, model = bench.model.part, bench.editor, bench.model
    before = editor.sheets[part]
    bench.commit(editor.add_row(part, 0), "add")
    bench.commit(editor.remove_rows(part, [0, 2]), "remove")
    bench.commit(editor.paste(part, "Cleo\tx\nMo\ty", (1, 0), []).sheet, "paste")
    bench.commit(before, "undo")
    model.show_funding(editor.view().funding)
    model.show_problems({(0, 1): "No."})
    assert model.rowCount() == len(before.rows) + 1
    assert bench.text(0, 1, PlanRole.PROBLEM) == "No."


def test_new_columns_reset_the_model(qtbot: QtBot) -> None:
    bench = Bench(edit(), Part.TARGETS)
    width = bench.model.columnCount()
    with qtbot.waitSignal(bench.model.modelReset):
        bench.commit(bench.editor.show_parts_of_period(), "months")
    assert bench.model.columnCount() == width + 3


def test_typing_into_the_empty_row_adds_one_in_place(qtbot: QtBot) -> None:
    bench = Bench(edit(), Part.TARGETS)
    assert bench.text(2, 0, PlanRole.HINT) == "Add a row…"
    with qtbot.waitSignal(bench.model.rowsInserted) as inserted:
        assert bench.model.setData(bench.model.index(2, 0), "Cleo")
    assert inserted.args[1:] == [3, 3]
    assert (bench.text(2, 0), bench.text(3, 0)) == ("Cleo", "")


def test_cells_show_short_and_edit_exactly() -> None:
    bench = Bench(edit(), Part.TARGETS)
    index = bench.model.index(0, 1)
    assert (index.data(), index.data(Qt.ItemDataRole.EditRole)) == ("160,000", "160000")
    assert not bench.model.setData(index, "160000")
    assert bench.steps == []
    assert bench.model.setData(index, "170k")
    assert bench.steps == ["Type target for Q3 FY26"]
    assert index.data(PlanRole.CHANGED)


def test_computed_cells_cannot_be_typed_into() -> None:
    bench = Bench(edit(), Part.TARGETS)
    bench.model.show_funding(bench.editor.view().funding)
    adds_up = bench.model.index(0, 6)
    assert bench.model.headerData(6, Qt.Orientation.Horizontal) == "Adds up to"
    assert adds_up.data() == "$96k"
    assert "× rates × size" in str(adds_up.data(Qt.ItemDataRole.ToolTipRole))
    assert not adds_up.flags() & Qt.ItemFlag.ItemIsEditable
    assert not bench.model.setData(adds_up, "5")


def test_an_inherited_rate_is_a_hint_that_says_where_it_is_from() -> None:
    bench = Bench(edit(), Part.ASSUMPTIONS)
    assert (bench.text(1, 3), bench.text(1, 3, PlanRole.HINT)) == ("", "30%")
    assert bench.text(1, 3, Qt.ItemDataRole.ToolTipRole) == "30%, from the row for everybody"
    assert bench.text(0, 0, PlanRole.HINT) == "any"
    assert bench.text(0, 0, PlanRole.NAMES) == ("Ada Park", "Ben Lind")


def test_headers_carry_their_unit() -> None:
    bench = Bench(edit(), Part.COMMITMENTS)
    titles = [bench.model.headerData(i, Qt.Orientation.Horizontal) for i in range(7)]
    assert titles[2:] == [
        "Jul\nleads", "Aug\nleads", "Sep\nleads", "Q3 FY26 whole\nleads", "FY26 whole\nleads",
    ]  # fmt: skip


def test_the_funding_table_is_sound() -> None:
    model = PlanFundingModel()
    tester = QAbstractItemModelTester(model, FATAL)
    rows = edit().view().funding
    model.show_rows([*rows, replace(rows[0], rep="Mo", status="No win rate", tone="bad")])
    assert [model.index(2, column).data() for column in range(4)] == [
        "Mo", "$96k", "−$64k", "No win rate",
    ]  # fmt: skip
    assert model.index(0, 3).data() == ""
    assert tester.model() is model
    assert model.rowCount(QModelIndex()) == 3
