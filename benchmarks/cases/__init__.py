"""The comparisons, one file each."""

from benchmarks.cases import (
    asof,
    bridge,
    charts,
    curves,
    evidence,
    exports,
    forecast,
    importing,
    period,
    records,
    reimport,
    start,
    verdicts,
)
from benchmarks.harness import Case

CASES: dict[str, Case] = {
    module.CASE.name: module.CASE
    for module in (
        importing,
        reimport,
        exports,
        period,
        asof,
        bridge,
        start,
        records,
        charts,
        evidence,
        curves,
        forecast,
        verdicts,
    )
}
