"""Colours by name, from a TOML file per theme, applied live to the whole application."""

import re
import tomllib
from typing import Any

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from cockpit.desktop.fonts import build_font
from cockpit.resources import find_resource

SYSTEM = "system"
CHOICES = (
    (SYSTEM, "Follow the system"),
    ("light", "Light"),
    ("dark", "Dark"),
    ("colour_blind", "Colour-blind safe"),
)
"""What a user can choose, with its title in the menu."""

_UNIT = 4
_LIGHT, _DARK = 1, 2


class Theme(QObject):
    """The colours, type and spacing in use; charts and delegates read them when they paint.

    `changed` is emitted after a switch, once the application wears the new colours.
    """

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self.choice = ""
        self._tokens: dict[str, str] = {}
        self._shown: str | None = None
        QDir.setSearchPaths("icons", [str(find_resource("icons"))])  # for url(icons:…) in the sheet
        application.setFont(build_font("body"))
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.choose(choice)

    def choose(self, choice: str) -> None:
        """Wear a theme (`light`, `dark`, `colour_blind`), or whichever the system asks for."""
        self.choice = choice if choice in dict(CHOICES) else SYSTEM
        hints = self._application.styleHints()
        if self.choice == SYSTEM:
            hints.unsetColorScheme()
            self._wear("dark" if self._is_system_dark() else "light")
        else:
            # A number in place of a name of `Qt.ColorScheme`: see `cockpit.desktop.first_page`.
            hints.setProperty("colorScheme", _DARK if self.choice == "dark" else _LIGHT)
            self._wear(self.choice)

    @property
    def shown(self) -> str:
        """Return the name of the theme that is worn, after asking the system if need be."""
        return self._shown or "light"

    @property
    def is_dark(self) -> bool:
        """Return whether light text stands on dark surfaces."""
        return self.colour("window").lightness() < self.colour("text").lightness()

    def colour(self, name: str) -> QColor:
        """Return a colour of the theme.

        Args:
            name: `window`, `surface`, `border`, `text`, `text_muted`, `accent`, `good`, `bad`, a
                lever (`marketing`, `sales`, `size`, `planning`, `earlier`, `waiting`, `other`), or
                a lever with `_soft` (behind a chip) or `_text` (read on a surface)…

        Raises:
            KeyError: The theme has no such colour.
        """
        return QColor(self._tokens[name])

    def text_colour(self, tone: str | None, *, is_large: bool = False) -> QColor:
        """Return the colour to read a tone in: `<tone>_text` where there is one.

        Args:
            tone: A lever, `good`, `bad`, `accent`, `muted`, `faint`; or none for plain text.
            is_large: Whether the type is large enough to be read in the lever's own colour.
        """
        if tone is None:
            return self.colour("text")
        names = (f"text_{tone}", f"{tone}_text", tone)
        for name in reversed(names) if is_large else names:
            if name in self._tokens:
                return self.colour(name)
        raise KeyError(tone)

    def font(self, role: str) -> QFont:
        """Return the font of a role; see `cockpit.desktop.fonts.build_font`."""
        return build_font(role)

    def space(self, count: float) -> int:
        """Return a distance in logical pixels: multiples of one unit keep everything in step."""
        return round(count * _UNIT)

    def _on_system_changed(self) -> None:
        """Follow the system when the user asked for that."""
        if self.choice == SYSTEM:
            self.choose(SYSTEM)

    def _is_system_dark(self) -> bool:
        """Return what the system asks for; until we dress it, the application wears just that."""
        if self._shown is None:
            palette, role = self._application.palette(), QPalette.ColorRole
            ground, text = palette.color(role.Window), palette.color(role.WindowText)
            return ground.lightness() < text.lightness()
        from PySide6.QtCore import Qt

        return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _wear(self, name: str) -> None:
        """Read a theme and dress the application in it, unless it is worn already."""
        if name == self._shown:
            return
        self._shown = name
        self._tokens = read_theme(name)["colours"]
        self._application.setPalette(build_palette(self))
        self._application.setStyleSheet(build_style_sheet(self))
        self.changed.emit()


def read_theme(name: str) -> dict[str, Any]:
    """Read a theme file; a theme that inherits gets what it leaves out from its parent."""
    theme = tomllib.loads(find_resource("themes", f"{name}.toml").read_text("utf-8"))
    if "inherits" in theme:
        parent = read_theme(theme["inherits"])
        theme = parent | theme | {"colours": parent["colours"] | theme["colours"]}
    return theme


def build_palette(theme: Theme) -> QPalette:
    """Return the palette that Fusion paints with, in the theme's colours."""
    palette = QPalette()
    role = QPalette.ColorRole
    for name, roles in {
        "window": (role.Window,),
        "surface": (role.Base, role.Button, role.ToolTipText),
        "surface_alt": (role.AlternateBase,),
        "text": (role.WindowText, role.Text, role.ButtonText, role.BrightText),
        "text_faint": (role.PlaceholderText,),
        "border": (role.Mid, role.Midlight, role.Light),
        "waiting": (role.Dark,),
        "accent": (role.Highlight, role.Accent),
        "on_accent": (role.HighlightedText,),
        "accent_text": (role.Link, role.LinkVisited),
        "ink": (role.ToolTipBase,),
    }.items():
        for each in roles:
            palette.setColor(each, theme.colour(name))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, theme.colour("waiting"))
    return palette


def build_style_sheet(theme: Theme) -> str:
    """Return the application's style sheet with the theme's colours filled in."""
    template = find_resource("themes", "style.qss").read_text("utf-8")
    template = re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)
    return re.sub(r"@(\w+)", lambda found: theme.colour(found[1]).name(), template)
