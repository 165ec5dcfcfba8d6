import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from tests.diagnosis_builders import build_row, build_team_of_forty, build_team_of_ten

from cockpit.desktop.charts.bridge import BridgeChart
from cockpit.desktop.theme import Theme
from cockpit.presenters.bridge import BridgeView, build_bridge

_TEN = build_team_of_ten().team


@pytest.fixture
def chart(qtbot: QtBot, theme: Theme) -> BridgeChart:
    """The bridge of the team of ten."""
    chart = BridgeChart(theme)
    qtbot.addWidget(chart)
    chart.resize(700, 250)
    chart.show_view(build_bridge(_TEN, "USD", None))
    chart.show()
    return chart


def _colour(chart: BridgeChart, number: int, level: float) -> str:
    """The colour in the middle of a bar, at a share of its height from the top."""
    image: QImage = chart.grab().toImage()
    rect = chart._rect_of(number)
    x, y = round(rect.center().x()), round(rect.top() + rect.height() * level)
    return image.pixelColor(x, y).name()


def test_each_bar_has_the_colour_of_its_lever(chart: BridgeChart, theme: Theme) -> None:
    keys = [bar.key for bar in chart._view.bars]
    for key in ("planning", "marketing", "sales", "waiting"):
        assert _colour(chart, keys.index(key), 0.5) == theme.colour(key).name()


def test_a_loss_hangs_from_the_level_before_it_and_a_gain_stands_on_it(
    chart: BridgeChart,
) -> None:
    row = build_row("A", 50_000, {"win_rate": -20_000, "deal_size": 8_000})
    chart.show_view(build_bridge(row, "USD", None))
    keys = [bar.key for bar in chart._view.bars]
    target, loss, gain = (chart._rect_of(keys.index(key)) for key in ("target", "sales", "size"))
    assert loss.top() == pytest.approx(target.top())
    assert gain.bottom() == pytest.approx(loss.bottom())


def test_a_click_chooses_a_bar_but_not_a_total(chart: BridgeChart) -> None:
    chosen: list[str] = []
    chart.chosen.connect(chosen.append)
    for number in range(len(chart._view.bars)):
        place = chart.column_of(number).center().toPoint()
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert chosen == ["planning", "marketing", "sales", "size", "waiting"]


def test_the_arrow_keys_walk_and_enter_chooses(chart: BridgeChart) -> None:
    chosen: list[str] = []
    chart.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Left):
        QTest.keyClick(chart, key)
    QTest.keyClick(chart, Qt.Key.Key_Space)
    assert chosen == ["marketing", "planning"]
    assert "Unfunded plan" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.current == len(chart._view.bars) - 1


def test_the_bar_in_focus_stays_when_another_answer_has_it(chart: BridgeChart) -> None:
    chart.current = [bar.key for bar in chart._view.bars].index("sales")
    chart.show_view(build_bridge(build_team_of_forty().team, "USD", None))
    assert chart._view.bars[chart.current].key == "sales"
    chart.show_view(build_bridge(build_row("A"), "USD", None))
    assert chart._view.bars[chart.current].key == "sales"


def test_hover_explains_with_the_exact_amount(chart: BridgeChart) -> None:
    number = [bar.key for bar in chart._view.bars].index("marketing")
    place = chart.column_of(number).center().toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, place, chart.mapToGlobal(place))
    QApplication.sendEvent(chart, event)
    assert "−$49,434.67" in QToolTip.text()
    assert chart.bar_at(QPoint(-5, 10).toPointF()) == -1


def test_names_below_never_lie_in_the_bars(chart: BridgeChart) -> None:
    chart.resize(520, 220)
    chart.show_view(build_bridge(_TEN, "USD", "sales"))
    ground = chart._ground()
    for number in range(len(chart._view.bars)):
        assert chart._rect_of(number).bottom() <= ground + 2.5


def test_nothing_to_show_paints_nothing(chart: BridgeChart) -> None:
    chart.show_view(BridgeView((), 0, ""))
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert not chart.grab().isNull()
