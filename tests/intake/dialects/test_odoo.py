"""Where every row of Odoo's exports went."""

from pathlib import Path

import pytest
from tests.intake.dialects.exports import import_export, read_expected, show, tell

from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.records import FileKind, Outcome
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel

ANSWERS = ImportAnswers(stages={"odoo": {"Angebot": Outcome.OPEN}})
TECHNICAL = "odoo_technical.csv"


@pytest.mark.parametrize("name", [TECHNICAL, "odoo_labels.csv", "odoo_de.csv"])
def test_every_row_is_accounted_for_and_every_record_is_what_the_crm_says(
    store: Store, name: str
) -> None:
    account = import_export(store, name, ANSWERS)
    assert [*tell(account), *show(store, account.kind)] == read_expected(name)


def test_the_same_file_holds_leads_and_those_that_became_opportunities(store: Store) -> None:
    account = import_export(store, TECHNICAL, kind=FileKind.LEADS)
    assert [*tell(account), *show(store, FileKind.LEADS)] == read_expected("odoo_leads.csv")
    import_export(store, TECHNICAL)
    funnel = load_funnel(store)
    assert funnel.opportunities["lead_key"].tolist() == [funnel.leads["key"].tolist()[0], -1, -1]


def test_the_status_of_newer_versions_decides(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "crm.csv"
    path.write_text(
        "id,name,user_id,expected_revenue,create_date,date_closed,stage_id,won_status\n"
        "1,A,Ada Park,10,2026-01-01,2026-02-01,Anything,Won\n"
        "2,B,Ada Park,10,2026-01-01,2026-02-01,Anything,Lost\n"
        "3,C,Ada Park,10,2026-01-01,,Anything,Pending\n"
    )
    account = import_export(store, path)
    assert tell(account) == ["odoo opportunities: 3 rows, 3 added"]
    assert load_funnel(store).opportunities["outcome"].tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [(("lead", "lead"), "leads"), (("lead", "opportunity"), "opportunities")],
)
def test_a_file_of_leads_only_is_one_of_leads(
    store: Store, tmp_path: Path, kinds: tuple[str, str], kind: str
) -> None:
    path = tmp_path / "crm.csv"
    rows = "".join(f"{i},A,Ada Park,2026-01-01,New,{each}\n" for i, each in enumerate(kinds))
    path.write_text(f"id,name,user_id,create_date,stage_id,type\n{rows}")
    account = import_export(store, path)
    assert (account.kind, account.added) == (kind, kinds.count(kinds[-1]))


HEADERS = {
    "fr": "ID externe,Opportunité,Client,Étape,Revenu attendu,Probabilité,Vendeur,Motif de perte,"
    "Créé le,Date de clôture,Clôture prévue,Actif",
    "es": "ID externo,Oportunidad,Cliente,Etapa,Ingreso esperado,Probabilidad,Comercial,"
    "Motivo de pérdida,Creado el,Fecha de cierre,Cierre esperado,Activo",
    "pt": "ID externa,Oportunidade,Cliente,Estágio,Receita esperada,Probabilidade,Vendedor,"
    "Motivo da perda,Criado em,Data de fechamento,Fechamento esperado,Ativo",
    "nl": "Externe ID,Verkoopkans,Klant,Fase,Verwachte omzet,Waarschijnlijkheid,Verkoper,"
    "Verliesreden,Aangemaakt op,Sluitingsdatum,Verwachte afsluiting,Actief",
}


@pytest.mark.parametrize("language", HEADERS)
def test_other_languages_are_known_whole(store: Store, tmp_path: Path, language: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"{HEADERS[language]}\n", encoding="utf-8")
    account = import_export(store, path)
    assert (account.recognised_as, account.kind) == ("odoo", FileKind.OPPORTUNITIES)
    assert [problem.problem for problem in account.problems] == ["has a header but no rows"]


def test_a_file_without_a_loss_says_what_odoo_does_with_them(store: Store) -> None:
    account = import_export(store, "odoo_labels.csv")
    [said] = [p.problem for p in account.problems if "no lost deal" in p.problem]
    assert "Odoo archives lost deals" in said
    assert "export it again" in said
