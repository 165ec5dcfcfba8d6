"""Owners that are ids become names, whichever file comes first."""

import pytest
from tests.intake.dialects.exports import FIXTURES, import_export, read_expected, show, tell

from cockpit.domain.errors import UsageError
from cockpit.domain.records import FileKind
from cockpit.services.importing import ImportRequest, import_files
from cockpit.store.opening import Store
from cockpit.store.queries import load_reps, load_users

PAIRS = [("odoo_technical.csv", "odoo_users.csv"), ("zoho_leads.csv", "zoho_users.csv")]


@pytest.mark.parametrize("name", ["odoo_users.csv", "zoho_users.csv", "hubspot_owners.csv"])
def test_every_row_is_accounted_for(store: Store, name: str) -> None:
    said = tell(import_export(store, name))
    users = [f"{u.user_id}, {u.name}, {u.email}, {u.is_active}" for u in load_users(store)]
    assert [*said, *users] == read_expected(name)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("is_users_first", [True, False])
def test_ids_of_owners_become_names_whichever_file_comes_first(
    store: Store, pair: tuple[str, str], *, is_users_first: bool
) -> None:
    for name in reversed(pair) if is_users_first else pair:
        said = tell(import_export(store, name))
        assert not (is_users_first and any("import the users" in line for line in said))
    assert [rep.name for rep in load_reps(store)] == ["Ada Park", "Bo Lind"]
    records = [*show(store, FileKind.LEADS), *show(store, FileKind.OPPORTUNITIES)]
    assert {part for line in records for part in line.split(", ") if part[:4] == "rep="} == {
        "rep=Ada Park",
        "rep=Bo Lind",
    }


def test_records_of_another_crm_are_no_users(store: Store) -> None:
    request = ImportRequest((FIXTURES / "salesforce_leads.csv",), dialect="zoho")
    with pytest.raises(UsageError, match="looks like leads but has no column assigned_at"):
        import_files(store, request)
    assert load_users(store) == ()
