"""The labels and words of Salesforce in six languages, as its reports spell them."""

OPPORTUNITY_ID = (
    "Opportunity ID|Opportunity-ID|ID d'opportunité|ID de l'opportunité|Id. de oportunidad|"
    "Id. de la oportunidad|ID de la oportunidad|ID da oportunidade|Opportunity 18 Digit ID|Id"
)
OPPORTUNITY_NAME = (
    "Opportunity Name|Opportunity-Name|Opportunityname|Nom de l'opportunité|Nom d'opportunité|"
    "Nombre de la oportunidad|Nombre de oportunidad|Nome da oportunidade|Opportunitynaam|"
    "Naam opportunity|Naam van opportunity"
)
OPPORTUNITY_OWNER = (
    "Opportunity Owner|Opportunity Owner: Full Name|Opportunity-Inhaber|Opportunityinhaber|"
    "Propriétaire de l'opportunité|Propriétaire d'opportunité|Propietario de la oportunidad|"
    "Propietario de oportunidad|Proprietário da oportunidade|Opportunity-eigenaar|"
    "Eigenaar van opportunity|Eigenaar opportunity"
)
ACCOUNT = (
    "Account Name|Account Name: Account Name|Accountname|Account-Name|Nom du compte|"
    "Nombre de la cuenta|Nombre de cuenta|Nome da conta|Accountnaam"
)
STAGE = "Stage|Phase|Étape|Etapa|Fase|Stadium|StageName"
CLOSE_DATE = (
    "Close Date|Schlusstermin|Schließdatum|Schlussdatum|Abschlussdatum|Date de clôture|"
    "Date de fermeture|Fecha de cierre|Data de fechamento|Sluitingsdatum|"
    "Datum van afsluiting|CloseDate"
)
CREATED_DATE = (
    "Created Date|Create Date|Erstelldatum|Erstellungsdatum|Date de création|Fecha de creación|"
    "Data de criação|Aanmaakdatum|Gemaakt op|Datum gemaakt|Datum van aanmaak|CreatedDate"
)
AMOUNT = "Amount|Betrag|Montant|Importe|Cantidad|Valor|Quantia|Bedrag"
CURRENCY = (
    "Amount Currency|Betrag Währung|Betragswährung|Montant Devise|Devise du montant|"
    "Importe Divisa|Divisa de importe|Importe Moneda|Valor Moeda|Moeda do valor|Quantia Moeda|"
    "Bedrag Valuta|Valuta van bedrag|Opportunity Currency|Währung der Opportunity|Currency|"
    "Währung|Devise|Divisa|Moneda|Moeda|Valuta|CurrencyIsoCode"
)
LEAD_SOURCE = (
    "Lead Source|Lead-Quelle|Leadquelle|Origine de la piste|Source de la piste|Source du lead|"
    "Origen del prospecto|Origen del candidato|Origen de candidato|Origem do lead|Fonte do lead|"
    "Leadbron|Herkomst van lead|LeadSource"
)
TYPE = "Type|Typ|Tipo"
CLOSED = "Closed|Geschlossen|Fermée|Fermé|Cerrada|Cerrado|Fechada|Fechado|Gesloten|IsClosed"
WON = "Won|Gewonnen|Gagnée|Gagné|Ganada|Ganado|Ganha|Ganho|IsWon"
LOSS_REASON = (
    "Loss Reason|Lost Reason|Reason Lost|Closed Lost Reason|Verlustgrund|Grund für Verlust|"
    "Motif de perte|Raison de la perte|Motivo de pérdida|Motivo da perda|Reden van verlies|"
    "Loss_Reason__c|Lost_Reason__c|Closed_Lost_Reason__c|Reason_Lost__c"
)
COMPETITOR = (
    "Main Competitor(s)|Main Competitors|Hauptmitbewerber|Principaux concurrents|"
    "Principales competidores|Principais concorrentes|Belangrijkste concurrenten|"
    "MainCompetitors|MainCompetitors__c|Competitor__c"
)

LEAD_ID = "Lead ID|Lead-ID|ID de la piste|ID de piste|Id. de prospecto|ID do lead|Id"
LEAD_OWNER = (
    "Lead Owner|Lead-Inhaber|Leadinhaber|Propriétaire de la piste|Propriétaire de piste|"
    "Propietario del prospecto|Propietario de prospecto|Propietario del candidato|"
    "Proprietário do lead|Lead-eigenaar|Eigenaar van lead|Leadeigenaar"
)
LEAD_STATUS = (
    "Lead Status|Lead-Status|Leadstatus|Statut de la piste|Statut de piste|Estado del prospecto|"
    "Estado de prospecto|Estado del candidato|Status do lead|Status van lead"
)
COMPANY = (
    "Company / Account|Company|Firma / Account|Firma|Unternehmen|Société / Compte|Société|"
    "Compañía / Cuenta|Compañía|Empresa / Conta|Empresa|Bedrijf / Account|Bedrijf"
)
FIRST_NAME = "First Name|Vorname|Prénom|Nombre|Nome|Voornaam"
LAST_NAME = "Last Name|Nachname|Nom|Apellidos|Apellido|Sobrenome|Achternaam"
EMAIL = "Email|E-Mail|E-mail|Correo electrónico|Adresse e-mail"
INDUSTRY = "Industry|Branche|Secteur d'activité|Sector|Sector industrial|Setor|Bedrijfstak"
RATING = "Rating|Bewertung|Évaluation|Calificación|Valoración|Classificação|Beoordeling"

KNOWN_IN_REPORTS = (
    "Age|Alter|Âge|Ancienneté|Edad|Antigüedad|Idade|Leeftijd|Ouderdom|Probability (%)|"
    "Wahrscheinlichkeit (%)|Probabilité (%)|Probabilidad (%)|Probabilidade (%)|"
    "Waarschijnlijkheid (%)|Kans (%)|Next Step|Nächster Schritt|Étape suivante|Prochaine étape|"
    "Próximo paso|Siguiente paso|Próxima etapa|Volgende stap|Owner Role|Inhaberrolle|"
    "Rôle du propriétaire|Función del propietario|Função do proprietário|Rol van eigenaar|"
    "Fiscal Period|Geschäftszeitraum|Finanzperiode|Période fiscale|Periodo fiscal|Período fiscal|"
    "Fiscale periode|Fiscal Year|Fiscal Quarter|Expected Revenue|Expected Revenue Currency|"
    "Expected Amount|Expected Amount Currency|Erwarteter Umsatz|Erwarteter Umsatz Währung|"
    "Revenu attendu|Ingresos esperados|Receita esperada|Verwachte omzet|Forecast Category|"
    "Amount (converted)|Amount (converted) Currency|Betrag (umgerechnet)|"
    "Betrag (umgerechnet) Währung|Montant (converti)|Montant (converti) Devise|"
    "Importe (convertido)|Valor (convertido)|Bedrag (geconverteerd)|Description|Beschreibung|"
    "Descripción|Descrição|Beschrijving|Industry|Branche|Billing State/Province|Billing Country|"
    "Last Modified Date|Last Modified By|Last Activity|Last Stage Change Date|Stage Duration|"
    "Created By|Created Alias|Opportunity Owner Alias|Owner Alias|Account Owner|Account ID|"
    "Primary Campaign Source|Quantity|Total Opportunity Quantity|Has Products|Account Name Link|"
    "Title|Titel|Titre|Título|Functie|Phone|Telefon|Téléphone|Teléfono|Telefone|Telefoon|Mobile|"
    "Street|Straße|Rue|Calle|Rua|Straat|City|Stadt|Ville|Ciudad|Cidade|Plaats|"
    "State/Province|Zip/Postal Code|Country|Land|Pays|País|Converted|Konvertiert|Converti|"
    "Convertie|Convertido|Geconverteerd|Converted Date|Konvertierungsdatum|Date de conversion|"
    "Fecha de conversión|Data de conversão|Conversiedatum|Unread By Owner|Do Not Call|"
    "Email Opt Out|No. of Employees|Annual Revenue|Website|Lead Owner Alias|Rating|Salutation"
)

STAGES = {
    **dict.fromkeys(
        (
            "Prospecting",
            "Qualification",
            "Needs Analysis",
            "Value Proposition",
            "Id. Decision Makers",
            "Perception Analysis",
            "Proposal/Price Quote",
            "Negotiation/Review",
        ),
        "open",
    ),
    **dict.fromkeys(
        (
            "Closed Won",
            "Geschlossen und gewonnen",
            "Geschlossen gewonnen",
            "Abgeschlossen und gewonnen",
            "Fermée gagnée",
            "Fermé gagné",
            "Fermée/Gagnée",
            "Clôturée gagnée",
            "Cerrada ganada",
            "Cerrado ganado",
            "Ganada cerrada",
            "Fechado e ganho",
            "Fechada e ganha",
            "Fechado ganho",
            "Gesloten en gewonnen",
            "Gesloten gewonnen",
            "Afgesloten gewonnen",
        ),
        "won",
    ),
    **dict.fromkeys(
        (
            "Closed Lost",
            "Geschlossen und verloren",
            "Geschlossen verloren",
            "Abgeschlossen und verloren",
            "Fermée perdue",
            "Fermé perdu",
            "Fermée/Perdue",
            "Clôturée perdue",
            "Cerrada perdida",
            "Cerrado perdido",
            "Perdida cerrada",
            "Fechado e perdido",
            "Fechada e perdida",
            "Fechado perdido",
            "Gesloten en verloren",
            "Gesloten verloren",
            "Afgesloten verloren",
        ),
        "lost",
    ),
}
"""The stages that every new org starts with; what an org adds, only its people know."""

KINDS = {
    "New Business": "new",
    "New Customer": "new",
    "Neugeschäft": "new",
    "Nouvelle affaire": "new",
    "Nuevo negocio": "new",
    "Novo negócio": "new",
    "Nieuwe klant": "new",
    "Existing Business": "upsell",
    "Existing Customer - Upgrade": "upsell",
    "Existing Customer - Replacement": "upsell",
    "Existing Customer - Downgrade": "upsell",
    "Bestandsgeschäft": "upsell",
    "Affaire existante": "upsell",
    "Negocio existente": "upsell",
    "Negócio existente": "upsell",
    "Bestaande klant": "upsell",
    "Add-On Business": "cross_sell",
}
