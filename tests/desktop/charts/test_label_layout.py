from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from cockpit.desktop.charts.label_layout import place_labels

_ROOM = QRectF(0, 0, 320, 200)
_POINTS = st.lists(
    st.tuples(st.floats(0, 320), st.floats(0, 200), st.floats(3, 12), st.floats(10, 120)),
    max_size=45,
)


def test_a_lonely_point_is_named_on_its_right() -> None:
    (place,) = place_labels([(QPointF(100, 100), 5, QSizeF(40, 14))], _ROOM)
    assert place is not None
    assert place.left() > 105
    assert place.center().y() == 100


def test_at_the_right_edge_the_name_goes_to_the_left() -> None:
    (place,) = place_labels([(QPointF(310, 100), 5, QSizeF(40, 14))], _ROOM)
    assert place is not None
    assert place.right() < 305


def test_a_name_without_a_free_place_is_left_out() -> None:
    crowd = [(QPointF(100, 100), 5.0, QSizeF(60, 14)) for _ in range(12)]
    places = place_labels(crowd, _ROOM)
    assert None in places
    assert any(places)


@given(_POINTS)
def test_names_never_touch_each_other_nor_what_is_taken(
    points: list[tuple[float, float, float, float]],
) -> None:
    taken = [QRectF(0, 0, 90, 16)]
    wanted = [(QPointF(x, y), radius, QSizeF(width, 14)) for x, y, radius, width in points]
    written = [place for place in place_labels(wanted, _ROOM, taken) if place is not None]
    for first, second in combinations([*written, *taken], 2):
        assert not first.intersects(second)
    assert all(_ROOM.contains(place) for place in written)
