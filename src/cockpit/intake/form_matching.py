"""How far a header fits one form of a dialect."""

from collections.abc import Mapping
from dataclasses import dataclass

from cockpit.intake.dialects.forms import (
    Dialect,
    Form,
    OutcomeRule,
    SkipRule,
    is_custom,
    spellings,
)
from cockpit.intake.tables import normalise_header


@dataclass(frozen=True, slots=True)
class FormMatch:
    """What the columns of a header are to a form.

    Args:
        dialect: The dialect.
        form: Its form.
        columns: Our column → the columns that fill it, the first to be asked first.
        outcomes: The rules that decide the outcome, each with its column.
        skips: The rules that leave rows out, each with its column and those that keep a row.
        identity: The columns that name a record where no column holds its id.
        owner_ids: Columns that name an owner by an id.
        known: All columns that the form knows, read or not.
        has_mark: Whether the header has a column that is typical of the form.
    """

    dialect: Dialect
    form: Form
    columns: Mapping[str, tuple[int, ...]]
    outcomes: tuple[tuple[OutcomeRule, int], ...]
    skips: tuple[tuple[SkipRule, int, tuple[int, ...]], ...]
    identity: tuple[int, ...]
    owner_ids: frozenset[int]
    known: frozenset[int]
    has_mark: bool


class Header:
    """A header whose columns are found by any of their spellings."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        self.titles = titles
        self._written = {" ".join(title.split()).casefold() for title in titles}
        self._places: dict[str, list[int]] = {}
        for index, title in enumerate(titles):
            self._places.setdefault(normalise_header(title), []).append(index)

    def find(self, headers: str) -> tuple[int, ...]:
        """Return the columns with one of the spellings: in their order, then from the left."""
        places = (self._places.get(each, ()) for each in spellings(headers))
        return tuple(dict.fromkeys(index for each in places for index in each))

    def has_any(self, marks: str) -> bool:
        """Return whether one of the spellings stands there.

        A dash with blanks around it counts: `Lead - ID` is Pipedrive's, a `Lead ID` anybody's.
        """
        dashed = [mark for mark in marks.split("|") if " - " in mark]
        plain = "|".join(mark for mark in marks.split("|") if " - " not in mark)
        return bool(self.find(plain)) or any(mark.casefold() in self._written for mark in dashed)

    def match(self, dialect: Dialect, form: Form) -> FormMatch:
        """Return what the columns are to a form."""
        columns = {
            ours: places for ours, headers in form.columns.items() if (places := self.find(headers))
        }
        rules = [(rule, self.find(rule.headers)) for rule in form.outcomes]
        skips = [
            (rule, places[0], self.find(rule.unless))
            for rule in form.skips
            if (places := self.find(rule.headers))
        ]
        identity = [self.find(headers) for headers in form.identity]
        known = {index for places in columns.values() for index in places}
        known |= {index for _, places in rules for index in places}
        known |= {each for _, index, keeps in skips for each in (index, *keeps)}
        known |= {index for places in identity for index in places}
        known |= set(self.find(form.known))
        known |= {i for i, title in enumerate(self.titles) if title and is_custom(form, title)}
        has_rules = bool(rules) and all(places for _, places in rules)
        if has_rules:
            columns.pop("outcome", None)
        return FormMatch(
            dialect=dialect,
            form=form,
            columns=columns,
            outcomes=tuple((rule, places[0]) for rule, places in rules) if has_rules else (),
            skips=tuple(skips),
            identity=tuple(places[0] for places in identity if places)
            if identity and identity[0]
            else (),
            owner_ids=frozenset(self.find(form.owner_ids)),
            known=frozenset(known),
            has_mark=self.has_any(form.marks),
        )
