"""What people save is written down: who, when, why, each row before and after. Runs are recorded elsewhere.

It hears of rows that are saved one by one while someone acts (`articles.acting`); bulk writes send no signals, so a
person's action over many rows saves them one by one, or calls `note`.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final, TypeAlias

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db.models import SET_NULL, Max, Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from articles.acting import Acting, who_acts
from articles.models import Article, EarlierText, Finding, Origin, PrintedTitle, Review
from articles.models.credits import Credited
from articles.together import about_to_save_together, saved_together
from articles.versions import Values, as_written, values_of
from directives.models import Directive
from register.models import CREDITED_TO, Edit, EditedRow, Proposal, Report
from register.versioning import PUBLIC_APPS, is_writing

LONGEST_NAME: Final = 200  # characters of what a row was called

Change: TypeAlias = tuple[Model, Values | None, Values | None]  # a row, and what it was and is; None where it was not


def watch_people() -> None:
    """Connect the signals of every model whose rows people write."""
    for model in _watched():
        label = model._meta.label_lower
        for before in (pre_save, about_to_save_together):
            before.connect(_before_save, sender=model, dispatch_uid=f"history-before-{label}")
        for after in (post_save, saved_together):
            after.connect(_after_save, sender=model, dispatch_uid=f"history-after-{label}")
        pre_delete.connect(_before_delete, sender=model, dispatch_uid=f"history-gone-{label}")
    for many in (Directive.topics, Group.permissions, User.groups, User.user_permissions):
        m2m_changed.connect(_many_changed, sender=many.through, dispatch_uid=f"history-{many.through.__name__}")


@cache
def _watched() -> frozenset[type[Model]]:
    models: set[type[Model]] = {Group, Proposal, Report, User}
    for label in PUBLIC_APPS:
        models.update(apps.get_app_config(label).get_models())
    return frozenset(models - {EarlierText})


def note(row: Model, before: Values | None, after: Values | None) -> None:
    """Write down what became of a row, as part of what someone does; nothing where nobody acts or nothing differs."""
    note_all([(row, before, after)])


def note_all(changes: Iterable[Change]) -> None:
    """Write down what became of rows, as `note` does: with one query for all that were not touched before."""
    deed = _deed()
    if deed is None:
        return
    told = [_tell(deed, *change) for change in changes if change[1] != change[2]]
    EditedRow.objects.bulk_create([one for one in told if one._state.adding])


def _tell(deed: Acting, row: Model, before: Values | None, after: Values | None) -> EditedRow:
    """Return what the history says of a row: not saved yet where it was not touched before, else saved."""
    key = (row._meta.label_lower, row.pk)
    told = deed.rows.get(key)
    if told is None:
        told = EditedRow(
            edit=_edit(deed, row), model=key[0], row=key[1], article_id=_article(row), before=before, after=after
        )
        deed.rows[key] = told
    else:  # it was touched already: before stays what it was then
        told.before = None if told.before is None else {**(before or {}), **told.before}
        told.after = {**told.after, **after} if told.after is not None and after is not None else after
    told.said = str(row)[:LONGEST_NAME]
    if not told._state.adding:
        told.save()
    row_told: EditedRow = told
    return row_told


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


def last_edit() -> int:
    """Return the number of the last edit; 0 where there is none."""
    return Edit.objects.aggregate(last=Max("pk"))["last"] or 0


def edited_since(models: Iterable[str], edit: int) -> dict[tuple[str, int], EditedRow]:
    """Return the rows of models, named by their labels, that people touched after an edit: what they did last to each.

    One query.
    """
    told_rows = EditedRow.objects.filter(model__in=set(models), edit__gt=edit).select_related("edit").order_by("pk")
    return {(told.model, told.row): told for told in told_rows.defer("before", "after", "edit__details")}


def _edit(deed: Acting, row: Model) -> Edit:
    """Return the record of what someone does; it is made with the first row that is touched."""
    if deed.edit is None:
        by = deed.by if deed.by is not None and deed.by.is_authenticated else None
        deed.edit = Edit.objects.create(
            by_id=by.pk if by else None,
            by_name=by.get_username() if by else "",
            kind=deed.kind,
            why=deed.why,
            article_id=_article(row),
            undoes_id=deed.undoes,
            details=deed.details,
        )
    edit: Edit = deed.edit
    return edit


def _article(row: Model) -> int | None:
    """Return the number of the article that a row is, or is of; None of a row that articles share."""
    if isinstance(row, Article):
        return row.pk
    return getattr(row.mention if isinstance(row, PrintedTitle) else row, "article_id", None)


def _deed() -> Acting | None:
    return None if is_writing() else who_acts()


def _stored(rows: Sequence[Model]) -> dict[int, Model]:
    """Return rows of one model as the database has them, by their numbers, with what the history tells of them."""
    model = type(rows[0])
    found = model._default_manager.prefetch_related(*(many.name for many in model._meta.many_to_many))
    if issubclass(model, Credited):
        found = found.select_related("mention")
    return found.in_bulk([row.pk for row in rows if row.pk])


def _before_save(instance: Any = None, rows: Sequence[Any] = (), raw: bool = False, **_: Any) -> None:
    saved = rows or [instance]
    for row in saved:
        row.__dict__.pop("_stored", None)
    if not raw and _deed():
        stored = _stored(saved)
        for row in saved:
            row._stored = stored.get(row.pk)


def _after_save(instance: Any = None, rows: Sequence[Any] = (), raw: bool = False, **_: Any) -> None:
    saved = rows or [instance]
    if raw or not _deed() or "_stored" not in saved[0].__dict__:
        return
    changes: list[Change] = []
    stored = {row: row.__dict__.pop("_stored") for row in saved}
    now = _stored(saved)  # as the database has them: what was not among the fields to save is as it was
    remembered = []
    for row, was_row in stored.items():
        if was_row is None:
            changes.append((row, None, values_of(now[row.pk])))
            continue
        was, became = values_of(was_row), values_of(now[row.pk])
        differing = [name for name in became if was.get(name) != became[name]]
        if differing:
            if isinstance(row, Finding) and _remember(row, was_row, now[row.pk], was, became):
                remembered.append(row)
            changes.append((row, {name: was[name] for name in differing}, {name: became[name] for name in differing}))
    if remembered:
        type(remembered[0])._default_manager.bulk_update(remembered, ["machine_said"])
    note_all(changes)


def _remember(row: Finding, stored: Any, now: Any, was: Values, became: Values) -> bool:
    """Keep with a finding what the machine had said when a person first decided; forget it with the decision.

    Where that is taken back and the row still says otherwise, it is kept until a run has written the row. Return
    whether it is to be written.
    """
    if row.origin == Origin.CURATOR or row.is_decided == stored.is_decided:
        return False
    said = stored.machine_said
    if row.review != Review.MACHINE:
        row.machine_said = said or was | _credit(stored)
    else:
        row.machine_said = None if _is_as_said(as_written(became | _credit(now)), said or {}) else said
    return True


def _is_as_said(values: Values, said: Values) -> bool:
    return all(values.get(name) == value for name, value in said.items() if name != "review")


def _credit(row: Finding) -> Values:
    """Return the speaker that a row is credited to: the mention that says so may be another row later."""
    mention = getattr(row, "mention", None)
    return {CREDITED_TO: mention.speaker_id if mention else None} if isinstance(row, Credited) else {}


def _before_delete(instance: Any, **_: Any) -> None:
    stored = _stored([instance]).get(instance.pk) if _deed() else None
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


def _many_changed(sender: Any, instance: Any, action: str, reverse: bool, **_: Any) -> None:
    """Write down which rows a field that holds many of them got or lost."""
    if not _deed() or reverse:
        return
    name = next(many.name for many in instance._meta.many_to_many if many.remote_field.through is sender)
    has = sorted(getattr(instance, name).values_list("pk", flat=True))
    if action.startswith("pre_"):
        instance.__dict__.setdefault("_had", {})[name] = has
    elif name in instance.__dict__.get("_had", {}):
        had = instance._had.pop(name)
        if had != has:
            note(instance, {name: had}, {name: has})
