"""Odoo: leads and opportunities are one table (`crm.lead`), exported by field names or by labels.

A lost opportunity is archived: `Active` is false and its probability 0. An ordinary list leaves the
archived ones out, so a file without a single loss says nothing of the win rate.
"""

from dataclasses import replace

from cockpit.domain.records import FileKind, Outcome
from cockpit.intake.dialects.forms import NO, YES, Dialect, Form, OutcomeRule, SkipRule

_ID = "id|.id|External ID|Externe ID|ID externe|ID externo|ID externa|Externe-ID|Database ID"
_CREATED = (
    "create_date|Created on|Erstellt am|Angelegt am|Créé le|Creado el|Criado em|Aangemaakt op|"
    "Creation Date|Aanmaakdatum"
)
_STAGE = "stage_id|stage_id/name|Stage|Phase|Étape|Etapa|Estágio|Fase"
_TYPE = "type|Type|Typ|Art|Tipo|Soort"
_ACTIVE = "active|Active|Aktiv|Actif|Activo|Ativo|Actief"
_PROBABILITY = (
    "probability|Probability|Wahrscheinlichkeit|Probabilité|Probabilidad|Probabilidade|"
    "Waarschijnlijkheid"
)
_REP = (
    "user_id|user_id/name|Salesperson|Verkäufer|Vertriebsmitarbeiter|Vendeur|Commercial|Comercial|"
    "Vendedor|Vendedor/a|Verkoper|user_id/id|user_id/.id"
)
_SOURCE = "source_id|source_id/name|Source|Quelle|Fuente|Origen|Origem|Fonte|Bron|source_id/id"
_CUSTOMER = (
    "partner_id|partner_id/name|Customer|Kunde|Client|Cliente|Klant|partner_name|"
    "Customer Name|Company Name|Kundenname|Nom du client|Nombre del cliente|Nome do cliente|"
    "Klantnaam|Name des Unternehmens|Unternehmensname|Nom de la société|Nombre de la compañía|"
    "Nombre de la empresa|Nome da empresa|Bedrijfsnaam"
)
_NAME = (
    "name|Opportunity|Verkaufschance|Chance|Opportunité|Oportunidad|Oportunidade|Verkoopkans|"
    "Prospect|Lead|Piste|Lead/Opportunity|Interessent"
)
_KNOWN = (
    "contact_name|Contact Name|Kontaktname|Nom du contact|Nombre del contacto|email_from|Email|"
    "E-Mail|phone|Phone|Telefon|mobile|team_id|team_id/id|team_id/name|Sales Team|Verkaufsteam|"
    "Équipe commerciale|Equipo de ventas|Equipe de vendas|Verkoopteam|tag_ids|tag_ids/name|Tags|"
    "Stichwörter|Étiquettes|Etiquetas|medium_id|medium_id/id|medium_id/name|Medium|Médium|Medio|"
    "priority|Priority|Priorität|Priorité|Prioridad|Prioridade|Prioriteit|write_date|"
    "Last Updated on|recurring_revenue|recurring_plan|Recurring Revenues|prorated_revenue|"
    "Prorated Revenue|city|country_id|country_id/id|country_id/name|City|Country|referred|"
    "Referred By|day_open|day_close|Days to Assign|Days to Close|date_last_stage_update|"
    "Last Stage Update|date_automation_last|activity_ids|Activities|activity_date_deadline|"
    "Next Activity Deadline|company_id|company_id/id|Company|partner_id/id|stage_id/id|"
    "lost_reason_id/id|lost_reason/id|campaign_id/id|"
    "source_id/id|user_id/id|automated_probability|Automated Probability|My Deadline|Properties"
)

_CONVERTED = (
    "date_conversion|Conversion Date|Umwandlungsdatum|Date de conversion|Fecha de conversión|"
    "Data de conversão|Conversiedatum|Datum conversie"
)
_OPPORTUNITY = (
    "opportunity",
    "verkaufschance",
    "chance",
    "opportunité",
    "oportunidad",
    "oportunidade",
    "verkoopkans",
    "kans",
)
_LEAD = ("lead", "interessent", "piste", "iniciativa", "prospecto", "prospect")

_OPPORTUNITIES = Form(
    kind=FileKind.OPPORTUNITIES,
    variant="opportunities",
    columns={
        "opportunity_id": _ID,
        "created_at": _CREATED,
        "outcome": _STAGE,
        "rep": _REP,
        "lead_id": _ID,
        "source": _SOURCE,
        "account": _CUSTOMER,
        "stage": _STAGE,
        "amount": (
            "expected_revenue|planned_revenue|Expected Revenue|Expected Revenues|Erwarteter Umsatz|"
            "Revenu espéré|"
            "Revenu attendu|Revenus attendus|Chiffre d'affaires attendu|Ingreso esperado|"
            "Ingresos esperados|Ingreso estimado|Receita esperada|Verwachte omzet|"
            "Verwachte opbrengst"
        ),
        "currency": (
            "company_currency|company_currency/name|Currency|Währung|Devise|Moneda|Moeda|Valuta"
        ),
        "closed_at": (
            "date_closed|Closed Date|Abschlussdatum|Geschlossen am|Date de clôture|"
            "Date de fermeture|Fecha de cierre|Data de fechamento|Data de encerramento|"
            "Datum gesloten|Sluitingsdatum|Afsluitdatum"
        ),
        "expected_close_at": (
            "date_deadline|Expected Closing|Erwarteter Abschluss|Clôture prévue|"
            "Date de clôture prévue|Clôture attendue|Cierre esperado|Cierre previsto|"
            "Fechamento esperado|Fechamento previsto|Verwachte afsluiting|Verwachte sluiting|"
            "Verwachte afsluitdatum"
        ),
        "loss_reason": (
            "lost_reason_id|lost_reason_id/name|lost_reason|lost_reason/name|Lost Reason|"
            "Verlustgrund|Grund für Verlust|Motif de perte|Motif de la perte|Raison de la perte|"
            "Motivo de pérdida|Razón de pérdida|Motivo da perda|Reden verlies|Verliesreden"
        ),
    },
    marks=(
        "date_deadline|expected_revenue|planned_revenue|date_closed|user_id|user_id/id|"
        "Expected Revenue|Expected Closing|Salesperson|Erwarteter Umsatz|Erwarteter Abschluss|"
        "Vertriebsmitarbeiter|Revenu espéré|Revenus attendus|Revenu attendu|"
        "Chiffre d'affaires attendu|Clôture prévue|Ingreso esperado|Ingresos esperados|"
        "Ingreso estimado|Cierre esperado|Cierre previsto|Receita esperada|Fechamento esperado|"
        "Fechamento previsto|Verwachte omzet|Verwachte opbrengst|Verwachte afsluiting|Verkoper"
    ),
    owner_ids="user_id/id|user_id/.id",
    known=(
        f"{_KNOWN}|{_CONVERTED}|{_ACTIVE}|{_PROBABILITY}|campaign_id|campaign_id/name|Campaign|Kampagne|"
        "Campagne|Campaña|Campanha|won_status|Is Won|date_open|Assignment Date|Zuweisungsdatum"
    ),
    values={
        "outcome": {
            **dict.fromkeys(("New", "Qualified", "Proposition"), "open"),
            **dict.fromkeys(("Won", "Gewonnen", "Gagné", "Ganado", "Ganho"), "won"),
            **dict.fromkeys(("Lost", "Verloren", "Perdu", "Perdido"), "lost"),
        }
    },
    outcomes=(
        OutcomeRule(Outcome.WON, _PROBABILITY, ("100", "100.0", "100.00", "100,0", "100,00")),
        OutcomeRule(Outcome.LOST, _ACTIVE, NO),
    ),
    skips=(SkipRule(_TYPE, "a lead, and no opportunity yet: import the file as leads too", _LEAD),),
    identity=(_NAME, _CREATED),
)

_BY_STATUS = replace(
    _OPPORTUNITIES,
    marks="won_status|Is Won",
    outcomes=(
        OutcomeRule(Outcome.WON, "won_status|Is Won", ("won", *YES)),
        OutcomeRule(Outcome.LOST, "won_status|Is Won", ("lost",)),
    ),
)

_OF_OPPORTUNITIES = ("amount", "currency", "closed_at", "expected_close_at", "loss_reason")
"""Columns that say nothing of a lead, known all the same."""

_LEADS = Form(
    kind=FileKind.LEADS,
    variant="leads",
    columns={
        "lead_id": _ID,
        "assigned_at": (
            "date_open|Assignment Date|Zuweisungsdatum|Date d'affectation|Date d'assignation|"
            f"Fecha de asignación|Data de atribuição|Toewijzingsdatum|{_CREATED}"
        ),
        "created_at": _CREATED,
        "rep": _REP,
        "source": _SOURCE,
        "status": _STAGE,
        "campaign": "campaign_id|campaign_id/name|Campaign|Kampagne|Campagne|Campaña|Campanha",
        "account": _CUSTOMER,
        "opportunity_ids": _ID,
    },
    marks="user_id|user_id/id|date_open|Salesperson|Vertriebsmitarbeiter|Verkoper",
    owner_ids="user_id/id|user_id/.id",
    known="|".join(
        (
            _KNOWN,
            _ACTIVE,
            _PROBABILITY,
            *(_OPPORTUNITIES.columns[name] for name in _OF_OPPORTUNITIES),
        )
    ),
    skips=(SkipRule(_TYPE, "an opportunity that was no lead before", _OPPORTUNITY, _CONVERTED),),
    identity=(_NAME, _CREATED),
)

_USERS = Form(
    kind=FileKind.USERS,
    variant="users",
    columns={
        "user_id": _ID,
        "name": "name|Name|Nom|Nombre|Nome|Naam|partner_id/name|display_name|Display Name",
        "email": "login|Login|Anmelden|Identifiant|Inicio de sesión|email|Email|E-Mail",
        "active": _ACTIVE,
    },
    marks=(
        "login|Login|login_date|Latest authentication|Latest Connection|Latest Login|Anmelden|"
        "Inicio de sesión"
    ),
    known=(
        "lang|Language|Sprache|Langue|Idioma|Taal|login_date|Latest authentication|"
        "Latest Connection|Latest Login|company_id|company_id/id|Company|share|Share User|state|"
        "Status|tz|Timezone|groups_id|groups_id/id|Two-factor authentication|phone|Phone|mobile|"
        "partner_id|partner_id/id"
    ),
)

ODOO = Dialect(
    name="odoo",
    title="Odoo",
    forms=(_BY_STATUS, _OPPORTUNITIES, _LEADS, _USERS),
    no_losses=(
        "Odoo archives lost deals and its lists leave them out; filter the list by Active or "
        "Archived, select all and export it again"
    ),
)
