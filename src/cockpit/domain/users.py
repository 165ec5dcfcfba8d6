"""The people whom a CRM knows by an id: they may own leads and deals, and need not be reps."""

from dataclasses import dataclass

from cockpit.domain.imports import MergeCounts


@dataclass(frozen=True, slots=True)
class CrmUser:
    """A user of a CRM.

    Args:
        system: The CRM, by the name of its dialect.
        user_id: As leads and deals name their owner.
        name: As people say it.
        email: Or `None`.
        is_active: `None` where the CRM does not say.
    """

    system: str
    user_id: str
    name: str
    email: str | None = None
    is_active: bool | None = None


@dataclass(frozen=True, slots=True)
class UserMerge:
    """What merging users did.

    Args:
        counts: What became of the users.
        named: Id → name of reps that so far were known by their id, or by a former name.
        conflicts: One sentence per rep that could not become one with the rep of its user's name.
    """

    counts: MergeCounts
    named: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()
