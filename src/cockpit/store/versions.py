"""The versions of records that were current after a batch."""

from collections.abc import Iterable

from cockpit.store.kinds import RecordKind


def build_versions(kind: RecordKind, cut: int | None, columns: Iterable[str]) -> str:
    """Return what to select records from: those that were current after a batch.

    Args:
        kind: The kind of record; its table's name is also that of what is returned.
        cut: The batch, from `Knowledge.cut`; `None` for today's records.
        columns: The columns that are needed, beside `id`.
    """
    if cut is None:
        return kind.name
    names = ", ".join(("id", *columns))
    return (
        f"(SELECT {names} FROM {kind.name} WHERE batch_id <= {cut} UNION ALL "
        f"SELECT {names} FROM {kind.name}_history WHERE batch_id <= {cut} AND to_batch > {cut}) "
        f"AS {kind.name}"
    )
