"""Curves from counts when a record can end in two ways: the Aalen–Johansen estimate."""

from dataclasses import dataclass

import numpy as np

from cockpit.analysis.axes import FloatArray, IntArray
from cockpit.analysis.delay_counts import DelayCounts


@dataclass(frozen=True)
class Incidence:
    """What share of the records ended in which way by each whole day of age; shape (ages,).

    `happened` + `competing` + `still_open` = 1 at every age.
    """

    happened: FloatArray
    competing: FloatArray
    still_open: FloatArray
    at_risk: IntArray


def compute_incidence(counts: DelayCounts) -> Incidence:
    """Return the cumulative incidences by age (Aalen and Johansen 1978, on whole days).

    With n(k) watched at age k and d_j(k) ending in way j, S(k) = Π_{i≤k} (1 − Σ_j d_j(i)/n(i)) and
    the incidence of j is Σ_{i≤k} S(i−1)·d_j(i)/n(i). Unlike 1 − Kaplan–Meier with the other ending
    taken as censored, it does not pretend that what is lost might still be won.

    Args:
        counts: Of one curve, arrays of shape (ages,).
    """
    at_risk = counts.at_risk
    watched = np.maximum(at_risk, 1)
    happens, competes = counts.happened / watched, counts.competing / watched
    still_open = np.cumprod(1.0 - happens - competes, dtype=np.float64)
    before = np.concatenate([[1.0], still_open[:-1]])
    return Incidence(
        happened=np.cumsum(before * happens),
        competing=np.cumsum(before * competes),
        still_open=still_open,
        at_risk=at_risk,
    )
