"""Where every row of Pipedrive's exports went."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from tests.intake.dialects.exports import FIXTURES, import_export, read_expected, show, tell

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.records import Outcome
from cockpit.store.opening import Store

ANSWERS = ImportAnswers(stages={"pipedrive": {"Paused": Outcome.OPEN}})
DEALS = "pipedrive_deals.csv"


@pytest.mark.parametrize("name", [DEALS, "pipedrive_leads.csv"])
def test_every_row_is_accounted_for_and_every_record_is_what_the_crm_says(
    store: Store, name: str
) -> None:
    account = import_export(store, name, ANSWERS)
    assert [*tell(account), *show(store, account.kind)] == read_expected(name)


def test_headers_need_not_say_deal_each_time(store: Store, tmp_path: Path) -> None:
    text = (FIXTURES / DEALS).read_text(encoding="utf-8")
    path = tmp_path / "deals.csv"
    path.write_text(text.replace("Deal - ", ""), encoding="utf-8")
    account = import_export(store, path, ANSWERS)
    said = [line.replace("Deal - ", "") for line in read_expected(DEALS)]
    assert [*tell(account), *show(store, account.kind)] == said


@pytest.mark.parametrize("is_old", [False, True])
def test_a_sheet_may_hold_bare_serial_numbers_for_dates(
    store: Store, tmp_path: Path, is_old: bool
) -> None:
    first_day = datetime(1904, 1, 1) if is_old else datetime(1899, 12, 30)  # noqa: DTZ001
    path = tmp_path / "deals.xlsx"
    with (
        (FIXTURES / DEALS).open(encoding="utf-8", newline="") as file,
        xlsxwriter.Workbook(path, {"date_1904": is_old}) as book,
    ):
        sheet = book.add_worksheet("Deals")
        for row, cells in enumerate(csv.reader(file)):
            for column, cell in enumerate(cells):
                if row and cell[:2] == "20" and "-" in cell:
                    days = datetime.fromisoformat(cell) - first_day
                    sheet.write_number(row, column, days.total_seconds() / 86_400)
                else:
                    sheet.write(row, column, cell)
    account = import_export(store, path, ANSWERS)
    assert [*tell(account), *show(store, account.kind)] == read_expected(DEALS)


def test_a_status_that_nobody_explained_is_asked_for(store: Store) -> None:
    with pytest.raises(UsageError, match='--stage "Paused=open"'):
        import_export(store, DEALS)


HEADERS = {
    "de": "Deal - ID;Deal - Titel;Deal - Besitzer;Deal - Wert;Deal - Status;Deal - Phase;"
    "Deal - Deal erstellt;Deal - Gewonnen am;Deal - Verloren am",
    "es": "Negocio - ID;Negocio - Título;Negocio - Propietario;Negocio - Valor;Negocio - Estado;"
    "Negocio - Etapa;Negocio - Negocio creado;Negocio - Fecha de ganado",
    "fr": "Affaire - ID;Affaire - Titre;Affaire - Propriétaire;Affaire - Valeur;Affaire - Statut;"
    "Affaire - Étape;Affaire - Affaire créée;Affaire - Date de gain",
    "pt": "Negócio - ID;Negócio - Título;Negócio - Proprietário;Negócio - Valor;Negócio - Status;"
    "Negócio - Etapa;Negócio - Negócio criado em;Negócio - Data de ganho",
    "nl": "Deal - ID;Deal - Titel;Deal - Eigenaar;Deal - Waarde;Deal - Status;Deal - Fase;"
    "Deal - Deal aangemaakt;Deal - Gewonnen op;Deal - Verloren op",
}
WON = {"de": "Gewonnen", "es": "Ganado", "fr": "Gagné", "pt": "Ganho", "nl": "Gewonnen"}


@pytest.mark.parametrize("language", HEADERS)
def test_other_languages_are_known_whole(store: Store, tmp_path: Path, language: str) -> None:
    path = tmp_path / "export.csv"
    row = f"1;Chairs;Ada Park;1200;{WON[language]};Demo;2026-01-01;2026-02-01"
    path.write_text(f"{HEADERS[language]}\n{row}\n", encoding="utf-8")
    account = import_export(store, path)
    assert tell(account) == ["pipedrive opportunities: 1 rows, 1 added"]
    assert "outcome=won" in show(store, account.kind)[0]
