import pytest
from tests.diagnosis_builders import (
    build_result,
    build_row,
    build_team_of_forty,
    build_team_of_ten,
)

from cockpit.presenters.lever_map import FARTHEST, build_lever_map


def test_points_stand_where_leads_and_conversion_put_them_largest_shortfall_first() -> None:
    points = build_lever_map(build_team_of_ten(), None).points
    dmitri = points[0]
    assert (dmitri.name, dmitri.size) == ("Dmitri Volkov", 1.0)
    assert dmitri.x == pytest.approx(44 / 60)
    assert dmitri.y < 1
    assert next(p for p in points if p.name == "Carla Mendes").size == 0


def test_a_rep_without_a_promise_has_no_place_on_the_axis_of_leads() -> None:
    points = build_lever_map(build_team_of_forty(), None).points
    without = [point for point in points if point.x is None]
    assert len(without) == 4
    assert "none promised" in without[0].tooltip


def test_a_rep_with_nothing_to_convert_is_named_beside_the_map() -> None:
    idle = build_row("Mei Tanaka", 0, leads=(0, 0), rates=(None, None))
    view = build_lever_map(build_result(build_row("Ben Lindqvist"), idle), None)
    assert [point.name for point in view.points] == ["Ben Lindqvist"]
    assert view.note == "Mei: nothing to convert yet"


def test_long_names_beside_the_map_are_counted() -> None:
    name = "Maximiliana-Wilhelmina-Friederike Habsburg"
    idle = build_row(name, 0, leads=(0, 0), rates=(None, None))
    view = build_lever_map(build_result(build_row("Ben Lindqvist"), idle), None)
    assert view.note == "1 row: nothing to convert yet"


def test_far_points_stay_on_the_map_and_their_tooltip_exact() -> None:
    row = build_row("Ana Reis", leads=(300, 60))
    point = build_lever_map(build_result(row), None).points[0]
    assert point.x == FARTHEST
    assert "500%" in point.tooltip


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["Jonas Weber", "Hugo Martin"], ["Jonas", "Hugo"]),
        (["Jonas Weber", "Jonas Berg"], ["Jonas W.", "Jonas B."]),
        (["Jonas Weber", "Jonas Wolf"], ["Jonas Weber", "Jonas Wolf"]),
        (["Rep 1", "Rep 2"], ["Rep 1", "Rep 2"]),
    ],
)
def test_names_are_as_short_as_they_stay_unambiguous(names: list[str], labels: list[str]) -> None:
    view = build_lever_map(build_result(*map(build_row, names)), names[0])
    assert {point.name: point.label for point in view.points} == dict(
        zip(names, labels, strict=True)
    )
    assert [point.name for point in view.points if point.is_selected] == [names[0]]
