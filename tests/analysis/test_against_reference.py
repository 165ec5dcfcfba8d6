"""The vectorised bridge against the same text worked out one record at a time."""

import pytest
from hypothesis import given, settings
from tests.analysis.made_facts import facts, questions
from tests.analysis.slow_reference import SlowBridge

from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.walk import Facts
from cockpit.domain.question import Question


@given(facts(), questions())
@settings(max_examples=150, deadline=None)
def test_agrees_with_the_reference(known: Facts, question: Question) -> None:
    result = compute_diagnosis(known, question)
    rows = {row.name: row for row in result.rows}
    if result.unassigned is not None:
        rows[""] = result.unassigned
    for name, expected in SlowBridge(known, question).effects().items():
        row = rows.pop(name or "", None)
        if row is None:
            assert max(abs(value) for value in expected.values()) < 1e-6
            continue
        got = {effect.value: amount for effect, amount in row.effects.items()}
        # Largest remainder moves an amount by less than one minor unit.
        assert got == pytest.approx(expected, abs=1.001)
        assert sum(got.values()) == row.gap
    assert not rows
