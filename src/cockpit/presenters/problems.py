"""Findings of an import as lines to read, to group, to filter and to hand on as a file."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cockpit.domain.errors import UsageError
from cockpit.domain.problems import Fate, FileAccount, Problem
from cockpit.presenters.spreadsheet import disarm

FATE_TONES = {Fate.REJECTED: "bad", Fate.KEPT: "accent", Fate.SKIPPED: "waiting"}
"""The tone of the chip that says what became of a row."""

FATE_TIPS = {
    Fate.REJECTED: "The row was not imported; correct it in the CRM or the file and import again.",
    Fate.KEPT: "The row was imported as it is; look at it when you have time.",
    Fate.SKIPPED: "The row is no record: a footer, a repeated header or a blank line.",
}
"""What each fate means, in a sentence."""

FATE_RESULTS = {
    Fate.REJECTED: "not imported",
    Fate.KEPT: "imported as they are",
    Fate.SKIPPED: "no records",
}
"""What becomes of the rows of a group, in a word or two."""

_HEADER = ("file", "row", "column", "value", "problem", "fate")


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One finding with the file it is about; empty texts where it names no column or value."""

    file: str
    row: int | None
    column: str
    value: str
    problem: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Findings that say the same of the same column, and how many there are."""

    problem: str
    column: str
    fate: Fate
    count: int


def list_problems(findings: Iterable[tuple[str, Problem]]) -> tuple[ProblemLine, ...]:
    """Return what was found in files, each with the file's name, in the order given."""
    return tuple(
        ProblemLine(
            file, found.row, found.column or "", found.value or "", found.problem, found.fate
        )
        for file, found in findings
    )


def list_account_problems(accounts: Iterable[FileAccount]) -> tuple[ProblemLine, ...]:
    """Return what was found in files that were just read, in the order of files and rows."""
    return list_problems(
        (account.file, found) for account in accounts for found in account.problems
    )


def group_problems(lines: Iterable[ProblemLine]) -> tuple[ProblemGroup, ...]:
    """Return the findings by what they say: rejected rows first, then the most frequent."""
    counts = Counter((line.problem, line.column, line.fate) for line in lines)
    groups = [ProblemGroup(*key, count) for key, count in counts.items()]
    return tuple(sorted(groups, key=lambda g: (g.fate is not Fate.REJECTED, -g.count, g.problem)))


def filter_problems(
    lines: Sequence[ProblemLine],
    text: str = "",
    fate: Fate | None = None,
    group: ProblemGroup | None = None,
) -> tuple[ProblemLine, ...]:
    """Return the findings that contain a text anywhere, have a fate, and belong to a group."""
    wanted = text.strip().casefold()
    kind = group and (group.problem, group.column, group.fate)
    return tuple(
        line
        for line in lines
        if (fate is None or line.fate is fate)
        and (kind is None or (line.problem, line.column, line.fate) == kind)
        and (not wanted or wanted in _readable(line))
    )


def write_problems(lines: Iterable[ProblemLine], path: Path) -> None:
    """Write findings to a CSV file that a spreadsheet opens (UTF-8 with a mark).

    Raises:
        UsageError: The file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(_HEADER)
            for line in lines:
                row = "" if line.row is None else line.row
                rows.writerow(
                    disarm((line.file, row, line.column, line.value, line.problem, line.fate.value))
                )
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _readable(line: ProblemLine) -> str:
    """Return all that a reader sees of a finding, folded for searching."""
    row = "" if line.row is None else line.row
    return f"{line.file} {row} {line.column} {line.value} {line.problem}".casefold()
