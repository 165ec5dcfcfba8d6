"""Live CRMs: connect one, and pull what was changed there into the store by way of an import."""

import os
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlparse

from cockpit.crm import hubspot, salesforce, tokens
from cockpit.crm.pulling import (
    Access,
    CrmError,
    ExpiredTokenError,
    Pause,
    Pulled,
    Tell,
    has_extra,
)
from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.imports import CrmConnection
from cockpit.services import Store
from cockpit.services.importing import ImportRequest, ImportResult, Progress, import_files
from cockpit.store.queries import load_connections

__all__ = [
    "ADDRESSES",
    "CrmConnection",
    "CrmError",
    "ExpiredTokenError",
    "PullResult",
    "connect",
    "disconnect",
    "has_extra",
    "load_connections",
    "pull",
]

ADDRESSES: dict[str, str | None] = {
    "salesforce": None,
    "hubspot": "https://api.hubapi.com",
}
"""The CRMs that can be pulled from, with the address of those that all teams share."""

TOKEN_VARIABLE = "COCKPIT_CRM_TOKEN"  # noqa: S105 - the name of a variable, not a secret
_PULLS = {"salesforce": salesforce.pull, "hubspot": hubspot.pull}
_OVERLAP = timedelta(minutes=5)
"""Fetched once more: a change may become visible a little after its own stamp."""
_BLINK = 0.2
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Where an unencrypted interface is no danger: a proxy of one's own."""


@dataclass(frozen=True, slots=True)
class PullResult:
    """What a pull did.

    Args:
        connection: The CRM, with what has now been read of it.
        imported: What the import did; `None` when nothing was changed in the CRM.
        deleted: How many records the CRM had deleted.
    """

    connection: CrmConnection
    imported: ImportResult | None
    deleted: int = 0


def connect(store: Store, system: str, address: str | None, token: str) -> CrmConnection:
    """Remember a CRM, and its token in the system's keyring.

    A CRM that is connected anew at the same address goes on where it was.

    Raises:
        UsageError: The address is none, or the keyring does not work.
    """
    place = _check_address(system, address)
    if not token.strip():
        raise UsageError(f"An access token for {system} is needed.")
    tokens.save_token(system, place, token.strip())
    known = {each.system: each for each in load_connections(store)}.get(system)
    if known is None or known.address != place:
        known = CrmConnection(system, place)
    with store.unit_of_work() as work:
        work.save_connection(known)
    return known


def disconnect(store: Store, system: str) -> None:
    """Forget a CRM and its token; what was imported stays.

    Raises:
        UsageError: It is not connected, or the keyring does not work.
    """
    known = _find(store, system)
    tokens.forget_token(system, known.address)
    with store.unit_of_work() as work:
        work.forget_connection(system)


def pull(
    store: Store,
    system: str,
    *,
    everything: bool = False,
    dry_run: bool = False,
    answers: ImportAnswers | None = None,
    progress: Progress | None = None,
) -> PullResult:
    """Fetch what was changed in a CRM since the last pull, and import it: all of it, or nothing.

    Args:
        store: The store.
        system: A connected CRM.
        everything: Fetch all records; those that the CRM no longer has are marked as gone.
        dry_run: Account for every record and change nothing.
        answers: What the user says of stages, currencies and names.
        progress: Told how far it is; may raise `CancelledError`.

    Raises:
        ExpiredTokenError: The token is no longer accepted; nothing was changed.
        CrmError: The CRM did not answer as it should; nothing was changed.
        UsageError: It is not connected, or there is no token; nothing was changed.
    """
    known = _find(store, system)
    token = os.environ.get(TOKEN_VARIABLE) or tokens.load_token(system, known.address)
    if not token:
        raise UsageError(f"There is no token for {system} in the keyring: connect it again.")
    whole = everything or known.seen_until is None
    since = None if whole or known.seen_until is None else known.seen_until - _OVERLAP
    with tempfile.TemporaryDirectory(prefix="cockpit-pull-") as folder:
        access = Access(known.address, token, since)
        pulled = _PULLS[system](access, Path(folder), _tell(progress), _pause(progress))
        given = answers or ImportAnswers()
        if whole:  # what the CRM did not send is not there any more
            given = replace(given, full=frozenset(f"{path}" for path in pulled.files))
        request = ImportRequest(
            paths=tuple(pulled.files),
            dialect=system,
            dry_run=dry_run,
            answers=given,
            deleted=pulled.deleted,
        )
        imported = _import(store, pulled, request, progress)
    if not dry_run:
        known = replace(
            known,
            seen_until=pulled.seen_until or known.seen_until,
            pulled_at=datetime.now().astimezone().replace(tzinfo=None),
        )
        with store.unit_of_work() as work:
            work.save_connection(known)
    return PullResult(known, imported, sum(map(len, pulled.deleted.values())))


def _import(
    store: Store,
    pulled: Pulled,
    request: ImportRequest,
    progress: Progress | None,
) -> ImportResult | None:
    """Import what was pulled; `None` when the CRM had nothing new."""
    if not pulled.files and not pulled.deleted:
        return None
    return import_files(store, request, progress)


def _find(store: Store, system: str) -> CrmConnection:
    known = {each.system: each for each in load_connections(store)}.get(system)
    if known is None:
        raise UsageError(f"{system} is not connected: run 'cockpit connect {system}' first.")
    return known


def _check_address(system: str, address: str | None) -> str:
    """Return the address of a CRM's interface, without a path.

    Raises:
        UsageError: There is no such CRM, or the address is none.
    """
    if system not in ADDRESSES:
        raise UsageError(f"{system!r} cannot be pulled from; it can be {', '.join(ADDRESSES)}.")
    place = address or ADDRESSES[system]
    if place is None:
        raise UsageError(
            f"The address of your {system} is needed, such as https://acme.my.salesforce.com."
        )
    parts = urlparse(place)
    is_safe = parts.scheme == "https" or parts.hostname in _THIS_MACHINE
    if not parts.hostname or not is_safe:
        raise UsageError(f"{place!r} is no address that starts with https://.")
    return f"{parts.scheme}://{parts.netloc}"


def _tell(progress: Progress | None) -> Tell:
    """Return what the connectors report to: nobody knows how many records there will be."""

    def tell(fetched: int, what: str) -> None:
        if progress is not None:
            progress(0.0, f"Fetching {what}: {fetched:,}")

    return tell


def _pause(progress: Progress | None) -> Pause:
    """Return a wait that can be cancelled."""

    def pause(seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if progress is not None:
                progress(0.0, f"The CRM is busy; going on in {left:.0f} s")
            time.sleep(min(left, _BLINK))

    return pause
