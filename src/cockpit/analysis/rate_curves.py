"""Which delay curves hold for a rep, a source and a period: stated medians, or learned ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import Axes, FloatArray, IntArray
from cockpit.analysis.curves import DelayCurve, MedianCurve, StageCurves, TableCurve
from cockpit.domain.learned_delays import LearnedDelay, LearnedDelays, Step
from cockpit.domain.plan import LEARNED_DAYS

_NOT_LEARNED = -1
_TO_OPPORTUNITY, _TO_WIN, _TO_LOSS = range(3)
_STAGES_OF = {Step.LEAD_TO_OPP: [_TO_OPPORTUNITY], Step.OPP_TO_END: [_TO_WIN, _TO_LOSS]}


@dataclass(frozen=True)
class LabelCurves:
    """The delays that one edition of a plan gives, arrays (delay field, label, rep, source).

    Args:
        stated: Medians in days, `LEARNED_DAYS` or NaN where no row gives any.
        medians: The same without the rows that say learned: what holds where nothing was learned.
        learned: The curves behind `LEARNED_DAYS`, if any.
    """

    stated: FloatArray
    medians: FloatArray
    learned: LearnedDelays | None


def choose_curves(
    editions: Sequence[LabelCurves], axes: Axes
) -> tuple[IntArray, tuple[StageCurves, ...]]:
    """Number the distinct triples of curves, and return the number of every entry's.

    Days to loss fall back to days to win, learned or not; a delay that no row gives is 0 days: all
    at once. Where a row says learned and too little was, the medians hold.
    """
    delays: list[LearnedDelay] = []
    medians, learned = [], []
    for edition in editions:
        own_medians, own_learned = _resolve(edition, axes, delays)
        medians.append(own_medians.reshape(3, -1))
        learned.append(own_learned.reshape(3, -1))
    stages = np.concatenate(medians, axis=1), np.concatenate(learned, axis=1)
    number = np.zeros(stages[0].shape[1], dtype=np.int64)
    for median, delay in zip(*stages, strict=True):
        known, code = np.unique(median, return_inverse=True)
        number = (number * known.size + code) * (len(delays) + 1) + delay + 1
    _, first, curve = np.unique(number, return_index=True, return_inverse=True)
    triples = (
        (
            _build_curve(stage, float(stages[0][stage, at]), int(stages[1][stage, at]), delays)
            for stage in (_TO_OPPORTUNITY, _TO_WIN, _TO_LOSS)
        )
        for at in first
    )
    return curve, tuple(StageCurves(*triple) for triple in triples)


def _resolve(
    edition: LabelCurves, axes: Axes, delays: list[LearnedDelay]
) -> tuple[FloatArray, IntArray]:
    """Return the median and the number of the learned delay of each stage's entries.

    Args:
        edition: The delays.
        axes: Positions of sources.
        delays: All learned delays so far; those of the edition are added.
    """
    stated, medians = _with_loss(edition.stated), np.nan_to_num(_with_loss(edition.medians))
    numbers = np.full(stated.shape, _NOT_LEARNED, dtype=np.int64)
    is_learned = stated == LEARNED_DAYS
    if edition.learned is not None and is_learned.any():
        for step, stages in _STAGES_OF.items():
            found = (edition.learned.find(step, name) for name in (None, *axes.sources))
            numbers[stages] = [_number(delay, delays) for delay in found]
        numbers[~is_learned] = _NOT_LEARNED
    return np.where(numbers == _NOT_LEARNED, medians, 0.0), numbers


def _with_loss(table: FloatArray) -> FloatArray:
    to_opportunity, to_win, to_loss = table
    return np.stack([to_opportunity, to_win, np.where(np.isnan(to_loss), to_win, to_loss)])


def _number(delay: LearnedDelay | None, delays: list[LearnedDelay]) -> int:
    """Return the number of a learned delay, adding it when it is new."""
    if delay is None:
        return _NOT_LEARNED
    for at, known in enumerate(delays):
        if known is delay:
            return at
    delays.append(delay)
    return len(delays) - 1


def _build_curve(stage: int, median: float, number: int, delays: list[LearnedDelay]) -> DelayCurve:
    if number == _NOT_LEARNED:
        return MedianCurve(median)
    delay = delays[number]
    return TableCurve(delay.otherwise_by if stage == _TO_LOSS else delay.happened_by)
