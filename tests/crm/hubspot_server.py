"""What a HubSpot portal answers: search in pages, pipelines, owners, links, archived records."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlparse

from tests.crm.local_server import Answer, LocalCrm

PAGE = 2
EXPIRED = {
    "status": "error",
    "message": "The token has expired",
    "category": "EXPIRED_AUTHENTICATION",
}
BUSY = {"status": "error", "message": "Ten secondly limit", "errorType": "RATE_LIMIT"}
_STAMPS = {"deals": "hs_lastmodifieddate", "contacts": "lastmodifieddate"}


class Portal:
    """The records of a portal, to be changed by a test."""

    def __init__(self) -> None:
        self.crm = LocalCrm(self._answer, token="valid", refusal=EXPIRED)  # noqa: S106
        self.owners = [("11", "Ada", "Park", False), ("12", "Ben", "Lindqvist", True)]
        self.records: dict[str, dict[str, dict[str, Any]]] = {
            "contacts": {
                "101": _contact("11", "2026-07-01"),
                "102": _contact("12", "2026-07-02"),
                "103": _contact("11", "2026-07-03"),
            },
            "deals": {
                "201": _deal("11", "2026-07-05", stage="77"),
                "202": _deal("12", "2026-07-06", stage="78"),
            },
        }
        self.links = {"101": ["201"]}
        self.broken_links: set[str] = set()
        self.archived: dict[str, dict[str, str]] = {"contacts": {}, "deals": {}}

    def _answer(self, _method: str, path: str, body: Any) -> Answer:
        parts = urlparse(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        steps = parts.path.strip("/").split("/")
        if steps[-1] == "search":
            return 200, self._search(steps[-2], body)
        if "associations" in steps:
            return self._read_links(body)
        if "pipelines" in steps:
            return 200, {"results": [_pipeline()]}
        if "owners" in steps:
            return 200, {"results": self._list_owners(query["archived"].lower() == "true")}
        return 200, {"results": self._list_archived(steps[-1])}

    def _search(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        stamp = _STAMPS[name]
        wanted = request["filterGroups"][0]["filters"][0]
        assert wanted["propertyName"] == stamp == request["sorts"][0]["propertyName"]
        since = datetime.fromtimestamp(int(wanted["value"]) / 1000, UTC)
        found: list[dict[str, Any]] = [
            {"id": key, "properties": record, **_stamps(record[stamp])}
            for key, record in self.records[name].items()
            if datetime.fromisoformat(record[stamp]) >= since
        ]
        found.sort(key=lambda each: each["properties"][stamp])
        start = int(request.get("after", 0))
        page: dict[str, Any] = {"total": len(found), "results": found[start : start + PAGE]}
        if start + PAGE < len(found):
            page["paging"] = {"next": {"after": f"{start + PAGE}"}}
        return page

    def _read_links(self, request: dict[str, Any]) -> Answer:
        asked = [each["id"] for each in request["inputs"]]
        results = [
            {"from": {"id": key}, "to": [{"id": deal, "type": "contact_to_deal"} for deal in deals]}
            for key, deals in self.links.items()
            if key in asked and key not in self.broken_links
        ]
        errors = [
            _error("INTERNAL_ERROR" if key in self.broken_links else "NO_ASSOCIATIONS_FOUND", key)
            for key in asked
            if key not in self.links or key in self.broken_links
        ]
        answer = {"status": "COMPLETE", "results": results, **_batch_times()}
        return (
            (207, answer | {"errors": errors, "numErrors": len(errors)})
            if errors
            else (200, answer)
        )

    def _list_owners(self, archived: bool) -> list[dict[str, Any]]:
        return [
            {"id": key, "firstName": first, "lastName": last, "archived": left, **_stamps()}
            for key, first, last, left in self.owners
            if left is archived
        ]

    def _list_archived(self, name: str) -> list[dict[str, Any]]:
        return [
            {"id": key, "properties": {}, "archived": True, "archivedAt": at, **_stamps()}
            for key, at in self.archived[name].items()
        ]


def _stamps(changed: str = "2026-01-01T00:00:00Z") -> dict[str, str]:
    return {"createdAt": "2026-01-01T00:00:00Z", "updatedAt": changed}


def _batch_times() -> dict[str, str]:
    return {"startedAt": "2026-07-01T00:00:00Z", "completedAt": "2026-07-01T00:00:01Z"}


def _error(category: str, key: str) -> dict[str, Any]:
    return {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": f"crm.associations.{category}",
        "message": f"No deals for contact {key}",
        "errors": [],
        "context": {"fromObjectId": [key]},
        "links": {},
    }


def _pipeline() -> dict[str, Any]:
    stages = (("77", "Closed Won", "1.0"), ("78", "Demo 🎯", "0.4"), ("79", "Closed Lost", "0.0"))
    return {
        "id": "p1",
        "label": "Sales Pipeline",
        "displayOrder": 0,
        "archived": False,
        **_stamps(),
        "stages": [
            {
                "id": key,
                "label": label,
                "displayOrder": at,
                "archived": False,
                "metadata": {"probability": probability},
                **_stamps(),
            }
            for at, (key, label, probability) in enumerate(stages)
        ],
    }


def _contact(owner: str, day: str) -> dict[str, Any]:
    return {
        "company": "Café, Ltd",
        "createdate": f"{day}T09:30:00.123Z",
        "hubspot_owner_id": owner,
        "lifecyclestage": "lead",
        "hs_analytics_source": "ORGANIC_SEARCH",
        "lastmodifieddate": f"{day}T09:30:00.123Z",
    }


def _deal(owner: str, day: str, *, stage: str) -> dict[str, Any]:
    won = stage == "77"
    return {
        "dealname": "Café deal",
        "dealstage": stage,
        "createdate": f"{day}T10:00:00.000Z",
        "closedate": "2026-08-01T00:00:00Z",
        "amount": "1000.5",
        "hubspot_owner_id": owner,
        "hs_is_closed_won": "true" if won else "false",
        "hs_is_closed_lost": "false",
        "hs_lastmodifieddate": f"{day}T10:00:00.000Z",
    }
