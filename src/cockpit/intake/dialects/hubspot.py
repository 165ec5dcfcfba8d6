"""HubSpot: exports of deals and contacts, with the labels of portals in six languages.

A portal exports labels, not internal names, in its user's language; the internal names are those
of its interface. What a sales process calls its stages is the portal's own, so only the stages that
every new portal starts with are known; the others are asked. Owners stand as `Ada Park` or
`Ada Park (ada@example.com)`.
"""

from cockpit.domain.records import FileKind, Outcome
from cockpit.intake.dialects.forms import Dialect, Form, OutcomeRule

_RECORD_ID = (
    "Record ID|ID de registro|ID del registro|Datensatz-ID|ID de fiche d'informations|"
    "ID de fiche d’informations|ID do registro|Record-ID|hs_object_id"
)
_CREATED = (
    "Create Date|Created Date|Fecha de creación|Erstellungsdatum|Erstelldatum|Date de création|"
    "Data de criação|Aanmaakdatum|Creatiedatum|createdate"
)
_SOURCE = (
    "Original Traffic Source|Original Source|Original Source Type|Fuente de tráfico original|"
    "Fuente original|Ursprüngliche Traffic-Quelle|Ursprüngliche Quelle|Originalquelle|"
    "Source de trafic d'origine|Source de trafic d’origine|Source d'origine|Source d’origine|"
    "Source originale|Fonte original|Fonte de tráfego original|Origem original|"
    "Oorspronkelijke verkeersbron|Oorspronkelijke bron|hs_analytics_source"
)
_NAME = (
    "Deal Name|Nombre del negocio|Dealname|Deal-Name|Nom de la transaction|Nome do negócio|Dealnaam"
)
_EMAIL = "Email|Correo|Correo electrónico|E-Mail|E-mail|Adresse e-mail|E-mailadres"
_YES = ("true", "yes", "1", "ja", "oui", "sí", "sim")

_KNOWN = (
    "Last Modified Date|Last Activity Date|Last Contacted|Next Activity Date|HubSpot Team|"
    "Original Traffic Source Drill-Down 1|Original Traffic Source Drill-Down 2|"
    "Original Source Drill-Down 1|Original Source Drill-Down 2|Latest Traffic Source|"
    "Latest Source|Record source|Record source detail 1|Number of Sales Activities|"
    "Number of times contacted|Created by user ID|Updated by user ID|"
    "Last Activity|Brands|Business units|Tags|Associated Company IDs|Associated Contact IDs|"
    "Associated Contact|Associated Contact (Primary)|Associated Company (Primary) ID|"
    "Owner assigned date|Original Source Type|Deal score|"
    "Fecha de última modificación|Fecha de la última actividad|Equipo de HubSpot|"
    "Contacto asociado|IDs de contactos asociados|IDs de empresas asociadas|"
    "Letztes Änderungsdatum|Datum der letzten Aktivität|HubSpot-Team|Zugeordneter Kontakt|"
    "Date de dernière modification|Date de la dernière activité|Équipe HubSpot|Contact associé|"
    "Data da última modificação|Data da última atividade|Equipe do HubSpot|Contato associado|"
    "Laatste wijzigingsdatum|Laatste activiteitsdatum|HubSpot-team|Gekoppeld contact"
)

_DEALS = Form(
    kind=FileKind.OPPORTUNITIES,
    variant="deals",
    columns={
        "opportunity_id": f"{_RECORD_ID}|Deal ID",
        "created_at": _CREATED,
        "outcome": (
            "Deal Stage|Etapa del negocio|Fase del negocio|Deal-Phase|Dealphase|"
            "Phase de la transaction|Étape de la transaction|Etapa do negócio|Fase do negócio|"
            "Dealfase|Deal-fase|dealstage"
        ),
        "stage": (
            "Deal Stage|Etapa del negocio|Fase del negocio|Deal-Phase|Dealphase|"
            "Phase de la transaction|Étape de la transaction|Etapa do negócio|Fase do negócio|"
            "Dealfase|Deal-fase|dealstage"
        ),
        "rep": (
            "Deal owner|Propietario del negocio|Für Deal zuständiger Mitarbeiter|"
            "Zuständiger Mitarbeiter|Deal-Inhaber|Deal-Verantwortlicher|"
            "Propriétaire de la transaction|Proprietário do negócio|Dealeigenaar|"
            "Eigenaar van de deal|hubspot_owner_id"
        ),
        "source": _SOURCE,
        "kind": (
            "Deal Type|Tipo de negocio|Deal-Typ|Dealtyp|Type de transaction|Tipo de negócio|"
            "Dealtype|Deal-type"
        ),
        "account": (
            "Associated Company|Associated Company (Primary)|Empresa asociada|"
            "Empresa asociada (principal)|Zugeordnetes Unternehmen|Entreprise associée|"
            "Empresa associada|Gekoppeld bedrijf|Geassocieerd bedrijf"
        ),
        "amount": "Amount|Valor|Importe|Monto|Cantidad|Betrag|Montant|Quantia|Bedrag",
        "currency": "Currency|Moneda|Währung|Devise|Moeda|Valuta|deal_currency_code",
        "closed_at": (
            "Close Date|Fecha de cierre|Abschlussdatum|Schlussdatum|Date de fermeture|"
            "Date de clôture|Data de fechamento|Sluitingsdatum|Afsluitdatum|closedate|"
            'Date entered "Closed Won (Sales Pipeline)"|Date entered "Closed Lost (Sales Pipeline)"'
        ),
        "expected_close_at": (
            "Close Date|Fecha de cierre|Abschlussdatum|Schlussdatum|Date de fermeture|"
            "Date de clôture|Data de fechamento|Sluitingsdatum|Afsluitdatum|closedate"
        ),
        "loss_reason": (
            "Closed Lost Reason|Motivo de cierre perdido|Motivo de pérdida|"
            "Motivo de la pérdida del negocio|Grund für verlorenen Deal|"
            "Grund für verlorenen Abschluss|Raison de la perte|"
            "Raison de la transaction perdue|Motivo da perda|Motivo do fechamento perdido|"
            "Reden voor verlies|Reden verloren|closed_lost_reason"
        ),
    },
    marks=(
        "Deal Stage|Closed Lost Reason|Original Traffic Source|Etapa del negocio|"
        "Nombre del negocio|Deal-Phase|Dealphase|Phase de la transaction|Etapa do negócio|Dealfase|"
        "dealstage"
    ),
    owner_ids="hubspot_owner_id",
    known=(
        f"{_KNOWN}|Pipeline|Deal probability|Days to close|Weighted amount|"
        "Weighted amount in company currency|Amount in company currency|Forecast amount|"
        "Forecast category|Forecast probability|Priority|Deal Description|Closed Won Reason|"
        "Annual contract value|Annual recurring revenue|Monthly recurring revenue|"
        "Total contract value|Number of Associated Contacts|Next step|Time to close|"
        "Is Deal Closed?|Associated Line item|Associated Line item IDs|"
        "Nombre del negocio|Probabilidad del negocio|Días para cerrar|Importe en moneda de empresa|"
        "Valor en moneda de la empresa|Dealname|Deal-Name|Wahrscheinlichkeit für Deal|"
        "Deal-Wahrscheinlichkeit|Tage bis zum Abschluss|Betrag in Firmenwährung|Priorität|"
        "Nom de la transaction|Probabilité de la transaction|Jours avant la fermeture|"
        "Montant dans la devise de l'entreprise|Priorité|Nome do negócio|"
        "Probabilidade do negócio|Dias para fechar|Dealnaam|Dealkans|Dagen tot sluiting|"
        "dealname|pipeline|Prioridad|Prioridade|Prioriteit"
    ),
    patterns=(
        r"(?:date (?:entered|exited)|(?:cumulative|latest) time in) .+",
        r"(?:fecha de (?:entrada|salida)|tiempo (?:acumulado|más reciente) en) .+",
        r"(?:datum des (?:eintritts|austritts)|datum der (?:eingabe|beendigung)) .+",
        r"date (?:d['’]entrée|de sortie) .+|data de (?:entrada|saída) .+",
        r"datum (?:ingevoerd|afgesloten|binnengekomen|verlaten) .+",
    ),
    values={
        "outcome": {
            **dict.fromkeys(
                (
                    "Appointment Scheduled",
                    "Qualified To Buy",
                    "Presentation Scheduled",
                    "Decision Maker Bought-In",
                    "Contract Sent",
                    "appointmentscheduled",
                    "qualifiedtobuy",
                    "presentationscheduled",
                    "decisionmakerboughtin",
                    "contractsent",
                    "Appointment Scheduled (Sales Pipeline)",
                    "Qualified To Buy (Sales Pipeline)",
                    "Presentation Scheduled (Sales Pipeline)",
                    "Decision Maker Bought-In (Sales Pipeline)",
                    "Contract Sent (Sales Pipeline)",
                ),
                "open",
            ),
            **dict.fromkeys(
                (
                    "Closed Won",
                    "closedwon",
                    "Closed Won (Sales Pipeline)",
                    "Cierre ganado",
                    "Cerrado ganado",
                    "Abgeschlossen und gewonnen",
                    "Fermé gagné",
                    "Fechado ganho",
                    "Fechado e ganho",
                    "Gesloten en gewonnen",
                ),
                "won",
            ),
            **dict.fromkeys(
                (
                    "Closed Lost",
                    "closedlost",
                    "Closed Lost (Sales Pipeline)",
                    "Cierre perdido",
                    "Cerrado perdido",
                    "Abgeschlossen und verloren",
                    "Fermé perdu",
                    "Fechado perdido",
                    "Fechado e perdido",
                    "Gesloten en verloren",
                ),
                "lost",
            ),
        },
        "kind": {
            "New Business": "new",
            "newbusiness": "new",
            "Negocio nuevo": "new",
            "Neugeschäft": "new",
            "Nouvelle affaire": "new",
            "Novo negócio": "new",
            "Existing Business": "upsell",
            "existingbusiness": "upsell",
            "Negocio existente": "upsell",
            "Bestandsgeschäft": "upsell",
            "Affaire existante": "upsell",
            "Negócio existente": "upsell",
        },
    },
    outcomes=(
        OutcomeRule(Outcome.WON, "Is Closed Won|hs_is_closed_won", _YES),
        OutcomeRule(Outcome.LOST, "Is closed lost|hs_is_closed_lost", _YES),
    ),
    identity=(_NAME, _CREATED),
)

_CONTACTS = Form(
    kind=FileKind.LEADS,
    variant="contacts",
    columns={
        "lead_id": f"{_RECORD_ID}|Contact ID",
        "assigned_at": f"Owner assigned date|hubspot_owner_assigneddate|{_CREATED}",
        "created_at": _CREATED,
        "qualified_at": (
            "Became a Sales Qualified Lead Date|"
            'Date entered "Sales Qualified Lead (Lifecycle Stage Pipeline)"|'
            "hs_lifecyclestage_salesqualifiedlead_date"
        ),
        "first_response_at": "Date of first engagement",
        "rep": (
            "Contact owner|Propietario del contacto|Für Kontakt zuständiger Mitarbeiter|"
            "Kontaktinhaber|Zuständiger Mitarbeiter|Propriétaire du contact|"
            "Proprietário do contato|Contacteigenaar|Eigenaar van contact|hubspot_owner_id"
        ),
        "source": _SOURCE,
        "status": (
            "Lead Status|Estado del lead|Lead-Status|Leadstatus|Statut du lead|Status do lead|"
            "hs_lead_status|Lifecycle Stage|Etapa del ciclo de vida|Lifecycle-Phase|"
            "Phase du cycle de vie|Fase do ciclo de vida|Estágio do ciclo de vida|"
            "Levenscyclusfase|lifecyclestage"
        ),
        "account": (
            "Company Name|Associated Company|Associated Company (Primary)|"
            "Nombre de la empresa|Empresa asociada|Unternehmensname|Zugeordnetes Unternehmen|"
            "Nom de l'entreprise|Nom de l’entreprise|Entreprise associée|Nome da empresa|"
            "Empresa associada|Bedrijfsnaam|Gekoppeld bedrijf|company"
        ),
        "opportunity_ids": (
            "Associated Deal IDs|Associated Deal ID|IDs de negocios asociados|"
            "IDs de los negocios asociados|Zugeordnete Deal-IDs|IDs der zugeordneten Deals|"
            "ID des transactions associées|IDs dos negócios associados|Gekoppelde deal-ID's"
        ),
    },
    marks=(
        "Contact owner|Lifecycle Stage|Associated Deal IDs|Original Source|"
        "Propietario del contacto|Etapa del ciclo de vida|Kontaktinhaber|Lifecycle-Phase|"
        "Für Kontakt zuständiger Mitarbeiter|Propriétaire du contact|Phase du cycle de vie|"
        "Proprietário do contato|Fase do ciclo de vida|Estágio do ciclo de vida|Contacteigenaar|"
        "Levenscyclusfase|lifecyclestage"
    ),
    owner_ids="hubspot_owner_id",
    known=(
        f"{_KNOWN}|First Name|Last Name|Email|Phone Number|Mobile Phone Number|Job Title|City|"
        "Country/Region|Industry|Marketing contact status|Associated Deal|First Conversion|"
        "Became a Lead Date|Became a Marketing Qualified Lead Date|Became an Opportunity Date|"
        "Became a Customer Date|Associated Deals|Favorite Content Topics|Website URL|"
        "Nombre|Apellidos|Apellido|Correo|Correo electrónico|Número de teléfono|Negocio asociado|"
        "Vorname|Nachname|E-Mail|Telefonnummer|Position|Zugeordneter Deal|"
        "Prénom|Nom|E-mail|Adresse e-mail|Numéro de téléphone|Transaction associée|"
        "Nome|Sobrenome|Número de telefone|Negócio associado|Voornaam|Achternaam|Telefoonnummer|"
        "Gekoppelde deal|firstname|lastname|email|phone"
    ),
    patterns=_DEALS.patterns,
    identity=(_EMAIL,),
)

_OWNERS = Form(
    kind=FileKind.USERS,
    variant="owners",
    columns={
        "user_id": "hubspot_owner_id",
        "name": "owner_name",
        "email": "owner_email",
        "active": "owner_active",
    },
    marks="hubspot_owner_id",
)
"""As a pull from the portal writes them down: an export names owners and has no ids of theirs."""

HUBSPOT = Dialect(name="hubspot", title="HubSpot", forms=(_DEALS, _CONTACTS, _OWNERS))
