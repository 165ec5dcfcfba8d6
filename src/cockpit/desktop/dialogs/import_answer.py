"""What an import changed in the answer: figures and headline before and now, rep by rep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cockpit.desktop.dialogs.import_counts import empty_layout
from cockpit.desktop.models.answer_change_table import (
    LAST_COLUMN,
    VERDICT_COLUMNS,
    build_changes_model,
)
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.label import build_label
from cockpit.presenters.text import Span

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.answer_change import AnswerChangeView, FigureChange

_COMPARING = (Span("Asking the same question again…", "muted"),)


class AnswerPanel(QWidget):
    """The answer before an import beside the answer now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.card = Card("What this changed in your answer")
        self.summary = Headline(theme, "body")
        self._figures = QHBoxLayout()
        self._figures.setSpacing(26)
        self.before = Headline(theme, "body", "muted")
        self.after = Headline(theme, "body")
        self._sentences = QWidget()
        grid = QGridLayout(self._sentences)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        self._before_title = build_label("Before", "label", "faint")
        grid.addWidget(self._before_title, 0, 0, top)
        grid.addWidget(self.before, 0, 1)
        grid.addWidget(build_label("Now", "label", "muted"), 1, 0, top)
        grid.addWidget(self.after, 1, 1)
        self.model = build_changes_model(self)
        self.table = DataTable(theme, "Reps whose answer changed")
        self.table.set_model(self.model)
        pills = PillDelegate(theme, self.table)
        for column in VERDICT_COLUMNS:
            self.table.setItemDelegateForColumn(column, pills)
        self.card.body.addWidget(self.summary)
        self.card.body.addLayout(self._figures)
        self.card.body.addWidget(self._sentences)
        self.card.body.addWidget(self.table, 1)
        self._rest = QWidget()
        self.card.body.addWidget(self._rest, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.card)

    def begin(self) -> None:
        """Say that the answer is being compared."""
        self.summary.show_spans(_COMPARING)
        empty_layout(self._figures)
        self._sentences.hide()
        self.table.hide()
        self._rest.show()

    def show_change(self, view: AnswerChangeView) -> None:
        """Show what changed."""
        self.card.set_hint(view.title)
        self.summary.show_spans(view.summary)
        empty_layout(self._figures)
        for figure in view.figures:
            self._figures.addWidget(_build_figure(figure))
        self._figures.addStretch(1)
        self.before.show_spans(view.before)
        self.after.show_spans(view.after)
        has_before = bool(view.before) and view.before != view.after
        self.before.setVisible(has_before)
        self._before_title.setVisible(has_before)
        self._sentences.setVisible(bool(view.after))
        self.model.show_rows(view.rows)
        self.table.fit_columns(stretch=LAST_COLUMN)
        self.table.setVisible(bool(view.rows))
        self._rest.setVisible(not view.rows)


def _build_figure(figure: FigureChange) -> QWidget:
    """Return a figure: its name, what it is now, and what it was."""
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addWidget(build_label(figure.label, "caption", "faint"))
    now = build_label(figure.after, "title")
    now.setAccessibleName(f"{figure.label}: {figure.before} before, {figure.after} now")
    box.addWidget(now)
    tone = figure.tone if figure.tone in {"good", "bad"} else "muted"
    was = f"{figure.change} · was {figure.before}" if figure.change else "as before"
    box.addWidget(build_label(was, "caption", tone))
    return page
