"""Looking at the past: what the window says while an earlier day is asked about."""

from dataclasses import dataclass, replace
from datetime import date

from cockpit.domain.knowledge import Knowledge, Timeline
from cockpit.domain.question import Question
from cockpit.presenters.formatting import format_date, format_money_short
from cockpit.presenters.knowledge import format_known_then
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.diagnosis import diagnose
from cockpit.services.knowledge import load_timeline

THEN, NOW = "then", "now"
"""Whose knowledge an answer about an earlier day takes."""


@dataclass(frozen=True, slots=True)
class PastView:
    """What the bar above the screens says.

    Args:
        title: The day: `Looking back at 1 Jul 2026`.
        text: What had been imported by then, or what stands in for it.
        knowledge: `THEN` or `NOW`.
        has_choice: Whether the two differ.
    """

    title: str
    text: str
    knowledge: str
    has_choice: bool


def ask_about(question: Question, day: date, today: date, *, with_all: bool) -> Question:
    """Return the question about a day: with what was known then, unless all that is known counts.

    Args:
        question: What is asked now.
        day: The as-of day.
        today: From this day on all that is known counts anyway.
        with_all: Whether all that is known now counts.
    """
    known_on = None if with_all or day >= today else day
    return replace(question, as_of=day, known_on=known_on)


def build_past(question: Question, usual: date, today: date, timeline: Timeline) -> PastView | None:
    """Return what to say while an earlier day is asked about; nothing while none is.

    Args:
        question: What is asked.
        usual: The as-of day that is asked about unless the user asks otherwise.
        today: The user's own day.
        timeline: What was imported when.
    """
    day = question.as_of
    if day >= today or (day == usual and question.known_on is None):
        return None
    knowledge = timeline.known_on(day)
    has_choice = differs_from_now(knowledge, timeline)
    text, whose = format_known_then(knowledge), THEN
    if has_choice and question.known_on is None:
        text, whose = "Later imports, corrections and today's plan count as well.", NOW
    return PastView(f"Looking back at {format_date(day)}", text, whose, has_choice)


def differs_from_now(knowledge: Knowledge, timeline: Timeline) -> bool:
    """Return whether anything that was known then may not be what is known now."""
    return any(knowledge.cut(kind) is not None for kind in timeline.first)


def describe_day(day: date, today: date, timeline: Timeline) -> str:
    """Return what had been imported by the end of a day, for the calendar."""
    if day >= today:
        return "All that is known counts."
    return format_known_then(timeline.known_on(day))


def load_comparison(workspace: Workspace, question: Question) -> tuple[Span, ...]:
    """Return how the gap looks with what is known now; nothing where that is what is asked.

    Raises:
        MissingRateError: No assumption gives a rate that is needed.
    """
    timeline = load_timeline(workspace.store)
    if not differs_from_now(timeline.known_on(question.known_on), timeline):
        return ()
    then = diagnose(workspace.store, question)
    now = diagnose(workspace.store, replace(question, known_on=None))
    before, after = (format_money_short(each.team.gap, each.currency) for each in (then, now))
    if then.team.gap == now.team.gap:
        return (Span("With what we know now the gap is the same."),)
    return (
        Span("What we know now: "),
        Span(after, strong=True),
        Span(f" instead of {before}."),
    )
