"""Read a number as people write it in spreadsheets, without ever guessing what it means."""

import re
from decimal import Decimal

from babel.numbers import get_currency_symbol

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?P<mark>[ ,.'’])\d{3}(?:(?P=mark)\d{3})*")
_SCALES = {"k": 3, "m": 6}
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def parse_number(text: str, currency: str | None = None, *, grouped: bool = True) -> Decimal:
    """Return the number that a cell holds: `62,000`, `62.000,50`, `(500)`, `−5`, `$62k`, `1 200`.

    Args:
        text: The cell as typed or pasted.
        currency: ISO code whose code or symbol may stand beside the number; `None`: none may.
        grouped: Whether thousands may be separated; where they may not (rates, days), a comma or
            a point is always the decimal mark.

    Raises:
        ValueError: The text is no number, or could be read as two different ones; the message is
            a sentence for the user.
    """
    body = _SPACES.sub(" ", text).strip().replace("−", "-").replace("–", "-")
    bracketed = body.startswith("(") and body.endswith(")")
    body = _strip_currency(body[1:-1].strip() if bracketed else body, currency)
    negative = bracketed or body.startswith("-")
    body = _strip_currency(body.removeprefix("-").removeprefix("+").strip(), currency)
    scale = _SCALES.get(body[-1:].lower(), 0) if currency else 0
    if scale:
        body = body[:-1].rstrip()
    number = _read_digits(body, text, grouped=grouped and not scale).scaleb(scale)
    return -number if negative else number


def _strip_currency(body: str, currency: str | None) -> str:
    """Remove the team's currency code or symbol from either end of a number."""
    if currency is None:
        return body
    symbol = get_currency_symbol(currency, "en")
    for mark in (currency, symbol, symbol[-1]):
        if body.upper().startswith(mark):
            return body[len(mark) :].strip()
        if body.upper().endswith(mark):
            return body[: -len(mark)].strip()
    return body


def _read_digits(body: str, text: str, *, grouped: bool) -> Decimal:
    """Return the value of digits with separators; `text` is what the user wrote, for messages."""
    if grouped and _AMBIGUOUS.fullmatch(body):
        whole, rest = body.split(".")
        decimal = f"{whole}.{rest.rstrip('0') or 0}"
        raise ValueError(
            f"“{text.strip()}” can mean {whole}{rest} or {decimal}: write one of these."
        )
    decimal_mark = max(body.rfind("."), body.rfind(","))
    if decimal_mark >= 0 and not (grouped and _GROUPS.fullmatch(body)):
        body, fraction = body[:decimal_mark], body[decimal_mark + 1 :]
    else:
        fraction = ""
    if grouped and _GROUPS.fullmatch(body):
        body = re.sub(r"\D", "", body)
    digits = f"{body or '0'}.{fraction or '0'}"
    if not (body or fraction) or not re.fullmatch(r"\d+\.\d+", digits, re.ASCII):
        raise ValueError(f"“{text.strip()}” is not a number.")
    return Decimal(digits)
