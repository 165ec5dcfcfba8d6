"""Where to write names beside points so that none covers another: plain geometry."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF

_GAP = 3.0


def place_labels(
    points: Sequence[tuple[QPointF, float, QSizeF]],
    room: QRectF,
    taken: Sequence[QRectF] = (),
) -> list[QRectF | None]:
    """Return a rectangle for each label, or `None` where no place is free.

    Each label tries right, left, above, below and the corners of its point, nearest first; earlier
    points choose first.

    Args:
        points: Centre, radius and label size of each point, in pixels, most important first.
        room: Where labels may lie.
        taken: Rectangles that labels must not touch, beside the points themselves.
    """
    discs = [
        QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        for centre, radius, _ in points
    ]
    written: list[QRectF] = list(taken)
    places: list[QRectF | None] = []
    for number, (centre, radius, size) in enumerate(points):
        others = [*discs[:number], *discs[number + 1 :], *written]
        place = _find_free(_candidates(centre, radius + _GAP, size), room, others)
        if place is not None:
            written.append(place)
        places.append(place)
    return places


def _candidates(centre: QPointF, away: float, size: QSizeF) -> list[QRectF]:
    """Return where a label may go around its point, the most readable place first."""
    x, y, width, height = centre.x(), centre.y(), size.width(), size.height()
    near = away * 0.7
    corners = [
        (x + away, y - height / 2),
        (x - away - width, y - height / 2),
        (x - width / 2, y - away - height),
        (x - width / 2, y + away),
        (x + near, y - near - height),
        (x + near, y + near),
        (x - near - width, y - near - height),
        (x - near - width, y + near),
    ]
    return [QRectF(left, top, width, height) for left, top in corners]


def _find_free(
    candidates: Sequence[QRectF], room: QRectF, others: Sequence[QRectF]
) -> QRectF | None:
    """Return the first candidate that lies inside the room and touches nothing."""
    return next(
        (
            place
            for place in candidates
            if room.contains(place) and not any(place.intersects(other) for other in others)
        ),
        None,
    )
