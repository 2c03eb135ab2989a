"""Putting one row back: giving it what it had, bringing it again, or taking it away."""

from collections import defaultdict
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import CASCADE, PROTECT, RESTRICT, SET_NULL, BaseConstraint, Model, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Finding, Office
from articles.versions import DERIVED, Values
from register.models import EditedRow
from register.renaming import unname
from register.undo.meanwhile import given_after, refuse_if_changed, values_by_now, without_others_decision
from register.undo.places import PLACES, anchor_now, words_back
from register.undo.values import give, refuse_if_missing

HOLDS: Final = (CASCADE, PROTECT, RESTRICT, SET_NULL)


def take_back_row(told: EditedRow) -> Model | None:
    """Put one row back to what it was before an edit; return it unless it is gone."""
    model = told.of_model
    if model is None:
        raise ValidationError(_("There are no such rows any more: %(row)s."), code="gone", params={"row": told.said})
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=told.row).first()
    if told.before is None and told.after is None:
        return None
    if told.after is None:
        return _make_again(model, told, row)
    if row is None:
        raise row_gone(told)
    refuse_if_changed(row, told)
    if told.before is None:
        _take_away(row)
        return None
    return put_back(row, told)


def row_gone(told: EditedRow) -> ValidationError:
    return ValidationError(_("%(row)s does not exist any more."), code="gone", params={"row": told.said})


def _make_again(model: type[Model], told: EditedRow, there: Model | None) -> Model:
    """Make a row again that was deleted, under the number and the public name that it had."""
    if there is not None:
        raise ValidationError(_("%(row)s is there again."), code="there", params={"row": told.said})
    row = model(pk=told.row)
    values = values_by_now(row, told)
    refuse_if_missing(model, values, defaultdict(set))
    give(row, values)
    if isinstance(row, Finding):
        anchor_now(row, told)
    _save(row, values, force_insert=True)
    return row


def put_back(row: Model, told: EditedRow) -> Model:
    """Give the fields that an edit changed the values that they had."""
    values = without_others_decision(row, told, given_after({told: row}))
    refuse_if_missing(type(row), values, defaultdict(set))
    if isinstance(row, Finding) and values.keys() & set(PLACES):
        values |= words_back(row, told)
    give(row, values)
    _refuse_if_taken(row)
    if not isinstance(row, Finding):  # findings are looked at once all that they point to is there
        row.clean()
    row.validate_constraints()
    _save(row, values)
    return row


def _refuse_if_taken(row: Model) -> None:
    """Raise ValidationError where another row has what one alone may have; Django would only name the constraint."""
    for model, constraints in row.get_constraints():
        for constraint in constraints:
            is_unique = isinstance(constraint, UniqueConstraint)
            if is_unique and constraint.violation_error_message == BaseConstraint.default_violation_error_message:
                try:
                    constraint.validate(model, row)
                except ValidationError as error:
                    raise place_taken() from error


def place_taken() -> ValidationError:
    return ValidationError(_("Another row has taken its place since."), code="taken")


def _take_away(row: Model) -> None:
    """Delete a row that an edit added, unless others point to it by now."""
    if isinstance(row, Article):
        raise ValidationError(_("An article is not taken away; it can be withdrawn."), code="article")
    if isinstance(row, Office):
        unname(row)
    link: Any
    for link in _links_to(row):
        other = link.related_model._base_manager.filter(**{link.field.name: row}).first()
        if other is not None:
            message = _("%(row)s is needed by %(other)s by now.")
            raise ValidationError(message, code="needed", params={"row": str(row), "other": str(other)})
    row.delete()


def _links_to(row: Model) -> list[Any]:
    """Return the relations of other rows to one, also those that it knows by no name; the row's own topics are none."""
    relations: list[Any] = [one for one in row._meta.get_fields(include_hidden=True) if one.is_relation]
    links = [one for one in relations if one.auto_created and not one.related_model._meta.auto_created]
    return [link for link in links if link.many_to_many or getattr(link, "on_delete", None) in HOLDS]


def _save(row: Model, values: Values, force_insert: bool = False) -> None:
    fields = [one.name for one in row._meta.concrete_fields if one.attname in values or one.name in DERIVED]
    if force_insert:
        row.validate_unique()
        row.validate_constraints()
        row.save(force_insert=True)
    elif fields:
        row.save(update_fields=fields)
    for many in row._meta.many_to_many:
        if many.name in values:
            getattr(row, many.name).set(values[many.name])
