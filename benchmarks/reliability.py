"""How often what is said with some sureness is true: a table, and the picture in docs/method.md."""

from collections.abc import Sequence
from typing import NamedTuple

_BINS, _LOWEST, _FEWEST = 10, 3, 10
_SIZE, _LEFT, _TOP = 300, 60, 20
_SERIES = (("everything", "#3b6ea8", "circle"), ("coaching", "#c2603a", "square"))


class Said(NamedTuple):
    """A cause that was named: how surely, whether it is true, and whether it is coaching."""

    chance: float
    is_true: bool
    is_coaching: bool


class Bin(NamedTuple):
    """What was said with about the same sureness."""

    low: int
    times: int
    said: float
    right: float


def count_bins(said: Sequence[Said]) -> list[Bin]:
    """Return the bins from 30 % on that hold anything."""
    bins = []
    for low in range(_LOWEST, _BINS):
        here = [each for each in said if min(int(each.chance * _BINS), _BINS - 1) == low]
        if here:
            chance = sum(each.chance for each in here) / len(here)
            bins.append(Bin(low, len(here), chance, sum(e.is_true for e in here) / len(here)))
    return bins


def format_reliability(said: Sequence[Said], bar: float) -> str:
    """Return the table in Markdown; coaching only from the chance on from which it is said."""
    coached = [each for each in said if each.is_coaching and each.chance >= bar]
    coaching = {each.low: each for each in count_bins(coached)}
    lines = ["| said with | times | right | of it coaching | right |", "|---|--:|--:|--:|--:|"]
    for each in count_bins(said):
        own = coaching.get(each.low)
        cells = [f"{each.times:,}", f"{each.right:.0%}"]
        cells += [f"{own.times:,}", f"{own.right:.0%}"] if own else ["", ""]
        lines.append(f"| {each.low}0 to {each.low + 1}0 % | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def draw_reliability(said: Sequence[Said], bar: float) -> str:
    """Return the picture as SVG: how often it was right, against how surely it was said."""
    coached = [each for each in said if each.is_coaching and each.chance >= bar]
    marks = []
    for (name, colour, shape), part in zip(_SERIES, (said, coached), strict=True):
        bins = [each for each in count_bins(part) if each.times >= _FEWEST]
        path = " ".join(f"{_x(each.said):.0f},{_y(each.right):.0f}" for each in bins)
        marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}"/>')
        for each in bins:
            x, y = _x(each.said), _y(each.right)
            marks.append(
                f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{colour}"/>'
                if shape == "circle"
                else f'<rect x="{x - 4:.0f}" y="{y - 4:.0f}" width="8" height="8" fill="{colour}"/>'
            )
        line = _TOP + 20 + 20 * (name == "coaching")
        marks.append(f'<text x="{_LEFT + 14}" y="{line}" fill="{colour}">{name}</text>')
    ticks = "".join(
        f'<text x="{_x(share):.0f}" y="{_y(0) + 18:.0f}" text-anchor="middle">{share:.0%}</text>'
        f'<text x="{_LEFT - 8}" y="{_y(share) + 4:.0f}" text-anchor="end">{share:.0%}</text>'
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE + 100} {_SIZE + 80}" '
        'font-family="sans-serif" font-size="12" fill="#555">\n'
        f'<rect x="0" y="0" width="{_SIZE + 100}" height="{_SIZE + 80}" fill="#fff"/>\n'
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIZE}" height="{_SIZE}" fill="#f6f7f9"/>\n'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#aaa" '
        f'stroke-dasharray="4 4"/>\n{ticks}\n'
        + "\n".join(marks)
        + f'\n<text x="{_LEFT + _SIZE / 2:.0f}" y="{_TOP + _SIZE + 44}" text-anchor="middle">'
        "said with this sureness</text>\n"
        f'<text x="14" y="{_TOP + _SIZE / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 14 {_TOP + _SIZE / 2:.0f})">was right</text>\n</svg>\n'
    )


def _x(share: float) -> float:
    return _LEFT + _SIZE * share


def _y(share: float) -> float:
    return _TOP + _SIZE * (1.0 - share)
