"""The doorway for writes: everything that one command changes, in one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from cockpit.domain.amendments import Amendment
from cockpit.domain.errors import UsageError
from cockpit.domain.imports import CrmConnection, FileOrigin, MergeCounts, SavedMapping
from cockpit.domain.plan import Assumption, Plan, PlanLock
from cockpit.domain.problems import FileAccount
from cockpit.domain.record_changes import Undoing
from cockpit.domain.records import FileKind, Outcome
from cockpit.domain.team import Rep, Source, Team
from cockpit.domain.users import CrmUser, UserMerge
from cockpit.store import (
    accounts,
    answers,
    connections,
    locks,
    names,
    origins,
    plans,
    roster,
    undoing,
    users,
    vanishing,
    writing,
)
from cockpit.store.hashing import Hashes
from cockpit.store.journal import Journal
from cockpit.store.kinds import KINDS
from cockpit.store.linking import link_leads
from cockpit.store.merging import Merger
from cockpit.store.names import ensure_owners
from cockpit.store.quality import record_counts


class UnitOfWork:
    """One transaction; got from `Store.unit_of_work`, which commits it or rolls it back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._mergers: dict[FileKind, Merger] = {}
        self._touched: set[FileKind] = set()
        self._batches: set[int] = set()
        self._journal = Journal(connection)
        self.is_abandoned = False

    def abandon(self) -> None:
        """Leave the store as it was before, although nothing went wrong: for a dry run."""
        self.is_abandoned = True

    def ensure_reps(self, names: Iterable[str], system: str | None = None) -> dict[str, int]:
        """Return for each name the id to give to `merge`, adding reps that are new.

        The id is that of the name: an alias has one of its own, which every load resolves to its
        rep. Use `load_reps` for the ids of the reps themselves.

        Args:
            names: Names, or ids of users, as the file spells them.
            system: The CRM whose users the ids are of.
        """
        return users.ensure_rep_names(self._connection, names, system)

    def ensure_sources(self, names: Iterable[str]) -> dict[str, int]:
        """Return for each name the id to give to `merge`, adding sources that are new."""
        return ensure_owners(self._connection, "source", names)

    def begin_batch(self, command: str, at: datetime | None = None) -> int:
        """Record the command that is about to write, and return the number of its batch."""
        moment = at or datetime.now().astimezone()
        batch = accounts.insert_batch(self._connection, command, moment.replace(tzinfo=UTC))
        self._journal.begin(batch)
        return batch

    def merge(
        self,
        kind: FileKind,
        columns: Mapping[str, object],
        batch: int,
        lines: Hashes | None = None,
        load: object = None,
    ) -> MergeCounts:
        """Add the records that are new and give those that differ a new version.

        Call it as often as needed; pieces of about 100,000 rows keep memory low.

        Args:
            kind: What the rows are; `cockpit.store.kinds` lists the columns.
            columns: Whole columns, all of one length.
            batch: From `begin_batch`.
            lines: For each row a 64-bit hash of the raw line it came from, over everything that
                decides how the line is read (header, mapping, settings); see `load_lines`.
            load: The same object for the pieces of one file that names no record twice: the first
                such load of many records needs no look at what is there.
        """
        if kind not in self._mergers:
            currency = roster.load_team(self._connection).currency
            self._mergers[kind] = Merger(self._connection, KINDS[kind], currency)
        counts = self._mergers[kind].merge(columns, batch, lines, load)
        self._batches.add(batch)
        if counts.added or counts.updated:
            self._touch(kind)
        return counts

    def merge_users(self, records: Iterable[CrmUser], batch: int) -> UserMerge:
        """Add the users that are new and change those that differ.

        A rep that so far goes by the id of a user, or by the user's former name, is renamed; where
        there is a rep of the user's name already the two become one, with all records and plans.
        """
        counts, named = users.save_users(self._connection, records)
        done, conflicts = [], []
        for user, rep, other in users.find_reps_to_name(self._connection, named):
            try:
                if other is None:
                    self.save_rep(replace(rep, name=user.name))
                else:
                    self._join(other, rep, batch)
            except UsageError as error:
                conflicts.append(str(error))
            else:
                done.append((rep.name, user.name))
        if named:
            accounts.count_change(self._connection, accounts.SETTINGS)
        return UserMerge(counts, tuple(done), tuple(conflicts))

    def find_vanished(
        self, kind: FileKind, ids: vanishing.Bits, recognised_as: str, batch: int, within: str = ""
    ) -> tuple[int, int]:
        """Return how many records a full export should hold, and how many of them it lacks."""
        known, keys = vanishing.find_vanished(
            self._connection, kind, recognised_as, ids, batch, within=within
        )
        return known, len(keys)

    def count_named(self, kind: FileKind, recognised_as: str, part: str, *, has: bool) -> int:
        """Return how many records of a system's files have a text in their id, or lack it."""
        return origins.count_named(self._connection, kind, recognised_as, part, has=has)

    def count_taken(self, kind: FileKind, systems: Collection[str], batch: int) -> dict[str, int]:
        """Return how many records of each of some other systems the batch has changed so far.

        Call it after the last `merge` of a file of leads or opportunities.
        """
        return origins.count_taken(self._connection, kind, systems, batch)

    def mark_gone(
        self, kind: FileKind, ids: vanishing.Bits, recognised_as: str, batch: int, within: str = ""
    ) -> int:
        """Mark the records that a full export lacks; they count nowhere until a file has them.

        Call it after the last `merge` of the file.

        Args:
            kind: Leads or opportunities.
            ids: `Texts.hashes` of the id of every row of the file, those of rejected rows too.
            recognised_as: How the file was recognised: only what last came from such files can be
                missing from it.
            batch: From `begin_batch`.
            within: Only records whose id has this in it can be missing.

        Returns:
            How many were marked.
        """
        _, keys = vanishing.find_vanished(
            self._connection, kind, recognised_as, ids, batch, within=within
        )
        return self._mark_gone(kind, keys, batch)

    def mark_deleted(self, kind: FileKind, ids: Sequence[str], batch: int) -> int:
        """Mark the records that a live CRM says it has deleted; return how many were marked.

        Call it after the last `merge` of the kind.

        Args:
            kind: Leads or opportunities.
            ids: Their ids; those that nobody knows are ignored.
            batch: From `begin_batch`.
        """
        return self._mark_gone(kind, vanishing.find_deleted(self._connection, kind, ids), batch)

    def mark_stand_ins(self, recognised_as: str, batch: int) -> int:
        """Mark the leads that stand for opportunities which the batch marked; return how many.

        Args:
            recognised_as: What leads that stand for opportunities are recognised as.
            batch: From `begin_batch`.
        """
        ids = vanishing.find_stand_ins(self._connection, recognised_as, batch)
        return self.mark_deleted(FileKind.LEADS, ids, batch) if ids else 0

    def _mark_gone(self, kind: FileKind, keys: npt.NDArray[np.int64], batch: int) -> int:
        if len(keys):
            merger = self._mergers.pop(kind, None)
            if merger is not None:
                merger.finish()
            vanishing.mark_gone(self._connection, KINDS[kind], keys, batch)
            self._batches.add(batch)
            self._touch(kind)
        return len(keys)

    def save_connection(self, known: CrmConnection) -> None:
        """Write a live CRM, new or changed; its token is none of the store's business."""
        connections.save_connection(self._connection, known)

    def forget_connection(self, system: str) -> None:
        """Remove a live CRM; what was imported from it stays."""
        connections.forget_connection(self._connection, system)

    def save_stage_meanings(self, system: str, meanings: Mapping[str, Outcome]) -> None:
        """Keep what the user said that stages of a CRM mean."""
        answers.save_stage_meanings(self._connection, system, meanings)

    def save_rates(self, rates: Mapping[str, float]) -> None:
        """Keep units of the team's currency for one unit of other currencies."""
        answers.save_rates(self._connection, rates)

    def forget_stage(self, system: str, stage: str) -> None:
        """Forget what a stage of a CRM means, so that it is asked again."""
        answers.forget_stage(self._connection, system, stage)

    def forget_rate(self, currency: str) -> None:
        """Forget an exchange rate, so that it is asked again."""
        answers.forget_rate(self._connection, currency)

    def forget_mapping(self, signature: str) -> None:
        """Forget the column mapping of files that look alike."""
        answers.forget_mapping(self._connection, signature)

    def load_lines(self, kind: FileKind) -> Hashes:
        """Return the line hashes of all current versions, sorted.

        A raw line whose hash is among them says what the store says already: it need not even be
        read again.
        """
        return np.sort(writing.load_hashes(self._connection, KINDS[kind], "line_hash"))

    def record_file(
        self,
        batch: int,
        account: FileAccount,
        digest: str | None = None,
        depends_on: Iterable[FileKind] = (),
        origin: FileOrigin | None = None,
    ) -> None:
        """Record where every row of a file went, with its problems; after its rows were merged.

        Args:
            batch: From `begin_batch`.
            account: The counts and problems.
            digest: A hash of the file and of all options that decide how it is read.
            depends_on: The kinds of record that were merged from it; default: the account's kind.
                Users are part of the settings, on which every file depends.
            origin: Where the file is, so that its rejected rows can be read again.
        """
        kinds = list(depends_on) or [account.kind]
        parts = [KINDS[kind].name for kind in kinds if kind in KINDS]
        accounts.insert_file(self._connection, batch, account, digest, parts, origin)

    def find_same_file(self, digest: str) -> FileAccount | None:
        """Return what importing this file again would find, if that is known without reading it.

        That is so when a file with the same digest was imported and none of the records it
        touched, nor the team's settings, have changed since: every row that was added or updated
        would be unchanged.
        """
        return accounts.find_same_file(self._connection, digest)

    def save_plan(self, upserts: Plan, removals: Plan, batch: int) -> MergeCounts:
        """Write the rows of a plan that were edited or added, and remove others.

        A row is found by its key: rep and period for a target, with the source for a commitment,
        all three (each may be `None`) for an assumption. Of a removal only the key counts; one
        that is not there is ignored. Removed rows go to the history.
        """
        counts = MergeCounts()
        for kind, columns in plans.build_columns(upserts, self.ensure_reps, self.ensure_sources):
            counts += self.merge(kind, columns, batch)
        for kind, columns in plans.build_columns(removals, self.ensure_reps, self.ensure_sources):
            if plans.remove_rows(self._connection, KINDS[kind], columns, batch):
                self._touch(kind)
                self._mergers.pop(kind, None)
        return counts

    def lock_plan(self, lock: PlanLock, batch: int) -> None:
        """Freeze the assumptions and learned curves of a period."""
        locks.insert_lock(self._connection, lock, batch)

    def amend_plan(
        self, period: str, amendment: Amendment, assumptions: tuple[Assumption, ...], batch: int
    ) -> None:
        """Record why a locked period's plan was changed, beside `save_plan`, which changes it.

        Args:
            period: Label of the locked period.
            amendment: Who, why, and every row before and after.
            assumptions: Those that hold in the period from now on.
            batch: From `begin_batch`.
        """
        locks.insert_amendment(self._connection, period, amendment, assumptions, batch)

    def save_team(self, team: Team) -> None:
        """Save the team's settings.

        Raises:
            UsageError: The currency would change although amounts are recorded in it, or the
                fiscal year although a period is locked.
        """
        roster.save_team(self._connection, team)

    def save_rep(self, rep: Rep) -> None:
        """Save a rep's name, aliases, start and end.

        A former name stays an alias. An alias that is another rep's name makes the two one: that
        rep's records and plans become this rep's. An alias that is taken away becomes a rep again
        if any record uses it.

        Raises:
            UsageError: A name belongs to another rep, or both reps have a plan for the same period.
        """
        for other in roster.find_reps_to_join(self._connection, rep):
            batch = self.begin_batch(f"make {other.name} and {rep.name} one rep")
            self._join(rep, other, batch)
        roster.save_rep(self._connection, rep)

    def _join(self, rep: Rep, other: Rep, batch: int) -> None:
        """Make another rep's plans and names this rep's; nothing is written if that cannot be."""
        former = roster.find_rep_name(self._connection, rep)
        plan = plans.load_plan(self._connection)
        self.save_plan(*plans.move_rep(plan, other.name, former), batch)
        locks.move_rep(self._connection, other.id, rep.id)
        roster.join_rep(self._connection, rep, other)

    def add_alias(self, role: str, name: str, meant: str) -> None:
        """Make a name that is new one more name of a rep or source, who is added if need be.

        Args:
            role: "rep" or "source".
            name: As a file spells it.
            meant: The name that it stands for.
        """
        names.add_alias(self._connection, role, name, meant)
        accounts.count_change(self._connection, accounts.SETTINGS)

    def save_source(self, source: Source) -> None:
        """Save a source's name and kind; files may go on using the former name.

        Raises:
            UsageError: The name belongs to another source.
        """
        roster.save_source(self._connection, source)

    def undo_import(self) -> tuple[int, tuple[Undoing, ...]]:
        """Undo the last import that was not undone yet; return its number and what went back.

        Records, plans, links, names, users and answers are what they were before it, as far as
        they were not changed again since; the batch stays in the history, marked.

        Raises:
            UsageError: There is none, or later batches built on its records.
        """
        batch = undoing.find_last_import(self._connection)
        return batch, undoing.undo_batch(self._connection, batch)

    def save_mapping(self, mapping: SavedMapping) -> None:
        """Keep a column mapping for the next file with its signature."""
        self._connection.exec_driver_sql(
            "INSERT INTO column_mapping (signature, name, document) VALUES (?, ?, ?) "
            "ON CONFLICT (signature) DO UPDATE SET name = excluded.name, "
            "document = excluded.document",
            (mapping.signature, mapping.name, mapping.document),
        )

    def finish(self) -> None:
        """Bring up to date what is derived; called once, before the commit."""
        for merger in self._mergers.values():
            merger.finish()
        self._journal.close()
        if self._touched & {FileKind.LEADS, FileKind.OPPORTUNITIES}:
            link_leads(self._connection, self._batches)
            record_counts(self._connection, max(self._batches), date.today())  # noqa: DTZ011 - the user's own wall calendar

    def _touch(self, kind: FileKind) -> None:
        self._touched.add(kind)
        accounts.count_change(self._connection, KINDS[kind].name)
