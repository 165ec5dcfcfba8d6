"""Salesforce: the Data Export, with the names of fields, and reports, with their labels.

A Data Export holds whole objects: owners are ids, which a file of users names; the link between the
two is `ConvertedOpportunityId` on the lead; deleted records are still there, flagged. Whether a
deal is closed and won, flags say, so nobody has to know the org's stages. A report holds what its
author chose, often no id at all and no flags.
"""

from cockpit.domain.records import FileKind, Outcome
from cockpit.intake.dialects import salesforce_words as words
from cockpit.intake.dialects.forms import Dialect, Form, OutcomeRule, SkipRule

_CUSTOM = (r".*__(?:c|pc|r|x|latitude__s|longitude__s)(?:\..*)?",)
_DELETED = (SkipRule("IsDeleted", "deleted in Salesforce"),)
_CLOSED_OR_WON = (
    OutcomeRule(Outcome.WON, words.WON),
    OutcomeRule(Outcome.LOST, words.CLOSED),
)
_AUDIT = (
    "CreatedById|LastModifiedDate|LastModifiedById|SystemModstamp|LastActivityDate|"
    "LastViewedDate|LastReferencedDate|MasterRecordId|RecordTypeId|Jigsaw|JigsawContactId"
)

_LEAD_EXPORT = Form(
    kind=FileKind.LEADS,
    variant="data export",
    columns={
        "lead_id": "Id",
        "assigned_at": "CreatedDate",
        "created_at": "CreatedDate",
        "rep": "OwnerId",
        "source": "LeadSource",
        "status": "Status",
        "segment": "Industry",
        "tier": "Rating",
        "account": "Company",
        "opportunity_ids": "ConvertedOpportunityId",
    },
    marks="ConvertedOpportunityId|IsConverted|ConvertedDate",
    owner_ids="OwnerId",
    known=(
        f"{_AUDIT}|LastName|FirstName|MiddleName|Suffix|Salutation|Name|Title|Street|City|State|"
        "StateCode|PostalCode|Country|CountryCode|Latitude|Longitude|GeocodeAccuracy|Address|"
        "Phone|MobilePhone|Fax|Email|Website|PhotoUrl|Description|CurrencyIsoCode|AnnualRevenue|"
        "NumberOfEmployees|HasOptedOutOfEmail|HasOptedOutOfFax|DoNotCall|IsConverted|"
        "ConvertedDate|ConvertedAccountId|ConvertedContactId|IsUnreadByOwner|LastTransferDate|"
        "CampaignId|CleanStatus|CompanyDunsNumber|DandbCompanyId|EmailBouncedReason|"
        "EmailBouncedDate|IndividualId|IsPriorityRecord|PartnerAccountId|ActivityMetricId|"
        "ScoreIntelligenceId"
    ),
    patterns=_CUSTOM,
    skips=_DELETED,
)

_OPPORTUNITY_EXPORT = Form(
    kind=FileKind.OPPORTUNITIES,
    variant="data export",
    columns={
        "opportunity_id": "Id",
        "created_at": "CreatedDate",
        "closed_at": "CloseDate",
        "expected_close_at": "CloseDate",
        "outcome": "StageName",
        "stage": "StageName",
        "amount": "Amount",
        "currency": "CurrencyIsoCode",
        "rep": "OwnerId",
        "source": "LeadSource",
        "kind": "Type",
        "account": "Name",
        "loss_reason": words.LOSS_REASON,
        "competitor": words.COMPETITOR,
    },
    marks="StageName|IsWon|ForecastCategory|LastStageChangeDate",
    owner_ids="OwnerId",
    known=(
        f"{_AUDIT}|AccountId|IsPrivate|Description|Probability|ExpectedRevenue|"
        "TotalOpportunityQuantity|NextStep|IsClosed|IsWon|ForecastCategory|ForecastCategoryName|"
        "CampaignId|HasOpportunityLineItem|Pricebook2Id|LastStageChangeDate|"
        "LastAmountChangedHistoryId|LastCloseDateChangedHistoryId|FiscalYear|FiscalQuarter|Fiscal|"
        "ContactId|PushCount|HasOpenActivity|HasOverdueTask|SyncedQuoteId|ContractId|"
        "Territory2Id|IsExcludedFromTerritory2Filter|IqScore|PrimaryPartnerAccountId|"
        "IsPriorityRecord|PartnerAccountId|IsSplit|AgeInDays|LastActivityInDays"
    ),
    patterns=_CUSTOM,
    values={"outcome": words.STAGES, "kind": words.KINDS},
    outcomes=_CLOSED_OR_WON,
    skips=_DELETED,
)

_USER_EXPORT = Form(
    kind=FileKind.USERS,
    variant="users",
    columns={
        "user_id": "Id|User ID|Benutzer-ID|ID de l'utilisateur|Id. de usuario|ID do usuário|"
        "Gebruikers-ID",
        "name": "Name|Full Name|Vollständiger Name|Nom complet|Nombre completo|Nome completo|"
        "Volledige naam",
        "email": words.EMAIL,
        "active": "IsActive|Active|Aktiv|Actif|Activo|Ativo|Actief",
    },
    marks="IsActive|Username|Full Name|UserRoleId|ProfileId|Benutzer-ID|Vollständiger Name|"
    "Nom complet|Nombre completo|Nome completo|Volledige naam",
    known=(
        f"{_AUDIT}|Username|LastName|FirstName|CompanyName|Division|Department|Title|Street|City|"
        "State|PostalCode|Country|Phone|Fax|MobilePhone|Alias|CommunityNickname|UserRoleId|"
        "ProfileId|UserType|ManagerId|TimeZoneSidKey|LocaleSidKey|LanguageLocaleKey|"
        "EmailEncodingKey|CreatedDate|LastLoginDate|DefaultCurrencyIsoCode|CurrencyIsoCode|"
        "EmployeeNumber|DelegatedApproverId|FederationIdentifier|ContactId|AccountId|Role|Profile|"
        "Last Login|Rolle|Rôle|Función|Função|Rol"
    ),
    patterns=_CUSTOM,
)

_QUOTA_EXPORT = Form(
    kind=FileKind.TARGETS,
    variant="quotas",
    columns={"rep": "QuotaOwnerId", "revenue": "QuotaAmount", "currency": "CurrencyIsoCode"},
    marks="QuotaAmount|CompositeKeyId",
    owner_ids="QuotaOwnerId",
    known=f"{_AUDIT}|Id|CompositeKeyId|QuotaQuantity|StartDate|PeriodId|ForecastingTypeId|"
    "ProductFamily|Territory2Id|CreatedDate|IsAmount|IsQuantity",
    patterns=_CUSTOM,
    skips=_DELETED,
)

_OPPORTUNITY_REPORT = Form(
    kind=FileKind.OPPORTUNITIES,
    variant="report",
    columns={
        "opportunity_id": words.OPPORTUNITY_ID,
        "created_at": words.CREATED_DATE,
        "closed_at": words.CLOSE_DATE,
        "expected_close_at": words.CLOSE_DATE,
        "outcome": words.STAGE,
        "stage": words.STAGE,
        "amount": words.AMOUNT,
        "currency": words.CURRENCY,
        "rep": words.OPPORTUNITY_OWNER,
        "source": words.LEAD_SOURCE,
        "kind": words.TYPE,
        "account": words.ACCOUNT,
        "loss_reason": words.LOSS_REASON,
        "competitor": words.COMPETITOR,
    },
    marks=f"{words.OPPORTUNITY_NAME}|{words.OPPORTUNITY_OWNER}|Opportunity ID|Opportunity-ID|"
    "ID de l'opportunité|ID da oportunidade|Id. de oportunidad",
    known=f"{words.KNOWN_IN_REPORTS}|{words.OPPORTUNITY_NAME}|{words.CLOSED}|{words.WON}",
    patterns=_CUSTOM,
    values={"outcome": words.STAGES, "kind": words.KINDS},
    outcomes=_CLOSED_OR_WON,
    identity=(words.OPPORTUNITY_NAME, words.ACCOUNT, words.CREATED_DATE),
)

_LEAD_REPORT = Form(
    kind=FileKind.LEADS,
    variant="report",
    columns={
        "lead_id": words.LEAD_ID,
        "assigned_at": words.CREATED_DATE,
        "created_at": words.CREATED_DATE,
        "rep": words.LEAD_OWNER,
        "source": words.LEAD_SOURCE,
        "status": words.LEAD_STATUS,
        "segment": words.INDUSTRY,
        "tier": words.RATING,
        "account": words.COMPANY,
        "opportunity_ids": "Converted Opportunity ID|Opportunity ID|Opportunity-ID|"
        "ID de l'opportunité|ID da oportunidade|Id. de oportunidad",
    },
    marks=f"{words.LEAD_OWNER}|{words.LEAD_STATUS}|Company / Account",
    known=f"{words.KNOWN_IN_REPORTS}|{words.FIRST_NAME}|{words.LAST_NAME}|{words.EMAIL}|"
    f"{words.OPPORTUNITY_NAME}",
    patterns=_CUSTOM,
    identity=(
        words.LAST_NAME,
        words.FIRST_NAME,
        words.COMPANY,
        words.EMAIL,
        words.CREATED_DATE,
    ),
)

SALESFORCE = Dialect(
    name="salesforce",
    title="Salesforce",
    forms=(
        _LEAD_EXPORT,
        _OPPORTUNITY_EXPORT,
        _USER_EXPORT,
        _QUOTA_EXPORT,
        _OPPORTUNITY_REPORT,
        _LEAD_REPORT,
    ),
    null_ids=frozenset({"000000000000000", "000000000000000AAA"}),
    has_checked_ids=True,
)
