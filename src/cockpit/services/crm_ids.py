"""Whether the ids of a file go together with those that are known: without, records count twice."""

from collections.abc import Iterator

from cockpit.domain.records import FileKind
from cockpit.intake.dialects import DIALECTS
from cockpit.intake.dialects.plain import PLAIN
from cockpit.intake.identities import BETWEEN
from cockpit.intake.layouts import Layout
from cockpit.services.full_exports import CAN_VANISH, FullExports
from cockpit.services.import_parts import Part
from cockpit.store.unit_of_work import UnitOfWork

_ONE = {FileKind.LEADS: "lead", FileKind.OPPORTUNITIES: "opportunity"}


def find_naming(layout: Layout) -> str:
    """Return what the ids of the records have in them that a file can lack at all.

    A file without ids says nothing about records that go by theirs.
    """
    return BETWEEN if layout.identity else ""


def compare_ids(work: UnitOfWork, part: Part, exports: FullExports, batch: int) -> Iterator[str]:
    """Yield what is to be said about the ids of a table of leads or opportunities that was read.

    Args:
        work: In which it was merged.
        part: The table.
        exports: Which ids the tables of the import hold.
        batch: The import's.
    """
    if part.layout.kind in CAN_VANISH and part.layout.dialect is not PLAIN:
        yield from _compare_naming(work, part.layout)
        yield from _compare_systems(work, part, exports, batch)


def _compare_naming(work: UnitOfWork, layout: Layout) -> Iterator[str]:
    """Say when a CRM's records go by ids in some files and by other columns in others."""
    kind, system = layout.kind, layout.recognised_as
    if not any(form.kind is kind and form.identity for form in layout.dialect.forms):
        return  # its files always have ids
    is_made = bool(layout.identity)
    count = work.count_named(kind, system, BETWEEN, has=not is_made)
    if not count:
        return
    known = f"{count:,} {kind if count > 1 else _ONE[kind]}"
    if is_made:
        yield (
            f"has no ids, but {known} of earlier files go by theirs: what is in both counts "
            "twice; export the id as well"
        )
    else:
        yield (
            f"has ids, but {known} of earlier files came without: what is in both counts "
            "twice; if this is a full export, say so, and those are marked as gone"
        )


def _compare_systems(
    work: UnitOfWork, part: Part, exports: FullExports, batch: int
) -> Iterator[str]:
    """Say when records have taken the place of another CRM's, because their ids are the same."""
    kind = part.layout.kind
    others = [name for name, each in DIALECTS.items() if each not in (part.layout.dialect, PLAIN)]
    taken = work.count_taken(kind, others, batch)
    shared = exports.count_shared(part, others)
    for system in {**taken, **shared}:
        count = max(taken.get(system, 0), shared.get(system, 0))
        ids = f"{count:,} {kind} have the ids" if count > 1 else f"1 {_ONE[kind]} has the id"
        yield (
            f"{ids} that {DIALECTS[system].title} gave to others, and took their place: if they "
            "are not the same, undo this import and keep each CRM in a store of its own"
        )
