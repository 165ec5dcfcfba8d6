"""The first rows of a file as they would be read: our columns, the words translated."""

from dataclasses import dataclass

from cockpit.domain.problems import Fate
from cockpit.presenters.import_preview import FileView, format_column

_HEADER_ROWS = 2
"""A spreadsheet numbers the first row below the header so."""


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it would be read.

    Args:
        text: What it becomes.
        tip: What is wrong with it, or what stood in the file where that is something else.
        tone: `bad` when its row is rejected for it, `accent` when it is kept with a finding,
            `muted` when it is the same in every row.
    """

    text: str
    tip: str = ""
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingView:
    """Our columns with the first rows as they would be read, row by row."""

    titles: tuple[str, ...]
    rows: tuple[tuple[ReadCell, ...], ...]


def build_reading(file: FileView) -> ReadingView:
    """Return the first rows of a file as they would be read."""
    mapping = file.preview.mapping
    origin = {ours: at for at, line in enumerate(file.columns) for ours in line.ours}
    named = [
        ours.name for ours in file.ours if ours.name in origin or _is_constant(file, ours.name)
    ]
    choices = {ours.name: ours.choices for ours in file.ours}
    wrong = {
        (line.row, line.column, line.value): (
            line.problem,
            "bad" if line.fate is Fate.REJECTED else "accent",
        )
        for line in file.problems
        if line.row is not None and line.row < len(file.preview.rows) + _HEADER_ROWS
    }

    def read(ours: str, at: int, row: tuple[str, ...]) -> ReadCell:
        if ours not in origin:
            return ReadCell(mapping.constants[ours], "The same in every row", "muted")
        cell, header = row[origin[ours]], file.columns[origin[ours]].header
        found = wrong.get((at + _HEADER_ROWS, header, cell))
        words = {word: word for word in choices[ours]}
        words |= {theirs.casefold(): word for theirs, word in mapping.values.get(ours, {}).items()}
        word = words.get(cell.casefold(), cell)
        if found is not None:
            return ReadCell(word, f"{cell}: {found[0]}", found[1])
        return ReadCell(word, "" if word == cell else f"{cell} in the file")

    return ReadingView(
        tuple(format_column(name) for name in named),
        tuple(
            tuple(read(name, at, row) for name in named) for at, row in enumerate(file.preview.rows)
        ),
    )


def _is_constant(file: FileView, name: str) -> bool:
    return name in dict(file.constants)
