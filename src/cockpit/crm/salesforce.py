"""Salesforce: leads, opportunities and users by its REST interface, as a data export has them."""

from collections.abc import Callable, Iterator, Mapping
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

API_VERSION = "62.0"

_OBJECTS: dict[str, tuple[FileKind, tuple[str, ...]]] = {
    "User": (FileKind.USERS, ("Id", "Name", "Email", "IsActive")),
    "Lead": (
        FileKind.LEADS,
        (
            "Id",
            "IsDeleted",
            "LastName",
            "FirstName",
            "Company",
            "LeadSource",
            "Status",
            "Industry",
            "Rating",
            "CurrencyIsoCode",
            "OwnerId",
            "IsConverted",
            "ConvertedDate",
            "ConvertedAccountId",
            "ConvertedContactId",
            "ConvertedOpportunityId",
            "CreatedDate",
        ),
    ),
    "Opportunity": (
        FileKind.OPPORTUNITIES,
        (
            "Id",
            "IsDeleted",
            "AccountId",
            "Name",
            "StageName",
            "Amount",
            "Probability",
            "CloseDate",
            "Type",
            "LeadSource",
            "IsClosed",
            "IsWon",
            "ForecastCategory",
            "CurrencyIsoCode",
            "CampaignId",
            "OwnerId",
            "CreatedDate",
        ),
    ),
}
_STAMP = "SystemModstamp"
_TOO_MANY = ("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded")
_CAN_WAIT = frozenset({429, 500, 502, 503, 504})
_UNAUTHORISED = 401


def pull(access: Access, folder: Path, tell: Tell, pause: Pause) -> Pulled:
    """Fetch what was changed in a Salesforce org.

    Args:
        access: The org's own address, `https://acme.my.salesforce.com`, and an access token.
        folder: Where to write the files.
        tell: Told how many records were fetched.
        pause: Waits.

    Raises:
        ExpiredTokenError: The token is not accepted any more.
        CrmError: Salesforce does not answer, or refuses.
        CancelledError: `tell` or `pause` asked for it.
    """
    need_extra("simple_salesforce")
    from simple_salesforce.api import Salesforce

    client = Salesforce(instance_url=access.address, session_id=access.token, version=API_VERSION)
    pulled = Pulled()
    for name, (kind, wanted) in _OBJECTS.items():
        described = _ask(getattr(client, name).describe, pause)
        there = {each["name"] for each in described["fields"]}
        fields = [each for each in wanted if each in there]
        query = f"SELECT {', '.join([*fields, _STAMP])} FROM {name}"  # noqa: S608 - our own names
        if access.since is not None and kind is not FileKind.USERS:
            query += f" WHERE {_STAMP} >= {_format_stamp(access.since)}"
        records = _walk(client, f"{query} ORDER BY {_STAMP}", pause)
        path, deleted = folder / f"{name}.csv", list[str]()
        if write_rows(path, fields, _keep(records, fields, (kind, pulled, deleted), tell)):
            pulled.files.append(path)
        if deleted:
            pulled.deleted[kind] = tuple(deleted)
    return pulled


def _keep(
    records: Iterator[Mapping[str, Any]],
    fields: list[str],
    into: tuple[FileKind, Pulled, list[str]],
    tell: Tell,
) -> Iterator[dict[str, str]]:
    """Yield records that are there; note the ids of deleted ones and when anything changed."""
    kind, pulled, deleted = into
    for number, record in enumerate(records, 1):
        if kind is not FileKind.USERS:  # always fetched whole: they are few
            pulled.saw([_parse_stamp(record[_STAMP])])
        if record.get("IsDeleted"):
            deleted.append(record["Id"])
        else:
            yield _flatten(record, fields)
        tell(number, f"{kind} from Salesforce")


def _walk(client: Any, query: str, pause: Pause) -> Iterator[Mapping[str, Any]]:
    """Yield the records of a query, deleted ones too, page after page."""
    page = _ask(partial(client.query, query, include_deleted=True), pause)
    while True:
        yield from page["records"]
        if page["done"]:
            return
        address = page["nextRecordsUrl"]
        page = _ask(partial(client.query_more, address, identifier_is_url=True), pause)


def _ask(ask: Callable[[], Any], pause: Pause) -> Any:
    """Ask Salesforce once more when it is busy.

    Raises:
        ExpiredTokenError, CrmError: As `pull`.
    """
    from requests.exceptions import RequestException
    from simple_salesforce.exceptions import SalesforceError

    def attempt() -> Any:
        try:
            return ask()
        except RequestException as error:
            raise BusyError(None, "Salesforce cannot be reached") from error
        except SalesforceError as error:
            said = _read_message(error.content)
            if error.status == _UNAUTHORISED:
                raise ExpiredTokenError(
                    "Salesforce does not accept the access token any more: connect again with a "
                    "new one. Nothing was changed."
                ) from error
            if any(word in said for word in _TOO_MANY):
                raise CrmError(
                    "Salesforce says that the day's limit of requests is used up; it is counted "
                    "over the last 24 hours. Nothing was changed; try again later."
                ) from error
            if error.status in _CAN_WAIT:
                raise BusyError(None, f"Salesforce answered {error.status}") from error
            raise CrmError(
                f"Salesforce refused ({error.status}): {said}. Nothing was changed."
            ) from error

    return ask_patiently(attempt, pause)


def _read_message(content: Any) -> str:
    """Return what Salesforce says of an error: a list of codes and messages, mostly."""
    parts = content if isinstance(content, list) else [content]
    texts = [
        f"{part.get('errorCode', '')} {part.get('message', '')}".strip()
        if isinstance(part, dict)
        else str(part)
        for part in parts
    ]
    return "; ".join(texts).rstrip(".")


def _flatten(record: Mapping[str, Any], fields: list[str]) -> dict[str, str]:
    """Return a record's cells as a data export writes them."""
    return {name: _format_cell(record.get(name)) for name in fields}


def _format_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    text = str(value)
    is_moment = len(text) > 19 and text[10:11] == "T" and text[13:14] == ":"  # noqa: PLR2004
    return f"{text[:10]} {text[11:19]}" if is_moment else text


def _parse_stamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _format_stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03}Z"
    )
