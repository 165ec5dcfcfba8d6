"""Rows that are no records: blank lines, repeated headers, footers, and what the CRM deleted."""

import re
from collections.abc import Iterator

import numpy as np

from cockpit.intake.findings import Mask
from cockpit.intake.kinds import IDENTITY
from cockpit.intake.layouts import Layout
from cockpit.intake.tables import Chunk

_FOOTERS = (
    r"(?:grand )?totals?\b.*",
    r"(?:gesamt|zwischen)?summen?\b.*|gesamt(?:summe|ergebnis)?\b.*",
    r"(?:total|totaux|sous-total)\b.*|subtotal\b.*|totale?s? generale?s?\b.*",
    r"(?:total geral|totais|eindtotaal|eindtotalen|totaal|subtotaal)\b.*",
    r"confidential information.*|vertrauliche informationen.*|informations? confidentielles?.*",
    r"información confidencial.*|informações confidenciais.*|vertrouwelijke informatie.*",
    r"copyright\b.*|©.*",
)


def find_skipped(chunk: Chunk, layout: Layout) -> Iterator[tuple[Mask, str]]:
    """Yield which rows the rules of a layout leave out, and why."""
    for rule, index, keeps in layout.skips:
        cells = chunk.read_cells(index)
        codes = [code for code, text in enumerate(cells.texts) if text.casefold() in rule.words]
        is_skipped = np.isin(cells.codes, codes)
        for kept in keeps:
            is_skipped &= chunk.read_texts(kept).is_missing
        yield is_skipped, rule.reason


class NoRows:
    """Tells why cells that cannot be used are no row at all."""

    def __init__(self, layout: Layout, header: tuple[str, ...]) -> None:
        self._header = header
        footers = "|".join((*_FOOTERS, *layout.dialect.footers))
        self._footer = re.compile(footers, re.IGNORECASE)
        self._keys = layout.places(IDENTITY[layout.kind][0])

    def explain(self, cells: tuple[str, ...]) -> str | None:
        """Return why cells are no row, `None` when they are one.

        Blank lines and repeated headers need no word ("").
        """
        filled = [cell for cell in cells if cell]
        if not filled or cells == self._header:
            return ""
        is_named = any(cells[index] not in ("", filled[0]) for index in self._keys)
        return "a footer" if not is_named and self._footer.fullmatch(filled[0]) else None
