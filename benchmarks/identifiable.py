"""Could anybody tell? How sure one is who knows how the teams are made, but not the rates of one.

She knows every truth of the benchmark, its size, how many reps it is about, and that all truths
are equally frequent. She does not know which of them a team was given, nor to whom. Bayes' rule
over all truths and all choices of reps says how likely it is, by a year's records, that what is
true of a rep is true of him. It looks at no verdict, and it is exact.
"""

from itertools import combinations

import numpy as np

from benchmarks.likelihood import weigh_amounts, weigh_deals, weigh_leads
from benchmarks.teams import REPS, TRUTHS, Floats, MadeTeam, Truth

SURE = 0.9
"""From this chance on a truth about a rep can be told."""

LARGE = 0.2
"""Share of the target from which on what a truth has cost is large."""


def weigh_identity(made: MadeTeam) -> Floats:
    """Return by rep the chance of what is true of his rates: this truth is his, or none is."""
    logs: list[float] = []
    about: list[Floats] = []  # whom each possibility is about, 1 or 0 by rep
    is_true: list[bool] = []
    for truth in TRUTHS:
        for chosen, log in _possibilities(made, truth):
            logs.append(log)
            about.append(chosen)
            is_true.append(truth is made.truth)
    chance = np.exp(np.array(logs) - max(logs))
    chance /= chance.sum()
    theirs, own = np.array(about), np.array(is_true)
    with_truth = (chance * own) @ theirs
    without_any = chance @ (1.0 - theirs)
    has_rates = about[is_true.index(True)].any()
    return np.where(made.planted & has_rates, with_truth, without_any)


def _possibilities(made: MadeTeam, truth: Truth) -> list[tuple[Floats, float]]:
    """Return whom a truth may be about, and ln of prior times likelihood, up to a constant."""
    by_rep = _weigh(made, truth)
    everybody = np.ones(REPS)
    if by_rep is None:
        return [(np.zeros(REPS), 0.0)]
    if truth.planted == REPS:
        return [(everybody, float(by_rep.sum()))]
    choices = list(combinations(range(REPS), truth.planted))
    return [
        (np.isin(np.arange(REPS), choice).astype(np.float64), log - float(np.log(len(choices))))
        for choice, log in zip(choices, by_rep[np.array(choices)].sum(axis=1), strict=True)
    ]


def _weigh(made: MadeTeam, truth: Truth) -> Floats | None:
    """Return ln of the likelihood of a truth by rep; `None` for one that is not about rates."""
    planned, source = made.planned_rate, made.facts.leads["source"].to_numpy()
    if truth.duplicates:
        return weigh_leads(made, made.lead_rate) if truth is made.truth else None
    if truth.lead_to_opp != 1.0:
        return weigh_leads(made, planned * truth.lead_to_opp)
    if truth.rotten != 1.0:
        return weigh_leads(made, np.where(source == 1, planned * truth.rotten, planned))
    if truth.win_rate != 1.0 or truth.slower != 1.0:
        return weigh_deals(made, truth.win_rate, truth.slower)
    if truth.deal_size != 1.0:
        return weigh_amounts(made, truth.deal_size)
    return None
