"""The known rows that come with the project: offices, people, documents, topics, outlets (see fixtures/README.md).

What people did with these rows counts for more than the files. So the files fill a new database by themselves; after
that they only add, and only when asked: no row that exists is changed, and a deleted one does not come back unasked.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models.signals import pre_save
from django.utils import timezone

from articles.circles import leads_back
from articles.models import Office, Organ
from articles.models.identity import NaturalKey
from directives.models import Topic
from register.versioning import PUBLIC_APPS, writing

Key: TypeAlias = tuple[str, ...]

FILES: Final = ("organs", "offices", "speakers", "topics", "resolutions", "outlets")  # each needs only those before it
FILLED_FROM_FILES: Final = (Organ, Office, Topic)  # no article adds to these: all empty, the database is new


class FixtureError(Exception):
    """A fixture that cannot be loaded; says which and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as a fixture gives it."""

    file: str
    model: type[NaturalKey]
    fields: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """What the row is known by; in a fixture the key of a row it belongs to is a list of one."""
        values = ((lookup, self.fields.get(lookup.partition("__")[0], "")) for lookup in self.model.natural_fields)
        return self.model.key_of(value[0] if "__" in lookup else value for lookup, value in values)


@dataclass(slots=True)
class Loaded:
    """How many rows of each model were added, were there already, and were left out of a database that is not new."""

    added: Counter[str] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def load(folder: Path, *, add: bool = False) -> Loaded:
    """Add the rows of the fixtures in folder that are missing, if the database is new or add is true.

    All of them or none, in one transaction; where nothing is missing, nothing is written. Raises FixtureError.
    """
    entries = list(read(folder))
    _refuse_circles(entries)
    present = {model: _keys(model) for model in dict.fromkeys(entry.model for entry in entries)}
    loaded = Loaded()
    missing = []
    for entry in entries:
        if entry.key in present[entry.model]:
            loaded.present[_name(entry.model)] += 1
        else:
            missing.append(entry)
    counts = loaded.added if add or is_new() else loaded.left_out
    counts.update(_name(entry.model) for entry in missing)
    if loaded.added:
        with writing():
            _add(missing)
    return loaded


def is_new() -> bool:
    """Whether no fixtures were loaded yet."""
    return not any(model._default_manager.exists() for model in FILLED_FROM_FILES)


def read(folder: Path) -> Iterator[Entry]:
    """Yield the rows of the fixtures in folder, each after those that it refers to. Raises FixtureError."""
    for name in FILES:
        path = folder / f"{name}.json"
        try:
            for row in json.loads(path.read_text(encoding="utf-8")):
                model = apps.get_model(row["model"])
                if not issubclass(model, NaturalKey):
                    raise FixtureError(f"{path}: {row['model']} is not among the known rows")
                yield Entry(path.name, model, row["fields"])
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise FixtureError(f"{path}: {error}") from error


def _refuse_circles(entries: list[Entry]) -> None:
    """Raise FixtureError where rows of the files stand below themselves by a pointer to their own model."""
    above: dict[tuple[type[NaturalKey], str], dict[Key, Key]] = defaultdict(dict)
    for entry in entries:
        for column in entry.model._meta.concrete_fields:
            if column.related_model is entry.model and entry.fields.get(column.name):
                above[entry.model, column.name][entry.key] = tuple(entry.fields[column.name])
    for (model, name), pointers in above.items():
        for key in pointers:
            if leads_back(key, pointers):
                raise FixtureError(f"{_name(model)} {key[0]} stands below itself by its {name}")


def _keys(model: type[NaturalKey]) -> set[Key]:
    return set(map(model.key_of, model._default_manager.values_list(*model.natural_fields)))


def _name(model: type[NaturalKey]) -> str:
    return model._meta.model_name or ""


def _add(entries: list[Entry]) -> None:
    """Save the rows, each by its model's own save(), so that what follows from other fields is set."""
    ids: dict[type[models.Model], dict[str, int]] = {}
    for entry in entries:
        values = {}
        for name, value in entry.fields.items():
            column = entry.model._meta.get_field(name)
            if isinstance(column, models.ForeignKey):
                values[column.attname] = _id(ids, column.related_model, value[0], entry)
            else:
                values[name] = value
        row = entry.model(**values)
        try:
            row.save(force_insert=True)
        except (IntegrityError, ValueError) as error:
            raise FixtureError(f"{entry.file}: {_name(entry.model)} {entry.key}: {error}") from error
        if entry.model in ids and len(entry.key) == 1:
            ids[entry.model][entry.key[0]] = row.pk


def _id(ids: dict[type[models.Model], dict[str, int]], model: type[models.Model], key: str, entry: Entry) -> int:
    """Return the number of the row of that key, reading those of a model once. Raises FixtureError if there is none."""
    assert issubclass(model, NaturalKey)  # what a known row refers to is one itself
    if model not in ids:
        ids[model] = dict(model._default_manager.values_list(*model.natural_fields, "pk"))
    if key not in ids[model]:
        wanted = f"{_name(model)} {key}"
        raise FixtureError(f"{entry.file}: {_name(entry.model)} {entry.key} refers to {wanted}, which is not there")
    return ids[model][key]


def watch_loaddata() -> None:
    """Let Django's own loaddata load the fixtures too: it goes past save(), so what save() sets is set here."""
    for label in PUBLIC_APPS:
        for model in apps.get_app_config(label).get_models():
            pre_save.connect(_complete, sender=model, dispatch_uid=f"complete-{model._meta.label}")


def _complete(sender: type[models.Model], instance: models.Model, raw: bool, **_: Any) -> None:
    if not raw:
        return
    derive = getattr(instance, "derive", None)
    if derive:
        derive()
    for column in sender._meta.concrete_fields:
        moment = isinstance(column, models.DateTimeField) and (column.auto_now or column.auto_now_add)
        if moment and getattr(instance, column.attname) is None:
            setattr(instance, column.attname, timezone.now())
