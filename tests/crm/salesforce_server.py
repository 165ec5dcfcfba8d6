"""What a Salesforce org answers: describe, queries in pages of two, deleted records too."""

import re
from typing import Any
from urllib.parse import parse_qs, urlparse

from tests.crm.local_server import Answer, LocalCrm

PAGE = 2
ADA, BEN = "0055g00000AdaPkAAB", "0055g00000BenLiAAB"
EXPIRED = [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]
USED_UP = [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]


class Org:
    """The records of an org, to be changed by a test."""

    def __init__(self) -> None:
        self.crm = LocalCrm(self._answer, token="valid", refusal=EXPIRED)  # noqa: S106
        self._cursors: dict[str, list[dict[str, Any]]] = {}
        self.records: dict[str, list[dict[str, Any]]] = {
            "User": [_user(ADA, "Ada Park"), _user(BEN, "Ben Lindqvist", active=False)],
            "Lead": [
                _lead("00Q1", ADA, "2026-07-01", converted="0061"),
                _lead("00Q2", BEN, "2026-07-02"),
                _lead("00Q3", ADA, "2026-07-03"),
            ],
            "Opportunity": [
                _deal("0061", ADA, "2026-07-05", won=True),
                _deal("0062", BEN, "2026-07-06"),
            ],
        }

    def change(self, name: str, at: int, stamp: str, **values: Any) -> None:
        """Change a record at a moment."""
        self.records[name][at] |= values | {"SystemModstamp": f"{stamp}.000+0000"}

    def _answer(self, _method: str, path: str, _body: Any) -> Answer:
        parts = urlparse(path)
        if parts.path.endswith("/describe"):
            name = parts.path.split("/")[-2]
            return 200, {"fields": [{"name": each} for each in self.records[name][0]]}
        if parts.path.endswith("/queryAll/"):
            return 200, self._page(self._query(parse_qs(parts.query)["q"][0]))
        cursor = parts.path.rpartition("/")[2]
        return 200, self._page(self._cursors.pop(cursor))

    def _query(self, query: str) -> list[dict[str, Any]]:
        found = re.fullmatch(
            r"SELECT (.+) FROM (\w+)(?: WHERE SystemModstamp >= (\S+))? ORDER BY SystemModstamp",
            query,
        )
        assert found, query
        fields, name, since = found[1].split(", "), found[2], (found[3] or "")[:19]
        changed = [each for each in self.records[name] if each["SystemModstamp"] >= since]
        changed.sort(key=lambda each: each["SystemModstamp"])
        return [{field: each[field] for field in fields} for each in changed]

    def _page(self, records: list[dict[str, Any]]) -> dict[str, Any]:
        page: dict[str, Any] = {"totalSize": len(records), "records": records[:PAGE], "done": True}
        if len(records) > PAGE:
            cursor = f"01g{len(self._cursors)}-{PAGE}"
            self._cursors[cursor] = records[PAGE:]
            page |= {"done": False, "nextRecordsUrl": f"/services/data/v62.0/query/{cursor}"}
        return page


def _user(key: str, name: str, *, active: bool = True) -> dict[str, Any]:
    return {
        "Id": key,
        "Name": name,
        "Email": None,
        "IsActive": active,
        "SystemModstamp": "2026-01-01T00:00:00.000+0000",
    }


def _lead(key: str, owner: str, day: str, converted: str | None = None) -> dict[str, Any]:
    return {
        "Id": key,
        "IsDeleted": False,
        "LastName": "Nguyễn",
        "Company": "Café, Ltd",
        "LeadSource": "Webinar",
        "Status": "Working",
        "OwnerId": owner,
        "IsConverted": converted is not None,
        "ConvertedOpportunityId": converted,
        "CreatedDate": f"{day}T09:30:00.000+0000",
        "SystemModstamp": f"{day}T09:30:00.000+0000",
    }


def _deal(key: str, owner: str, day: str, *, won: bool = False) -> dict[str, Any]:
    return {
        "Id": key,
        "IsDeleted": False,
        "Name": "Café deal",
        "StageName": "Closed Won" if won else "Prospecting",
        "Amount": 1000.5,
        "CloseDate": "2026-08-01",
        "LeadSource": None,
        "IsClosed": won,
        "IsWon": won,
        "OwnerId": owner,
        "CreatedDate": f"{day}T10:00:00.000+0000",
        "SystemModstamp": f"{day}T10:00:00.000+0000",
    }
