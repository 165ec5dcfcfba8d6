"""`cockpit team`: show or set what the team shares."""

from typing import Annotated, Any

import typer

from cockpit.cli.options import JsonOption, StoreOption, opened
from cockpit.cli.printing import print_json
from cockpit.domain.errors import UsageError

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def team_command(
    *,
    store: StoreOption = None,
    name: Annotated[str | None, typer.Option(help="What the team calls itself.")] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="ISO", help="Of targets and amounts: USD, EUR, JPY…")
    ] = None,
    fiscal_year_start: Annotated[
        int | None,
        typer.Option(metavar="MONTH", min=1, max=12, help="First month of the fiscal year."),
    ] = None,
    week_start: Annotated[
        str | None, typer.Option(metavar="DAY", help="First day of the week: Mon, Sun…")
    ] = None,
    tolerance: Annotated[
        str | None,
        typer.Option(metavar="PERCENT", help="Share of a target that may be missed, 0 to 100."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the team's settings, or set those that are given."""
    from dataclasses import replace

    from cockpit.presenters.team_settings import build_team, build_team_form, describe_team
    from cockpit.services.team import load_team, save_team

    with opened(store) as open_store:
        given: dict[str, Any] = {
            "name": name,
            "currency": currency,
            "first_month": fiscal_year_start,
            "week_start": None if week_start is None else _read_day(week_start),
            "tolerance": tolerance,
        }
        form = build_team_form(load_team(open_store))
        team = build_team(replace(form, **{k: v for k, v in given.items() if v is not None}))
        save_team(open_store, team)
    settings = describe_team(team)
    if as_json:
        print_json(settings)
        return
    for label, value in settings.items():
        typer.echo(f"{label.replace('_', ' '):<18} {value}")


def _read_day(text: str) -> int:
    """Return the number of a weekday, 0 for Monday."""
    short = text.strip().lower()[:3]
    if short not in _DAYS:
        raise UsageError(f"{text!r} is not a day of the week: write Mon, Tue … Sun.")
    return _DAYS.index(short)
