"""Ids of records: brought to one spelling, and made from other columns where a file has none."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from cockpit.intake.dialects.forms import Dialect
from cockpit.intake.findings import Finding, find
from cockpit.intake.kinds import IDENTITY
from cockpit.intake.layouts import Layout
from cockpit.intake.tables import Chunk, Table, normalise_name
from cockpit.texts import Texts

ID_COLUMNS = frozenset({"user_id", "lead_id", "opportunity_id", "opportunity_ids", "meeting_id"})
BETWEEN = " · "
"""Joins the cells of which an id is made."""

_SHORT, _FULL = 15, 18
_CHECK_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def clean_id(text: str, dialect: Dialect) -> str:
    """Return an id as all files of a dialect are to spell it, "" for one that stands for none."""
    text = text.removeprefix(dialect.id_prefix)
    if dialect.has_checked_ids and len(text) == _SHORT and text.isascii() and text.isalnum():
        text += _check_letters(text)
    return "" if text in dialect.null_ids else text


def clean_ids(texts: Texts, dialect: Dialect) -> Texts:
    """Return a column of ids, or of several separated by semicolons, each as `clean_id` does."""
    if dialect.id_prefix:
        texts = texts.without_prefix(dialect.id_prefix)
    lengths = texts.lengths
    if dialect.has_checked_ids and ((lengths == _SHORT) | (lengths > _FULL)).any():
        return Texts.build(_clean_each(text, dialect) for text in texts.to_list())
    if dialect.null_ids:
        null = Texts.build(sorted(dialect.null_ids)).hashes
        texts = texts.without(np.isin(texts.hashes, null))
    return texts


def _clean_each(text: str | None, dialect: Dialect) -> str:
    ids = (clean_id(each.strip(), dialect) for each in (text or "").split(";"))
    return ";".join(filter(None, ids))


def _check_letters(text: str) -> str:
    """Return Salesforce's three letters for an id of 15: which of its letters are capitals."""
    fives = (text[start : start + 5] for start in (0, 5, 10))
    return "".join(
        _CHECK_LETTERS[sum(1 << place for place, letter in enumerate(five) if letter.isupper())]
        for five in fives
    )


class IdentityMaker:
    """Makes the id of a record from the columns that together name it; dates count as days."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.name = IDENTITY[layout.kind][0]
        self.titles = tuple(table.header[index] for index in layout.identity)
        dates = {layout.columns.get(name): name for name in ("assigned_at", "created_at")}
        self._parts = [(index, dates.get(index)) for index in layout.identity]

    def make(self, chunk: Chunk, columns: Mapping[str, Any]) -> tuple[Texts, list[Finding]]:
        """Return the ids, and a finding for rows that the first of the columns does not name.

        Args:
            chunk: The rows.
            columns: Our columns as far as they have been read.
        """
        parts = [
            _read_names(chunk, index) if date is None else _format_days(columns[date])
            for index, date in self._parts
        ]
        rows = zip(*parts, strict=True)
        ids = Texts.build(BETWEEN.join(filter(None, row)) if row[0] else "" for row in rows)
        problem = f"no id, and no {self.titles[0]} to tell the record by"
        place = self._parts[0][0]
        return ids, find(ids.is_missing, self.name, problem, rejects=True, place=place)


def _read_names(chunk: Chunk, index: int) -> list[str]:
    cells = chunk.read_cells(index)
    texts = [normalise_name(text) for text in cells.texts]
    return [texts[code] for code in cells.codes.tolist()]


def _format_days(seconds: Any) -> list[str]:
    days = seconds.astype("datetime64[s]").astype("datetime64[D]")
    return ["" if text == "NaT" else text for text in days.astype(str).tolist()]
