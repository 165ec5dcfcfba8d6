"""Looking at the past: what the window says while an earlier day is asked about."""

from dataclasses import dataclass, replace
from datetime import date

from cockpit.domain.knowledge import Timeline
from cockpit.domain.question import Question
from cockpit.presenters.formatting import format_date, format_money_short
from cockpit.presenters.knowledge import format_knowledge
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.diagnosis import diagnose

THEN, NOW = "then", "now"
"""Whose knowledge an answer about an earlier day takes."""


@dataclass(frozen=True, slots=True)
class PastView:
    """What the bar above the screens says.

    Args:
        title: The day, and whose knowledge: `1 Jul 2026, as known then`.
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
    has_choice = any(knowledge.cut(kind) is not None for kind in timeline.first)
    if not has_choice:
        title = f"{format_date(day)}, by the days that today's records name"
        return PastView(title, format_knowledge(knowledge), THEN, has_choice=False)
    if question.known_on is not None:
        title = f"{format_date(day)}, as known then"
        return PastView(title, format_knowledge(knowledge), THEN, has_choice=True)
    title = f"{format_date(day)}, with what we know now"
    text = f"What happened up to {format_date(day)}; owners, corrections and the plan are today's."
    return PastView(title, text, NOW, has_choice=True)


def describe_day(day: date, today: date, timeline: Timeline) -> str:
    """Return what had been imported by the end of a day, for the calendar."""
    if day >= today:
        return "All that is known counts."
    return format_knowledge(timeline.known_on(day))


def load_comparison(workspace: Workspace, question: Question) -> tuple[Span, ...]:
    """Return how the gap looks with what is known now; nothing while it is the same, or no past.

    Raises:
        MissingRateError: No assumption gives a rate that is needed.
    """
    if question.known_on is None:
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
