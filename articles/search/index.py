"""Keeping the entries in step with the rows that they are of, in the transaction that writes those.

A model whose rows can be searched for says what they are found by (`searched`) and which of its fields that depends on
(`SEARCHED`); `COMPLETED` says that its names are completed while they are typed. What is saved row by row is seen by
Django's signals. Bulk writes send none: they belong inside `together()`, and who makes them says which rows they touch.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Final, Protocol, TypeAlias, cast

from django.apps import apps
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save

from articles.models.identity import Alias
from articles.search.completion import keep_completions
from articles.search.models import SearchEntry, entry_of
from articles.search.searched import Searched
from articles.together import saved_together

AT_A_TIME: Final = 500  # rows of which entries are read or written at once
WORDS: Final = ("article_id", "title", "marked_title", "text", "marked_text")


class Findable(Protocol):
    """A row that can be searched for."""

    pk: int

    def searched(self) -> Searched:
        """Return what it is found by."""


Insert: TypeAlias = Callable[[Sequence[SearchEntry]], Any]
Touched: TypeAlias = "dict[type[Model], dict[int, Findable | None]]"  # the row by its number, where it is at hand

_touched: ContextVar["Touched | None"] = ContextVar("touched", default=None)


def watch() -> None:
    """Connect the signals of every model whose rows can be searched for, and of the models of their other names."""
    for model in findable():
        post_save.connect(_saved, sender=model, dispatch_uid=f"search-saved-{model._meta.label}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"search-deleted-{model._meta.label}")
        saved_together.connect(_saved_together, sender=model, dispatch_uid=f"search-together-{model._meta.label}")
    for alias in (model for model in apps.get_models() if issubclass(model, Alias)):
        for signal in (post_save, post_delete):
            signal.connect(_named, sender=alias, dispatch_uid=f"search-named-{alias._meta.label}")


@cache
def findable() -> tuple[type[Model], ...]:
    """Return the models whose rows can be searched for."""
    return tuple(model for model in apps.get_models() if hasattr(model, "SEARCHED"))


@contextmanager
def together(insert: Insert | None = None) -> Iterator[None]:
    """Write the entries of all rows touched within at its end, each once; insert writes those that are new."""
    if _touched.get() is not None:
        yield
        return
    touched: Touched = defaultdict(dict)
    token = _touched.set(touched)
    try:
        yield
    finally:
        _touched.reset(token)
    _write(touched, insert or SearchEntry.objects.bulk_create)


def touch(model: type[Model], rows: Iterable[int]) -> None:
    """Bring the entries of rows in step, which may be gone: at once, or at the end of `together()`."""
    _touch(model, dict.fromkeys(rows))


def touch_rows(rows: Sequence[Any], fields: Iterable[str] | None = None) -> None:
    """Do so for rows of one model as they are at hand, whole; with fields only where one of these is searched."""
    if rows and hasattr(rows[0], "SEARCHED") and (fields is None or depends_on(type(rows[0]), fields)):
        _touch(type(rows[0]), {row.pk: row for row in rows})


def portions() -> Iterator[tuple[type[Model], list[int]]]:
    """Yield the numbers of all rows that there are or that have an entry, some of one model at a time."""
    for model in findable():
        entries = SearchEntry.objects.filter(kind=kind_of(model)).values_list("row", flat=True)
        numbers = {*model._base_manager.values_list("pk", flat=True), *entries}
        for some in _portions(sorted(numbers)):
            yield model, some


def bring_in_step(model: type[Model], rows: Iterable[int]) -> int:
    """Write the entries of rows that are missing or wrong; return how many these were."""
    changed, missing = _bring_in_step(model, dict.fromkeys(rows))
    SearchEntry.objects.bulk_create(missing)
    return changed + len(missing)


def kind_of(model: type[Model]) -> str:
    """Return by what name entries know a model."""
    return str(model._meta.model_name)


def entries_of(model: type[Model], rows: Iterable[int]) -> dict[int, SearchEntry]:
    """Return the entries that rows should have, by their numbers; none for those that are gone."""
    return {row.pk: entry_of(kind_of(model), row.pk, row.searched()) for row in _read(model, rows)}


def depends_on(model: type[Model], fields: Iterable[str]) -> bool:
    """Say whether what rows of a model are found by depends on one of these fields, by name or column."""
    searched: tuple[str, ...] = model.SEARCHED  # type: ignore[attr-defined]
    return not {*searched}.isdisjoint(name.removesuffix("_id") for name in fields)


def _touch(model: type[Model], rows: "dict[int, Findable | None]") -> None:
    touched = _touched.get()
    if touched is not None:
        touched[model].update(rows)
    elif rows:
        _write({model: rows}, SearchEntry.objects.bulk_create)


def _write(touched: Touched, insert: Insert) -> None:
    """Insert the entries that are missing, all kinds at once; change those that differ, delete those without a row."""
    missing: list[SearchEntry] = []
    for model, rows in touched.items():
        for some in _portions(rows):
            missing += _bring_in_step(model, {pk: rows[pk] for pk in some})[1]
    if missing:
        insert(missing)


def _bring_in_step(model: type[Model], rows: "dict[int, Findable | None]") -> tuple[int, list[SearchEntry]]:
    """Change and delete entries where that is needed; return how many these were, and those that are to be inserted."""
    there = {one.row: one for one in SearchEntry.objects.filter(kind=kind_of(model), row__in=rows)}
    at_hand = [row for row in rows.values() if row is not None and not hasattr(row, "aliases")]
    known = {row.pk for row in at_hand}
    wanted = {row.pk: entry_of(kind_of(model), row.pk, row.searched()) for row in at_hand}
    wanted |= entries_of(model, [pk for pk in rows if pk not in known])
    differing = []
    for pk in wanted.keys() & there.keys():
        if any(getattr(wanted[pk], name) != getattr(there[pk], name) for name in WORDS):
            wanted[pk].pk = there[pk].pk
            differing.append(wanted[pk])
    if differing:
        SearchEntry.objects.bulk_update(differing, WORDS)
    if hasattr(model, "COMPLETED"):
        keep_completions(kind_of(model), list(rows), wanted.values())
    gone = [there[pk].pk for pk in there.keys() - wanted.keys()]
    if gone:
        SearchEntry.objects.filter(pk__in=gone).delete()
    return len(differing) + len(gone), [wanted[pk] for pk in wanted if pk not in there]


def _read(model: type[Model], rows: Iterable[int]) -> Iterable[Findable]:
    numbers = list(rows)
    if not numbers:
        return []
    found: QuerySet[Any] = model._base_manager.filter(pk__in=numbers)
    return cast("Iterable[Findable]", found.prefetch_related("aliases") if hasattr(model, "aliases") else found)


def _portions(numbers: Iterable[int]) -> Iterator[list[int]]:
    whole = list(numbers)
    for at in range(0, len(whole), AT_A_TIME):
        yield whole[at : at + AT_A_TIME]


def _saved(sender: type[Model], instance: Model, update_fields: Iterable[str] | None, **_: Any) -> None:
    if update_fields is None or depends_on(sender, update_fields):
        touch(sender, [instance.pk])


def _deleted(sender: type[Model], instance: Model, **_: Any) -> None:
    touch(sender, [instance.pk])


def _saved_together(sender: type[Model], rows: Sequence[Any], fields: Sequence[str], **_: Any) -> None:
    if depends_on(sender, fields):
        touch(sender, [row.pk for row in rows])


def _named(sender: type[Alias], instance: Alias, **_: Any) -> None:
    """An alias came, went, or is another now: what it belongs to is found by other names."""
    pointer: Any = sender._meta.get_field(sender.natural_fields[0].partition("__")[0])
    touch(pointer.related_model, [getattr(instance, pointer.attname)])
