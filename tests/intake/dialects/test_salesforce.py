"""Where every row of Salesforce's exports and reports went."""

from itertools import permutations
from pathlib import Path

import pytest
from tests.intake.dialects.exports import FIXTURES, import_export, read_expected, show, tell

from cockpit.domain.errors import UsageError
from cockpit.domain.import_questions import ImportAnswers
from cockpit.domain.records import FileKind, Outcome
from cockpit.services.importing import ImportRequest, import_files, preview_files
from cockpit.store.opening import Store
from cockpit.store.queries import load_funnel, load_reps

LEADS, OPPORTUNITIES = "salesforce_leads.csv", "salesforce_opportunities.csv"
USERS, REPORT = "salesforce_users.csv", "salesforce_report.csv"
ANSWERS = ImportAnswers(stages={"salesforce": {"Verhandlung": Outcome.OPEN}}, rates={"EUR": 1.1})


@pytest.mark.parametrize("name", [LEADS, OPPORTUNITIES, REPORT, "salesforce_lead_report.csv"])
def test_every_row_is_accounted_for_and_every_record_is_what_the_org_says(
    store: Store, name: str
) -> None:
    account = import_export(store, name, ANSWERS)
    assert [*tell(account), *show(store, account.kind)] == read_expected(name)


def test_users_are_kept_once_and_none_becomes_a_rep_by_that(store: Store) -> None:
    assert tell(import_export(store, USERS)) == read_expected(USERS)
    assert load_reps(store) == ()


def write_export(folder: Path, name: str) -> Path:
    """Write a fixture as the Data Export does: cp1252, with carriage returns."""
    text = (FIXTURES / name).read_text(encoding="utf-8")
    path = folder / name
    path.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    return path


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", [*permutations([LEADS, OPPORTUNITIES, USERS])])
def test_in_whatever_order_files_come_owners_have_names_and_leads_their_deals(
    store: Store, tmp_path: Path, order: tuple[str, ...], *, together: bool
) -> None:
    paths = [write_export(tmp_path, name) for name in order]
    for group in [paths] if together else [[path] for path in paths]:
        import_files(store, ImportRequest(tuple(group), answers=ANSWERS))
    funnel = load_funnel(store)
    owners = {rep.id: rep.name for rep in load_reps(store)}
    assert sorted(owners.values()) == ["0055g00000CcCCCCA4", "Amara Okafor", "Jörg Weiß"]
    assert [owners[rep] for rep in funnel.leads["rep"]] == [
        "Amara Okafor",
        "Jörg Weiß",
        "0055g00000CcCCCCA4",
    ]
    assert funnel.opportunities["lead_key"].iloc[0] == funnel.leads["key"].iloc[0]
    again = import_files(store, ImportRequest(tuple(paths), answers=ANSWERS))
    assert again.batch is None
    assert [account.added + account.updated for account in again.files] == [0, 0, 0]


def test_an_inactive_user_who_owns_open_deals_is_a_finding(store: Store) -> None:
    import_export(store, USERS)
    account = import_export(store, OPPORTUNITIES, ANSWERS)
    said = [p.problem for p in account.problems if p.column == "OwnerId"]
    assert said == ["is Jörg Weiß, who is inactive in the CRM and still owns 1 open opportunity"]


def test_a_record_that_was_deleted_since_is_gone(store: Store, tmp_path: Path) -> None:
    text = (FIXTURES / LEADS).read_text(encoding="utf-8")
    (tmp_path / "before.csv").write_text(text.replace('"1","Gone"', '"0","Gone"'), "utf-8")
    import_export(store, tmp_path / "before.csv")
    assert len(load_funnel(store).leads) == 4
    import_export(store, LEADS)
    assert len(load_funnel(store).leads) == 3


def test_a_stage_nobody_knows_is_asked_once_and_remembered(store: Store) -> None:
    with pytest.raises(UsageError, match=r'nobody has said .* add --stage "Verhandlung=open"'):
        import_export(store, REPORT)
    assert load_funnel(store).opportunities.empty
    [preview] = preview_files(store, ImportRequest((FIXTURES / REPORT,)))
    asked = {q.stage: (q.rows, q.outcome, q.is_certain) for q in preview.questions.stages}
    assert asked == {
        "Closed Won": (3, Outcome.WON, True),
        "Closed Lost": (1, Outcome.LOST, True),
        "Verhandlung": (1, Outcome.OPEN, False),
    }
    everywhere = ImportAnswers(stages={"": {"*": Outcome.OPEN}})
    assert import_export(store, REPORT, everywhere).added == 1
    [preview] = preview_files(store, ImportRequest((FIXTURES / REPORT,)))
    assert all(question.is_certain for question in preview.questions.stages)


def test_a_rate_is_asked_used_and_remembered(store: Store) -> None:
    stages = ImportAnswers(stages=ANSWERS.stages)
    account = import_export(store, REPORT, stages)
    assert [p.row for p in account.problems if "exchange rate" in p.problem] == [2, 3, 4]
    [preview] = preview_files(store, ImportRequest((FIXTURES / REPORT,)))
    assert [(q.currency, q.rows, q.rate) for q in preview.questions.currencies] == [
        ("EUR", 3, None)
    ]
    assert import_export(store, REPORT, ANSWERS).added == 1
    [preview] = preview_files(store, ImportRequest((FIXTURES / REPORT,)))
    assert [q.rate for q in preview.questions.currencies] == [1.1]
    amounts = load_funnel(store).opportunities["amount"].tolist()
    assert sorted(amounts) == [50000, 110055]


@pytest.mark.parametrize("first", ["Amount Currency", "Amount"])
def test_a_currency_column_stands_before_its_amount_and_may_repeat_its_name(
    store: Store, tmp_path: Path, first: str
) -> None:
    path = tmp_path / "report.csv"
    path.write_text(
        f'"Opportunity ID","Opportunity Name","Stage","{first}","Amount","Close Date",'
        '"Created Date"\n'
        '"0065g00000XyZ12","A","Closed Won","EUR","10","2026-07-14","2026-05-02"\n'
        '"0065g00000XyZ13","B","Closed Won","USD","10","2026-07-14","2026-05-02"\n'
    )
    account = import_export(store, path, ANSWERS)
    assert account.added == 2
    assert sorted(load_funnel(store).opportunities["amount"]) == [1000, 1100]


def test_an_id_of_15_letters_is_the_one_of_18(store: Store, tmp_path: Path) -> None:
    import_export(store, LEADS)
    path = tmp_path / "report.csv"
    path.write_text(
        "Lead ID,Lead Owner,Lead Status,Created Date\n"
        "00Q5g00000AbCdE,Amara Okafor,Closed - Converted,2023-02-01 20:47:49\n"
    )
    account = import_export(store, path)
    assert (account.added, account.updated) == (0, 1)


def test_dates_of_one_column_settle_those_of_another(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    rows = "Opportunity Name,Stage,Close Date,Created Date\nA,Closed Won,{},5/2/2026\n"
    path.write_text(rows.format("7/14/2026"))
    import_export(store, path)
    assert "created_at=2026-05-02" in show(store, FileKind.OPPORTUNITIES)[0]
    path.write_text(rows.format("7/4/2026"))
    with pytest.raises(UsageError, match=r"column Created Date: .* 5/2/2026 .* --dates dmy or"):
        import_export(store, path)
    result = import_files(store, ImportRequest((path,), dates="dmy"))
    assert result.files[0].added == 1
    assert "created_at=2026-02-05" in show(store, FileKind.OPPORTUNITIES)[1]


def test_quotas_without_rep_and_period_are_refused_and_not_guessed(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "ForecastingQuota.csv"
    path.write_text("Id,CompositeKeyId,CurrencyIsoCode,QuotaAmount,QuotaQuantity\n1,2,USD,3,\n")
    with pytest.raises(UsageError, match=r"Salesforce \(quotas\) but has no column for rep and p"):
        import_export(store, path)


HEADERS = {
    "de": "Opportunity-Inhaber,Accountname,Opportunity-Name,Phase,Betrag Währung,Betrag,"
    "Schlusstermin,Erstelldatum,Lead-Quelle,Typ,Alter",
    "fr": "Propriétaire de l'opportunité,Nom du compte,Nom de l'opportunité,Étape,Montant Devise,"
    "Montant,Date de clôture,Date de création,Origine de la piste,Type,Âge",
    "es": "Propietario de la oportunidad,Nombre de la cuenta,Nombre de la oportunidad,Etapa,"
    "Importe Divisa,Importe,Fecha de cierre,Fecha de creación,Origen del prospecto,Tipo,Antigüedad",
    "pt": "Proprietário da oportunidade,Nome da conta,Nome da oportunidade,Fase,Valor Moeda,Valor,"
    "Data de fechamento,Data de criação,Origem do lead,Tipo,Idade",
    "nl": "Opportunity-eigenaar,Accountnaam,Opportunitynaam,Fase,Bedrag Valuta,Bedrag,"
    "Sluitingsdatum,Aanmaakdatum,Leadbron,Type,Leeftijd",
    "de leads": "Lead-Inhaber,Vorname,Nachname,Firma / Account,Lead-Quelle,Lead-Status,"
    "Erstelldatum",
    "fr leads": "Propriétaire de la piste,Prénom,Nom,Société / Compte,Origine de la piste,"
    "Statut de la piste,Date de création",
    "es leads": "Propietario del prospecto,Nombre,Apellidos,Compañía / Cuenta,"
    "Origen del prospecto,Estado del prospecto,Fecha de creación",
    "pt leads": "Proprietário do lead,Nome,Sobrenome,Empresa / Conta,Origem do lead,"
    "Status do lead,Data de criação",
    "nl leads": "Lead-eigenaar,Voornaam,Achternaam,Bedrijf / Account,Leadbron,Leadstatus,"
    "Aanmaakdatum",
}


@pytest.mark.parametrize("language", HEADERS)
def test_reports_in_other_languages_are_known_whole(
    store: Store, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"{HEADERS[language]}\n", encoding="utf-8")
    [preview] = preview_files(store, ImportRequest((path,)))
    kind = FileKind.LEADS if "leads" in language else FileKind.OPPORTUNITIES
    width = HEADERS[language].count(",") + 1
    assert (preview.recognised_as, preview.kind) == ("salesforce", kind)
    assert preview.explanation == f"Salesforce report, {width} of {width} columns known"
