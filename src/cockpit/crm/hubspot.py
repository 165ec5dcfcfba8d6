"""HubSpot: contacts, deals and owners by its REST interface, under its internal names.

The search that HubSpot offers ends at 10,000 records, so it is begun anew from the last one seen.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from cockpit.crm.pulling import (
    Access,
    BusyError,
    CrmError,
    ExpiredTokenError,
    Pause,
    Pulled,
    Tell,
    ask_patiently,
    need_extra,
    write_rows,
)
from cockpit.domain.records import FileKind

_DEALS = (
    "hs_object_id",
    "dealname",
    "dealstage",
    "pipeline",
    "createdate",
    "closedate",
    "amount",
    "deal_currency_code",
    "hubspot_owner_id",
    "closed_lost_reason",
    "dealtype",
    "hs_analytics_source",
    "hs_is_closed_won",
    "hs_is_closed_lost",
)
_CONTACTS = (
    "hs_object_id",
    "firstname",
    "lastname",
    "company",
    "createdate",
    "hubspot_owner_id",
    "hubspot_owner_assigneddate",
    "hs_lead_status",
    "lifecyclestage",
    "hs_analytics_source",
    "hs_lifecyclestage_salesqualifiedlead_date",
)
_OWNERS = ("hubspot_owner_id", "owner_name", "owner_email", "owner_active")
_LINKS = "Associated Deal IDs"
_PAGE = 100
_SEARCH_ENDS_AT = 10_000
_CAN_WAIT = frozenset({429, 500, 502, 503, 504})
_UNAUTHORISED = 401
_FORBIDDEN = 403


def pull(access: Access, folder: Path, tell: Tell, pause: Pause) -> Pulled:
    """Fetch what was changed in a HubSpot portal.

    Args:
        access: `https://api.hubapi.com`, or where else the interface is, and the token of a
            private app that may read contacts, deals and owners.
        folder: Where to write the files.
        tell: Told how many records were fetched.
        pause: Waits.

    Raises:
        ExpiredTokenError: The token is not accepted.
        CrmError: HubSpot does not answer, or refuses.
        CancelledError: `tell` or `pause` asked for it.
    """
    need_extra("hubspot")
    from hubspot import Client

    crm = Client.create(access_token=access.token, host=access.address).crm
    since = access.since
    pulled = Pulled()
    stages = _load_stages(crm, pause)
    _write_owners(crm, folder / "owners.csv", pulled, pause)
    deals = (
        row | {"dealstage": stages.get(row["dealstage"], row["dealstage"])}
        for row in _search(crm.deals, _DEALS, ("hs_lastmodifieddate", since), pulled, pause)
    )
    _write(folder / "deals.csv", _DEALS, _count(deals, tell, "deals"), pulled)
    changed = ("lastmodifieddate", since)
    contacts = _search(crm.contacts, _CONTACTS, changed, pulled, pause)
    linked = _link(crm, _count(contacts, tell, "contacts"), pause)
    _write(folder / "contacts.csv", (*_CONTACTS, _LINKS), linked, pulled)
    for kind, group in ((FileKind.OPPORTUNITIES, crm.deals), (FileKind.LEADS, crm.contacts)):
        deleted = tuple(_list_archived(group, since, pause))
        if deleted:
            pulled.deleted[kind] = deleted
    return pulled


def _write(path: Path, header: Iterable[str], rows: Iterable[Any], pulled: Pulled) -> None:
    if write_rows(path, tuple(header), rows):
        pulled.files.append(path)


def _count(rows: Iterable[dict[str, str]], tell: Tell, what: str) -> Iterator[dict[str, str]]:
    for number, row in enumerate(rows, 1):
        tell(number, f"{what} from HubSpot")
        yield row


def _search(
    group: Any,
    properties: tuple[str, ...],
    changed: tuple[str, datetime | None],
    pulled: Pulled,
    pause: Pause,
) -> Iterator[dict[str, str]]:
    """Yield the records that were changed, in the order of their change."""
    stamp, since = changed
    start = datetime.fromtimestamp(0, UTC) if since is None else since
    seen: set[str] = set()
    while True:
        last, total = start, 0
        for record in _walk_search(group, [*properties, stamp], (stamp, start), pause):
            total += 1
            last = _parse_stamp(record[stamp])
            if record["hs_object_id"] not in seen:
                seen.add(record["hs_object_id"])
                pulled.saw([last])
                yield {name: record.get(name) or "" for name in properties}
        if total < _SEARCH_ENDS_AT:
            return
        if last == start:
            raise CrmError(
                "HubSpot changed more than 10,000 records in the same instant, which its search "
                "cannot list. Nothing was changed; import an export file instead."
            )
        start = last


def _walk_search(
    group: Any, properties: list[str], changed: tuple[str, datetime], pause: Pause
) -> Iterator[dict[str, Any]]:
    """Yield what one search lists: at most `_SEARCH_ENDS_AT` records."""
    stamp, start = changed
    milliseconds = round(start.timestamp() * 1000)
    after, listed = None, 0
    while listed < _SEARCH_ENDS_AT:
        request = {
            "filterGroups": [
                {
                    "filters": [
                        {"propertyName": stamp, "operator": "GTE", "value": f"{milliseconds}"}
                    ]
                }
            ],
            "sorts": [{"propertyName": stamp, "direction": "ASCENDING"}],
            "properties": properties,
            "limit": _PAGE,
        }
        if after is not None:
            request["after"] = after
        page = _ask(partial(group.search_api.do_search, request), pause)
        for result in page.results:
            listed += 1
            yield {**result.properties, "hs_object_id": result.id}
        if page.paging is None or page.paging.next is None:
            return
        after = page.paging.next.after


def _link(crm: Any, contacts: Iterable[dict[str, str]], pause: Pause) -> Iterator[dict[str, str]]:
    """Yield the contacts with the ids of the deals that came of them."""
    group: list[dict[str, str]] = []

    def flush() -> Iterator[dict[str, str]]:
        deals = _load_links(crm, [row["hs_object_id"] for row in group], pause)
        for row in group:
            yield row | {_LINKS: ";".join(deals.get(row["hs_object_id"], ()))}
        group.clear()

    for row in contacts:
        group.append(row)
        if len(group) == _PAGE:
            yield from flush()
    if group:
        yield from flush()


def _load_links(crm: Any, contacts: list[str], pause: Pause) -> dict[str, list[str]]:
    """Return the deals of contacts.

    Raises:
        CrmError: HubSpot tells those of some contacts only.
    """
    request = {"inputs": [{"id": each} for each in contacts]}
    read = partial(crm.associations.batch_api.read, "contacts", "deals", request)
    answer = _ask(read, pause)
    failed = getattr(answer, "errors", None) or ()
    # Without a deal is no failure, though HubSpot answers as if it were one.
    real = [each for each in failed if "NO_ASSOCIATIONS_FOUND" not in f"{each.sub_category}"]
    if real:
        raise CrmError(
            f"HubSpot could not tell the deals of {len(real)} contacts: {real[0].message}. "
            "Nothing was changed; try again later."
        )
    return {each.to_dict()["_from"]["id"]: [deal.id for deal in each.to] for each in answer.results}


def _load_stages(crm: Any, pause: Pause) -> dict[str, str]:
    """Return the label of every deal stage by its id; with several pipelines it names its own."""
    pipelines = _ask(partial(crm.pipelines.pipelines_api.get_all, "deals"), pause).results
    several = len(pipelines) > 1
    return {
        stage.id: f"{stage.label} ({pipeline.label})" if several else stage.label
        for pipeline in pipelines
        for stage in pipeline.stages
    }


def _write_owners(crm: Any, path: Path, pulled: Pulled, pause: Pause) -> None:
    """Write owners as users, those who left too."""
    rows: list[dict[str, str]] = []
    for archived in (False, True):
        after = None
        while True:
            ask = partial(crm.owners.owners_api.get_page, limit=_PAGE, archived=archived)
            page = _ask(partial(ask, after=after) if after else ask, pause)
            rows += [
                {
                    "hubspot_owner_id": owner.id,
                    "owner_name": f"{owner.first_name or ''} {owner.last_name or ''}".strip()
                    or owner.email
                    or owner.id,
                    "owner_email": owner.email or "",
                    "owner_active": "no" if archived else "yes",
                }
                for owner in page.results
            ]
            if page.paging is None or page.paging.next is None:
                break
            after = page.paging.next.after
    _write(path, _OWNERS, rows, pulled)


def _list_archived(group: Any, since: datetime | None, pause: Pause) -> Iterator[str]:
    """Yield the ids of records that were deleted since then; for a first pull there are none."""
    if since is None:
        return
    after = None
    while True:
        ask = partial(group.basic_api.get_page, limit=_PAGE, archived=True)
        page = _ask(partial(ask, after=after) if after else ask, pause)
        for record in page.results:
            if record.archived_at is not None and record.archived_at >= since:
                yield record.id
        if page.paging is None or page.paging.next is None:
            return
        after = page.paging.next.after


def _ask(ask: Callable[[], Any], pause: Pause) -> Any:
    """Ask HubSpot once more when it is busy.

    Raises:
        ExpiredTokenError, CrmError: As `pull`.
    """
    from hubspot.crm import associations, contacts, deals, owners, pipelines
    from urllib3.exceptions import HTTPError

    rooms = (associations, contacts, deals, owners, pipelines)  # each has a class of its own
    refusals = tuple(room.exceptions.ApiException for room in rooms)

    def attempt() -> Any:
        try:
            return ask()
        except HTTPError as error:
            raise BusyError(None, "HubSpot cannot be reached") from error
        except refusals as error:
            raise _translate(error) from error

    return ask_patiently(attempt, pause)


def _translate(error: Any) -> Exception:
    """Return what an answer of HubSpot that is an error means."""
    status = error.status
    if status == _UNAUTHORISED:
        return ExpiredTokenError(
            "HubSpot does not accept the token of the private app: connect again with a new one. "
            "Nothing was changed."
        )
    if status == _FORBIDDEN:
        return CrmError(
            "HubSpot's private app may not read contacts, deals or owners: give it these scopes "
            "(crm.objects.contacts.read, crm.objects.deals.read, crm.objects.owners.read). "
            "Nothing was changed."
        )
    if status in _CAN_WAIT:
        after = (error.headers or {}).get("Retry-After")
        return BusyError(float(after) if after else None, f"HubSpot answered {status}")
    return CrmError(f"HubSpot refused ({status}): {error.reason}. Nothing was changed.")


def _parse_stamp(text: str) -> datetime:
    return datetime.fromisoformat(text)
