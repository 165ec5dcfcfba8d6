"""Connect a live CRM: where it is, and the token that goes to the system's keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout

from cockpit.desktop.widgets.label import build_label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cockpit.presenters.connections import ConnectionView

_WIDTH = 520


class ConnectDialog(QDialog):
    """Asks for an address and a token; `address` and `token` hold what was typed."""

    def __init__(self, view: ConnectionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Connect {view.title}")
        self.setMinimumWidth(_WIDTH)
        self.address = QLineEdit(view.address)
        self.address.setAccessibleName("Address")
        self.address.setPlaceholderText("https://acme.my.salesforce.com")
        self.token = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.token.setAccessibleName("Access token")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Ok
        )
        self.go = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.go.setText("Connect")
        self.go.setProperty("look", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("Address", self.address)
        form.addRow("Access token", self.token)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(build_label(f"Connect {view.title}", "title"))
        layout.addWidget(build_label(view.how, "body", "muted", wrap=True))
        layout.addLayout(form)
        layout.addWidget(
            build_label(
                "The token is kept in this computer's keyring, never in the store. The cockpit "
                "only reads.",
                "caption",
                "faint",
                wrap=True,
            )
        )
        layout.addWidget(buttons)
        for field in (self.address, self.token):
            field.textChanged.connect(self._on_typed)
        self._on_typed()
        (self.token if view.address else self.address).setFocus()

    def _on_typed(self) -> None:
        """Offer to connect once both are there."""
        self.go.setEnabled(bool(self.address.text().strip() and self.token.text().strip()))
