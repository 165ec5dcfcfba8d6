"""Why revenue is short: the answer to a question, rounded, grouped and judged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import numpy as np
import numpy.typing as npt

from cockpit.analysis.axes import Axes, BoolArray, FloatArray, IntArray
from cockpit.analysis.bridge import compute_effects, round_effects, split_targets
from cockpit.analysis.chain import Steps
from cockpit.analysis.funnel import build_chain, build_funnel
from cockpit.analysis.results import DiagnosisResult, DiagnosisRow, StageEvidence, VerdictResult
from cockpit.analysis.sales_evidence import Beliefs, Known, RowEvidence
from cockpit.analysis.verdict import compute_verdict, sum_levers
from cockpit.analysis.walk import Facts, Walk, walk_chain
from cockpit.domain.errors import UsageError
from cockpit.domain.question import Grouping, Question
from cockpit.domain.verdicts import Effect, Verdict

UNASSIGNED = "Unassigned leads"
NO_SOURCE = "No source"
EARLIER = "Earlier"
_ONE_REP = 2  # positions: nobody and the rep

Array = npt.NDArray[Any]

_SUMMED_AXES: Mapping[Grouping, tuple[int, ...]] = {
    Grouping.REP: (1, 2),
    Grouping.SOURCE: (0, 2),
    Grouping.MONTH: (0, 1),
    Grouping.TEAM: (0, 1, 2),
}


@dataclass(frozen=True)
class _Cells:
    """The whole answer by rep, source and month, in minor units that add up."""

    steps: Steps
    leads_plan: FloatArray
    targets: IntArray
    actuals: IntArray
    effects: Mapping[Effect, IntArray]
    has_commitment: BoolArray

    def grouped(self, by: Grouping) -> "_Cells":
        """Return the sums over everything but one axis; every array has the shape (rows,)."""

        def total(array: Array) -> Array:
            return np.atleast_1d(array.sum(axis=_SUMMED_AXES[by]))

        return _Cells(
            steps=self.steps.map(total),
            leads_plan=total(self.leads_plan),
            targets=total(self.targets),
            actuals=total(self.actuals),
            effects={effect: total(array) for effect, array in self.effects.items()},
            has_commitment=total(self.has_commitment) > 0,
        )

    def row(self, at: int, name: str, judge: "_Judge") -> DiagnosisRow:
        """Return one row of a grouped answer."""
        effects = {effect: int(array[at]) for effect, array in self.effects.items()}
        target = int(self.targets[at])
        stages, verdict = judge.judge(at, target, effects)
        return DiagnosisRow(
            name=name,
            target=target,
            actual=int(self.actuals[at]),
            effects=effects,
            levers=sum_levers(effects),
            funnel=build_funnel(self.steps, at, self.leads_plan),
            chain=build_chain(self.steps, at),
            verdict=verdict,
            has_commitment=bool(self.has_commitment[at]),
            evidence=stages,
        )

    def are_active(self) -> BoolArray:
        """Return, for each row of a grouped answer, whether it has anything to say."""
        plan, leads, deals = self.steps.plan, self.steps.leads, self.steps.deals
        seen = (self.targets, self.has_commitment, plan.whole, leads.n, leads.c1)
        done = (deals.s2, deals.from_leads, deals.opened, deals.wins, deals.to_come_plan)
        active: BoolArray = np.any([*seen, *done], axis=0)
        return active


@dataclass(frozen=True)
class _Judge:
    """What is to be believed of the rows of one grouping; nothing when it was not weighed.

    Args:
        tolerance: Share of the target that may be missed.
        rows: The evidence, if any.
        by: What a row stands for.
        rep: Position of the only rep asked about, if any.
        shape: Of the cells.
        targets: By rep position, minor units.
    """

    tolerance: float
    rows: RowEvidence | None
    by: Grouping
    rep: int | None
    shape: tuple[int, int, int]
    targets: IntArray

    def judge(
        self, at: int, target: int, effects: Mapping[Effect, int]
    ) -> tuple[dict[Effect, StageEvidence] | None, VerdictResult]:
        """Return the evidence and the verdict of the row at a position."""
        if self.rows is None:
            return None, compute_verdict(target, effects, self.tolerance)
        by, cells = self.by, self._cells(at)
        if by is Grouping.TEAM and self.rep is not None:
            by, at = Grouping.REP, self.rep
        stages = self.rows.describe(by, at, cells)
        evidence = self.rows.weigh(cells, stages)
        verdict = compute_verdict(target, effects, self.tolerance, evidence)
        if verdict.verdict in (Verdict.WITHIN_LUCK, Verdict.UNCLEAR) and by is Grouping.REP:
            more = self.rows.count_more_leads(at, stages)
            verdict = replace(verdict, more_leads=more)
        if by is Grouping.TEAM and self.shape[0] > _ONE_REP:
            verdict = replace(verdict, whose=self.rows.find_whose(self.targets))
        return stages, verdict

    def _cells(self, at: int) -> BoolArray:
        """Return the (rep, source, month) that a row holds."""
        cells = np.ones(self.shape, dtype=np.bool_)
        places = {Grouping.REP: (0, at), Grouping.SOURCE: (1, at), Grouping.MONTH: (2, at)}
        for axis, place in (places.get(self.by, (0, None)), (0, self.rep)):
            if place is not None:
                chosen = np.arange(self.shape[axis]) == place
                cells &= np.expand_dims(chosen, tuple({0, 1, 2} - {axis}))
        return cells


def compute_diagnosis(
    facts: Facts,
    question: Question,
    beliefs: Beliefs | None = None,
    walk: Walk | None = None,
) -> DiagnosisResult:
    """Answer a question: effects that add up to the gap for the team and for every row.

    With `question.rep`, everything is about that rep, the team row included; otherwise leads and
    opportunities without a rep form a row of their own when grouped by rep, and are part of the
    sums else. The team is the sum of the rounded rows, the same in every grouping.

    Args:
        facts: What is known.
        question: What is asked.
        beliefs: What the trailing months say of the rates; without it the verdicts take the sales
            effects as they are, and no row has any evidence.
        walk: The chain of the question, where somebody has walked it already.

    Raises:
        MissingRateError: The plan gives no rate for a promise or record that counts.
        UsageError: No rep has the name asked for.
    """
    walk = walk or walk_chain(facts, question)
    exact, whole = _cells(walk)
    cells = _restrict(whole, walk.axes, question.rep)
    known = Known(facts, question, walk, exact, whole.effects)
    evidence = RowEvidence(known, beliefs) if beliefs else None
    rep = find_rep(walk.axes, question.rep) if question.rep else None
    tolerance = facts.team.tolerance
    judges = {
        by: _Judge(tolerance, evidence, by, rep, walk.axes.shape, walk.targets)
        for by in (Grouping.TEAM, question.by)
    }
    name = question.rep or facts.team.name
    team = cells.grouped(Grouping.TEAM).row(0, name, judges[Grouping.TEAM])
    rows, unassigned = [], None
    grouped = cells.grouped(question.by)
    is_active = grouped.are_active()
    for at, name in enumerate(row_names(walk.axes, question.by, team.name)):
        if not is_active[at] and name != question.rep:
            continue
        row = grouped.row(at, name, judges[question.by])
        if question.by is Grouping.REP and at == 0:
            unassigned = row
        else:
            rows.append(row)
    return DiagnosisResult(
        question=question,
        currency=facts.team.currency,
        team=_agree(team, rows) if question.by is Grouping.REP else team,
        rows=tuple(rows),
        unassigned=unassigned,
        findings=_find(facts, question, team),
        drifts=beliefs.drifts if beliefs else (),
    )


def _agree(team: DiagnosisRow, rows: Sequence[DiagnosisRow]) -> DiagnosisRow:
    """Return the team's row without what no rep's own verdict says."""
    if team.verdict.whose is None:
        return team
    said = {(row.name, cause) for row in rows for cause in row.verdict.causes}
    whose = tuple(each for each in team.verdict.whose if (each.rep, each.verdict) in said)
    return replace(team, verdict=replace(team.verdict, whose=whose))


def row_names(axes: Axes, by: Grouping, team: str) -> tuple[str, ...]:
    """Return the name of each row of a grouping, by position."""
    names: Mapping[Grouping, Callable[[], tuple[str, ...]]] = {
        Grouping.REP: lambda: (UNASSIGNED, *axes.reps),
        Grouping.SOURCE: lambda: (NO_SOURCE, *axes.sources),
        Grouping.MONTH: lambda: (EARLIER, *(month.label for month in axes.months)),
        Grouping.TEAM: lambda: (team,),
    }
    return names[by]()


def find_rep(axes: Axes, name: str) -> int:
    """Return the position of a rep.

    Raises:
        UsageError: No rep has this name.
    """
    if name not in axes.rep_at:
        near = get_close_matches(name, axes.reps, n=1)
        hint = f": did you mean {near[0]}?" if near else "."
        raise UsageError(f"No rep is called {name!r}{hint}")
    return axes.rep_at[name]


def _cells(walk: Walk) -> tuple[dict[Effect, FloatArray], _Cells]:
    """Return the effects before rounding, and the whole answer."""
    targets = split_targets(walk.steps, walk.targets)
    actuals = np.rint(walk.steps.deals.s4).astype(np.int64)
    effects = compute_effects(walk.steps, targets.astype(np.float64))
    has_commitment = np.zeros(targets.shape, dtype=np.bool_)
    has_commitment |= walk.has_commitment[:, None, None]
    return effects, _Cells(
        steps=walk.steps,
        leads_plan=np.where(has_commitment, walk.steps.plan.n, 0.0),
        targets=targets,
        actuals=actuals,
        effects=round_effects(effects, actuals - targets),
        has_commitment=has_commitment,
    )


def _restrict(cells: _Cells, axes: Axes, rep: str | None) -> _Cells:
    """Return the cells with nothing but one rep in them."""
    if rep is None:
        return cells
    chosen = np.zeros((axes.shape[0], 1, 1), dtype=np.int64)
    chosen[find_rep(axes, rep)] = 1
    return _Cells(
        steps=cells.steps.map(lambda array: array * chosen),
        leads_plan=cells.leads_plan * chosen,
        targets=cells.targets * chosen,
        actuals=cells.actuals * chosen,
        effects={effect: array * chosen for effect, array in cells.effects.items()},
        has_commitment=cells.has_commitment & (chosen > 0),
    )


def _find(facts: Facts, question: Question, team: DiagnosisRow) -> tuple[str, ...]:
    """Return what the reader should know about the answer."""
    if team.target or question.rep:
        return ()
    given = {target.period for target in facts.plan.targets}
    others = f"; there are targets for {', '.join(sorted(given)[-4:])}" if given else ""
    return (f"No target is set for {question.period.label}{others}.",)
