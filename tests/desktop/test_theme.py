"""Colours come from files, are told apart and can be read, and switch without a restart."""

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.desktop.fonts import build_font
from cockpit.desktop.icons import build_icon
from cockpit.desktop.theme import CHOICES, Theme, build_style_sheet, read_theme

LEVERS = ("marketing", "sales", "size", "planning", "earlier", "waiting", "other")
NAMES = [name for name, _ in CHOICES if name != "system"]


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(QColor(first)), luminance(QColor(second))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_words_can_be_read_on_what_they_stand_on(name: str) -> None:
    colours = read_theme(name)["colours"]
    grounds = {"surface", "window", "surface_alt"}
    pairs = {(text, ground) for text in ("text", "text_muted", "text_faint") for ground in grounds}
    pairs |= {(f"{tone}_text", f"{tone}_soft") for tone in (*LEVERS, "good", "bad", "accent")}
    pairs |= {(f"{tone}_text", "surface_alt") for tone in (*LEVERS, "good", "bad")}
    pairs |= {("on_accent", "accent"), ("surface", "ink")}
    unreadable = {pair for pair in pairs if contrast(*(colours[each] for each in pair)) < 4.5}
    assert unreadable == set()


@pytest.mark.parametrize("name", NAMES)
def test_bars_stand_out_from_the_surface(name: str) -> None:
    colours = read_theme(name)["colours"]
    tones = (*LEVERS, "good", "bad", "accent", "ink")
    faint = {tone for tone in tones if contrast(colours[tone], colours["surface"]) < 2.9}
    assert faint == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_theme_has_the_same_names(name: str) -> None:
    assert read_theme(name)["colours"].keys() == read_theme("light")["colours"].keys()


def test_switching_dresses_the_application_at_once(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    try:
        with qtbot.waitSignal(theme.changed):
            theme.choose("dark")
        ground = qapp.palette().color(QPalette.ColorRole.Window)
        assert ground == theme.colour("window")
        assert theme.is_dark
        assert theme.colour("surface").name() in qapp.styleSheet()
    finally:
        theme.choose("light")
    assert not theme.is_dark


def test_unknown_choice_follows_the_system(theme: Theme) -> None:
    theme.choose("no such theme")
    assert theme.choice == "system"
    theme.choose("light")


def test_style_sheet_leaves_no_name_unfilled(theme: Theme) -> None:
    assert "@" not in build_style_sheet(theme)


def test_text_colour_of_a_tone(theme: Theme) -> None:
    assert theme.text_colour(None) == theme.colour("text")
    assert theme.text_colour("sales") == theme.colour("sales_text")
    assert theme.text_colour("sales", is_large=True) == theme.colour("sales")
    assert theme.text_colour("muted") == theme.colour("text_muted")
    with pytest.raises(KeyError):
        theme.text_colour("no such tone")


def test_bundled_type_has_digits_of_one_width(theme: Theme) -> None:  # noqa: ARG001 - loads fonts
    metrics = QFontMetricsF(build_font("number"))
    assert QFontInfo(build_font("number")).family() == "Inter"
    assert len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


def test_icon_takes_the_colour_of_the_palette(theme: Theme) -> None:
    icon = build_icon("users")

    def colour() -> QColor:
        image = icon.pixmap(32, 32).toImage()
        points = ((x, y) for x in range(image.width()) for y in range(image.height()))
        return max((image.pixelColor(*point) for point in points), key=lambda each: each.alpha())

    light = colour().name()
    theme.choose("dark")
    dark = colour().name()
    theme.choose("light")
    assert light != dark
    assert light == theme.colour("text_faint").name()
