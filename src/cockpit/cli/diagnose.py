"""`cockpit diagnose`: why revenue is short of target, as a table or as JSON."""

from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.options import (
    AsOfOption,
    JsonOption,
    Known,
    KnownOption,
    StoreOption,
    choose_knowledge,
    opened,
    parse_day,
)
from cockpit.cli.printing import TextTable, build_console, print_json, print_table
from cockpit.domain.question import Basis, Grouping
from cockpit.domain.verdicts import Lever

if TYPE_CHECKING:
    from cockpit.domain.knowledge import Knowledge
    from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow

EXIT_FINDINGS = 1
_LEVERS = {
    Lever.PLANNING: "Plan",
    Lever.EARLIER: "Carry-in",
    Lever.MARKETING: "Marketing",
    Lever.SALES: "Sales",
    Lever.WAITING: "Not due",
    Lever.OTHER: "Hand-overs",
}


def diagnose_command(
    *,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="2026, 2026-Q3 or 2026-07, in fiscal terms.",
            show_default="this quarter, or the last with targets",
        ),
    ] = None,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    known: KnownOption = Known.THEN,
    basis: Annotated[
        Basis, typer.Option(help="This period's revenue, or this period's leads.")
    ] = Basis.BOOKINGS,
    rep: Annotated[str | None, typer.Option(metavar="NAME", help="Only this rep.")] = None,
    by: Annotated[Grouping, typer.Option(help="What a row stands for.")] = Grouping.REP,
    as_json: JsonOption = False,
) -> None:
    """Say why revenue is short of target, and whose move it is."""
    from cockpit.domain.question import Question
    from cockpit.presenters.diagnosis_document import build_document
    from cockpit.services.diagnosis import choose_question, diagnose, load_facts
    from cockpit.services.knowledge import load_knowledge

    known_on = choose_knowledge(as_of, known)
    with opened(store) as open_store:
        knowledge = load_knowledge(open_store, known_on)
        calendar = load_facts(open_store, known_on).team.calendar
        usual = choose_question(open_store, parse_day(as_of), known_on)
        question = Question(
            period=calendar.parse(period) if period else usual.period,
            as_of=parse_day(as_of) if period or as_of else usual.as_of,
            basis=basis,
            by=by,
            rep=rep,
            known_on=known_on,
        )
        result = diagnose(open_store, question)
    if as_json:
        print_json(build_document(result, knowledge))
    else:
        _print(result, knowledge)
    if result.findings:
        raise typer.Exit(EXIT_FINDINGS)


def _print(result: "DiagnosisResult", knowledge: "Knowledge") -> None:
    from cockpit.presenters.headline import build_headline, build_subline
    from cockpit.presenters.knowledge import format_knowledge
    from cockpit.presenters.text import format_plain

    table = _build_table(result)
    console = build_console(table)
    console.print(format_plain(build_headline(result.team, result.question, result.currency)))
    console.print(format_plain(build_subline(result, result.team)), style="dim")
    if knowledge.on is not None:
        console.print(format_knowledge(knowledge), style="dim")
    print_table(console, table)
    for line in (*_next_steps(result), *result.findings):
        console.print(line)


def _build_table(result: "DiagnosisResult") -> TextTable:
    """Return a row per rep, source or month; where narrow, what happened, then whose move it is."""
    titles = ("Target", "Actual", "Gap", "Leads", *_LEVERS.values(), "Verdict", "Sure")
    verdict, sure = len(titles) - 1, len(titles)
    shown = (*_rows(result), result.team)
    moved = [at for at, lever in enumerate(_LEVERS, 5) if any(row.levers[lever] for row in shown)]
    return TextTable(
        titles=(result.question.by.value.capitalize(), *titles),
        rows=[_format_row(row, result.currency) for row in _rows(result)],
        words=frozenset({0, verdict}),
        parts=((0, 1, 2, 3, 4), (0, *moved), (0, verdict, sure)),
        total=_format_row(result.team, result.currency),
    )


def _format_row(row: "DiagnosisRow", currency: str) -> tuple[str, ...]:
    from cockpit.presenters.evidence_words import format_sure
    from cockpit.presenters.formatting import format_count, format_money_short
    from cockpit.presenters.rep_rows import format_row_verdict

    promised = format_count(row.funnel.leads_plan, 0) if row.has_commitment else "–"
    return (
        row.name,
        *(format_money_short(minor, currency) for minor in (row.target, row.actual, row.gap)),
        f"{row.funnel.leads_actual} of {promised}",
        *(format_money_short(row.levers[lever], currency) for lever in _LEVERS),
        format_row_verdict(row, Grouping.REP)[0],
        format_sure(row),
    )


def _rows(result: "DiagnosisResult") -> "tuple[DiagnosisRow, ...]":
    """Return the rows above the team's."""
    rows = () if result.question.by is Grouping.TEAM else result.rows
    return (*rows, result.unassigned) if result.unassigned else rows


def _next_steps(result: "DiagnosisResult") -> list[str]:
    """Return why and what next, for every row that is short."""
    from cockpit.domain.verdicts import Verdict
    from cockpit.presenters.wording import format_action, format_because

    steps = []
    for row in (*_rows(result), result.team):
        if row.verdict.verdict is not Verdict.ON_TARGET:
            because = format_because(row, result.currency)
            action = format_action(row, result.currency)
            steps.append(f"{row.name}: {because} {action}".rstrip(" ."))
    return [f"{step}." for step in steps]
