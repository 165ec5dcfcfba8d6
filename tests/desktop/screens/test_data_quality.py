"""The quality section on a real store."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot
from tests.desktop.data_place import Place, open_place

from cockpit.desktop.charts.sparkline import lay_out_points
from cockpit.desktop.models.quality_table import TREND_COLUMN
from cockpit.desktop.models.roles import Role
from cockpit.desktop.screens.data import DataScreen
from cockpit.desktop.theme import Theme
from cockpit.domain.changes import EVERYTHING
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.quality import Check
from cockpit.domain.question import Question
from cockpit.services.importing import ImportRequest, import_files

HEADER = "opportunity_id,created_at,outcome,rep,amount,closed_at\n"


@pytest.fixture
def place(location: Path, theme: Theme, qtbot: QtBot) -> Iterator[Place]:
    with open_place(location, theme, qtbot) as place:
        yield place


@pytest.fixture
def screen(place: Place, qtbot: QtBot, tmp_path: Path) -> DataScreen:
    """The Data screen at its quality section, on deals of which some are not right."""
    deals = tmp_path / "deals.csv"
    deals.write_text(
        f"{HEADER}X1,2026-07-01,won,Amara Okafor,500,\nX2,2026-07-01,won,Zoe,,2026-08-01\n"
        "X3,soon,won,Zoe,1,\n",
        encoding="utf-8",
    )
    import_files(place.context.workspace.store, ImportRequest(paths=(deals,)))
    screen = DataScreen(place.context)
    qtbot.addWidget(screen)
    screen.resize(1256, 848)
    screen.show()
    screen.show_section("quality")
    place.settle()
    return screen


def checks(screen: DataScreen) -> list[Check]:
    return [line.check for line in screen.quality.section.model.rows]


def test_the_screen_says_whether_the_data_can_be_trusted(
    screen: DataScreen, grab: Callable[..., None]
) -> None:
    section = screen.quality.section
    QAbstractItemModelTester(
        section.model, QAbstractItemModelTester.FailureReportingMode.Fatal, section
    )
    grab(screen)
    said = screen.headline.accessibleName()
    assert said.startswith(
        "Your data can be trusted for Q3 FY26, except: 1 deal worth $500 belongs"
    )
    assert checks(screen)[0] is Check.WON_WITHOUT_CLOSE
    assert section.detail.title.text() == "Won deals without a close date"
    assert section.found.text() == "1 deal worth $500 belongs to no period."
    assert "All fine: " in section.fold.text()
    assert not section.fine.isVisible()
    section.fold.click()
    assert "No rep has gone silent" in section.fine.text()
    assert section.fine.isVisible()
    screen.show_section("imports")
    assert "opportunities" in screen.headline.accessibleName()


def test_a_finding_opens_its_records(screen: DataScreen, place: Place) -> None:
    screen.quality.section.table.select_key(Check.WON_WITHOUT_CLOSE)
    screen.quality.section.go.click()
    place.settle()
    dialog = screen.quality.dialog
    assert dialog is not None
    place.qtbot.waitUntil(lambda: dialog.tables[0].records.has_page(0))
    table = dialog.tables[0]
    assert table.records.rowCount() == 1
    assert table.records.index(0, 0).data() == "X1"
    titles = [column.title for column in table.records.tab.columns]
    assert "Adds to the effect" not in titles
    dialog.close()


@pytest.mark.parametrize(
    ("check", "section"), [(Check.REPS_WITHOUT_TARGET, "plan"), (Check.REJECTED_ROWS, "problems")]
)
def test_what_is_put_right_elsewhere_leads_there(
    screen: DataScreen, place: Place, check: Check, section: str
) -> None:
    screen.quality.section.table.select_key(check)
    screen.quality.section.go.click()
    place.settle()
    if section == "plan":
        assert place.heard.went_to[-1] == ("plan", "")
    else:
        assert screen.sections.choice == section
        assert screen.problems.model.rowCount() >= 1


def test_a_bar_leads_to_what_stands_against_it(screen: DataScreen) -> None:
    section = screen.quality.section
    section.table.select_key(checks(screen)[-1])
    section.shares.setFocus()
    QTest.keyClick(section.shares, Qt.Key.Key_Home)
    QTest.keyClick(section.shares, Qt.Key.Key_Return)
    assert section.line is not None
    assert section.line.check is Check.WON_WITHOUT_CLOSE
    assert "Won deals that count in a period: 67% (2 of 3)" in section.shares.tips()


def test_another_period_is_asked_about_and_changes_are_seen(
    screen: DataScreen, place: Place, tmp_path: Path
) -> None:
    period = FiscalCalendar().parse("2026-Q2")
    screen.show_question(Question(period, date(2026, 9, 14)))
    place.settle()
    assert "for Q2 FY26" in screen.headline.accessibleName()
    fixed = tmp_path / "fixed.csv"
    fixed.write_text(f"{HEADER}X1,2026-07-01,won,Amara Okafor,500,2026-08-02\n", "utf-8")
    import_files(place.context.workspace.store, ImportRequest(paths=(fixed,)))
    screen.on_changes(EVERYTHING)
    place.settle()
    assert Check.WON_WITHOUT_CLOSE not in checks(screen)
    table = screen.quality.section.table
    model = table.model()
    trends = {
        model.index(row, 0).data(Role.KEY): model.index(row, TREND_COLUMN).data(Role.SEGMENTS)
        for row in range(model.rowCount())
    }
    assert trends[Check.WON_WITHOUT_AMOUNT].text == "as before"


def test_an_empty_store_says_what_comes_here(
    tmp_path: Path, theme: Theme, qtbot: QtBot, grab: Callable[..., None]
) -> None:
    with open_place(tmp_path / "empty.sqlite", theme, qtbot) as place:
        screen = DataScreen(place.context)
        qtbot.addWidget(screen)
        screen.show()
        screen.show_section("quality")
        place.settle()
        grab(screen)
        assert screen.headline.accessibleName() == "Nothing imported yet."
        shown = screen.quality.currentWidget()
        assert shown is not None
        assert shown.accessibleName() == "Nothing to check yet"


def test_a_small_line_begins_at_nothing() -> None:
    points = lay_out_points((0.0, 0.5, 1.0), QRectF(10, 0, 20, 8))
    assert [(p.x(), p.y()) for p in points] == [(10, 8), (20, 4), (30, 0)]
    assert [p.y() for p in lay_out_points((0.0, 0.0), QRectF(0, 0, 20, 8))] == [8, 8]
