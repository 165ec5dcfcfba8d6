"""The comparisons, one file each."""

from benchmarks.cases import bridge, evidence, importing, period, reimport, verdicts
from benchmarks.harness import Case

CASES: dict[str, Case] = {
    module.CASE.name: module.CASE
    for module in (importing, reimport, period, bridge, evidence, verdicts)
}
