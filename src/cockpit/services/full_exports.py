"""Full exports: which records the files of an import hold together, and so which are gone."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from cockpit.domain.records import FileKind
from cockpit.services.import_parts import Part

Hashes = npt.NDArray[np.uint64]
_Group = tuple[FileKind, str]

CAN_VANISH = frozenset({FileKind.LEADS, FileKind.OPPORTUNITIES})
"""Kinds of which a full export tells what is gone."""


class FullExports:
    """Collects what the files of a kind from one CRM hold: what none of them has is gone.

    Args:
        parts: The tables of the import that are read.
        is_full: Tells whether the user said that a table is a full export.
    """

    def __init__(self, parts: Iterable[Part], is_full: Callable[[Part], bool]) -> None:
        self._parts: dict[_Group, list[Part]] = defaultdict(list)
        self._full: set[_Group] = set()
        self._held: dict[_Group, list[Hashes]] = defaultdict(list)
        for part in parts:
            group = _find_group(part)
            self._parts[group].append(part)
            if is_full(part):
                self._full.add(group)

    def list_beside(self, part: Part) -> list[str]:
        """Return the digests of all tables that decide with this one what is gone, if any does."""
        group = _find_group(part)
        beside = self._parts[group] if group in self._full else []
        return sorted(each.digest for each in beside if len(beside) > 1)

    def add(self, part: Part, ids: Hashes) -> None:
        """Take in the ids that a table holds, those of rejected rows too."""
        self._held[_find_group(part)].append(ids)

    def collect(self, part: Part) -> Hashes:
        """Return the ids that this table and those like it hold, as far as they were read."""
        held = self._held[_find_group(part)]
        return np.concatenate(held) if held else np.empty(0, dtype=np.uint64)

    def count_shared(self, part: Part, systems: Iterable[str]) -> dict[str, int]:
        """Return how many ids of a table those of other CRMs hold too, as far as they were read."""
        own, kind = self.collect(part), part.layout.kind
        shared = {
            system: sum(len(np.intersect1d(own, ids)) for ids in self._held[kind, system])
            for system in systems
        }
        return {system: count for system, count in shared.items() if count}

    def is_complete(self, part: Part) -> bool:
        """Return whether some table like this one is a full export, and all of them were read."""
        group = _find_group(part)
        return group in self._full and len(self._held[group]) == len(self._parts[group])


def _find_group(part: Part) -> _Group:
    return part.layout.kind, part.layout.recognised_as
