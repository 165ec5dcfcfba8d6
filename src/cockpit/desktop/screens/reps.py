"""The reps screen: a list to pick from, or one rep in full."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QStackedLayout, QWidget

from cockpit.desktop.dialogs.math import MathDialog
from cockpit.desktop.dialogs.record import RecordDialog
from cockpit.desktop.dialogs.records import RecordsDialog
from cockpit.desktop.models.roles import Role
from cockpit.desktop.screen import Command, Export, Screen, ScreenContext
from cockpit.desktop.screens.rep_list import RosterPage
from cockpit.desktop.screens.rep_page import RepPage
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.domain.changes import Changed, Changes
from cockpit.domain.question import Question
from cockpit.domain.verdicts import Effect
from cockpit.presenters.cockpit import EmptyView
from cockpit.presenters.explanation import MathView
from cockpit.presenters.forecast import FanResult, ForecastPresenter, load_forecast
from cockpit.presenters.record_rows import RecordsResult, ask_records, build_records
from cockpit.presenters.rep_list import RosterView
from cockpit.presenters.rep_page import RepView
from cockpit.presenters.reps import (
    RepsAnswer,
    RepsPresenter,
    load_reps_answer,
    load_verdict_history,
)
from cockpit.presenters.verdict_history import VerdictHistoryView

_ANSWER = "reps"


class RepsScreen(Screen):
    """One rep in full, or all to pick from; its presenter holds which."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        self.presenter = RepsPresenter()
        self.forecast = ForecastPresenter()
        self.view: RosterView | RepView | None = None
        self.empty: EmptyState | None = None
        self.dialog: QDialog | None = None
        self.menu = QMenu(self)
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
            self.forecast.forget()
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
            return (Command("Reps: see the math of the team's plot", self.show_gap),)
        return (
            Command("Reps: see the math of the gap", self.show_gap),
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
        self.roster.math_wanted.connect(self.show_gap)
        self.roster.picked.connect(self.roster.table.select_key)
        self.page.header.left.connect(self.show_all)
        self.page.header.stepped.connect(self.step)
        self.page.header.picked.connect(self.show_rep)
        self.page.evidence.past_wanted.connect(self._ask_past)
        self.page.skill_chosen.connect(self._on_skill_chosen)
        self.page.bar_chosen.connect(self._on_bar_chosen)
        self.page.stage_chosen.connect(self._on_stage_chosen)
        self.page.deal_opened.connect(self.show_deal)
        self._build_deal_actions()
        for table in (self.roster.table, self.page.table):
            table.copied.connect(lambda n: self.context.announce(f"Copied {n:,} rows"))
        for keys, run in (
            ("Ctrl+M", self.show_gap),
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
        workspace = self.context.workspace

        def on_done(answer: RepsAnswer) -> None:
            self._show(self.presenter.show(answer))
            self._ask_forecast(question)
            if selected is not None:
                self.roster.table.select_key(selected)

        self.context.tasks.ask(
            _ANSWER,
            lambda _: load_reps_answer(workspace, question, name),
            on_done,
            lambda error: self._show(self.presenter.fail(error)),
        )

    def _ask_forecast(self, question: Question) -> None:
        """Show where the rep is heading; asked once for all reps, after the page is shown."""
        self.forecast.expect(question)
        self._show_forecast()
        workspace = self.context.workspace

        def on_done(result: FanResult) -> None:
            self.forecast.show(result)
            self._show_forecast()

        if self.forecast.is_wanted and isinstance(self.view, RepView):
            self.context.tasks.ask(
                "rep forecast",
                lambda progress: load_forecast(workspace, question, progress),
                on_done,
                self.forecast.fail,  # the cockpit says why there is none
            )

    def _show_forecast(self) -> None:
        if isinstance(self.view, RepView):
            self.page.header.show_forecast(self.forecast.line_of(self.view.name))

    def _ask_past(self) -> None:
        """Ask for the past verdicts of the rep that is shown."""
        if self._question is None or not isinstance(self.view, RepView):
            return
        question, asked, workspace = self._question, self.view, self.context.workspace

        def on_done(past: VerdictHistoryView) -> None:
            if self.view is asked:
                self.page.evidence.show_past(past)

        self.context.tasks.ask(
            "rep history",
            lambda _: load_verdict_history(workspace, question, asked.name),
            on_done,
        )

    def _on_row_opened(self, name: str | None) -> None:
        if name:
            self.show_rep(name)

    def _on_bar_chosen(self, key: str) -> None:
        """Open a bar of the bridge into its effects, or offer what is behind a single one."""
        if self.presenter.opens(key):
            self._open_bar(key)
        else:
            bridge = self.page.bridge
            place = bridge.mapToGlobal(bridge.column_of(bridge.current).center().toPoint())
            self._offer(key, place, can_close=self.presenter.is_open(key))

    def _open_bar(self, key: str) -> None:
        """Open the group of a bar, or close it when it is open."""
        bridge = self.presenter.open_bar(key)
        if bridge is not None:
            self.page.bridge.show_view(bridge)

    def _on_stage_chosen(self, number: int) -> None:
        """Offer what is behind a stage of the funnel."""
        if isinstance(self.view, RepView):
            funnel = self.page.funnel
            place = funnel.mapToGlobal(funnel.places()[number].center().toPoint())
            self._offer(self.view.funnel[number].effect.value, place)

    def _on_skill_chosen(self, number: int) -> None:
        """Show how the likely rate of a stage comes about."""
        self._show_math(self.presenter.explain_skill(number))

    def _offer(self, key: str, place: QPoint, *, can_close: bool = False) -> None:
        """Offer the math and the records of an effect, at a place on the screen."""
        self.menu.clear()
        self.menu.addAction("See the math", partial(self.show_math, key))
        self.menu.addAction("Show the records", partial(self.show_records, key))
        if can_close:
            self.menu.addAction("Close these effects", partial(self._open_bar, key))
        self.menu.popup(place)

    def show_math(self, key: str) -> None:
        """Show the formula of an effect of the rep."""
        self._show_math(self.presenter.explain((Effect(key),)))

    def show_gap(self) -> None:
        """Show how the effects add up to the rep's gap, or how the team's plot comes about."""
        if isinstance(self.view, RosterView):
            self._show_math(self.roster.plot.view.math)
        else:
            self._show_math(self.presenter.explain(()))

    def show_records(self, key: str) -> None:
        """Show the leads and deals behind an effect of the rep."""
        wanted = self.presenter.want_records(key)
        if wanted is None:
            return
        workspace = self.context.workspace

        def on_done(result: RecordsResult) -> None:
            view = build_records(result, wanted.title, wanted.currency, wanted.amount)
            self._open_dialog(RecordsDialog(self.context, view, self))

        self.context.tasks.ask(
            "rep records",
            lambda _: ask_records(workspace, wanted.question, wanted.row, wanted.effects),
            on_done,
        )

    def show_deal(self, key: int | None) -> None:
        """Show the record of an open deal."""
        told = None if key is None else self.presenter.describe_deal(key)
        if key is not None and told is not None:
            has_math = self.presenter.explain_deal(key) is not None
            explain = partial(self.explain_deal, key) if has_math else None
            self._open_dialog(RecordDialog(*told, explain, self))

    def explain_deal(self, key: int | None) -> None:
        """Show how the win chance of an open deal comes about."""
        if key is not None:
            self._show_math(self.presenter.explain_deal(key))

    def _show_math(self, math: MathView | None) -> None:
        if math is not None:
            self._open_dialog(MathDialog(math, self))

    def _open_dialog(self, dialog: QDialog) -> None:
        """Open a dialog over the screen; it is gone once it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def _build_deal_actions(self) -> None:
        """Put what can be asked of an open deal into the table's menu."""
        table = self.page.table
        for title, run in (
            ("Show the record", self.show_deal),
            ("See the math of its win chance", self.explain_deal),
        ):
            action = QAction(title, table)
            action.triggered.connect(lambda _=False, run=run: run(self._deal_in_focus()))
            table.addAction(action)

    def _deal_in_focus(self) -> int | None:
        key: int | None = self.page.table.currentIndex().data(Role.KEY)
        return key

    def _show(self, view: RosterView | RepView | EmptyView) -> None:
        """Show an answer, or why there is none."""
        self.view = None if isinstance(view, EmptyView) else view
        if isinstance(view, EmptyView):
            self._show_empty(view)
        elif isinstance(view, RepView):
            self.page.show_view(view)
            self._go_to_page(self.page, self.page)
        else:
            self.roster.show_view(view)
            self._go_to_page(self.roster, self.roster.table)

    def _go_to_page(self, page: QWidget, focus: QWidget) -> None:
        """Show a page, and bring the keyboard along if it was on the page before."""
        last = self._pages.currentWidget()
        if page is last:
            return
        was = self.focusWidget()
        has_focus = was is None or last is None or last.isAncestorOf(was)
        self._pages.setCurrentWidget(page)
        if has_focus:
            focus.setFocus()

    def _show_empty(self, view: EmptyView) -> None:
        if self.empty is not None:
            self._pages.removeWidget(self.empty)
            self.empty.deleteLater()
        actions = [(action.label, partial(self._go, action.screen)) for action in view.actions]
        self.empty = EmptyState(view.title, view.text, actions)
        self._pages.addWidget(self.empty)
        self._go_to_page(self.empty, self.empty.findChild(QPushButton) or self.empty)

    def _go(self, screen: str) -> None:
        """Follow a button of an empty state."""
        if screen == "reps":
            self.show_all()
        else:
            self.context.navigate(screen, "")
