"""The reps screen: a list to pick from, or one rep in full."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from cockpit.desktop.models import rep_list_table as columns
from cockpit.desktop.models.rep_list_table import RepListTableModel
from cockpit.desktop.screen import Command, Export, Screen, ScreenContext
from cockpit.desktop.screens.rep_page import RepPage
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.desktop.widgets.label import build_label
from cockpit.domain.changes import Changed, Changes
from cockpit.domain.question import Question
from cockpit.presenters.cockpit import EmptyView
from cockpit.presenters.reps import RepsPresenter, RepView, RosterView

_ANSWER = "reps"


class RosterPage(QWidget):
    """All reps with their verdicts, to pick one from."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = build_label("Reps", "title")
        self.summary = build_label("", "body", "muted")
        self.model = RepListTableModel(self)
        self.table = DataTable(theme, "All reps")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(columns.VERDICT, PillDelegate(theme, self.table))
        self.table.sort_by(columns.NAME)
        card = Card("Pick a rep", "Enter or double click opens")
        card.make_flush()
        card.body.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.summary)
        layout.addSpacing(8)
        layout.addWidget(card, 1)

    def show_view(self, view: RosterView) -> None:
        """Show the list; whoever was selected stays so."""
        selected = self.table.currentIndex().row()
        self.summary.setText(view.summary)
        self.model.show_rows(view.rows)
        self.table.fit_columns()
        self.table.selectRow(max(selected, 0))


class RepsScreen(Screen):
    """One rep in full, or all to pick from; its presenter holds which."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        self.presenter = RepsPresenter()
        self.view: RosterView | RepView | None = None
        self.empty: EmptyState | None = None
        self._question: Question | None = None
        self.roster = RosterPage(context.theme)
        self.page = RepPage(context.theme)
        self._pages = QStackedLayout(self)
        for page in (QWidget(), self.roster, self.page):
            self._pages.addWidget(page)
        self._connect()

    def show_question(self, question: Question) -> None:
        """Ask the question; what is on screen stays until the answer is there."""
        self._question = question
        self._ask()

    def on_changes(self, changes: Changes) -> None:
        """Ask again when the plan, the records or the team are not what they were."""
        if changes.parts & {Changed.PLAN, Changed.RECORDS, Changed.TEAM}:
            self._ask()

    def focus_argument(self, argument: str) -> None:
        """Show a rep by name."""
        if argument:
            self.show_rep(argument)

    def exports(self) -> Sequence[Export]:
        """Return the table that is shown."""
        if isinstance(self.view, RepView) and self.view.deals:
            name = f"open-deals-{self.view.name}.csv"
            return (Export("Open deals (CSV)", name, self.page.table.export_csv),)
        if isinstance(self.view, RosterView):
            return (Export("Reps (CSV)", "reps.csv", self.roster.table.export_csv),)
        return ()

    def commands(self) -> Sequence[Command]:
        """Return the ways to other reps."""
        if self.presenter.name is None:
            return ()
        return (
            Command("Reps: all reps", self.show_all),
            Command("Reps: next rep", partial(self.step, 1)),
            Command("Reps: previous rep", partial(self.step, -1)),
        )

    def show_rep(self, name: str) -> None:
        """Show a rep in full."""
        self.presenter.choose(name)
        self._ask()

    def show_all(self) -> None:
        """Show the list, with the rep that was shown selected."""
        if self.presenter.name is None:
            return
        left = self.presenter.name
        self.presenter.choose(None)
        self._ask(selected=left)

    def step(self, places: int) -> None:
        """Show the rep so many places further in the alphabet."""
        if self.presenter.step(places) is not None:
            self._ask()

    def _connect(self) -> None:
        self.roster.table.opened.connect(self._on_row_opened)
        self.page.header.left.connect(self.show_all)
        self.page.header.stepped.connect(self.step)
        self.page.header.picked.connect(self.show_rep)
        self.page.bar_chosen.connect(self._on_bar_chosen)
        for table in (self.roster.table, self.page.table):
            table.copied.connect(lambda n: self.context.announce(f"Copied {n:,} rows"))
        for keys, run in (
            ("Esc", self.show_all),
            ("Alt+Up", partial(self.step, -1)),
            ("Alt+Down", partial(self.step, 1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _ask(self, selected: str | None = None) -> None:
        """Ask for whoever is chosen; afterwards select a row of the list, if one is named."""
        if self._question is None:
            return
        question, name = self._question, self.presenter.name
        workspace, load = self.context.workspace, self.presenter.load

        def on_done(view: RosterView | RepView | EmptyView) -> None:
            self._show(view)
            if selected is not None:
                self.roster.table.select_key(selected)

        self.context.tasks.ask(
            _ANSWER,
            lambda _: load(workspace, question, name),
            on_done,
            lambda error: self._show(self.presenter.fail(error)),
        )

    def _on_row_opened(self, name: str | None) -> None:
        if name:
            self.show_rep(name)

    def _on_bar_chosen(self, key: str) -> None:
        """Open a bar of the bridge into its effects, or close it again."""
        bridge = self.presenter.open_bar(key)
        if bridge is not None:
            self.page.bridge.show_view(bridge)

    def _show(self, view: RosterView | RepView | EmptyView) -> None:
        """Show an answer, or why there is none."""
        self.presenter.show(view)
        self.view = None if isinstance(view, EmptyView) else view
        if isinstance(view, EmptyView):
            self._show_empty(view)
        elif isinstance(view, RepView):
            self.page.show_view(view)
            self._pages.setCurrentWidget(self.page)
        else:
            self.roster.show_view(view)
            self._pages.setCurrentWidget(self.roster)

    def _show_empty(self, view: EmptyView) -> None:
        if self.empty is not None:
            self._pages.removeWidget(self.empty)
            self.empty.deleteLater()
        actions = [(action.label, partial(self._go, action.screen)) for action in view.actions]
        self.empty = EmptyState(view.title, view.text, actions)
        self._pages.addWidget(self.empty)
        self._pages.setCurrentWidget(self.empty)

    def _go(self, screen: str) -> None:
        """Follow a button of an empty state."""
        if screen == "reps":
            self.show_all()
        else:
            self.context.navigate(screen, "")
