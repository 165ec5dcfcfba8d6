"""Delay curves learned from the team's own history, instead of the medians that a plan states."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.competing_risks import Incidence, compute_incidence
from cockpit.analysis.cure_fit import CureFit, fit_cure
from cockpit.analysis.curves import DelayCurve
from cockpit.analysis.delay_counts import DelayCounts, count_delays
from cockpit.domain.records import NEVER, NOBODY, Outcome

ENOUGH = 30
"""Conversions (or wins) from which on a curve is learned, and records that keep it so."""

MOST_BEYOND = 0.25
"""A curve is not learned while more of its conversions than this lie beyond all that was seen."""

_CERTAIN = 1e-12


@dataclass(frozen=True)
class LearnedCurve:
    """What was seen for as long as enough records were watched, and a smooth tail after that.

    Args:
        body: F(0), F(1), … as seen; at least one day.
        tail: A curve whose shape the rest follows, scaled to join the body.
        limit: What F comes to in the end: 1, or less where some never end in this way.
    """

    body: FloatArray
    tail: DelayCurve
    limit: float = 1.0

    def cumulative(self, days: int) -> FloatArray:
        """Return F(0), F(1), …, F(days − 1)."""
        if days <= self.body.size:
            return self.body[:days]
        tail, joint = self.tail.cumulative(days), self.body.size - 1
        left = 1.0 - tail[joint]
        rest = (tail[joint + 1 :] - tail[joint]) / left if left > _CERTAIN else 1.0
        after = self.body[-1] + (self.limit - self.body[-1]) * rest
        return np.concatenate([self.body, np.broadcast_to(after, days - self.body.size)])


@dataclass(frozen=True)
class LearnedStage:
    """How one step of the funnel went: from lead to opportunity, or from opportunity to win.

    Args:
        records: Leads or opportunities that were watched.
        happened, competing: How many converted (won), and how many were disqualified (lost).
        seen: The shares that did so by age, as counted: what a chart shows as data.
        curve: P(converts by d | it does): a `DelayCurve`.
        otherwise: P(disqualified or lost by d | it does not convert), also where some stay open
            for ever: its limit is then below 1.
        happens: Share that converts in the end, by the curve.
        never: Share that does neither, ever: open in the books, but dead.
        beyond: Part of the conversions that is expected at ages at which nothing was seen yet.
    """

    records: int
    happened: int
    competing: int
    seen: Incidence
    curve: LearnedCurve
    otherwise: LearnedCurve
    happens: float
    never: float
    beyond: float

    @property
    def is_enough(self) -> bool:
        """Return whether the curve may stand in for the plan's median."""
        return self.happened >= ENOUGH and self.beyond <= MOST_BEYOND

    @property
    def longest(self) -> int:
        """Return the greatest age, in whole days, at which a record was still watched."""
        return self.seen.at_risk.size - 1

    def quantile(self, share: float) -> int:
        """Return the day of age by which a share of those that convert have done so.

        `quantile(0.5)` reads: of the leads that convert, half have by this day.
        """
        days = self.longest + 2
        while (curve := self.curve.cumulative(days))[-1] < share and days < NEVER:
            days *= 2
        return int(np.searchsorted(curve, share - _CERTAIN))


@dataclass(frozen=True)
class LearnedCurves:
    """The curves of the team and, by source id, of the sources that have enough history.

    Args:
        leads: From lead to opportunity, with disqualified as the other end.
        deals: From opportunity to won, with lost as the other end.
        leads_by_source, deals_by_source: The same per source; only those with enough events.
    """

    leads: LearnedStage
    deals: LearnedStage
    leads_by_source: Mapping[int, LearnedStage]
    deals_by_source: Mapping[int, LearnedStage]

    def of_leads(self, source: int) -> LearnedStage | None:
        """Return the lead stage that holds for a source id; `None`: the plan's median does."""
        return self.leads_by_source.get(source, self.leads if self.leads.is_enough else None)

    def of_deals(self, source: int) -> LearnedStage | None:
        """Return the deal stage that holds for a source id; `None`: the plan's medians do."""
        return self.deals_by_source.get(source, self.deals if self.deals.is_enough else None)


def learn_curves(leads: pd.DataFrame, opportunities: pd.DataFrame, known: int) -> LearnedCurves:
    """Learn how long things take from everything that was known at the end of a day.

    A lead converts on the day of its first opportunity; one that is lost without a date was lost
    on the day it was opened, and one that is won without a date counts nowhere.

    Args:
        leads: Columns `source`, `assigned`, `converted`, `disqualified`.
        opportunities: Columns `source`, `created`, `closed`, `outcome`.
        known: The last day that is known, as a day number.
    """
    lead_counts = count_delays(
        leads["source"].to_numpy() - NOBODY,
        leads["assigned"].to_numpy(),
        leads["converted"].to_numpy(),
        leads["disqualified"].to_numpy(),
        known,
    )
    team_leads, leads_by_source = _learn_stage(lead_counts)
    team_deals, deals_by_source = _learn_stage(_count_deals(opportunities, known))
    return LearnedCurves(team_leads, team_deals, leads_by_source, deals_by_source)


def _count_deals(opportunities: pd.DataFrame, known: int) -> DelayCounts:
    outcome = opportunities["outcome"].to_numpy()
    created, closed = opportunities["created"].to_numpy(), opportunities["closed"].to_numpy()
    countable = (outcome != Outcome.WON) | (closed < NEVER)
    closed = np.where((outcome == Outcome.LOST) & (closed == NEVER), created, closed)
    won = np.where(outcome == Outcome.WON, closed, NEVER)
    lost = np.where(outcome == Outcome.LOST, closed, NEVER)
    row = opportunities["source"].to_numpy() - NOBODY
    return count_delays(row[countable], created[countable], won[countable], lost[countable], known)


def _learn_stage(counts: DelayCounts) -> tuple[LearnedStage, dict[int, LearnedStage]]:
    """Return the team's stage and, by source id, those of the sources with enough history.

    The team's tail is the fitted one; a source's tail follows the team's curve, because so few
    of one source's records grow that old.
    """
    total = counts.total()
    fit = fit_cure(total)
    team = _build_stage(total, fit, fit.to_happened, fit.to_competing)
    by_source = {}
    for row in np.flatnonzero(counts.happened.sum(axis=1) >= ENOUGH):
        stage = _build_stage(counts.of_source(int(row)), fit, team.curve, team.otherwise)
        if stage.is_enough:
            by_source[int(row) + NOBODY] = stage
    return team, by_source


def _build_stage(
    counts: DelayCounts, fit: CureFit, tail: DelayCurve, other_tail: DelayCurve
) -> LearnedStage:
    """Join what was seen, while enough records were watched, to a tail."""
    counts = _trim(counts)
    seen = compute_incidence(counts)
    thin = np.flatnonzero(seen.at_risk[1:] < ENOUGH)
    joint = int(thin[0]) if thin.size else seen.at_risk.size - 1
    happens, competes = _ends(seen, fit, joint)
    body = seen.happened[: joint + 1] / happens if happens > 0 else np.zeros(joint + 1)
    others = 1.0 - happens
    other_body = seen.competing[: joint + 1] / others if others > 0 else np.zeros(joint + 1)
    curve = LearnedCurve(body, tail, 1.0 if happens > 0 else 0.0)
    limit = min(competes / others, 1.0) if others > 0 else 0.0
    return LearnedStage(
        records=int(counts.entered.sum()),
        happened=int(counts.happened.sum()),
        competing=int(counts.competing.sum()),
        seen=seen,
        curve=curve,
        otherwise=LearnedCurve(other_body, other_tail, limit),
        happens=happens,
        never=max(1.0 - happens - competes, 0.0),
        beyond=float(1.0 - curve.cumulative(seen.at_risk.size)[-1]),
    )


def _ends(seen: Incidence, fit: CureFit, joint: int) -> tuple[float, float]:
    """Return the shares that convert and end otherwise in the end.

    After the joint age x, of those still open then, the share p·(1 − W(x))/S(x) of the fit ends
    in each way, and the rest never does.
    """
    gone = [
        share * (1.0 - float(curve.cumulative(joint + 1)[-1]))
        for share, curve in ((fit.happens, fit.to_happened), (fit.competes, fit.to_competing))
    ]
    left = 1.0 - fit.happens - fit.competes + sum(gone)
    still_open = float(seen.still_open[joint])
    later = [still_open * part / left if left > _CERTAIN else 0.0 for part in gone]
    return float(seen.happened[joint]) + later[0], float(seen.competing[joint]) + later[1]


def _trim(counts: DelayCounts) -> DelayCounts:
    """Return the counts up to the greatest age at which a record was watched."""
    ages = int(np.flatnonzero(counts.at_risk).max(initial=0)) + 1
    return DelayCounts(
        counts.happened[:ages],
        counts.competing[:ages],
        counts.censored[:ages],
        counts.entered[:ages],
    )
