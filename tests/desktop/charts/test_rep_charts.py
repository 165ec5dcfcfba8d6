from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.diagnosis_builders import QUESTION, build_row
from tests.rep_builders import LOSSES, build_pace_result

from cockpit.desktop.charts.funnel_bars import FunnelBarsChart
from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.charts.pace import PaceChart
from cockpit.desktop.charts.paired_bars import PairedBarsChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.rep_cards import build_funnel, build_losses, build_pace

BEN = build_row("Ben", leads=(58, 60), rates=(0.31, 0.3))
NEWCOMER = build_row("New", 0, leads=(0, 0), has_commitment=False, rates=(None, None))
Grab = Callable[..., None]
_NO_KEY = Qt.KeyboardModifier.NoModifier


def shown(qtbot: QtBot, chart: MarkChart, size: tuple[int, int] = (420, 220)) -> None:
    qtbot.addWidget(chart)
    chart.resize(*size)
    with qtbot.waitExposed(chart):
        chart.show()


def colours(widget: QWidget) -> set[str]:
    """Return every colour of a widget's picture."""
    image = widget.grab().toImage()
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def build_funnel_chart(theme: Theme) -> FunnelBarsChart:
    chart = FunnelBarsChart(theme)
    chart.show_stages(build_funnel(BEN, BEN, "USD"))
    return chart


def build_pace_chart(theme: Theme, promised: float = 60) -> PaceChart:
    chart = PaceChart(theme)
    chart.show_view(build_pace(build_pace_result(promised), QUESTION.period))
    return chart


def build_losses_chart(theme: Theme) -> PairedBarsChart:
    chart = PairedBarsChart(theme, "Where deals are lost")
    chart.show_pairs(build_losses(LOSSES))
    return chart


@pytest.mark.parametrize("build", [build_funnel_chart, build_pace_chart, build_losses_chart])
def test_a_chart_tells_its_name_and_all_it_shows_to_a_screen_reader(
    theme: Theme, qtbot: QtBot, build: Callable[[Theme], MarkChart], grab: Grab
) -> None:
    chart = build(theme)
    shown(qtbot, chart)
    grab(chart)
    assert chart.accessibleName()
    assert "58" in chart.accessibleDescription() or "No decision" in chart.accessibleDescription()


@pytest.mark.parametrize("build", [build_funnel_chart, build_pace_chart, build_losses_chart])
def test_arrow_keys_walk_the_marks_and_stop_at_the_ends(
    theme: Theme, qtbot: QtBot, build: Callable[[Theme], MarkChart]
) -> None:
    chart = build(theme)
    shown(qtbot, chart)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.current == 0
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current == 1
    assert chart.accessibleDescription().startswith(chart.tips()[1])
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current == len(chart.tips()) - 1
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.current == 0


@pytest.mark.parametrize("build", [build_funnel_chart, build_pace_chart, build_losses_chart])
def test_the_pointer_finds_every_mark_in_its_place(
    theme: Theme, qtbot: QtBot, build: Callable[[Theme], MarkChart]
) -> None:
    chart = build(theme)
    shown(qtbot, chart)
    found = [chart.mark_at(place.center()) for place in chart.places()]
    assert found == list(range(len(chart.tips())))


def test_a_stage_is_chosen_by_click_and_by_key(theme: Theme, qtbot: QtBot) -> None:
    chart = build_funnel_chart(theme)
    shown(qtbot, chart)
    middle = chart.places()[2].center().toPoint()
    with qtbot.waitSignal(chart.chosen) as clicked:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, _NO_KEY, middle)
    assert clicked.args == [2]
    with qtbot.waitSignal(chart.chosen) as entered:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert entered.args == [2]


def test_nothing_is_behind_a_week_to_choose(theme: Theme, qtbot: QtBot) -> None:
    chart = build_pace_chart(theme)
    shown(qtbot, chart)
    with qtbot.assertNotEmitted(chart.chosen):
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, _NO_KEY, QPoint(100, 100))
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chart.mark_at(chart.places()[3].center()) == 3


def test_hovering_a_stage_brightens_it(theme: Theme, qtbot: QtBot) -> None:
    chart = build_funnel_chart(theme)
    shown(qtbot, chart)
    assert theme.colour("marketing").name() in colours(chart)
    QTest.mouseMove(chart, chart.places()[0].center().toPoint())
    qtbot.waitUntil(lambda: chart.hovered == 0)
    assert theme.colour("marketing").lighter(112).name() in colours(chart)


def test_a_rep_without_anything_gives_an_empty_funnel(theme: Theme, qtbot: QtBot) -> None:
    chart = FunnelBarsChart(theme)
    chart.show_stages(build_funnel(NEWCOMER, NEWCOMER, "USD"))
    shown(qtbot, chart)
    assert theme.colour("marketing").name() not in colours(chart)


@pytest.mark.parametrize("width", [240, 330, 420, 900])
@pytest.mark.parametrize("promised", [12, 20, 50, 58, 60, 71, 100, 400])
def test_the_names_of_both_lines_stand_clear_of_them_and_of_each_other(
    theme: Theme, qtbot: QtBot, width: int, promised: float
) -> None:
    chart = build_pace_chart(theme, promised)
    shown(qtbot, chart, (width, 160))
    due, delivered = (label.place for label in chart.labels)
    assert not delivered.intersects(due)
    points = [point for line in chart.lines() for point in line]
    assert not [point for point in points for place in (delivered, due) if place.contains(point)]


def test_leads_that_all_came_at_the_end_leave_room_for_both_names(
    theme: Theme, qtbot: QtBot
) -> None:
    pace = build_pace_result(77)
    late = [
        replace(point, delivered=81 if point.day == pace.as_of else 10 * (number > 3))
        if point.delivered is not None
        else point
        for number, point in enumerate(pace.points)
    ]
    chart = PaceChart(theme)
    chart.show_view(build_pace(replace(pace, points=tuple(late)), QUESTION.period))
    shown(qtbot, chart, (396, 178))
    end = chart.lines()[0][-1]
    for label in chart.labels:
        assert not label.place.adjusted(-3, -3, 3, 3).contains(end)


def test_without_a_promise_there_is_one_line(theme: Theme, qtbot: QtBot) -> None:
    chart = build_pace_chart(theme, promised=0)
    shown(qtbot, chart)
    assert [label.text for label in chart.labels] == ["58 delivered"]
    assert theme.colour("marketing").name() in colours(chart)


def test_charts_without_a_view_paint_nothing_and_do_not_fail(theme: Theme, qtbot: QtBot) -> None:
    for chart in (FunnelBarsChart(theme), PaceChart(theme), PairedBarsChart(theme, "Losses")):
        shown(qtbot, chart)
        assert chart.mark_at(chart.rect().center().toPointF()) == -1
        QTest.keyClick(chart, Qt.Key.Key_Right)
        assert chart.current == 0
