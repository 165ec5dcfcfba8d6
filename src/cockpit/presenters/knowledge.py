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

    `As known on 1 Jul 2026. Last import by then: 28 Jun 2026.`
    """
    if knowledge.on is None:
        return ""
    day = format_date(knowledge.on)
    known = f"As of {day}" if _is_by_dates(knowledge) else f"As known on {day}"
    return f"{known}. {format_known_then(knowledge)}"


def format_known_then(knowledge: Knowledge) -> str:
    """Return what had been imported by the day, and what stands in for the rest."""
    stand_in = _format_stand_in(knowledge)
    if knowledge.last is None:
        return f"Nothing had been imported by then{f': {stand_in}' if stand_in else ''}."
    day = format_date(knowledge.last.date())
    if knowledge.is_latest:
        return f"Last import: {day}, nothing since."
    more = f" {stand_in[0].upper()}{stand_in[1:]}." if stand_in else ""
    return f"Last import by then: {day}.{more}"


def build_known(knowledge: Knowledge) -> dict[str, Any]:
    """Return what was known as plain values: the day, the last batch that counts, and a note."""
    return {
        "on": None if knowledge.on is None else knowledge.on.isoformat(),
        "batch": knowledge.batch,
        "note": format_knowledge(knowledge) or "All that is known now.",
    }


def _is_by_dates(knowledge: Knowledge) -> bool:
    """Return whether all records are today's."""
    return not knowledge.is_latest and knowledge.by_dates >= _RECORDS


def _format_stand_in(knowledge: Knowledge) -> str:
    """Return what is used in place of kinds that nobody had imported; empty for none."""
    kinds = knowledge.by_dates
    if not kinds:
        return ""
    how = ", the records by the days they name" if kinds & _RECORDS else ""
    if kinds <= _RECORDS:
        how = ", by the days they name"
    names = _join([name for kind, name in _NAMES.items() if kind in kinds])
    if knowledge.batch is None:
        return f"today's {names} are used{how}"
    return f"{names} came later, so today's are used{how}"


def _join(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
