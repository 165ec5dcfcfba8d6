"""Axes of charts: where round numbers lie between the least and the greatest."""

from collections.abc import Iterator
from math import ceil, floor

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def find_ticks(least: float, most: float, count: int) -> Iterator[float]:
    """Yield the round numbers from `least` to `most`, about `count` of them.

    They are 1, 2, 2.5 or 5 times a power of ten apart.
    """
    rough = (most - least) / count
    if rough <= 0:
        return
    size = 1.0
    while size * 10 < rough:
        size *= 10
    while size > rough:
        size /= 10
    step = next(size * each for each in _STEPS if size * each >= rough * (1 - 1e-9))
    for number in range(ceil(least / step - 1e-9), floor(most / step + 1e-9) + 1):
        yield number * step
