"""The worked cases that the method was defined with: every figure, to 0.06."""

from pathlib import Path
from typing import Any

import pytest
from tests.golden_cases import EXPECTED, read_expected, read_facts

from cockpit.analysis.diagnosis import compute_diagnosis
from cockpit.analysis.results import DiagnosisRow
from cockpit.domain.verdicts import Effect

TOLERANCE = 0.06


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_figure_of_every_case(path: Path) -> None:
    question, want = read_expected(path)
    result = compute_diagnosis(read_facts(path.parent), question)
    rows = {row.name: row for row in result.rows}
    for row in want["reps"]:
        got = rows.pop(row["rep"]) if row["rep"] else result.unassigned
        assert got is not None
        _assert_row(got, row, TOLERANCE)
    assert not rows
    _assert_row(result.team, want["team"], TOLERANCE * (1 + len(want["reps"])))


def test_there_are_cases() -> None:
    assert {path.parent.name for path in EXPECTED} == {"hand", "mix", "quarter", "at-once"}


def _assert_row(got: DiagnosisRow, want: dict[str, Any], tolerance: float) -> None:
    figures = {"target": got.target, "actual": got.actual, "gap": got.gap}
    figures |= {effect.value: got.effects[effect] for effect in Effect}
    wanted = {name: want[name] for name in ("target", "actual", "gap")} | want["effects"]
    off = {
        name: (figures[name] / 100, value)
        for name, value in wanted.items()
        if abs(figures[name] / 100 - value) > tolerance
    }
    assert not off
    assert sum(got.effects.values()) == sum(got.levers.values()) == got.gap
