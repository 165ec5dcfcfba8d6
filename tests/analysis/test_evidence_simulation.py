"""Simulated teams with known terms: are they found, and do 80 % intervals cover 80 %?"""

from dataclasses import dataclass

import numpy as np
import pytest

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.evidence_laplace import integrate
from cockpit.analysis.evidence_likelihood import CountCells, CountLikelihood, Pairs
from cockpit.analysis.evidence_posterior import Posterior

MEDIAN = 26.0


@dataclass(frozen=True)
class MadeStage:
    """A stage of a simulated team: what is counted of it, and its true terms."""

    likelihood: CountLikelihood
    terms: FloatArray

    @property
    def rates(self) -> FloatArray:
        """Return the combination of terms behind each rep's rate on an even mix of sources."""
        pairs = self.likelihood.pairs
        ones, mix = np.ones((pairs.n_reps, 1)), np.full(pairs.n_sources, 1.0 / pairs.n_sources)
        return np.hstack([ones, ones * mix, np.eye(pairs.n_reps)])


def make_stage(
    random: np.random.Generator,
    taus: tuple[float, float],
    records: float,
    *,
    has_losses: bool,
    shape: tuple[int, int] = (10, 5),
) -> MadeStage:
    """Simulate twelve months: `records` a month from each source to each rep, plan 30 %."""
    reps, sources = shape
    by_source, by_rep = random.normal(0, taus[0], sources), random.normal(0, taus[1], reps)
    team = random.normal(0, 0.3)
    rep, source, month = (a.ravel() for a in np.indices((reps, sources, 12)))
    planned = np.full(rep.size, np.log(0.3 / 0.7))
    rate = 1 / (1 + np.exp(-(planned + team + by_source[source] + by_rep[rep])))
    reached = 1 - 2 ** (-(15 + 30 * month) / MEDIAN)
    number = random.poisson(records, rep.size)
    number[month == 11] += 1  # so that everybody has had something of everything
    converts = random.binomial(number, rate)
    won = random.binomial(converts, reached)
    lost = random.binomial(number - converts, reached) if has_losses else np.zeros_like(won)
    cells = CountCells(
        pair=rep * sources + source,
        planned=planned,
        records=number.astype(float),
        converted=won.astype(float),
        ended=lost.astype(float),
        reached=reached,
        closed=reached if has_losses else np.zeros(rep.size),
    )
    held = number > 0
    cells = CountCells(*(getattr(cells, name)[held] for name in CountCells.__dataclass_fields__))
    pair = np.arange(reps * sources)
    pairs = Pairs(pair // sources, pair % sources, reps, sources)
    return MadeStage(CountLikelihood(pairs, cells), np.concatenate([[team], by_source, by_rep]))


def covers(posterior: Posterior, combinations: FloatArray, truth: FloatArray) -> list[bool]:
    weighed = posterior.weigh(combinations)
    return list((weighed.low <= truth) & (truth <= weighed.high))


@pytest.mark.parametrize(("records", "has_losses"), [(4.0, False), (1.2, True)])
def test_intervals_of_80_percent_cover_75_to_85_percent(records: float, has_losses: bool) -> None:
    rates, reps, sources = [], [], []
    for seed in range(50):
        random = np.random.default_rng([11, seed])
        taus = (float(random.uniform(0.1, 0.7)), float(random.uniform(0.1, 0.6)))
        made = make_stage(random, taus, records, has_losses=has_losses)
        plain = integrate(made.likelihood)
        every = np.eye(made.terms.size)
        rates += covers(plain.centred(), made.rates, made.rates @ made.terms)
        sources += covers(plain, every[1:6], made.terms[1:6])
        reps += covers(plain, every[6:], made.terms[6:])
    assert 0.75 <= np.mean(rates) <= 0.85
    assert 0.75 <= np.mean(reps) <= 0.85
    assert 0.75 <= np.mean(sources) <= 0.85


def test_a_large_team_gives_its_terms_away() -> None:
    made = make_stage(np.random.default_rng(8), (0.5, 0.3), 40.0, has_losses=True, shape=(40, 12))
    posterior = integrate(made.likelihood)
    differ = (made.terms[1:13].std(), made.terms[13:].std())
    assert posterior.likeliest == pytest.approx(differ, rel=0.25)
    reps = made.terms[13:] - made.terms[13:].mean()
    found = posterior.mean[13:] - posterior.mean[13:].mean()
    assert np.sqrt(np.mean((found - reps) ** 2)) < 0.05
    rates = made.rates @ made.terms
    assert np.abs(posterior.weigh(made.rates).mean - rates).max() < 0.12


@pytest.mark.parametrize(("records", "has_losses"), [(4.0, False), (1.2, True)])
def test_among_equals_hardly_anybody_is_singled_out(records: float, has_losses: bool) -> None:
    chances, spreads = [], []
    for seed in range(40):
        made = make_stage(
            np.random.default_rng([12, seed]), (0.3, 0.0), records, has_losses=has_losses
        )
        posterior = integrate(made.likelihood).centred()
        chances.append(posterior.weigh(np.eye(made.terms.size)[6:]).p_below)
        spreads.append(posterior.likeliest[1])
    flagged = np.array(chances) >= 0.9
    assert flagged.mean() <= 0.015
    assert not flagged[np.array(spreads) == 0].any()
    assert np.median(spreads) <= 0.06


def test_a_rep_who_converts_half_as_often_is_found() -> None:
    found = []
    for seed in range(20):
        made = make_stage(np.random.default_rng([13, seed]), (0.2, 0.0), 4.0, has_losses=False)
        cells, rep = made.likelihood._cells, made.likelihood.pairs.rep[made.likelihood._cells.pair]
        random = np.random.default_rng([14, seed])
        weak = np.where(
            rep == 3, random.binomial(cells.converted.astype(int), 0.5), cells.converted
        )
        parts = {name: getattr(cells, name) for name in CountCells.__dataclass_fields__}
        likelihood = CountLikelihood(
            made.likelihood.pairs, CountCells(**parts | {"converted": weak.astype(float)})
        )
        below = integrate(likelihood).centred().weigh(np.eye(made.terms.size)[6:]).p_below
        found.append(below >= 0.9)
    assert np.array(found)[:, 3].mean() >= 0.95
    assert np.delete(np.array(found), 3, axis=1).mean() <= 0.02
