"""Simulated teams whose truth is known: what verdicts are judged by, in the benchmark and in tests.

A team of ten reps and five sources has a plan that is right on average; a truth says in what way
some reps, or all, differ from it. Everything else is luck: who converts, who buys, for how much.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from cockpit.analysis.walk import Facts, walk_chain
from cockpit.domain.fiscal import FiscalCalendar, to_day
from cockpit.domain.plan import Assumption, Commitment, Plan, Target
from cockpit.domain.question import Basis, Question
from cockpit.domain.records import NEVER, NOBODY, Outcome
from cockpit.domain.team import Rep, Source, Team
from cockpit.domain.verdicts import Verdict

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CALENDAR = FiscalCalendar()
PERIOD = CALENDAR.parse("2026-Q3")
REPS, SOURCES = 10, 5
SPREAD = 0.42  # standard deviation of log amount
DAYS_TO_OPP, DAYS_TO_WIN, DAYS_TO_LOSS = 8.0, 26.0, 20.0
_NAMES = ("Webinar", "Paid search", "Content", "Event", "Referral", "Recycled")
_SHARE = np.array([0.28, 0.26, 0.2, 0.14, 0.12])
_LEAD_TO_OPP = np.array([0.42, 0.34, 0.28, 0.46, 0.52])
_GENERAL_LEAD_TO_OPP = 0.38
_WIN_RATE = np.array([0.28, 0.24, 0.22, 0.3, 0.36, 0.26, 0.26])  # then used up, then own work
_DEAL_SIZE = np.array([9_800.0, 8_200.0, 7_600.0, 12_500.0, 14_000.0, 9_500.0, 9_500.0])
_OWN_WORK = SOURCES + 1
_OWN_A_QUARTER = 3.0
_UNKNOWN_LEAD = -2
_HISTORY = 15  # months before the quarter
SLOW_SINCE = 150  # days before the as-of day


@dataclass(frozen=True)
class Truth:
    """How reality differs from the plan.

    Args:
        name: What it is called in the report.
        answers: The verdicts that say so.
        planted: How many of the reps it is about; `REPS` is the whole team.
        lead_to_opp, win_rate, deal_size: Factors over the whole history.
        leads: Share of the quarter's promised leads that arrive.
        mix: Factor on the promised leads of the quarter by source.
        arrives_from: First day of the quarter on which its leads arrive.
        slower: Factor on the days from opportunity to win or loss, of late.
        target: Target over what the plan adds up to.
        before: Share of the two earlier quarters' promised leads that arrived.
        day: As-of day of the quarter, counted from 1.
        rotten: Factor on the lead→opportunity rate of one source, for everybody.
        duplicates: Whether all leads of this year's are a used-up source that nobody else gets.
        hands_over: Share of a rep's opportunities that another rep closes.
        leads_a_month: Leads promised a month; `None`: 20 to 120 a quarter.
        has_joined: Whether they began with the quarter.
    """

    name: str
    answers: frozenset[Verdict]
    planted: int = 3
    lead_to_opp: float = 1.0
    win_rate: float = 1.0
    deal_size: float = 1.0
    leads: float = 1.0
    mix: tuple[float, ...] = (1.0,) * SOURCES
    arrives_from: int = 1
    slower: float = 1.0
    target: float = 1.0
    before: float = 1.0
    day: int = 92
    rotten: float = 1.0
    duplicates: bool = False
    hands_over: float = 0.0
    leads_a_month: float | None = None
    has_joined: bool = False

    @property
    def has_equal_skill(self) -> bool:
        """Return whether no rep differs from another in what he makes of like leads."""
        whole_team = self.planted == REPS
        return whole_team or self.lead_to_opp == self.win_rate == self.deal_size == 1.0

    @property
    def question(self) -> Question:
        """Return the question that the team is asked."""
        return Question(PERIOD, PERIOD.start + timedelta(days=self.day - 1), Basis.BOOKINGS)


def _truth(name: str, *answers: Verdict, **differs: object) -> Truth:
    return replace(Truth(name, frozenset(answers)), **differs)  # type: ignore[arg-type]


TRUTHS = (
    _truth("all luck", Verdict.WITHIN_LUCK, planted=REPS),
    _truth("leads short", Verdict.LEADS_SHORT, leads=0.5),
    _truth("poorer mix", Verdict.LEAD_MIX, mix=(1.2, 2.0, 1.6, 0.1, 0.05)),
    _truth("late leads", Verdict.LATE_LEADS, arrives_from=71),
    _truth("weak qualifying", Verdict.COACH_QUALIFYING, lead_to_opp=0.6),
    _truth("weak closing", Verdict.COACH_CLOSING, win_rate=0.5),
    _truth("small deals", Verdict.COACH_PRICING, deal_size=0.6),
    _truth("slow cycle", Verdict.SLOW_CYCLE, slower=2.5),
    _truth("team-wide slump", Verdict.TEAM_WIDE, planted=REPS, win_rate=0.65),
    _truth("rotten source", Verdict.LEAD_QUALITY, planted=REPS, rotten=0.2),
    _truth("duplicate bin", Verdict.LEAD_QUALITY, planted=1, duplicates=True),
    _truth("unfunded plan", Verdict.PLAN_UNFUNDED, target=1.6),
    _truth("thin carry-in", Verdict.THIN_CARRY_IN, before=0.15),
    _truth("immature quarter", Verdict.TOO_EARLY, planted=REPS, day=25),
    _truth("setter", Verdict.HANDED_OVER, planted=1, hands_over=1.0),
    _truth("ramping rep", Verdict.PLAN_UNFUNDED, leads_a_month=8.0, target=2.5, has_joined=True),
    _truth("four leads", Verdict.WITHIN_LUCK, leads_a_month=4 / 3),
)  # fmt: skip
"""The truths that a good verdict must tell apart."""

EQUAL_SKILL = tuple(truth for truth in TRUTHS if truth.has_equal_skill)


@dataclass(frozen=True)
class MadeTeam:
    """A simulated team: what the cockpit is told, and what only its maker knows.

    Args:
        truth: What it differs by.
        facts: What the cockpit is told.
        planted: Which reps the truth is about, by position.
        lead_rate: The true lead→opportunity rate of each lead in `facts.leads`.
        planned_rate: The plan's.
        win_rate: The true win rate of each opportunity in `facts.opportunities`.
        mean_amount: Its true mean amount, in minor units.
    """

    truth: Truth
    facts: Facts
    planted: npt.NDArray[np.bool_]
    lead_rate: Floats
    planned_rate: Floats
    win_rate: Floats
    mean_amount: Floats


@dataclass
class _Draw:
    truth: Truth
    random: np.random.Generator
    planted: npt.NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.planted = np.zeros(REPS, dtype=np.bool_)
        self.planted[self.random.permutation(REPS)[: self.truth.planted]] = True

    def factor(self, value: float) -> Floats:
        return np.where(self.planted, value, 1.0)

    def delay(self, median: float | Floats, size: int) -> Ints:
        """Return whole days such that P(delay ≤ d) = 1 − 2^(−(d+1)/median)."""
        return (-np.log2(1.0 - self.random.random(size)) * median).astype(np.int64)


def make_team(truth: Truth, seed: int) -> MadeTeam:
    """Return a team drawn at the plan's rates and a truth's factors; the same for a seed."""
    draw = _Draw(truth, np.random.default_rng([seed, sum(map(ord, truth.name))]))
    months = _months()
    promised = _promise(draw)
    leads, lead_rate, planned_rate = _draw_leads(draw, months, promised)
    deals, win_rate, mean_amount = _draw_deals(draw, leads)
    facts = Facts(
        team=Team(),
        reps=tuple(Rep(at + 1, f"Rep {at + 1}") for at in range(REPS)),
        sources=tuple(Source(at + 1, name) for at, name in enumerate(_NAMES)),
        plan=_plan(draw, months, promised),
        leads=leads,
        opportunities=deals,
    )
    facts = replace(facts, plan=_with_targets(draw, facts))
    return MadeTeam(truth, facts, draw.planted, lead_rate, planned_rate, win_rate, mean_amount)


def _months() -> list[tuple[int, int]]:
    """Return the first and last day of every month, the quarter's three last."""
    month = CALENDAR.parse("2025-04")
    months = []
    for _ in range(_HISTORY + 3):
        months.append((to_day(month.start), to_day(month.end)))
        month = CALENDAR.next(month)
    return months


def _promise(draw: _Draw) -> Floats:
    """Return the leads promised a month, by rep and source: 20 to 120 a quarter and rep."""
    a_month = np.exp(draw.random.uniform(np.log(20), np.log(120), REPS)) / 3
    if draw.truth.leads_a_month is not None:
        a_month[draw.planted] = draw.truth.leads_a_month
    tilt = draw.random.dirichlet(_SHARE * 30, REPS)
    return a_month[:, None] * tilt


def _draw_leads(
    draw: _Draw, months: list[tuple[int, int]], promised: Floats
) -> tuple[pd.DataFrame, Floats, Floats]:
    truth, random = draw.truth, draw.random
    spans = np.array(months)
    delivered = np.repeat(promised[:, :, None], len(months), axis=2)
    delivered[draw.planted, :, -3:] *= truth.leads * np.array(truth.mix)[:, None]
    delivered[draw.planted, :, -9:-3] *= truth.before
    if truth.has_joined:
        delivered[draw.planted, :, :-3] = 0.0
    steady = np.floor(delivered * 0.8)
    count = (steady + random.poisson(delivered - steady)).astype(np.int64)
    rep, source, month = (np.repeat(at, count.ravel()) for at in _indices(count.shape))
    first, last = spans[month].T
    late = (month >= _HISTORY) & draw.planted[rep] & (truth.arrives_from > 1)
    first = np.where(late, months[_HISTORY][0] + truth.arrives_from - 1, first)
    last = np.where(late, months[-1][1], last)
    assigned = first + (random.random(rep.size) * (last - first + 1)).astype(np.int64)
    rate = _LEAD_TO_OPP[source] * draw.factor(truth.lead_to_opp)[rep]
    rate = np.where(source == 0, rate * truth.rotten, rate)
    used_up = draw.planted[rep] & truth.duplicates
    rate = np.where(used_up, rate * 0.15, rate)
    source = np.where(used_up, SOURCES, source)
    leads = pd.DataFrame(
        {
            "key": np.arange(rep.size, dtype=np.int64),
            "rep": (rep + 1).astype(np.int32),
            "source": (source + 1).astype(np.int32),
            "assigned": assigned.astype(np.int32),
            "converted": np.full(rep.size, NEVER, dtype=np.int32),
            "disqualified": np.full(rep.size, NEVER, dtype=np.int32),
        }
    )
    becomes = random.random(rep.size) < rate
    created = assigned + draw.delay(DAYS_TO_OPP, rep.size)
    leads.loc[becomes, "converted"] = created[becomes].astype(np.int32)
    return leads, rate, np.append(_LEAD_TO_OPP, _GENERAL_LEAD_TO_OPP)[source]


def _indices(shape: tuple[int, ...]) -> Ints:
    return np.indices(shape).reshape(len(shape), -1)


def _draw_deals(draw: _Draw, leads: pd.DataFrame) -> tuple[pd.DataFrame, Floats, Floats]:
    truth, random = draw.truth, draw.random
    chosen = np.flatnonzero(leads["converted"].to_numpy() < NEVER)
    own_rep, own_day = _draw_self_sourced(draw)
    unknown = np.full(own_rep.size, _UNKNOWN_LEAD)
    lead_rep = np.concatenate([leads["rep"].to_numpy()[chosen] - 1, unknown])
    created = np.concatenate([leads["converted"].to_numpy()[chosen].astype(np.int64), own_day])
    own = np.full(own_rep.size, _OWN_WORK)
    source = np.concatenate([leads["source"].to_numpy()[chosen] - 1, own]).astype(np.int64)
    opener = np.concatenate([lead_rep[: chosen.size], own_rep]).astype(np.int64)
    passes = draw.planted[opener] & (random.random(opener.size) < truth.hands_over)
    rep = np.where(passes & (lead_rep >= 0), (opener + 1) % REPS, opener)
    win_rate = _WIN_RATE[source] * draw.factor(truth.win_rate)[rep]
    mean_amount = _DEAL_SIZE[source] * draw.factor(truth.deal_size)[rep] * 100
    wins = random.random(rep.size) < win_rate
    is_late = created > to_day(truth.question.as_of) - SLOW_SINCE
    stretch = np.where(draw.planted[rep] & is_late, truth.slower, 1.0)
    days = draw.delay(np.where(wins, DAYS_TO_WIN, DAYS_TO_LOSS) * stretch, rep.size)
    noise = random.normal(-(SPREAD**2) / 2, SPREAD, rep.size)
    assigned = np.full(rep.size, NEVER)
    assigned[: chosen.size] = leads["assigned"].to_numpy()[chosen]
    frame = pd.DataFrame(
        {
            "key": np.arange(rep.size, dtype=np.int64),
            "rep": (rep + 1).astype(np.int32),
            "source": np.where(source == _OWN_WORK, NOBODY, source + 1).astype(np.int32),
            "lead_key": np.concatenate([chosen, np.full(own_rep.size, -1)]).astype(np.int64),
            "lead_rep": np.where(lead_rep >= 0, lead_rep + 1, _UNKNOWN_LEAD).astype(np.int32),
            "lead_assigned": assigned.astype(np.int32),
            "created": created.astype(np.int32),
            "closed": (created + days).astype(np.int32),
            "outcome": np.where(wins, Outcome.WON, Outcome.LOST).astype(np.int8),
            "amount": np.rint(mean_amount * np.exp(noise)).astype(np.int64),
        }
    )
    return frame, win_rate, mean_amount


def _draw_self_sourced(draw: _Draw) -> tuple[Ints, Ints]:
    """Return the rep and day of opportunities opened without a lead, in the quarter only.

    Earlier ones would be carried in, which no commitment of earlier periods accounts for.
    """
    first, last = _months()[_HISTORY][0], _months()[-1][1]
    count = draw.random.poisson(_OWN_A_QUARTER, REPS)
    rep = np.repeat(np.arange(REPS), count)
    return rep, draw.random.integers(first, last + 1, rep.size)


def _plan(draw: _Draw, months: list[tuple[int, int]], promised: Floats) -> Plan:
    labels = [_label(first) for first, _ in months]
    commitments = [
        Commitment(f"Rep {rep + 1}", label, _NAMES[source], float(promised[rep, source]))
        for at, label in enumerate(labels)
        for rep in range(REPS)
        for source in range(SOURCES)
        if at >= _HISTORY or not (draw.truth.has_joined and draw.planted[rep])
    ]
    general = Assumption(
        lead_to_opp=_GENERAL_LEAD_TO_OPP,
        win_rate=0.26,
        deal_size=950_000,
        lead_to_opp_days=DAYS_TO_OPP,
        opp_to_win_days=DAYS_TO_WIN,
        opp_to_loss_days=DAYS_TO_LOSS,
        self_sourced_opps=_OWN_A_QUARTER,
    )
    rows = [
        Assumption(
            source=_NAMES[at],
            lead_to_opp=float(_LEAD_TO_OPP[at]),
            win_rate=float(_WIN_RATE[at]),
            deal_size=round(_DEAL_SIZE[at] * 100),
        )
        for at in range(SOURCES)
    ]
    return Plan(commitments=tuple(commitments), assumptions=(general, *rows))


def _label(first: int) -> str:
    day = date(1970, 1, 1) + timedelta(days=first)
    return f"{day.year}-{day.month:02}"


def _with_targets(draw: _Draw, facts: Facts) -> Plan:
    """Return the plan with targets that it adds up to, times the truth's factor."""
    whole = walk_chain(facts, draw.truth.question).steps.plan.whole.sum(axis=(1, 2))[1:]
    targets = whole * draw.factor(draw.truth.target)
    return replace(
        facts.plan,
        targets=tuple(
            Target(f"Rep {at + 1}", PERIOD.label, round(float(target)))
            for at, target in enumerate(targets)
        ),
    )
