"""Numbers in sentences: a label of spans, coloured by the theme."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.desktop.theme import Theme
    from cockpit.presenters.text import Span


class Headline(QLabel):
    """Sentences made of spans; wraps, and can be selected and copied.

    Args:
        theme: Gives the colours.
        role: Role of the font: `headline`, or `body` for the lines below it.
        tone: Tone of the spans that have none, such as `muted`.
    """

    def __init__(
        self,
        theme: Theme,
        role: str = "headline",
        tone: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self._is_large = role in {"headline", "title"}
        self._spans: Sequence[Span] = ()
        self.setFont(theme.font(role))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._on_theme_changed)

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Show sentences, each span in its tone."""
        self._spans = spans
        self.setText(format_html(spans, self._theme, self._tone, is_large=self._is_large))
        self.setAccessibleName("".join(span.text for span in spans))

    def _on_theme_changed(self) -> None:
        """Colour the same sentences anew."""
        self.show_spans(self._spans)


def format_html(
    spans: Sequence[Span], theme: Theme, tone: str | None = None, *, is_large: bool = False
) -> str:
    """Return spans as the rich text that Qt shows.

    Args:
        spans: The sentences.
        theme: Gives the colours.
        tone: Tone of plain spans; strong ones without a tone stand out from it.
        is_large: Whether the type is large enough for the levers' own colours.
    """
    parts = []
    for span in spans:
        wanted = span.tone or (None if span.strong else tone)
        colour = theme.text_colour(wanted, is_large=is_large).name()
        weight = "; font-weight:700" if span.strong else ""
        parts.append(f'<span style="color:{colour}{weight}">{escape(span.text)}</span>')
    return "".join(parts)
