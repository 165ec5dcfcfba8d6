"""What each effect says about a row, as the clause of a sentence and as a next step."""

from collections.abc import Callable

from cockpit.domain.money import minor_digits
from cockpit.domain.verdicts import Effect
from cockpit.presenters.formatting import format_money_exact, format_money_short, format_plural
from cockpit.services.diagnosis import DiagnosisRow

_SHORT_FROM = 20_000
"""Amounts below this are told to the unit: deal sizes and values of a lead."""


def _against(actual: float, expected: float) -> tuple[str, str]:
    """Return a count and what was expected of it, with a decimal where whole numbers would tie."""
    whole = f"{round(actual):,}", f"{round(expected):,}"
    if whole[0] == whole[1] and round(actual, 1) != round(expected, 1):
        return whole[0], f"{expected:,.1f}"
    return whole


def _due(expected: str) -> str:
    return f"{expected} {'was' if expected == '1' else 'were'} due"


def _amounts(actual: float, expected: float, currency: str) -> tuple[str, str]:
    """Return an amount and what was expected, as exact as it takes to tell them apart."""
    unit = 10 ** minor_digits(currency)
    if max(abs(actual), abs(expected)) >= _SHORT_FROM * unit:
        short = format_money_short(actual, currency), format_money_short(expected, currency)
        if short[0] != short[1]:
            return short
    whole = _format_whole(actual, currency), _format_whole(expected, currency)
    if whole[0] != whole[1]:
        return whole
    return format_money_exact(actual, currency), format_money_exact(expected, currency)


def _format_whole(amount: float, currency: str) -> str:
    """Return an amount without its minor units: "$1,412"."""
    unit = 10 ** minor_digits(currency)
    return format_money_exact(round(amount / unit) * unit, currency).partition(".")[0]


def _leads(row: DiagnosisRow, _: str) -> str:
    arrived, promised = _against(row.funnel.leads_actual, row.funnel.leads_plan)
    return f"{arrived} of {promised} promised leads arrived"


def _mix(row: DiagnosisRow, currency: str) -> str:
    came, promised = _amounts(row.chain.v, row.chain.v_plan, currency)
    return (
        f"the leads that came are worth {came} each under the plan, those promised were {promised}"
    )


def _arrival(row: DiagnosisRow, currency: str) -> str:
    late = format_money_short(-row.effects[Effect.ARRIVAL], currency)
    return f"leads came later than promised, so {late} of their value falls due only later"


def _lead_to_opp(row: DiagnosisRow, _: str) -> str:
    funnel = row.funnel
    opened, due = _against(funnel.opportunities_actual, funnel.opportunities_expected)
    became = "lead became an opportunity" if opened == "1" else "leads became opportunities"
    return f"{opened} {became} where {_due(due)}"


def _self_sourced(row: DiagnosisRow, currency: str) -> str:
    real, plan = _amounts(row.chain.self_sourced, row.chain.self_sourced_plan, currency)
    return f"opportunities opened without a lead are worth {real} where {plan} was planned"


def _win_rate(row: DiagnosisRow, _: str) -> str:
    won, due = _against(row.funnel.wins_actual, row.funnel.wins_expected)
    wins = "deal was" if won == "1" else "deals were"
    return f"{won} {wins} won where {_due(due)} from the opportunities opened"


def _cycle(row: DiagnosisRow, currency: str) -> str:
    if row.effects[Effect.CYCLE] >= 0:
        return "deals close slower than planned, though no money is late by it yet"
    late = format_money_short(-row.effects[Effect.CYCLE], currency)
    return f"deals worth {late} were due by now and are still open: late, not lost"


def _deal_size(row: DiagnosisRow, currency: str) -> str:
    funnel = row.funnel
    if funnel.deal_size_actual is None or funnel.deal_size_plan is None:
        return "deals were smaller than planned"
    real, plan = _amounts(funnel.deal_size_actual, funnel.deal_size_plan, currency)
    return f"deals won averaged {real} where the plan says {plan}"


def _unfunded(row: DiagnosisRow, currency: str) -> str:
    funded = row.target + row.effects[Effect.UNFUNDED_PLAN]
    whole, target = _amounts(funded, row.target, currency)
    return f"the promised leads at planned rates add up to {whole} of the {target} target"


def _not_yet_due(row: DiagnosisRow, currency: str) -> str:
    later = format_money_short(-row.effects[Effect.NOT_YET_DUE], currency)
    return f"the plan itself expects {later} only after this day"


def _carry_in(row: DiagnosisRow, currency: str) -> str:
    real, plan = _amounts(row.chain.c1, row.chain.c0, currency)
    return f"the pipeline carried in was worth {real} where earlier promises made it {plan}"


def _handover(row: DiagnosisRow, currency: str) -> str:
    passed = format_money_short(-row.effects[Effect.HANDOVER], currency)
    return f"opportunities worth {passed} more were passed on than received"


_Words = Callable[[DiagnosisRow, str], str]

CLAUSES: dict[Effect, _Words] = {
    Effect.UNFUNDED_PLAN: _unfunded,
    Effect.NOT_YET_DUE: _not_yet_due,
    Effect.CARRY_IN: _carry_in,
    Effect.LEADS: _leads,
    Effect.MIX: _mix,
    Effect.ARRIVAL: _arrival,
    Effect.LEAD_TO_OPP: _lead_to_opp,
    Effect.HANDOVER: _handover,
    Effect.SELF_SOURCED: _self_sourced,
    Effect.WIN_RATE: _win_rate,
    Effect.CYCLE: _cycle,
    Effect.DEAL_SIZE: _deal_size,
}


def _missing(expected: float, actual: float, one: str, many: str) -> str:
    """Return how many are missing, at least one: "5 wins"."""
    return format_plural(max(round(expected - actual), 1), one, many)


def _deliver_leads(row: DiagnosisRow, _: str) -> str:
    missing = _missing(row.funnel.leads_plan, row.funnel.leads_actual, "lead", "leads")
    return f"Deliver {missing.replace(' ', ' more ')}"


def _fund_plan(row: DiagnosisRow, currency: str) -> str:
    unfunded = -row.effects[Effect.UNFUNDED_PLAN]
    if row.chain.v_plan <= 0:
        return f"Fund {format_money_short(unfunded, currency)} of the target, or lower it"
    leads = _missing(unfunded / row.chain.v_plan, 0, "lead", "leads")
    return f"Promise {leads.replace(' ', ' more ')}, or lower the target"


def _coach_qualifying(row: DiagnosisRow, _: str) -> str:
    funnel = row.funnel
    missing = _missing(funnel.opportunities_expected, funnel.opportunities_actual, "opp", "opps")
    return f"Coach qualifying: {missing} short"


def _coach_closing(row: DiagnosisRow, _: str) -> str:
    missing = _missing(row.funnel.wins_expected, row.funnel.wins_actual, "win", "wins")
    return f"Coach closing: {missing} short"


def _wait(row: DiagnosisRow, currency: str) -> str:
    return f"Wait: {format_money_short(-row.effects[Effect.NOT_YET_DUE], currency)} is not due yet"


ACTIONS: dict[Effect, _Words] = {
    Effect.UNFUNDED_PLAN: _fund_plan,
    Effect.NOT_YET_DUE: _wait,
    Effect.CARRY_IN: lambda _row, _currency: "Build next period's pipeline earlier",
    Effect.LEADS: _deliver_leads,
    Effect.MIX: lambda _row, _currency: "Return to the promised sources",
    Effect.ARRIVAL: lambda _row, _currency: "Deliver leads earlier in the period",
    Effect.LEAD_TO_OPP: _coach_qualifying,
    Effect.HANDOVER: lambda _row, _currency: "Look at who hands over to whom",
    Effect.SELF_SOURCED: lambda _row, _currency: "Make time for prospecting",
    Effect.WIN_RATE: _coach_closing,
    Effect.CYCLE: lambda _row, _currency: "Go through the overdue deals",
    Effect.DEAL_SIZE: lambda _row, _currency: "Review discounts on the deals won",
}
