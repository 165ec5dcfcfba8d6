"""The review of an import: its files on the left, the one that is selected on the right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_columns import ColumnsPanel
from cockpit.desktop.dialogs.import_counts import FatesGrid, build_accounts
from cockpit.desktop.dialogs.import_problems import ProblemsPanel
from cockpit.desktop.models.files_table import STATE_COLUMN, build_files_model
from cockpit.desktop.models.preview_table import build_preview_model
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.cells import PillDelegate
from cockpit.desktop.widgets.data_table import DataTable
from cockpit.desktop.widgets.empty_state import EmptyState
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.records import FileKind
from cockpit.presenters.formatting import format_count
from cockpit.presenters.import_counts import count_rows
from cockpit.presenters.import_draft import choose_kind
from cockpit.presenters.import_preview import DATE_LABELS, KIND_LABELS, NUMBER_LABELS

if TYPE_CHECKING:
    from cockpit.desktop.theme import Theme
    from cockpit.presenters.import_preview import FileView
    from cockpit.presenters.import_wizard import WizardView

_FILES_WIDTH = 270
_TABS = (
    ("columns", "Columns", "Which column of the file is which of ours"),
    ("rows", "First rows", "The file as it is"),
    ("problems", "Problems", "Rows that need a look"),
    ("change", "What will change", "Where every row goes"),
)


class ReviewPage(QWidget):
    """Shows a `WizardView` and takes the user's choices.

    `mapped` carries the key of a file and its new `FileMapping`; `leads_chosen` whether
    opportunities count as leads; `removed` the key of a file to leave out; `add_wanted` asks for
    more files; `announced` says what was done in passing.
    """

    mapped = Signal(str, object)
    leads_chosen = Signal(bool)
    removed = Signal(str)
    add_wanted = Signal()
    announced = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.file: FileView | None = None
        self._view: WizardView | None = None
        self._build_file_parts()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self._build_files_card())
        layout.addWidget(self._build_file_card(), 1)

    def show_view(self, view: WizardView) -> None:
        """Show the files of a draft; the one that was selected stays so."""
        selected = self.file.preview.key if self.file else None
        self._view = view
        self.files_model.show_rows(view.files)
        self.files.fit_columns(stretch=0)
        self.leads.setVisible(view.has_opportunities)
        self.leads_hint.setVisible(view.has_opportunities)
        self.leads.setChecked(view.draft.opportunities_are_leads)
        keys = [file.preview.key for file in view.files]
        open_ones = [file.preview.key for file in view.files if file.blocker]
        self.files.select_key(selected if selected in keys else next(iter(open_ones + keys), None))

    def show_tab(self, name: str) -> None:
        """Show columns, first rows, problems or what will change."""
        self.tabs.choose(name)
        self.pages.setCurrentIndex([each for each, _, _ in _TABS].index(name))

    def _build_file_parts(self) -> None:
        """Make what shows the file that is selected."""
        self.kind = _build_choice(
            "Rows are", {kind.value: text for kind, text in KIND_LABELS.items()}
        )
        self.dates = _build_choice("Dates", DATE_LABELS)
        self.numbers = _build_choice("Numbers", NUMBER_LABELS)
        self.kind.activated.connect(self._on_kind)
        self.dates.activated.connect(self._on_formats)
        self.numbers.activated.connect(self._on_formats)
        self.note = build_label("", "caption", "muted", wrap=True)
        self.blocker = build_label("", "strong", "bad", wrap=True)
        self.tabs = SegmentedControl("Show", _TABS)
        self.tabs.chosen.connect(self.show_tab)
        self.columns = ColumnsPanel(self._theme)
        self.columns.edited.connect(self._on_mapped)
        self.rows = DataTable(self._theme, "First rows")
        self.problems = ProblemsPanel(self._theme, is_narrow=True)
        self.problems.announced.connect(self.announced)
        self.no_problems = EmptyState(
            "Nothing wrong with these rows", "Every row can be imported as it is.", icon="check"
        )
        self.change = QWidget()
        self._accounts = QVBoxLayout()
        self.fates = FatesGrid(self._theme)
        change = QVBoxLayout(self.change)
        change.setContentsMargins(0, 0, 0, 0)
        change.addLayout(self._accounts)
        change.addWidget(self.fates)
        change.addStretch(1)
        self._problem_pages = QStackedWidget()
        self._problem_pages.addWidget(self.problems)
        self._problem_pages.addWidget(self.no_problems)
        self.pages = QStackedWidget()
        for page in (self.columns, self.rows, self._problem_pages, self.change):
            self.pages.addWidget(page)

    def _build_files_card(self) -> Card:
        """Return the list of files with what can be done to it."""
        card = Card("Files")
        card.setFixedWidth(_FILES_WIDTH)
        card.body.setContentsMargins(6, 2, 6, 12)
        self.files_model = build_files_model(self)
        self.files = DataTable(self._theme, "Files to import")
        self.files.set_model(self.files_model)
        self.files.setItemDelegateForColumn(STATE_COLUMN, PillDelegate(self._theme, self.files))
        self.files.focused.connect(self._on_file)
        add = QPushButton("Add files…")
        add.clicked.connect(self.add_wanted)
        remove = QPushButton("Leave out")
        remove.clicked.connect(self._on_removed)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 0, 8, 0)
        buttons.addWidget(add)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        self.leads = QCheckBox("Opportunities are leads too")
        self.leads.clicked.connect(self.leads_chosen)
        self.leads_hint = build_label(
            "For a CRM without leads: each opportunity also counts as one lead, assigned the day "
            "it was created.",
            "caption",
            "muted",
            wrap=True,
        )
        below = QVBoxLayout()
        below.setContentsMargins(8, 6, 8, 0)
        below.addWidget(self.leads)
        below.addWidget(self.leads_hint)
        card.body.addWidget(self.files, 1)
        card.body.addLayout(buttons)
        card.body.addLayout(below)
        return card

    def _build_file_card(self) -> Card:
        """Return the card of the file that is selected."""
        self.card = Card(" ")
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for title, box in (
            ("Rows are", self.kind),
            ("Dates", self.dates),
            ("Numbers", self.numbers),
        ):
            label = build_label(title, "caption", "muted")
            label.setBuddy(box)
            choices.addWidget(label)
            choices.addWidget(box)
            choices.addSpacing(8)
        choices.addStretch(1)
        self.card.body.addLayout(choices)
        self.card.body.addWidget(self.note)
        self.card.body.addWidget(self.blocker)
        self.card.body.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.body.addWidget(self.pages, 1)
        return self.card

    def _on_file(self, key: object) -> None:
        """Show the file the user is on."""
        files = self._view.files if self._view else ()
        file = next((each for each in files if each.preview.key == key), None)
        if file is None:
            return
        is_other = self.file is None or self.file.preview.key != key
        self.file = file
        preview = file.preview
        self.card.set_title(file.title)
        self.kind.setCurrentIndex(self.kind.findData(preview.kind.value if preview.kind else None))
        _choose(self.dates, preview.mapping.dates)
        _choose(self.numbers, preview.mapping.numbers)
        self.note.setText(file.note)
        self.blocker.setText(file.blocker)
        self.blocker.setVisible(bool(file.blocker))
        self.columns.show_file(file)
        headers = [column.header for column in preview.columns]
        self.rows.set_model(build_preview_model(headers, preview.rows, self.rows))
        self.rows.fit_columns()
        self.problems.show_problems(file.problems)
        self._problem_pages.setCurrentIndex(0 if file.problems else 1)
        count = f"Problems ({format_count(len(file.problems))})" if file.problems else "Problems"
        self.tabs.set_title("problems", count)
        accounts = (preview.account,) if preview.account else ()
        build_accounts(self._theme, accounts, self._accounts)
        self.fates.show_counts(count_rows(accounts))
        if is_other:
            needs_check = file.blocker or any(line.is_guessed for line in file.columns)
            has_rejected = preview.account is not None and preview.account.rejected
            self.show_tab("problems" if has_rejected and not needs_check else "columns")

    def _on_kind(self) -> None:
        """Read the file as another kind."""
        if self.file is not None:
            kind = FileKind(self.kind.currentData())
            self._on_mapped(choose_kind(self.file.preview.mapping, kind))

    def _on_formats(self) -> None:
        """Read dates and numbers otherwise."""
        if self.file is not None:
            mapping = replace(
                self.file.preview.mapping,
                dates=self.dates.currentData(),
                numbers=self.numbers.currentData(),
            )
            self._on_mapped(mapping)

    def _on_mapped(self, mapping: object) -> None:
        """Hand on how the file is to be read."""
        if self.file is not None:
            self.mapped.emit(self.file.preview.key, mapping)

    def _on_removed(self) -> None:
        """Ask to leave the selected file out."""
        if self.file is not None:
            key, self.file = self.file.preview.key, None
            self.removed.emit(key)


def _build_choice(title: str, options: dict[str, str]) -> QComboBox:
    """Return a box with options by name."""
    box = QComboBox()
    box.setAccessibleName(title)
    box.setPlaceholderText("Choose…")
    for name, text in options.items():
        box.addItem(text, name)
    return box


def _choose(box: QComboBox, name: str) -> None:
    """Choose an option; one that is not offered, such as a pattern of dates, is added."""
    if box.findData(name) < 0:
        box.addItem(name, name)
    box.setCurrentIndex(box.findData(name))
