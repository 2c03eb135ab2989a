"""Two people on one record: what a page held when it was opened is sent along, and compared before it is saved."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.core import signing
from django.db.models import Model
from django.http import HttpRequest

from articles.admin.completion import is_id
from articles.versions import Values, about_to_lock, as_written, fields_of, value_of

OPENED: Final = "opened"  # the hidden field that says what the page held
SALT: Final = "articles.admin.opened"

Opened = dict[str, Any]


class Changed(NamedTuple):
    """A row whose fields another has changed since a page was opened; now is None where it is gone."""

    model: type[Model]
    key: int
    opened: Values
    now: Values | None
    yours: Values

    @property
    def names(self) -> list[str]:
        """The fields that differ, as the history names them."""
        return [name for name, was in self.opened.items() if self.now is None or self.now[name] != was]


def opened_of(row: Model, form: Any, formsets: Iterable[Any], anew: bool = False) -> Opened:
    """Return what the fields of a page hold that a person may change: of its row, and of the rows below it.

    anew reads them from the database: what was sent stands in the rows by then.
    """
    stored = type(row)._base_manager.get(pk=row.pk) if anew else row
    opened: Opened = {"row": _held(stored, form.fields), "below": {}}
    for formset in formsets:
        forms = {one.instance.pk: one for one in formset.initial_forms if one.instance.pk}
        there: Any = formset.model._base_manager.in_bulk(list(forms)) if anew else {}
        rows = {
            key: _held(there.get(key, one.instance), set(one.fields) - {formset.fk.name}) for key, one in forms.items()
        }
        if any(rows.values()):
            opened["below"][formset.prefix] = {"model": formset.model._meta.label_lower, "rows": rows}
    return opened


def signed(opened: Opened, row: Model) -> str:
    """Return what a page held as its hidden field sends it, for this row alone."""
    return signing.dumps({**as_written(opened), "of": _name(row)}, salt=SALT, compress=True)


def changed_meanwhile(request: HttpRequest, row: Model) -> list[Changed] | None:
    """Return in what a row, and the rows below it, are no longer what the page held; None where it does not say.

    The row is held until the transaction ends.
    """
    try:
        opened = signing.loads(request.POST.get(OPENED, ""), salt=SALT)
    except signing.BadSignature:
        return None
    if opened.get("of") != _name(row):
        return None
    sent = request.POST
    found = [Changed(type(row), row.pk, opened["row"], _now(row, opened["row"]), _sent(row, opened["row"], sent, ""))]
    for prefix, below in opened["below"].items():
        model = apps.get_model(below["model"])
        there = model._base_manager.in_bulk([int(key) for key in below["rows"]])
        places = _places(prefix, sent)
        for key, was in below["rows"].items():
            one = there.get(int(key))
            yours = _sent(model(), was, sent, f"{prefix}-{places[key]}-") if key in places else {}
            found.append(Changed(model, int(key), was, _now(one, was) if one is not None else None, yours))
    return [one for one in found if one.names]


def hold(model: type[Model], key: str) -> Model | None:
    """Return a row, held until the transaction ends; None where it is gone."""
    about_to_lock.send(sender=model)
    return model._base_manager.select_for_update(of=("self",)).filter(pk=key).first()


def _held(row: Model, names: Iterable[str]) -> Values:
    """Return what fields of a row hold, of those that the database has."""
    chosen = set(names)
    return {
        name: value_of(row, field)
        for name, field in fields_of(type(row)).items()
        if field.name in chosen and not field.primary_key and not _is_owner(field)
    }


def _is_owner(field: Any) -> bool:
    return bool(field.is_relation and field.remote_field.parent_link)


def _now(row: Model, opened: Values) -> Values:
    return as_written(_held(row, [field.name for name, field in fields_of(type(row)).items() if name in opened]))


def _sent(row: Model, opened: Values, sent: Any, prefix: str) -> Values:
    """Return what a person sent for fields, as far as it reads as the history writes it."""
    return {
        name: _read(field, sent.getlist(f"{prefix}{field.name}"))
        for name, field in fields_of(type(row)).items()
        if name in opened
    }


def _read(field: Any, values: list[str]) -> Any:
    keys = [int(value) for value in values if is_id(value)]
    if field.many_to_many:
        return sorted(keys)
    if field.is_relation:
        return keys[0] if keys else None
    if field.get_internal_type() == "BooleanField":
        return bool(values)
    return values[0] if values and values[0] != "" else None if field.null else ""


def _places(prefix: str, sent: Any) -> dict[str, str]:
    """Return at which place of a formset each row is sent, by its number."""
    ids = {name: value for name, value in sent.items() if name.startswith(f"{prefix}-") and name.endswith("-id")}
    return {value: name.removeprefix(f"{prefix}-").removesuffix("-id") for name, value in ids.items()}


def _name(row: Model) -> str:
    return f"{row._meta.label_lower} {row.pk}"
