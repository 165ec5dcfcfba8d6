"""`cockpit demo`: a store filled with the demo team."""

from typing import Annotated

import typer

from cockpit.cli.options import StoreOption, opened


def demo_command(
    context: typer.Context,
    store: StoreOption = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the window on it.")] = False,
) -> None:
    """Fill a store with the demo team: 12 reps, 6 sources, 8 quarters."""
    from cockpit.services.demo import load_demo

    with opened(store) as opened_store:
        changes = load_demo(opened_store)
        location = opened_store.location
    done = "now holds" if changes else "already holds"
    typer.echo(f"{location} {done} the demo team.")
    if open_:
        raise typer.Exit(context.find_root().obj(store))
