"""Live CRMs on the Data screen: connect, pull, disconnect."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.dialogs.connect import ConnectDialog
from cockpit.desktop.screens.data_store import confirm
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.domain.errors import CancelledError, CockpitError
from cockpit.presenters.connections import ConnectionsPresenter, ConnectionsView, PullView
from cockpit.presenters.text import Span

if TYPE_CHECKING:
    from cockpit.desktop.screen import ScreenContext
    from cockpit.presenters.connections import ConnectionView

_SLOT = "data connections"
_INTRODUCTION = (
    "Leads, opportunities and their owners, read from the CRM itself: everything the first time, "
    "then what was changed since. The cockpit never writes to it, and a pull that fails changes "
    "nothing here."
)


class ConnectionCard(Card):
    """One CRM: its state, and what can be done."""

    def __init__(self, page: ConnectionsPage, view: ConnectionView) -> None:
        super().__init__(view.title)
        self.view = view
        self.status = Headline(page.context.theme, "body")
        self.outcome = Headline(page.context.theme, "body")
        self.outcome.hide()
        self.busy = QProgressBar(textVisible=False)
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(f"Pulling from {view.title}")
        self.busy.hide()
        self.progress = build_label("", "caption", "faint")
        self.progress.hide()
        self.pull = QPushButton("Pull changes now")
        self.pull.setProperty("look", "primary")
        self.pull.clicked.connect(partial(page.pull, view.system))
        self.pull_all = QPushButton("Fetch everything")
        self.pull_all.setToolTip(
            "Reads all records again; those that the CRM no longer has are marked as gone"
        )
        self.pull_all.clicked.connect(partial(page.pull, view.system, everything=True))
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(page.context.tasks.cancel)
        self.connect_button = QPushButton("Connect…")
        self.connect_button.clicked.connect(partial(page.ask_to_connect, view.system))
        self.disconnect_button = QPushButton("Disconnect")
        self.disconnect_button.clicked.connect(partial(page.ask_to_disconnect, view.system))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.pull, self.pull_all, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.connect_button, self.disconnect_button):
            buttons.addWidget(button)
        self.body.addWidget(self.status)
        self.body.addWidget(build_label(view.how, "caption", "faint", wrap=True))
        for widget in (self.outcome, self.busy, self.progress):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addLayout(buttons)
        self.show_view(view)

    def show_view(self, view: ConnectionView, *, is_pulling: bool = False) -> None:
        """Show whether the CRM is connected, and what is being done."""
        self.view = view
        self.status.show_spans(view.status)
        for button in (self.pull, self.pull_all, self.disconnect_button):
            button.setVisible(view.is_connected and not is_pulling)
        for widget in (self.busy, self.progress, self.cancel):
            widget.setVisible(is_pulling)
        self.connect_button.setText("New token…" if view.is_connected else "Connect…")
        self.connect_button.setVisible(not is_pulling)

    def show_outcome(self, spans: tuple[Span, ...]) -> None:
        """Say what the last pull did."""
        self.outcome.show_spans(spans)
        self.outcome.setVisible(bool(spans))


class ConnectionsPage(QWidget):
    """All CRMs that records can be pulled from."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.view: ConnectionsView | None = None
        self.dialog: ConnectDialog | None = None
        self._presenter = ConnectionsPresenter(context.workspace)
        self._pulling = ""
        self.cards: dict[str, ConnectionCard] = {}
        self.problem = build_label("", "body", "muted", wrap=True)
        self.problem.hide()
        self._cards = QHBoxLayout()
        self._cards.setSpacing(14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(build_label(_INTRODUCTION, "body", "muted", wrap=True))
        layout.addWidget(self.problem)
        layout.addLayout(self._cards)
        layout.addStretch(1)
        context.tasks.progressed.connect(self._on_progressed)

    def ask(self) -> None:
        """Ask which CRMs are connected."""
        self.context.tasks.ask(_SLOT, lambda _: self._presenter.load(), self.show_view)

    def show_view(self, view: ConnectionsView) -> None:
        """Show them."""
        self.view = view
        self.problem.setText(view.problem)
        self.problem.setVisible(bool(view.problem))
        for each in view.systems:
            if each.system not in self.cards:
                self.cards[each.system] = ConnectionCard(self, each)
                self._cards.addWidget(self.cards[each.system], 1)
            card = self.cards[each.system]
            card.show_view(each, is_pulling=self._pulling == each.system)
            card.setEnabled(not view.problem)

    def pull(self, system: str, _checked: bool = False, *, everything: bool = False) -> None:
        """Fetch and import what was changed; nothing else waits in the window meanwhile."""
        if self._pulling:
            return
        self._pulling = system
        card = self.cards[system]
        card.show_outcome(())
        card.show_view(card.view, is_pulling=True)
        self.context.tasks.ask(
            None,
            lambda progress: self._presenter.pull(system, progress, everything=everything),
            self._on_pulled,
            self._on_failed,
        )

    def ask_to_connect(self, system: str) -> None:
        """Ask where a CRM is and for its token."""
        self.dialog = ConnectDialog(self.cards[system].view, self.window())
        self.dialog.finished.connect(partial(self._on_answered, system))
        self.dialog.open()

    def ask_to_disconnect(self, system: str) -> None:
        """Forget a CRM once the user confirms it."""
        title = self.cards[system].view.title
        text = "Its token leaves this computer's keyring. What was imported from it stays."
        if confirm(self, f"Disconnect {title}?", text):
            self.disconnect_system(system)

    def disconnect_system(self, system: str) -> None:
        """Forget a CRM and its token."""
        self.context.tasks.ask(
            None, lambda _: self._presenter.disconnect(system), lambda _: self.ask()
        )

    def _on_answered(self, system: str, result: int) -> None:
        """Connect with what was typed."""
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        address, token = dialog.address.text(), dialog.token.text()
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self.context.tasks.ask(
                None,
                lambda _: self._presenter.connect(system, address, token),
                lambda _: self.ask(),
            )

    def _on_progressed(self, _fraction: float, text: str) -> None:
        """Say how far a pull is."""
        if self._pulling:
            self.cards[self._pulling].progress.setText(text)

    def _on_pulled(self, view: PullView) -> None:
        """Say what the pull did, and tell every screen."""
        self._finish(view.text)
        self.context.changed(view.changes)

    def _on_failed(self, error: CockpitError) -> None:
        """Say why nothing came."""
        is_cancelled = isinstance(error, CancelledError)
        self._finish((Span(str(error), "muted" if is_cancelled else "bad"),))

    def _finish(self, outcome: tuple[Span, ...]) -> None:
        card = self.cards[self._pulling]
        self._pulling = ""
        card.show_view(card.view)
        card.show_outcome(outcome)
        self.ask()
