"""What every CRM's connector does: fetch what changed, page by page, patient but never stubborn."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from cockpit.domain.errors import CockpitError, UsageError
from cockpit.domain.records import FileKind

T = TypeVar("T")
Row = Mapping[str, str]
Tell = Callable[[int, str], None]
"""Told how many records were fetched and of what; may raise `CancelledError`."""

Pause = Callable[[float], None]
"""Waits so many seconds; may raise `CancelledError`."""

_ATTEMPTS = 5
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 120.0


@dataclass(frozen=True, slots=True)
class Access:
    """The way to a CRM, and from where to go on.

    Args:
        address: Where its interface is: scheme and host.
        token: What it accepts.
        since: Only what was changed then or later, `None` for everything.
    """

    address: str
    token: str = field(repr=False)
    since: datetime | None = None


class CrmError(CockpitError):
    """The CRM did not answer as it should; nothing was changed."""


class ExpiredTokenError(CrmError):
    """The CRM no longer accepts the token."""


class BusyError(Exception):
    """The CRM asks to come back later.

    Args:
        seconds: How long it asks to wait, `None` when it does not say.
        reason: What it said.
    """

    def __init__(self, seconds: float | None, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds


@dataclass(slots=True)
class Pulled:
    """What a pull brought.

    Args:
        files: The records as files that the CRM's dialect reads, in a folder of the caller's.
        deleted: Ids of records that the CRM has deleted, by what they were.
        seen_until: The latest change that was seen, on the CRM's own clock; the next pull starts
            there. `None` when nothing was.
    """

    files: list[Path] = field(default_factory=list)
    deleted: dict[FileKind, tuple[str, ...]] = field(default_factory=dict)
    seen_until: datetime | None = None

    def saw(self, changed: Iterable[datetime]) -> None:
        """Take note of when records were changed last."""
        latest = max(changed, default=None)
        if latest is not None and (self.seen_until is None or latest > self.seen_until):
            self.seen_until = latest


def need_extra(module: str) -> None:
    """Make sure that the libraries of the extra `live` are there.

    Raises:
        UsageError: They are not; the sentence says how to get them.
    """
    if find_spec(module) is None:
        raise UsageError(
            "Talking to a CRM needs further libraries: install the cockpit with its extra "
            "'live', for example by pip install 'revenue-cockpit[live]'."
        )


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Row]) -> int:
    """Write records as a CSV file, UTF-8, and return how many they are."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow([row.get(name, "") for name in header])
            count += 1
    return count


def ask_patiently(ask: Callable[[], T], pause: Pause) -> T:
    """Return the answer, asking again when the CRM is busy or the line breaks.

    Waits as long as the CRM says (at most two minutes at a time), else twice as long each time.

    Raises:
        CrmError: It was busy five times in a row.
    """
    wait = _FIRST_PAUSE
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return ask()
        except BusyError as busy:
            if attempt == _ATTEMPTS:
                raise CrmError(
                    f"The CRM did not answer {_ATTEMPTS} times in a row ({busy}). "
                    "Nothing was changed; try again later."
                ) from busy
            pause(min(wait if busy.seconds is None else busy.seconds, _LONGEST_PAUSE))
            wait *= 2
    raise AssertionError  # the loop returns or raises


def has_extra() -> bool:
    """Return whether the libraries of the extra `live` are there."""
    return all(find_spec(module) for module in ("simple_salesforce", "hubspot", "keyring"))
