"""What people gave a row after an edit of it, or gave what hangs on it, where that still stands.

What was taken back, or given again as it was, does not count: the values say so, not who did what.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.apps import apps
from django.db.models import CASCADE, Model, Q

from articles.acting import who_acts
from articles.extraction.plain import one_spaced
from articles.models import Article, Finding
from articles.versions import Values, as_written, label_of_field, values_of
from register.models import Edit, EditedRow
from register.versioning import PUBLIC_APPS

# A run moves words with the text: whether people moved them is told by the words, and by the number of their parts.
MOVED_BY_RUNS: Final = frozenset({"start", "end", "intro_start", "intro_end", "earlier_text_id"})
WORDS: Final = frozenset({"exact", "intro", "parts"})

RowKey: TypeAlias = tuple[str, int]  # the label of its model, and its number
Rows: TypeAlias = dict[RowKey, Model | None]


@dataclass(slots=True)
class Given:
    """What was given since: the last edit that did so, and what people call the fields."""

    edit: Edit
    labels: list[str]


@dataclass(slots=True)
class _Told:
    """What the edits of one row say together."""

    edit: Edit  # the last of them
    was: Values | None  # each field before the first of them that changed it; None where that added the row
    became: Values | None  # each field after the last of them; None where that deleted the row


def given_since(edited: Mapping[Model, EditedRow]) -> dict[Model, Given]:
    """Return what people gave rows, or the rows that hang on them, after one edit of them, where something stands.

    With as many queries for many rows of a model as for one.
    """
    found = {}
    for model in {type(row) for row in edited}:
        rows = {row.pk: row for row in edited if type(row) is model}
        told_rows = {key: edited[row] for key, row in rows.items()}
        later, known = _later_of(model, told_rows)
        known |= {(model._meta.label_lower, key): row for key, row in rows.items()}
        for key, told in later.items():
            if given := _given(told, known):
                found[rows[key]] = given
    return found


def moved_since(told: EditedRow, row: Finding) -> Given | None:
    """Return what other words people gave a finding after an edit of it; what runs did with the text does not count."""
    later = _later(told).filter(model=row._meta.label_lower, row=row.pk)
    return _given(later, {(row._meta.label_lower, row.pk): row}, WORDS)


def _later(told: EditedRow) -> Any:
    """Return what other edits did after one, without what is being done now, in order."""
    deed = who_acts()
    now = deed.edit.pk if deed and deed.edit else None
    rows = EditedRow.objects.filter(pk__gt=told.pk).exclude(edit__in={told.edit_id, now} - {None})
    return rows.select_related("edit").order_by("pk")


def _later_of(model: type[Model], told_rows: Mapping[int, EditedRow]) -> tuple[dict[int, list[EditedRow]], Rows]:
    """Return what was done since, in order, to each row of a model that one edit touched, and to what hangs on it.

    Beside it what hangs on them, as it is now; None where that is gone.
    """
    later: dict[int, dict[int, EditedRow]] = defaultdict(dict)
    known: Rows = {}
    since = _later(min(told_rows.values(), key=lambda told: told.pk))

    def add(told: EditedRow, keys: set[Any]) -> None:
        for key in keys & told_rows.keys():
            if told.pk > told_rows[key].pk:
                later[key][told.pk] = told

    for told in since.filter(model=model._meta.label_lower, row__in=told_rows):
        add(told, {told.row})
    for other, column in _hanging(model):
        held_by = dict(other._base_manager.filter(**{f"{column}__in": told_rows}).values_list("pk", column))
        its = Q(row__in=held_by)
        its |= Q(**{f"before__{column}__in": [*told_rows]}) | Q(**{f"after__{column}__in": [*told_rows]})
        found = list(since.filter(its, model=other._meta.label_lower))
        there = other._base_manager.in_bulk({told.row for told in found})
        for told in found:
            add(told, {held_by.get(told.row), (told.before or {}).get(column), (told.after or {}).get(column)})
            known[told.model, told.row] = there.get(told.row)
    return {key: sorted(told.values(), key=lambda one: one.pk) for key, told in later.items()}, known


def _hanging(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Yield the models of rows that go with another, such as the titles at a mention, each with the column for it.

    Findings are decided by themselves, and so is what articles say of documents.
    """
    for link in [] if model is Article else model._meta.related_objects:
        other: Any = link.related_model
        if link.on_delete is CASCADE and other._meta.app_label in PUBLIC_APPS and not issubclass(other, Finding):
            yield other, link.field.attname


def _given(later: Iterable[EditedRow], known: Rows, only: Collection[str] = ()) -> Given | None:
    edits, labels = [], set()
    for key, one in _by_row(later).items():
        model, row = apps.get_model(key[0]), known[key]
        names = [name for name in _not_as_before(one, row) if not only or name in only]
        if names:
            edits.append(one.edit)
            labels |= {label_of_field(model, name) if name else str(model._meta.verbose_name) for name in names}
    return Given(max(edits, key=lambda edit: edit.pk), sorted(labels)) if edits else None


def _by_row(later: Iterable[EditedRow]) -> dict[RowKey, _Told]:
    by_row: dict[RowKey, _Told] = {}
    for told in later:
        one = by_row.setdefault((told.model, told.row), _Told(told.edit, told.before, told.after))
        one.edit = told.edit
        if one.was is not None:
            one.was = {**(told.before or {}), **one.was}
        one.became = None if told.after is None else {**(one.became or {}), **told.after}
    return by_row


def _not_as_before(one: _Told, row: Model | None) -> Iterator[str]:
    """Yield the fields that are not what they were before the first of the edits; "" where the row came or went."""
    if one.was is None or row is None:
        if (one.was is None) != (row is None):
            yield ""
        return
    now = as_written(values_of(row))
    for name, value in one.was.items():
        if name in WORDS:
            if not _are_same_words(name, value, (one.became or {}).get(name, value)):
                yield name
        elif name not in MOVED_BY_RUNS and name in now and now[name] != value:
            yield name


def _are_same_words(name: str, before: Any, after: Any) -> bool:
    """Whether words are what they were, wherever a run may have moved them; of parts, whether there are as many."""
    if name == "parts":
        return len(before) == len(after)
    return bool(one_spaced(before) == one_spaced(after))
