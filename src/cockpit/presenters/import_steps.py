"""The steps of an import: which have something to say, and which wait for the user."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cockpit.domain.problems import Fate
from cockpit.presenters.formatting import format_count, format_plural
from cockpit.presenters.import_answers import QuestionsView, format_undecided
from cockpit.presenters.import_preview import FileView


class Step(StrEnum):
    """A step of the import dialog, in order."""

    FILES = "files"
    COLUMNS = "columns"
    QUESTIONS = "questions"
    CHECK = "check"
    CHANGE = "change"


class StepState(StrEnum):
    """Whether a step has anything to say."""

    QUIET = "quiet"
    LOOK = "look"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as the stepper shows it.

    Args:
        step: Which.
        title: Its name.
        state: `decide` when nothing can be imported before the user said something there.
        hint: What it has to say, short: "2 to choose", "3 questions", "15 rejected".
        tip: The same in a sentence.
    """

    step: Step
    title: str
    state: StepState
    hint: str
    tip: str


def build_steps(files: Sequence[FileView], questions: QuestionsView) -> tuple[StepView, ...]:
    """Return all steps for some files; none has anything to say while there are no files."""
    return (
        _build_files(files),
        _build_columns(files),
        _build_questions(questions),
        _build_check(files),
        StepView(Step.CHANGE, "What will change", StepState.LOOK, "", "Where every row goes"),
    )


def find_next(steps: Sequence[StepView], current: Step) -> Step | None:
    """Return the next step that has anything to say; none after the last."""
    later = steps[[each.step for each in steps].index(current) + 1 :]
    return next((each.step for each in later if each.state is not StepState.QUIET), None)


def find_last(steps: Sequence[StepView], current: Step) -> Step | None:
    """Return the step before that has anything to say; none before the first."""
    earlier = steps[: [each.step for each in steps].index(current)]
    said = [each.step for each in earlier if each.state is not StepState.QUIET]
    return said[-1] if said else None


def _build_files(files: Sequence[FileView]) -> StepView:
    broken = sum(file.is_unreadable for file in files)
    state = StepState.DECIDE if broken else StepState.LOOK
    hint = f"{format_count(broken)} unreadable" if broken else ""
    tip = f"{format_plural(broken, 'file')} cannot be read" if broken else "What was recognised"
    return StepView(Step.FILES, "Files", state, hint, tip)


def _build_columns(files: Sequence[FileView]) -> StepView:
    open_ones = [f for f in files if f.blocker and not f.is_unreadable]
    guessed = sum(file.to_check for file in files)
    if open_ones:
        tip = f"{open_ones[0].title}: {open_ones[0].blocker}"
        return StepView(Step.COLUMNS, "Columns", StepState.DECIDE, "to choose", tip)
    if guessed:
        tip = f"{format_plural(guessed, 'column')} matched by a similar name"
        return StepView(Step.COLUMNS, "Columns", StepState.LOOK, f"{guessed} to check", tip)
    return StepView(Step.COLUMNS, "Columns", StepState.QUIET, "", "All columns are known")


def _build_questions(questions: QuestionsView) -> StepView:
    if questions.undecided:
        hint, tip = f"{questions.undecided} to answer", format_undecided(questions)
        return StepView(Step.QUESTIONS, "Questions", StepState.DECIDE, hint, tip)
    if questions:
        tip = "What only you can say about these files"
        return StepView(Step.QUESTIONS, "Questions", StepState.LOOK, "", tip)
    return StepView(Step.QUESTIONS, "Questions", StepState.QUIET, "", "No questions")


def _build_check(files: Sequence[FileView]) -> StepView:
    lines = [line for file in files for line in file.problems]
    rejected = sum(file.preview.account.rejected for file in files if file.preview.account)
    if not any(line.fate is not Fate.SKIPPED for line in lines):
        return StepView(Step.CHECK, "Check", StepState.QUIET, "", "Nothing is wrong with the rows")
    hint = f"{format_count(rejected)} rejected" if rejected else ""
    return StepView(Step.CHECK, "Check", StepState.LOOK, hint, format_plural(len(lines), "finding"))
