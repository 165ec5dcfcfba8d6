"""The `cockpit` command: one entry for every verb, and what an error looks like."""

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Annotated

import typer

from cockpit import __version__
from cockpit.cli import (
    backup,
    demo,
    diagnose,
    forecast,
    import_,
    imports,
    live,
    plan,
    quality,
    team,
)
from cockpit.cli.options import StoreOption
from cockpit.domain.errors import CancelledError, CockpitError, StoreDamagedError

EXIT_USAGE = 2
EXIT_DAMAGED = 3
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="cockpit",
    help="Why is revenue short of target: too few leads, low conversion, or something else?",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("demo")(demo.demo_command)
app.command("import")(import_.import_command)
app.command("connect")(live.connect_command)
app.command("disconnect")(live.disconnect_command)
app.command("pull")(live.pull_command)
app.command("undo")(imports.undo_command)
app.command("diagnose")(diagnose.diagnose_command)
app.command("forecast")(forecast.forecast_command)
app.command("quality")(quality.quality_command)
app.command("team")(team.team_command)
app.command("backup")(backup.backup_command)
app.command("restore")(backup.restore_command)

imports_app = typer.Typer(help="List the imports, or show what one changed.")
imports_app.callback(invoke_without_command=True)(imports.imports_command)
imports_app.command("show")(imports.imports_show_command)
app.add_typer(imports_app, name="imports")

plan_app = typer.Typer(help="Show, export, lock or amend the plan.", no_args_is_help=True)
plan_app.command("show")(plan.plan_show_command)
plan_app.command("export")(plan.plan_export_command)
plan_app.command("lock")(plan.plan_lock_command)
plan_app.command("amend")(plan.plan_amend_command)
app.add_typer(plan_app, name="plan")


@app.callback(invoke_without_command=True)
def cockpit(
    context: typer.Context,
    store: StoreOption = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Open the window, or run one of the commands."""
    if version:
        typer.echo(f"cockpit {__version__}")
        raise typer.Exit
    if store is not None:
        os.environ["COCKPIT_STORE"] = store  # a command's own --store still wins
    if context.invoked_subcommand is None:
        raise typer.Exit(context.obj(store))


def run(open_window: Callable[[str | None], int]) -> None:
    """Run the command line; a fault of the world is one line on stderr and an exit status.

    Args:
        open_window: Opens the cockpit on a store and returns the exit status; commands find it as
            the context's `obj`, because this room knows nothing of windows.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an output may have no code for − or a name
    try:
        app(obj=open_window)
    except StoreDamagedError as error:
        _fail(error, EXIT_DAMAGED)
    except CancelledError as error:
        _fail(error, EXIT_INTERRUPTED)
    except CockpitError as error:
        _fail(error, EXIT_USAGE)
    except OSError as error:
        _fail(f"{error.filename or 'The output'} cannot be written: {error.strerror}.", EXIT_USAGE)


def _fail(error: CockpitError | str, status: int) -> None:
    print(f"cockpit: {error}", file=sys.stderr)  # noqa: T201 - the one line on stderr
    sys.exit(status)
