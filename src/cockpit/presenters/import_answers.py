"""What only the user can say about files, as questions with the answers given so far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cockpit.domain.import_questions import (
    DateOrderQuestion,
    ImportAnswers,
    NameQuestion,
    StageQuestion,
    VanishedQuestion,
)
from cockpit.domain.records import Outcome
from cockpit.presenters.formatting import (
    format_count,
    format_date,
    format_list,
    format_percent,
    format_plural,
)
from cockpit.presenters.import_draft import ImportDraft
from cockpit.services.importing import FilePreview

OUTCOME_LABELS = {Outcome.OPEN: "Open", Outcome.WON: "Won", Outcome.LOST: "Lost"}
"""What a stage can mean, in the order offered."""

DATE_ORDERS = {"dmy": "Day first", "mdy": "Month first"}
"""What is offered for dates that can be read both ways."""

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage, and what it is read as.

    Args:
        stage: As the CRM spells it.
        rows: How many rows are in it.
        outcome: What it is read as; `None` until somebody says.
        note: Why: "proposed", "to decide", "you said so"; empty when the CRM itself says so.
        is_certain: Nothing has to be asked.
    """

    stage: str
    rows: int
    outcome: Outcome | None
    note: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class StagesView:
    """The stages of one source system, those to decide first."""

    system: str
    title: str
    lines: tuple[StageLine, ...]


@dataclass(frozen=True, slots=True)
class DateOrderView:
    """A file whose dates can be read both ways.

    Args:
        key: Of the file.
        title: File and columns.
        samples: Cells, and how it reads with the day first and with the month first.
        order: What was chosen, or empty.
    """

    key: str
    title: str
    samples: tuple[tuple[str, str, str], ...]
    order: str


@dataclass(frozen=True, slots=True)
class RateView:
    """A currency with its rate as text, empty while nobody said it, and what follows from that."""

    currency: str
    rows: int
    rate: str
    note: str


@dataclass(frozen=True, slots=True)
class NameView:
    """A name that resembles a known one; `is_same` is whether they are one."""

    role: str
    name: str
    like: str
    note: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class FullView:
    """Whether a file is a full export, and what then becomes of the records it lacks.

    `is_likely` says that so few are missing that it looks like one.
    """

    key: str
    title: str
    note: str
    is_full: bool
    is_likely: bool


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """All questions of an import; true when any of them should be looked at.

    Whether a file is a full export can always be said, but most files are plainly none.

    Args:
        undecided: How many must be answered before anything is imported.
    """

    stages: tuple[StagesView, ...] = ()
    dates: tuple[DateOrderView, ...] = ()
    rates: tuple[RateView, ...] = ()
    names: tuple[NameView, ...] = ()
    full: tuple[FullView, ...] = ()
    undecided: int = 0

    def __bool__(self) -> bool:
        asked = any(not line.is_certain for each in self.stages for line in each.lines)
        is_full = any(each.is_likely or each.is_full for each in self.full)
        return asked or is_full or bool(self.dates or self.rates or self.names)


def build_questions(
    previews: Sequence[FilePreview], draft: ImportDraft, currency: str
) -> QuestionsView:
    """Return the questions that files leave open, with the answers of a draft.

    Args:
        previews: The files.
        draft: What was answered.
        currency: The team's.
    """
    answers = draft.answers
    stages = _build_stages(previews, answers)
    dates = tuple(
        _build_dates(preview, preview.questions.date_orders)
        for preview in previews
        if preview.questions.date_orders
    )
    undecided = sum(line.outcome is None for each in stages for line in each.lines)
    return QuestionsView(
        stages,
        dates,
        _build_rates(previews, answers, currency),
        _build_names(previews, answers),
        tuple(
            _build_full(preview, preview.questions.vanished, answers)
            for preview in previews
            if preview.questions.vanished is not None and preview.questions.vanished.vanished
        ),
        undecided + sum(not each.order for each in dates),
    )


def answer_stage(draft: ImportDraft, system: str, stage: str, outcome: Outcome) -> ImportDraft:
    """Return the draft in which a stage of a source system means something."""
    stages = dict(draft.answers.stages)
    stages[system] = {**stages.get(system, {}), stage: outcome}
    return replace(draft, answers=replace(draft.answers, stages=stages))


def answer_rate(draft: ImportDraft, currency: str, rate: float | None) -> ImportDraft:
    """Return the draft with a rate, or without one."""
    rates = {k: v for k, v in draft.answers.rates.items() if k != currency}
    if rate is not None:
        rates[currency] = rate
    return replace(draft, answers=replace(draft.answers, rates=rates))


def answer_name(draft: ImportDraft, role: str, name: str, known: str) -> ImportDraft:
    """Return the draft in which a rep's or source's name is a known one, or, as itself, new."""
    if role == "rep":
        reps = {**draft.answers.reps, name: known}
        return replace(draft, answers=replace(draft.answers, reps=reps))
    sources = {**draft.answers.sources, name: known}
    return replace(draft, answers=replace(draft.answers, sources=sources))


def answer_full(draft: ImportDraft, key: str, *, is_full: bool) -> ImportDraft:
    """Return the draft in which a file is a full export, or is not."""
    full = draft.answers.full | {key} if is_full else draft.answers.full - {key}
    return replace(draft, answers=replace(draft.answers, full=full))


def read_rate(text: str) -> float | None:
    """Return the rate that was typed, with a point or a comma; `None` when it is none."""
    try:
        rate = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return rate if 0 < rate < float("inf") else None


def format_rate(rate: float) -> str:
    """Return a rate as it is typed: `1.08`, `0.0069`."""
    return f"{rate:.10f}".rstrip("0").rstrip(".")


def read_both_ways(cell: str) -> tuple[str, str]:
    """Return a date such as `03/04/2026` with the day first and with the month first, in words."""
    digits = [int(part) for part in "".join(c if c.isdigit() else " " for c in cell).split()[:3]]
    if len(digits) < 3:  # noqa: PLR2004 - day, month and year
        return cell, cell
    first, second, year = digits
    year += 2000 if year < 100 else 0  # noqa: PLR2004 - a year of two digits
    try:
        return format_date(date(year, second, first)), format_date(date(year, first, second))
    except ValueError:
        return cell, cell


def _build_stages(
    previews: Sequence[FilePreview], answers: ImportAnswers
) -> tuple[StagesView, ...]:
    systems: dict[str, dict[str, StageQuestion]] = {}
    for preview in previews:
        for asked in preview.questions.stages:
            known = systems.setdefault(preview.recognised_as, {}).get(asked.stage)
            rows = asked.rows + (known.rows if known else 0)
            systems[preview.recognised_as][asked.stage] = replace(asked, rows=rows)
    views = []
    for system, stages in systems.items():
        said = answers.stages.get(system, {})
        lines = [_build_stage(stage, said.get(stage.stage)) for stage in stages.values()]
        lines.sort(key=lambda line: (line.is_certain, -line.rows))
        views.append(StagesView(system, _format_system(system), tuple(lines)))
    return tuple(views)


def _build_stage(asked: StageQuestion, said: Outcome | None) -> StageLine:
    if said is not None and not asked.is_certain:
        return StageLine(asked.stage, asked.rows, said, "you said so", is_certain=False)
    note = "" if asked.is_certain else "to decide" if asked.outcome is None else "proposed"
    return StageLine(asked.stage, asked.rows, asked.outcome, note, asked.is_certain)


def _format_system(system: str) -> str:
    return {"hubspot": "HubSpot", "plain": "these files", "mapping": "these files"}.get(
        system, system.capitalize()
    )


def _build_dates(preview: FilePreview, asked: Sequence[DateOrderQuestion]) -> DateOrderView:
    cells = dict.fromkeys(
        cell for each in asked for cell in each.samples[: _SAMPLES - (len(asked) > 1)]
    )
    samples = tuple((cell, *read_both_ways(cell)) for cell in list(cells)[: _SAMPLES + 1])
    order = preview.mapping.dates if preview.mapping.dates in DATE_ORDERS else ""
    columns = format_list([each.column for each in asked])
    word = "column" if len(asked) == 1 else "columns"
    return DateOrderView(preview.key, f"{preview.file}, {word} {columns}", samples, order)


def _build_rates(
    previews: Sequence[FilePreview], answers: ImportAnswers, currency: str
) -> tuple[RateView, ...]:
    rows: dict[str, int] = {}
    rates: dict[str, float | None] = {}
    for asked in (each for preview in previews for each in preview.questions.currencies):
        rows[asked.currency] = rows.get(asked.currency, 0) + asked.rows
        rates[asked.currency] = answers.rates.get(asked.currency, asked.rate)
    views = []
    for code, count in rows.items():
        rate, amounts = rates[code], format_plural(count, "row")
        if rate is None:
            note = f"{amounts} rejected until you give a rate"
        else:
            note = f"{amounts}: 1,000 {code} become {format_count(1000 * rate)} {currency}"
        views.append(RateView(code, count, "" if rate is None else format_rate(rate), note))
    return tuple(views)


def _build_names(previews: Sequence[FilePreview], answers: ImportAnswers) -> tuple[NameView, ...]:
    asked: dict[tuple[str, str], NameQuestion] = {}
    for question in (each for preview in previews for each in preview.questions.names):
        key = question.role, question.name
        rows = question.rows + (asked[key].rows if key in asked else 0)
        asked[key] = replace(question, rows=rows)
    views = []
    for each in asked.values():
        said = answers.reps if each.role == "rep" else answers.sources
        note = f"{format_plural(each.rows, 'row')} · {format_percent(each.likeness)} alike"
        is_same = said.get(each.name, each.name) == each.like
        views.append(NameView(each.role, each.name, each.like, note, is_same))
    return tuple(views)


def _build_full(preview: FilePreview, asked: VanishedQuestion, answers: ImportAnswers) -> FullView:
    known, gone = format_count(asked.known), format_plural(asked.vanished, "record")
    note = (
        f"{gone} of {known} known ones {'is' if asked.vanished == 1 else 'are'} not in this file. "
        "In a full export that means deleted or archived in the CRM: marked as gone, never deleted."
    )
    if asked.is_likely_full:
        note += " So few are missing that it looks like one."
    is_full = preview.key in answers.full
    return FullView(preview.key, preview.file, note, is_full, asked.is_likely_full)


def format_undecided(view: QuestionsView) -> str:
    """Return what must be answered first, as a sentence; empty when nothing must."""
    stages = sum(line.outcome is None for each in view.stages for line in each.lines)
    dates = sum(not each.order for each in view.dates)
    parts = [f"what {format_plural(stages, 'stage')} mean{'s' if stages == 1 else ''}"] * (
        stages > 0
    ) + [f"the order of day and month in {format_plural(dates, 'file')}"] * (dates > 0)
    return f"Please say {format_list(parts)}." if parts else ""
