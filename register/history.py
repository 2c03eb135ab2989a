"""What people save is written down: who, when, why, each row before and after. Runs are recorded elsewhere.

It hears of rows that are saved one by one while someone acts (`articles.acting`); bulk writes send no signals, so a
person's action over many rows saves them one by one, or calls `note`.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import SET_NULL, Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from articles.acting import Acting, who_acts
from articles.models import EarlierText, Finding, Origin, Review
from articles.models.credits import Credited
from articles.versions import Values, as_written, values_of
from directives.models import Directive
from register.models import CREDITED_TO, Edit, EditedRow, Proposal, Report
from register.versioning import PUBLIC_APPS, is_writing

LONGEST_NAME: Final = 200  # characters of what a row was called


def watch_people() -> None:
    """Connect the signals of every model whose rows people write."""
    for model in _watched():
        label = model._meta.label_lower
        pre_save.connect(_before_save, sender=model, dispatch_uid=f"history-before-{label}")
        post_save.connect(_after_save, sender=model, dispatch_uid=f"history-after-{label}")
        pre_delete.connect(_before_delete, sender=model, dispatch_uid=f"history-gone-{label}")
    m2m_changed.connect(_topics_changed, sender=Directive.topics.through, dispatch_uid="history-topics")


@cache
def _watched() -> frozenset[type[Model]]:
    models: set[type[Model]] = {Proposal, Report}
    for label in PUBLIC_APPS:
        models.update(apps.get_app_config(label).get_models())
    return frozenset(models - {EarlierText})


def note(row: Model, before: Values | None, after: Values | None) -> None:
    """Write down what became of a row, as part of what someone does; nothing where nobody acts or nothing differs."""
    deed = _deed()
    if deed is None or before == after:
        return
    key = (row._meta.label_lower, row.pk)
    told = deed.rows.get(key)
    if told is None:
        told = EditedRow(edit=_edit(deed, row), model=key[0], row=key[1], before=before, after=after)
        deed.rows[key] = told
    else:  # it was touched already: before stays what it was then
        told.before = None if told.before is None else {**(before or {}), **told.before}
        told.after = {**told.after, **after} if told.after is not None and after is not None else after
    told.said = str(row)[:LONGEST_NAME]
    told.save()


def last_changes(model: type[Model], row: int, names: Iterable[str], since: int = 0) -> dict[str, Edit]:
    """Return which edit was the last to change each field of a row, by field; what no person changed is not in it.

    since is the number of the edited row after which to look. One query.
    """
    wanted, found = set(names), {}
    told_rows = EditedRow.objects.filter(model=model._meta.label_lower, row=row, pk__gt=since).select_related("edit")
    for told in told_rows.order_by("pk"):
        for name in wanted & {*(told.before or {}), *(told.after or {})}:
            found[name] = told.edit
    return found


def _edit(deed: Acting, row: Model) -> Edit:
    """Return the record of what someone does; it is made with the first row that is touched."""
    if deed.edit is None:
        by = deed.by if deed.by is not None and deed.by.is_authenticated else None
        article = row.pk if row._meta.label_lower == "articles.article" else getattr(row, "article_id", None)
        deed.edit = Edit.objects.create(
            by_id=by.pk if by else None,
            by_name=by.get_username() if by else "",
            kind=deed.kind,
            why=deed.why,
            article_id=article,
            undoes_id=deed.undoes,
            details=deed.details,
        )
    edit: Edit = deed.edit
    return edit


def _deed() -> Acting | None:
    return None if is_writing() else who_acts()


def _topics(row: Directive) -> list[int]:
    return sorted(row.topics.values_list("pk", flat=True))


def _stored(row: Model) -> Model | None:
    return type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None


def _before_save(instance: Any, raw: bool = False, **_: Any) -> None:
    instance.__dict__.pop("_stored", None)
    if not raw and _deed():
        instance._stored = _stored(instance)


def _after_save(instance: Any, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
    if raw or not _deed() or "_stored" not in instance.__dict__:
        return
    stored = instance.__dict__.pop("_stored")
    now = _stored(instance)  # as the database has it: what was not among the fields to save is as it was
    assert now
    if stored is None:
        note(instance, None, values_of(now))
        return
    was, became = values_of(stored), values_of(now)
    differing = [name for name in became if was.get(name) != became[name]]
    if differing:
        if isinstance(instance, Finding):
            _remember(instance, stored, was, became)
        note(instance, {name: was[name] for name in differing}, {name: became[name] for name in differing})


def _remember(row: Finding, stored: Finding, was: Values, became: Values) -> None:
    """Keep with a finding what the machine had said when a person first decided; forget it with the decision.

    Where that is taken back and the row still says otherwise, it is kept until a run has written the row.
    """
    if row.origin == Origin.CURATOR or row.is_decided == stored.is_decided:
        return
    said = stored.machine_said
    if row.review != Review.MACHINE:
        row.machine_said = said or was | _credit(stored)
    else:
        row.machine_said = None if _is_as_said(as_written(became | _credit(row)), said or {}) else said
    type(row)._default_manager.filter(pk=row.pk).update(machine_said=row.machine_said)


def _is_as_said(values: Values, said: Values) -> bool:
    return all(values.get(name) == value for name, value in said.items() if name != "review")


def _credit(row: Finding) -> Values:
    """Return the speaker that a row is credited to: the mention that says so may be another row later."""
    mention = getattr(row, "mention", None)
    return {CREDITED_TO: mention.speaker_id if mention else None} if isinstance(row, Credited) else {}


def _before_delete(instance: Any, **_: Any) -> None:
    stored = _stored(instance) if _deed() else None
    if stored is not None:
        _note_what_points(stored)
        note(stored, values_of(stored), None)


def _note_what_points(row: Model) -> None:
    """Write down what no longer points to a row that is deleted: the database is told so in bulk."""
    link: Any
    for link in row._meta.related_objects:
        if link.many_to_many:
            for other in link.related_model._base_manager.filter(**{link.field.name: row}):
                had = values_of(other)[link.field.name]
                note(other, {link.field.name: had}, {link.field.name: [one for one in had if one != row.pk]})
        elif link.on_delete is SET_NULL and link.related_model in _watched():
            for other in link.related_model._base_manager.filter(**{link.field.name: row}):
                note(other, {link.field.attname: row.pk}, {link.field.attname: None})


def _topics_changed(instance: Any, action: str, reverse: bool, **_: Any) -> None:
    if not _deed() or reverse:
        return
    if action.startswith("pre_"):
        instance._had = _topics(instance)
    elif "_had" in instance.__dict__:
        had, has = instance.__dict__.pop("_had"), _topics(instance)
        if had != has:
            note(instance, {"topics": had}, {"topics": has})
