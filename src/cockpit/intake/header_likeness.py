"""How much a foreign header resembles one of our columns, in six languages.

The words are those of every dialect, and of the files that people keep by hand.
"""

import re
import unicodedata
from functools import cache

from rapidfuzz import fuzz, process

from cockpit.domain.records import FileKind
from cockpit.intake.dialects import DIALECTS
from cockpit.intake.dialects.forms import spellings
from cockpit.intake.kinds import COLUMNS
from cockpit.intake.tables import normalise_header

_ALSO_CALLED: dict[str, str] = {
    "rep": (
        "owner|rep|sales rep|salesperson|sales agent|account executive|account manager|seller|"
        "sales owner|assigned to|assignee|responsible|verkäufer|vertriebler|zuständig|"
        "ansprechpartner vertrieb|commercial|vendeur|responsable|vendedor|comercial|"
        "representante|responsável|verkoper|eigenaar|propietario|propriétaire"
    ),
    "source": (
        "source|channel|lead source|origin|marketing channel|quelle|kanal|herkunft|canal|"
        "origine|origen|fuente|origem|fonte|bron|kanaal|utm source"
    ),
    "assigned_at": (
        "assigned date|date assigned|assigned on|assigned|assignment date|zugewiesen am|"
        "assigné le|asignado el|atribuído em|toegewezen op"
    ),
    "created_at": (
        "create date|created date|created on|created|date created|creation date|engage date|"
        "date added|added on|entered on|angelegt am|erstellt am|créé le|creado el|criado em|"
        "aangemaakt op|eingang|datum anlage"
    ),
    "closed_at": (
        "close date|closing date|closed on|closed date|date closed|actual close date|won date|"
        "abschluss|abgeschlossen am|clôturé le|cerrado el|fechado em|gesloten op"
    ),
    "expected_close_at": (
        "expected close date|estimated close date|est. close date|forecast close date|"
        "erwarteter abschluss"
    ),
    "outcome": (
        "status|deal status|opportunity status|result|outcome|won lost|state|deal stage|"
        "ergebnis|resultado|résultat|situação|uitkomst"
    ),
    "stage": "stage|deal stage|pipeline stage|sales stage|phase|step|étape|etapa|fase",
    "amount": (
        "amount|value|deal value|deal amount|close value|revenue|price|total|est. revenue|"
        "actual revenue|deal size|contract value|tcv|acv|wert|betrag|summe|auftragswert|montant|"
        "importe|monto|valor|bedrag|waarde|cost|kosten|spend|coût|costo|custo|budget"
    ),
    "currency": "currency|currency code|währung|devise|moneda|moeda|valuta",
    "account": (
        "account|company|customer|organization|account name|company name|client|kunde|firma|"
        "unternehmen|société|entreprise|client name|empresa|cliente|klant|bedrijf"
    ),
    "opportunity_id": "opportunity id|deal id|record id|id|deal no|opportunity number|vorgang|nr",
    "lead_id": "lead id|record id|contact id|id|lead no|lead number|prospect id",
    "meeting_id": "meeting id|record id|id|event id",
    "held_at": "meeting date|held on|date|start|datum|fecha",
    "loss_reason": "lost reason|reason for loss|loss reason|reason lost|why lost|verlustgrund",
    "disqualified_at": "disqualified date|disqualified on|date disqualified",
    "disqualified_reason": "disqualification reason|unqualified reason|junk reason",
    "qualified_at": "qualified date|qualified on|date qualified|sql date",
    "first_response_at": "first response|first contacted|first activity|first touch|first call",
    "status": "status|lead status|statut|estado|état|situação",
    "campaign": "campaign|campaign name|utm campaign|kampagne|campagne|campaña|campanha",
    "segment": "segment|industry|branche|market segment|vertical",
    "tier": "tier|rating|grade|score class",
    "revenue": (
        "target|quota|quota amount|goal|sales target|revenue target|ziel|umsatzziel|umsatz|"
        "objectif|objetivo|meta|doel|omzet|soll"
    ),
    "leads": "leads|number of leads|committed leads|lead commitment|promised leads",
    "period": "quarter|fiscal period|month|period|quartal|zeitraum|trimestre|periodo|kwartaal",
    "month": "month|monat|mois|mes|mês|maand|period",
    "visitors": "visitors|visits|sessions|besucher|visiteurs|visitantes|bezoekers|users",
    "lead_to_opp": "lead conversion|lead to opportunity rate|conversion to opportunity",
    "win_rate": "win rate|closing rate|close rate|abschlussquote|taux de conversion",
    "deal_size": "average deal size|average deal value|avg deal size|deal size",
    "kind": "type|deal type|opportunity type|meeting type|art|tipo",
    "competitor": "competitor|lost to|wettbewerber|concurrent|competidor",
    "name": "name|full name|user name",
    "email": "email|e-mail|mail",
    "active": "active|is active|enabled",
}

_IN_BRACKETS = re.compile(r"\([^)]*\)")
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LAST_CHANGE = re.compile(
    r"\b(?:modified|updated|changed|last|geandert|aktualisiert|modifi|modificad|ultim|gewijzigd|"
    r"bijgewerkt|actualizad|atualizad)"
)
"""No column of ours holds when a record was last touched."""

_LEAST = 0.74
"""Likeness of letters below which two headers have nothing to do with one another; measured."""

_EXACT, _NEAR, _FAR = 0.95, 0.9, 0.4
"""What a header says alone: the very words, nearly the same letters, barely alike."""


def tells_last_change(title: str) -> bool:
    """Return whether a header is about the last change of a record, which we never read."""
    return _LAST_CHANGE.search(_fold(title)) is not None


def rate_header(title: str, kind: FileKind, name: str) -> float:
    """Return how sure a header makes one of our columns, 0 to 1; 0 when it does not."""
    words = _list_words(kind, name)
    spelt = _fold(title)
    if tells_last_change(title):
        return 0.0
    if spelt in words:
        return _EXACT
    match = process.extractOne(spelt, words, scorer=fuzz.token_sort_ratio)
    likeness = match[1] / 100 if match else 0.0
    if likeness < _LEAST:
        return 0.0
    return _FAR + (_NEAR - _FAR) * (likeness - _LEAST) / (1 - _LEAST)


@cache
def _list_words(kind: FileKind, name: str) -> tuple[str, ...]:
    """Return all that one of our columns is called, folded."""
    words = [name, *_ALSO_CALLED.get(name, "").split("|")]
    taken = {column.name for column in COLUMNS[kind]} - {name}
    for dialect in DIALECTS.values():
        for form in dialect.forms:
            if form.kind is kind:
                first = {s for other in taken for s in spellings(form.columns.get(other, ""))}
                words += _shortest(set(spellings(form.columns.get(name, ""))) - first)
    return tuple(dict.fromkeys(_fold(word) for word in words if word))


def _shortest(headers: set[str]) -> list[str]:
    """Return spellings without those that only put a word before another of them."""
    return sorted(each for each in headers if each.partition("_")[2] not in headers)


def _fold(text: str) -> str:
    """Return a header as its words: no case, accents, underscores or brackets."""
    plain = _IN_BRACKETS.sub(" ", _NEW_WORD.sub(" ", text))
    spelt = unicodedata.normalize("NFD", normalise_header(plain).replace("_", " "))
    return "".join(letter for letter in spelt if not unicodedata.combining(letter))
