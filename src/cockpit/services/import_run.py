"""One import command: its tables, read in order, merged in one transaction, accounted for."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit import __version__
from cockpit.domain.imports import MergeCounts
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import NOBODY, FileKind
from cockpit.intake.columns import Setting
from cockpit.intake.rows import Rows, TableReader
from cockpit.services.import_parts import Part
from cockpit.store.opening import Store
from cockpit.store.queries import load_reps, load_sources, load_team
from cockpit.store.unit_of_work import UnitOfWork
from cockpit.texts import Texts

AS_LEADS = "opportunities as leads"
"""What the leads that stand for opportunities are recognised as."""

_SHARED = ("created_at", "rep", "source", "account")
"""Columns that an opportunity passes on to the lead that stands for it."""


class ImportRun:
    """Merges the tables of one command within a unit of work.

    Attributes:
        batch: Number of the command's batch.
        touched: Kinds of record of which any was added or updated.
    """

    def __init__(
        self, store: Store, work: UnitOfWork, command: str, *, opportunities_are_leads: bool
    ) -> None:
        team = load_team(store)
        reps = load_reps(store)
        today = date.today()  # noqa: DTZ011 - the user's own wall calendar
        self._setting = Setting(team.calendar, team.currency, today)
        self._work = work
        self._are_leads = opportunities_are_leads
        self._known_reps = {name for rep in reps for name in (rep.name, *rep.aliases)}
        self._known_sources = {source.name for source in load_sources(store)}
        self._ids: dict[str, dict[str, int]] = {"rep": {}, "source": {}}
        self.batch = work.begin_batch(command)
        self.touched: set[FileKind] = set()

    @property
    def has_new_names(self) -> bool:
        """Return whether reps or sources were added."""
        return not (
            self._ids["rep"].keys() <= self._known_reps
            and self._ids["source"].keys() <= self._known_sources
        )

    def list_new_names(self, role: str) -> tuple[str, ...]:
        """Return the names of reps ("rep") or sources ("source") that were not known before."""
        known = {"rep": self._known_reps, "source": self._known_sources}[role]
        return tuple(name for name in self._ids[role] if name not in known)

    def import_part(self, part: Part, tell: Callable[[float], None]) -> list[FileAccount]:
        """Import a table and return its account, and one more for leads that it stands for.

        Args:
            part: The table.
            tell: Told how much of the table is done, 0 to 1; may raise `CancelledError`.
        """
        digests = self._build_digests(part)
        same = [self._work.find_same_file(digest) for digest in digests]
        accounts = [account for account in same if account is not None]
        if len(accounts) < len(digests):
            accounts = self._read_part(part, tell)
        kinds = {account.kind for account in accounts}
        for digest, account in zip(digests, accounts, strict=True):
            self._work.record_file(self.batch, account, digest, depends_on=kinds)
        tell(1.0)
        return accounts

    def _read_part(self, part: Part, tell: Callable[[float], None]) -> list[FileAccount]:
        kind = part.layout.kind
        known = frozenset(self._known_reps | self._ids["rep"].keys()) or None
        reader = TableReader(part.table, part.layout, replace(self._setting, known_reps=known))
        for finding in part.findings:
            reader.add_finding(finding)
        counts = as_leads = MergeCounts()
        for rows in _read_ahead(reader.read()):
            columns = self._resolve_names(rows.columns)
            if self._stands_for_leads(kind):
                as_leads += self._merge_as_leads(columns, reader)
            counts += self._merge(kind, columns, reader)
            tell(rows.fraction)
        problems = reader.close()
        account = FileAccount(
            part.table.name,
            kind,
            part.layout.recognised_as,
            rows=reader.rows,
            added=counts.added,
            updated=counts.updated,
            unchanged=counts.unchanged + reader.repeated,
            rejected=reader.rejected,
            skipped=reader.skipped,
            problems=problems,
        )
        if not self._stands_for_leads(kind):
            return [account]
        return [account, _build_account_of_leads(part.table.name, as_leads)]

    def _stands_for_leads(self, kind: FileKind) -> bool:
        return self._are_leads and kind is FileKind.OPPORTUNITIES

    def _merge(self, kind: FileKind, columns: dict[str, Any], load: TableReader) -> MergeCounts:
        counts = self._work.merge(kind, columns, self.batch, load=load)
        if counts.added or counts.updated:
            self.touched.add(kind)
        return counts

    def _merge_as_leads(self, columns: dict[str, Any], load: TableReader) -> MergeCounts:
        """Give each opportunity without a lead one of its own, with the opportunity's id."""
        ids = columns["opportunity_id"]
        given = columns.get("lead_id", Texts.repeat("", len(ids)))
        lacks = given.is_missing
        pairs = zip(given.to_list(), ids.to_list(), strict=True)
        columns["lead_id"] = Texts.build(lead or own for lead, own in pairs)
        leads = {name: columns[name][lacks] for name in _SHARED if name in columns}
        leads |= {"lead_id": ids[lacks], "assigned_at": columns["created_at"][lacks]}
        return self._merge(FileKind.LEADS, leads, load)

    def _resolve_names(self, columns: dict[str, Any]) -> dict[str, Any]:
        """Return the columns with the ids of reps and sources instead of their names."""
        ensure = {"rep": self._work.ensure_reps, "source": self._work.ensure_sources}
        for column, ensure_names in ensure.items():
            names = columns.get(column)
            if names is None:
                continue
            used = np.bincount(names.codes + 1, minlength=len(names.categories) + 1)[1:] > 0
            words = [str(name) for name in names.categories[used]]
            known = self._ids[column]
            known.update(ensure_names([word for word in words if word not in known]))
            ids: npt.NDArray[np.int64] = np.full(len(used) + 1, NOBODY, dtype=np.int64)
            ids[:-1][used] = [known[word] for word in words]
            columns[column] = ids[names.codes]  # code −1, for none, takes the last
        return columns

    def _build_digests(self, part: Part) -> list[str]:
        """Return a hash of the file and all that decides how it is read; one per account."""
        layout = part.layout
        decides = (
            __version__,
            part.digest,
            part.table.key.rpartition("#")[2] if part.table.has_serial_dates else "",
            layout.kind,
            layout.recognised_as,
            sorted(layout.columns.items()),
            layout.mapping.to_json(),
            self._setting.today,
            self._are_leads,
            part.findings,
        )
        digest = hashlib.sha256(repr(decides).encode()).hexdigest()
        return [digest, f"{digest}-leads"] if self._stands_for_leads(layout.kind) else [digest]


def join_command(names: Iterable[str]) -> str:
    """Return what the user did, in words, for the history."""
    return " ".join(["import", *dict.fromkeys(names)])


def _read_ahead(items: Iterator[Rows]) -> Iterator[Rows]:
    """Yield the items, reading the next one in a thread while the last one is being written.

    SQLite and numpy leave Python to others while they work, so two processors share the work.
    """
    with ThreadPoolExecutor(1) as thread:
        ahead = thread.submit(next, items, None)
        while (item := ahead.result()) is not None:
            ahead = thread.submit(next, items, None)
            yield item


def _build_account_of_leads(file: str, counts: MergeCounts) -> FileAccount:
    return FileAccount(
        file,
        FileKind.LEADS,
        AS_LEADS,
        rows=counts.added + counts.updated + counts.unchanged,
        added=counts.added,
        updated=counts.updated,
        unchanged=counts.unchanged,
    )
