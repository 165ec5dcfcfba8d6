"""What a foreign column probably is, proposed to be confirmed and never used unasked."""

import hashlib
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from cockpit.domain.records import FileKind
from cockpit.intake.kinds import COLUMNS, OUTCOMES
from cockpit.intake.layouts import Layout
from cockpit.intake.tables import Table, normalise_header

_ALIKE = 68.0
"""`token_set_ratio` from which a header is proposed; measured: no false one among 32 headers."""

_ALSO_CALLED: dict[str, str] = {
    "rep": "owner|sales rep|salesperson|sales agent|account executive|deal owner|lead owner",
    "source": "lead source|original source|source channel|original traffic source",
    "assigned_at": "assigned date|date assigned|assigned on|assigned",
    "created_at": "create date|created date|created on|created time|deal created|engage date",
    "closed_at": "close date|closing date|closed on|closed date|won time",
    "expected_close_at": "expected close date|date deadline",
    "outcome": "status|deal status|deal stage|result|won lost",
    "amount": "value|deal value|close value|expected revenue|amount|cost",
    "account": "company|customer|organization|account name|client|associated company",
    "opportunity_id": "opportunity id|deal id|record id|id",
    "lead_id": "lead id|record id|id",
    "meeting_id": "meeting id|record id|id",
    "held_at": "meeting date|held on|date",
    "loss_reason": "lost reason|reason for loss|closed lost reason",
    "disqualified_at": "disqualified date|disqualified on",
    "disqualified_reason": "disqualification reason|unqualified reason",
    "qualified_at": "qualified date|qualified on",
    "first_response_at": "first response|first contacted|first activity",
    "revenue": "target|quota|quota amount|goal",
    "leads": "leads|number of leads|committed leads",
    "period": "quarter|fiscal period|month",
    "lead_to_opp": "lead conversion|lead to opportunity rate",
    "win_rate": "closing rate|close rate|conversion rate",
    "deal_size": "average deal size|average deal value",
    "kind": "type|deal type|opportunity type",
    "stage": "deal stage|stage|pipeline stage",
}


def propose_columns(layout: Layout) -> dict[str, str]:
    """Return for headers that nobody reads the column of ours that each resembles most.

    Each of our columns is proposed for one header only, the most similar one.
    """
    taken = {*layout.columns, *layout.mapping.constants}
    free = [c.name for c in COLUMNS[layout.kind] if c.name not in taken]
    pairs: list[tuple[float, int, str, str]] = []
    for title in layout.unread:
        for name in free:
            score = _likeness(title, name)
            if score >= _ALIKE:
                pairs.append((score, len(pairs), title, name))
    proposed: dict[str, str] = {}
    for _, _, title, name in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if title not in proposed and name not in proposed.values():
            proposed[title] = name
    return proposed


def propose_outcomes(words: Iterable[str]) -> dict[str, str]:
    """Return for the stages of a file whether they mean open, won or lost, as far as they say."""
    proposed = {}
    for word in words:
        text = word.casefold()
        if text and text not in OUTCOMES:
            meant = "won" if "won" in text else "lost" if "lost" in text else "open"
            proposed[word] = meant
    return proposed


def guess_kind(table: Table, layouts: Iterable[Layout]) -> FileKind | None:
    """Return the kind that a table most probably is, by the required columns it may have.

    A column with our own name counts more than one that resembles ours, and so does a kind that
    is part of the file's name; less than half of the required columns are not enough.
    """
    best: tuple[float, FileKind | None] = (0.0, None)
    for layout in layouts:
        required = {column.name for column in COLUMNS[layout.kind] if column.required}
        own = required & {*layout.columns, *layout.mapping.constants}
        likely = own | (required & set(propose_columns(layout).values()))
        count = max(len(required), 1)
        score = (len(likely) + len(own)) / count + (layout.kind in table.name.casefold())
        if len(likely) * 2 >= count and score > best[0]:
            best = (score, layout.kind)
    return best[1]


def sign_header(table: Table) -> str:
    """Return what names a header, whatever the order of its columns, for saving a mapping."""
    spelt = "\n".join(sorted(normalise_header(title) for title in table.header))
    return hashlib.sha256(spelt.encode()).hexdigest()[:32]


def _likeness(title: str, name: str) -> float:
    spelt = normalise_header(title).replace("_", " ")
    names = [name.replace("_", " "), *_ALSO_CALLED.get(name, "").split("|")]
    match = process.extractOne(spelt, [n for n in names if n], scorer=fuzz.token_set_ratio)
    exact = 1.0 if spelt in names else 0.0
    return match[1] + exact if match else 0.0
