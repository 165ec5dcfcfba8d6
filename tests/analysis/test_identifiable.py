"""The benchmark's measure of what could be told at all: Bayes' rule over all truths and reps."""

import numpy as np
from benchmarks.identifiable import weigh_identity
from benchmarks.teams import TRUTHS, make_team

BY_NAME = {truth.name: truth for truth in TRUTHS}


def test_most_of_what_is_true_of_a_rep_can_be_told() -> None:
    chances = np.concatenate(
        [weigh_identity(make_team(truth, seed)) for truth in TRUTHS for seed in range(6)]
    )
    assert chances.min() >= 0.0
    assert chances.max() <= 1.0 + 1e-9
    assert chances.mean() > 0.9


def test_large_truths_are_told_and_a_slump_is_everybody_s() -> None:
    made = make_team(BY_NAME["small deals"], 1)
    assert weigh_identity(made)[made.planted].min() > 0.9
    slump = make_team(BY_NAME["team-wide slump"], 1)
    assert np.ptp(weigh_identity(slump)) < 1e-9  # it is everybody's or nobody's
    equal = weigh_identity(make_team(BY_NAME["four leads"], 1))
    assert ((equal > 0.0) & (equal <= 1.0)).all()
