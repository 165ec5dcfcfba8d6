"""The type the window is set in: Inter, shipped with the application, with equal-width digits."""

from PySide6.QtGui import QFont, QFontDatabase

from cockpit.resources import find_resource

FAMILY = "Inter"

_ROLES = {
    "headline": (20, QFont.Weight.Medium),
    "title": (20, QFont.Weight.Bold),
    "brand": (14, QFont.Weight.Bold),
    "body": (13, QFont.Weight.Normal),
    "strong": (13, QFont.Weight.DemiBold),
    "label": (12, QFont.Weight.DemiBold),
    "caption": (11, QFont.Weight.Normal),
    "number": (13, QFont.Weight.Normal),
    "chip": (11, QFont.Weight.DemiBold),
}


def load_first_fonts() -> None:
    """Make the faces of the first paint known to Qt, after the application object exists."""
    _load("Regular", "Bold")


def load_other_fonts() -> None:
    """Make the rest of the bundled faces known to Qt."""
    _load("Medium", "SemiBold")


def _load(*faces: str) -> None:
    for face in faces:
        QFontDatabase.addApplicationFont(str(find_resource("fonts", f"Inter-{face}.otf")))


def build_font(role: str) -> QFont:
    """Return the font of a role; sizes are logical pixels, which Qt scales with the screen.

    Args:
        role: `headline`, `title`, `brand`, `body`, `strong`, `label` (heading of a card),
            `caption`, `number` or `chip`.

    Raises:
        KeyError: There is no such role.
    """
    size, weight = _ROLES[role]
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
