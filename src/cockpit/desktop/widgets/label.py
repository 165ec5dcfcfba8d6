"""Labels in a role and a tone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from cockpit.desktop.fonts import build_font


def build_label(
    text: str = "", role: str = "body", tone: str = "", *, wrap: bool = False
) -> QLabel:
    """Return a label of plain text.

    Args:
        text: What it says.
        role: Role of its font, as in `build_font`.
        tone: `muted`, `faint`, `good`, `bad`, or empty for the colour of text.
        wrap: Whether it may take several lines.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(build_font(role))
    label.setProperty("tone", tone)
    if wrap:
        label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    return label
