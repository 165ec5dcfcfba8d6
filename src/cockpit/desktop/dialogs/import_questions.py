"""The third step of an import: what only the user can say. There only when something is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_counts import build_scroller
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.pill import Pill
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.records import Outcome
from cockpit.presenters.formatting import format_plural
from cockpit.presenters.import_answers import (
    DATE_ORDERS,
    OUTCOME_LABELS,
    answer_full,
    answer_name,
    answer_rate,
    answer_stage,
    read_rate,
)

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_answers import (
        DateOrderView,
        FullView,
        NameView,
        RateView,
        StageLine,
        StagesView,
    )
    from cockpit.presenters.import_view import WizardView

_RATE_WIDTH = 110
_NOTE_TONES = {"to decide": "bad", "proposed": "marketing", "you said so": "accent"}


class QuestionsPage(QWidget):
    """A card for each sort of question; an answer is taken over at once.

    `answered` carries the new draft; `ordered` the key of a file and the order of its dates.
    """

    answered = Signal(object)
    ordered = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: WizardView | None = None
        self._shows_certain = False
        self.choices: dict[tuple[str, str], SegmentedControl] = {}
        self.rates: dict[str, QLineEdit] = {}
        self.full: dict[str, QCheckBox] = {}
        self.scroller = build_scroller(QWidget(), "Questions")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroller)

    def show_view(self, view: WizardView) -> None:
        """Show the questions of a draft with the answers given; focus and place stay."""
        at = self.scroller.verticalScrollBar().value()
        focused = self._find_focus()
        self._view = view
        self.choices.clear()
        self.rates.clear()
        self.full.clear()
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(12)
        asked = view.questions
        if asked.dates:
            layout.addWidget(self._build_dates(asked.dates))
        for stages in asked.stages:
            if any(not line.is_certain for line in stages.lines):
                layout.addWidget(self._build_stages(stages))
        if asked.rates:
            layout.addWidget(self._build_rates(asked.rates))
        if asked.names:
            layout.addWidget(self._build_names(asked.names))
        if asked.full:
            layout.addWidget(self._build_full(asked.full))
        layout.addStretch(1)
        self.scroller.setWidget(page)
        page.setAutoFillBackground(False)
        self.scroller.verticalScrollBar().setValue(at)
        if focused in self.choices:
            self.choices[focused].focus_choice()

    def _find_focus(self) -> tuple[str, str] | None:
        """Return which question has the keyboard."""
        found = (key for key, each in self.choices.items() if each.isAncestorOf(self.focusWidget()))
        return next(found, None) if self.focusWidget() else None

    # Cards

    def _build_stages(self, stages: StagesView) -> Card:
        """Return what the stages of one system mean."""
        card = Card(f"What do the stages of {stages.title} mean?", "Asked once, then remembered")
        asked = [line for line in stages.lines if not line.is_certain]
        certain = [line for line in stages.lines if line.is_certain]
        grid = _build_grid()
        for line in asked + (certain if self._shows_certain else []):
            self._add_stage(grid, stages.system, line)
        card.body.addLayout(grid)
        if certain and not self._shows_certain:
            names = format_plural(len(certain), "more stage")
            more = QPushButton(f"Show {names} that the CRM itself explains")
            more.clicked.connect(self._on_more)
            card.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _add_stage(self, grid: QGridLayout, system: str, line: StageLine) -> None:
        """Add the line of a stage."""
        chosen = None if line.outcome is None else line.outcome.name
        options = [(each.name, text, "") for each, text in OUTCOME_LABELS.items()]
        choice = self._add_choice(("stage", line.stage), line.stage, options, chosen)
        choice.chosen.connect(partial(self._on_stage, system, line.stage))
        row = grid.rowCount()
        grid.addWidget(build_label(line.stage, "strong"), row, 0)
        grid.addWidget(build_label(format_plural(line.rows, "row"), "body", "muted"), row, 1)
        grid.addWidget(choice, row, 2)
        if line.note:
            grid.addWidget(Pill(self._theme, line.note, _NOTE_TONES[line.note]), row, 3)

    def _build_dates(self, dates: tuple[DateOrderView, ...]) -> Card:
        """Return which of two orders dates have, each sample shown both ways."""
        card = Card("Does the day or the month come first?", "Every date can be read both ways")
        for asked in dates:
            options = [(order, text, "") for order, text in DATE_ORDERS.items()]
            choice = self._add_choice(
                ("date", asked.key), asked.title, options, asked.order or None
            )
            choice.chosen.connect(partial(self.ordered.emit, asked.key))
            top = QHBoxLayout()
            top.addWidget(build_label(asked.title, "strong"), 1)
            if not asked.order:
                top.addWidget(Pill(self._theme, "to decide", "bad"))
            top.addWidget(choice)
            grid = _build_grid()
            for place, text in enumerate(("In the file", *DATE_ORDERS.values())):
                grid.addWidget(build_label(text, "caption", "faint"), 0, place)
            for row, sample in enumerate(asked.samples, start=1):
                for place, (order, text) in enumerate(zip(("", *DATE_ORDERS), sample, strict=True)):
                    role = "strong" if order and order == asked.order else "body"
                    grid.addWidget(build_label(text, role), row, place)
            card.body.addLayout(top)
            card.body.addLayout(grid)
        return card

    def _build_rates(self, rates: tuple[RateView, ...]) -> Card:
        """Return a field for the rate of each other currency."""
        team = self._view.currency if self._view else ""
        card = Card("What are other currencies worth?", "Amounts are kept beside as they were")
        grid = _build_grid()
        for row, asked in enumerate(rates):
            field = QLineEdit(asked.rate)
            field.setFixedWidth(_RATE_WIDTH)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setAccessibleName(f"{team} for one {asked.currency}")
            field.setPlaceholderText("such as 1.08")
            note = build_label(asked.note, "body", "muted" if asked.rate else "bad")
            field.editingFinished.connect(partial(self._on_rate, asked.currency, field, note))
            self.rates[asked.currency] = field
            grid.addWidget(build_label(f"1 {asked.currency} =", "strong"), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(build_label(team, "strong"), row, 2)
            grid.addWidget(note, row, 3)
        card.body.addLayout(grid)
        return card

    def _build_names(self, names: tuple[NameView, ...]) -> Card:
        """Return names that resemble known ones, each the same or new."""
        card = Card("Are these the same?", "A name that is the same becomes another name of it")
        grid = _build_grid()
        for row, asked in enumerate(names):
            options = [("same", f"The same {asked.role}", ""), ("new", f"A new {asked.role}", "")]
            choice = self._add_choice(
                (asked.role, asked.name),
                f"{asked.name} and {asked.like}",
                options,
                "same" if asked.is_same else "new",
            )
            choice.chosen.connect(partial(self._on_name, asked))
            grid.addWidget(build_label(asked.name, "strong"), row, 0)
            grid.addWidget(build_label(f"looks like {asked.like}", "body"), row, 1)
            grid.addWidget(build_label(asked.note, "body", "muted"), row, 2)
            grid.addWidget(choice, row, 3)
        card.body.addLayout(grid)
        return card

    def _build_full(self, full: tuple[FullView, ...]) -> Card:
        """Return which files are full exports."""
        card = Card("Is this everything the CRM holds?")
        for asked in full:
            box = QCheckBox(f"{asked.title} is a full export")
            box.setChecked(asked.is_full)
            box.setAccessibleDescription(asked.note)
            box.clicked.connect(partial(self._on_full, asked.key))
            self.full[asked.key] = box
            card.body.addWidget(box)
            card.body.addWidget(build_label(asked.note, "caption", "muted", wrap=True))
        return card

    def _add_choice(
        self,
        key: tuple[str, str],
        title: str,
        options: list[tuple[str, str, str]],
        chosen: str | None,
    ) -> SegmentedControl:
        """Return the choice of an answer; none is chosen until somebody says."""
        choice = SegmentedControl(title, options)
        choice.choose(chosen) if chosen else choice.clear()
        self.choices[key] = choice
        return choice

    # Answers

    def _on_stage(self, system: str, stage: str, name: str) -> None:
        """Take over what a stage means."""
        if self._view is not None:
            self.answered.emit(answer_stage(self._view.draft, system, stage, Outcome[name]))

    def _on_rate(self, currency: str, field: QLineEdit, note: QLabel) -> None:
        """Take over a rate, unless what was typed is none."""
        text = field.text().strip()
        rate = read_rate(text)
        if self._view is None or text == self._find_rate(currency):
            return
        if text and rate is None:
            note.setText(f"“{text}” is no rate: type a number above 0, such as 1.08")
            return
        self.answered.emit(answer_rate(self._view.draft, currency, rate))

    def _find_rate(self, currency: str) -> str:
        """Return the rate shown, as text."""
        rates = self._view.questions.rates if self._view else ()
        return next((each.rate for each in rates if each.currency == currency), "")

    def _on_name(self, asked: NameView, answer: str) -> None:
        """Take over whether a name is a known one."""
        if self._view is not None:
            known = asked.like if answer == "same" else asked.name
            self.answered.emit(answer_name(self._view.draft, asked.role, asked.name, known))

    def _on_full(self, key: str, is_full: bool) -> None:
        """Take over whether a file is a full export."""
        if self._view is not None:
            self.answered.emit(answer_full(self._view.draft, key, is_full=is_full))

    def _on_more(self) -> None:
        """Show the stages that need no answer too."""
        self._shows_certain = True
        if self._view is not None:
            self.show_view(self._view)


def _build_grid() -> QGridLayout:
    """Return a grid whose last column takes the room left over."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(4, 1)
    return grid
