"""The pictures of the evidence: they are read by all, their names never cover each other."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.diagnosis_builders import build_result, build_row
from tests.evidence_builders import (
    build_believed_row,
    build_cohorts_result,
    build_history_result,
    build_plot_result,
    build_stage,
)

from cockpit.desktop.charts.cohort_heat import CohortHeatChart
from cockpit.desktop.charts.effect_bar import lay_out_segments, luck_part
from cockpit.desktop.charts.funnel_plot import FunnelPlotChart
from cockpit.desktop.charts.lever_map import LeverMapChart
from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.charts.skill_or_luck import SkillOrLuckChart
from cockpit.desktop.charts.verdict_history import VerdictHistoryChart
from cockpit.desktop.theme import Theme
from cockpit.domain.verdicts import Effect
from cockpit.presenters.cohort_heat import build_cohort_heat
from cockpit.presenters.funnel_plot import build_funnel_plots
from cockpit.presenters.lever_map import build_lever_map
from cockpit.presenters.rep_rows import build_rep_rows
from cockpit.presenters.skill import build_skill
from cockpit.presenters.verdict_history import build_verdict_history

Grab = Callable[..., None]


def _shown(qtbot: QtBot, chart: MarkChart, size: tuple[int, int] = (560, 220)) -> None:
    qtbot.addWidget(chart)
    chart.resize(*size)
    with qtbot.waitExposed(chart):
        chart.show()


def _skill(theme: Theme) -> SkillOrLuckChart:
    chart = SkillOrLuckChart(theme)
    chart.show_view(build_skill(build_believed_row(), "USD"))
    return chart


def _plot(theme: Theme) -> FunnelPlotChart:
    chart = FunnelPlotChart(theme)
    chart.show_view(build_funnel_plots((build_plot_result(),))[0])
    return chart


def _cohorts(theme: Theme) -> CohortHeatChart:
    chart = CohortHeatChart(theme)
    chart.show_view(build_cohort_heat(build_cohorts_result()))
    return chart


def _past(theme: Theme) -> VerdictHistoryChart:
    chart = VerdictHistoryChart(theme)
    chart.show_view(build_verdict_history(build_history_result()))
    return chart


@pytest.mark.parametrize("build", [_skill, _plot, _cohorts, _past])
@pytest.mark.parametrize("choice", ["light", "dark"])
def test_every_picture_is_painted_and_told(
    theme: Theme, qtbot: QtBot, build: Callable[[Theme], MarkChart], choice: str, grab: Grab
) -> None:
    theme.choose(choice)
    chart = build(theme)
    _shown(qtbot, chart)
    grab(chart)
    image = chart.grab().toImage()
    colours = {
        QColor(image.pixel(x, y)).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }
    theme.choose("light")
    assert len(colours) > 8
    assert chart.accessibleName()
    assert len(chart.accessibleDescription()) > 40
    assert len(chart.places()) == len(chart.tips()) > 0


@pytest.mark.parametrize("build", [_skill, _plot, _cohorts, _past])
def test_keys_walk_the_marks_and_tell_each(
    theme: Theme, qtbot: QtBot, build: Callable[[Theme], MarkChart]
) -> None:
    chart = build(theme)
    _shown(qtbot, chart)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current == 1
    assert chart.accessibleDescription().startswith(chart.tips()[1])
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.current == len(chart.tips()) - 1


def test_up_and_down_go_from_month_to_month(theme: Theme, qtbot: QtBot) -> None:
    chart = _cohorts(theme)
    _shown(qtbot, chart)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current == 6
    QTest.keyClick(chart, Qt.Key.Key_Up)
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert chart.current == 0


@pytest.mark.parametrize("number", [0, 7, 35, 71])
def test_the_cell_below_the_pointer_is_the_one_that_is_drawn_there(
    theme: Theme, qtbot: QtBot, number: int
) -> None:
    chart = _cohorts(theme)
    _shown(qtbot, chart)
    assert chart.mark_at(chart.places()[number].center()) == number
    assert chart.mark_at(QPointF(2, 100)) == -1
    assert chart.mark_at(QPointF(chart.width() - 2, 100)) == -1


@pytest.mark.parametrize("team", [0.10, 0.17, 0.255, 0.26, 0.27, 0.4])
@pytest.mark.parametrize("rate", [0.12, 0.26, 0.4])
@pytest.mark.parametrize("size", [(560, 220), (380, 165)])
def test_names_of_plan_team_and_rep_never_cover_each_other(
    theme: Theme, qtbot: QtBot, team: float, rate: float, size: tuple[int, int]
) -> None:
    stage = build_stage(team=team, rate=rate, interval=(rate - 0.03, rate + 0.03))
    row = replace(build_believed_row(), evidence={Effect.WIN_RATE: stage})
    chart = SkillOrLuckChart(theme)
    chart.show_view(build_skill(row, "USD"))
    _shown(qtbot, chart, size)
    labels = chart.labels_of(0)
    assert len(labels) == 3
    for first, second in combinations(labels, 2):
        assert not first.place.intersects(second.place)
    for label in labels:
        assert label.place.left() >= 0
        assert label.place.right() <= chart.width()


def test_a_click_on_a_stage_asks_for_its_math(theme: Theme, qtbot: QtBot) -> None:
    chart = _skill(theme)
    _shown(qtbot, chart)
    with qtbot.waitSignal(chart.chosen) as chosen:
        place = chart.places()[1].center().toPoint()
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [1]


def test_reps_that_stand_out_are_named_and_a_click_picks_them(theme: Theme, qtbot: QtBot) -> None:
    chart = _plot(theme)
    _shown(qtbot, chart)
    names = chart.names()
    assert names[0][0] == "Ben"
    for (_, first), (_, second) in combinations(names, 2):
        assert not first.intersects(second)
    with qtbot.waitSignal(chart.chosen) as chosen:
        place = chart.places()[1].center().toPoint()
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert chart.view.points[chosen.args[0]].name == "Ben Lindqvist"


def test_a_rep_with_four_records_does_not_press_all_others_together(
    theme: Theme, qtbot: QtBot
) -> None:
    """Mei's 75 % on four records stands at the edge; the others use the height."""
    chart = _plot(theme)
    _shown(qtbot, chart)
    ys = [place.center().y() for place in chart.places()]
    assert max(ys[:3]) - min(ys[:3]) > chart.height() * 0.3
    assert QRectF(chart.rect()).contains(chart.places()[3].center())


def test_pictures_without_anything_to_show_are_painted_too(theme: Theme, qtbot: QtBot) -> None:
    for chart in (
        SkillOrLuckChart(theme),
        FunnelPlotChart(theme),
        CohortHeatChart(theme),
        VerdictHistoryChart(theme),
    ):
        _shown(qtbot, chart)
        QTest.keyClick(chart, Qt.Key.Key_Right)
        QTest.mouseMove(chart, QPoint(30, 30))
        assert not chart.grab().isNull()
        assert chart.mark_at(QPointF(30, 30)) == -1


def test_luck_is_the_far_end_of_an_effect() -> None:
    (row,) = build_rep_rows(build_result(build_believed_row()))
    parts = {s.tone: (s, bar) for s, bar in lay_out_segments(row, QRectF(0, 0, 200, 30))}
    segment, bar = parts["sales"]
    luck = luck_part(segment, bar)
    assert luck.width() == pytest.approx(bar.width() / 3)
    assert luck.left() == pytest.approx(bar.left())
    segment, bar = parts["waiting"]
    assert luck_part(segment, bar).width() == 0


def test_the_map_draws_an_upright_line_for_each_interval(theme: Theme, qtbot: QtBot) -> None:
    chart = LeverMapChart(theme)
    qtbot.addWidget(chart)
    chart.resize(430, 270)
    chart.show()
    chart.show_view(build_lever_map(build_result(build_believed_row(), build_row("Ana")), None))
    drawn = {
        tone: [value.tolist() for value in item.getData()]
        for tone, item in chart._whiskers.items()
        if item.getData()[0] is not None and len(item.getData()[0])
    }
    point = next(p for p in chart._view.points if p.low is not None)
    assert drawn == {"sales": [[point.x, point.x], [point.low, point.high]]}
    chart.show_view(build_lever_map(build_result(build_row("Ana")), None))
    assert all(
        item.getData()[0] is None or not len(item.getData()[0]) for item in chart._whiskers.values()
    )
