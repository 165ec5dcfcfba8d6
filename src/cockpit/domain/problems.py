"""What was wrong with a row, and what became of every row of a file."""

from dataclasses import dataclass
from enum import StrEnum

from cockpit.domain.records import FileKind


class Fate(StrEnum):
    """What became of a row that had a problem."""

    REJECTED = "rejected"
    KEPT = "kept"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a file.

    Args:
        row: Line of the row in the file as a spreadsheet numbers it, the header being row 1.
            `None` when the finding is about the file.
        column: Header of the column as the file spells it, or `None`.
        value: The cell as the file has it, or `None`.
        problem: What is wrong, in words that need no manual: "not a date".
        fate: What became of the row.
    """

    row: int | None
    column: str | None
    value: str | None
    problem: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class FileAccount:
    """Where every row of a file went; `rows` is the sum of the five counts, always.

    `vanished` are the records that a full export (`is_full`) lacks, none of which is a row of it;
    `explanation` says how the file was recognised.
    """

    file: str
    kind: FileKind
    recognised_as: str
    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: int = 0
    problems: tuple[Problem, ...] = ()
    vanished: int = 0
    is_full: bool = False
    explanation: str = ""

    def __post_init__(self) -> None:
        counted = self.added + self.updated + self.unchanged + self.rejected + self.skipped
        if counted != self.rows:
            raise ValueError(f"{self.file}: {self.rows} rows but {counted} accounted for")
