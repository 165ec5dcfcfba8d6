"""Builds answers of a diagnosis whose chain, effects and funnel agree with one another."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from cockpit.analysis.results import (
    ChainResult,
    DiagnosisResult,
    DiagnosisRow,
    FunnelResult,
    VerdictResult,
)
from cockpit.domain.fiscal import FiscalCalendar
from cockpit.domain.question import Basis, Grouping, Question
from cockpit.domain.verdicts import LEVER_OF, Effect, Lever, Verdict

_Result = TypeVar("_Result", ChainResult, FunnelResult)

QUESTION = Question(FiscalCalendar().parse("2026-Q3"), date(2026, 9, 14))


def build_row(
    name: str,
    target: float = 62_000,
    effects: Mapping[str, float] | None = None,
    *,
    leads: tuple[int, float] = (60, 60),
    verdict: Verdict = Verdict.ON_TARGET,
    levers: tuple[Lever, ...] = (Lever.SALES,),
    has_commitment: bool = True,
    rates: tuple[float | None, float | None] = (0.4, 0.26),
) -> DiagnosisRow:
    """Return a row from a target, leads (received, promised) and effects, all in whole dollars.

    The leads effect follows from the leads; every other effect is as given, or zero.
    """
    given = dict.fromkeys(Effect, 0.0)
    given |= {Effect(name): amount * 100 for name, amount in (effects or {}).items()}
    n, n_plan = leads
    c0, own_plan, due_later = target * 8, target * 4, -given[Effect.NOT_YET_DUE]
    a0 = target * 100 + given[Effect.UNFUNDED_PLAN] - c0 - own_plan - due_later
    x = a0 / n_plan if n_plan and has_commitment else 0.0
    given[Effect.LEADS] = (n - n_plan) * x
    chain = _build_chain(given, a0=a0, c0=c0, own_plan=own_plan, x=x, n=n, n_plan=n_plan)
    rounded = {effect: round(amount) for effect, amount in given.items()}
    actual = round(target * 100) + sum(rounded.values())
    return DiagnosisRow(
        name,
        round(target * 100),
        actual,
        rounded,
        _sum_levers(rounded),
        _build_funnel(chain, rates),
        chain,
        VerdictResult(verdict, levers),
        has_commitment,
    )


def build_result(
    *rows: DiagnosisRow,
    unassigned: DiagnosisRow | None = None,
    basis: Basis = Basis.BOOKINGS,
    by: Grouping = Grouping.REP,
    team_verdict: VerdictResult | None = None,
) -> DiagnosisResult:
    """Return the answer that holds the rows, with the team as their sum."""
    every = (*rows, unassigned) if unassigned else rows
    effects = {effect: sum(row.effects[effect] for row in every) for effect in Effect}
    team = DiagnosisRow(
        "Team",
        sum(row.target for row in every),
        sum(row.actual for row in every),
        effects,
        _sum_levers(effects),
        _sum_fields(FunnelResult, [row.funnel for row in every]),
        _sum_fields(ChainResult, [row.chain for row in every]),
        team_verdict or VerdictResult(Verdict.BOTH, (Lever.SALES, Lever.MARKETING)),
        any(row.has_commitment for row in every),
    )
    question = Question(QUESTION.period, QUESTION.as_of, basis, by)
    return DiagnosisResult(question, "USD", team, rows, unassigned)


def build_team_of_ten() -> DiagnosisResult:
    """Return a team of ten like the one on the design's picture."""
    rows: list[tuple[str, int, tuple[int, int], tuple[float, float], Verdict, str]] = [
        ("Dmitri Volkov", 62, (44, 60), (0.36, 0.21), Verdict.BOTH, "-5 -9 -1.2 -2.4"),
        ("Ben Lindqvist", 62, (58, 60), (0.31, 0.19), Verdict.COACH_CLOSING, "-9 -15 -.3 -2.4"),
        ("Amara Okafor", 62, (41, 60), (0.39, 0.26), Verdict.LEADS_SHORT, "-2 0 0 -2.4"),
        ("Farid Haddad", 62, (37, 60), (0.42, 0.27), Verdict.LEADS_SHORT, "1.5 0 0 -2.4"),
        ("Jonas Weber", 62, (59, 60), (0.30, 0.25), Verdict.COACH_QUALIFYING, "-16 0 0 -2.4"),
        ("Hugo Martin", 62, (61, 60), (0.40, 0.19), Verdict.COACH_CLOSING, "0 -17.5 0 -2.4"),
        ("Ewa Kowalska", 46, (46, 45), (0.37, 0.23), Verdict.COACH_CLOSING, "-3 -4.5 -.9 -2.4"),
        ("Ines Duarte", 46, (45, 45), (0.41, 0.24), Verdict.TOO_EARLY, "0 -2 -1.8 -3"),
        ("Grace Liu", 77, (73, 75), (0.40, 0.26), Verdict.ON_TARGET, "0 0 0 -4"),
        ("Carla Mendes", 77, (77, 75), (0.42, 0.28), Verdict.ON_TARGET, "5 6.5 0 -3.2"),
    ]
    return build_result(
        *(
            build_row(
                name,
                target * 1_000,
                {"unfunded_plan": -1_900.0, **_parse_effects(thousands)},
                leads=leads,
                rates=rates,
                verdict=verdict,
                levers=(Lever.SALES, Lever.MARKETING),
            )
            for name, target, leads, rates, verdict, thousands in rows
        )
    )


def build_team_of_forty() -> DiagnosisResult:
    """Return a large team with long names, large sums, gains, losses and a row without leads."""
    rows = (
        build_row(
            f"Maximiliana-Alexandra van der Wolkenstein-Trostburg {i + 1}"
            if i % 7 == 0
            else f"Rep Number {i + 1}",
            1_250_000 + 10_000 * i,
            {
                "lead_to_opp": -90_000 + (i * 7_919) % 140_000,
                "win_rate": -120_000 + (i * 104_729) % 200_000,
                "deal_size": -30_000 + (i * 1_299_709) % 60_000,
                "carry_in": -10_000 + (i * 15_485) % 30_000,
                "handover": (i - 19.5) * 1_000,
                "not_yet_due": -60_000,
            },
            leads=(200 + (i * 37) % 160, 300),
            has_commitment=i % 11 != 5,
            verdict=list(Verdict)[i % len(Verdict)],
            levers=(Lever.PLANNING, Lever.SALES),
        )
        for i in range(40)
    )
    return build_result(*rows, unassigned=build_row("Unassigned leads", 0, leads=(31, 0)))


def _parse_effects(thousands: str) -> dict[str, float]:
    """Return the four effects that differ from rep to rep, given in thousands."""
    names = ("lead_to_opp", "win_rate", "deal_size", "not_yet_due")
    return {name: float(text) * 1_000 for name, text in zip(names, thousands.split(), strict=True)}


def _build_chain(
    given: dict[Effect, float],
    *,
    a0: float,
    c0: float,
    own_plan: float,
    x: float,
    n: int,
    n_plan: float,
) -> ChainResult:
    a1 = a0 + given[Effect.LEADS] + given[Effect.MIX] + given[Effect.ARRIVAL]
    c1 = c0 + given[Effect.CARRY_IN]
    s2_leads = a1 + given[Effect.LEAD_TO_OPP]
    own = own_plan + given[Effect.SELF_SOURCED]
    s2 = s2_leads + c1 + own + given[Effect.HANDOVER]
    s3 = s2 + given[Effect.WIN_RATE] + given[Effect.CYCLE]
    v = x * (1 + given[Effect.MIX] / (n * x)) if n and x else x
    return ChainResult(
        n_plan=n_plan, n=n, x=x, v_plan=x, v=v, a0=a0, a1=a1, c0=c0, c1=c1,
        c1_leads=0.0, c1_opportunities=c1, self_sourced_plan=own_plan, self_sourced=own,
        not_yet_due=-given[Effect.NOT_YET_DUE], s2_leads=s2_leads, s2=s2, s3=s3,
        s4=s3 + given[Effect.DEAL_SIZE], to_come_plan=0.0, to_come=-given[Effect.CYCLE],
    )  # fmt: skip


def _build_funnel(chain: ChainResult, rates: tuple[float | None, float | None]) -> FunnelResult:
    expected, won = chain.n * 0.4, chain.n * (rates[0] or 0) * (rates[1] or 0)
    due = chain.a1 + chain.c1
    return FunnelResult(
        leads_plan=chain.n_plan,
        leads_actual=round(chain.n),
        opportunities_expected=expected,
        opportunities_actual=round(chain.n * (rates[0] or 0)),
        wins_expected=expected * 0.26,
        wins_actual=round(won),
        revenue_expected=chain.s3,
        lead_to_opp_plan=0.4,
        lead_to_opp_rate=rates[0],
        win_rate_plan=0.26,
        win_rate=rates[1],
        deal_size_plan=900_000.0,
        deal_size_actual=870_000.0,
        conversion=(chain.s3 - chain.self_sourced) / due if due > 0 else None,
    )


def _sum_levers(effects: dict[Effect, int]) -> dict[Lever, int]:
    return {lv: sum(a for e, a in effects.items() if LEVER_OF[e] is lv) for lv in Lever}


def _sum_fields(kind: type[_Result], parts: list[_Result]) -> _Result:
    """Return the field-by-field sum; rates, which do not add up, are the first part's."""
    sums = {}
    for name in kind.__dataclass_fields__:
        values = [getattr(part, name) for part in parts]
        is_rate = "rate" in name or "size" in name or name in {"x", "v", "v_plan", "conversion"}
        sums[name] = values[0] if is_rate or None in values else sum(values)
    return kind(**sums)
