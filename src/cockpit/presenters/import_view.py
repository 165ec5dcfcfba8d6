"""What the import dialog shows of some files: everything its steps need, built from previews."""

from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind
from cockpit.presenters.import_answers import QuestionsView, build_questions, format_undecided
from cockpit.presenters.import_change import ChangeView, build_change
from cockpit.presenters.import_counts import count_rows, format_counts
from cockpit.presenters.import_draft import ImportDraft
from cockpit.presenters.import_files import FileCard, build_file_cards, describe_links
from cockpit.presenters.import_preview import FileView, build_file_view
from cockpit.presenters.import_steps import StepView, build_steps
from cockpit.presenters.text import Span
from cockpit.services.importing import FilePreview


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
        cards: What each file was recognised as.
        links: What the files say about one another.
        questions: What only the user can say.
        change: What would become of every row.
        steps: Which of the dialog's steps have something to say.
        currency: The team's.
        is_sample: Only the first rows were looked at so far; the whole is being read.
    """

    draft: ImportDraft
    files: tuple[FileView, ...]
    note: str
    summary: tuple[Span, ...]
    is_ready: bool
    has_opportunities: bool
    cards: tuple[FileCard, ...]
    links: tuple[str, ...]
    questions: QuestionsView
    change: ChangeView
    steps: tuple[StepView, ...]
    currency: str
    is_sample: bool = False


def build_wizard_view(
    draft: ImportDraft,
    previews: tuple[FilePreview, ...],
    currency: str,
    recalled: frozenset[str] = frozenset(),
    *,
    is_sample: bool = False,
) -> WizardView:
    """Return what the dialog shows of some previews.

    Args:
        draft: What was previewed.
        previews: What came of it.
        currency: The team's.
        recalled: Keys of the files whose mapping was kept from an earlier import.
        is_sample: Only the first rows were looked at.
    """
    sheets = [_name_sheet(preview) for preview in previews]
    files = tuple(
        build_file_view(
            preview,
            is_recalled=preview.key in recalled,
            is_edited=preview.key in draft.mappings and bool(draft.mappings[preview.key].columns),
            has_twin=sheets.count(_name_sheet(preview)) > 1,
        )
        for preview in previews
    )
    accounts = [preview.account for preview in previews if preview.account]
    kinds = {preview.kind for preview in previews}
    questions = build_questions(previews, draft, currency)
    obstacle = _find_obstacle(files, questions)
    return WizardView(
        draft=draft,
        files=files,
        note="",
        summary=_build_summary(accounts, obstacle, is_sample=is_sample),
        is_ready=bool(files) and not obstacle and not is_sample,
        has_opportunities=FileKind.OPPORTUNITIES in kinds and FileKind.LEADS not in kinds,
        cards=build_file_cards(files, draft, is_sample=is_sample),
        links=describe_links(files),
        questions=questions,
        change=build_change(files, is_sample=is_sample),
        steps=build_steps(files, questions),
        currency=currency,
        is_sample=is_sample,
    )


def _name_sheet(preview: FilePreview) -> tuple[str, FileKind | None]:
    """Return what may be there once: a kind of record in one workbook."""
    return preview.key.rpartition("#")[0] or preview.key, preview.kind


def _find_obstacle(files: Sequence[FileView], questions: QuestionsView) -> str:
    """Return what keeps the files from being imported, in a sentence; empty when nothing does."""
    blocked = [file.title for file in files if file.blocker and not file.is_unreadable]
    unreadable = [file.title for file in files if file.is_unreadable]
    for names, wants in (
        (blocked, "needs a decision before anything is imported"),
        (unreadable, "cannot be read: choose another file, or leave it out"),
    ):
        if names:
            rest = f" and {len(names) - 1} more" if len(names) > 1 else ""
            return f"{names[0]}{rest} {wants}."
    return format_undecided(questions)


def _build_summary(
    accounts: list[FileAccount], obstacle: str, *, is_sample: bool
) -> tuple[Span, ...]:
    """Return what an import would change, or what keeps it from being done."""
    if obstacle:
        return (Span(obstacle, "bad"),)
    if not accounts:
        return (Span("Choose files to see what importing them would change.", "muted"),)
    lead = "In the first rows: " if is_sample else "If you import now: "
    return (Span(lead, "muted"), *format_counts(count_rows(accounts)))
