"""Live CRMs on the Data screen: which are connected, what was read of them, what a pull did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.changes import Changed, Changes
from cockpit.presenters.formatting import format_count, format_date, format_list, format_plural
from cockpit.presenters.text import Span
from cockpit.presenters.workspace import Workspace
from cockpit.services.importing import Progress
from cockpit.services.live import (
    ADDRESSES,
    CrmConnection,
    PullResult,
    connect,
    disconnect,
    has_extra,
    load_connections,
    pull,
)

TITLES = {"salesforce": "Salesforce", "hubspot": "HubSpot"}
"""The CRMs as a sentence calls them."""

_HOW = {
    "salesforce": (
        "An access token of your own user: in Salesforce's command line, 'sf org display' shows "
        "it; it ends with your session."
    ),
    "hubspot": (
        "The token of a private app (Settings, Integrations, Private apps) that may read "
        "contacts, deals and owners."
    ),
}
_NO_EXTRA = (
    "This installation cannot talk to a CRM: install the cockpit with its extra 'live', for "
    "example by pip install 'revenue-cockpit[live]'. Importing export files needs nothing more."
)
_MINUTES_IN_HOUR = 60


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """A CRM that can be connected.

    Args:
        system: Its name for the presenter.
        title: Its name for the user.
        status: Whether it is connected and when it was read last.
        is_connected: Whether records can be pulled.
        address: Where it is; to begin with what all teams share, or empty.
        needs_address: The user has to say where it is.
        how: Where to get a token.
    """

    system: str
    title: str
    status: tuple[Span, ...]
    is_connected: bool
    address: str
    needs_address: bool
    how: str


@dataclass(frozen=True, slots=True)
class ConnectionsView:
    """All CRMs that can be connected; `problem` says why none can, else it is empty."""

    systems: tuple[ConnectionView, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class PullView:
    """What a pull did, in a sentence, and what other screens have to load again."""

    text: tuple[Span, ...]
    changes: Changes


class ConnectionsPresenter:
    """Connects CRMs and pulls from them; everything here runs in the worker."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def load(self) -> ConnectionsView:
        """Return which CRMs are connected."""
        known = {each.system: each for each in load_connections(self._workspace.store)}
        now = datetime.now().astimezone().replace(tzinfo=None)
        return ConnectionsView(
            tuple(build_connection(system, known.get(system), now) for system in ADDRESSES),
            "" if has_extra() else _NO_EXTRA,
        )

    def connect(self, system: str, address: str, token: str) -> None:
        """Connect a CRM; its token goes to the system's keyring.

        Raises:
            UsageError: The address is none, or the keyring does not work.
        """
        connect(self._workspace.store, system, address.strip() or None, token)

    def disconnect(self, system: str) -> None:
        """Forget a CRM and its token."""
        disconnect(self._workspace.store, system)

    def pull(self, system: str, progress: Progress, *, everything: bool = False) -> PullView:
        """Import what was changed in a CRM since the last pull, or everything.

        Raises:
            CrmError: The CRM did not answer as it should; nothing was changed.
            CancelledError: The user cancelled; nothing was changed.
        """
        result = pull(self._workspace.store, system, everything=everything, progress=progress)
        imported = result.imported
        changes = Changes(frozenset({Changed.IMPORTS}))
        if imported is not None:
            changes = changes | imported.changes
        return PullView(describe_pull(system, result), changes)


def build_connection(system: str, known: CrmConnection | None, now: datetime) -> ConnectionView:
    """Return a CRM as the Data screen shows it."""
    return ConnectionView(
        system=system,
        title=TITLES[system],
        status=_describe_status(known, now),
        is_connected=known is not None,
        address=known.address if known else ADDRESSES[system] or "",
        needs_address=ADDRESSES[system] is None,
        how=_HOW[system],
    )


def describe_pull(system: str, result: PullResult) -> tuple[Span, ...]:
    """Return what a pull did, in a sentence."""
    title = TITLES[system]
    if result.imported is None or not result.imported.changes:
        return (Span(f"{title}: nothing has changed since the last pull.", "muted"),)
    parts = []
    for account in result.imported.files:
        counts = [
            f"{format_count(count)} {word}"
            for count, word in (
                (account.added, "added"),
                (account.updated, "updated"),
                (account.rejected, "rejected"),
            )
            if count
        ]
        if counts:
            parts.append(f"{account.kind}: {format_list(counts)}")
    if result.deleted:
        parts.append(f"{format_plural(result.deleted, 'record')} deleted there, marked as gone")
    is_clean = not any(account.rejected for account in result.imported.files)
    return (
        Span(f"{title}: ", strong=True),
        Span("; ".join(parts) + ".", None if is_clean else "bad"),
    )


def _describe_status(known: CrmConnection | None, now: datetime) -> tuple[Span, ...]:
    if known is None:
        return (Span("Not connected", "muted"),)
    place = known.address.partition("://")[2]
    if known.pulled_at is None:
        return (Span(f"Connected to {place}", strong=True), Span(" · nothing pulled yet", "muted"))
    when = _format_ago(now - known.pulled_at.replace(tzinfo=None), known.pulled_at)
    return (Span(f"Connected to {place}", strong=True), Span(f" · last pull {when}", "muted"))


def _format_ago(age: timedelta, at: datetime) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < _MINUTES_IN_HOUR:
        return f"{format_plural(minutes, 'minute')} ago"
    return f"{format_date(at.date())}, {at:%H:%M}"
