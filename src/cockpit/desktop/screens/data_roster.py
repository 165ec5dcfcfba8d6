"""Reps and sources on the Data screen: a table, and a form for the row that is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.models.roster_table import build_reps_model, build_sources_model
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.team import Source, SourceKind
from cockpit.presenters.data import SOURCE_KIND_LABELS, RepActivity, SourceActivity
from cockpit.presenters.roster import RepForm, build_rep_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cockpit.desktop.models.rows import RowsTableModel
    from cockpit.desktop.theme import Theme
    from cockpit.domain.team import Rep

_FORM_WIDTH = 360
_SOURCE_WIDTH = 440
_ALIASES_HEIGHT = 88


class RepsSection(QWidget):
    """The roster, and the rep that is selected. `saved` carries a `Rep` and the `RepForm` typed."""

    saved = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rep: Rep | None = None
        self._wanted = ""
        self.model = build_reps_model(self)
        self.table = DataTable(theme, "Reps")
        self.table.set_model(self.model)
        self.table.focused.connect(self._on_focused)
        self.name = QLineEdit()
        self.aliases = QPlainTextEdit(tabChangesFocus=True)
        self.aliases.setFixedHeight(_ALIASES_HEIGHT)
        self.aliases.setPlaceholderText("One name a line, as the CRM spells it")
        self.starts_on = QLineEdit(placeholderText="14 Sep 2026, or empty")
        self.ends_on = QLineEdit(placeholderText="14 Sep 2026, or empty")
        self.form = _build_form(
            ("&Name", self.name),
            ("Also &known as", self.aliases),
            ("&Starts on", self.starts_on),
            ("&Ends on", self.ends_on),
        )
        hint = (
            "A new name keeps the old one as an alias, so that files which use it still find the "
            "rep. Another rep's name as an alias makes the two one."
        )
        self.card, self.save = _build_card(self.form, hint)
        self.save.clicked.connect(self._on_save)
        _build_layout(self, "Roster", self.table, self.card)

    def show_reps(self, lines: Sequence[RepActivity]) -> None:
        """Show the roster; the rep that was selected stays so."""
        _show_lines(self.table, self.model, lines, self.rep.id if self.rep else None)
        self.card.setEnabled(bool(lines))
        if lines and self._wanted:
            self.select_name(self._wanted)

    def select_name(self, name: str) -> None:
        """Go to a rep, as soon as the roster is there."""
        self._wanted = "" if self.model.rows else name
        for line in self.model.rows:
            if line.rep.name == name:
                self.table.select_key(line.rep.id)

    def typed(self) -> RepForm:
        """Return what the form says."""
        return RepForm(
            self.name.text(),
            self.aliases.toPlainText(),
            self.starts_on.text(),
            self.ends_on.text(),
        )

    def _on_focused(self, key: object) -> None:
        """Fill the form with the rep the user is on."""
        line = next((each for each in self.model.rows if each.rep.id == key), None)
        if line is None:
            return
        self.rep = line.rep
        form = build_rep_form(line.rep)
        self.card.set_title(line.rep.name)
        self.name.setText(form.name)
        self.aliases.setPlainText(form.aliases)
        self.starts_on.setText(form.starts_on)
        self.ends_on.setText(form.ends_on)

    def _on_save(self) -> None:
        """Hand on what was typed."""
        if self.rep is not None:
            self.saved.emit(self.rep, self.typed())


class SourcesSection(QWidget):
    """The sources, and the one that is selected. `saved` carries the `Source` before and after."""

    saved = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source: Source | None = None
        self.model = build_sources_model(self)
        self.table = DataTable(theme, "Sources")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(1, PillDelegate(theme, self.table))
        self.table.focused.connect(self._on_focused)
        self.name = QLineEdit()
        self.kind = SegmentedControl(
            "Brought in by",
            [(kind.value, label, "") for kind, label in SOURCE_KIND_LABELS.items()],
        )
        self.form = _build_form(("&Name", self.name), ("&Brought in by", self.kind))
        hint = "Marketing's sources can be promised to reps and bought from the reserve."
        self.card, self.save = _build_card(self.form, hint)
        self.card.setFixedWidth(_SOURCE_WIDTH)
        self.save.clicked.connect(self._on_save)
        _build_layout(self, "Sources", self.table, self.card)

    def show_sources(self, lines: Sequence[SourceActivity]) -> None:
        """Show the sources; the one that was selected stays so."""
        _show_lines(self.table, self.model, lines, self.source.id if self.source else None)
        self.card.setEnabled(bool(lines))

    def _on_focused(self, key: object) -> None:
        """Fill the form with the source the user is on."""
        line = next((each for each in self.model.rows if each.source.id == key), None)
        if line is None:
            return
        self.source = line.source
        self.card.set_title(line.source.name)
        self.name.setText(line.source.name)
        self.kind.choose(line.source.kind.value)

    def _on_save(self) -> None:
        """Hand on what was chosen."""
        if self.source is not None:
            kind = SourceKind(self.kind.choice)
            after = Source(self.source.id, self.name.text().strip(), kind)
            self.saved.emit(self.source, after)


def _build_form(*rows: tuple[str, QWidget]) -> QFormLayout:
    """Return fields below their labels."""
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
    form.setVerticalSpacing(6)
    for title, field in rows:
        label = build_label(title, "caption", "muted")
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(title.replace("&", ""))
        form.addRow(label, field)
    return form


def _build_card(form: QFormLayout, hint: str) -> tuple[Card, QPushButton]:
    """Return a card that holds a form, and its button."""
    card = Card(" ", "edit")
    card.setFixedWidth(_FORM_WIDTH)
    save = QPushButton("Save")
    save.setProperty("look", "primary")
    card.body.addLayout(form)
    card.body.addWidget(build_label(hint, "caption", "muted", wrap=True))
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    buttons.addWidget(save)
    card.body.addLayout(buttons)
    return card, save


def _build_layout(section: QWidget, title: str, table: DataTable, card: Card) -> None:
    """Put the table on the left and the form on the right."""
    list_card = Card(title, "select one to edit it")
    list_card.make_flush()
    list_card.body.addWidget(table)
    layout = QHBoxLayout(section)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(14)
    layout.addWidget(list_card, 1)
    right = QVBoxLayout()
    right.addWidget(card)
    right.addStretch(1)
    layout.addLayout(right)


def _show_lines(
    table: DataTable,
    model: RowsTableModel[RepActivity] | RowsTableModel[SourceActivity],
    lines: Sequence[RepActivity] | Sequence[SourceActivity],
    selected: int | None,
) -> None:
    """Show rows and go back to the one that was selected, or to the first."""
    model.show_rows(lines)  # type: ignore[arg-type] # each caller's model fits its lines
    table.fit_columns(stretch=0)
    if selected is not None:
        table.select_key(selected)
    if lines and not table.selectionModel().hasSelection():
        table.selectRow(0)
