import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from tests.diagnosis_builders import build_result, build_row, build_team_of_forty

from cockpit.desktop.charts.effect_bar import EffectBarDelegate, lay_out_segments
from cockpit.desktop.models import reps_table as columns
from cockpit.desktop.models.reps_table import RepsTableModel
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.presenters.rep_rows import RepRowView, build_rep_rows

_ROOM = QRectF(10, 0, 200, 30)


def _rows() -> tuple[RepRowView, ...]:
    return build_rep_rows(
        build_result(
            build_row("short", effects={"win_rate": -20_000, "deal_size": -5_000}),
            build_row("mixed", effects={"win_rate": -5_000, "deal_size": 10_000}),
            build_row("idle"),
        )
    )


def test_losses_lie_left_of_one_line_and_gains_right_of_it() -> None:
    short, mixed = _rows()[0], next(row for row in _rows() if row.name == "mixed")
    edges = [rect.right() for segment, rect in lay_out_segments(short, _ROOM)]
    (loss,) = [r for s, r in lay_out_segments(mixed, _ROOM) if s.amount < 0]
    (gain,) = [r for s, r in lay_out_segments(mixed, _ROOM) if s.amount > 0]
    assert max(edges) == pytest.approx(loss.right())
    assert loss.right() < gain.left()


def test_widths_are_to_one_scale() -> None:
    short = _rows()[0]
    sizes = {s.tone: r.width() for s, r in lay_out_segments(short, _ROOM)}
    assert sizes["sales"] / sizes["size"] == pytest.approx(4, rel=0.1)


def test_effects_of_one_lever_are_one_piece() -> None:
    row = build_row("mixed", effects={"win_rate": -9_000, "lead_to_opp": 2_000, "cycle": -1_000})
    (segment,) = build_rep_rows(build_result(row))[0].segments
    assert (segment.tone, segment.amount) == ("sales", -800_000)


@pytest.mark.parametrize("row", build_rep_rows(build_team_of_forty()), ids=lambda row: row.name)
def test_every_bar_stays_in_its_cell(row: RepRowView) -> None:
    for _, rect in lay_out_segments(row, _ROOM):
        assert rect.left() >= _ROOM.left() - 12
        assert rect.right() <= _ROOM.right() + 12


def test_no_effect_has_no_bar() -> None:
    assert not list(lay_out_segments(_rows()[-1], _ROOM)) or _rows()[-1].segments


def test_the_cell_is_painted_in_the_levers_colours(qtbot: QtBot, theme: Theme) -> None:
    table, model = DataTable(theme, "Reps"), RepsTableModel()
    qtbot.addWidget(table)
    table.set_model(model)
    table.setItemDelegateForColumn(columns.WHY, EffectBarDelegate(theme, table))
    model.show_rows(_rows())
    table.setColumnWidth(columns.WHY, 220)
    for column in range(columns.ACTION + 1):
        table.setColumnHidden(column, column != columns.WHY)
    table.resize(240, 160)
    table.show()
    image = table.viewport().grab().toImage()
    seen = {QColor(image.pixel(x, 15)).name() for x in range(image.width())}
    assert {theme.colour("sales").name(), theme.colour("size").name()} <= seen
