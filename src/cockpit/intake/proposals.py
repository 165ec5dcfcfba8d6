"""What a foreign column probably is, proposed to be confirmed and never used unasked."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cockpit.domain.records import FileKind
from cockpit.intake.content_fit import (
    is_moment,
    is_number,
    rate_content,
    rate_reps,
    says_outcomes,
    sounds_lost,
    sounds_won,
)
from cockpit.intake.header_likeness import rate_header, tells_last_change
from cockpit.intake.kinds import COLUMNS, OUTCOMES, Column, Holds
from cockpit.intake.layouts import Layout
from cockpit.intake.rejections import find_reason_column
from cockpit.intake.tables import Table, normalise_header

LEAST_SURE = 0.5
"""Confidence from which a column is proposed."""

_SAMPLE_ROWS = 200
_SLIGHT = 1_000
_MISFIT = 0.3
"""Fit of the cells below which a header that sounds right is not believed."""
_KNOWN_REPS = 0.9
_WON_AND_LOST = 0.75
_CREATED_IS_ASSIGNED = 0.6
_LAST_LEFT = 0.55
"""How sure cells alone make a column: names of the team; words for won and lost; the only column
of dates where only one column of ours wants dates, and the same for money."""

Samples = Mapping[str, Sequence[str]]
"""Header → some of its filled cells."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of our columns that a foreign one may fill, and how sure that is, 0 to 1."""

    column: str
    confidence: float


def read_samples(table: Table) -> Samples:
    """Return some filled cells of every column."""
    first = next(table.read_chunks(), None)
    if first is None:
        return {}
    rows = range(min(first.size, _SAMPLE_ROWS))
    cells = zip(*(first.read_row(row) for row in rows), strict=True)
    return {
        title: tuple(filter(None, column))
        for title, column in zip(table.header, cells, strict=False)
    }


def propose_columns(
    layout: Layout, samples: Samples, known_reps: frozenset[str] = frozenset()
) -> dict[str, Proposal]:
    """Return for headers that nobody reads the column of ours that each most probably is.

    Each of our columns is proposed for one header only, the one that makes it surest.
    """
    free = [column for column in COLUMNS[layout.kind] if column.name not in layout.filled]
    rated = [
        (confidence, title, column.name)
        for title in layout.unread
        for column in free
        if (confidence := _rate(title, samples.get(title, ()), layout.kind, column, known_reps))
        >= LEAST_SURE
    ]
    proposed = _choose(rated)
    _prefer_outcome(proposed, samples, free)
    _prefer_assignment(proposed, free)
    for title, proposal in _propose_by_content(layout, samples, known_reps, free, proposed):
        proposed.setdefault(title, proposal)
    return proposed


def propose_outcomes(words: Iterable[str]) -> dict[str, str]:
    """Return for the stages of a file whether they mean open, won or lost, as far as they say."""
    proposed = {}
    for word in words:
        text = word.casefold()
        if text and text not in OUTCOMES:
            meant = "won" if sounds_won(text) else "lost" if sounds_lost(text) else "open"
            proposed[word] = meant
    return proposed


def guess_kind(table: Table, layouts: Iterable[Layout], samples: Samples) -> FileKind | None:
    """Return the kind that a table most probably is, by the required columns it may have.

    A column with our own name counts more than one that resembles ours, and so does a kind that
    is part of the file's name; less than half of the required columns are not enough. Among kinds
    that are as likely, the one that would read most columns is meant.
    """
    best: tuple[float, FileKind | None] = (0.0, None)
    for layout in layouts:
        required = {column.name for column in COLUMNS[layout.kind] if column.required}
        own = required & layout.filled
        proposals = tuple(propose_columns(layout, samples).values())
        likely = [each.confidence for each in proposals if each.column in required]
        count = max(len(required), 1)
        score = (sum(likely) + 2 * len(own)) / count + (layout.kind in table.name.casefold())
        score += len(proposals) / _SLIGHT
        if (len(likely) + len(own)) * 2 >= count and score > best[0]:
            best = (score, layout.kind)
    return best[1]


def sign_header(table: Table) -> str:
    """Return what names a header, whatever the order of its columns, for saving a mapping.

    A file of rejected rows has the name of the file that they come from.
    """
    titles = table.header[: find_reason_column(table.header)]
    spelt = "\n".join(sorted(normalise_header(title) for title in titles))
    return hashlib.sha256(spelt.encode()).hexdigest()[:32]


def _rate(
    title: str, texts: Sequence[str], kind: FileKind, column: Column, known_reps: frozenset[str]
) -> float:
    """Return how sure a header and its cells together make one of our columns."""
    by_header = rate_header(title, kind, column.name)
    if not by_header:
        return 0.0
    fit = rate_content(texts, column, known_reps)
    return 0.0 if fit < _MISFIT else by_header * (1 + fit) / 2


def _choose(rated: list[tuple[float, str, str]]) -> dict[str, Proposal]:
    """Return the surest column for each header, each column once; earlier ones win a draw."""
    proposed: dict[str, Proposal] = {}
    for confidence, title, name in sorted(rated, key=lambda each: -each[0]):
        if title not in proposed and all(p.column != name for p in proposed.values()):
            proposed[title] = Proposal(name, round(confidence, 2))
    return proposed


def _prefer_assignment(proposed: dict[str, Proposal], free: list[Column]) -> None:
    """Take the day a lead was created for the day it was assigned, which a lead must have."""
    taken = {proposal.column: title for title, proposal in proposed.items()}
    is_open = any(column.name == "assigned_at" for column in free) and "assigned_at" not in taken
    if is_open and (title := taken.get("created_at")) is not None:
        proposed[title] = Proposal("assigned_at", _CREATED_IS_ASSIGNED)


def _prefer_outcome(proposed: dict[str, Proposal], samples: Samples, free: list[Column]) -> None:
    """Take a column of stages for the outcome, which a deal must have; stages can be asked."""
    taken = {proposal.column for proposal in proposed.values()}
    if "outcome" in taken or all(column.name != "outcome" for column in free):
        return
    for title, proposal in proposed.items():
        if proposal.column == "stage":
            sure = _WON_AND_LOST if says_outcomes(samples.get(title, ())) else _LAST_LEFT
            proposed[title] = Proposal("outcome", min(proposal.confidence, sure))


def _propose_by_content(
    layout: Layout,
    samples: Samples,
    known_reps: frozenset[str],
    free: list[Column],
    proposed: Mapping[str, Proposal],
) -> Iterator[tuple[str, Proposal]]:
    """Yield what cells alone tell of headers that say nothing."""
    taken = {proposal.column for proposal in proposed.values()}
    open_columns = {column.name: column for column in free if column.name not in taken}
    silent = {
        title: samples[title]
        for title in layout.unread
        if title not in proposed and samples.get(title) and not tells_last_change(title)
    }
    reps = [title for title, cells in silent.items() if rate_reps(cells, known_reps) >= _KNOWN_REPS]
    outcomes = [title for title, cells in silent.items() if says_outcomes(cells)]
    told = (("rep", reps, _KNOWN_REPS), ("outcome", outcomes, _WON_AND_LOST))
    for name, titles, confidence in told:
        if name in open_columns and len(titles) == 1:
            silent.pop(titles[0], None)
            yield titles[0], Proposal(name, confidence)
    for holds, fits in ((Holds.MOMENT, is_moment), (Holds.MONEY, is_number)):
        wanted = [c.name for c in open_columns.values() if c.holds is holds and c.required]
        titles = [title for title, cells in silent.items() if all(map(fits, islice(cells, 50)))]
        if len(wanted) == 1 and len(titles) == 1:
            yield titles[0], Proposal(wanted[0], _LAST_LEFT)
