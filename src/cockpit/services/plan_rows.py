"""From the columns of a plan file to the rows of a plan, and which of them a lock holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.plan import (
    ASSUMPTION_FIELDS,
    DELAY_FIELDS,
    LEARNED,
    LEARNED_DAYS,
    Assumption,
    Commitment,
    Plan,
    PlanLock,
    Target,
)
from cockpit.domain.records import FileKind
from cockpit.domain.team import Rep
from cockpit.intake.cells import MISSING
from cockpit.intake.findings import Finding
from cockpit.services.locked_periods import find_lock, tell_locked
from cockpit.services.plan import PlanKey, PlanRecord, key_of, records_of

Columns = Mapping[str, Any]

_KINDS = {
    FileKind.TARGETS: Target,
    FileKind.COMMITMENTS: Commitment,
    FileKind.ASSUMPTIONS: Assumption,
}


@dataclass(frozen=True)
class PlanRows:
    """Reads rows of plan files against the plan as it is.

    Args:
        plan: With its locks.
        calendar: The fiscal calendar.
        reps: The roster, whose aliases files may use.
    """

    plan: Plan
    calendar: FiscalCalendar
    reps: tuple[Rep, ...]

    def find_locked(self, kind: FileKind, columns: Columns) -> list[Finding]:
        """Return the rows that would change the plan of a locked period, as rejected."""
        if kind not in _KINDS or not self.plan.locks or "period" not in columns:
            return []
        held: dict[str, tuple[PlanLock, list[int]]] = {}
        known = self._known()
        for row, record in enumerate(self.build_records(kind, columns)):
            lock = find_lock(self.plan.locks, self.calendar, _KINDS[kind], record.period)
            if lock is not None and known.get(key_of(record)) != record:
                held.setdefault(lock.period, (lock, []))[1].append(row)
        return [
            Finding(np.array(rows), "period", tell_locked(lock), rejects=True)
            for lock, rows in held.values()
        ]

    def build_records(self, kind: FileKind, columns: Columns) -> Iterator[PlanRecord]:
        """Yield a record per row; a column that is left out keeps what the plan says."""
        names = {name: rep.name for rep in self.reps for name in (rep.name, *rep.aliases)}
        known = self._known()
        lists = {name: _to_list(column) for name, column in columns.items()}
        for values in _rows_of(lists):
            rep = values.get("rep")
            values["rep"] = names.get(rep, rep) if rep else None
            yield _build_record(kind, values, known)

    def _known(self) -> dict[PlanKey, PlanRecord]:
        return {key_of(record): record for record in records_of(self.plan)}


def _rows_of(lists: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for row in zip(*lists.values(), strict=True):
        yield dict(zip(lists, row, strict=True))


def _build_record(
    kind: FileKind, values: dict[str, Any], known: Mapping[PlanKey, PlanRecord]
) -> PlanRecord:
    rep, source, period = (values.get(name) for name in ("rep", "source", "period"))
    if kind is FileKind.TARGETS:
        return Target(rep or "", period or "", values.get("revenue") or 0)
    if kind is FileKind.COMMITMENTS:
        return Commitment(rep or "", period or "", source, values.get("leads") or 0.0)
    own = Assumption(rep, source, period)
    former = known.get(key_of(own), own)
    rates = {
        name: values[name] if name in values else getattr(former, name)
        for name in ASSUMPTION_FIELDS
    }
    learned = {name: LEARNED for name in DELAY_FIELDS if rates[name] == LEARNED_DAYS}
    return Assumption(rep, source, period, **rates | learned)


def _to_list(column: Iterable[Any]) -> list[Any]:
    """Return a column as Python values, `None` where nothing is given."""
    values = pd.Series(np.asarray(column))
    return [
        None if is_missing or value == MISSING else value
        for value, is_missing in zip(values.tolist(), values.isna(), strict=True)
    ]
