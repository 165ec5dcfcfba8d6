"""What was known on a day, in words: what had been imported by then, and what stands in for it."""

from collections.abc import Sequence
from typing import Any

from cockpit.domain.knowledge import Knowledge
from cockpit.domain.records import FileKind
from cockpit.presenters.formatting import format_date

_NAMES = {
    FileKind.TARGETS: "targets",
    FileKind.COMMITMENTS: "commitments",
    FileKind.ASSUMPTIONS: "rates",
    FileKind.LEADS: "leads",
    FileKind.OPPORTUNITIES: "opportunities",
}
"""What answers are made from, as it is called in a sentence."""

_RECORDS = {FileKind.LEADS, FileKind.OPPORTUNITIES}


def format_knowledge(knowledge: Knowledge) -> str:
    """Return what an answer about a day knows; empty when no day was asked for.

    `As known on 1 Jul 2026: last import 28 Jun 2026.`
    """
    if knowledge.on is None:
        return ""
    day = format_date(knowledge.on)
    if knowledge.last is None:
        if not knowledge.by_dates:
            return f"Nothing had been imported by {day}."
        return f"Nothing had been imported by {day}: {_format_stand_in(knowledge.by_dates)}."
    kept = f"last import {format_date(knowledge.last.date())}"
    if knowledge.is_latest:
        return f"As known on {day}: {kept}, nothing since."
    text = f"As known on {day}: {kept}."
    if not knowledge.by_dates:
        return text
    names = [name for kind, name in _NAMES.items() if kind in knowledge.by_dates]
    came = f"{_join(names)} came later, so {_format_stand_in(knowledge.by_dates)}"
    return f"{text} {came[0].upper()}{came[1:]}."


def build_known(knowledge: Knowledge) -> dict[str, Any]:
    """Return what was known as plain values: the day, the last batch that counts, and a note."""
    return {
        "on": None if knowledge.on is None else knowledge.on.isoformat(),
        "batch": knowledge.batch,
        "note": format_knowledge(knowledge) or "All that is known now.",
    }


def _format_stand_in(kinds: frozenset[FileKind]) -> str:
    """Return what is used in place of kinds that nobody had imported."""
    if kinds <= _RECORDS:
        return "today's are used, by the days they name"
    if kinds & _RECORDS:
        return "today's are used, the records by the days they name"
    return "today's are used"


def _join(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
