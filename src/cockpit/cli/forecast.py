"""`cockpit forecast`: end-of-period revenue with its interval, as a table or as JSON."""

from typing import TYPE_CHECKING, Annotated

import typer

from cockpit.cli.options import (
    AsOfOption,
    JsonOption,
    Known,
    KnownOption,
    PeriodOption,
    StoreOption,
    choose_knowledge,
    opened,
    parse_day,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from cockpit.domain.knowledge import Knowledge
    from cockpit.services.forecast import BacktestResult, ForecastResult, ForecastRow

EXIT_FINDINGS = 1
_WIDEST = 400
_DRIVERS = {
    "actual": "Won",
    "open_deals": "Open deals",
    "leads_in_hand": "Leads in hand",
    "leads_to_come": "Leads to come",
    "self_sourced": "Self-sourced",
}


def forecast_command(
    *,
    period: PeriodOption,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    known: KnownOption = Known.THEN,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same draws.")] = 0,
    with_backtest: Annotated[
        bool, typer.Option("--backtest", help="Say how good past forecasts would have been.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say what revenue will be at the end of a period, and how sure that is."""
    import json

    from cockpit.presenters.forecast_document import build_document
    from cockpit.services.diagnosis import load_facts
    from cockpit.services.forecast import backtest, forecast
    from cockpit.services.knowledge import load_knowledge

    day, known_on = parse_day(as_of), choose_knowledge(as_of, known)
    with opened(store) as open_store:
        knowledge = load_knowledge(open_store, known_on)
        asked = load_facts(open_store, known_on).team.calendar.parse(period)
        result = forecast(open_store, asked, day, seed=seed, known_on=known_on)
        past = None
        if with_backtest:
            past = backtest(
                open_store,
                asked.grain,
                day,
                seed=seed,
                known_on=known_on,
                progress=_show_progress,
            )
    if as_json:
        document = build_document(result, past, knowledge)
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False))
    else:
        _print(result, past, knowledge)
    if result.findings:
        raise typer.Exit(EXIT_FINDINGS)


def _show_progress(share: float, text: str) -> None:
    typer.echo(f"{share:4.0%} {text}", err=True)


def _print(result: "ForecastResult", past: "BacktestResult | None", knowledge: "Knowledge") -> None:
    from rich.console import Console

    from cockpit.presenters.knowledge import format_knowledge

    table = _build_table(result)
    console = Console(highlight=False, markup=False)
    wide = console.options.update(max_width=_WIDEST)
    width = max(console.width, console.measure(table, options=wide).maximum)
    console = Console(highlight=False, markup=False, width=width)
    console.print(_headline(result))
    if knowledge.on is not None:
        console.print(format_knowledge(knowledge), style="dim")
    console.print(table)
    for line in (*result.notes, *result.findings):
        console.print(line)
    if past is not None:
        _print_backtest(console, past)


def _headline(result: "ForecastResult") -> str:
    from cockpit.presenters.formatting import format_date, format_money_short, format_period

    team = result.team

    def money(minor: float) -> str:
        return format_money_short(minor, result.currency)

    period, day = format_period(result.period), format_date(result.as_of)
    if result.as_of >= result.period.end:
        return f"{team.name}: {period} ended at {money(team.expected)}."
    text = (
        f"{team.name}: {money(team.expected)} expected by the end of {period}, with 8 "
        f"chances in 10 between {money(team.low)} and {money(team.high)}, as of {day}."
    )
    if team.p_target is not None:
        text += f" {_chance(team)} chance of the {money(team.target)} target."
    return text


def _build_table(result: "ForecastResult") -> "Table":
    from rich import box
    from rich.table import Table

    from cockpit.presenters.formatting import format_money_short

    table = Table(box=box.SIMPLE_HEAD, show_footer=False, pad_edge=False)
    table.add_column("Rep", overflow="fold")
    for header in ("Target", "Expected", "Low", "High", "Chance", *_DRIVERS.values()):
        table.add_column(header, justify="right", no_wrap=True)

    def add(row: "ForecastRow", style: str | None = None) -> None:
        def money(minor: float) -> str:
            return format_money_short(minor, result.currency)

        table.add_row(
            row.name,
            money(row.target) if row.target else "–",
            *(money(minor) for minor in (row.expected, row.low, row.high)),
            _chance(row),
            *(money(getattr(row.drivers, name)) for name in _DRIVERS),
            style=style,
        )

    for row in (*result.reps, *([result.unassigned] if result.unassigned else [])):
        add(row)
    table.add_section()
    add(result.team, "bold")
    return table


def _chance(row: "ForecastRow") -> str:
    """Return the chance in whole percent; what is not certain never reads as 0 % or 100 %."""
    share, actual = row.p_target, row.drivers.actual
    if share is None:
        return "–"
    if actual >= row.target or row.expected == actual:
        return f"{share:.0%}"
    return "<1%" if share < 0.01 else ">99%" if share > 0.99 else f"{share:.0%}"  # noqa: PLR2004 - 1 %


def _print_backtest(console: "Console", past: "BacktestResult") -> None:
    """Print how good the forecasts of the past would have been."""
    for who, score in (("team", past.team_score), ("reps", past.rep_score)):
        if score is None:
            console.print(f"Past forecasts, {who}: no period has ended yet to compare with.")
            continue
        console.print(
            f"Past forecasts, {who}: {score.forecasts:,} made, {score.coverage:.0%} of their 80% "
            f"intervals held what came. Off by {score.error:.0%} on average; the run rate would "
            f"have been off by {score.run_rate_error:.0%}, the weighted pipeline by "
            f"{score.pipeline_error:.0%}."
        )
    for line in past.limits:
        console.print(line, style="dim")
