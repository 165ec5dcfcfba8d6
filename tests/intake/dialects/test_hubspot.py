"""Where every row of HubSpot's exports went."""

import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from tests.intake.dialects.exports import FIXTURES, import_export, read_expected, show, tell

from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.records import FileKind, Outcome
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel

ANSWERS = ImportAnswers(
    stages={"hubspot": {"🎉 Signed": Outcome.WON, "🚀 Propuesta": Outcome.OPEN}},
    rates={"EUR": 1.1},
)
DEALS, CONTACTS = "hubspot_deals.csv", "hubspot_contacts.csv"


@pytest.mark.parametrize("name", [DEALS, CONTACTS, "hubspot_negocios.csv"])
def test_every_row_is_accounted_for_and_every_record_is_what_the_portal_says(
    store: Store, name: str
) -> None:
    account = import_export(store, name, ANSWERS)
    assert [*tell(account), *show(store, account.kind)] == read_expected(name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_spanish_portal_is_read_in_every_encoding_delimiter_and_form(
    store: Store, tmp_path: Path, encoding: str, delimiter: str, form: Literal["NFC", "NFD"]
) -> None:
    text = (FIXTURES / "hubspot_negocios.csv").read_text(encoding="utf-8")
    header, rows = text.replace(',00"', '·00"').replace(',50"', '·50"').split("\n", 1)
    padded = "\n".join([header.replace(",", " , "), rows])
    changed = padded.replace(",", delimiter).replace("·", ",").replace("\n", "\r\n")
    path = tmp_path / "negocios.csv"
    path.write_bytes(unicodedata.normalize(form, changed).encode(encoding))
    account = import_export(store, path, ANSWERS)
    records = [unicodedata.normalize("NFC", line) for line in show(store, account.kind)]
    assert [*tell(account), *records] == read_expected("hubspot_negocios.csv")


def test_the_deals_of_a_contact_are_linked_to_it(store: Store) -> None:
    import_export(store, DEALS, ANSWERS)
    import_export(store, CONTACTS)
    funnel = load_funnel(store)
    places = {key: place for place, key in enumerate(funnel.leads["key"])}
    linked = [places.get(key) for key in funnel.opportunities["lead_key"]]
    assert linked == [0, 1, None, None, 0, None, None, None, None]


HEADERS = {
    "de": "Datensatz-ID,Dealname,Deal-Phase,Abschlussdatum,Erstellungsdatum,Betrag,"
    "Für Deal zuständiger Mitarbeiter,Ursprüngliche Quelle",
    "fr": "ID de fiche d'informations,Nom de la transaction,Phase de la transaction,"
    "Date de fermeture,Date de création,Montant,Propriétaire de la transaction",
    "pt": "Record ID,Nome do negócio,Etapa do negócio,Data de fechamento,Data de criação,Valor,"
    "Proprietário do negócio",
    "nl": "Record-ID,Dealnaam,Dealfase,Sluitingsdatum,Aanmaakdatum,Bedrag,Dealeigenaar",
    "es contacts": "ID de registro,Nombre,Apellidos,Correo,Propietario del contacto,"
    "Etapa del ciclo de vida,Fecha de creación,Fuente original",
    "de contacts": "Datensatz-ID,Vorname,Nachname,E-Mail,Kontaktinhaber,Lead-Status,"
    "Lifecycle-Phase,Erstellungsdatum,Zugeordnete Deal-IDs",
}


@pytest.mark.parametrize("language", HEADERS)
def test_portals_in_other_languages_are_known_whole(
    store: Store, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"{HEADERS[language]}\n", encoding="utf-8")
    account = import_export(store, path)
    kind = FileKind.LEADS if "contacts" in language else FileKind.OPPORTUNITIES
    assert (account.recognised_as, account.kind) == ("hubspot", kind)
    assert [problem.problem for problem in account.problems] == ["has a header but no rows"]


@pytest.mark.parametrize(("won", "lost", "outcome"), [(1, 0, 1), (0, 1, 2), (0, 0, 0)])
def test_flags_decide_whatever_the_stage_is_called(
    store: Store, tmp_path: Path, won: int, lost: int, outcome: int
) -> None:
    path = tmp_path / "deals.csv"
    words = ("false", "true")
    path.write_text(
        "Record ID,Deal Stage,Create Date,Close Date,Is Closed Won,Is closed lost\n"
        f"1,Whatever,2026-01-01,2026-02-01,{words[won]},{words[lost]}\n"
    )
    import_export(store, path)
    assert load_funnel(store).opportunities["outcome"].tolist() == [outcome]


def test_amounts_in_another_currency_may_be_missing_or_absurd(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "Record ID,Deal Stage,Create Date,Amount,Currency\n"
        "1,Contract Sent,2026-01-01,,EUR\n"
        "2,Contract Sent,2026-01-01,9000000000000,EUR\n"
        "3,Contract Sent,2026-01-01,10,EUR\n"
    )
    account = import_export(store, path, ImportAnswers(rates={"EUR": 1_000_000.0}))
    assert tell(account) == [
        "hubspot opportunities: 3 rows, 2 added, 1 rejected",
        "3 | Amount | 9000000000000 | too large for an amount in USD | rejected",
    ]
    assert load_funnel(store).opportunities["amount"].tolist() == [0, 1_000_000_000]
