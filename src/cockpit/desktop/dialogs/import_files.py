"""The first step of an import: the files as cards, and the place to drop more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_counts import build_scroller
from cockpit.desktop.dialogs.import_drop_zone import DropZone
from cockpit.desktop.icons import build_icon
from cockpit.desktop.widgets.elided_label import ElidedLabel
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.pill import Pill
from cockpit.presenters.import_files import DIALECT_LABELS
from cockpit.presenters.import_preview import KIND_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_files import FileCard
    from cockpit.presenters.import_view import WizardView

_KIND_WIDTH = 140
_ICON = 16
_LEADS_HINT = (
    "For a CRM without leads: each opportunity also counts as one lead, assigned the day it was "
    "created."
)


class FileCardWidget(QFrame):
    """One file: what it was recognised as, what to know about it, and what can be said instead.

    `kind_chosen` carries the name of a kind; `dialect_chosen` that of a CRM; `removed` and
    `replaced` ask for the file to be left out, or for another in its place.
    """

    kind_chosen = Signal(str)
    dialect_chosen = Signal(str)
    removed = Signal()
    replaced = Signal()

    def __init__(self, theme: Theme, card: FileCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.card = card
        self.setAccessibleName(f"{card.name}: {card.subtitle or card.state[0]}")
        self.setAccessibleDescription(" ".join(card.warnings))
        name = ElidedLabel(card.name, "strong")
        name.setToolTip(card.key)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(_build_icon("file-spreadsheet"))
        top.addWidget(name, 1)
        if card.rows:
            top.addWidget(build_label(card.rows, "body", "muted"))
        top.addWidget(Pill(theme, *card.state))
        self.remove = QToolButton()
        self.remove.setProperty("look", "plain")
        self.remove.setIcon(build_icon("x"))
        self.remove.setToolTip("Leave this file out")
        self.remove.setAccessibleName(f"Leave out {card.name}")
        self.remove.clicked.connect(self.removed)
        top.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 10)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(self._build_second())
        for warning in () if card.is_unreadable else card.warnings:
            layout.addLayout(_build_warning(warning, is_bad=warning == card.blocker))

    def _build_second(self) -> QHBoxLayout:
        """Return the line with what the file was recognised as, and the way to say otherwise."""
        line = QHBoxLayout()
        line.setContentsMargins(_ICON + 10, 0, 6, 0)
        line.setSpacing(8)
        if self.card.is_unreadable:
            self.replace = QPushButton("Choose another file…")
            self.replace.clicked.connect(self.replaced)
            line.addWidget(build_label(self.card.blocker, "body", "bad", wrap=True), 1)
            line.addWidget(self.replace)
            return line
        line.addWidget(ElidedLabel(self.card.subtitle), 1)
        self.kind = _build_choice("Rows are", KIND_LABELS, self.card.kind)
        self.kind.activated.connect(lambda _: self.kind_chosen.emit(self.kind.currentData()))
        self.dialect = _build_choice("From", DIALECT_LABELS, self.card.dialect)
        self.dialect.activated.connect(
            lambda _: self.dialect_chosen.emit(self.dialect.currentData())
        )
        for title, box in (("Rows are", self.kind), ("From", self.dialect)):
            label = build_label(title, "caption", "muted")
            label.setBuddy(box)
            box.setAccessibleName(f"{title}: {self.card.name}")
            line.addWidget(label)
            line.addWidget(box)
        return line


class FilesPage(QWidget):
    """The cards of all files, what links them, and a place to drop more.

    `chosen` carries more paths; the other signals the key of a file, and what was said about it.
    """

    chosen = Signal(object)
    kind_chosen = Signal(str, str)
    dialect_chosen = Signal(str, str)
    removed = Signal(str)
    replaced = Signal(str)
    leads_chosen = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cards: dict[str, FileCardWidget] = {}
        self.drop = DropZone(
            theme, "Drop more files here", "Leads, opportunities, users, targets: in any order."
        )
        self.drop.chosen.connect(self.chosen)
        self.leads = QCheckBox("Opportunities are leads too")
        self.leads.setToolTip(_LEADS_HINT)
        self.leads.clicked.connect(self.leads_chosen)
        self._leads_hint = build_label(_LEADS_HINT, "caption", "muted", wrap=True)
        self.links = QGridLayout()
        self.links.setColumnStretch(1, 1)
        self.links.setHorizontalSpacing(10)
        self.scroller = build_scroller(QWidget(), "Files")
        below = QVBoxLayout()
        below.setContentsMargins(14, 0, 14, 0)
        below.setSpacing(4)
        below.addLayout(self.links)
        below.addWidget(self.leads)
        below.addWidget(self._leads_hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.scroller, 1)
        layout.addLayout(below)
        layout.addWidget(self.drop)

    def show_view(self, view: WizardView) -> None:
        """Show the files of a draft; the place scrolled to stays."""
        at = self.scroller.verticalScrollBar().value()
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(8)
        self.cards.clear()
        for card in view.cards:
            self.cards[card.key] = self._build_card(card)
            layout.addWidget(self.cards[card.key])
        layout.addStretch(1)
        self.scroller.setWidget(page)
        page.setAutoFillBackground(False)
        self.scroller.verticalScrollBar().setValue(at)
        while item := self.links.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, link in enumerate(view.links):
            self.links.addWidget(_build_icon("merge"), row, 0)
            self.links.addWidget(build_label(link, "body", wrap=True), row, 1)
        self.leads.setVisible(view.has_opportunities)
        self._leads_hint.setVisible(view.has_opportunities)
        self.leads.setChecked(view.draft.opportunities_are_leads)

    def _build_card(self, card: FileCard) -> FileCardWidget:
        """Return the card of a file, listened to."""
        widget, key = FileCardWidget(self._theme, card), card.key
        widget.kind_chosen.connect(lambda kind: self.kind_chosen.emit(key, kind))
        widget.dialect_chosen.connect(lambda name: self.dialect_chosen.emit(key, name))
        widget.removed.connect(lambda: self.removed.emit(key))
        widget.replaced.connect(lambda: self.replaced.emit(key))
        return widget


def _build_choice(title: str, options: Mapping[Any, str], name: str) -> QComboBox:
    """Return a box with options by name, one of them chosen."""
    box = QComboBox()
    box.setPlaceholderText("Choose…")
    box.setFixedWidth(_KIND_WIDTH)
    box.setToolTip(title)
    for each, text in options.items():
        box.addItem(text, str(each))
    box.setCurrentIndex(box.findData(name))
    return box


def _build_warning(text: str, *, is_bad: bool) -> QHBoxLayout:
    """Return a line with a mark and a sentence."""
    line = QHBoxLayout()
    line.setContentsMargins(_ICON + 10, 0, 6, 0)
    line.setSpacing(8)
    line.addWidget(
        _build_icon("triangle-alert" if is_bad else "info"), 0, Qt.AlignmentFlag.AlignTop
    )
    line.addWidget(build_label(text, "body", "bad" if is_bad else "muted", wrap=True), 1)
    return line


def _build_icon(name: str) -> QLabel:
    """Return a small icon."""
    label = QLabel()
    label.setPixmap(build_icon(name).pixmap(QSize(_ICON, _ICON)))
    label.setFixedSize(_ICON, _ICON)
    return label
