"""How well the cells of a column go with what one of ours holds: dates look like dates."""

import re
from collections.abc import Callable, Sequence

from cockpit.intake.cells import CellError
from cockpit.intake.kinds import Column, Holds
from cockpit.intake.moments import MomentReader
from cockpit.intake.numbers import COMMA, POINT, NumberReader

_NUMBERS = frozenset({Holds.MONEY, Holds.COUNT, Holds.WHOLE, Holds.DAYS, Holds.RATE})
_PERSON = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,3}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_ID = re.compile(r"(?=\D*\d)\S{1,40}")
_PERIOD = re.compile(r"(?:FY)?\s?\d{2,4}([-/ .]?(?:Q[1-4]|H[12]|\d{1,2}))?|Q[1-4].*", re.IGNORECASE)
_FLAG = frozenset("yes no true false 0 1 x ja nein oui non si sí sim não nee".split())
_FEW_WORDS = 25
_PARTLY = 0.5

_WON = re.compile(
    r"\bwon\b|closed?.?won|\bwin\b|gewonnen|gagn|ganad|ganh|\bsold\b|verkauft|verkocht|vendu|"
    r"vendid|\bsigned\b|unterschrieben|signé|firmad|assinad|getekend",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\blost\b|closed?.?lost|\bloss\b|verloren|\bperd|cancel|storniert|annul|abgelehnt|reject|"
    r"refus|\bdead\b|no decision|disqualif",
    re.IGNORECASE,
)


def rate_content(texts: Sequence[str], column: Column, known_reps: frozenset[str]) -> float:
    """Return how well filled cells go with one of our columns, 0 (not at all) to 1.

    Args:
        texts: Filled cells, none of them empty.
        column: Ours.
        known_reps: The team's names; a column that holds them is one of reps.
    """
    if not texts:
        return _PARTLY
    if column.holds is Holds.REP:
        known = rate_reps(texts, known_reps)
        return max(known, _rate_names(texts) * (_PARTLY if known_reps and not known else 1.0))
    if column.name.endswith(("_id", "_ids")):
        return _rate_ids(texts)
    return _RATERS[column.holds](texts)


def rate_reps(texts: Sequence[str], known_reps: frozenset[str]) -> float:
    """Return the share of cells that name somebody of the team."""
    known = {name.casefold() for name in known_reps}
    return _share(texts, lambda text: text.casefold() in known) if known else 0.0


def says_outcomes(texts: Sequence[str]) -> bool:
    """Return whether cells are few words, among them one for won and one for lost."""
    words = set(texts)
    if len(words) > _FEW_WORDS:
        return False
    return any(map(sounds_won, words)) and any(map(sounds_lost, words))


def sounds_won(word: str) -> bool:
    """Return whether a stage is probably one of deals that were won."""
    return not sounds_lost(word) and _WON.search(word) is not None


def sounds_lost(word: str) -> bool:
    """Return whether a stage is probably one of deals that were lost."""
    return _LOST.search(word) is not None


def is_moment(text: str) -> bool:
    """Return whether a cell is a date in one order or another; a bare number is none."""
    if text.isdigit():
        return False
    return any(_is_read(MomentReader(order, list).parse, text) for order in ("dmy", "mdy"))


def is_number(text: str) -> bool:
    """Return whether a cell is a number in one style or another, perhaps with a unit."""
    return any(_is_read(NumberReader(s, list).parse_number, text) for s in (POINT, COMMA))


def _is_read(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except CellError:
        return False
    return True


def _rate_names(texts: Sequence[str]) -> float:
    """Return how much cells look like names of a few people who come again and again."""
    names = _share(texts, lambda text: _PERSON.fullmatch(text) or _MAIL.fullmatch(text))
    return names if len(set(texts)) <= max(len(texts) // 2, 5) else names * _PARTLY


def _rate_words(texts: Sequence[str]) -> float:
    """Return how much cells look like a few words that repeat, and not like numbers or dates."""
    if _share(texts, is_number) > _PARTLY or _share(texts, is_moment) > _PARTLY:
        return 0.0
    return 1.0 if len(set(texts)) <= max(len(texts) // 3, 6) else _PARTLY


def _share(texts: Sequence[str], fits: Callable[[str], object]) -> float:
    return sum(1 for text in texts if fits(text)) / len(texts)


def _rate_moments(texts: Sequence[str]) -> float:
    return _share(texts, is_moment)


def _rate_numbers(texts: Sequence[str]) -> float:
    return _share(texts, is_number)


def _rate_ids(texts: Sequence[str]) -> float:
    return _share(texts, _ID.fullmatch) * (len(set(texts)) / len(texts)) ** 2


def _rate_outcomes(texts: Sequence[str]) -> float:
    return 1.0 if says_outcomes(texts) else _PARTLY * _rate_words(texts)


def _rate_periods(texts: Sequence[str]) -> float:
    return _share(texts, lambda text: _PERIOD.fullmatch(text) or is_moment(text))


def _rate_flags(texts: Sequence[str]) -> float:
    return _share(texts, lambda text: text.casefold() in _FLAG)


def _rate_texts(texts: Sequence[str]) -> float:
    return 1.0 - _share(texts, is_moment)


_RATERS: dict[Holds, Callable[[Sequence[str]], float]] = {
    **dict.fromkeys(_NUMBERS, _rate_numbers),
    Holds.MOMENT: _rate_moments,
    Holds.OUTCOME: _rate_outcomes,
    Holds.PERIOD: _rate_periods,
    Holds.MONTH: _rate_periods,
    Holds.FLAG: _rate_flags,
    Holds.WORD: _rate_words,
    Holds.SOURCE: _rate_words,
    Holds.CHOICE: _rate_words,
    Holds.TEXT: _rate_texts,
}
