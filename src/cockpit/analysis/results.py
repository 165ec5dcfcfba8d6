"""What a diagnosis answers, as frozen values. All money is in minor units of `currency`."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cockpit.analysis.drift import Drift
from cockpit.domain.learned_delays import PlanStanding
from cockpit.domain.question import Question
from cockpit.domain.records import FileKind
from cockpit.domain.verdicts import Effect, Lever, Verdict


@dataclass(frozen=True, slots=True)
class FunnelResult:
    """The funnel of one row: what the plan's rates make of what came before, and what came.

    Each `expected` starts from what really arrived at the stage above it and counts only what is
    due by the as-of day; the `rate`s are corrected for maturity in the same way (observed count
    over the sum of F(age)). A value is `None` where there is nothing to divide by.

    Args:
        leads_plan: Leads committed up to the as-of day.
        leads_actual: Leads really assigned in the window.
        opportunities_expected: Opportunities due by now from the leads received and carried in.
        opportunities_actual: Opportunities opened in the window from those leads.
        wins_expected: Wins due by now from the opportunities opened and carried in.
        wins_actual: Opportunities won in the window.
        revenue_expected: Planned deal size of the deals won, summed.
        lead_to_opp_plan, lead_to_opp_rate: Planned and observed lead→opportunity rate.
        win_rate_plan, win_rate: Planned and observed opportunity→win rate.
        deal_size_plan, deal_size_actual: Mean planned and real amount of the deals won.
        conversion: Value of what was won at plan amounts, over what the plan's rates would make
            of the leads received, the pipeline carried in, what was handed over (received less
            passed on) and the self-sourced opportunities promised; 1.0 is exactly on plan.
    """

    leads_plan: float
    leads_actual: int
    opportunities_expected: float
    opportunities_actual: int
    wins_expected: float
    wins_actual: int
    revenue_expected: float
    lead_to_opp_plan: float | None
    lead_to_opp_rate: float | None
    win_rate_plan: float | None
    win_rate: float | None
    deal_size_plan: float | None
    deal_size_actual: float | None
    conversion: float | None


@dataclass(frozen=True, slots=True)
class ChainResult:
    """The chain of expectations of one row (diagnosis.md §2), before rounding.

    Names are those of the method: `a0` the commitments, `a1` the leads really received, `c0` and
    `c1` the planned and real carry-in, `s2` to `s4` the later steps, `n_plan` = N*, `n` = N,
    `x` = A0/N*, `v_plan` = v̄*, `v` = v̄. Where no leads were promised, the leads received stand in
    for the promise (`n_plan` = `n`, `a0` = `a1`), and likewise `c0` = `c1`.
    """

    n_plan: float
    n: float
    x: float
    v_plan: float
    v: float
    a0: float
    a1: float
    c0: float
    c1: float
    c1_leads: float
    c1_opportunities: float
    self_sourced_plan: float
    self_sourced: float
    not_yet_due: float
    s2_leads: float
    s2: float
    s3: float
    s4: float
    to_come_plan: float
    to_come: float


@dataclass(frozen=True, slots=True)
class RepCause:
    """What is one rep's own doing, and sure enough to be said.

    Args:
        rep: The rep's name.
        verdict, effect: What it would be called, and what it is a part of.
        loss: What it cost, posterior mean, minor units.
    """

    rep: str
    verdict: Verdict
    effect: Effect
    loss: int


@dataclass(frozen=True, slots=True)
class VerdictResult:
    """What a row comes down to.

    Args:
        verdict: The verdict.
        levers: Whose move it is: the one or (for `both`) two groups, worst first.
        causes: The verdict of each of them; for `both` these are the two.
        behind: The effect that each of them is about.
        worth: What answering each of them would bring, minor units.
        chances: Probability of each of them, as for `confidence`; empty when the evidence was not
            weighed.
        confidence: Probability that the verdict is right: that one who knew the true rates would
            name it; of `both`, of the less sure; `None` when the evidence was not weighed.
        source: For `lead_quality`: the source whose leads convert worst for everybody; `None` when
            nobody else gets such leads.
        leaning: For `unclear`: what is likeliest, though not sure enough to act on.
        more_leads: For `within_luck` and `unclear`: leads that would tell; 0 when those seen should
            have told.
        whose: For the team: what is single reps' own doing, the largest loss first; what the team
            as a whole comes down to may be something else. `None` for the row of one rep, a source
            or a month.
        repeatable: For `on_target`: probability that what sales gained is not luck.
    """

    verdict: Verdict
    levers: tuple[Lever, ...]
    causes: tuple[Verdict, ...] = ()
    behind: tuple[Effect, ...] = ()
    worth: tuple[int, ...] = ()
    chances: tuple[float, ...] = ()
    confidence: float | None = None
    source: str | None = None
    leaning: Verdict | None = None
    more_leads: int | None = None
    whose: tuple[RepCause, ...] | None = None
    repeatable: float | None = None


@dataclass(frozen=True, slots=True)
class EvidenceParts:
    """An effect split by what made it, minor units; the four sum to the effect (diagnosis.md §3).

    Args:
        source_quality: Leads of these sources convert otherwise than planned, for everybody.
        team_wide: The whole team is off plan.
        rep: This rep against the same leads in the team's hands.
        luck: What remains.
    """

    source_quality: int
    team_wide: int
    rep: int
    luck: int


@dataclass(frozen=True, slots=True)
class StageEvidence:
    """What twelve months say about one stage of a row.

    Args:
        plan: The plan's rate on this row's records; deal size in minor units.
        rate: Its posterior mean.
        low, high: The ends of its 80 % interval.
        team: The rate of the same records in the team's hands.
        records: Records weighed: leads, opportunities or won deals.
        p_rep_below_team: Probability that the rep's own term is below 0; 0.5 where reps do not
            differ, or the row is no rep's.
        parts: The split of the stage's effect.
    """

    plan: float
    rate: float
    low: float
    high: float
    team: float
    records: int
    p_rep_below_team: float
    parts: EvidenceParts


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    """One row of the bridge; `effects` sum to `gap` = `actual` − `target`, to the minor unit.

    `evidence` is by stage: `lead_to_opp`, `win_rate`, `deal_size`; `None` when it was not weighed.
    """

    name: str
    target: int
    actual: int
    effects: Mapping[Effect, int]
    levers: Mapping[Lever, int]
    funnel: FunnelResult
    chain: ChainResult
    verdict: VerdictResult
    has_commitment: bool = True
    evidence: Mapping[Effect, StageEvidence] | None = None

    @property
    def gap(self) -> int:
        """Return actual less target, in minor units; negative when short."""
        return self.actual - self.target

    @property
    def attained(self) -> float | None:
        """Return actual over target, `None` without a target."""
        return self.actual / self.target if self.target else None


@dataclass(frozen=True, slots=True)
class DiagnosisResult:
    """The answer to a question: the team, its rows, and the leads nobody owns.

    `drifts` are the team's rates that are not what they were.
    """

    question: Question
    currency: str
    team: DiagnosisRow
    rows: tuple[DiagnosisRow, ...]
    unassigned: DiagnosisRow | None
    findings: tuple[str, ...] = ()
    drifts: tuple[Drift, ...] = ()
    standing: PlanStanding | None = None


@dataclass(frozen=True, slots=True)
class RecordContributions:
    """What each record of one kind adds to an effect.

    Args:
        kind: Leads or opportunities.
        keys: The records' keys in the store, int64.
        contributions: Minor units, float64, of the same length.
    """

    kind: FileKind
    keys: npt.NDArray[np.int64]
    contributions: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EffectExplanation:
    """An effect taken apart, in minor units before rounding.

    Args:
        row: Name of the row; `None` is the team.
        effect: Which effect.
        plan_terms: What the promises add, by name: `promised_leads`, `earlier_promises`,
            `self_sourced`, `not_yet_due`, `target`.
        records: What the records add, by kind.
    """

    row: str | None
    effect: Effect
    plan_terms: Mapping[str, float]
    records: tuple[RecordContributions, ...]

    @property
    def total(self) -> float:
        """Return the effect: the sum of all terms."""
        return sum(self.plan_terms.values()) + sum(
            float(part.contributions.sum()) for part in self.records
        )
