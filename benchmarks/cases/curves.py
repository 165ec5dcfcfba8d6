"""A delay curve with a share that never converts: ours on counted days, lifelines on records.

Both get the same leads: 40 % convert after a Weibull delay (scale 12 days, shape 0.8), the others
never; each is watched for up to a year. We bin the delays to whole days and count them first.
"""

import subprocess
from collections.abc import Mapping
from typing import Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.side import side_python

_LEADS = """
import numpy as np
random = np.random.default_rng(4)
happens = random.random(SIZE) < 0.4
delay = 12.0 * random.weibull(0.8, SIZE)
watched = random.integers(1, 366, SIZE).astype(float)
observed = happens & (delay < watched)
"""
_LIFELINES = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
SIZE = int(sys.argv[1])
exec(sys.argv[2])
from lifelines import MixtureCureFitter, WeibullFitter
start = time.perf_counter()
fitter = MixtureCureFitter(base_fitter=WeibullFitter())
fitter.fit(np.where(observed, np.maximum(delay, 1e-3), watched), observed)
seconds = time.perf_counter() - start
found = fitter.summary
print(json.dumps({"seconds": seconds,
    "estimates": [float(found.loc[n, "coef"]) for n in ("cured_fraction_", "lambda_", "rho_")],
    "errors": [float(found.loc[n, "se(coef)"]) for n in ("cured_fraction_", "lambda_", "rho_")]}))
"""
_HALF_AN_ERROR = 0.5


def ours(size: int) -> Work:
    """Count the records by day, and fit; `seconds` is both."""
    import time

    import numpy as np

    from cockpit.analysis.cure_fit import fit_cure
    from cockpit.analysis.delay_counts import count_delays
    from cockpit.domain.records import NEVER

    made: dict[str, Any] = {"SIZE": size}
    exec(_LEADS, made)  # noqa: S102 - the very leads that the other contender gets
    known = 10_000
    start = known - made["watched"].astype(np.int64) + 1
    happened = np.where(made["observed"], start + np.floor(made["delay"]).astype(np.int64), NEVER)
    never = np.full(size, NEVER)
    row = np.zeros(size, dtype=np.int64)

    def fit() -> Any:
        counts = count_delays(row, start, happened, never, known)
        return fit_cure(counts.total())

    fit()

    def work() -> dict[str, Any]:
        begin = time.perf_counter()
        found = fit()
        seconds = time.perf_counter() - begin
        curve = found.to_happened
        estimates = [1.0 - found.happens, curve.scale, curve.shape]
        return {"seconds": seconds, "estimates": estimates}

    return work


def lifelines(size: int) -> Work:
    """The mixture cure fit of lifelines, on every record."""
    python = side_python("lifelines", "lifelines>=0.30", "pandas<3")

    def work() -> dict[str, Any]:
        from json import loads

        done = subprocess.run(
            [python, "-c", _LIFELINES, f"{size}", _LEADS],
            capture_output=True,
            text=True,
            check=True,
        )
        answer: dict[str, Any] = loads(done.stdout)
        return answer

    return work


def check(answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Both estimate the same, within half a standard error.

    Raises:
        ValueError: They do not.
    """
    theirs = answers["lifelines"]
    for own, other, error in zip(
        answers["ours"]["estimates"], theirs["estimates"], theirs["errors"], strict=True
    ):
        if abs(own - other) > _HALF_AN_ERROR * error:
            raise ValueError(f"curves: {own:.4f} is not {other:.4f} ± {error:.4f}")


CASE = Case(
    name="curves",
    about="a Weibull delay curve with a cure fraction; the seconds are those of the call alone",
    contenders={"ours": ours, "lifelines": lifelines},
    goals=(Goal(1 / 300, against="lifelines", measure="seconds"), Goal(0.03, measure="seconds")),
    check=check,
)
