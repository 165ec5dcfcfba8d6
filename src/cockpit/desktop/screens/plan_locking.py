"""What is asked and shown when a plan is locked or amended."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.models.rows import Column, RowsTableModel
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.plan_changes import ChangeView
from cockpit.presenters.plan_lock import AmendedRowView, LockView

_CHANGES: tuple[Column[ChangeView], ...] = (
    Column("What", text=lambda row: row.what),
    Column("Locked", text=lambda row: row.before, tone=lambda _: "muted", is_number=True),
    Column("Amended", text=lambda row: row.after, is_number=True),
)
_AMENDED: tuple[Column[AmendedRowView], ...] = (
    Column("When", text=lambda row: row.when, sort=lambda row: row.at),
    Column("Who", text=lambda row: row.by),
    Column("Why", text=lambda row: row.reason, tip=lambda row: row.reason),
    Column("What", text=lambda row: row.what, tip=lambda row: row.what),
    Column("Before", text=lambda row: row.before, tone=lambda _: "muted", is_number=True),
    Column("After", text=lambda row: row.after, is_number=True),
)
_BUTTONS = QDialogButtonBox.StandardButton


class LockDialog(QDialog):
    """Shows what locking freezes and what one should know before."""

    def __init__(self, theme: Theme, view: LockView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(view.title)
        self.resize(640, 580)
        headline = Headline(theme, "body")
        headline.show_spans(view.headline)
        facts = QFormLayout()
        facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        facts.setHorizontalSpacing(18)
        for label, text in view.facts:
            facts.addRow(build_label(label, tone="muted"), build_label(text, "strong"))
        self.buttons = QDialogButtonBox(_BUTTONS.Cancel)
        self.confirm = self.buttons.addButton("Lock", QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setProperty("look", "primary")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(build_label(view.title, "title"))
        layout.addWidget(headline)
        layout.addLayout(facts)
        layout.addWidget(_scroll([(line, "") for line in view.curves]), 1)
        for warning in view.warnings:
            layout.addWidget(build_label(f"⚠ {warning}", tone="bad", wrap=True))
        layout.addWidget(build_label(view.consequence, "caption", "muted", wrap=True))
        layout.addWidget(self.buttons)
        self.setAccessibleDescription(" ".join([*view.curves, *view.warnings, view.consequence]))


class ReasonDialog(QDialog):
    """Shows what an amendment changes and asks why; without a reason it cannot be confirmed."""

    def __init__(
        self,
        theme: Theme,
        period: str,
        changes: Sequence[ChangeView],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Amend the plan of {period}")
        self.resize(640, 440)
        model = RowsTableModel(_CHANGES, parent=self)
        model.show_rows(changes)
        self.table = DataTable(theme, "What is amended", self)
        self.table.set_model(model)
        self.table.fit_columns(0)
        self.reason = QPlainTextEdit()
        self.reason.setPlaceholderText("Ada is on parental leave from August")
        self.reason.setAccessibleName("Reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(72)
        self.buttons = QDialogButtonBox(_BUTTONS.Cancel)
        self.confirm = self.buttons.addButton("Amend", QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setProperty("look", "primary")
        self.confirm.setEnabled(False)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.reason.textChanged.connect(self._on_typed)
        asked = build_label("&Why? The reason is kept with every number, before and after.")
        asked.setTextFormat(Qt.TextFormat.AutoText)
        asked.setBuddy(self.reason)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(build_label(self.windowTitle(), "title"))
        layout.addWidget(self.table, 1)
        layout.addWidget(asked)
        layout.addWidget(self.reason)
        layout.addWidget(self.buttons)
        self.reason.setFocus()

    @property
    def text(self) -> str:
        """Return the reason."""
        return self.reason.toPlainText().strip()

    def _on_typed(self) -> None:
        self.confirm.setEnabled(bool(self.text))


def ask_to_lock(parent: QWidget, theme: Theme, view: LockView) -> bool:
    """Show what locking freezes; return whether to lock."""
    return bool(LockDialog(theme, view, parent).exec())


def ask_for_reason(
    parent: QWidget, theme: Theme, period: str, changes: Sequence[ChangeView]
) -> str:
    """Return why a locked plan is amended; empty when it is not to be after all."""
    dialog = ReasonDialog(theme, period, changes, parent)
    return dialog.text if dialog.exec() else ""


def show_amendments(
    parent: QWidget, theme: Theme, title: str, rows: Sequence[AmendedRowView]
) -> QDialog:
    """Open the list of what was amended and return its dialog."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.resize(860, 420)
    model = RowsTableModel(_AMENDED, parent=dialog)
    model.show_rows(rows)
    table = DataTable(theme, title, dialog)
    table.set_model(model)
    table.fit_columns(2)
    buttons = QDialogButtonBox(_BUTTONS.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(22, 18, 22, 16)
    layout.setSpacing(10)
    layout.addWidget(build_label(title, "title"))
    layout.addWidget(table, 1)
    layout.addWidget(buttons)
    dialog.open()
    return dialog


def _scroll(lines: Sequence[tuple[str, str]]) -> QScrollArea:
    """Return sentences under one another, as many as there are."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for text, tone in lines:
        column.addWidget(build_label(text, tone=tone, wrap=True))
    column.addStretch(1)
    area = QScrollArea()
    area.setAccessibleName("How long things take, by your own history")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    return area
