"""The question in force: changed by the top bar and the keys, kept for the next start."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

if TYPE_CHECKING:
    from datetime import date

    from cockpit.desktop.actions import Actions
    from cockpit.desktop.day_popup import DayPopup
    from cockpit.desktop.past_bar import PastBar
    from cockpit.desktop.settings import Settings
    from cockpit.desktop.top_bar import TopBar
    from cockpit.domain.fiscal import Period
    from cockpit.domain.question import Question
    from cockpit.presenters.window import WindowView

_POPUP_GAP = 6


class Asking(QObject):
    """What is asked at the moment; `asked` is emitted whenever that is something else.

    Args:
        top_bar: Shows the question.
        past_bar: Shows while it is about an earlier day.
        actions: `earlier`, `later` (enabled where there is such a period), `as_of`, `basis`, and
            `today` and `knowledge` (enabled while an earlier day is asked about).
        settings: Keeps period and basis.
    """

    asked = Signal()

    def __init__(
        self, top_bar: TopBar, past_bar: PastBar, actions: Actions, settings: Settings
    ) -> None:
        super().__init__(top_bar)
        self._past_bar = past_bar
        self._with_all = False
        self._top_bar = top_bar
        self._actions = actions
        self._settings = settings
        self._view: WindowView | None = None
        self.popup: DayPopup | None = None
        self.question: Question | None = None
        top_bar.basis_chosen.connect(self.choose_basis)
        past_bar.knowledge_chosen.connect(self.choose_knowledge)
        for name in ("earlier", "later", "today", "knowledge"):
            actions[name].setEnabled(False)
        actions["today"].triggered.connect(self.go_to_today)
        actions["knowledge"].triggered.connect(self.switch_knowledge)
        actions["earlier"].triggered.connect(lambda: self.step_period(-1))
        actions["later"].triggered.connect(lambda: self.step_period(1))
        actions["as_of"].triggered.connect(self.show_days)
        actions["basis"].triggered.connect(self.switch_basis)
        top_bar.periods.aboutToShow.connect(self._fill_periods)

    def start(self, view: WindowView) -> None:
        """Ask what the user asked last time, where that still makes sense, else the default."""
        from cockpit.presenters.window import choose_kept

        self._view = view
        self.ask(choose_kept(view, self._settings.get("period"), self._settings.get("basis")))

    def follow(self, view: WindowView) -> None:
        """Take over new periods; a default that the user had not left moves along."""
        last, asked, self._view = self._view, self.question, view
        if last is None or asked is None:
            return
        if asked.period == last.question.period or asked.period not in view.periods:
            asked = replace(asked, period=view.question.period)
        if asked.as_of == last.question.as_of:
            asked = replace(asked, as_of=view.question.as_of)
        self.ask(asked)

    def stop(self) -> None:
        """Ask nothing, because no store is open."""
        self._view, self.question, self._with_all = None, None, False
        self._show_past()

    def ask(self, question: Question) -> None:
        """Ask something and keep it."""
        if self._view is None or question == self.question:
            self._show()
            return
        self.question = question
        is_default = question.period == self._view.question.period
        self._settings.keep("period", "" if is_default else question.period.label)
        self._settings.keep("basis", question.basis.value)
        self._show()
        self.asked.emit()

    def choose_period(self, period: Period) -> None:
        """Ask about another period."""
        if self.question is not None:
            self.ask(replace(self.question, period=period))

    def step_period(self, step: int) -> None:
        """Ask about the period before (-1) or after (1) of the same length."""
        period = self._neighbour(step)
        if period is not None:
            self.choose_period(period)

    def choose_day(self, day: date) -> None:
        """Ask what was known on a day, or how it looks now if that is what counts."""
        from cockpit.presenters.past import ask_about

        if self._view is None or self.question is None:
            return
        if day == self._view.question.as_of:
            self.go_to_today()
            return
        self.ask(ask_about(self.question, day, self._view.today, with_all=self._with_all))

    def choose_knowledge(self, whose: str) -> None:
        """Let what was known on the day count (`then`), or all that is known now (`now`)."""
        self._with_all = whose == "now"
        if self.question is not None:
            self.choose_day(self.question.as_of)

    def switch_knowledge(self) -> None:
        """Switch between what was known on the day and all that is known now."""
        self.choose_knowledge("then" if self._with_all else "now")

    def go_to_today(self) -> None:
        """Ask as of today again, with all that is known."""
        self._with_all = False
        if self._view is not None and self.question is not None:
            self.ask(replace(self.question, as_of=self._view.question.as_of, known_on=None))

    def choose_basis(self, name: str) -> None:
        """Ask on a basis, by name."""
        from cockpit.domain.question import Basis

        if self.question is not None:
            self.ask(replace(self.question, basis=Basis(name)))

    def switch_basis(self) -> None:
        """Ask on the other basis, where the screen tells them apart."""
        if self.question is not None and self._top_bar.basis.isVisible():
            self.choose_basis("cohort" if self.question.basis == "bookings" else "bookings")

    def show_days(self) -> None:
        """Open the calendar below the as-of day."""
        from cockpit.desktop.day_popup import DayPopup
        from cockpit.presenters.past import describe_day

        button = self._top_bar.day
        if self._view is None or self.question is None or not button.isVisible():
            return
        if self.popup is None:
            self.popup = DayPopup(self._top_bar)
            self.popup.chosen.connect(self.choose_day)
            self.popup.knowledge_chosen.connect(self._on_knowledge_chosen)
        self.popup.open_at(
            button.mapToGlobal(QPoint(0, button.height() + _POPUP_GAP)),
            self.question.as_of,
            self._view.question.as_of,
            self.question.period.end,
            self._view.week_start,
        )
        self.popup.show_knowledge(
            partial(describe_day, today=self._view.today, timeline=self._view.timeline),
            [moment.at.date() for moment in self._view.timeline.moments if moment.has_files],
            with_all=self._with_all,
        )

    def _on_knowledge_chosen(self, with_all: bool) -> None:
        """Take the switch in the calendar; a day in the past is asked about anew."""
        self.choose_knowledge("now" if with_all else "then")

    def _neighbour(self, step: int) -> Period | None:
        """Return the next or last period that can be asked about."""
        from cockpit.presenters.window import find_neighbour

        if self._view is None or self.question is None:
            return None
        return find_neighbour(self._view.periods, self.question.period, step)

    def _fill_periods(self) -> None:
        """Offer the periods there are."""
        from cockpit.desktop.period_menu import fill_period_menu

        if self._view is not None and self.question is not None:
            fill_period_menu(
                self._top_bar.periods,
                self._view.periods,
                self.question.period,
                self.choose_period,
            )

    def _show(self) -> None:
        """Show the question in the top bar."""
        from cockpit.presenters.formatting import format_period
        from cockpit.presenters.window import format_day_line, format_period_range

        if self.question is not None:
            self._top_bar.show_question(
                format_period(self.question.period),
                format_period_range(self.question.period),
                format_day_line(self.question),
                self.question.basis.value,
            )
        self._actions["earlier"].setEnabled(self._neighbour(-1) is not None)
        self._actions["later"].setEnabled(self._neighbour(1) is not None)
        self._show_past()

    def _show_past(self) -> None:
        """Show that an earlier day is asked about, while one is."""
        from cockpit.presenters.past import build_past

        past = None
        if self._view is not None and self.question is not None:
            view = self._view
            past = build_past(self.question, view.question.as_of, view.today, view.timeline)
        self._past_bar.show_past(past)
        self._actions["today"].setEnabled(past is not None)
        self._actions["knowledge"].setEnabled(past is not None and past.has_choice)
