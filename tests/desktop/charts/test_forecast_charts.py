from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.analysis.made_history import LAST
from tests.forecast_builders import CALENDAR, FACTS, build_fan_result, build_steps

from cockpit.analysis.curve_comparison import compare_curves
from cockpit.desktop.charts.backtest import BacktestChart
from cockpit.desktop.charts.curve import CurveChart
from cockpit.desktop.charts.fan import FanChart
from cockpit.desktop.charts.forecast_error import ForecastErrorChart
from cockpit.desktop.charts.mark_chart import MarkChart
from cockpit.desktop.theme import Theme
from cockpit.domain.fiscal import Grain
from cockpit.presenters.curves import DEALS, LEADS, TEAM, CurvesPresenter
from cockpit.presenters.fan import build_fan
from cockpit.presenters.forecast_quality import QualityPresenter, QualityView

Grab = Callable[..., None]


def _shown(qtbot: QtBot, chart: MarkChart, size: tuple[int, int] = (560, 230)) -> None:
    qtbot.addWidget(chart)
    chart.resize(*size)
    with qtbot.waitExposed(chart):
        chart.show()


def _colours(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def _fan(theme: Theme, period: str = "2026-Q3", as_of: date = date(2026, 8, 15)) -> FanChart:
    result = build_fan_result(CALENDAR.parse(period), as_of)
    chart = FanChart(theme)
    chart.show_view(build_fan(result, result.team))
    return chart


def _quality(quarters: int = 4) -> QualityView:
    presenter = QualityPresenter(Grain.QUARTER)
    presenter.currency = "USD"
    for step in build_steps(quarters):
        presenter.add(step)
    return presenter.view()


def _backtest(theme: Theme) -> BacktestChart:
    chart = BacktestChart(theme)
    chart.show_view(_quality())
    return chart


def _errors(theme: Theme) -> ForecastErrorChart:
    chart = ForecastErrorChart(theme)
    chart.show_view(_quality())
    return chart


def _curve(theme: Theme, step: str = LEADS, as_of: date = LAST) -> CurveChart:
    chart = CurveChart(theme)
    chart.show_view(CurvesPresenter(compare_curves(FACTS, as_of)).choose(step, TEAM))
    return chart


@pytest.mark.parametrize("build", [_fan, _backtest, _errors, _curve])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_mark_can_be_walked_to_and_says_what_it_is(
    theme: Theme, qtbot: QtBot, grab: Grab, build: Callable[[Theme], MarkChart], name: str
) -> None:
    theme.choose(name)
    chart = build(theme)
    _shown(qtbot, chart)
    assert len(chart.places()) == len(chart.tips()) > 3
    said = [chart.tips()[0]]
    for _ in chart.tips()[1:]:
        QTest.keyClick(chart, Qt.Key.Key_Right)
        said.append(chart.accessibleDescription().rpartition("\n")[0])
    assert said == list(chart.tips())
    number = chart.mark_at(chart.places()[2].center())
    assert number == 2
    grab(chart, f"{type(chart).__name__}-{name}")
    theme.choose("light")


def test_the_fan_is_drawn_after_what_is_known(theme: Theme, qtbot: QtBot) -> None:
    chart = _fan(theme)
    _shown(qtbot, chart)
    chart.clearFocus()  # whose ring has the same colour
    assert {theme.colour("ink").name(), theme.colour("accent").name()} <= _colours(chart)
    closed = _fan(theme, "2026-Q2")
    _shown(qtbot, closed)
    closed.clearFocus()
    assert theme.colour("accent").name() not in _colours(closed)
    assert "closed" in [label.text for label in closed.lay_out_labels()]


@pytest.mark.parametrize("size", [(320, 130), (560, 170), (900, 400)])
@pytest.mark.parametrize(
    ("period", "as_of"),
    [
        ("2026-Q3", date(2026, 7, 1)),
        ("2026-Q3", date(2026, 8, 15)),
        ("2026-Q3", date(2026, 9, 29)),
        ("2026-Q4", date(2026, 9, 20)),
        ("2026-09", date(2026, 9, 10)),
    ],
)
def test_the_names_beside_the_fan_never_touch(
    theme: Theme, qtbot: QtBot, size: tuple[int, int], period: str, as_of: date
) -> None:
    chart = _fan(theme, period, as_of)
    _shown(qtbot, chart, size)
    places = [label.place for label in chart.lay_out_labels()]
    assert len(places) >= 3
    assert all(chart.rect().toRectF().contains(place) for place in places)
    for number, place in enumerate(places):
        assert not any(place.intersects(other) for other in places[number + 1 :])


def test_a_forecast_that_failed_stands_out(theme: Theme, qtbot: QtBot) -> None:
    chart = _backtest(theme)
    _shown(qtbot, chart)
    assert {theme.colour("bad").name(), theme.colour("accent").name()} <= _colours(chart)


def test_names_of_errors_never_touch(theme: Theme, qtbot: QtBot) -> None:
    chart = _errors(theme)
    _shown(qtbot, chart, (330, 160))
    first, second, third = chart.lay_out_names()
    assert not first.intersects(second)
    assert not second.intersects(third)
    assert not first.intersects(third)


@pytest.mark.parametrize("step", [LEADS, DEALS])
@pytest.mark.parametrize("size", [(640, 300), (420, 240), (900, 420)])
def test_the_names_of_the_curves_stand_clear(
    theme: Theme, qtbot: QtBot, step: str, size: tuple[int, int]
) -> None:
    chart = _curve(theme, step)
    _shown(qtbot, chart, size)
    names = chart.lay_out_names()
    (_, _, learned), (_, _, planned) = names
    assert learned is not None
    assert planned is not None
    assert not learned.intersects(planned)


def test_without_history_only_the_plan_is_drawn(theme: Theme, qtbot: QtBot) -> None:
    chart = _curve(theme, DEALS, date(2025, 1, 8))
    _shown(qtbot, chart)
    assert [text.partition(":")[0] for text, _, _ in chart.lay_out_names()] == ["plan"]
    assert theme.colour("accent").name() not in _colours(chart)
    assert chart.tips() == []


def test_charts_without_a_view_paint_nothing_and_do_not_fail(theme: Theme, qtbot: QtBot) -> None:
    for kind in (FanChart, BacktestChart, ForecastErrorChart, CurveChart):
        chart = kind(theme)
        _shown(qtbot, chart)
        assert chart.mark_at(chart.rect().center().toPointF()) == -1
        QTest.keyClick(chart, Qt.Key.Key_Right)
        assert chart.current == 0
