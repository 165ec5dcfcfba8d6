"""Pipedrive: deals and leads as the list view exports them, each header with its `Deal - ` or not.

The status says what became of a deal; its stage is only where it stood last.
"""

from cockpit.domain.records import FileKind
from cockpit.intake.dialects.forms import Dialect, Form, SkipRule

_DEAL = ("Deal", "Negocio", "Trato", "Affaire", "Negócio")
_LEAD = ("Lead", "Prospecto", "Prospect", "Piste")


def _with(prefixes: tuple[str, ...], headers: str) -> str:
    """Return the spellings of headers that stand with one of the prefixes or without any."""
    return "|".join(
        "|".join([*(f"{prefix} - {name}" for prefix in prefixes), name])
        for name in headers.split("|")
    )


_DEAL_CREATED = (
    "Deal created|Deal created on|Created|Add time|Deal erstellt|Deal erstellt am|"
    "Erstellt am|Negocio creado|Trato creado|Creado el|Affaire créée|Affaire créée le|"
    "Négócio criado|Negócio criado em|Criado em|Deal aangemaakt|Deal aangemaakt op"
)
_TITLE = "Title|Titel|Titre|Título"
_DELETED = ("deleted", "gelöscht", "eliminado", "supprimé", "supprimée", "excluído", "verwijderd")

_DEALS = Form(
    kind=FileKind.OPPORTUNITIES,
    variant="deals",
    columns={
        "opportunity_id": _with(_DEAL, "ID|Pipedrive System ID"),
        "created_at": _with(_DEAL, _DEAL_CREATED),
        "outcome": _with(_DEAL, "Status|Estado|Statut|Estatus"),
        "rep": _with(
            _DEAL,
            "Owner|Owner name|User|Besitzer|Inhaber|Verantwortlicher|Propietario|Propriétaire|"
            "Proprietário|Eigenaar",
        ),
        "source": _with(
            _DEAL,
            "Source channel|Lead source|Source|Channel|Quellkanal|Quelle|Canal de origen|Origen|"
            "Canal source|Canal d'origine|Canal de origem|Origem|Bronkanaal|Bron",
        ),
        "account": _with(
            _DEAL,
            "Organization|Organisation|Organización|Organização|Organisatie|Contact person|"
            "Person|Kontaktperson|Persona de contacto|Personne à contacter|Pessoa de contato|"
            "Contactpersoon",
        ),
        "stage": _with(_DEAL, "Stage|Phase|Etapa|Fase|Étape"),
        "amount": _with(_DEAL, "Value|Wert|Valor|Valeur|Waarde"),
        "currency": _with(
            _DEAL,
            "Currency of Value|Currency|Währung des Wertes|Währung|Moneda del valor|"
            "Moneda de Valor|Devise de la valeur|Moeda do valor|Moeda de Valor|Valuta van waarde",
        ),
        "expected_close_at": _with(
            _DEAL,
            "Expected close date|Erwartetes Abschlussdatum|Voraussichtliches Abschlussdatum|"
            "Fecha prevista de cierre|Fecha de cierre prevista|Date de clôture prévue|"
            "Data de fechamento esperada|Data prevista de fechamento|Verwachte sluitingsdatum",
        ),
        "closed_at": _with(
            _DEAL,
            "Won time|Lost time|Deal closed on|Closed on|Close time|Gewonnen am|Verloren am|"
            "Deal abgeschlossen am|Fecha de ganado|Hora de ganado|Fecha de perdido|"
            "Hora de perdido|Negocio cerrado el|Trato cerrado el|Date de gain|Date de perte|"
            "Affaire conclue le|Affaire clôturée le|Data de ganho|Data de perda|"
            "Negócio fechado em|Gewonnen op|Verloren op|Deal gesloten op",
        ),
        "loss_reason": _with(
            _DEAL,
            "Lost reason|Grund des Verlustes|Verlustgrund|Motivo de pérdida|Razón de pérdida|"
            "Motif de perte|Raison de la perte|Motivo da perda|Reden verlies|Reden van verlies",
        ),
    },
    marks=(
        "Deal - ID|Deal - Title|Deal - Owner|Deal - Status|Deal - Titel|Deal - Wert|"
        "Negocio - Título|Trato - Título|Affaire - Titre|Negócio - Título|Deal - Waarde|"
        "Won time|Lost time|Deal closed on|Currency of Value"
    ),
    known=_with(
        _DEAL,
        "Pipeline|Probability|Weighted value|Currency of Weighted value|Label|Labels|"
        "Update time|Last stage change|Next activity date|Last activity date|Total activities|"
        "Done activities|Activities to do|Last email received|Last email sent|"
        "Email messages count|Visible to|Creator|Product quantity|Product amount|Product name|"
        "Source origin|Source origin ID|Source channel ID|Archive status|Archive time|"
        "ARR|MRR|ACV|Embudo|Funil|Organization - ID|Person - ID|"
        "Lead created|Sequence enrollment|Currency of MRR|Currency of ARR|Currency of ACV|"
        "Wahrscheinlichkeit|Probabilidad|Probabilité|Probabilidade|Waarschijnlijkheid",
    ),
    patterns=(r"(?:organi[sz]ation|person|organización|persona|organisatie|persoon) - .+",),
    values={
        "outcome": {
            **dict.fromkeys(
                ("offen", "abierto", "abierta", "ouvert", "ouverte", "aberto", "aberta"), "open"
            ),
            **dict.fromkeys(
                ("gewonnen", "ganado", "ganada", "gagné", "gagnée", "ganho", "ganha"), "won"
            ),
            **dict.fromkeys(("verloren", "perdido", "perdida", "perdu", "perdue"), "lost"),
        }
    },
    skips=(SkipRule(_with(_DEAL, "Status|Estado|Statut"), "deleted in Pipedrive", _DELETED),),
    identity=(_with(_DEAL, _TITLE), _with(_DEAL, _DEAL_CREATED)),
)

_LEADS = Form(
    kind=FileKind.LEADS,
    variant="leads",
    columns={
        "lead_id": _with(_LEAD, "ID|Lead ID|Pipedrive System ID"),
        "assigned_at": _with(
            _LEAD, "Lead created|Created|Add time|Lead erstellt|Prospecto creado|Lead criado"
        ),
        "created_at": _with(
            _LEAD, "Lead created|Created|Add time|Lead erstellt|Prospecto creado|Lead criado"
        ),
        "rep": _with(_LEAD, "Owner|Owner name|Besitzer|Propietario|Propriétaire|Proprietário"),
        "source": _with(
            _LEAD,
            "Source channel|Lead source|Channel|Quellkanal|Canal de origen|Canal de origem",
        ),
        "status": _with(_LEAD, "Label|Labels|Archive status|Status|Etiqueta"),
        "account": _with(
            _LEAD,
            "Organization|Organisation|Organización|Organização|Contact person|Person|Persona",
        ),
    },
    marks=(
        "Lead - ID|Lead - Title|Lead - Owner|Lead - Lead created|Lead created|Lead - Titel|"
        "Prospecto - Título|Lead - Título"
    ),
    known=_with(
        _LEAD,
        "Source|Value|Currency of Value|Expected close date|Update time|Creator|Visible to|"
        "Next activity date|Last activity date|Total activities|Done activities|Source origin|"
        "Source origin ID|Source channel ID|Seen|Archive time|Wert|Valor",
    ),
    patterns=_DEALS.patterns,
    identity=(_with(_LEAD, _TITLE), _with(_LEAD, "Lead created|Created|Add time")),
)

PIPEDRIVE = Dialect(name="pipedrive", title="Pipedrive", forms=(_DEALS, _LEADS))
