"""Sentences as spans, so that a number can carry its lever's colour on any surface."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text.

    Args:
        text: The words.
        tone: Name of a colour of the theme (`marketing`, `sales`, `muted`, `bad`…), or none.
        strong: Whether the words are set in bold.
    """

    text: str
    tone: str | None = None
    strong: bool = False


def format_plain(spans: Iterable[Span]) -> str:
    """Return the words of the spans without colour, for terminals and screen readers."""
    return "".join(span.text for span in spans)
