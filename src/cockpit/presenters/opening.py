"""Why a store could not be opened: what happened, what is safe, what to do."""

from dataclasses import dataclass

from cockpit.domain.errors import CockpitError, StoreDamagedError


@dataclass(frozen=True, slots=True)
class FailureView:
    """A page about a store that cannot be used.

    Args:
        title: The kind of trouble.
        happened: What happened, in the error's own sentence.
        safe: What is safe.
        advice: What to do.
    """

    title: str
    happened: str
    safe: str
    advice: str


def build_failure(error: CockpitError) -> FailureView:
    """Return what to say about a store that could not be opened."""
    if isinstance(error, StoreDamagedError):
        return FailureView(
            "The store is damaged",
            str(error),
            "The file was left as it is. Backups are made before every migration, "
            "and whenever you ask for one.",
            "Open a backup or another store. Keep the damaged file until the backup is checked.",
        )
    return FailureView(
        "The store cannot be opened",
        str(error),
        "Nothing was changed.",
        "Try again when the cause is gone, or open another store.",
    )
