"""The versions of records that were current after a batch."""

from collections.abc import Iterable

from cockpit.store.kinds import RecordKind

_REP_OF_TODAY = (
    "coalesce((SELECT rep_id FROM setting_change AS joined "
    "JOIN rep_name ON rep_name.name = json_extract(joined.before, '$.name') "
    "JOIN import_batch ON import_batch.id = joined.batch_id "
    "WHERE joined.part = 'rep' AND joined.\"row\" = superseded.rep AND joined.after IS NULL "
    "AND undone_at IS NULL AND joined.batch_id >= superseded.to_batch "
    "ORDER BY joined.batch_id LIMIT 1), rep)"
)
"""The rep of a superseded row of a plan, or whom that rep has become one with since."""


def build_versions(kind: RecordKind, cut: int | None, columns: Iterable[str]) -> str:
    """Return what to select records from: those that were current after a batch.

    Args:
        kind: The kind of record; its table's name is also that of what is returned.
        cut: The batch, from `Knowledge.cut`; `None` for today's records.
        columns: The columns that are needed, beside `id`.
    """
    if cut is None:
        return kind.name
    names = ("id", *columns)
    then = [_REP_OF_TODAY if name == "rep" and kind.is_plan else name for name in names]
    return (
        f"(SELECT {', '.join(names)} FROM {kind.name} WHERE batch_id <= {cut} UNION ALL "
        f"SELECT {', '.join(then)} FROM {kind.name}_history AS superseded "
        f"WHERE batch_id <= {cut} AND to_batch > {cut}) AS {kind.name}"
    )
