"""One file per CRM: how its columns become ours. `DIALECTS` lists them, the plain one last."""

from collections.abc import Callable

from cockpit.domain.records import FileKind
from cockpit.intake.dialects import plain
from cockpit.intake.mapping import FileMapping

Dialect = Callable[[tuple[str, ...], FileKind], FileMapping]
"""Reads a header as a kind of file: which of its columns fill which of ours."""

DIALECTS: dict[str, Dialect] = {"plain": plain.read_header}
