"""The quality section of the Data screen: how much can be used, and what stands against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cockpit.desktop.charts.share_bars import ShareBarsChart
from cockpit.desktop.charts.sparkline import TrendDelegate
from cockpit.desktop.dialogs.import_counts import build_scroller
from cockpit.desktop.models.quality_table import (
    FOUND_COLUMN,
    TREND_COLUMN,
    WEIGHT_COLUMN,
    build_quality_model,
)
from cockpit.desktop.models.roles import Role
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.pill import Pill
from cockpit.presenters.data_quality import WEIGHT_LABELS, WEIGHT_TONES
from cockpit.presenters.formatting import format_plural

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.data_quality import QualityLine, QualityView

_DETAIL_WIDTH = 300
_FINE_HEIGHT = 132


class QualitySection(QWidget):
    """Shares on top, findings below them, the one that is selected in full beside them.

    `records_wanted` carries the `QualityLine` whose records are to be shown, `place_wanted` one
    that is put right somewhere else.
    """

    records_wanted = Signal(object)
    place_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.line: QualityLine | None = None
        self.shares = ShareBarsChart(theme)
        self.shares.chosen.connect(self._on_share_chosen)
        self.model = build_quality_model(self)
        self.table = DataTable(theme, "Findings about the data")
        self.table.set_model(self.model)
        self.table.setItemDelegateForColumn(TREND_COLUMN, TrendDelegate(theme, self.table))
        self.table.setItemDelegateForColumn(WEIGHT_COLUMN, PillDelegate(theme, self.table))
        self.table.focused.connect(self._on_focused)
        self.table.opened.connect(self._on_opened)
        usable = Card("How much can be used", "click a bar to see what stands against it")
        usable.body.addWidget(self.shares)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(usable)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(self._build_findings(), 1)
        below.addWidget(self._build_detail())
        layout.addLayout(below, 1)

    def show_quality(self, view: QualityView) -> None:
        """Show what the checks found; the finding that was selected stays so."""
        selected = self.line.check if self.line else None
        self.shares.show_tiles(view.tiles)
        self.model.show_rows(view.lines)
        self.table.fit_columns(stretch=FOUND_COLUMN)
        self._findings.hint.setText(f"for {view.period} · Enter shows the records")
        self._show_fine(view)
        checks = [line.check for line in view.lines]
        if selected in checks:
            self.table.select_key(selected)
        elif checks:
            self.table.select_key(checks[0])
        current = self.table.currentIndex().data(Role.KEY)
        self._show_line(next((line for line in view.lines if line.check == current), None))

    def _build_findings(self) -> Card:
        """Return the card of the table, with what is fine folded away below it."""
        self._findings = Card("What was found", " ")
        self._findings.make_flush()
        self.fold = QPushButton("")
        self.fold.setProperty("look", "link")
        self.fold.setCheckable(True)
        self.fold.setFlat(True)
        self.fold.toggled.connect(self._on_folded)
        self.fine = build_label("", "caption", "muted", wrap=True)
        fine_page = QWidget()
        fine_layout = QVBoxLayout(fine_page)
        fine_layout.setContentsMargins(14, 0, 14, 6)
        fine_layout.addWidget(self.fine)
        fine_layout.addStretch(1)
        self._fine_page = build_scroller(fine_page, "Checks that found nothing")
        self._fine_page.setFixedHeight(_FINE_HEIGHT)
        self._fine_page.hide()
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 8, 6)
        foot.addWidget(self.fold)
        foot.addStretch(1)
        self._findings.body.addWidget(self.table, 1)
        self._findings.body.addLayout(foot)
        self._findings.body.addWidget(self._fine_page)
        return self._findings

    def _build_detail(self) -> Card:
        """Return the card that says what a finding means."""
        self.detail = Card(" ", "")
        self.detail.setFixedWidth(_DETAIL_WIDTH)
        page = QWidget()
        texts = QVBoxLayout(page)
        texts.setContentsMargins(0, 0, 4, 0)
        texts.setSpacing(6)
        self.chip = Pill(self._theme)
        self.found = build_label("", "strong", wrap=True)
        self.consequence = build_label("", "body", wrap=True)
        self.advice = build_label("", "body", wrap=True)
        self.names = build_label("", "body", "muted", wrap=True)
        self.rule = build_label("", "caption", "faint", wrap=True)
        self._advice_title = build_label("What to do", "caption", "muted")
        self._names_title = build_label("Who", "caption", "muted")
        texts.addWidget(self.chip)
        texts.addWidget(self.found)
        texts.addWidget(self.consequence)
        texts.addSpacing(6)
        texts.addWidget(self._advice_title)
        texts.addWidget(self.advice)
        texts.addSpacing(6)
        texts.addWidget(self._names_title)
        texts.addWidget(self.names)
        texts.addStretch(1)
        self.go = QPushButton("")
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(lambda: self._on_opened(self.line and self.line.check))
        self.detail.body.addWidget(build_scroller(page, "The finding in full"), 1)
        self.detail.body.addWidget(self.rule)
        self.detail.body.addWidget(self.go, 0, Qt.AlignmentFlag.AlignRight)
        return self.detail

    def _show_line(self, line: QualityLine | None) -> None:
        """Show one finding in full, or that there is none."""
        self.line = line
        self.detail.set_title(line.title if line else "Nothing to put right")
        for part in (self.chip, self.advice, self._advice_title, self.go, self.rule):
            part.setVisible(line is not None)
        self.names.setVisible(bool(line and line.names))
        self._names_title.setVisible(bool(line and line.names))
        if line is None:
            self.found.setText("Every check found what it should.")
            self.consequence.setText("")
            return
        self.chip.show_state(WEIGHT_LABELS[line.weight], WEIGHT_TONES[line.weight])
        self.found.setText(f"{line.found[:1].upper()}{line.found[1:]}.")
        self.consequence.setText(line.consequence)
        self.advice.setText(line.advice)
        self.names.setText("\n".join(line.names))
        self.rule.setText(f"Counted: {line.rule[:1].lower()}{line.rule[1:]}")
        self.go.setText(line.place_title)

    def _show_fine(self, view: QualityView) -> None:
        """Show how many checks found nothing, and which, folded."""
        count = format_plural(len(view.fine), "check")
        asked = f" · {len(view.missing)} could not look" if view.missing else ""
        self.fold.setText(f"All fine: {count}{asked}")
        lines = [*view.fine, *(f"Not checked: {text}" for text in view.missing)]
        self.fine.setText("\n".join(lines))
        self.fold.setVisible(bool(lines))

    def _on_folded(self, is_open: bool) -> None:
        self._fine_page.setVisible(is_open)

    def _on_share_chosen(self, number: int) -> None:
        """Go to what stands against a share."""
        self.table.select_key(self.shares.tiles[number].check)
        self.table.setFocus()

    def _on_focused(self, key: object) -> None:
        """Show the finding the user is on."""
        line = next((each for each in self.model.rows if each.check == key), None)
        if line is not None:
            self._show_line(line)

    def _on_opened(self, key: object) -> None:
        """Ask for the records of a finding, or for the place where it is put right."""
        line = next((each for each in self.model.rows if each.check == key), None)
        if line is not None:
            (self.records_wanted if line.place == "records" else self.place_wanted).emit(line)
