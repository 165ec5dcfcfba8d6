"""The window: navigation, top bar, and one screen at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from cockpit.desktop.first_page import FirstPage
from cockpit.desktop.fonts import load_other_fonts
from cockpit.desktop.screen_list import SCREENS, START, ScreenEntry

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent

    from cockpit.desktop.actions import Actions
    from cockpit.desktop.screen import ScreenContext
    from cockpit.desktop.settings import Settings
    from cockpit.desktop.theme import Theme
    from cockpit.domain.changes import Changes
    from cockpit.domain.errors import CockpitError
    from cockpit.presenters.window import WindowView

_SIZE = QSize(1440, 900)
_LEAST_SIZE = QSize(1024, 640)
_ENTRIES = {entry.name: entry for entry in SCREENS}


class MainWindow(QMainWindow):
    """One window on one store. `painted` is emitted once, after the first paint.

    Only then are the window's parts imported and built, and the store is opened behind that.

    `settled` is emitted when the store was opened, or refused, and the work that followed is done.

    `crashed` brings the trace of a fault of our own to the main thread, from whichever it was in.

    Args:
        theme: Colours and fonts of the application.
        settings: How the user left the window.
        location: The store; the user's own where not given.
        today: The day to take for today, for tests and pictures.
    """

    painted = Signal()
    settled = Signal()
    crashed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        location: str | Path | None = None,
        today: date | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Revenue Cockpit")
        self.setAcceptDrops(True)
        self.setMinimumSize(_LEAST_SIZE)
        self.resize(_SIZE)
        self.theme = theme
        self._settings = settings
        self._location = location
        self._today = today
        self._is_painted = False
        self.is_built = False
        self._view: WindowView | None = None
        self._context: ScreenContext | None = None
        kept = settings.get("screen")
        self.screen_name = kept if kept in _ENTRIES else SCREENS[0].name
        self.setCentralWidget(FirstPage())
        self.restoreGeometry(settings.get_geometry())
        self.painted.connect(self.build)

    def build(self) -> None:
        """Build what the first page made room for, then open the store."""
        from cockpit.desktop.appearance import Appearance
        from cockpit.desktop.tasks import Tasks
        from cockpit.desktop.watching import Watching

        load_other_fonts()
        self.appearance = Appearance(self.theme, self._settings, self)
        self.tasks = Tasks(self)
        self.tasks.failed.connect(self.report)
        self.tasks.busy.connect(self._on_busy)
        self.watching = Watching(self.tasks, self._settings, self)
        self._build_frame(self._build_actions())
        self._build_overlays()
        self._build_session()
        self._show_frame()
        self._set_ready(False)
        self.stack.setFocus()
        self.is_built = True
        self.session.open(self._location)

    def _build_frame(self, actions: Actions) -> None:
        """Put navigation, top bar, notice and screens in their places."""
        from cockpit.desktop.asking import Asking
        from cockpit.desktop.export_bar import ExportBar
        from cockpit.desktop.navigation import Navigation
        from cockpit.desktop.opening_page import OpeningPage, RefusedPage
        from cockpit.desktop.past_bar import PastBar
        from cockpit.desktop.screen_stack import ScreenStack
        from cockpit.desktop.top_bar import TopBar
        from cockpit.desktop.widgets.notice import Notice
        from cockpit.desktop.widgets.placing import put_beside, stack_up

        self.known_actions = actions
        self.navigation = Navigation(SCREENS)
        self.navigation.chosen.connect(self.navigate)
        self.theme.changed.connect(self._mark_screen)
        self.navigation.shortcuts.clicked.connect(self.show_shortcuts)
        self.navigation.appearance.setMenu(self.appearance.menu)
        self.top_bar = TopBar(actions)
        self.past_bar = PastBar(actions)
        self.asking = Asking(self.top_bar, self.past_bar, actions, self._settings)
        self.asking.asked.connect(self._show_screen)
        self.export_bar = ExportBar(self.watching, self.navigate)
        self.notice = Notice()
        self.stack = ScreenStack()
        self._opening_page = OpeningPage()
        self._refused_page = RefusedPage(self.open_again, self.open_other)
        self.stack.show_page(self._opening_page)
        self._page = stack_up(self.top_bar, self.past_bar, self.export_bar, self.notice, self.stack)
        self.setCentralWidget(put_beside(self.navigation, self._page))

    def _build_overlays(self) -> None:
        """Build what shows above the screen when it is needed."""
        from cockpit.desktop.exporting import ExportMenu
        from cockpit.desktop.widgets.progress_overlay import ProgressOverlay
        from cockpit.desktop.widgets.toast import Toast
        from cockpit.desktop.widgets.veil import Veil

        self.toast = Toast(self._page)
        self.appearance.switched.connect(self.toast.announce)
        self.export_bar.announced.connect(self.toast.announce)
        self.overlay = ProgressOverlay(self.tasks, self._page)
        self.veil = Veil(self.tasks, self.stack)
        self.asking.asked.connect(self.veil.begin)
        self.export_menu = ExportMenu(
            self.top_bar.exports, lambda: self.stack.shown, self.toast.announce, self.report
        )

    def _build_session(self) -> None:
        """Prepare what opens and watches the store."""
        from cockpit.desktop.session import Session

        first = _ENTRIES[self.screen_name]
        others = (entry for entry in (*SCREENS, START) if entry is not first)
        modules = [entry.module for entry in (first, *others)]
        self.session = Session(self.tasks, modules, self._today, self)
        self.session.opened.connect(self._on_opened)
        self.session.refused.connect(self._on_refused)
        self.session.refreshed.connect(self._on_refreshed)
        self.session.touched.connect(self.spread)

    def _build_actions(self) -> Actions:
        """Return all that the window can do, with its keys."""
        from cockpit.desktop.actions import Actions

        actions = Actions(self)
        for number, entry in enumerate(SCREENS, start=1):
            go = partial(self.navigate, entry.name)
            actions.add(entry.name, f"Go to {entry.title}", f"Ctrl+{number}", go)
        actions.add("jump", "Search or jump to…", "Ctrl+K", self.show_jump)
        actions.add("earlier", "Earlier period", "Alt+Left; [")
        actions.add("later", "Later period", "Alt+Right; ]")
        actions.add("as_of", "Choose the as-of day…", "Ctrl+D")
        actions.add("today", "Back to today", "Alt+Home")
        actions.add("knowledge", "As known then, or with what we know now", "Ctrl+Shift+D")
        actions.add("basis", "Bookings or cohort", "Ctrl+B")
        actions.add("refresh", "Load again", "F5", self.refresh)
        actions.add("export", "Export…", "Ctrl+E")
        actions.add("watch", "Watch a folder for new exports…", "", self._watch_folder)
        actions.add("unwatch", "Watch no folder for new exports", "", self._watch_nothing)
        actions.add("theme", "Next theme", "Ctrl+T", self.appearance.switch)
        actions.add("open", "Open another store…", "Ctrl+O", self.open_other)
        actions.add("shortcuts", "Keyboard shortcuts", "F1", self.show_shortcuts)
        actions.add("full_screen", "Full screen", "F11", self.switch_full_screen)
        actions.add("quit", "Close the window", "Ctrl+Q", self.close)
        return actions

    def open_again(self) -> None:
        """Open the same store again, after it could not be."""
        self.stack.show_page(self._opening_page)
        self.session.open(self._location)

    def open_other(self) -> None:
        """Let the user choose another store and open it."""
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(
            self, "Open another store", "", "Stores (*.sqlite);;All files (*)"
        )
        if chosen:
            self.open_store(chosen)

    def open_store(self, location: str | Path) -> None:
        """Open a store in place of this one, unless unsaved edits would be lost."""
        if not self.stack.may_close():
            return
        self._location = location
        self._view, self._context = None, None
        self.watching.stop()
        self._set_ready(False)
        self.asking.stop()
        self.stack.clear()
        self.open_again()

    def navigate(self, name: str, argument: str = "") -> None:
        """Show a screen.

        Args:
            name: Name of the screen, as in the list of screens.
            argument: What to go to on it, such as a rep's name; empty for nothing in particular.
        """
        self.screen_name = name
        self._settings.keep("screen", name)
        self._show_frame()
        self._show_screen(argument)

    def refresh(self) -> None:
        """Load everything again; try again to open a store that was refused."""
        from cockpit.domain.changes import EVERYTHING

        self.notice.hide()
        if self.stack.currentWidget() is self._refused_page:
            self.open_again()
        self.spread(EVERYTHING)

    def spread(self, changes: Changes) -> None:
        """Tell every screen what a write changed, and look at the frame again."""
        if changes and self._context is not None:
            self.stack.spread(changes)
            self.session.reload()

    def report(self, error: CockpitError) -> None:
        """Show an error of the world, above the screen, until it is dismissed."""
        self.notice.show_message(
            str(error), "Nothing was changed in the store.", [("Load again (F5)", self.refresh)]
        )

    def switch_full_screen(self) -> None:
        """Fill the screen, or go back to a window."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _watch_folder(self) -> None:
        """Let the user choose the folder that is watched for new exports."""
        self.export_bar.choose_folder()

    def _watch_nothing(self) -> None:
        """Watch no folder any more."""
        self.export_bar.choose_none()

    def show_jump(self) -> None:
        """Open Ctrl+K."""
        from cockpit.desktop.jump_dialog import JumpDialog
        from cockpit.desktop.jumping import build_entries

        if self._view is None:
            return
        entries = build_entries(
            self._view,
            self.known_actions,
            self.stack.shown,
            navigate=self.navigate,
            choose_period=self.asking.choose_period,
            choose_theme=self.appearance.choose,
        )
        JumpDialog(self.theme, entries, self).open()

    def show_shortcuts(self) -> None:
        """List the keyboard shortcuts."""
        from cockpit.desktop.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog([action for _, action in self.known_actions.items()], self).open()

    def _mark_screen(self) -> None:
        """Mark the open screen; a switch of theme brings back the first font of its button."""
        self.navigation.show_screen(self.screen_name)

    def _show_frame(self) -> None:
        """Mark the open screen and show what matters to it in the top bar."""
        entry = self._find_entry()
        self._mark_screen()
        self.top_bar.show_parts(has_period=entry.has_period, has_basis=entry.has_basis)

    def _set_ready(self, is_ready: bool) -> None:
        """Allow or refuse what needs an open store."""
        for name in ("jump", "as_of", "basis", "export"):
            self.known_actions[name].setEnabled(is_ready)

    def _find_entry(self) -> ScreenEntry:
        """Return what to show: the open screen, or the first-start page while it has no answers."""
        entry = _ENTRIES[self.screen_name]
        is_empty = self._view is not None and self._view.is_empty
        return START if is_empty and entry.has_basis else entry

    def _show_screen(self, argument: str = "") -> None:
        """Show the open screen, once there is a store to answer from."""
        if self._context is None or self.asking.question is None:
            return
        screen = self.stack.show_screen(self._find_entry(), self._context, self.asking.question)
        if argument:
            screen.focus_argument(argument)

    def _on_opened(self, view: WindowView) -> None:
        """Show the screen that was open last time, with the question as it was left."""
        from cockpit.desktop.screen import ScreenContext

        if self.session.workspace is None:
            return
        self._view = view
        self._context = ScreenContext(
            self.tasks,
            self.theme,
            self.session.workspace,
            self.navigate,
            self.toast.announce,
            self.report,
            self.spread,
            self.watching,
        )
        self.navigation.show_last_import(view.last_import)
        self._set_ready(True)
        self._show_frame()
        self.asking.start(view)
        self.watching.start(self.session.workspace)

    def _on_refused(self, error: CockpitError) -> None:
        """Say why the store cannot be opened."""
        self.top_bar.show_parts(has_period=False, has_basis=False)
        self._refused_page.show_error(error)
        self.stack.show_page(self._refused_page)

    def _on_refreshed(self, view: WindowView) -> None:
        """Take over periods and the newest import; the first-start page makes way for data."""
        was_empty = self._view is not None and self._view.is_empty
        self._view = view
        self.navigation.show_last_import(view.last_import)
        self.asking.follow(view)
        if was_empty != view.is_empty:
            self._show_frame()
            self._show_screen()

    def _on_busy(self, is_busy: bool) -> None:
        """Tell when nothing is left to do."""
        if not is_busy:
            QTimer.singleShot(0, self._tell_settled)

    def _tell_settled(self) -> None:
        """Tell it, unless an answer has led to another question meanwhile."""
        if not self.tasks.is_busy:
            self.settled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell, once, that the window can be seen; the heavy work starts behind that."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        """Look whether anybody else wrote to the store when the user comes back to the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.is_built and self.isActiveWindow():
            self.session.watch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files once there is a store to import them into."""
        if event.mimeData().hasUrls() and self._context is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files that are dropped anywhere."""
        event.acceptProposedAction()
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.navigate("data", "import:" + "\n".join(paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the place of the window and close the store, unless unsaved edits would be lost."""
        if self.is_built and not self.stack.may_close():
            event.ignore()
            return
        self._settings.keep_geometry(self.saveGeometry())
        if self.is_built:
            self.watching.stop()
            self.session.close()
        super().closeEvent(event)
