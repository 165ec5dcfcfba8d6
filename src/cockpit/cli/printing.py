"""What commands print: JSON for any output, and tables that fit the terminal."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_WIDEST = 2000
_WIDEST_TEXT = 32
"""Longer names go on in the next line."""


def print_json(document: Any) -> None:
    """Print one JSON document; letters that the output has no code for are escaped."""
    speaks_all = "utf" in (sys.stdout.encoding or "").lower()
    typer.echo(json.dumps(document, indent=1, ensure_ascii=not speaks_all))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of texts; every column but those of words is aligned to the right.

    Args:
        titles: Of the columns; the first names the row.
        rows: The cells.
        words: The columns whose cells may go on in the next line.
        parts: The columns of each table it falls apart into where the whole is too wide.
        total: A last row, apart from the others.
    """

    titles: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    words: frozenset[int]
    parts: Sequence[Sequence[int]]
    total: tuple[str, ...] | None = None


def build_console(table: TextTable) -> "Console":
    """Return a console as wide as the terminal; a file or a pipe is as wide as the table."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal or "COLUMNS" in os.environ:
        return console
    width = max(console.width, _measure(console, _build(table, range(len(table.titles)))))
    return Console(highlight=False, markup=False, emoji=False, width=width)


def print_table(console: "Console", table: TextTable) -> None:
    """Print a table in one piece, or in parts one below another where it is too wide."""
    whole = _build(table, range(len(table.titles)))
    if _measure(console, whole) <= console.width:
        console.print(whole)
        return
    for part in table.parts:
        console.print(_build(table, part, gap=1), crop=False)


def _build(table: TextTable, columns: Sequence[int], gap: int = 2) -> "Table":
    from rich import box
    from rich.table import Table

    built = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap - 1, 0, 1))
    for column in columns:
        if column in table.words:
            built.add_column(table.titles[column], overflow="fold", max_width=_WIDEST_TEXT)
        else:
            built.add_column(table.titles[column], justify="right", no_wrap=True)
    for row in table.rows:
        built.add_row(*(row[column] for column in columns))
    if table.total is not None:
        built.add_section()
        built.add_row(*(table.total[column] for column in columns), style="bold")
    return built


def _measure(console: "Console", table: "Table") -> int:
    """Return how wide a table is when no cell is cut."""
    return console.measure(table, options=console.options.update(max_width=_WIDEST)).maximum
