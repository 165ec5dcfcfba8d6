"""What became of a deal, by the columns of its CRM that say so whatever the name of the stage."""

from typing import Any

import numpy as np

from cockpit.domain.records import Outcome
from cockpit.intake.dialects.forms import NO, YES
from cockpit.intake.findings import Finding, Mask, find
from cockpit.intake.layouts import Layout
from cockpit.intake.tables import Chunk


class OutcomeRulesReader:
    """Reads the outcome by the rules of a layout: the first that fits, else open."""

    def __init__(self, layout: Layout) -> None:
        self._rules = layout.outcomes

    def read(self, chunk: Chunk) -> tuple[dict[str, Any], list[Finding], Mask | None]:
        """Return the outcomes, and a finding for flags that are neither yes nor no."""
        outcomes = np.full(chunk.size, Outcome.OPEN.value, dtype=np.int64)
        found: list[Finding] = []
        for rule, index in reversed(self._rules):
            cells = chunk.read_cells(index)
            words = [text.casefold() for text in cells.texts]
            fitting = [code for code, word in enumerate(words) if word in rule.words]
            outcomes[np.isin(cells.codes, fitting)] = rule.outcome.value
            if rule.words == YES:
                unclear = [c for c, word in enumerate(words) if word not in YES and word not in NO]
                problem = "neither yes nor no, so nothing tells whether the deal is closed"
                is_unclear = np.isin(cells.codes, unclear)
                found += find(is_unclear, "outcome", problem, rejects=True, place=index)
        return {"outcome": outcomes}, found, None
