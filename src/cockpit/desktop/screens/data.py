"""The Data screen: is the data right? Imports, findings, reps, sources, team and store."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cockpit.desktop.dialogs.import_dialog import ImportDialog
from cockpit.desktop.dialogs.import_drop_zone import choose_files, read_paths
from cockpit.desktop.dialogs.import_problems import ProblemsPanel
from cockpit.desktop.screen import Command, Export, Screen, ScreenContext
from cockpit.desktop.screens.data_answers import AnswersPage
from cockpit.desktop.screens.data_batches import BatchKeeping
from cockpit.desktop.screens.data_connections import ConnectionsPage
from cockpit.desktop.screens.data_edits import RosterEdits
from cockpit.desktop.screens.data_empty import build_empty_states, stack_up
from cockpit.desktop.screens.data_imports import ImportsSection
from cockpit.desktop.screens.data_quality_page import QualityPage
from cockpit.desktop.screens.data_roster import RepsSection, SourcesSection
from cockpit.desktop.screens.data_store import StoreKeeping
from cockpit.desktop.screens.data_team import TeamSection
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.headline import Headline
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.domain.changes import Changes
from cockpit.domain.question import Question
from cockpit.presenters.data import BatchView, DataPresenter, DataView
from cockpit.presenters.data_quality import QualityLine
from cockpit.presenters.problems import write_problems
from cockpit.presenters.text import Span

SECTIONS = (
    ("imports", "Imports", "What came in, when, and where every row went"),
    ("quality", "Quality", "Whether the data can be trusted, and what to put right first"),
    ("problems", "Problems", "What was found in the import that is selected"),
    ("reps", "Reps", "Names, other names in the CRM, first and last day"),
    ("sources", "Sources", "Where leads come from, and who brings them in"),
    ("answers", "Answers", "What was said about files: stages, exchange rates, mappings"),
    ("crm", "CRM", "Salesforce and HubSpot: records pulled from the CRM itself"),
    ("team", "Team", "Currency, fiscal year, tolerance; backup"),
)
"""Name, title and meaning of each section."""


class DataScreen(Screen):
    """Shows what is in the store and lets the user put it right."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context)
        self.presenter = DataPresenter(context.workspace)
        self.view: DataView | None = None
        self.batch: BatchView | None = None
        self.dialog: ImportDialog | None = None
        self._question: Question | None = None
        self.store = StoreKeeping(context, self.presenter, self)
        self.edits = RosterEdits(context, self.presenter, self)
        self.batches = BatchKeeping(context, self)
        self.setAcceptDrops(True)
        self._build_sections()
        self._build_layout()
        undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.edits.undo)
        self._load()

    # What the window asks

    def show_question(self, question: Question) -> None:
        """Ask whether the data can be trusted for the period."""
        self.quality.forget()
        self._ask_quality(question)

    def on_changes(self, changes: Changes) -> None:
        """Load everything again; all of it depends on the store."""
        if changes:
            self.quality.forget()
            self._load()
            self._ask_quality()
            if self.sections.choice == "answers":
                self.answers.ask()

    def focus_argument(self, argument: str) -> None:
        """Go to a section (`reps`), to a rep (`reps:Ben Lindqvist`), or import files.

        `import` asks for files; `import:` with a path a line imports those.
        """
        section, _, name = argument.partition(":")
        if section == "import" and name:
            self.import_paths([Path(line) for line in name.splitlines()])
        elif section == "import":
            self.choose_files()
        elif section in self._pages:
            self.show_section(section)
            if name and section == "reps":
                self.reps.select_name(name)

    def exports(self) -> Sequence[Export]:
        """Return the tables that the section shown can write."""
        tables = {
            "imports": self.imports.table,
            "quality": self.quality.section.table,
            "reps": self.reps.table,
            "sources": self.sources.table,
        }
        name = self.sections.choice
        if name in tables:
            return (Export(f"{name.capitalize()} (CSV)", f"{name}.csv", tables[name].export_csv),)
        if name == "problems" and self.problems.shown:
            write = partial(write_problems, self.problems.shown)
            return (Export("Findings (CSV)", "findings.csv", write),)
        return ()

    def commands(self) -> Sequence[Command]:
        """Return imports, sections, backup and undo."""
        sections = [
            Command(f"Data: {title}", partial(self.show_section, name))
            for name, title, _ in SECTIONS
        ]
        undo = [Command(f"Undo: {self.presenter.undo_title}", self.edits.undo)]
        return [
            Command("Import files…", self.choose_files),
            Command("Back up now…", self.store.choose_backup),
            Command("Restore a backup…", self.store.choose_restore),
            Command("Start empty…", self.store.choose_empty),
            *(undo if self.presenter.undo_title else ()),
            *sections,
        ]

    # Import

    def choose_files(self) -> None:
        """Ask for files and import them."""
        paths = choose_files(self)
        if paths:
            self.import_paths(paths)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Open the import dialog on some files, or add them to the one that is open."""
        if self.dialog is not None:
            self.dialog.add_paths(paths)
            return
        self.dialog = ImportDialog(self.context, self.window(), self._question)
        self.dialog.finished.connect(self._on_dialog_closed)
        self.dialog.imported.connect(self.context.changed)
        self.dialog.add_paths(paths)
        self.dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if read_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files that are dropped."""
        event.acceptProposedAction()
        self.import_paths(read_paths(event.mimeData()))

    def _on_dialog_closed(self) -> None:
        """Forget the dialog."""
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    # Building

    def _build_sections(self) -> None:
        """Make the sections and listen to them."""
        theme = self.context.theme
        self.imports = ImportsSection(theme)
        self.imports.files_chosen.connect(self.import_paths)
        self.imports.batch_chosen.connect(self._load_batch)
        self.imports.problems_wanted.connect(partial(self.show_section, "problems"))
        self.imports.changes_wanted.connect(self.batches.show_changes)
        self.imports.rejected_wanted.connect(self.batches.save_rejected)
        self.imports.undo_wanted.connect(self.batches.choose_undo)
        self.quality = QualityPage(self.context, self.choose_files)
        self.quality.answered.connect(self._show_headline)
        self.quality.place_wanted.connect(self._go_to_place)
        self.problems = ProblemsPanel(theme)
        self.problems.announced.connect(self.context.announce)
        self.reps = RepsSection(theme)
        self.reps.saved.connect(self.edits.save_rep)
        self.sources = SourcesSection(theme)
        self.sources.saved.connect(self.edits.save_source)
        self.answers = AnswersPage(self.context)
        self.connections = ConnectionsPage(self.context)
        self.team = TeamSection(theme)
        self.team.saved.connect(self.edits.save_team)
        self.team.backup_wanted.connect(self.store.choose_backup)
        self.team.restore_wanted.connect(self.store.choose_restore)
        self.team.empty_wanted.connect(self.store.choose_empty)
        self.team.announced.connect(self.context.announce)

    def _build_layout(self) -> None:
        """Put the headline above the sections, and an empty state beside them."""
        theme = self.context.theme
        self.headline = Headline(theme)
        self.caption = Headline(theme, "body", "muted")
        self.import_button = QPushButton("Import files…")
        self.import_button.setProperty("look", "primary")
        self.import_button.clicked.connect(self.choose_files)
        self.sections = SegmentedControl("Section", SECTIONS)
        self.sections.chosen.connect(self.show_section)
        self._problems_card = Card(" ", "Ctrl+C copies the selected rows")
        self._problems_card.body.addWidget(self.problems)
        empty = build_empty_states(self.choose_files, partial(self.context.navigate, "plan", ""))
        self._pages: dict[str, QWidget] = {
            "imports": stack_up(self.imports, empty["imports"]),
            "quality": self.quality,
            "problems": stack_up(self._problems_card, empty["problems"]),
            "reps": stack_up(self.reps, empty["reps"]),
            "sources": stack_up(self.sources, empty["sources"]),
            "answers": self.answers,
            "crm": self.connections,
            "team": self.team,
        }
        self.pages = QStackedWidget()
        for page in self._pages.values():
            self.pages.addWidget(page)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.caption)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addLayout(words, 1)
        top.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.sections, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.pages, 1)

    # Showing

    def show_section(self, name: str) -> None:
        """Show one of the sections."""
        self.sections.choose(name)
        self.pages.setCurrentWidget(self._pages[name])
        if name == "answers":
            self.answers.ask()
        self._ask_quality()
        self._show_headline()

    def _ask_quality(self, question: Question | None = None) -> None:
        """Ask whether the data can be trusted, once that is looked at."""
        if question is not None:
            self._question = question
        if self.sections.choice == "quality" and self.quality.view is None:
            self.quality.ask(self._question.period if self._question else None)

    def _show_headline(self) -> None:
        """Say whether the data can be trusted where that is shown, else what the store holds."""
        quality = self.quality.view
        if self.sections.choice == "quality" and quality is not None and quality.has_records:
            self.headline.show_spans(quality.headline)
            self.caption.show_spans((Span(quality.caption),))
        elif self.view is not None:
            self.headline.show_spans(self.view.headline)
            self.caption.show_spans(self.view.caption)

    def _go_to_place(self, line: QualityLine) -> None:
        """Go where a finding is put right."""
        if line.place == "import":
            self.choose_files()
        elif line.place == "plan":
            self.context.navigate("plan", "")
        elif line.place == "problems":
            rejecting = [b.id for b in self.view.batches if b.rejected] if self.view else []
            if rejecting:
                self.imports.table.select_key(rejecting[0])
            self.show_section("problems")
        else:
            self.show_section(line.place)
            if line.place == "reps" and line.names:
                self.reps.select_name(line.names[0].split(" / ")[-1])

    def _load(self) -> None:
        """Ask for everything the screen shows."""
        self.context.tasks.ask("data", lambda _: self.presenter.load(), self._show)

    def _load_batch(self, batch_id: int) -> None:
        """Ask for one import in full."""
        self.context.tasks.ask(
            "data batch", lambda _: self.presenter.load_batch(batch_id), self._show_batch
        )

    def _show(self, view: DataView) -> None:
        """Show what the store holds."""
        self.view = view
        self._show_headline()
        self.imports.show_batches(view.batches)
        self.reps.show_reps(view.reps)
        self.sources.show_sources(view.sources)
        self.team.show_view(view)
        self.connections.ask()
        self._show_page("imports", bool(view.batches))
        self._show_page("reps", bool(view.reps))
        self._show_page("sources", bool(view.sources))
        if not view.batches:
            self._show_page("problems", False)

    def _show_batch(self, batch: BatchView) -> None:
        """Show one import in full."""
        self.batch = batch
        self.imports.show_batch(batch)
        self.problems.show_problems(batch.problems)
        self._problems_card.set_title(f"{batch.line.what} · {batch.line.when}")
        self._show_page("problems", bool(batch.problems))

    def _show_page(self, name: str, has_contents: bool) -> None:
        """Show a section, or what to do while it is empty."""
        page = self._pages[name]
        if isinstance(page, QStackedWidget):
            page.setCurrentIndex(0 if has_contents else 1)
