"""What was said about files and is remembered: rates, stages, mappings, on the Data screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.models.answers_table import (
    OUTCOME_COLUMN,
    build_mappings_model,
    build_rates_model,
    build_stages_model,
)
from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.records import Outcome
from cockpit.presenters.data_answers import OUTCOME_LABELS, AnswersPresenter, StageLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from cockpit.desktop.models.rows import RowsTableModel
    from cockpit.desktop.screen import ScreenContext
    from cockpit.domain.changes import Changes
    from cockpit.presenters.data_answers import AnswersView

_NO_STAGES = "None yet: asked when a file has a stage that nobody explained"
_NO_MAPPINGS = "None yet: kept when you say what the columns of a file are"
_NO_RATES = "None yet: asked when a file has amounts in another currency"
_CODE_WIDTH = 70
_RATE_WIDTH = 90
_RATES_WIDTH = 380


class AnswersPage(QWidget):
    """Three lists of what is remembered; each line can be changed or forgotten.

    Args:
        context: The window.
    """

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._presenter = AnswersPresenter(context.workspace)
        self.view: AnswersView | None = None
        self._forget: dict[DataTable, QPushButton] = {}
        self.rates_model = build_rates_model(self)
        self.stages_model = build_stages_model(self)
        self.mappings_model = build_mappings_model(self)
        self.rates = self._build_table("Exchange rates", self.rates_model)
        self.stages = self._build_table("Stages", self.stages_model)
        self.stages.setItemDelegateForColumn(
            OUTCOME_COLUMN, PillDelegate(context.theme, self.stages)
        )
        self.mappings = self._build_table("Column mappings", self.mappings_model)
        self.users = build_label("", "body", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._build_stages_card(), 1)
        top.addWidget(self._build_rates_card())
        layout.addLayout(top, 3)
        layout.addWidget(self._build_mappings_card(), 2)
        layout.addWidget(self.users)

    def ask(self) -> None:
        """Ask for all that is remembered."""
        self._context.tasks.ask("data answers", lambda _: self._presenter.load(), self.show_view)

    def show_view(self, view: AnswersView) -> None:
        """Show what is remembered."""
        self.view = view
        self.rates_model.show_rows(view.rates)
        self.rates.fit_columns(stretch=0)
        self.stages_model.show_rows(view.stages)
        self.stages.fit_columns(stretch=0)
        self.mappings_model.show_rows(view.mappings)
        self.mappings.fit_columns(stretch=1)
        self._rates_hint.setText(f"{view.currency} for one unit")
        self.users.setText(view.users)
        self.users.setVisible(bool(view.users))
        for table, forget in self._forget.items():
            has_lines = table.model().rowCount() > 0
            forget.setEnabled(has_lines)
            if has_lines:
                table.selectRow(0)
        self.outcome.setEnabled(bool(view.stages))
        self.stages.set_empty_text(_NO_STAGES)
        self.rates.set_empty_text(_NO_RATES)
        self.mappings.set_empty_text(_NO_MAPPINGS)

    def save_rate(self) -> None:
        """Remember the rate that was typed."""
        currency, rate = self.currency.text(), self.rate.text()
        self._write(lambda: self._presenter.save_rate(currency, rate), "Saved the rate")

    def save_stage(self, choice: str) -> None:
        """Remember what the stage that is selected means."""
        line = self._selected(self.stages)
        if isinstance(line, StageLine):
            outcome = Outcome[choice]
            self._write(lambda: self._presenter.save_stage(line, outcome), "Saved the stage")

    def forget(self, table: DataTable) -> None:
        """Forget the line of a table that is selected."""
        line = self._selected(table)
        if line is not None:
            self._write(lambda: self._presenter.forget(line), "Forgotten: it will be asked again")

    def _build_table(self, title: str, model: RowsTableModel[Any]) -> DataTable:
        table = DataTable(self._context.theme, title)
        table.set_model(model)
        return table

    def _build_stages_card(self) -> Card:
        """Return the card of stages, with what the selected one means."""
        self.outcome = SegmentedControl(
            "Means", [(each.name, label, "") for each, label in OUTCOME_LABELS.items()]
        )
        self.outcome.chosen.connect(self.save_stage)
        self.stages.focused.connect(self._on_stage_focused)
        text = "A change holds for what is imported from now on; deals stay as they were read."
        fields: list[QWidget] = [build_label("Means", "body"), self.outcome]
        return self._build_card("What stages mean", text, self.stages, fields)

    def _build_rates_card(self) -> Card:
        """Return the card of rates, with a line to type one."""
        self.currency = QLineEdit(placeholderText="EUR")
        self.currency.setAccessibleName("Currency")
        self.currency.setFixedWidth(_CODE_WIDTH)
        self.rate = QLineEdit(placeholderText="1.08")
        self.rate.setAccessibleName("Rate")
        self.rate.setFixedWidth(_RATE_WIDTH)
        self.rate.returnPressed.connect(self.save_rate)
        save = QPushButton("Save")
        save.clicked.connect(self.save_rate)
        self.rates.focused.connect(self._on_rate_focused)
        text = "Amounts that were imported keep the rate they were read with."
        card = self._build_card(
            "Exchange rates", text, self.rates, [self.currency, self.rate, save]
        )
        card.setFixedWidth(_RATES_WIDTH)
        self._rates_hint = card.hint
        return card

    def _build_mappings_card(self) -> Card:
        text = "How files without a known header are read; forgotten, they are recognised anew."
        return self._build_card("Column mappings", text, self.mappings, [])

    def _build_card(self, title: str, text: str, table: DataTable, fields: list[QWidget]) -> Card:
        """Return a card with a table, its fields, and the button that forgets a line."""
        card = Card(title, " ")
        card.make_flush()
        forget = QPushButton("Forget")
        forget.clicked.connect(lambda: self.forget(table))
        self._forget[table] = forget
        row = QHBoxLayout()
        row.setContentsMargins(14, 4, 14, 2)
        row.setSpacing(8)
        note = build_label(text, "caption", "faint", wrap=True)
        for field in fields:
            row.addWidget(field)
        if fields:
            row.addStretch(1)
        else:
            row.addWidget(note, 1)
        row.addWidget(forget)
        card.body.addWidget(table, 1)
        card.body.addLayout(row)
        if fields:
            line = QHBoxLayout()
            line.setContentsMargins(14, 0, 14, 6)
            line.addWidget(note)
            card.body.addLayout(line)
        return card

    def _selected(self, table: DataTable) -> Any:
        return table.currentIndex().data(Role.KEY)

    def _on_stage_focused(self, line: object) -> None:
        if isinstance(line, StageLine):
            self.outcome.choose(line.outcome.name)

    def _on_rate_focused(self, line: Any) -> None:
        if line is not None:
            self.currency.setText(line.currency)
            self.rate.setText(f"{line.rate:g}")

    def _write(self, write: Callable[[], Changes], done: str) -> None:
        """Change something, say so, and tell every screen."""

        def on_done(changes: Changes) -> None:
            self._context.changed(changes)
            self._context.announce(done)

        self._context.tasks.ask(None, lambda _: write(), on_done)
