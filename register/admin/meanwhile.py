"""What the pages say where another changed a row meanwhile: what it was, what it is by whom, what the person sent."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.compared import ComparedAdmin
from articles.admin.listed import Key, ListedAdmin
from articles.admin.meanwhile import Changed
from articles.versions import fields_of
from register.admin.telling import EMPTY, Names, names_in, said
from register.history import edited_since, last_changes, last_edit
from register.models import Edit


class ToldChange(NamedTuple):
    """A field that another changed: its values when the page was opened and now, who did it, what the person sent."""

    label: str
    opened: str
    now: str
    who: str
    yours: str


def tell_changed(found: list[Changed]) -> list[ToldChange]:
    """Return the fields that differ, as people read them."""
    names = names_in((one.model, values) for one in found for values in (one.opened, one.now, one.yours) if values)
    return [told for one in found for told in _tell(one, names)]


def _tell(one: Changed, names: Names) -> list[ToldChange]:
    fields = fields_of(one.model)
    changes = last_changes(one.model, one.key, one.names)
    return [
        ToldChange(
            capfirst(str(fields[name].verbose_name)),
            said(fields[name], one.opened[name], names),
            _("deleted") if one.now is None else said(fields[name], one.now[name], names),
            who_changed(changes.get(name)),
            said(fields[name], one.yours[name], names) if name in one.yours else EMPTY,
        )
        for name in one.names
    ]


def who_changed(edit: Edit | None) -> str:
    """Return who made a change, and when; that a run did where it was no person."""
    if edit is None:
        return _("by a run")
    return f"{edit.by_name}, {edit.when}"


def told_since(models: Iterable[str], edit: int) -> dict[Key, str]:
    """Return the rows of models that people touched after an edit: what each is called, and who did it last."""
    return {key: f"{told.said} ({who_changed(told.edit)})" for key, told in edited_since(models, edit).items()}


ComparedAdmin.tell_changed = staticmethod(tell_changed)
ListedAdmin.last_edit = staticmethod(last_edit)
ListedAdmin.edited_since = staticmethod(told_since)
