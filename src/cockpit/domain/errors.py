"""Faults of the world, told from our own bugs: each carries one clear sentence for the user."""


class CockpitError(Exception):
    """Something outside the program went wrong; the message is the sentence to show.

    The sentence says what happened and what to do. What is safe follows from the rule that
    nothing is written when an error is raised.
    """


class UsageError(CockpitError):
    """The question or the input cannot be used as given (exit status 2)."""


class StoreError(CockpitError):
    """The store cannot be used: newer, foreign, locked, read-only, full (exit status 2)."""


class StoreDamagedError(StoreError):
    """The store is broken or was tampered with (exit status 3)."""


class MissingRateError(UsageError):
    """No row of the assumptions gives a rate that the diagnosis needs."""


class CancelledError(CockpitError):
    """The user cancelled the work; nothing was changed."""
