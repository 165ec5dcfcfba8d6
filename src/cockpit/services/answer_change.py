"""What a write changed in the answer to a question: the answer before it, and after it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cockpit.domain.errors import CockpitError
from cockpit.domain.question import Grouping, Question
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow, choose_question, diagnose
from cockpit.store.connection import Store
from cockpit.store.queries import load_plan

__all__ = [
    "Answer",
    "AnswerChange",
    "DiagnosisRow",
    "RowChange",
    "compare_answers",
    "follow_answer",
    "keep_answer",
    "prepare_comparison",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered at some moment.

    Args:
        question: What was asked, by rep.
        default: What the store itself would have asked then.
        result: The answer, `None` when there was none.
        reason: Why there was none.
    """

    question: Question
    default: Question
    result: DiagnosisResult | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A rep whose figures or verdict changed; `None` where the rep was not, or is no longer."""

    name: str
    before: DiagnosisRow | None
    after: DiagnosisRow | None

    @property
    def gap(self) -> int:
        """Return by how much the gap changed, in minor units; positive when it is better now."""
        return (self.after.gap if self.after else 0) - (self.before.gap if self.before else 0)

    @property
    def has_new_verdict(self) -> bool:
        """Return whether a rep who was there before and still is has another verdict."""
        if self.before is None or self.after is None:
            return False
        return _tell_verdict(self.before) != _tell_verdict(self.after)


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """Two answers to one question.

    Args:
        before: The answer before.
        after: The answer after.
        rows: Reps whose figures or verdict changed: other verdicts first, then the largest
            change of the gap.
    """

    before: Answer
    after: Answer
    rows: tuple[RowChange, ...]

    @property
    def is_same_period(self) -> bool:
        """Return whether both are about the same period."""
        return self.before.question.period == self.after.question.period


def keep_answer(store: Store, today: date, question: Question | None = None) -> Answer:
    """Return the answer as it is now, to be compared with that after a write.

    Args:
        store: The store.
        today: The user's day.
        question: What the user is looking at; what the store itself would ask where not given.
    """
    default = choose_question(store, today)
    asked = replace(question or default, by=Grouping.REP, rep=None)
    return _answer(store, asked, default)


def follow_answer(store: Store, today: date, before: Answer) -> AnswerChange:
    """Answer the same question again and return what changed.

    A period or day that was the store's own choice moves along with the records, as it does on
    every screen; one that the user chose stays.
    """
    default = choose_question(store, today)
    asked = before.question
    if asked.period == before.default.period:
        asked = replace(asked, period=default.period)
    if asked.as_of == before.default.as_of:
        asked = replace(asked, as_of=default.as_of)
    return compare_answers(before, _answer(store, asked, default))


def prepare_comparison(store: Store, today: date) -> Callable[[], AnswerChange | None]:
    """Return what tells, after a write, what that changed in the answer to the usual question.

    It tells nothing as long as there are no targets: nothing is short of anything then.
    """
    before = keep_answer(store, today) if load_plan(store).targets else None

    def follow() -> AnswerChange | None:
        if not load_plan(store).targets:
            return None
        default = choose_question(store, today)
        return follow_answer(store, today, before or Answer(default, default, None))

    return follow


def compare_answers(before: Answer, after: Answer) -> AnswerChange:
    """Return what is different between two answers, rep by rep."""
    old, new = _rows_by_name(before.result), _rows_by_name(after.result)
    rows = [
        RowChange(name, old.get(name), new.get(name))
        for name in dict.fromkeys([*new, *old])
        if _differs(old.get(name), new.get(name))
    ]
    rows.sort(key=lambda row: (not row.has_new_verdict, -abs(row.gap), row.name))
    return AnswerChange(before, after, tuple(rows))


def _answer(store: Store, question: Question, default: Question) -> Answer:
    try:
        return Answer(question, default, diagnose(store, question))
    except CockpitError as error:
        return Answer(question, default, None, str(error))


def _rows_by_name(result: DiagnosisResult | None) -> dict[str, DiagnosisRow]:
    if result is None:
        return {}
    return {row.name: row for row in result.rows}


def _differs(old: DiagnosisRow | None, new: DiagnosisRow | None) -> bool:
    """Return whether the figures that a reader looks at, or the verdict, are not the same."""
    if old is None or new is None:
        return True
    return _tell_figures(old) != _tell_figures(new) or _tell_verdict(old) != _tell_verdict(new)


def _tell_figures(row: DiagnosisRow) -> tuple[object, ...]:
    funnel = row.funnel
    counts = (funnel.leads_actual, funnel.opportunities_actual, funnel.wins_actual)
    return (row.target, row.actual, *counts)


def _tell_verdict(row: DiagnosisRow) -> tuple[object, ...]:
    return (row.verdict.verdict, *row.verdict.causes)
