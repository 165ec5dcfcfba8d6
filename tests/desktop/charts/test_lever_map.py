from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.diagnosis_builders import build_team_of_forty, build_team_of_ten

from cockpit.desktop.charts.lever_map import LeverMapChart, _build_ticks
from cockpit.desktop.theme import Theme
from cockpit.presenters.lever_map import build_lever_map


@pytest.fixture
def chart(qtbot: QtBot, theme: Theme) -> LeverMapChart:
    """The map of the team of ten."""
    chart = LeverMapChart(theme)
    qtbot.addWidget(chart)
    chart.resize(430, 270)
    chart.show()
    chart.show_view(build_lever_map(build_team_of_ten(), None))
    return chart


def _written(chart: LeverMapChart) -> list[QRectF]:
    """The rectangles of the names that are shown, in pixels, once the plot has settled."""
    QApplication.processEvents()
    return [place for _, place in chart.written()]


@pytest.mark.parametrize("size", [(430, 270), (340, 200), (700, 500)])
def test_names_do_not_cover_each_other(chart: LeverMapChart, size: tuple[int, int]) -> None:
    for result in (build_team_of_ten(), build_team_of_forty()):
        chart.resize(*size)
        chart.show_view(build_lever_map(result, None))
        written = _written(chart)
        assert len(written) >= 5
        for first, second in combinations(written, 2):
            assert not first.adjusted(1, 1, -1, -1).intersects(second)


def test_all_ten_reps_are_named(chart: LeverMapChart) -> None:
    assert len(_written(chart)) == 10


def test_keys_move_from_the_largest_shortfall_on_and_enter_chooses(chart: LeverMapChart) -> None:
    chosen: list[str] = []
    chart.chosen.connect(chosen.append)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chosen == ["Ben Lindqvist"]
    assert chart.accessibleDescription().startswith("Ben Lindqvist")


def test_a_click_on_a_point_chooses_its_rep(chart: LeverMapChart) -> None:
    chosen: list[str] = []
    chart.chosen.connect(chosen.append)
    spot = next(p for p in chart._points.points() if p.data().name == "Carla Mendes")
    hit = chart._points.pointsAt(spot.pos())
    chart._points.sigClicked.emit(chart._points, hit, None)
    assert chosen == ["Carla Mendes"]


def test_a_new_theme_colours_it_anew(chart: LeverMapChart, theme: Theme) -> None:
    theme.choose("dark")
    ground = chart.grab().toImage().pixelColor(3, 3)
    theme.choose("light")
    assert ground.lightness() < 100
    assert chart.grab().toImage().pixelColor(3, 3).lightness() > 200


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.55, 1.25, ["60%", "80%", "100%", "120%"]),
        (0.28, 1.62, ["40%", "80%", "120%"]),
        (0.28, 2.1, ["40%", "80%", "120%", "160%", "200%"]),
    ],
)
def test_ticks_are_round_and_keep_off_the_edges(low: float, high: float, said: list[str]) -> None:
    assert [text for _, text in _build_ticks(low, high)] == said
