"""What is proposed for headers that nobody knows, measured on files shaped like real ones."""

from pathlib import Path

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.records import FileKind
from cockpit.intake.opening import open_tables
from cockpit.intake.proposals import Proposal, guess_kind, propose_columns, read_samples
from cockpit.intake.recognition import build_layout, recognise

TEAM = frozenset({"Moses Frase", "Darcel Schlecht", "Ada Park"})

FOREIGN = Path(__file__).with_name("foreign")

FILES: dict[str, tuple[FileKind, dict[str, str]]] = {
    "game": (
        FileKind.OPPORTUNITIES,
        {
            "sales_agent": "rep",
            "deal_stage": "outcome",
            "engage_date": "created_at",
            "close_date": "closed_at",
            "close_value": "amount",
        },
    ),
    "suite": (
        FileKind.OPPORTUNITIES,
        {
            "(Do Not Modify) Opportunity": "opportunity_id|",
            "Created On": "created_at",
            "Actual Close Date": "closed_at",
            "Est. Close Date": "expected_close_at",
            "Est. Revenue": "amount|",
            "Actual Revenue": "amount|",
            "Status": "outcome",
            "Owner": "rep",
        },
    ),
    "blatt": (
        FileKind.OPPORTUNITIES,
        {
            "Vorgang": "opportunity_id",
            "Kunde": "account",
            "Verkäufer": "rep",
            "Angelegt am": "created_at",
            "Abschluss": "closed_at",
            "Auftragswert": "amount",
            "Ergebnis": "outcome",
        },
    ),
    "feuille": (
        FileKind.OPPORTUNITIES,
        {
            "Société": "account",
            "Commercial": "rep",
            "Créé le": "created_at",
            "Clôturé le": "closed_at",
            "Montant": "amount",
            "Résultat": "outcome",
            "Étape": "stage",
        },
    ),
    "funil": (
        FileKind.OPPORTUNITIES,
        {
            "ID": "opportunity_id",
            "Empresa": "account",
            "Responsável": "rep",
            "Etapa": "stage|",
            "Estado": "outcome",
            "Valor único": "amount|",
            "Data de criação": "created_at",
            "Data de fechamento": "closed_at",
        },
    ),
    "forms": (
        FileKind.LEADS,
        {
            "Assigned To": "rep",
            "Assigned Date": "assigned_at",
            "UTM Source": "source",
            "Campaign Name": "campaign",
            "First Contacted": "first_response_at",
        },
    ),
    "quotas": (FileKind.TARGETS, {"Salesperson": "rep", "Quarter": "period", "Quota": "revenue"}),
    "ausgaben": (FileKind.SPEND, {"Monat": "month", "Kanal": "source", "Kosten": "amount"}),
    "traps": (
        FileKind.OPPORTUNITIES,
        {"Close Reason": "loss_reason|", "Owner Since": "created_at|"},
    ),
}
"""Files and what their columns are; a `|` says that the column may also stay unproposed."""

HELD_OUT = {
    "sales_owner": FileKind.OPPORTUNITIES,
    "status_type": FileKind.OPPORTUNITIES,
    "board": FileKind.OPPORTUNITIES,
    "chance": FileKind.OPPORTUNITIES,
    "offerte": FileKind.OPPORTUNITIES,
    "opportunite": FileKind.OPPORTUNITIES,
    "negociacao": FileKind.OPPORTUNITIES,
    "camel": FileKind.OPPORTUNITIES,
    "leads_es": FileKind.LEADS,
}
"""Files that the words were not made for."""

EXPECTED_HELD_OUT = {
    "opportunity_id": "Id|id|RecordId",
    "amount": "Deal value|value|Deal Value|Bedrag (€)",
    "rep": (
        "Sales owner|user_name|Owner|Verantwortlich|Verkoper|Propriétaire|Responsável|"
        "UserResponsible|Asesor"
    ),
    "expected_close_at": "Expected close|Expected Close Date|ForecastCloseDate",
    "closed_at": (
        "Closed date|date_won|Actual Close|Abgeschlossen am|Sluitingsdatum|Date de clôture|"
        "Data de fechamento|ActualCloseDate"
    ),
    "created_at": (
        "Created|date_created|Erfasst am|Datum aangemaakt|Date de création|Data de criação|"
        "DateCreated|Fecha de alta"
    ),
    "assigned_at": "Fecha asignación",
    "outcome": ("Deal stage|status_type|Group|Status|Resultaat|Statut|Estado|CurrentState"),
    "status": "Estado",
    "stage": "Étape|Etapa",
    "loss_reason": "Lost reason|Reden verloren|Motivo de Perda",
    "kind": "Deal type",
    "account": "Sales account|Kunde|Client|Empresa|OrganizationName|Klantnaam",
    "currency": "Währung|BidCurrency",
    "source": "Herkunft|Fonte|Canal",
}


def propose(path: Path, kind: FileKind) -> dict[str, Proposal]:
    [table] = open_tables(path)
    layout = build_layout(table, kind, "plain", None)
    return propose_columns(layout, read_samples(table), TEAM)


def test_columns_are_proposed_for_what_they_are_and_nothing_for_what_they_are_not() -> None:
    wrong: list[str] = []
    missed: list[str] = []
    for name, (kind, expected) in FILES.items():
        proposed = propose(FOREIGN / f"{name}.csv", kind)
        for title, proposal in proposed.items():
            if proposal.column not in expected.get(title, "").split("|"):
                wrong.append(f"{name}: {title} as {proposal}")
        missed += [
            f"{name}: {title} as {ours}"
            for title, ours in expected.items()
            if "|" not in ours and title not in proposed
        ]
    assert (wrong, missed) == ([], [])


def test_nothing_wrong_is_proposed_for_files_that_nobody_had_in_mind() -> None:
    wrong: list[str] = []
    right = 0
    for name, kind in HELD_OUT.items():
        for title, proposal in propose(FOREIGN / f"{name}.csv", kind).items():
            if title in EXPECTED_HELD_OUT.get(proposal.column, "").split("|"):
                right += 1
            else:
                wrong.append(f"{name}: {title} as {proposal}")
    assert wrong == []
    assert right >= 55


def test_the_kind_of_a_foreign_file_is_guessed_from_what_its_columns_resemble() -> None:
    guessed = {}
    for name in FILES:
        [table] = open_tables(FOREIGN / f"{name}.csv")
        layouts = [build_layout(table, kind, "plain", None) for kind in FileKind]
        guessed[name] = guess_kind(table, layouts, read_samples(table))
    assert guessed == {name: kind for name, (kind, _) in FILES.items()}


def test_cells_tell_what_a_header_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "opportunity_id,A,B,C,D\n"
        "1,Ada Park,2026-07-01,Gewonnen,hello\n2,Moses Frase,2026-07-02,Verloren,there\n"
    )
    proposed = propose(path, FileKind.OPPORTUNITIES)
    assert {title: p.column for title, p in proposed.items()} == {
        "A": "rep",
        "B": "created_at",
        "C": "outcome",
    }
    assert all(0.5 <= proposal.confidence <= 1 for proposal in proposed.values())


def test_a_header_is_not_believed_when_its_cells_say_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("opportunity_id,Close Date,Amount\n1,soon,big\n2,later,small\n")
    assert propose(path, FileKind.OPPORTUNITIES) == {}


def test_no_crm_claims_a_file_of_somebody_else() -> None:
    for path in FOREIGN.glob("*.csv"):
        [table] = open_tables(path)
        with pytest.raises(UsageError, match=r"none of our files|has no column"):
            recognise(table, None, "auto", None)


def test_a_plain_list_of_leads_is_nobody_s_export_and_loses_no_column(tmp_path: Path) -> None:
    path = tmp_path / "partner.csv"
    path.write_text(
        "Lead ID,Owner,Source,Created,Company\n"
        "PL-1,Amara Okafor,Webinar,2026-07-03,Firm 1\nPL-2,Grace Liu,Referral,2026-07-09,Firm 2\n"
    )
    (table,) = open_tables(path)
    with pytest.raises(UsageError, match="no column assigned_at"):
        recognise(table, None, "auto", None)
    layout = build_layout(table, FileKind.LEADS, "auto", None)
    proposed = propose_columns(layout, read_samples(table))
    assert layout.filled >= {"lead_id", "source"}
    assert {title: each.column for title, each in proposed.items()} == {
        "Owner": "rep",
        "Created": "assigned_at",
        "Company": "account",
    }
    path.write_text(path.read_text().replace("Lead ID", "Lead - ID"))
    (table,) = open_tables(path)
    assert recognise(table, None, "auto", None).recognised_as == "pipedrive"
