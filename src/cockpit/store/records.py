"""Records in full, for a page of a table or an export: names for ids, dates for seconds."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from cockpit.domain.knowledge import EVERYTHING_KNOWN, Knowledge
from cockpit.domain.records import FileKind, Outcome
from cockpit.store.connection import Store
from cockpit.store.kinds import KINDS, RecordKind
from cockpit.store.versions import build_versions

Keys = npt.NDArray[np.int64] | Sequence[int]

_AT_ONCE = 500
"""Keys per query: below SQLite's limit of parameters, above a page of a table."""


def load_leads(store: Store, keys: Keys, knowledge: Knowledge = EVERYTHING_KNOWN) -> pd.DataFrame:
    """Return leads in full, as they were known, in the order of `keys`; unknown keys give no row.

    Columns: `key`, then those of the plain file, with `rep` and `source` as the names of today,
    times as datetime64, and `None` or NaT where nothing is given; last, `gone`: whether its CRM no
    longer has it.
    """
    return _load_records(store, FileKind.LEADS, keys, knowledge)


def load_opportunities(
    store: Store, keys: Keys, knowledge: Knowledge = EVERYTHING_KNOWN
) -> pd.DataFrame:
    """Return opportunities in full, as they were known, in the order of `keys`.

    As `load_leads`; `outcome` is open, won or lost, `amount` is in minor units (Int64).
    """
    frame = _load_records(store, FileKind.OPPORTUNITIES, keys, knowledge)
    names = {outcome.value: outcome.name.lower() for outcome in Outcome}
    frame["outcome"] = frame["outcome"].map(names).astype(object)
    frame["amount"] = frame["amount"].astype("Int64")
    return frame


def _load_records(
    store: Store, of_kind: FileKind, keys: Keys, knowledge: Knowledge
) -> pd.DataFrame:
    kind = KINDS[of_kind]
    wanted = [int(key) for key in keys]
    versions = build_versions(kind, knowledge.cut(of_kind), (*kind.columns, "gone"))
    query = f"SELECT id, {', '.join(_build_select(kind))}, gone FROM {versions}"
    found: dict[int, tuple[object, ...]] = {}
    with store.reading() as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            part = tuple(wanted[start : start + _AT_ONCE])
            places = ",".join("?" * len(part))
            rows = connection.exec_driver_sql(f"{query} WHERE id IN ({places})", part)
            found.update((row[0], tuple(row)) for row in rows)
    frame = pd.DataFrame(
        [found[key] for key in wanted if key in found],
        columns=["key", *kind.columns, "gone"],
        dtype=object,
    )
    frame = frame.astype({"key": np.int64, "gone": np.bool_})
    for name in kind.columns:
        if name.endswith("_at"):
            seconds = frame[name].astype("Int64").to_numpy(np.int64, na_value=_NAT)
            frame[name] = seconds.view("datetime64[s]")
    return frame


_NAT = np.iinfo(np.int64).min


def _build_select(kind: RecordKind) -> list[str]:
    """Build one expression per column, with names and words in place of their ids."""
    return [_build_column(kind, name) for name in kind.columns]


def _build_column(kind: RecordKind, name: str) -> str:
    if name in kind.words:
        return f"(SELECT name FROM word WHERE word.id = {name})"
    if name in ("rep", "source"):
        return (
            f"(SELECT {name}.name FROM {name}_name "
            f"JOIN {name} ON {name}.id = {name}_id WHERE {name}_name.id = {kind.name}.{name})"
        )
    return name
