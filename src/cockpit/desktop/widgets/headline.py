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
        self.setText(format_html(spans, self._theme, self._tone))
        self.setAccessibleName("".join(span.text for span in spans))

    def _on_theme_changed(self) -> None:
        """Colour the same sentences anew."""
        self.show_spans(self._spans)


def format_html(spans: Sequence[Span], theme: Theme, tone: str | None = None) -> str:
    """Return spans as the rich text that Qt shows."""
    return "".join(_format_span(span, theme, tone) for span in spans)


def _format_span(span: Span, theme: Theme, tone: str | None) -> str:
    """Return one span as rich text."""
    weight = 700 if span.strong else 400
    if span.strong and span.tone is None:
        tone = None
    colour = theme.text_colour(span.tone or tone).name()
    return f'<span style="color:{colour}; font-weight:{weight}">{escape(span.text)}</span>'
