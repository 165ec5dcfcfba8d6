"""Where rows went, in numbers and in words."""

from collections.abc import Iterable, Mapping

from cockpit.domain.problems import FileAccount
from cockpit.presenters.formatting import format_count, format_plural
from cockpit.presenters.text import Span

COUNT_TONES = {
    "added": "good",
    "updated": "accent",
    "unchanged": "waiting",
    "rejected": "bad",
    "skipped": "earlier",
}
"""The five fates of a row, in the order of the accounting, each with its tone."""

COUNT_MEANINGS = {
    "added": "not in the store yet",
    "updated": "known, and something about them is different; what was known before is kept",
    "unchanged": "in the store already, exactly so",
    "rejected": "cannot be used as they are; see Check",
    "skipped": "no records: footers, repeated headers, blank lines",
}
"""What each fate means."""

GONE = "vanished"
"""Records, not rows, that a full export no longer holds."""
GONE_MEANING = "known records that a full export lacks: marked as gone, and kept"

_TEXT_TONES = {"rejected": "bad", "unchanged": "muted", "skipped": "muted"}


def count_rows(accounts: Iterable[FileAccount]) -> dict[str, int]:
    """Return where the rows of some files went, by fate, in the order of the accounting."""
    accounts = tuple(accounts)
    return {fate: sum(getattr(each, fate) for each in accounts) for fate in COUNT_TONES}


def format_counts(counts: Mapping[str, int]) -> tuple[Span, ...]:
    """Return counts in words: `8,700 rows added · 20 updated · 15 rejected`."""
    spans: list[Span] = []
    for fate, count in counts.items():
        if count:
            number = format_count(count) if spans else format_plural(count, "row")
            spans += [Span(" · ", "muted")] if spans else []
            is_strong = fate in {"added", "updated", "rejected"}
            spans.append(Span(f"{number} {fate}", _TEXT_TONES.get(fate), strong=is_strong))
    return tuple(spans) or (Span("no rows", "muted"),)
