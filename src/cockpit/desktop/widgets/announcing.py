"""Words read out by screen readers when nothing that has the focus changed."""

from PySide6.QtWidgets import QWidget


def read_out(widget: QWidget, text: str) -> None:
    """Have a screen reader, if there is one, say something that a widget shows."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
