"""Fill a store with the demo team."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cockpit.demo.generator import write_demo_files
from cockpit.demo.story import Story, read_story
from cockpit.domain.changes import EVERYTHING, Changes
from cockpit.domain.errors import CockpitError, UsageError
from cockpit.domain.team import SourceKind, Team
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.opening import Store
from cockpit.store.queries import load_batches, load_reps, load_sources, load_team

DEMO_TEAM = "Demo team"


def load_demo(store: Store, progress: Callable[[float, str], None] | None = None) -> Changes:
    """Import the demo team's files, the way a user's own files are imported.

    A store that already holds the demo team is left as it is.

    Raises:
        UsageError: The store holds a team of its own.
    """
    team = load_team(store)
    has_imports = any(batch.accounts for batch in load_batches(store))
    if team.name != DEMO_TEAM and (has_imports or load_reps(store)):
        raise UsageError(
            f"{store.location} already holds a team; the demo team needs a store of its own: "
            "name a new file with --store."
        )
    if has_imports:
        return Changes()
    story = read_story()
    _save_team(store, Team(name=DEMO_TEAM))  # first: its currency is that of the files
    try:
        with TemporaryDirectory() as folder:
            paths = write_demo_files(story, Path(folder))
            import_files(store, ImportRequest(paths=paths, dialect="plain"), progress)
    except CockpitError:
        _save_team(store, team)
        raise
    _describe_team(store, story)
    return EVERYTHING


def find_demo_today() -> date:
    """Return the day on which the demo team's story stands."""
    return read_story().today


def _save_team(store: Store, team: Team) -> None:
    with store.unit_of_work() as work:
        work.save_team(team)


def _describe_team(store: Store, story: Story) -> None:
    """Record what plain files do not carry: kinds of sources, starting days."""
    kinds = {source.name: SourceKind(source.kind) for source in story.sources}
    starts = {rep.name: rep.starts_on for rep in story.reps if rep.starts_on > date.min}
    with store.unit_of_work() as work:
        for source in load_sources(store):
            work.save_source(replace(source, kind=kinds[source.name]))
        for rep in load_reps(store):
            if rep.name in starts:
                work.save_rep(replace(rep, starts_on=starts[rep.name]))
