"""The tables of the Data screen, under Qt's own model tester."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from cockpit.desktop.models.batches_table import build_batches_model
from cockpit.desktop.models.files_table import build_files_model
from cockpit.desktop.models.preview_table import build_preview_model
from cockpit.desktop.models.problems_table import build_groups_model, build_problems_model
from cockpit.desktop.models.roles import Role
from cockpit.desktop.models.roster_table import build_reps_model, build_sources_model
from cockpit.desktop.models.rows import RowsTableModel
from cockpit.domain.problems import Fate
from cockpit.domain.team import Rep, Source, SourceKind
from cockpit.presenters.data import BatchLine, RepActivity, SourceActivity
from cockpit.presenters.problems import ProblemGroup, ProblemLine

pytestmark = pytest.mark.usefixtures("qapp")

AT = datetime.fromisoformat("2026-09-14T16:05")
BATCH = BatchLine(4, AT, "14 Sep 2026, 16:05", "leads.csv", 1200, 1000, 0, 180, 15, 5)
REP = RepActivity(Rep(3, "Ben", ("B.", "Benny"), date(2026, 1, 5)), 627, 253)
SOURCE = SourceActivity(Source(2, "Referral", SourceKind.CUSTOMER_SUCCESS), 740, 397)
PROBLEM = ProblemLine("deals.csv", 1017, "Close", "31/02", "not a date", Fate.REJECTED)
GROUP = ProblemGroup("not a date", "Close", Fate.REJECTED, 82)


@pytest.mark.parametrize(
    ("build", "row"),
    [
        (build_batches_model, BATCH),
        (build_reps_model, REP),
        (build_sources_model, SOURCE),
        (build_problems_model, PROBLEM),
        (build_groups_model, GROUP),
    ],
)
def test_models_keep_qts_rules(build: Callable[[], RowsTableModel[Any]], row: object) -> None:
    model = build()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows([row, row])
    assert tester.model() is model
    assert model.rowCount() == 2
    model.show_rows([])
    assert model.rowCount() == 0


def cells(model: QAbstractItemModel, role: int = Qt.ItemDataRole.DisplayRole) -> list[Any]:
    return [model.index(0, column).data(role) for column in range(model.columnCount())]


def test_a_batch_shows_where_its_rows_went() -> None:
    model = build_batches_model()
    model.show_rows([BATCH])
    assert cells(model)[1:] == ["leads.csv", "1,200", "1,000", "0", "15"]
    assert cells(model, Role.TONE)[3:] == [None, "faint", "bad"]
    assert cells(model, Role.SORT)[0] == AT
    assert model.index(0, 0).data(Role.KEY) == 4


def test_a_rep_shows_names_days_and_activity() -> None:
    model = build_reps_model()
    model.show_rows([REP])
    assert cells(model) == ["Ben", "B., Benny", "5 Jan 2026", "—", "627", "253"]
    assert cells(model, Role.SORT)[2:] == [date(2026, 1, 5), None, 627, 253]


def test_a_source_shows_who_brings_it_in() -> None:
    model = build_sources_model()
    model.show_rows([SOURCE])
    assert cells(model) == ["Referral", "Customer success", "740", "397"]


def test_a_finding_exports_its_row_as_a_number() -> None:
    model = build_problems_model()
    model.show_rows([PROBLEM])
    assert cells(model) == ["1,017", "Close", "31/02", "not a date", "rejected", "deals.csv"]
    assert cells(model, Role.EXPORT)[0] == 1017
    assert cells(model, Role.TONE)[4] == "bad"


def test_a_group_names_its_column() -> None:
    model = build_groups_model()
    model.show_rows([GROUP])
    assert cells(model) == ["82", "Close: not a date", "not imported"]


def test_the_first_rows_are_as_the_file_spells_them() -> None:
    model = build_preview_model(["Id", "Wert"], [("1", "1.234,50"), ("2", "")])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is model
    assert cells(model) == ["1", "1.234,50"]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Wert"


def test_files_start_empty() -> None:
    model = build_files_model()
    assert (model.rowCount(), model.columnCount()) == (0, 2)
