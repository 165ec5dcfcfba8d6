"""Widgets put together without gaps."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget


def stack_up(*parts: QWidget) -> QWidget:
    """Return widgets below one another, the last one taking the room."""
    return _place(QVBoxLayout(), parts)


def put_beside(*parts: QWidget) -> QWidget:
    """Return widgets side by side, the last one taking the room."""
    return _place(QHBoxLayout(), parts)


def _place(layout: QBoxLayout, parts: tuple[QWidget, ...]) -> QWidget:
    """Return a widget with the parts in a layout."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        layout.addWidget(part, int(part is parts[-1]))
    whole = QWidget()
    whole.setLayout(layout)
    return whole
