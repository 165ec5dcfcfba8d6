"""Names and sizes of the made-up companies that the demo team sells to."""

import numpy as np

_FIRST = (
    "Halden Mira Aster Keld Orla Tamsin Birke Novak Solano Ferro Lumen Quill Harrow Vesta Polder "
    "Marlow Juno Cedar Ostra Brennan Kestrel Ondine Rovere Saffron Talbot Umbra Verity Wexford "
    "Yarrow Zephyr Calder Dunmore Elowen Fjord Garnet Hollis Inver Jarrah Kinsale Larkin"
).split()
_LAST = (
    "Foods|Labs|Oy|& Co|Logistics|Systems|Health|Interiors|Optics|Marine|Textiles|Robotics|Energy"
    "|Publishing|Studios|Tools|Dairy|Analytics|Chemie GmbH|Bank"
).split("|")
_SEGMENTS = ("Small business", "Mid-market", "Enterprise")


def draw_company(random: np.random.Generator) -> str:
    """Return the name of a company."""
    return f"{_FIRST[random.integers(len(_FIRST))]} {_LAST[random.integers(len(_LAST))]}"


def draw_segment(random: np.random.Generator) -> str:
    """Return the size class of a company."""
    return _SEGMENTS[int(random.choice(3, p=[0.5, 0.35, 0.15]))]
