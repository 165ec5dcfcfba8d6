"""`cockpit diagnose`: why revenue is short of target, as a table or as JSON."""

from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.options import AsOfOption, JsonOption, PeriodOption, StoreOption, opened, parse_day
from cockpit.domain.question import Basis, Grouping
from cockpit.domain.verdicts import Lever

if TYPE_CHECKING:
    from rich.table import Table

    from cockpit.services.diagnosis import DiagnosisResult, DiagnosisRow

EXIT_FINDINGS = 1
_WIDEST = 400
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
    period: PeriodOption,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    basis: Annotated[
        Basis, typer.Option(help="This period's revenue, or this period's leads.")
    ] = Basis.BOOKINGS,
    rep: Annotated[str | None, typer.Option(metavar="NAME", help="Only this rep.")] = None,
    by: Annotated[Grouping, typer.Option(help="What a row stands for.")] = Grouping.REP,
    as_json: JsonOption = False,
) -> None:
    """Say why revenue is short of target, and whose move it is."""
    import json

    from cockpit.domain.question import Question
    from cockpit.presenters.diagnosis_document import build_document
    from cockpit.services.diagnosis import diagnose, load_facts

    with opened(store) as open_store:
        calendar = load_facts(open_store).team.calendar
        question = Question(calendar.parse(period), parse_day(as_of), basis, by, rep)
        result = diagnose(open_store, question)
    if as_json:
        typer.echo(json.dumps(build_document(result), indent=1, ensure_ascii=False))
    else:
        _print(result)
    if result.findings:
        raise typer.Exit(EXIT_FINDINGS)


def _print(result: "DiagnosisResult") -> None:
    from rich.console import Console

    from cockpit.presenters.headline import build_headline, build_subline
    from cockpit.presenters.text import format_plain

    table = _build_table(result)
    console = Console(highlight=False, markup=False)
    wide = console.options.update(max_width=_WIDEST)
    width = max(console.width, console.measure(table, options=wide).maximum)
    console = Console(highlight=False, markup=False, width=width)
    console.print(format_plain(build_headline(result.team, result.question, result.currency)))
    console.print(format_plain(build_subline(result, result.team)), style="dim")
    console.print(table)
    for line in (*_next_steps(result), *result.findings):
        console.print(line)


def _build_table(result: "DiagnosisResult") -> "Table":
    from rich import box
    from rich.table import Table

    from cockpit.presenters.evidence_words import format_sure
    from cockpit.presenters.formatting import format_count, format_money_short
    from cockpit.presenters.wording import format_verdict

    table = Table(box=box.SIMPLE_HEAD, show_footer=False, pad_edge=False)
    table.add_column(result.question.by.value.capitalize(), overflow="fold")
    for header in ("Target", "Actual", "Gap", "Leads", *_LEVERS.values()):
        table.add_column(header, justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Sure", justify="right", no_wrap=True)

    def add(row: "DiagnosisRow", style: str | None = None) -> None:
        def money(minor: int) -> str:
            return format_money_short(minor, result.currency)

        promised = format_count(row.funnel.leads_plan, 0) if row.has_commitment else "–"
        table.add_row(
            row.name,
            *(money(minor) for minor in (row.target, row.actual, row.gap)),
            f"{row.funnel.leads_actual} of {promised}",
            *(money(row.levers[lever]) for lever in _LEVERS),
            format_verdict(row.verdict.verdict, row.verdict.levers),
            format_sure(row),
            style=style,
        )

    for row in _rows(result):
        add(row)
    table.add_section()
    add(result.team, "bold")
    return table


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
