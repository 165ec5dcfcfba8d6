"""What the rates may really be, drawn from the evidence of the team's own record."""

from datetime import date

import numpy as np

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.evidence import StageModel, compute_evidence
from cockpit.analysis.forecast_rates import RateDraws
from cockpit.analysis.learned_curves import learn_curves
from cockpit.analysis.walk import Facts, walk_chain
from cockpit.domain.fiscal import Period, to_day
from cockpit.domain.question import Question
from cockpit.domain.verdicts import Effect

RATE_DRAWS = 400

LEAST_RECORDS = 10
"""Records of a stage below which the plan's rates stand: an open guess would only blow them up."""


def draw_rates(known: Facts, period: Period, as_of: date, seed: int) -> RateDraws:
    """Return joint draws of the rates by the evidence on a day (diagnosis.md §3).

    The delays are those that the forecast uses, learned where there is enough history: with others,
    what is won by now would stand for a rate that does not fit what is still to be won.

    What is drawn for the team, a source or a rep holds for all of its records, so that the reps'
    forecasts move together as far as they share what is not known.

    Args:
        known: The facts as they stood on that day.
        period: The period that is forecast.
        as_of: The last day that is known.
        seed: Of the draws.

    Raises:
        MissingRateError: The plan gives no rate for a record or promise that counts.
    """
    learned = learn_curves(known.leads, known.opportunities, to_day(as_of))
    walk = walk_chain(known, Question(period, as_of))
    stages = compute_evidence(known, walk, learned=learned).stages
    random = np.random.default_rng(seed)
    enough = [model.counts.records.sum() >= LEAST_RECORDS for model in stages.values()]
    return RateDraws(
        lead_to_opp=_draw(stages[Effect.LEAD_TO_OPP], random),
        win_rate=_draw(stages[Effect.WIN_RATE], random),
        deal_size=_draw(stages[Effect.DEAL_SIZE], random),
        origin="evidence" if any(enough) else "plan",
    )


def _draw(model: StageModel, random: np.random.Generator) -> FloatArray:
    """Return shifts of one stage, shape (draws, rep, source positions)."""
    drawn = model.draw(RATE_DRAWS, random)
    return drawn if model.counts.records.sum() >= LEAST_RECORDS else np.zeros_like(drawn)
