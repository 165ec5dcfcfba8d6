"""What importing files would do, and how each of their columns would be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ImportQuestions, VanishedQuestion
from cockpit.domain.problems import FileAccount, Problem
from cockpit.domain.records import FileKind
from cockpit.intake.kinds import IMPORT_ORDER
from cockpit.intake.layouts import Layout
from cockpit.intake.mapping import FileMapping
from cockpit.intake.opening import open_tables
from cockpit.intake.proposals import (
    Proposal,
    guess_kind,
    propose_columns,
    propose_outcomes,
    read_samples,
    sign_header,
)
from cockpit.intake.recognition import build_layout, recognise
from cockpit.intake.tables import Chunk, FirstRows, Table
from cockpit.services.full_exports import CAN_VANISH
from cockpit.services.import_open import (
    build_currencies,
    build_date_orders,
    build_stages,
    find_alike,
)
from cockpit.services.import_parts import (
    ImportRequest,
    Part,
    compute_digest,
    find_dialect,
    find_mapping,
)
from cockpit.services.import_run import ImportRun, join_command
from cockpit.store.opening import Store
from cockpit.store.queries import load_reps

_SAMPLE_ROWS = 20
_SAMPLES = 3
_FEW_VANISHED = 0.1
"""Share of the known records up to which a file that lacks them looks like a full export."""


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column of a file and what it would be read as.

    Args:
        header: As the file spells it.
        samples: Its first filled cells.
        ours: Our columns that it would fill; empty when it would not be read.
        guessed: `ours` rests on a similar name, not on a mapping or the very name.
        confidence: How likely `ours` is right, 0 to 1; 1 unless guessed.
    """

    header: str
    samples: tuple[str, ...]
    ours: tuple[str, ...]
    guessed: bool
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file or a sheet holds and what importing it would do.

    Args:
        key: Names the file in `ImportRequest.mappings`.
        file: Its name for the user.
        kind: What the rows are, `None` when that cannot be told.
        recognised_as: The dialect, or "mapping".
        columns: The columns, in the order of the file.
        rows: The first rows, each as long as the header.
        mapping: What would be used; a proposal to change by hand and to save.
        signature: Names the header for saving the mapping.
        missing: Required columns that nothing fills.
        problem: Why the file cannot be imported as it is, or `None`.
        account: Where every row would go, `None` when it cannot be imported as it is.
        explanation: How it was recognised: "Salesforce report, 14 of 16 columns known".
        questions: What only the user can say about it.
        new_reps, new_sources: Names in it that nobody knew before; what an earlier file of the
            same import brought is not new again.
    """

    key: str
    file: str
    kind: FileKind | None
    recognised_as: str
    columns: tuple[ColumnPreview, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: FileMapping
    signature: str
    missing: tuple[str, ...]
    problem: str | None
    account: FileAccount | None
    explanation: str = ""
    questions: ImportQuestions = field(default_factory=ImportQuestions)
    new_reps: tuple[str, ...] = ()
    new_sources: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what an import would find in the rows."""
        return () if self.account is None else self.account.problems


@dataclass(frozen=True, slots=True)
class _Draft:
    """A table before its rows are looked at: a proposal of how to read it, or why there is none."""

    table: Table
    digest: str
    layout: Layout | None
    guessed: Mapping[str, Proposal]
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """What trying to import a table found out."""

    account: FileAccount
    questions: ImportQuestions
    new_reps: tuple[str, ...]
    new_sources: tuple[str, ...]


def preview_files(
    store: Store,
    request: ImportRequest,
    progress: Callable[[float, str], None] | None = None,
    *,
    first_rows: bool = False,
) -> tuple[FilePreview, ...]:
    """Return what importing the files would do; nothing is changed.

    A table that is not recognised by its very names gets a proposal, whose account shows what the
    import would do with it; give its `mapping` to the import to have it so. A file that cannot be
    read at all gets a preview without columns that says why, and the others are looked at.

    Args:
        store: The store.
        request: What to import.
        progress: Told how far the look is.
        first_rows: Look at the first rows of each file only, which takes no time however large it
            is.

    Raises:
        CancelledError: `progress` asked for it.
    """
    looks = [
        look
        for path in dict.fromkeys(request.paths)
        for look in _open(store, request, path, first_rows=first_rows)
    ]
    drafts = [look for look in looks if isinstance(look, _Draft)]
    found = _try_import(store, request, drafts, progress)
    return tuple(
        _show(look, found.get(look.table.key)) if isinstance(look, _Draft) else look
        for look in looks
    )


def _show(draft: _Draft, found: "_Found | str | None") -> FilePreview:
    """Return the preview of a table, which may turn out to be unreadable further down."""
    try:
        if isinstance(found, str):
            return _build_preview(replace(draft, problem=found), None)
        return _build_preview(draft, found)
    except UsageError as error:
        return _build_unreadable(draft.table.key, draft.table.name, str(error))


def _try_import(
    store: Store,
    request: ImportRequest,
    drafts: list[_Draft],
    progress: Callable[[float, str], None] | None,
) -> dict[str, _Found | str]:
    """Import what can be, find out what that does or why it cannot be, and abandon it."""
    found: dict[str, _Found | str] = {}
    known: dict[str, set[str]] = {"rep": set(), "source": set()}
    ready = [
        Part(draft.table, draft.layout, draft.digest)
        for draft in drafts
        if draft.layout and not draft.problem
    ]
    with store.unit_of_work() as work:
        command = join_command(path.name for path in request.paths)
        run = ImportRun(
            store,
            work,
            command,
            ready,
            opportunities_are_leads=request.opportunities_are_leads,
            answers=request.answers,
            looks_only=True,
        )
        ready.sort(key=lambda part: (IMPORT_ORDER.index(part.layout.kind), run.is_full(part)))
        for done, part in enumerate(ready):

            def tell(fraction: float, done: int = done, name: str = part.table.name) -> None:
                if progress is not None:
                    progress((done + fraction) / len(ready), f"Looking at {name}")

            try:
                account = run.import_part(part, tell)[0]
            except UsageError as error:
                found[part.table.key] = str(error)
                continue
            new = {
                role: tuple(name for name in run.list_new_names(role) if name not in known[role])
                for role in known
            }
            questions = _ask(run, part.table.key, new)
            known = {role: names | {*new[role]} for role, names in known.items()}
            found[part.table.key] = _Found(account, questions, new["rep"], new["source"])
        for part in ready:
            each = found[part.table.key]
            if isinstance(each, _Found) and part.layout.kind in CAN_VANISH:
                questions = replace(each.questions, vanished=_ask_for_vanished(run, part))
                found[part.table.key] = replace(each, questions=questions)
        work.abandon()
    return found


def _ask(run: ImportRun, key: str, new: Mapping[str, tuple[str, ...]]) -> ImportQuestions:
    """Return what a table that was read leaves open."""
    opened = run.opened[key]
    layout, tally = opened.layout, opened.reader.tally
    known = {"rep": run.setting.known_reps, "source": run.setting.known_sources}
    return ImportQuestions(
        stages=build_stages(layout, tally),
        date_orders=build_date_orders(tally),
        currencies=build_currencies(tally, run.setting.rates),
        names=tuple(
            question
            for role, names in opened.reader.names.items()
            for question in find_alike(role, names, new[role], known[role])
        ),
    )


def _ask_for_vanished(run: ImportRun, part: Part) -> VanishedQuestion | None:
    """Return what the files like this one lack together, after the last of them was read."""
    before, lacks = run.count_vanished(part)
    is_likely = before > 0 and lacks <= before * _FEW_VANISHED
    return VanishedQuestion(before, lacks, is_likely) if before else None


def _open(
    store: Store, request: ImportRequest, path: Path, *, first_rows: bool
) -> "list[_Draft] | list[FilePreview]":
    """Tell how the tables of a file are to be read; or why it cannot be read."""
    try:
        tables = open_tables(path)
        if first_rows:
            return [_draft(store, request, FirstRows(table), "") for table in tables]
        digest = compute_digest(path)
        return [_draft(store, request, table, digest) for table in tables]
    except UsageError as error:
        return [_build_unreadable(str(path), path.name, str(error))]


def _build_unreadable(key: str, name: str, problem: str) -> FilePreview:
    """Return the preview of a file that cannot be read at all."""
    return FilePreview(
        key=key, file=name, kind=None, recognised_as="", columns=(), rows=(),
        mapping=FileMapping(), signature="", missing=(), problem=problem, account=None,
    )  # fmt: skip


def _draft(store: Store, request: ImportRequest, table: Table, digest: str) -> _Draft:
    """Tell how a table is to be read, guessing where its names leave it open."""
    mapping, dialect = find_mapping(store, request, table), find_dialect(request, table)
    try:
        layout = recognise(table, request.kind, dialect, mapping)
    except UsageError as error:
        problem = str(error)
    else:
        return _Draft(table, digest, replace(layout, dates=request.dates), {}, None)
    try:
        samples = read_samples(table)
        kind = request.kind or (mapping.kind if mapping else None)
        if kind is None:
            layouts = [build_layout(table, each, dialect, mapping) for each in FileKind]
            kind = guess_kind(table, layouts, samples)
        if kind is None:
            return _Draft(table, digest, None, {}, problem)
        layout = build_layout(table, kind, dialect, mapping)
        if mapping is None or not mapping.columns:
            known_reps = frozenset(rep.name for rep in load_reps(store))
            proposed = propose_columns(layout, samples, known_reps)
            return _guess(table, digest, layout, proposed, problem)
    except UsageError as error:
        return _Draft(table, digest, None, {}, str(error))
    return _Draft(table, digest, layout, {}, problem)


def _guess(
    table: Table, digest: str, layout: Layout, proposed: Mapping[str, Proposal], problem: str
) -> _Draft:
    """Fill columns that have no origin by likeness."""
    columns = {title: (proposal.column,) for title, proposal in proposed.items()}
    for ours, index in layout.columns.items():
        columns[table.header[index]] = (ours,)
    mapping = replace(layout.mapping, kind=layout.kind, columns=columns)
    layout = build_layout(table, layout.kind, "auto", mapping)
    if "outcome" in layout.columns:
        first = next(table.read_chunks(), None)
        words = first.read_cells(layout.columns["outcome"]).texts if first else []
        outcomes = {**propose_outcomes(words), **layout.mapping.values.get("outcome", {})}
        mapping = replace(mapping, values={**mapping.values, "outcome": outcomes})
        layout = replace(layout, mapping=mapping)
    still = problem if layout.missing else None
    return _Draft(table, digest, layout, proposed, still)


def _build_preview(draft: _Draft, found: _Found | None) -> FilePreview:
    table, layout = draft.table, draft.layout
    first = next(table.read_chunks(), None)
    filled: dict[int, tuple[str, ...]] = {}
    for ours, index in layout.columns.items() if layout else ():
        filled[index] = (*filled.get(index, ()), ours)
    columns = tuple(
        ColumnPreview(
            title,
            _read_samples(first, index),
            filled.get(index, ()),
            guessed=title in draft.guessed,
            confidence=draft.guessed[title].confidence if title in draft.guessed else 1.0,
        )
        for index, title in enumerate(table.header)
    )
    rows = range(min(first.size, _SAMPLE_ROWS)) if first else ()
    mapping = (
        FileMapping()
        if layout is None
        else replace(
            layout.mapping,
            kind=layout.kind,
            columns={table.header[index]: ours for index, ours in sorted(filled.items())},
        )
    )
    return FilePreview(
        key=table.key,
        file=table.name,
        kind=layout.kind if layout else None,
        recognised_as=layout.recognised_as if layout else "",
        columns=columns,
        rows=tuple(first.read_row(row) for row in rows) if first else (),
        mapping=mapping,
        signature=sign_header(table),
        missing=layout.missing if layout else (),
        problem=draft.problem,
        account=found.account if found else None,
        explanation=layout.explanation if layout else "",
        questions=found.questions if found else ImportQuestions(),
        new_reps=found.new_reps if found else (),
        new_sources=found.new_sources if found else (),
    )


def _read_samples(chunk: Chunk | None, index: int) -> tuple[str, ...]:
    if chunk is None:
        return ()
    return tuple(islice(filter(None, chunk.read_texts(index).to_list()), _SAMPLES))
