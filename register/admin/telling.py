"""What people did, in the reader's language: fields and choices by their names, rows by what they are called."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from django.contrib.admin.utils import display_for_field
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db.models import JSONField, Model
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from articles.admin.sentences import sentence
from articles.models import Article, Finding
from articles.versions import SECRET, Values, fields_of
from register.models import EditedRow
from register.roles import permission_label, role_label

EMPTY: Final = "–"
HIDDEN: Final = "•••"
SHORT: Final = 80  # characters of a value in a list
MOST_WORDS: Final = 4_000  # of a text whose words are compared one by one; longer ones differ as a whole
WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
SENTENCES: Final = frozenset({"reason", "detail"})  # the machine's, which are told in the reader's language

Names = dict[type[Model], dict[int, str]]


class Piece(NamedTuple):
    """Some words of a value, and whether the other value lacks them."""

    text: str
    differs: bool


class ToldField(NamedTuple):
    """A field that an edit changed: what it is called, and what it held before and after."""

    label: str
    before: str
    after: str

    @property
    def short_before(self) -> str:
        return Truncator(self.before).chars(SHORT)

    @property
    def short_after(self) -> str:
        return Truncator(self.after).chars(SHORT)

    @property
    def pieces_before(self) -> list[Piece]:
        return list(_pieces(self.before, self.after))

    @property
    def pieces_after(self) -> list[Piece]:
        return list(_pieces(self.after, self.before))


class ToldRow(NamedTuple):
    """What an edit did to a row: of which kind it is, what it was called, what differs."""

    row: EditedRow
    kind: str
    fields: list[ToldField]

    @property
    def was_added(self) -> bool:
        return self.row.before is None

    @property
    def was_deleted(self) -> bool:
        return self.row.after is None


def tell(rows: Iterable[EditedRow]) -> list[ToldRow]:
    """Return what edits did to rows; one query for each model of which some row is pointed to."""
    known = [(row, model) for row in rows if (model := row.of_model)]
    names = names_in((model, values) for row, model in known for values in (row.before, row.after) if values)
    return [
        ToldRow(row, str(model._meta.verbose_name), differences(model, row.before, row.after, names))
        for row, model in known
    ]


def differences(
    model: type[Model], before: Values | None, after: Values | None, names: Names | None = None
) -> list[ToldField]:
    """Return the fields in which two states of a row differ, as people read them, in the order of the model."""
    was, now = before or {}, after or {}
    if names is None:
        names = names_in([(model, was), (model, now)])
    told = []
    for name, field in fields_of(model).items():
        if (name in was or name in now) and was.get(name) != now.get(name):
            texts = [said(field, values[name], names) if name in values else EMPTY for values in (was, now)]
            told.append(ToldField(capfirst(str(field.verbose_name)), *texts))
    return told


def _pieces(text: str, other: str) -> Iterator[Piece]:
    """Yield the pieces of a text, whether the other has them or not."""
    words, others = WORDS.findall(text), WORDS.findall(other)
    if len(words) > MOST_WORDS or len(others) > MOST_WORDS:
        yield Piece(text, True)
        return
    for operation, start, end, _start, _end in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if end > start:
            yield Piece("".join(words[start:end]), operation != "equal")


def said(field: Any, value: Any, names: Names) -> str:
    """Return a value as people read it."""
    if value in (None, "", []):
        return EMPTY
    if field.name in SECRET:
        return HIDDEN
    if field.is_relation:
        known = names.get(field.related_model, {})
        keys = value if field.many_to_many else [value]
        return ", ".join(known.get(key) or _("no longer there (%(number)s)") % {"number": key} for key in keys)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, JSONField):
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if field.name in SENTENCES:
        return sentence(str(value))
    try:
        return str(display_for_field(field.to_python(value), field, EMPTY))
    except ValidationError:  # what a person typed may be no such value
        return str(value)


def names_in(told: Iterable[tuple[type[Model], Values]]) -> Names:
    """Return what the rows are called that values point to, by model and number."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for model, values in told:
        for name, field in fields_of(model).items():
            value = values.get(name)
            if field.is_relation and value is not None:
                wanted[field.related_model].update(value if isinstance(value, list) else [value])
    return {model: {row.pk: _name(row) for row in _called(model, keys)} for model, keys in wanted.items()}


def _name(row: Model) -> str:
    """Return what a row is called; of a role and a permission the database holds the name in English alone."""
    if isinstance(row, Group):
        return role_label(row)
    return permission_label(row) if isinstance(row, Permission) else str(row)


def _called(model: type[Model], keys: set[int]) -> Any:
    """Return rows with what their names are made of, and without long texts."""
    rows = model._base_manager.filter(pk__in=keys)
    if issubclass(model, Finding):
        return rows.only("exact")
    if model is Article:
        return rows.only("display_title")
    pointers = [field.name for field in model._meta.concrete_fields if field.is_relation]
    rows = rows.select_related(*pointers) if pointers else rows
    return rows.defer("text", "article__text") if "article" in pointers else rows
