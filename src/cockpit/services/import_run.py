"""One import command: its tables, read in order, merged in one transaction, accounted for."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit import __version__
from cockpit.domain.import_questions import ALL_FILES, ImportAnswers
from cockpit.domain.imports import MergeCounts
from cockpit.domain.problems import FileAccount
from cockpit.domain.records import NOBODY, FileKind
from cockpit.domain.users import CrmUser
from cockpit.intake.cells import MISSING
from cockpit.intake.layouts import Layout
from cockpit.intake.rejections import Rejections
from cockpit.intake.rows import Rows, TableReader
from cockpit.services.crm_ids import compare_ids, find_naming
from cockpit.services.full_exports import CAN_VANISH, FullExports
from cockpit.services.import_open import OpenQuestions, refuse_open
from cockpit.services.import_parts import Part
from cockpit.services.import_setting import ImportSetting
from cockpit.store.opening import Store
from cockpit.store.unit_of_work import UnitOfWork
from cockpit.texts import Texts

AS_LEADS = "opportunities as leads"
"""What the leads that stand for opportunities are recognised as."""

_SHARED = ("created_at", "rep", "source", "account")
"""Columns that an opportunity passes on to the lead that stands for it."""


class ImportRun:
    """Merges the tables of one command within a unit of work.

    Attributes:
        setting: What decides how the files are read.
        batch: Number of the command's batch.
        touched: Kinds of record of which any was added or updated.
        opened: What each table that was read leaves open, by its key.
        has_new_answers: The user said something that the store did not know.
    """

    def __init__(
        self,
        store: Store,
        work: UnitOfWork,
        command: str,
        parts: Iterable[Part],
        *,
        opportunities_are_leads: bool,
        answers: ImportAnswers | None = None,
        looks_only: bool = False,
    ) -> None:
        self._answers = answers or ImportAnswers()
        self.setting = ImportSetting(store, self._answers)
        self._work = work
        self._are_leads = opportunities_are_leads
        self._looks_only = looks_only
        self._exports = FullExports(parts, self.is_full)
        self._ids: dict[str, dict[tuple[str, str], int]] = {"rep": {}, "source": {}}
        self.batch = work.begin_batch(command)
        self.touched: set[FileKind] = set()
        self.opened: dict[str, OpenQuestions] = {}
        self.has_new_answers = self.setting.save_answers(work)

    @property
    def has_new_names(self) -> bool:
        """Return whether reps or sources were added."""
        return bool(self.list_new_names("rep") or self.list_new_names("source"))

    @property
    def has_changed(self) -> bool:
        """Return whether the store would say anything else after the import than before."""
        return bool(self.touched) or self.has_new_answers

    @property
    def rejections(self) -> dict[str, Rejections]:
        """Return the rows that were turned away of each table that was read, by its key."""
        return {key: opened.reader.rejections for key, opened in self.opened.items()}

    def list_new_names(self, role: str) -> tuple[str, ...]:
        """Return the names of reps ("rep") or sources ("source") that were not known before."""
        known = self.setting.known_reps if role == "rep" else self.setting.known_sources
        named = [self.setting.find_user(system, name) or name for system, name in self._ids[role]]
        return tuple(name for name in dict.fromkeys(named) if name not in known)

    def import_part(self, part: Part, tell: Callable[[float], None]) -> list[FileAccount]:
        """Import a table and return its account, and one more for leads that it stands for.

        Args:
            part: The table.
            tell: Told how much of the table is done, 0 to 1; may raise `CancelledError`.
        """
        digests = self._build_digests(part)
        same = [self._work.find_same_file(digest) for digest in digests]
        accounts = [account for account in same if account is not None]
        is_needed = self._looks_only or bool(self._exports.list_beside(part))
        if len(accounts) < len(digests) or is_needed:
            accounts = self._read_part(part, tell)
        kinds = {account.kind for account in accounts}
        for digest, account in zip(digests, accounts, strict=True):
            self._work.record_file(
                self.batch, account, digest, depends_on=kinds, origin=part.origin
            )
        tell(1.0)
        return accounts

    def refuse_open(self) -> None:
        """Refuse the import when a file leaves open what only the user can say.

        Raises:
            UsageError: The sentence says what to add to the command.
        """
        refuse_open(self.opened.values())

    def mark_deleted(self, deleted: Mapping[FileKind, tuple[str, ...]]) -> None:
        """Mark records that a live CRM has deleted as gone."""
        for kind, ids in deleted.items():
            if self._work.mark_deleted(kind, ids, self.batch):
                self.touched.add(kind)
            self._mark_stand_ins(kind)

    def _read_part(self, part: Part, tell: Callable[[float], None]) -> list[FileAccount]:
        kind, layout = part.layout.kind, part.layout
        new_reps = [name for _, name in self._ids["rep"]]
        reader = TableReader(part.table, layout, self.setting.build(layout, new_reps))
        for finding in part.findings:
            reader.add_finding(finding)
        counts = as_leads = MergeCounts()
        for rows in _read_ahead(reader.read()):
            if kind is FileKind.USERS:
                counts += self._merge_users(rows.columns, layout, reader)
            else:
                columns = self._resolve_names(rows.columns, layout)
                if self._stands_for_leads(kind):
                    as_leads += self._merge_as_leads(columns, reader)
                counts += self._merge(kind, columns, reader)
            tell(rows.fraction)
        vanished = self._mark_vanished(part, reader)
        leads_gone = self._mark_stand_ins(kind)
        for finding in compare_ids(self._work, part, self._exports, self.batch):
            reader.add_finding(finding)
        self._note_open(part, reader)
        account = FileAccount(
            part.table.name,
            kind,
            layout.recognised_as,
            rows=reader.rows,
            added=counts.added,
            updated=counts.updated,
            unchanged=counts.unchanged + reader.repeated,
            rejected=reader.rejected,
            skipped=reader.skipped,
            problems=reader.close(),
            vanished=vanished,
            is_full=self.is_full(part),
            explanation=layout.explanation,
        )
        if not self._stands_for_leads(kind):
            return [account]
        return [account, _build_account_of_leads(part.table.name, as_leads, leads_gone)]

    def _note_open(self, part: Part, reader: TableReader) -> None:
        """Keep what a file leaves open, and with the store what the user said of its stages."""
        system = part.layout.recognised_as
        if self.setting.save_stages(self._work, system, reader.tally.stages):
            self.has_new_answers = True
        self.opened[part.table.key] = OpenQuestions(part.table.name, part.layout, reader)

    def is_full(self, part: Part) -> bool:
        """Return whether the user said that a table is a full export."""
        full = self._answers.full
        return part.layout.kind in CAN_VANISH and (part.table.key in full or ALL_FILES in full)

    def _mark_vanished(self, part: Part, reader: TableReader) -> int:
        """Mark what the CRM says it deleted and, behind the last full export, what all lack."""
        kind = part.layout.kind
        if kind not in CAN_VANISH:
            return 0
        if reader.deleted and self._work.mark_deleted(kind, reader.deleted, self.batch):
            self.touched.add(kind)
        self._exports.add(part, reader.held_ids)
        if not self._exports.is_complete(part):
            return 0
        held = self._exports.collect(part)
        if not len(held):
            reader.add_finding("holds no record, so nothing was marked as gone")
            return 0
        vanished = self._work.mark_gone(
            kind, held, part.layout.recognised_as, self.batch, find_naming(part.layout)
        )
        if vanished:
            self.touched.add(kind)
        return vanished

    def _mark_stand_ins(self, kind: FileKind) -> int:
        """Mark the leads that stand for opportunities which are gone now; return how many."""
        if kind is not FileKind.OPPORTUNITIES:
            return 0
        marked = self._work.mark_stand_ins(AS_LEADS, self.batch)
        if marked:
            self.touched.add(FileKind.LEADS)
        return marked

    def count_vanished(self, part: Part) -> tuple[int, int]:
        """Return how many records the CRM of a file had, and how many the files so far lack."""
        held, system = self._exports.collect(part), part.layout.recognised_as
        return self._work.find_vanished(
            part.layout.kind, held, system, self.batch, find_naming(part.layout)
        )

    def _merge_users(
        self, columns: dict[str, Any], layout: Layout, reader: TableReader
    ) -> MergeCounts:
        """Write the users of a CRM; reps that went by an id get their name."""
        size = len(columns["user_id"])
        emails = columns.get("email", Texts.repeat("", size)).to_list()
        flags = columns.get("active", np.full(size, MISSING, dtype=np.int64)).tolist()
        users = [
            CrmUser(layout.recognised_as, str(key), str(name), email, _to_bool(flag))
            for key, name, email, flag in zip(
                columns["user_id"].to_list(), columns["name"].to_list(), emails, flags, strict=True
            )
        ]
        merge = self._work.merge_users(users, self.batch)
        self.setting.add_users(users)
        for conflict in merge.conflicts:
            reader.add_finding(conflict.rstrip("."))
        if merge.counts.added or merge.counts.updated:
            self.touched.add(FileKind.USERS)
        if merge.named:
            self.touched.add(FileKind.LEADS)
        return merge.counts

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

    def _resolve_names(self, columns: dict[str, Any], layout: Layout) -> dict[str, Any]:
        """Return the columns with the ids of reps and sources instead of their names."""
        system = layout.recognised_as if layout.owner_ids else ""
        ensure: dict[str, Callable[[list[str]], dict[str, int]]] = {
            "rep": lambda names: self._work.ensure_reps(names, system or None),
            "source": self._work.ensure_sources,
        }
        for column, ensure_names in ensure.items():
            names = columns.get(column)
            if names is None:
                continue
            used = np.bincount(names.codes + 1, minlength=len(names.categories) + 1)[1:] > 0
            words = [str(name) for name in names.categories[used]]
            known = self._ids[column]
            origin = system if column == "rep" else ""
            new = ensure_names([word for word in words if (origin, word) not in known])
            known |= {(origin, word): each for word, each in new.items()}
            ids: npt.NDArray[np.int64] = np.full(len(used) + 1, NOBODY, dtype=np.int64)
            ids[:-1][used] = [known[origin, word] for word in words]
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
            layout.dates,
            self.setting.digest(layout),
            self.is_full(part),
            self._exports.list_beside(part),
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


def _to_bool(flag: int) -> bool | None:
    return None if flag == MISSING else bool(flag)


def _build_account_of_leads(file: str, counts: MergeCounts, vanished: int) -> FileAccount:
    return FileAccount(
        file,
        FileKind.LEADS,
        AS_LEADS,
        rows=counts.added + counts.updated + counts.unchanged,
        added=counts.added,
        updated=counts.updated,
        unchanged=counts.unchanged,
        vanished=vanished,
    )
