"""The cockpit: how far off are we, why, whose move; and what a click on a bar or a rep shows."""

from dataclasses import dataclass, replace

from cockpit.domain.errors import CockpitError, MissingRateError
from cockpit.domain.question import Grouping, Question
from cockpit.domain.verdicts import Effect
from cockpit.presenters.bridge import (
    BridgeView,
    build_bridge,
    effects_of_bar,
    format_bar,
    group_of,
)
from cockpit.presenters.explanation import MathView, build_math
from cockpit.presenters.formatting import format_date, format_period
from cockpit.presenters.headline import build_headline, build_subline
from cockpit.presenters.lever_map import LeverMapView, build_lever_map
from cockpit.presenters.rep_rows import RepRowView, build_rep_rows, format_row_name
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow, diagnose


@dataclass(frozen=True, slots=True)
class Focus:
    """What the user has clicked: a row by name, and a bar by key (a group or an effect)."""

    row: str | None = None
    bar: str | None = None


@dataclass(frozen=True, slots=True)
class ChipView:
    """A filter that is on; `key` is the field of the focus that it clears."""

    key: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class EmptyAction:
    """A button of an empty state: its label and the screen it leads to."""

    label: str
    screen: str


@dataclass(frozen=True, slots=True)
class EmptyView:
    """Why there is nothing to see, and what to do next."""

    title: str
    text: str
    actions: tuple[EmptyAction, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """All that the screen shows when there is an answer."""

    headline: tuple[Span, ...]
    subline: tuple[Span, ...]
    bridge: BridgeView
    lever_map: LeverMapView
    rows: tuple[RepRowView, ...]
    chips: tuple[ChipView, ...]
    row_title: str
    action_title: str
    effects: tuple[Effect, ...]
    focus: Focus


@dataclass(frozen=True, slots=True)
class RecordsWanted:
    """What to ask the store for when the records behind a number are to be shown.

    `amount` is the number, in minor units, as it stands on the screen.
    """

    question: Question
    row: str | None
    effects: tuple[Effect, ...]
    amount: int
    title: str
    currency: str


IMPORT = EmptyAction("Import data", "data")
PLAN = EmptyAction("Open the plan", "plan")

_ROW_TITLES = {
    Grouping.REP: "Rep",
    Grouping.SOURCE: "Source",
    Grouping.MONTH: "Began in",
    Grouping.TEAM: "Team",
}


def load_answer(workspace: Workspace, question: Question) -> DiagnosisResult:
    """Return the answer to a question; runs in the worker.

    Raises:
        MissingRateError: No assumption gives a rate that is needed.
    """
    return diagnose(workspace.store, question)


class CockpitPresenter:
    """Keeps the answer and what is in focus; every action returns what the screen then shows."""

    def __init__(self) -> None:
        self.by = Grouping.REP
        self.focus = Focus()
        self.result: DiagnosisResult | None = None

    def ask(self, question: Question) -> Question:
        """Return the question as this screen asks it: grouped its way, about all rows."""
        return replace(question, by=self.by, rep=None)

    def show(self, result: DiagnosisResult) -> AnswerView | EmptyView:
        """Show an answer; the focus stays where its row still exists."""
        self.result = result
        if self.focus.row is not None and self.focus.row not in _names(result):
            self.focus = replace(self.focus, row=None)
        if _is_empty(result):
            return _build_empty_period(result.question)
        return self._answer(result)

    def fail(self, error: CockpitError) -> EmptyView:
        """Show why there is no answer, and where the way out is."""
        self.result = None
        if isinstance(error, MissingRateError):
            return EmptyView("The plan is missing a rate", str(error), (PLAN, IMPORT))
        return EmptyView("No answer to this question", str(error), (PLAN, IMPORT))

    def group_by(self, grouping: Grouping) -> None:
        """Choose what a row stands for; the screen then asks its question again."""
        self.by = grouping
        self.focus = Focus()

    def select_row(self, name: str | None) -> AnswerView | None:
        """Put one row, or with `None` the whole team, on the bridge."""
        return self._focus(replace(self.focus, row=name))

    def select_bar(self, key: str | None) -> AnswerView | None:
        """Filter by a bar: a group opens into its effects; the same bar again steps back."""
        if key is not None and key == self.focus.bar:
            key = _group_above(key)
        return self._focus(replace(self.focus, bar=key))

    def clear(self, chip: str | None = None) -> AnswerView | None:
        """Take one filter off, or all of them."""
        if chip == "bar":
            return self._focus(replace(self.focus, bar=None))
        if chip == "row":
            return self._focus(replace(self.focus, row=None))
        return self._focus(Focus())

    def can_open(self, name: str) -> bool:
        """Return whether a row is a rep, who has a page of their own."""
        if self.result is None or self.result.question.by is not Grouping.REP:
            return False
        return any(row.name == name for row in self.result.rows)

    def row_in_focus(self) -> DiagnosisRow | None:
        """Return the row that the bridge shows: the one selected, or the team."""
        if self.result is None:
            return None
        if self.focus.row is None:
            return self.result.team
        return _names(self.result)[self.focus.row]

    def explain(self) -> MathView | None:
        """Return the math of the bar in focus, or of the whole gap where none is."""
        row = self.row_in_focus()
        if self.result is None or row is None:
            return None
        return build_math(self.result, row, effects_of_bar(self.focus.bar))

    def want_records(self) -> RecordsWanted | None:
        """Return which records are behind the bar in focus; nothing where none is."""
        row, effects = self.row_in_focus(), effects_of_bar(self.focus.bar)
        if self.result is None or row is None or not effects:
            return None
        label = format_bar(effects[0].value if len(effects) == 1 else str(self.focus.bar), row)[0]
        return RecordsWanted(
            self.result.question,
            self.focus.row,
            effects,
            sum(row.effects[effect] for effect in effects),
            f"{label} · {format_row_name(row)}",
            self.result.currency,
        )

    def _focus(self, focus: Focus) -> AnswerView | None:
        """Move the focus and return what is then shown; nothing while there is no answer."""
        self.focus = focus
        return self._answer(self.result) if self.result else None

    def _answer(self, result: DiagnosisResult) -> AnswerView:
        row = self.row_in_focus() or result.team
        effects = effects_of_bar(self.focus.bar)
        return AnswerView(
            headline=build_headline(result.team, result.question, result.currency),
            subline=build_subline(result, result.team),
            bridge=build_bridge(row, result.currency, self.focus.bar),
            lever_map=build_lever_map(result, self.focus.row),
            rows=build_rep_rows(result, effects),
            chips=self._build_chips(row),
            row_title=_ROW_TITLES[result.question.by],
            action_title="Next step" if result.question.by is Grouping.REP else "Because",
            effects=effects,
            focus=self.focus,
        )

    def _build_chips(self, row: DiagnosisRow) -> tuple[ChipView, ...]:
        chips = []
        if self.focus.row is not None:
            chips.append(ChipView("row", format_row_name(row), "accent"))
        if self.focus.bar is not None:
            label, tone = format_bar(self.focus.bar, row)
            chips.append(ChipView("bar", label, tone))
        return tuple(chips)


def _names(result: DiagnosisResult) -> dict[str, DiagnosisRow]:
    """Return the rows by name, the unassigned among them."""
    rows = {row.name: row for row in result.rows}
    return rows | ({result.unassigned.name: result.unassigned} if result.unassigned else {})


def _group_above(key: str) -> str | None:
    """Return the group of an effect's bar, or nothing for a group's."""
    effects = effects_of_bar(key)
    group = group_of(effects[0])
    return None if group == key else group


def _is_empty(result: DiagnosisResult) -> bool:
    """Return whether a period holds neither a plan nor anything that happened."""
    rows = [result.team, *result.rows]
    return not any(
        row.target or row.actual or row.chain.n or row.chain.n_plan or any(row.effects.values())
        for row in rows
    )


def _build_empty_period(question: Question) -> EmptyView:
    period = format_period(question.period)
    return EmptyView(
        f"Nothing is known about {period} yet",
        f"Up to {format_date(question.as_of)} there is no target, no promise and no lead for "
        f"{period}. Set targets in the plan, import your CRM export, or choose another period.",
        (PLAN, IMPORT),
    )
