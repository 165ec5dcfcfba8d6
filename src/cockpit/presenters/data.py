"""The Data screen: what was imported, what was found in it, reps, sources, team and store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from cockpit.domain.changes import Changes
from cockpit.domain.imports import ImportBatch
from cockpit.domain.problems import FileAccount
from cockpit.domain.team import Rep, Source, SourceKind, Team
from cockpit.presenters.formatting import format_count, format_date, format_list, format_plural
from cockpit.presenters.problems import ProblemLine, list_problems
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services import Store
from cockpit.services.backup import back_up_store, empty_store, measure_store, restore_store
from cockpit.services.imports import load_findings, load_history
from cockpit.services.team import (
    RepActivity,
    SourceActivity,
    StoreTotals,
    find_absorbed,
    is_currency_fixed,
    load_rep_activity,
    load_source_activity,
    load_team,
    load_totals,
    restore_rep,
    save_rep,
    save_source,
    save_team,
)

__all__ = [
    "SOURCE_KIND_LABELS",
    "BatchLine",
    "BatchView",
    "DataPresenter",
    "DataView",
    "RepActivity",
    "SourceActivity",
    "build_batch_line",
]

T = TypeVar("T")
_NAMES_SHOWN = 2

SOURCE_KIND_LABELS = {
    SourceKind.MARKETING: "Marketing",
    SourceKind.SALES: "Sales",
    SourceKind.CHANNEL: "Channel",
    SourceKind.CUSTOMER_SUCCESS: "Customer success",
}
"""Who brings a source's leads in, in words."""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of the history: when, what, and where its rows went.

    `undone` says when it was undone, if it was; `can_be_undone`, that it is the last import.
    """

    id: int
    at: datetime
    when: str
    what: str
    rows: int
    added: int
    updated: int
    unchanged: int
    rejected: int
    skipped: int
    undone: str = ""
    can_be_undone: bool = False


@dataclass(frozen=True, slots=True)
class BatchView:
    """One import in full: an account per file, and everything that was found."""

    line: BatchLine
    accounts: tuple[FileAccount, ...]
    problems: tuple[ProblemLine, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """All that the Data screen shows, except for the problems of one import.

    Args:
        headline: What the store holds, in a sentence.
        caption: When it was last fed, and what was wrong with that.
        batches: The history, newest first.
        reps: The roster with its activity, by name.
        sources: The sources with their activity, by name.
        team: The team's settings.
        is_currency_fixed: Amounts are recorded, so the currency stays.
        today: The day it is, for examples of the fiscal calendar.
        location: Where the store is.
        size: How large it is, in words.
    """

    headline: tuple[Span, ...]
    caption: tuple[Span, ...]
    batches: tuple[BatchLine, ...]
    reps: tuple[RepActivity, ...]
    sources: tuple[SourceActivity, ...]
    team: Team
    is_currency_fixed: bool
    today: date
    location: str
    size: str


class DataPresenter:
    """What can be done on the Data screen; every call works on the store, so call it in a worker.

    Changes to reps, sources and settings can be undone, the last one first.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._undo: list[tuple[str, Callable[[], Changes]]] = []

    @property
    def undo_title(self) -> str:
        """Return what `undo` would take back, or an empty text."""
        return self._undo[-1][0] if self._undo else ""

    def load(self) -> DataView:
        """Return what the screen shows."""
        store = self._workspace.store
        batches = list_batches(load_history(store))
        reps, sources = load_rep_activity(store), load_source_activity(store)
        return DataView(
            headline=_build_headline(load_totals(store), reps),
            caption=_build_caption(batches),
            batches=batches,
            reps=reps,
            sources=sources,
            team=load_team(store),
            is_currency_fixed=is_currency_fixed(store),
            today=self._workspace.today,
            location=store.location,
            size=format_size(measure_store(store)),
        )

    def load_batch(self, batch_id: int) -> BatchView:
        """Return one import with its accounts and findings."""
        store = self._workspace.store
        batch, findings = load_findings(store, batch_id)
        line = next(each for each in list_batches(load_history(store)) if each.id == batch_id)
        return BatchView(line, batch.accounts, list_problems(findings))

    def find_absorbed(self, rep: Rep) -> tuple[str, ...]:
        """Return the reps that saving this one would make one with it; ask before you do."""
        return find_absorbed(self._workspace.store, rep)

    def change_rep(self, before: Rep, after: Rep) -> Changes:
        """Save a rep; see `cockpit.services.team.save_rep` for what can be wrong with it.

        Making two reps one cannot be undone, because their plans become one.
        """
        if self.find_absorbed(after):
            self._undo.clear()
            return save_rep(self._workspace.store, after)
        return self._save(save_rep, before, after, before.name, take_back=restore_rep)

    def change_source(self, before: Source, after: Source) -> Changes:
        """Save a source; see `cockpit.services.team.save_source`."""
        return self._save(save_source, before, after, before.name)

    def change_team(self, before: Team, after: Team) -> Changes:
        """Save the settings; see `cockpit.services.team.save_team`."""
        return self._save(save_team, before, after, "team settings")

    def undo(self) -> Changes:
        """Take the last change back; nothing happens when there is none."""
        if not self._undo:
            return Changes()
        _, take_back = self._undo.pop()
        return take_back()

    def back_up(self, path: Path) -> str:
        """Copy the store to a file, replacing it if it is there, and say so."""
        back_up_store(self._workspace.store, path, replace=True)
        return f"Backed up in {path}"

    def restore(self, path: Path) -> tuple[str, Changes]:
        """Put a backup in the store's place, and say where the former store is kept."""
        kept, changes = restore_store(self._workspace.store.location, path)
        self._undo.clear()
        return f"Restored {path.name}; what was there before is in {_name_of(kept)}", changes

    def start_empty(self) -> tuple[str, Changes]:
        """Put an empty store in the store's place, and say where the former store is kept."""
        kept, changes = empty_store(self._workspace.store.location)
        self._undo.clear()
        return f"The store is empty; what was there before is in {_name_of(kept)}", changes

    def propose_backup_name(self) -> str:
        """Return a file name for a backup made today."""
        return f"cockpit-{self._workspace.today.isoformat()}.sqlite"

    def _save(
        self,
        save: Callable[[Store, T], Changes],
        before: T,
        after: T,
        title: str,
        take_back: Callable[[Store, T], Changes] | None = None,
    ) -> Changes:
        """Save a value and remember how to take that back."""
        if after == before:
            return Changes()
        changes = save(self._workspace.store, after)
        restore = take_back or save
        self._undo.append((title, lambda: restore(self._workspace.store, before)))
        return changes


def list_batches(batches: tuple[ImportBatch, ...]) -> tuple[BatchLine, ...]:
    """Return the lines of the history, newest first; the last import can be undone."""
    standing = (batch.id for batch in batches if batch.accounts and not batch.undone_at)
    last = next(standing, None)
    return tuple(build_batch_line(batch, is_last=batch.id == last) for batch in batches)


def build_batch_line(batch: ImportBatch, *, is_last: bool = False) -> BatchLine:
    """Return the line of the history that tells of a batch; `is_last`: it is the last import."""
    files = batch.accounts
    return BatchLine(
        id=batch.id,
        at=batch.at,
        when=format_moment(batch.at),
        what=_format_files(files) or _sentence(batch.command),
        rows=sum(account.rows for account in files),
        added=sum(account.added for account in files),
        updated=sum(account.updated for account in files),
        unchanged=sum(account.unchanged for account in files),
        rejected=sum(account.rejected for account in files),
        skipped=sum(account.skipped for account in files),
        undone=f"undone {format_moment(batch.undone_at)}" if batch.undone_at else "",
        can_be_undone=is_last,
    )


def format_moment(at: datetime) -> str:
    """Return a time of day as `14 Sep 2026, 16:05`."""
    return f"{format_date(at.date())}, {at:%H:%M}"


def format_size(count: int) -> str:
    """Return a size in bytes as `24 kB` or `3.1 MB`."""
    if count < 10**6:
        return f"{format_count(-(-count // 1000))} kB"
    return f"{format_count(count / 10**6, 1)} MB"


def _build_headline(totals: StoreTotals, reps: tuple[RepActivity, ...]) -> tuple[Span, ...]:
    """Return what the store holds, in a sentence."""
    parts = [
        (totals.leads, format_plural(totals.leads, "lead")),
        (
            totals.opportunities,
            format_plural(totals.opportunities, "opportunity", "opportunities"),
        ),
        (totals.targets, format_plural(totals.targets, "target")),
    ]
    held = [text for count, text in parts if count]
    if not held:
        return (Span("Nothing imported yet.", strong=True),)
    return (
        Span(format_list(held), strong=True),
        Span(f" for {format_plural(len(reps), 'rep')}."),
    )


def _build_caption(batches: tuple[BatchLine, ...]) -> tuple[Span, ...]:
    """Return when data last came in, and whether any of it was turned away."""
    last = next((line for line in batches if line.rows and not line.undone), None)
    if last is None:
        return (Span("Drop CSV or Excel files anywhere in this window to begin."),)
    rejected = Span(f"{format_plural(last.rejected, 'row')} rejected", "bad", strong=True)
    return (
        Span(f"Last import {last.when}: {last.what}, {format_plural(last.rows, 'row')} · "),
        rejected if last.rejected else Span("every row accounted for", "good"),
    )


def _format_files(files: tuple[FileAccount, ...]) -> str:
    """Return the names of two files, or how many there are: `leads.csv and 4 more`."""
    names = [account.file for account in files]
    if len(names) <= _NAMES_SHOWN:
        return format_list(names)
    return f"{names[0]} and {len(names) - 1} more"


def _name_of(kept: Path | None) -> str:
    """Return the name of the file in which a former store is kept."""
    return kept.name if kept else "no file, for there was nothing"


def _sentence(command: str) -> str:
    """Return a command in words with a capital, as a line of the history starts."""
    return command[:1].upper() + command[1:]
