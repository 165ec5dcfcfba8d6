"""Fill a store with the demo team."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cockpit.demo.generator import write_demo_files
from cockpit.demo.story import Story, read_story
from cockpit.domain.changes import EVERYTHING, Changes
from cockpit.domain.errors import UsageError
from cockpit.domain.team import Rep, Source, SourceKind, Team
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.opening import Store
from cockpit.store.queries import load_batches, load_reps, load_team

DEMO_TEAM = "Demo team"


def load_demo(store: Store, progress: Callable[[float, str], None] | None = None) -> Changes:
    """Import the demo team's files, the way a user's own files are imported.

    A store that already holds the demo team is left as it is.

    Raises:
        UsageError: The store holds a team of its own.
    """
    is_demo = load_team(store).name == DEMO_TEAM
    has_imports = any(batch.accounts for batch in load_batches(store))
    if not is_demo and (has_imports or load_reps(store)):
        raise UsageError(
            f"{store.location} already holds a team; the demo team needs a store of its own: "
            "name a new file with --store."
        )
    if has_imports:
        return Changes()
    story = read_story()
    _describe_team(store, story)  # first: after a crash, the records are still to come
    with TemporaryDirectory() as folder:
        paths = write_demo_files(story, Path(folder))
        import_files(store, ImportRequest(paths=paths, dialect="plain"), progress)
    return EVERYTHING


def find_demo_today() -> date:
    """Return the day on which the demo team's story stands."""
    return read_story().today


def _describe_team(store: Store, story: Story) -> None:
    """Record what plain files do not carry: names, kinds of sources, starting days."""
    starts = {rep.name: rep.starts_on for rep in story.reps if rep.starts_on > date.min}
    with store.unit_of_work() as work:
        work.save_team(Team(name=DEMO_TEAM))
        for name, rep_id in work.ensure_reps(rep.name for rep in story.reps).items():
            work.save_rep(Rep(rep_id, name, starts_on=starts.get(name)))
        ids = work.ensure_sources(source.name for source in story.sources)
        for source in story.sources:
            work.save_source(Source(ids[source.name], source.name, SourceKind(source.kind)))
