import re
from dataclasses import replace
from typing import Any

import pytest
from tests.diagnosis_builders import build_row

from cockpit.analysis.results import DiagnosisRow, RepCause, VerdictResult
from cockpit.domain.verdicts import Effect, Lever, Verdict
from cockpit.presenters.wording import (
    EFFECT_LABELS,
    EFFECT_QUESTIONS,
    LEVER_LABELS,
    format_action,
    format_because,
    format_effect,
    format_row_label,
    format_verdict,
    owner_of,
    tone_of,
)

_ALL = dict.fromkeys([e.value for e in Effect if e is not Effect.LEADS], -3_000.0)


def test_every_word_there_is_has_its_label() -> None:
    assert set(EFFECT_LABELS) == set(EFFECT_QUESTIONS) == set(Effect)
    assert set(LEVER_LABELS) == set(Lever)
    assert all(format_verdict(verdict) for verdict in Verdict)


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.ON_TARGET])
def test_every_verdict_has_a_reason_with_a_number_and_a_next_step(verdict: Verdict) -> None:
    row = build_row("A", 60_000, _ALL, leads=(41, 60), verdict=verdict, levers=(Lever.MARKETING,))
    because = format_because(row, "USD")
    assert re.search(r"\d", because)
    assert because[0].isupper() or because[0].isdigit() or because[0] == "$"
    assert because.endswith(".")
    assert format_action(row, "USD")
    assert tone_of(verdict)


def test_leads_short_says_how_those_that_came_converted() -> None:
    row = build_row("Amara", 60_000, leads=(41, 60), verdict=Verdict.LEADS_SHORT)
    assert format_because(row, "USD") == (
        "41 of 60 promised leads arrived; those that did convert as planned."
    )
    assert format_action(row, "USD") == "Deliver 19 more leads"


def test_one_missing_lead_is_one_lead() -> None:
    row = build_row("Amara", 60_000, leads=(59, 60), verdict=Verdict.LEADS_SHORT)
    assert format_action(row, "USD") == "Deliver 1 more lead"


def test_both_names_two_reasons_and_two_steps() -> None:
    row = build_row(
        "Dmitri", 62_000, {"win_rate": -9_000}, leads=(44, 60), rates=(0.36, 0.21),
        verdict=Verdict.BOTH, levers=(Lever.SALES, Lever.MARKETING),
    )  # fmt: skip
    assert format_because(row, "USD") == (
        "3 deals were won where 5 were due from the opportunities opened, "
        "and 44 of 60 promised leads arrived."
    )
    assert format_action(row, "USD") == "Coach closing, then deliver 16 more leads"


@pytest.mark.parametrize(
    ("levers", "label", "owner"),
    [
        ((Lever.SALES, Lever.MARKETING), "Both", "sales and marketing"),
        ((Lever.PLANNING, Lever.SALES), "Plan + sales", "planning and sales"),
        ((Lever.WAITING, Lever.SALES), "Not yet due + sales", "sales"),
    ],
)
def test_both_is_named_after_levers_that_are_not_the_usual_two(
    levers: tuple[Lever, ...], label: str, owner: str
) -> None:
    assert format_verdict(Verdict.BOTH, levers) == label
    assert owner_of(Verdict.BOTH, levers) == owner


def test_on_plan_needs_no_step_and_says_what_came_in() -> None:
    reached = build_row("Carla", 77_000, {"win_rate": 8_000})
    due_later = build_row("Grace", 77_000, {"not_yet_due": -7_000})
    assert format_because(reached, "USD") == "$85k came in against a target of $77k."
    assert "as much as the plan expects by now; $7k is due later" in format_because(
        due_later, "USD"
    )
    assert format_action(reached, "USD") == ""
    assert owner_of(Verdict.ON_TARGET) == "nobody"


def test_amounts_that_would_read_the_same_are_told_more_exactly() -> None:
    row = build_row("A", 60_000, {"unfunded_plan": -200}, verdict=Verdict.PLAN_UNFUNDED)
    assert "add up to $59,800 of the $60,000 target" in format_because(row, "USD")


@pytest.mark.parametrize(
    ("effect", "amount", "label"),
    [
        (Effect.LEADS, -1, "Too few leads"),
        (Effect.LEADS, 1, "More leads"),
        (Effect.LEADS, 0, "Leads"),
        (Effect.UNFUNDED_PLAN, 5, "Plan surplus"),
        (Effect.WIN_RATE, -5, "Win rate"),
    ],
)
def test_an_effect_is_named_after_the_way_it_points(
    effect: Effect, amount: int, label: str
) -> None:
    assert format_effect(effect, amount) == label


def test_one_lead_is_told_as_one() -> None:
    row = build_row("A", 60_000, {"lead_to_opp": -9_000}, verdict=Verdict.COACH_QUALIFYING)
    row = replace(row, funnel=replace(row.funnel, opportunities_actual=1))
    assert format_because(row, "USD").startswith("1 lead became an opportunity where")


def _judged(verdict: Verdict, effect: Effect, **known: Any) -> DiagnosisRow:
    """Return a row that is $9k short of wins, with a verdict that evidence gave."""
    row = build_row("Ben", effects={"win_rate": -9_000, "lead_to_opp": -500}, rates=(0.36, 0.21))
    given = {"levers": (Lever.SALES,), "worth": (700_000,), "chances": (0.934,)} | known
    result = VerdictResult(
        verdict, causes=(verdict,), behind=(effect,), confidence=given["chances"][0], **given
    )
    return replace(row, verdict=result)


@pytest.mark.parametrize(
    ("row", "because", "action"),
    [
        (
            _judged(Verdict.COACH_CLOSING, Effect.WIN_RATE),
            "on like leads over twelve months, 93% likely to be below the team.",
            "Coach closing: worth $7k at the team's rate",
        ),
        (
            _judged(Verdict.COACH_CLOSING, Effect.WIN_RATE, chances=(1.0,)),
            "99% likely to be below the team.",
            "Coach closing: worth $7k at the team's rate",
        ),
        (
            _judged(Verdict.LEAD_QUALITY, Effect.LEAD_TO_OPP, source="Bought list"),
            "; Bought list leads convert as poorly for everybody.",
            "Send fewer Bought list leads: worth $7k at the planned rates",
        ),
        (
            _judged(Verdict.LEAD_QUALITY, Effect.LEAD_TO_OPP),
            "; nobody else gets such leads, so it says nothing about the rep.",
            "Look at the leads first: worth $7k at the planned rates",
        ),
        (
            _judged(Verdict.TEAM_WIDE, Effect.WIN_RATE),
            "; the whole team is below plan here, so it is not one person's skill.",
            "Look at offer, price and plan together: worth $7k at the planned rates",
        ),
        (
            _judged(Verdict.WITHIN_LUCK, Effect.WIN_RATE, more_leads=40, worth=(0,)),
            "; nothing tells this from luck yet.",
            "No coaching yet: about 40 more leads would tell",
        ),
        (
            _judged(Verdict.WITHIN_LUCK, Effect.WIN_RATE, more_leads=0, worth=(0,)),
            "; nothing tells this from luck yet.",
            "No coaching on this: the last twelve months do not show it",
        ),
        (
            _judged(Verdict.WITHIN_LUCK, Effect.WIN_RATE, more_leads=None, worth=(0,)),
            "; nothing tells this from luck yet.",
            "No coaching on this: too little to tell",
        ),
        (
            _judged(Verdict.LEADS_SHORT, Effect.LEADS, levers=(Lever.MARKETING,)),
            "60 of 60 promised leads arrived; those that did, converted at 84% of plan.",
            "Deliver 1 more lead: worth $7k once they have converted",
        ),
        (
            _judged(Verdict.SLOW_CYCLE, Effect.CYCLE),
            "; 93% likely to be slower than the team's deals, by enough to matter.",
            "Go through the overdue deals",
        ),
    ],
)
def test_what_evidence_gives_is_said_with_its_chance_and_worth(
    row: DiagnosisRow, because: str, action: str
) -> None:
    assert format_because(row, "USD").endswith(because)
    assert format_action(row, "USD") == action


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.95, "; sales did better than planned, 95% likely to last."),
        (0.8, "; sales did better than planned, perhaps to last."),
        (0.55, "; sales did better than planned, but nothing tells this from luck."),
    ],
)
def test_who_is_ahead_hears_whether_it_will_last(chance: float, words: str) -> None:
    row = build_row("Carla", effects={"win_rate": 9_000})
    row = replace(row, verdict=replace(row.verdict, confidence=1.0, repeatable=chance))
    assert format_because(row, "USD").endswith(words)


def _of_team(verdict: Verdict, effect: Effect, *whose: RepCause) -> DiagnosisRow:
    row = _judged(verdict, effect)
    return replace(row, verdict=replace(row.verdict, whose=whose))


HUGO = RepCause("Hugo", Verdict.COACH_PRICING, Effect.DEAL_SIZE, 900_000)
IDA = RepCause("Ida", Verdict.COACH_PRICING, Effect.DEAL_SIZE, 700_000)
JO = RepCause("Jo", Verdict.COACH_CLOSING, Effect.WIN_RATE, 600_000)
KAI = RepCause("Kai", Verdict.COACH_PRICING, Effect.DEAL_SIZE, 500_000)


@pytest.mark.parametrize(
    ("whose", "label", "action"),
    [
        ((HUGO,), "Mostly Hugo: deal size", "Review discounts with Hugo"),
        ((HUGO, IDA, JO), "Hugo and Ida: deal size", "Review discounts with Hugo and Ida"),
        ((HUGO, IDA, KAI), "3 reps: deal size", "Review discounts with 3 reps"),
        ((), "Several reps: deal size", "Review discounts with several reps"),
    ],
)
def test_the_team_is_told_whose_a_few_reps_matter_is(
    whose: tuple[RepCause, ...], label: str, action: str
) -> None:
    row = _of_team(Verdict.COACH_PRICING, Effect.DEAL_SIZE, *whose)
    assert format_row_label(row) == label
    assert format_action(row, "USD") == action
    assert ("A matter of single reps: Jo: closing." in format_because(row, "USD")) == (JO in whose)


def test_the_team_s_own_verdict_keeps_single_reps_matters_apart() -> None:
    row = _of_team(Verdict.TEAM_WIDE, Effect.WIN_RATE, IDA, HUGO)
    assert format_row_label(row) == "Team-wide"
    said = format_because(row, "USD")
    assert said.endswith(" A matter of single reps: Hugo: deal size; Ida: deal size.")
    many = _of_team(Verdict.TEAM_WIDE, Effect.WIN_RATE, HUGO, IDA, JO, KAI)
    assert format_because(many, "USD").endswith("4 matters are single reps' own: see their rows.")


def test_too_little_to_tell_says_what_is_likeliest() -> None:
    row = _judged(Verdict.UNCLEAR, Effect.WIN_RATE, leaning=Verdict.COACH_CLOSING, more_leads=40)
    assert format_row_label(row) == "Not enough evidence"
    assert "; most likely closing, but too unsure to act on." in format_because(row, "USD")
    assert format_action(row, "USD") == "No coaching yet: about 40 more leads would tell"
    assert owner_of(Verdict.UNCLEAR) == "nobody yet"
