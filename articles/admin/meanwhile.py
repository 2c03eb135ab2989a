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
    """A row whose fields another has changed since a page was opened; now is None where it is gone.

    yours holds what the person typed in them, once `typed_in` has read it.
    """

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
    opened: Opened = {"row": _held(stored, _changeable(form)), "below": {}}
    for formset in formsets:
        forms = {one.instance.pk: one for one in formset.initial_forms if one.instance.pk}
        there: Any = formset.model._base_manager.in_bulk(list(forms)) if anew else {}
        rows = {
            key: _held(there.get(key, one.instance), _changeable(one) - {formset.fk.name}) for key, one in forms.items()
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
    found = [Changed(type(row), row.pk, opened["row"], _now(row, opened["row"]), {})]
    for below in opened["below"].values():
        model = apps.get_model(below["model"])
        there = model._base_manager.in_bulk([int(key) for key in below["rows"]])
        for key, was in below["rows"].items():
            one = there.get(int(key))
            found.append(Changed(model, int(key), was, _now(one, was) if one is not None else None, {}))
    return [one for one in found if one.names]


def typed_in(found: Iterable[Changed], form: Any, formsets: Iterable[Any]) -> list[Changed]:
    """Return what others changed, with what the person typed there, as the forms of the page were sent.

    A field that the person left as the page had it is theirs no more: its form shows what is there now.
    """
    forms = {(type(form.instance), form.instance.pk): form}
    for formset in formsets:
        forms |= {(formset.model, _number(one)): one for one in formset.initial_forms}
    return [one._replace(yours=_typed(one, forms.get((one.model, one.key)))) for one in found]


def _number(form: Any) -> int | None:
    """Return the number of the row that a form below another was sent for, also where it is gone by now."""
    sent = form.data.get(form.add_prefix("id"), "")
    return int(sent) if is_id(sent) else None


def _typed(changed: Changed, form: Any) -> Values:
    typed = {}
    for name in changed.names if form is not None else ():
        field = fields_of(changed.model)[name]
        shown = form.fields.get(field.name)
        if shown is None:
            continue
        if shown.has_changed(_opened_with(field, changed.opened[name]), form[field.name].data):
            typed[name] = _read(field, form.data.getlist(form.add_prefix(field.name)))
        else:
            shown.bound_data = _now_there
    return typed


def _opened_with(field: Any, written: Any) -> Any:
    """Return what a field of a form was filled in with, of what is written of it."""
    return written if field.is_relation else field.to_python(written)


def _now_there(sent: Any, now: Any) -> Any:
    """Return what a field of a form shows where the person left it as it was."""
    return now


def hold(model: type[Model], key: str) -> Model | None:
    """Return a row, held until the transaction ends; None where it is gone."""
    about_to_lock.send(sender=model)
    return model._base_manager.select_for_update(of=("self",)).filter(pk=key).first()


def _changeable(form: Any) -> set[str]:
    """Return the fields of a form that may be changed; what others only show, a password's hash, leaves no page."""
    return {name for name, field in form.fields.items() if not field.disabled}


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


def _read(field: Any, values: list[str]) -> Any:
    """Return what a person sent for a field, as far as it reads as the history writes it."""
    keys = [int(value) for value in values if is_id(value)]
    if field.many_to_many:
        return sorted(keys)
    if field.is_relation:
        return keys[0] if keys else None
    if field.get_internal_type() == "BooleanField":
        return bool(values)
    return values[0] if values and values[0] != "" else None if field.null else ""


def _name(row: Model) -> str:
    return f"{row._meta.label_lower} {row.pk}"
