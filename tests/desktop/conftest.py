"""What tests of the window share: one theme, and pictures to look at."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from cockpit.desktop.fonts import load_fonts
from cockpit.desktop.theme import Theme

_PICTURES = Path(__file__).parents[2] / "screenshots"


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The light theme, worn by the application."""
    load_fonts()
    return Theme(qapp, "light")


@pytest.fixture
def grab(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Save a picture of a widget to screenshots/ when COCKPIT_SCREENSHOTS is set."""

    def save(widget: QWidget, name: str = "") -> None:
        if os.environ.get("COCKPIT_SCREENSHOTS"):
            _PICTURES.mkdir(exist_ok=True)
            assert widget.grab().save(str(_PICTURES / f"{name or request.node.name}.png"))

    return save
