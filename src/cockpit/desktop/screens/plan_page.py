"""How the Plan screen is laid out: the sentence, the grid, what it adds up to, what is wrong."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.icons import build_icon
from cockpit.desktop.models.plan_funding import NOTE, REP, PlanFundingModel
from cockpit.desktop.screens.plan_grid import PlanGrid
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.pill import Pill
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.presenters.plan import PART_TITLES, PlanView
from cockpit.presenters.plan_sheets import CellProblem, Part, Sheet

_ICON = 16
_FUNDING_WIDTH, _FUNDING_NARROW = 350, 300
_WIDE = 1240
_TIPS = {
    Part.TARGETS: "Revenue per rep, and whether the plan pays for it",
    Part.COMMITMENTS: "Leads that marketing promises, per rep, source and month",
    Part.ASSUMPTIONS: "Rates, deal sizes and delays; an empty cell takes the more general row's",
}
_HINTS = {
    Part.TARGETS: "type, paste or fill down (Ctrl+D)",
    Part.COMMITMENTS: "leads per month, or per period as a whole",
    Part.ASSUMPTIONS: "faint: from a more general row",
}


class PlanPage(QWidget):
    """The widgets of the Plan screen; the screen decides what happens.

    Args:
        theme: Colours and fonts.
        commit: Takes a new sheet and what was done.
    """

    def __init__(self, theme: Theme, commit: Callable[[Sheet, str], None]) -> None:
        super().__init__()
        self._theme = theme
        self._is_read_only = False
        self.headline = Headline(theme)
        self.summary = Headline(theme, "body", "muted")
        self.unsaved = build_label(role="caption", tone="muted")
        self.review = _build_button("Review…", "See what saving will change")
        self.state = Pill(theme)
        self.discard = _build_button("Discard", "Go back to what is saved")
        self.save = _build_button("Save", "Save the plan (Ctrl+S)")
        self.save.setProperty("look", "primary")
        self.lock = _build_button("Lock…", "Freeze this period's plan and its learned delays")
        self.amend = _build_button("Amend…", "Change the locked plan, with a reason")
        self.amendments = _build_button("Amendments…", "What was amended, by whom and why")
        self.parts = SegmentedControl(
            "Part of the plan", [(part.value, PART_TITLES[part], _TIPS[part]) for part in Part]
        )
        self.curves = _build_button(
            "Delays…", "How long things take by the team's own history, beside the plan's medians"
        )
        self.curves.setAccessibleName("How long things take")
        self.grids = {part: PlanGrid(theme, PART_TITLES[part], commit) for part in Part}
        self._stack = QStackedWidget()
        for grid in self.grids.values():
            grid.rep_reached.connect(self._on_rep_reached)
            self._stack.addWidget(grid)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(2)
        self.problems = _ProblemBar()
        self.card = Card()
        self.funding = PlanFundingModel(self)
        self.funding_card = self._build_funding_card()
        self._lay_out()
        self.parts.chosen.connect(lambda name: self.show_part(Part(name)))
        self.show_part(Part.TARGETS)

    @property
    def part(self) -> Part:
        """Return the part that is shown."""
        return Part(self.parts.choice)

    @property
    def grid(self) -> PlanGrid:
        """Return the grid that is shown."""
        return self.grids[self.part]

    def show_part(self, part: Part) -> None:
        """Show a part of the plan; beside the targets the funding is part of the grid."""
        self.parts.choose(part.value)
        self._stack.setCurrentWidget(self.grids[part])
        self.funding_card.setVisible(part is not Part.TARGETS)
        self.curves.setVisible(part is Part.ASSUMPTIONS)
        self._show_hint()

    def show_view(self, view: PlanView, elsewhere: Sequence[str]) -> None:
        """Show what the plan adds up to and what is unsaved.

        Args:
            view: What the presenter says.
            elsewhere: Names of other periods with unsaved changes.
        """
        self.headline.show_spans(view.headline)
        self.summary.show_spans(view.summary)
        self.funding.show_rows(view.funding)
        has_notes = any(self.funding.index(i, NOTE).data() for i in range(len(view.funding)))
        self.funding_table.setColumnHidden(NOTE, not has_notes)
        self._on_rep_reached(self.grid.rep)
        also = f"  ·  also unsaved: {', '.join(elsewhere)}" if elsewhere else ""
        nothing = "Nothing amended yet" if view.is_amending else "All saved"
        self.unsaved.setText(f"{view.unsaved or nothing}{also}")
        self._show_saving(view)
        self.problems.show_problems(view.problems, view.notes)

    def _show_hint(self) -> None:
        self._hint.setText("locked: read only" if self._is_read_only else _HINTS[self.part])

    def _show_saving(self, view: PlanView) -> None:
        """Show whether the plan is locked, and the buttons that then make sense."""
        is_dirty, is_locked = bool(view.unsaved or view.problems), bool(view.locked)
        self.state.show_state(view.locked, "accent" if view.is_amending else "planning")
        self.state.setVisible(is_locked)
        self.lock.setVisible(not is_locked)
        self.lock.setEnabled(not is_dirty and view.can_lock)
        self.amend.setVisible(view.can_amend)
        self.amendments.setVisible(view.has_amendments)
        for button in (self.review, self.discard, self.save):
            button.setVisible(not is_locked or view.is_amending)
        self.discard.setEnabled(is_dirty or view.is_amending)
        self.save.setEnabled(is_dirty)
        self.save.setText("Save amendment…" if view.is_amending else "Save")
        self.review.setEnabled(bool(view.unsaved) and not view.problems)
        self.unsaved.setVisible(not is_locked or view.is_amending)
        self._is_read_only = is_locked and not view.is_amending
        self._show_hint()

    def add_menu(self, actions: Sequence[QAction]) -> None:
        """Add the commands that need words to the grid's bar."""
        button = QToolButton()
        button.setText("More ▾")
        button.setProperty("look", "button")
        button.setFont(self._theme.font("body"))
        menu = QMenu(button)
        menu.addActions(list(actions))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.tools.addSpacing(6)
        self.tools.addWidget(button)

    def add_tool(self, action: QAction, icon: str) -> None:
        """Add a command to the grid's bar, as an icon."""
        button = QToolButton()
        button.setProperty("look", "plain")
        button.setDefaultAction(action)
        action.setIcon(build_icon(icon))
        button.setIconSize(QSize(_ICON, _ICON))
        button.setAccessibleName(action.text())
        keys = action.shortcut().toString()
        button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tools.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the hint out and keep the funding narrow where there is little room."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _WIDE
        self._hint.setVisible(is_wide)
        self.funding_card.setFixedWidth(_FUNDING_WIDTH if is_wide else _FUNDING_NARROW)

    def _on_rep_reached(self, rep: str) -> None:
        """Show the rep who is being planned in the funding table too."""
        self.funding_table.select_key(rep)

    def _build_funding_card(self) -> Card:
        card = Card("Does it add up?", "leads × rates × size")
        card.setFixedWidth(_FUNDING_WIDTH)
        card.make_flush()
        table = DataTable(self._theme, "Does it add up?")
        table.set_model(self.funding)
        table.setItemDelegateForColumn(NOTE, PillDelegate(self._theme, table))
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(REP, QHeaderView.ResizeMode.Stretch)
        card.body.addWidget(table)
        self.funding_table = table
        return card

    def _lay_out(self) -> None:
        sentences = QVBoxLayout()
        sentences.setSpacing(4)
        sentences.addWidget(self.headline)
        sentences.addWidget(self.summary)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (
            self.amendments,
            self.lock,
            self.amend,
            self.review,
            self.discard,
            self.save,
        ):
            buttons.addWidget(button)
        saving = QVBoxLayout()
        saving.setSpacing(4)
        saving.addLayout(buttons)
        saving.addWidget(self.unsaved, 0, Qt.AlignmentFlag.AlignRight)
        saving.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(24)
        top.addLayout(sentences, 1)
        top.addLayout(saving)
        self._hint = build_label(role="caption", tone="faint")
        self._hint.setMinimumWidth(1)  # so that a narrow window is not kept wide for its sake
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 2)
        bar.setSpacing(12)
        bar.addWidget(self.parts)
        bar.addWidget(self._hint)
        bar.addStretch(1)
        bar.addWidget(self.curves)
        bar.addLayout(self.tools)
        self.card.make_flush()
        self.card.body.addLayout(bar)
        self.card.body.addWidget(self._stack, 1)
        self.card.body.addWidget(self.problems)
        lower = QHBoxLayout()
        lower.setSpacing(14)
        lower.addWidget(self.card, 1)
        lower.addWidget(self.funding_card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(lower, 1)


class _ProblemBar(QFrame):
    """What keeps the plan from being saved, one sentence at a time, with a way to the cell."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence = build_label(tone="bad", wrap=True)
        self._note = build_label(role="caption", tone="muted", wrap=True)
        self.go = _build_button("Go to the cell", "Put the cursor into the cell (F8)")
        self._problems: Sequence[CellProblem] = ()
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._sentence)
        column.addWidget(self._note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        layout.addLayout(column, 1)
        layout.addWidget(self.go)
        self.hide()

    def show_problems(self, problems: Sequence[CellProblem], notes: Sequence[str]) -> None:
        """Show the first problem and how many there are, and what saving will add."""
        more = f"  ({len(problems) - 1} more)" if len(problems) > 1 else ""
        self._sentence.setText(f"{problems[0].sentence}{more}" if problems else "")
        self._sentence.setToolTip("\n".join(problem.sentence for problem in problems))
        self._sentence.setVisible(bool(problems))
        self.go.setVisible(bool(problems))
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))
        self.setVisible(bool(problems or notes))


def _build_button(title: str, tip: str) -> QPushButton:
    button = QPushButton(title)
    button.setToolTip(tip)
    return button
