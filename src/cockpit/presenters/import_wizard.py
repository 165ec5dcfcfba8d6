"""The import dialog: what the files hold, how they would be read, and what would change."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cockpit.domain.changes import Changes
from cockpit.domain.errors import UsageError
from cockpit.domain.problems import FileAccount
from cockpit.domain.question import Question
from cockpit.presenters.answer_change import AnswerChangeView, build_answer_change
from cockpit.presenters.formatting import format_list, format_plural
from cockpit.presenters.import_asked import AskedQuestions
from cockpit.presenters.import_counts import count_rows, format_counts
from cockpit.presenters.import_draft import ImportDraft
from cockpit.presenters.import_view import WizardView, build_wizard_view
from cockpit.presenters.problems import ProblemLine, list_account_problems
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.answer_change import Answer, follow_answer, keep_answer
from cockpit.services.demo import DEMO_TEAM
from cockpit.services.importing import (
    FileMapping,
    FilePreview,
    ImportRequest,
    import_files,
    preview_files,
)
from cockpit.services.imports import keep_mapping, recall_mapping, undo_last_import
from cockpit.services.rejected import RejectedTable, propose_name, save_rejected
from cockpit.services.team import load_team

__all__ = [
    "ImportOutcome",
    "ImportWizard",
    "RejectedTable",
    "are_large",
    "propose_rejected_name",
    "write_rejected",
]

_DEMO_NOTE = (
    "This store holds the demo team; what you import is added to it. To work with your own data "
    "only, choose Data › Team › Start empty first."
)

_LARGE = 4_000_000
"""Bytes from which files are first shown by their first rows, the rest in the background."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did.

    Args:
        headline: The same in a sentence.
        accounts: Where the rows of each file went.
        problems: Everything that was found.
        batch: Number of the batch, `None` when nothing changed.
        changes: The parts of the store that changed.
        before: The answer as it was before the import.
        rejected: The rows that were turned away, to be saved.
    """

    headline: tuple[Span, ...]
    accounts: tuple[FileAccount, ...]
    problems: tuple[ProblemLine, ...]
    batch: int | None
    changes: Changes
    before: Answer
    rejected: tuple[RejectedTable, ...] = ()


class ImportWizard:
    """Looks at files and imports them; every call works on the store, so call it in a worker."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._asked = AskedQuestions()

    def preview(
        self, draft: ImportDraft, progress: Progress | None = None, *, first_rows: bool = False
    ) -> WizardView:
        """Return what importing the draft would do; nothing is changed.

        A file whose header was mapped by hand before is read as it was then.

        Args:
            draft: The files and what was decided about them.
            progress: Told how far the look is; may raise `CancelledError`.
            first_rows: Look at the first rows only, which is quick however large the files are.
        """
        store = self._workspace.store
        team = load_team(store)
        if not draft.paths:
            return build_wizard_view(draft, (), team.currency)
        previews = self._preview(draft, progress, first_rows=first_rows)
        recalled = frozenset(
            each.key
            for each in previews
            if each.signature and recall_mapping(store, each.signature) is not None
        )
        view = build_wizard_view(draft, previews, team.currency, recalled, is_sample=first_rows)
        return replace(view, note=_DEMO_NOTE) if team.name == DEMO_TEAM else view

    def _preview(
        self, draft: ImportDraft, progress: Progress | None, *, first_rows: bool
    ) -> tuple[FilePreview, ...]:
        """Preview a draft; where stages are proposed that were not before, as if they were said."""
        store, is_new = self._workspace.store, True
        previews: tuple[FilePreview, ...] = ()
        while is_new:
            request = self._build_request(draft)
            previews = preview_files(store, request, progress, first_rows=first_rows)
            is_new = self._asked.take_in(previews)
        return tuple(self._asked.put_back(preview) for preview in previews)

    def _build_request(
        self, draft: ImportDraft, mappings: Mapping[str, FileMapping] | None = None
    ) -> ImportRequest:
        """Return the request that a draft stands for, with the mappings that were settled on."""
        return ImportRequest(
            paths=draft.paths,
            mappings=draft.mappings if mappings is None else mappings,
            dialects=draft.dialects,
            answers=self._asked.propose(draft.answers),
            opportunities_are_leads=draft.opportunities_are_leads,
        )

    def run(
        self,
        view: WizardView,
        question: Question | None = None,
        progress: Progress | None = None,
    ) -> ImportOutcome:
        """Import what a view shows, and keep the mappings made by hand for the next time.

        Args:
            view: What the user looked at last.
            question: What the window asks; the answer to it is kept, to be compared.
            progress: Told how far the import is.

        Raises:
            UsageError: A file cannot be imported; nothing was changed.
            CancelledError: The user cancelled; nothing was changed.
        """
        store = self._workspace.store
        chosen = _choose_mappings(view)
        before = keep_answer(store, self._workspace.today, question)
        result = import_files(store, self._build_request(view.draft, chosen), progress)
        for file in view.files:
            if file.preview.key in chosen:
                keep_mapping(store, file.preview.signature, file.title, chosen[file.preview.key])
        return ImportOutcome(
            _build_headline(result.files),
            result.files,
            list_account_problems(result.files),
            result.batch,
            result.changes,
            before,
            result.rejected,
        )

    def undo(self, outcome: ImportOutcome) -> Changes:
        """Put back what was known before an import.

        Raises:
            UsageError: Something else was imported since, or builds on it; nothing was changed.
        """
        last = undo_last_import(self._workspace.store, dry_run=True)
        if last.batch.id != outcome.batch:
            raise UsageError("Something else was imported since: undo that first, at Data.")
        return undo_last_import(self._workspace.store).changes

    def find_rejected(
        self, view: WizardView, progress: Progress | None = None
    ) -> tuple[RejectedTable, ...]:
        """Return the rows that importing a view would turn away; nothing is changed."""
        request = self._build_request(view.draft, _choose_mappings(view))
        return import_files(
            self._workspace.store, replace(request, dry_run=True), progress
        ).rejected

    def compare(self, outcome: ImportOutcome) -> AnswerChangeView:
        """Return what an import changed in the answer that was looked at."""
        store, today = self._workspace.store, self._workspace.today
        return build_answer_change(follow_answer(store, today, outcome.before))


def propose_rejected_name(tables: Sequence[RejectedTable]) -> str:
    """Return where to save rejected rows of one file, beside it; empty for those of several."""
    paths = {table.path for table in tables}
    return str(tables[0].path.parent / propose_name(tables)) if len(paths) == 1 else ""


def write_rejected(tables: Sequence[RejectedTable], target: Path) -> str:
    """Write rejected rows to a file, or several into a folder; return what was done, in words.

    Raises:
        UsageError: They cannot be written, or the file they come from has changed.
    """
    saved = save_rejected(tables, target)
    rows = format_plural(sum(each.rows for each in saved), "rejected row")
    return f"Saved {rows} to {format_list([each.path.name for each in saved])}"


def are_large(paths: Sequence[Path]) -> bool:
    """Return whether files are so large that their first rows should be shown before the rest."""
    total = 0
    for path in paths:
        with suppress(OSError):
            total += path.stat().st_size
    return total > _LARGE


def _choose_mappings(view: WizardView) -> dict[str, FileMapping]:
    """Return how the files are read of which the user, or likeness, said it."""
    return {
        preview.key: preview.mapping
        for preview in (file.preview for file in view.files)
        if preview.key in view.draft.mappings or any(c.guessed for c in preview.columns)
    }


def _build_headline(accounts: tuple[FileAccount, ...]) -> tuple[Span, ...]:
    """Return what an import changed."""
    counts = count_rows(accounts)
    if not counts["added"] + counts["updated"]:
        return (Span("Nothing new: ", strong=True), *format_counts(count_rows(accounts)))
    return (Span("Imported: ", strong=True), *format_counts(count_rows(accounts)))
