"""Every contender answers, and all of a case agree; how long they take is no test's business."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import pytest
from benchmarks.cases import CASES
from benchmarks.harness import ROOT

_SIZE = 10_000
_SIZES = {"verdicts": 100}  # rep-quarters, each with a whole diagnosis
_THERE = {
    "icanexplain": False,  # it installs itself into an environment of its own
    "lifelines": False,
    "numpy_records": False,  # throws for every record: slow, whatever the size
    "matplotlib": find_spec("matplotlib") is not None,
    "sqlite_import": shutil.which("sqlite3") is not None,
}


def _answer(case: str, contender: str) -> dict[str, Any]:
    size = _SIZES.get(case, _SIZE)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--contender", contender, case, "--size", f"{size}"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert measured["wall"] > 0
    assert measured["peak"] > 0
    answer: dict[str, Any] = measured["answer"]
    return answer


@pytest.mark.parametrize("name", CASES)
def test_contenders_agree(name: str) -> None:
    case = CASES[name]
    answers = [_answer(name, each) for each in case.contenders if _THERE.get(each, True)]
    for key in case.must_agree:
        assert len({answer[key] for answer in answers if key in answer}) == 1
    if case.check is not None and len(answers) == len(case.contenders):
        case.check(dict(zip(case.contenders, answers, strict=True)))
    measures = {goal.measure for goal in case.goals} - {"wall", "cpu", "peak"}
    assert measures <= answers[0].keys()
