"""The import dialog: what the files hold, how they would be read, and what would change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cockpit.domain.changes import Changes
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind
from cockpit.presenters.import_counts import count_rows, format_counts
from cockpit.presenters.import_draft import ImportDraft
from cockpit.presenters.import_preview import FileView, build_file_view
from cockpit.presenters.problems import ProblemLine, list_account_problems
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.demo import DEMO_TEAM
from cockpit.services.importing import (
    FileMapping,
    FilePreview,
    ImportRequest,
    import_files,
    preview_files,
)
from cockpit.services.imports import keep_mapping, recall_mapping
from cockpit.services.team import load_team

_DEMO_NOTE = (
    "This store holds the demo team; what you import is added to it. To work with your own data "
    "only, choose Data › Team › Start empty first."
)

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class WizardView:
    """What the import dialog shows for a draft.

    Args:
        draft: What was previewed.
        files: One view per file or sheet.
        note: What the user should know about the store before adding to it, or empty.
        summary: What would change, in a sentence.
        is_ready: Whether every file can be imported as it is.
        has_opportunities: Whether there is a file of opportunities and none of leads.
    """

    draft: ImportDraft
    files: tuple[FileView, ...]
    note: str
    summary: tuple[Span, ...]
    is_ready: bool
    has_opportunities: bool


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did.

    Args:
        headline: The same in a sentence.
        accounts: Where the rows of each file went.
        problems: Everything that was found.
        batch: Number of the batch, `None` when nothing changed.
        changes: The parts of the store that changed.
    """

    headline: tuple[Span, ...]
    accounts: tuple[FileAccount, ...]
    problems: tuple[ProblemLine, ...]
    batch: int | None
    changes: Changes


class ImportWizard:
    """Looks at files and imports them; every call works on the store, so call it in a worker."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def preview(self, draft: ImportDraft, progress: Progress | None = None) -> WizardView:
        """Return what importing the draft would do; nothing is changed.

        A file whose header was mapped by hand before is read as it was then.

        Raises:
            UsageError: A file cannot be read at all.
        """
        if not draft.paths:
            return build_wizard_view(draft, ())
        store = self._workspace.store
        previews = preview_files(store, _build_request(draft), progress)
        recalled = frozenset(
            each.key for each in previews if recall_mapping(store, each.signature) is not None
        )
        view = build_wizard_view(draft, previews, recalled)
        return replace(view, note=_DEMO_NOTE) if load_team(store).name == DEMO_TEAM else view

    def run(self, view: WizardView, progress: Progress | None = None) -> ImportOutcome:
        """Import what a view shows, and keep the mappings made by hand for the next time.

        Raises:
            UsageError: A file cannot be imported; nothing was changed.
            CancelledError: The user cancelled; nothing was changed.
        """
        store = self._workspace.store
        chosen = {
            preview.key: preview.mapping
            for preview in (file.preview for file in view.files)
            if preview.key in view.draft.mappings or any(c.guessed for c in preview.columns)
        }
        result = import_files(store, _build_request(view.draft, chosen), progress)
        for file in view.files:
            if file.preview.key in chosen:
                keep_mapping(store, file.preview.signature, file.title, chosen[file.preview.key])
        return ImportOutcome(
            _build_headline(result.files),
            result.files,
            list_account_problems(result.files),
            result.batch,
            result.changes,
        )


def build_wizard_view(
    draft: ImportDraft, previews: tuple[FilePreview, ...], recalled: frozenset[str] = frozenset()
) -> WizardView:
    """Return what the dialog shows of some previews.

    Args:
        draft: What was previewed.
        previews: What came of it.
        recalled: Keys of the files whose mapping was kept from an earlier import.
    """
    sheets = [_name_sheet(preview) for preview in previews]
    files = tuple(
        build_file_view(
            preview,
            is_recalled=preview.key in recalled,
            is_edited=preview.key in draft.mappings,
            has_twin=sheets.count(_name_sheet(preview)) > 1,
        )
        for preview in previews
    )
    accounts = [preview.account for preview in previews if preview.account]
    kinds = {preview.kind for preview in previews}
    return WizardView(
        draft=draft,
        files=files,
        note="",
        summary=_build_summary(accounts, [file.title for file in files if file.blocker]),
        is_ready=bool(files) and not any(file.blocker for file in files),
        has_opportunities=FileKind.OPPORTUNITIES in kinds and FileKind.LEADS not in kinds,
    )


def _name_sheet(preview: FilePreview) -> tuple[str, FileKind | None]:
    """Return what may be there once: a kind of record in one workbook."""
    return preview.key.rpartition("#")[0] or preview.key, preview.kind


def _build_request(
    draft: ImportDraft, mappings: Mapping[str, FileMapping] | None = None
) -> ImportRequest:
    """Return the request that a draft stands for, with the mappings that were settled on."""
    return ImportRequest(
        paths=draft.paths,
        mappings=draft.mappings if mappings is None else mappings,
        opportunities_are_leads=draft.opportunities_are_leads,
    )


def _build_summary(accounts: list[FileAccount], blocked: list[str]) -> tuple[Span, ...]:
    """Return what an import would change."""
    if blocked:
        rest = f" and {len(blocked) - 1} more" if len(blocked) > 1 else ""
        return (Span(f"{blocked[0]}{rest} needs a decision before anything is imported.", "bad"),)
    if not accounts:
        return (Span("Choose files to see what importing them would change.", "muted"),)
    return (Span("If you import now: ", "muted"), *format_counts(count_rows(accounts)))


def _build_headline(accounts: tuple[FileAccount, ...]) -> tuple[Span, ...]:
    """Return what an import changed."""
    counts = count_rows(accounts)
    if not counts["added"] + counts["updated"]:
        return (Span("Nothing new: ", strong=True), *format_counts(count_rows(accounts)))
    return (Span("Imported: ", strong=True), *format_counts(count_rows(accounts)))
