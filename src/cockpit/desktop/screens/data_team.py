"""Team settings and the store on the Data screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.label import build_label
from cockpit.domain.errors import UsageError
from cockpit.presenters.team_settings import (
    CURRENCIES,
    MONTHS,
    WEEKDAYS,
    TeamForm,
    build_team,
    build_team_form,
    describe_change,
    format_currency,
    format_fiscal_year,
)

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.domain.team import Team
    from cockpit.presenters.data import DataView

_FIELD_WIDTH = 240


class TeamSection(QWidget):
    """The settings on the left, the store on the right.

    `saved` carries the `Team` before and after; `backup_wanted`, `restore_wanted`,
    `empty_wanted` and `announced` say what was asked for or done.
    """

    saved = Signal(object, object)
    backup_wanted = Signal()
    restore_wanted = Signal()
    empty_wanted = Signal()
    announced = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: DataView | None = None
        self._build_fields()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self._build_team_card(), 3, top)
        layout.addWidget(self._build_store_card(), 2, top)

    def show_view(self, view: DataView) -> None:
        """Show the settings as they are, and where the store is."""
        self._view = view
        form = build_team_form(view.team)
        self.name.setText(form.name)
        self._show_currency(form.currency, is_fixed=view.is_currency_fixed)
        self.first_month.setCurrentIndex(form.first_month - 1)
        self.week_start.setCurrentIndex(form.week_start)
        self.tolerance.setText(form.tolerance)
        self.location.setText(view.location)
        self.location.setCursorPosition(0)
        self.size_label.setText(f"{view.size} on this computer; nothing leaves it.")
        self._on_edited()

    def typed(self) -> TeamForm:
        """Return what the form says."""
        currency = self.currency.currentData() or self.currency.currentText()
        return TeamForm(
            self.name.text(),
            currency,
            self.first_month.currentIndex() + 1,
            self.week_start.currentIndex(),
            self.tolerance.text(),
        )

    def _build_fields(self) -> None:
        """Make the fields of the form."""
        self.name = QLineEdit()
        self.currency = QComboBox()
        self.first_month = QComboBox()
        self.first_month.addItems(MONTHS)
        self.week_start = QComboBox()
        self.week_start.addItems(WEEKDAYS)
        self.tolerance = QLineEdit()
        for box in (self.currency, self.first_month, self.week_start):
            box.currentIndexChanged.connect(self._on_edited)
        for edit in (self.name, self.tolerance):
            edit.textEdited.connect(self._on_edited)

    def _build_team_card(self) -> Card:
        """Return the card with the settings, each with what it means beside it."""
        card = Card("Team settings")
        self.currency_hint = build_label("", "caption", "muted", wrap=True)
        self.fiscal_hint = build_label("", "caption", "muted", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(2, 1)
        week = build_label("Charts by week begin on this day.", "caption", "muted", wrap=True)
        miss = build_label(
            "% of a target that may be missed and still count as reached. A miss is a miss: 0 "
            "unless the team agreed otherwise.",
            "caption",
            "muted",
            wrap=True,
        )
        who = build_label("Shown on what you export.", "caption", "muted", wrap=True)
        rows = (
            ("&Name", self.name, who),
            ("&Currency", self.currency, self.currency_hint),
            ("&Fiscal year starts in", self.first_month, self.fiscal_hint),
            ("&Week starts on", self.week_start, week),
            ("&Tolerance", self.tolerance, miss),
        )
        for row, (title, field, hint) in enumerate(rows):
            label = build_label(title, "body", "muted")
            label.setBuddy(field)
            field.setAccessibleName(title.replace("&", ""))
            field.setFixedWidth(_FIELD_WIDTH)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(hint, row, 2)
        self.meaning = build_label("", "body", "", wrap=True)
        self.save = QPushButton("Save settings")
        self.save.setProperty("look", "primary")
        self.save.clicked.connect(self._on_save)
        card.body.addLayout(grid)
        card.body.addSpacing(6)
        card.body.addWidget(self.meaning)
        card.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignRight)
        return card

    def _build_store_card(self) -> Card:
        """Return the card that says where everything is and keeps copies of it."""
        card = Card("Your data")
        self.location = QLineEdit(readOnly=True)
        self.location.setAccessibleName("Where the store is")
        self.size_label = build_label("", "caption", "muted", wrap=True)
        copy = QPushButton("Copy path")
        copy.clicked.connect(self._on_copy)
        folder = QPushButton("Show in folder")
        folder.clicked.connect(self._on_folder)
        self.back_up = QPushButton("Back up now…")
        self.back_up.setProperty("look", "primary")
        self.back_up.clicked.connect(self.backup_wanted)
        self.restore = QPushButton("Restore a backup…")
        self.restore.clicked.connect(self.restore_wanted)
        card.body.addWidget(build_label("Everything is in one file on this computer.", "body"))
        card.body.addWidget(self.location)
        card.body.addWidget(self.size_label)
        card.body.addLayout(_build_row(copy, folder))
        card.body.addSpacing(14)
        card.body.addWidget(build_label("Backup", "strong"))
        text = (
            "A backup is one file with everything in it. Restoring one replaces what is here now; "
            "what was here is kept in a file beside it, so that nothing is lost."
        )
        card.body.addWidget(build_label(text, "body", "muted", wrap=True))
        card.body.addLayout(_build_row(self.back_up, self.restore))
        card.body.addSpacing(14)
        card.body.addWidget(build_label("Begin anew", "strong"))
        text = (
            "Leaves the demo team, or this team's data, behind and starts with an empty store. "
            "What is here now is kept in a file beside it, to be restored when you like."
        )
        card.body.addWidget(build_label(text, "body", "muted", wrap=True))
        self.empty = QPushButton("Start empty…")
        self.empty.clicked.connect(self.empty_wanted)
        card.body.addLayout(_build_row(self.empty))
        return card

    def _show_currency(self, code: str, *, is_fixed: bool) -> None:
        """Offer currencies, or the one that amounts are recorded in."""
        codes = (code,) if is_fixed else tuple(dict.fromkeys((code, *CURRENCIES)))
        self.currency.clear()
        for each in codes:
            self.currency.addItem(format_currency(each), each)
        self.currency.setEnabled(not is_fixed)
        self.currency_hint.setText(
            "Stays, because amounts are recorded in it; another currency needs a store of its own."
            if is_fixed
            else "Of targets and amounts. It can be chosen until the first amount is recorded."
        )

    def _on_edited(self) -> None:
        """Say what saving would mean, and what is wrong if it cannot be."""
        if self._view is None:
            return
        form = self.typed()
        self.fiscal_hint.setText(format_fiscal_year(form.first_month, self._view.today))
        try:
            after = build_team(form)
        except UsageError as error:
            self._show_meaning(str(error), "bad", can_save=False)
            return
        sentences = describe_change(self._view.team, after, self._view.today)
        self._show_meaning("\n".join(sentences), "", can_save=after != self._view.team)

    def _show_meaning(self, text: str, tone: str, *, can_save: bool) -> None:
        """Show a text below the fields, and whether they can be saved."""
        self.meaning.setProperty("tone", tone)
        self.meaning.style().polish(self.meaning)
        self.meaning.setText(text)
        self.meaning.setVisible(bool(text))
        self.save.setEnabled(can_save)

    def _on_save(self) -> None:
        """Hand on the settings."""
        if self._view is not None:
            before: Team = self._view.team
            self.saved.emit(before, build_team(self.typed()))

    def _on_copy(self) -> None:
        """Copy where the store is."""
        QGuiApplication.clipboard().setText(self.location.text())
        self.announced.emit("Copied the path of the store")

    def _on_folder(self) -> None:
        """Open the folder that holds the store."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.location.text()).parent)))


def _build_row(*buttons: QPushButton) -> QHBoxLayout:
    """Return buttons side by side, from the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
