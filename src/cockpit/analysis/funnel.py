"""The funnel of a row: expected by now against actual, and the rates seen (diagnosis.md §1)."""

from cockpit.analysis.axes import FloatArray
from cockpit.analysis.chain import Steps
from cockpit.analysis.results import ChainResult, FunnelResult


def build_funnel(steps: Steps, row: int, leads_plan: FloatArray) -> FunnelResult:
    """Return the funnel of one row.

    Rates are corrected for maturity: observed count over the summed chance that it is due by now,
    so that they compare with the plan's.

    Args:
        steps: Summed to rows, every array of shape (rows,).
        row: Which of them.
        leads_plan: Leads really promised up to u, per row.
    """
    plan, leads, deals = steps.plan, steps.leads, steps.deals
    opened, wins = float(deals.opened[row]), float(deals.wins[row])
    due, expected = float(leads.exposure[row]), float(leads.opportunities_expected[row])
    due_wins, expected_wins = float(deals.exposure[row]), float(deals.wins_expected[row])
    s3, s4 = float(deals.s3[row]), float(deals.s4[row])
    parts = (plan.self_sourced, leads.a1, leads.c1, deals.c1, deals.handover)
    worth = sum(float(part[row]) for part in parts)
    return FunnelResult(
        leads_plan=float(leads_plan[row]),
        leads_actual=round(float(leads.n[row])),
        opportunities_expected=expected,
        opportunities_actual=round(opened),
        wins_expected=expected_wins,
        wins_actual=round(wins),
        revenue_expected=s3,
        lead_to_opp_plan=_ratio(expected, due),
        lead_to_opp_rate=_ratio(opened, due),
        win_rate_plan=_ratio(expected_wins, due_wins),
        win_rate=_ratio(wins, due_wins),
        deal_size_plan=_ratio(s3, wins),
        deal_size_actual=_ratio(s4, wins),
        conversion=_ratio(s3, worth),
    )


def build_chain(steps: Steps, row: int) -> ChainResult:
    """Return the chain of one row, in minor units before rounding."""
    plan, leads, deals = (
        {name: float(array[row]) for name, array in vars(part).items()}
        for part in (steps.plan, steps.leads, steps.deals)
    )
    return ChainResult(
        n_plan=plan["n"],
        n=leads["n"],
        x=_ratio(plan["a0"], plan["n"]) or 0.0,
        v_plan=_ratio(plan["value"], plan["n"]) or 0.0,
        v=_ratio(leads["value"], leads["n"]) or 0.0,
        a0=plan["a0"],
        a1=leads["a1"],
        c0=plan["c0"],
        c1=leads["c1"] + deals["c1"],
        c1_leads=leads["c1"],
        c1_opportunities=deals["c1"],
        self_sourced_plan=plan["self_sourced"],
        self_sourced=deals["self_sourced"],
        not_yet_due=plan["a0_later"] + plan["c0_later"] + plan["self_sourced_later"],
        s2_leads=deals["from_leads"],
        s2=deals["s2"],
        s3=deals["s3"],
        s4=deals["s4"],
        to_come_plan=deals["to_come_plan"],
        to_come=deals["to_come"],
    )


def _ratio(count: float, of: float) -> float | None:
    """Divide, or return `None` where there is nothing to divide by."""
    return count / of if of > 0 else None
