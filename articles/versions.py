"""What a row holds, as the history writes it, and whether it still holds what someone saw before deciding."""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, prefetch_related_objects
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

Values = dict[str, Any]

# Who sent a reader's report: what is deleted there must not stay in the history.
OF_READERS: Final = frozenset({"contact", "fingerprint", "sender"})
# What the history says of a password: that it is another one.
SECRET: Final = frozenset({"password"})
# What follows from other fields when a row is saved.
DERIVED: Final = frozenset({"sort_key", "name_key", "sort_date", "changed_at"})
# What the history leaves out: no one reads it as a decision.
UNWRITTEN: Final = OF_READERS | DERIVED | {"id", "created_at", "last_login", "machine_said", "text_hash"}
# What a person does not look at when deciding: how a run came to say what it says.
UNSEEN: Final = frozenset({"rule", "extractor_version"})

UNSAID: Final = _("It was not said which version you saw. Load the page again.")

MOST_NAMED: Final = 5  # rows that a message names
LENGTH: Final = 4  # characters of a version for each field, of 64 kinds: one change in 16 million looks like none

_written: Final = DjangoJSONEncoder(sort_keys=True).encode  # one for all: to make an encoder costs more than to use it

# Sent before a row is locked, with its model, and before it is asked whether a name or a place is free that is taken
# then: `register` lets whoever writes take turns with the runs, and with each other.
about_to_lock = Signal()


class Difference(NamedTuple):
    """A field that no longer holds what someone saw: its name as in the history, what people call it, what it holds."""

    name: str
    label: str
    now: Any


class Stale(ValidationError):
    """A row is no longer what someone saw when they decided: differences says in which fields, and what is there now.

    A row that is gone has none.
    """

    def __init__(self, row: Model, differences: list[Difference]) -> None:
        fields = ", ".join(difference.label for difference in differences)
        message = _("%(row)s was changed since you opened it: %(fields)s.") if fields else _("%(row)s is gone.")
        super().__init__(message, code="stale", params={"row": str(row), "fields": fields})
        self.row, self.differences = row, differences


def fields_of(model: type[Model]) -> dict[str, Any]:
    """Return the fields of a model by the names that the history gives them (`speaker_id`, `topics`), in its order."""
    many = {field.name: field for field in model._meta.many_to_many}
    return {field.attname: field for field in model._meta.concrete_fields} | many


def value_of(row: Model, field: Any) -> Any:
    """Return what a field of a row holds; of one that holds many rows their ids, in order; of a password a digest."""
    if field.many_to_many:
        return sorted(one.pk for one in getattr(row, field.name).all())
    if field.name in SECRET:
        return _digest(getattr(row, field.attname))
    return getattr(row, field.attname)


def values_of(row: Model) -> Values:
    """Return the fields of a row as the history writes them, topics included; what follows from others left out."""
    fields = fields_of(type(row)).items()
    return {
        name: value_of(row, field)
        for name, field in fields
        if field.name not in UNWRITTEN and (row.pk or not field.many_to_many)
    }


def as_written(values: Mapping[str, Any]) -> Values:
    """Return values as they come back from where JSON was written: days as texts, and so on."""
    written: Values = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return written


def label_of_field(model: type[Model], name: str) -> str:
    """Return what people call a field that the history names; the name itself where there is no such field."""
    field = fields_of(model).get(name)
    return name if field is None else str(field.verbose_name)


def version_of(row: Model) -> str:
    """Return a short text that changes when a field changes that people see: give it back with what they decide.

    To ask for many directives at once, prefetch their topics.
    """
    return "".join(_digests(_seen(row)).values())


def expect(row: Model, version: str) -> None:
    """Raise Stale unless a row, as it was read just now, is of the version that someone saw."""
    seen = _seen(row)
    now = _digests(seen)
    if "".join(now.values()) == version:
        return
    then = [version[at : at + LENGTH] for at in range(0, len(version), LENGTH)]
    names = [name for name, was in zip(now, then, strict=False) if now[name] != was] if len(then) == len(now) else now
    raise Stale(row, [Difference(name, label_of_field(type(row), name), seen[name]) for name in names])


def version_sent(sent: Mapping[str, str], name: str = "version") -> str:
    """Return the version of a row that a page sent along with a decision. Raises ValidationError where it did not."""
    version = sent.get(name, "")
    if not version:
        raise ValidationError(UNSAID, code="unsaid")
    return version


def as_shown(rows: Sequence[Model]) -> str:
    """Return a word for each row, of any models, that changes as its version does: so a form says what it showed.

    With few queries for many rows.
    """
    return " ".join(_told(rows).values())


def refuse_unless_seen(rows: Sequence[Model], shown: str) -> None:
    """Raise ValidationError where a form did not show all of these rows as they are; it names some of them."""
    seen = set(shown.split())
    if others := [row for row, told in _told(rows).items() if told not in seen]:
        named = "; ".join(map(_called, others[:MOST_NAMED]))
        message = _(
            "This was not shown to you as it is now: %(rows)s. Nothing was done; see whether it is still meant."
        )
        raise ValidationError(message, code="stale", params={"rows": named})


def lock(row: Model, version: str | None = None) -> None:
    """Read a row anew and hold it until the transaction ends, so that nobody changes it in between.

    Raises Stale where it is gone, or is not of the version that someone saw.
    """
    about_to_lock.send(sender=type(row))
    held = type(row)._base_manager.select_for_update(of=("self",))
    try:
        row.refresh_from_db(from_queryset=held)
    except type(row).DoesNotExist:  # type: ignore[attr-defined]  # every model has it
        raise Stale(row, []) from None
    if version is not None:
        expect(row, version)


def lock_all(rows: Sequence[Model], versions: Mapping[Any, str] | None = None) -> None:
    """Do what `lock` does for many rows, with as many queries as for one of each model.

    Raises Stale of the first that is gone, or is not of the version that someone saw.
    """
    alike: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        alike[type(row)].append(row)
    for model, ours in alike.items():
        about_to_lock.send(sender=model)
        held = model._base_manager.select_for_update(of=("self",)).in_bulk([row.pk for row in ours])
        prefetch_related_objects(list(held.values()), *(many.name for many in model._meta.many_to_many))
        for row in ours:
            _read_anew(row, held.get(row.pk))
    for row in rows:
        if versions and row in versions:
            expect(row, versions[row])


def _read_anew(row: Any, now: Any) -> None:
    """Give a row what the database holds of it now. Raises Stale where it is gone."""
    if now is None:
        raise Stale(row, [])
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(now, field.attname))
    row._prefetched_objects_cache = getattr(now, "_prefetched_objects_cache", {})


def _told(rows: Sequence[Model]) -> dict[Model, str]:
    for model in {type(row) for row in rows}:
        many = [field.name for field in model._meta.many_to_many]
        prefetch_related_objects([row for row in rows if type(row) is model], *many)
    return {row: _short(f"{row._meta.label_lower}.{row.pk}.{version_of(row)}", 2 * LENGTH) for row in rows}


def _called(row: Model) -> str:
    """Return what people call a row; one that links two others by their names."""
    linked = [field.name for field in row._meta.concrete_fields if field.is_relation and row._meta.auto_created]
    return " – ".join(str(getattr(row, name)) for name in linked) or str(row)


def _seen(row: Model) -> Values:
    return {name: value for name, value in sorted(values_of(row).items()) if name not in UNSEEN}


def _digests(values: Values) -> dict[str, str]:
    return {name: _digest(_written(value)) for name, value in values.items()}


@lru_cache(maxsize=8192)  # a page asks for some thousand fields, most of which hold what others hold
def _digest(told: str) -> str:
    return _short(told, LENGTH)


def _short(told: str, length: int) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(told.encode()).digest()[:length])[:length].decode("ascii")
