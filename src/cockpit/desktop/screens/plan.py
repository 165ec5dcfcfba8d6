"""The Plan screen: targets, commitments and assumptions as grids, and whether they add up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QUndoStack
from PySide6.QtWidgets import QMessageBox, QStackedLayout, QWidget

from cockpit.desktop.commands import PutSheets
from cockpit.desktop.dialogs.learned_curves import ask_learned_curves
from cockpit.desktop.models.plan_sheet import PlanSheetModel
from cockpit.desktop.screen import Command, Screen, ScreenContext
from cockpit.desktop.screens.plan_asking import (
    ask_after_conflict,
    ask_before_closing,
    ask_to_discard,
)
from cockpit.desktop.screens.plan_locking import (
    ask_for_reason,
    ask_to_lock,
    show_amendments,
)
from cockpit.desktop.screens.plan_page import PlanPage
from cockpit.desktop.screens.plan_review import show_review
from cockpit.desktop.screens.plan_tools import PlanTools
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.domain.changes import Changed, Changes
from cockpit.domain.errors import CockpitError
from cockpit.domain.fiscal import Period
from cockpit.domain.question import Question
from cockpit.presenters.formatting import format_date, format_period
from cockpit.presenters.plan import PlanEditor, PlanView
from cockpit.presenters.plan_lock import build_amended_rows
from cockpit.presenters.plan_saving import (
    LockView,
    PlanConflictError,
    PlanState,
    SavedPlan,
    load_plan,
    look_at_lock,
    save_amendment,
    save_lock,
    save_plan,
)
from cockpit.presenters.plan_sheets import Part, Sheet

_SLOT = "plan"


@dataclass
class _Draft:
    """A period's plan in the making: its editor, its undo steps, and its models."""

    editor: PlanEditor
    steps: QUndoStack
    models: dict[Part, PlanSheetModel]


class PlanScreen(Screen):
    """Edits one period's plan at a time; other periods' unsaved edits are kept beside it."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        self._period: Period | None = None
        self._known_on: date | None = None
        self._question: Question | None = None
        self._drafts: dict[str, _Draft] = {}
        self.view: PlanView | None = None
        self.page = PlanPage(context.theme, self._commit)
        self.empty: EmptyState | None = None
        self._pages = QStackedLayout(self)
        self._pages.addWidget(QWidget())
        self._pages.addWidget(self.page)
        # Everything typed within one turn of the event loop is added up once.
        self._adding_up = QTimer(self, singleShot=True, interval=0)
        self._adding_up.timeout.connect(self._show_view)
        self.tools = PlanTools(self, self.page)
        self._connect()

    @property
    def draft(self) -> _Draft | None:
        """Return the draft that is shown."""
        return self._drafts.get(_key(self._period, self._known_on)) if self._period else None

    def show_question(self, question: Question) -> None:
        """Show the plan of the question's period; unsaved edits of another are kept."""
        self._question = question
        if (self._period, self._known_on) == (question.period, question.known_on):
            return
        draft = self.draft
        if draft is not None and self._period and not draft.editor.has_unsaved:
            self._drafts.pop(_key(self._period, self._known_on))
        elif draft is not None and self._period is not None:
            kept = format_period(self._period)
            self.context.announce(f"Your unsaved changes to {kept} are kept")
        self._period, self._known_on = question.period, question.known_on
        if self.draft is None:
            self._load()
        else:
            self._show_draft()

    def on_changes(self, changes: Changes) -> None:
        """Load what others wrote, unless there are unsaved edits: those are compared on saving."""
        if not changes.parts & {Changed.PLAN, Changed.TEAM, Changed.RECORDS}:
            return
        for label, draft in list(self._drafts.items()):
            if not draft.editor.has_unsaved:
                self._drafts.pop(label)
        if self.draft is None:
            self._load()
        else:
            self.context.announce("The store changed; your unsaved changes to the plan are kept")

    def focus_argument(self, argument: str) -> None:
        """Go to a rep's target."""
        draft = self.draft
        if draft is None:
            return
        for row, cells in enumerate(draft.editor.sheets[Part.TARGETS].rows):
            if cells[0].value == argument:
                self.page.show_part(Part.TARGETS)
                self.page.grid.go_to(row, 1)

    def commands(self) -> Sequence[Command]:
        """Return what can be done with the plan, for Ctrl+K."""
        go = [Command(f"Plan: {part.value}", partial(self.page.show_part, part)) for part in Part]
        go.append(Command("Plan: how long things take", self.show_curves))
        draft = self.draft
        if draft is None:
            return go
        if draft.editor.has_unsaved:
            go += [Command("Plan: save", self.save), Command("Plan: discard", self.discard)]
        if self.view is not None and self.view.can_lock:
            go.append(Command("Plan: lock", self.lock))
        if draft.editor.locking.can_amend:
            go.append(Command("Plan: amend", self.amend))
        if draft.editor.can_copy_previous:
            name = draft.editor.previous_name
            go.append(Command(f"Plan: copy from {name}", self.copy_previous))
        return go

    def may_close(self) -> bool:
        """Return whether nothing would be lost; asks when something would."""
        unsaved = [d for d in self._drafts.values() if d.editor.has_unsaved]
        if not unsaved:
            return True
        names = [format_period(draft.editor.scope.period) for draft in unsaved]
        chosen = ask_before_closing(self, names)
        if chosen is QMessageBox.StandardButton.Save:
            self._save_all(unsaved)
        return chosen is QMessageBox.StandardButton.Discard

    def save(self) -> None:
        """Save the shown period's edits, unless a cell cannot be saved: then go there."""
        draft = self.draft
        if draft is not None and draft.editor.has_unsaved:
            self._save(draft, lambda: None)

    def discard(self) -> None:
        """Throw the edits away after asking."""
        draft = self.draft
        if draft is None or self.view is None:
            return
        if not draft.editor.has_unsaved:
            if draft.editor.locking.is_amending:
                self._reload()
            return
        if ask_to_discard(self, self.view.unsaved or "Some cells cannot be saved"):
            self._reload()

    def lock(self) -> None:
        """Show what locking freezes, and lock when that is confirmed."""
        draft, workspace = self.draft, self.context.workspace
        if draft is None:
            return
        if draft.editor.has_unsaved:
            self.context.announce("Save or discard your changes first, then lock the plan")
            return
        period = draft.editor.scope.period

        def on_looked(view: LockView) -> None:
            if ask_to_lock(self, self.context.theme, view):
                self.context.tasks.ask(None, lambda _: save_lock(workspace, period), on_locked)

        def on_locked(changes: Changes) -> None:
            self.context.announce(f"The plan of {format_period(period)} is locked")
            self.context.changed(changes)
            self._reload()

        self.context.tasks.ask("lock", lambda _: look_at_lock(workspace, period), on_looked)

    def amend(self) -> None:
        """Open the locked plan for an amendment; saving it asks for the reason."""
        draft = self.draft
        if draft is not None and draft.editor.locking.can_amend:
            draft.editor.amend()
            for model in draft.models.values():
                model.show_sheet()
            self._show_view()
            self._show_tools()
            self.context.announce("Change what is to be amended, then save the amendment")

    def copy_previous(self) -> None:
        """Start from the previous period's plan; nothing is saved yet."""
        draft = self.draft
        if draft is not None:
            name = draft.editor.previous_name
            self._push(draft.editor.copy_previous(), f"Copy from {name}")
            self._pages.setCurrentWidget(self.page)
            self.context.announce(f"Copied from {name}; look it over, then save")

    def show_curves(self) -> None:
        """Show the delays of the team's own history beside the plan's medians."""
        if self._question is not None:
            ask_learned_curves(self.context, self._question, self)

    def go_to_problem(self) -> None:
        """Put the cursor into the first cell that cannot be saved."""
        if self.view is not None and self.view.problems:
            problem = self.view.problems[0]
            self._pages.setCurrentWidget(self.page)
            self.page.show_part(problem.part)
            self.page.grid.go_to(problem.row, problem.column)

    def _connect(self) -> None:
        page, tools = self.page, self.tools
        tools.undo.triggered.connect(partial(self._on_step, QUndoStack.undo))
        tools.redo.triggered.connect(partial(self._on_step, QUndoStack.redo))
        tools.save.triggered.connect(self.save)
        tools.next_problem.triggered.connect(self.go_to_problem)
        tools.detail.triggered.connect(self._on_detail)
        tools.copy.triggered.connect(self.copy_previous)
        page.curves.clicked.connect(self.show_curves)
        page.save.clicked.connect(self.save)
        page.discard.clicked.connect(self.discard)
        page.review.clicked.connect(self._on_review)
        page.lock.clicked.connect(self.lock)
        page.amend.clicked.connect(self.amend)
        page.amendments.clicked.connect(self._on_amendments)
        page.problems.go.clicked.connect(self.go_to_problem)
        page.parts.chosen.connect(lambda _: self._show_tools())
        for grid in page.grids.values():
            grid.said.connect(self.context.announce)
            grid.refused.connect(self.context.announce)

    def _load(self) -> None:
        period, known_on = self._period, self._known_on
        workspace = self.context.workspace
        if period is not None:
            self.context.tasks.ask(
                _SLOT, lambda _: load_plan(workspace, period, known_on), self._on_loaded
            )

    def _reload(self) -> None:
        """Forget the shown draft and load the plan as it is saved."""
        if self._period is not None:
            self._drafts.pop(_key(self._period, self._known_on), None)
            self._load()

    def _on_loaded(self, state: PlanState) -> None:
        if (state.frame.period, state.known_on) == (self._period, self._known_on):
            self._open(state)
            self._show_draft()

    def _open(self, state: PlanState) -> None:
        """Start a draft from a loaded plan."""
        editor, steps = PlanEditor(state), QUndoStack(self)
        models = {part: PlanSheetModel(editor, part, self._commit, self) for part in Part}
        steps.canUndoChanged.connect(self._show_tools)
        steps.canRedoChanged.connect(self._show_tools)
        self._drafts[_key(state.frame.period, state.known_on)] = _Draft(editor, steps, models)

    def _show_draft(self) -> None:
        draft = self.draft
        if draft is None:
            return
        for part, model in draft.models.items():
            self.page.grids[part].show_model(model)
        self._show_view()
        self._show_tools()
        if draft.editor.is_empty:
            self._show_empty(draft.editor)
        else:
            self._pages.setCurrentWidget(self.page)

    def _show_empty(self, editor: PlanEditor) -> None:
        name = format_period(editor.scope.period)
        if self._known_on is not None:
            title = f"No plan for {name} by {format_date(self._known_on)}"
            text = "Nothing had been promised for it by then. Go back to today to see what is now."
            self._put_empty(EmptyState(title, text, [], icon="target"))
            return
        actions: list[tuple[str, Callable[[], None]]] = []
        if editor.can_copy_previous:
            actions.append((f"Copy from {editor.previous_name}", self.copy_previous))
        actions.append(("Import plan files", lambda: self.context.navigate("data", "")))
        actions.append(("Type it in", lambda: self._pages.setCurrentWidget(self.page)))
        text = (
            "Targets say what each rep is to bring in, commitments how many leads marketing "
            "promises, assumptions what becomes of them. Without a plan no shortfall can be "
            "explained."
        )
        self._put_empty(EmptyState(f"No plan for {name} yet", text, actions, icon="target"))

    def _put_empty(self, empty: EmptyState) -> None:
        """Show why there is no grid, in place of what was said before."""
        if self.empty is not None:
            self._pages.removeWidget(self.empty)
            self.empty.deleteLater()
        self.empty = empty
        self._pages.addWidget(empty)
        self._pages.setCurrentWidget(empty)

    def _commit(self, sheet: Sheet, text: str) -> None:
        """Take a new sheet from a grid as one step."""
        self._push((sheet,), text)

    def _push(self, after: Sequence[Sheet], text: str) -> None:
        draft = self.draft
        if draft is not None:
            before = [draft.editor.sheets[sheet.part] for sheet in after]
            if refusal := draft.editor.refuse(after):
                self.context.announce(refusal)
                for sheet in before:
                    draft.models[sheet.part].show_sheet()
            elif before != list(after):
                draft.steps.push(PutSheets(text, before, after, partial(self._put, draft)))

    def _put(self, draft: _Draft, sheets: Sequence[Sheet]) -> None:
        """Make sheets the current ones, for the first time, by undo or by redo."""
        for sheet in sheets:
            draft.editor.put(sheet)
            draft.models[sheet.part].show_sheet()
        self._adding_up.start()

    def _show_view(self) -> None:
        """Show what the draft adds up to and what is wrong with it."""
        draft = self.draft
        if draft is None:
            return
        self.view = view = draft.editor.view()
        for part, model in draft.models.items():
            model.show_funding(view.funding)
            model.show_problems(
                {(p.row, p.column): p.sentence for p in view.problems if p.part is part}
            )
        elsewhere = [
            format_period(other.editor.scope.period)
            for other in self._drafts.values()
            if other is not draft and other.editor.has_unsaved
        ]
        self.page.show_view(view, elsewhere)

    def _show_tools(self) -> None:
        if self.draft is not None:
            self.tools.show_state(self.draft.editor, self.draft.steps)

    def _on_step(self, run: Callable[[QUndoStack], None], _is_checked: bool = False) -> None:
        """Go back or forth in the steps of the draft that is shown."""
        if self.draft is not None:
            run(self.draft.steps)

    def _on_detail(self) -> None:
        draft = self.draft
        if draft is not None:
            self._push((draft.editor.show_parts_of_period(),), "Show targets by month")

    def _on_review(self) -> None:
        draft = self.draft
        if draft is not None:
            show_review(self, self.context.theme, draft.editor.describe_changes())

    def _on_amendments(self) -> None:
        draft = self.draft
        if draft is not None and draft.editor.locking.own is not None:
            amendments = build_amended_rows(draft.editor.locking.own.amendments)
            period = format_period(draft.editor.scope.period)
            title = f"Amendments to the plan of {period}"
            show_amendments(self, self.context.theme, title, amendments)

    def _save(self, draft: _Draft, then: Callable[[], None]) -> None:
        if draft.editor.problems():
            self._show_view()
            self.go_to_problem()
            self.context.announce("The marked cells have to be put right before saving")
            return
        edits, period = draft.editor.edits(), draft.editor.scope.period
        workspace, reason = self.context.workspace, ""
        if draft.editor.locking.is_amending:
            changes = draft.editor.describe_changes()
            reason = ask_for_reason(self, self.context.theme, format_period(period), changes)
            if not reason:
                return
        self.context.tasks.ask(
            None,
            lambda _: (
                save_amendment(workspace, edits, period, reason)
                if reason
                else save_plan(workspace, edits, period)
            ),
            lambda saved: self._on_saved(draft, saved, then),
            self._on_not_saved,
        )

    def _on_saved(self, draft: _Draft, saved: SavedPlan, then: Callable[[], None]) -> None:
        """Go on from what is saved; undo still works when nobody else changed the plan."""
        was_amended = draft.editor.locking.is_amending
        draft.editor.load(saved.state)
        if draft.editor.edits():
            self._open(saved.state)
        if was_amended:
            draft.steps.clear()  # an amendment is taken back by another, with its own reason
        self.context.announce("Plan amended" if was_amended else "Plan saved")
        self._show_draft()
        self.context.changed(saved.changes)
        then()

    def _on_not_saved(self, error: CockpitError) -> None:
        """Say why nothing was saved; after a conflict, offer the other's plan."""
        if not isinstance(error, PlanConflictError):
            self.context.report(error)
        elif ask_after_conflict(self, str(error)):
            self._reload()

    def _save_all(self, drafts: Sequence[_Draft]) -> None:
        """Save drafts one after the other and close the window after the last."""
        first, *rest = drafts
        self._save(first, partial(self._save_all, rest) if rest else self._close_window)

    def _close_window(self) -> None:
        self.window().close()

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that unsaved edits stay when another screen is shown."""
        super().hideEvent(event)
        draft = self.draft
        if draft is not None and self.window().isVisible() and draft.editor.has_unsaved:
            self.context.announce("Your unsaved changes to the plan are kept")


def _key(period: Period, known_on: date | None) -> str:
    """Return what a draft is found by: its period, and the day as which it was known."""
    return period.label if known_on is None else f"{period.label} on {known_on}"
