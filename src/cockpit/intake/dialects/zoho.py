"""Zoho CRM: leads, deals and users.

Ids carry `zcrm_` in exports of some pages and not of others. Next to the name of an owner or a deal
stands its id, in a column of the same header with `.id`.
"""

from cockpit.domain.records import FileKind
from cockpit.intake.dialects.forms import Dialect, Form

_CREATED = (
    "Created Time|Heure de création|Date de création|Erstellt um|Erstellungszeit|Erstellt am|"
    "Hora de creación|Hora de criação|Hora da criação|Tijd gemaakt|Gemaakt op"
)
_SOURCE = (
    "Lead Source|Origine du lead|Source du lead|Lead-Quelle|Leadquelle|Fuente de posible cliente|"
    "Fuente de Lead|Origen del lead|Fonte de lead|Origem do lead|Leadbron|Bron van lead"
)
_KNOWN = (
    "Created By|Created By.id|Modified By|Modified By.id|Modified Time|Last Activity Time|Tag|"
    "Description|Campaign Source.id|Contact Name|Contact Name.id|Account Name.id|Change Log Time|"
    "Locked|Last Enriched Time|Enrich Status|Connected To.module|Connected To.id|Layout|Layout.id|"
    "Currency.id|Exchange Rate|Unsubscribed Mode|Unsubscribed Time|Créé par|Modifié par|"
    "Erstellt von|Geändert von|Creado por|Modificado por|Criado por|Nom du contact"
)

_LEADS = Form(
    kind=FileKind.LEADS,
    variant="leads",
    columns={
        "lead_id": "Record Id|Lead Id|Lead ID|Id",
        "assigned_at": _CREATED,
        "created_at": _CREATED,
        "rep": (
            "Lead Owner|Propriétaire du lead|Lead-Besitzer|Lead-Eigentümer|Lead-Inhaber|"
            "Propietario de posible cliente|Propietario de Lead|Proprietário do lead|"
            "Eigenaar van lead|Leadeigenaar|Lead Owner.id"
        ),
        "source": _SOURCE,
        "status": (
            "Lead Status|Statut du lead|Lead-Status|Leadstatus|Estado de posible cliente|"
            "Estado del lead|Status do lead"
        ),
        "segment": "Industry|Secteur d'activité|Branche|Sector|Setor",
        "tier": "Rating|Évaluation|Bewertung|Calificación|Classificação",
        "account": "Company|Société|Entreprise|Firma|Unternehmen|Empresa|Bedrijf",
        "opportunity_ids": "Converted Deal.id|Converted Deal Id|Converted Potential.id",
    },
    marks=(
        "Lead Owner.id|Converted Deal.id|Is Converted|Converted Deal|Lead Conversion Time|"
        "Propriétaire du lead|Statut du lead"
    ),
    owner_ids="Lead Owner.id",
    known=(
        f"{_KNOWN}|First Name|Last Name|Secondary Email|Phone|Mobile|"
        "Fax|Title|Website|Street|City|State|Zip Code|Country|Salutation|No. of Employees|"
        "Annual Revenue|Email Opt Out|Skype ID|Twitter|Is Converted|Converted Account|"
        "Converted Account.id|Converted Contact|Converted Contact.id|Converted Deal|"
        "Converted Date Time|Lead Conversion Time|Campaign Source|Data Source|First Page Visited|"
        "Full Name|Most Recent Visit|Average Time Spent (Minutes)|Number Of Chats|Days Visited|"
        "Visitor Score|Referrer|First Visit"
    ),
    identity=("Email|Lead Name|Full Name", _CREATED),
)

_DEALS = Form(
    kind=FileKind.OPPORTUNITIES,
    variant="deals",
    columns={
        "opportunity_id": "Record Id|Deal Id|Potential Id|Id",
        "created_at": _CREATED,
        "outcome": "Stage|Étape|Phase|Etapa|Fase|Estágio",
        "stage": "Stage|Étape|Phase|Etapa|Fase|Estágio",
        "rep": (
            "Deal Owner|Potential Owner|Propriétaire de la transaction|Deal-Besitzer|"
            "Deal-Eigentümer|Deal-Inhaber|Propietario de Trato|Propietario del trato|"
            "Proprietário do negócio|Eigenaar van deal|Deal Owner.id|Potential Owner.id"
        ),
        "source": _SOURCE,
        "kind": "Type|Typ|Tipo",
        "account": (
            "Account Name|Company Name|Nom du compte|Kontoname|Firmenname|Nombre de Cuenta|"
            "Nombre de la cuenta|Nome da conta|Accountnaam"
        ),
        "amount": "Amount|Montant|Betrag|Importe|Monto|Quantia|Valor|Bedrag",
        "currency": "Currency|Devise|Währung|Moneda|Moeda|Valuta",
        "closed_at": (
            "Closing Date|Date d'échéance|Date d’échéance|Date de clôture|Abschlussdatum|"
            "Fecha de cierre|Data de fechamento|Sluitingsdatum"
        ),
        "expected_close_at": (
            "Closing Date|Date d'échéance|Date d’échéance|Date de clôture|Abschlussdatum|"
            "Fecha de cierre|Data de fechamento|Sluitingsdatum"
        ),
        "loss_reason": "Reason For Loss|Reason For Loss__s|Motif de perte|Verlustgrund",
        "competitor": "Competitor|Competitors",
    },
    marks=(
        "Deal Owner.id|Potential Owner|Closing Date|Reason For Loss|Reason For Loss__s|"
        "Propietario de Trato|Nombre de Trato|Date d'échéance"
    ),
    owner_ids="Deal Owner.id|Potential Owner.id",
    known=(
        f"{_KNOWN}|Pipeline|Pipeline.id|Sub-Pipeline|Probability|"
        "Probability (%)|Expected Revenue|Next Step|Lead Conversion Time|Sales Cycle Duration|"
        "Overall Sales Duration|Deal Category Status|Campaign Source|Forecast Category|"
        "Nom de la transaction|Probabilité|Étape suivante|Revenu attendu|Origine de la campagne|"
        "Dealname|Wahrscheinlichkeit|Nächster Schritt|Nombre de Trato|Probabilidad|"
        "Siguiente paso|Nome do negócio|Probabilidade"
    ),
    values={
        "outcome": {
            **dict.fromkeys(
                (
                    "Qualification",
                    "Needs Analysis",
                    "Value Proposition",
                    "Identify Decision Makers",
                    "Id. Decision Makers",
                    "Perception Analysis",
                    "Proposal/Price Quote",
                    "Negotiation/Review",
                ),
                "open",
            ),
            "Closed Won": "won",
            **dict.fromkeys(
                (
                    "Closed Lost",
                    "Closed Lost to Competition",
                    "Closed-Lost to Competition",
                ),
                "lost",
            ),
        },
        "kind": {"New Business": "new", "Existing Business": "upsell"},
    },
    identity=(
        "Deal Name|Potential Name|Nom de la transaction|Dealname|Nombre de Trato|Nome do negócio",
        _CREATED,
    ),
)

_USERS = Form(
    kind=FileKind.USERS,
    variant="users",
    columns={
        "user_id": "User Id|Record Id|Id|ID utilisateur|Benutzer-ID|ID de usuario",
        "name": "Full Name|User Name|Name|Nom complet|Vollständiger Name|Nombre completo",
        "email": "Email|E-mail|E-Mail|Correo electrónico",
        "active": "Status|User Status|Statut|Estado",
    },
    marks="Profile|Role|Full Name|Nom complet|Vollständiger Name|Nombre completo",
    known=(
        f"{_KNOWN}|First Name|Last Name|Alias|Role|Profile|Phone|Mobile|Website|Fax|"
        "Date of Birth|Street|City|State|Zip Code|Country|Language|Country Locale|Time Zone|"
        "Date Format|Time Format|Added By|Added Time|Last Login|Confirmed"
    ),
    values={"active": {"active": "yes", "inactive": "no", "deleted": "no", "closed": "no"}},
)

ZOHO = Dialect(name="zoho", title="Zoho", forms=(_LEADS, _DEALS, _USERS), id_prefix="zcrm_")
