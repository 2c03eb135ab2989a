"""What people gave a row after an edit of it, or gave what hangs on it, where that still stands.

What was taken back, or given again as it was, does not count: the values say so, not who did what.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

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


def given_since(told: EditedRow, row: Model) -> Given | None:
    """Return what people gave a row, or the rows that hang on it, after an edit of it; None where nothing stands."""
    later = _later(told).filter(_is_of(row) | _hangs_on(row))
    return _given(later, {(row._meta.label_lower, row.pk): row})


def moved_since(told: EditedRow, row: Finding) -> Given | None:
    """Return what other words people gave a finding after an edit of it; what runs did with the text does not count."""
    return _given(_later(told).filter(_is_of(row)), {(row._meta.label_lower, row.pk): row}, WORDS)


def _later(told: EditedRow) -> Any:
    """Return what other edits did after one, without what is being done now, in order."""
    deed = who_acts()
    now = deed.edit.pk if deed and deed.edit else None
    rows = EditedRow.objects.filter(pk__gt=told.pk).exclude(edit__in={told.edit_id, now} - {None})
    return rows.select_related("edit").order_by("pk")


def _is_of(row: Model) -> Q:
    return Q(model=row._meta.label_lower, row=row.pk)


def _hangs_on(row: Model) -> Q:
    """Return what holds of edited rows that go with a row, such as the titles at a mention.

    Findings are decided by themselves, and so is what articles say of documents.
    """
    hangs = Q(pk__in=[])
    for link in [] if isinstance(row, Article) else row._meta.related_objects:
        model: Any = link.related_model
        if link.on_delete is CASCADE and model._meta.app_label in PUBLIC_APPS and not issubclass(model, Finding):
            column = link.field.attname
            its = Q(row__in=model._base_manager.filter(**{column: row.pk}).values("pk"))
            its |= Q(**{f"before__{column}": row.pk}) | Q(**{f"after__{column}": row.pk})
            hangs |= Q(model=model._meta.label_lower) & its
    return hangs


def _given(later: Any, known: Mapping[tuple[str, int], Model], only: Collection[str] = ()) -> Given | None:
    edits, labels = [], set()
    for (label, pk), one in _by_row(later).items():
        model = apps.get_model(label)
        row = known.get((label, pk)) or model._base_manager.filter(pk=pk).first()
        names = [name for name in _standing(one, row) if not only or name in only]
        if names:
            edits.append(one.edit)
            labels |= {label_of_field(model, name) if name else str(model._meta.verbose_name) for name in names}
    return Given(max(edits, key=lambda edit: edit.pk), sorted(labels)) if edits else None


def _by_row(later: Any) -> dict[tuple[str, int], _Told]:
    by_row: dict[tuple[str, int], _Told] = {}
    for told in later:
        one = by_row.setdefault((told.model, told.row), _Told(told.edit, told.before, told.after))
        one.edit = told.edit
        if one.was is not None:
            one.was = {**(told.before or {}), **one.was}
        one.became = None if told.after is None else {**(one.became or {}), **told.after}
    return by_row


def _standing(one: _Told, row: Model | None) -> Iterator[str]:
    """Yield the fields that are not what they were before the first of the edits; "" where the row came or went."""
    if one.was is None or row is None:
        if (one.was is None) != (row is None):
            yield ""
        return
    now = as_written(values_of(row))
    for name, value in one.was.items():
        if name in WORDS:
            became: Any = (one.became or {}).get(name, value)
            if len(became) != len(value) if name == "parts" else one_spaced(became) != one_spaced(value):
                yield name
        elif name not in MOVED_BY_RUNS and name in now and now[name] != value:
            yield name
