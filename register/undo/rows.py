"""Putting the rows of an edit back: plain ones of findings many at a time, the others one by one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import chain, groupby
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model, prefetch_related_objects

from articles.curation import take_along
from articles.models import Finding
from articles.together import save_together
from articles.versions import Values
from directives.models import Directive
from register.models import EditedRow
from register.stored import forget_left
from register.undo.meanwhile import given_after, refuse_if_changed, without_others_decision
from register.undo.one_row import row_gone, take_back_row
from register.undo.places import PLACES
from register.undo.values import give, refuse_if_missing, rows_there

LOOKED_AT: Final = ("article", "earlier_text", "parent", "children")  # what findings look at when they are cleaned
AT_A_TIME: Final = 1_000  # rows that are put back with the same queries


def take_back_rows(told_rows: Sequence[EditedRow]) -> None:
    """Put rows back in the order given, all or none: raises ValidationError, which names the first that may not."""
    rows: list[Model | None] = []
    for is_plain, stretch in groupby(told_rows, _is_plain):
        alike = list(stretch)
        rows += _put_back_all(alike) if is_plain else map(take_back_row, alike)
    for told, row in zip(told_rows, rows, strict=True):
        if isinstance(row, Directive) and "list_id" in (told.before or {}):
            take_along(row)
    findings = _read_anew([row for row in rows if isinstance(row, Finding)])
    for finding in findings:  # now that all that they point to is there; the database held them to its constraints
        finding.clean()
    forget_left([finding for finding in findings if finding.earlier_text_id is None])


def _read_anew(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings as the database has them now, with what they look at when they are cleaned."""
    now: dict[Finding, Finding] = {}
    for model in {type(row) for row in findings}:
        rows = model._base_manager.in_bulk([row.pk for row in findings if type(row) is model]).values()
        prefetch_related_objects(list(rows), *(name for name in LOOKED_AT if hasattr(model, name)))
        now |= {row: row for row in rows}
    return [now[finding] for finding in findings]


def _is_plain(told: EditedRow) -> bool:
    """Whether an edit changed fields of a finding, but not its words and not its topics."""
    model = told.of_model
    if told.before is None or told.after is None or model is None or not issubclass(model, Finding):
        return False
    not_plain = {*PLACES, *(many.name for many in model._meta.many_to_many)}
    return not_plain.isdisjoint(told.before.keys() | told.after.keys())


def _put_back_all(told_rows: Sequence[EditedRow]) -> list[Model]:
    """Put plain rows of one edit back, with as many queries for many of them as for few, up to batches."""
    batches = [told_rows[at : at + AT_A_TIME] for at in range(0, len(told_rows), AT_A_TIME)]
    return [row for batch in batches for row in _put_back_together(batch)]


def _put_back_together(told_rows: Sequence[EditedRow]) -> list[Model]:
    """Do what `put_back` does with each of plain rows. Refused is what would be refused first one by one."""
    rows = _held(told_rows)
    given, there = given_after(rows), rows_there(rows)
    alike: dict[type[Model], dict[EditedRow, Values]] = defaultdict(dict)
    for told in told_rows:
        row = rows.get(told)
        if row is None:
            raise row_gone(told)
        refuse_if_changed(row, told)
        values = without_others_decision(row, told, given)
        refuse_if_missing(type(row), values, there)
        give(row, values)
        alike[type(row)][told] = values
    for values_by_row in alike.values():
        rows |= _save_together({told: rows[told] for told in values_by_row}, {*chain(*values_by_row.values())})
    return [rows[told] for told in told_rows]


def _save_together(rows: dict[EditedRow, Any], names: Collection[str]) -> dict[EditedRow, Any]:
    """Write fields of plain rows of one model. Where the database refuses them together, they go by ever fewer.

    One by one they may go: each has its place once the one before has left it. Else the one that may not is refused.
    """
    model = type(next(iter(rows.values())))
    fields = [field.name for field in model._meta.concrete_fields if field.attname in names]
    if not fields:  # the model has them no more
        return rows
    try:
        with transaction.atomic():
            save_together(list(rows.values()), fields)
    except IntegrityError:
        told_rows = list(rows)
        if len(told_rows) == 1:
            return {told: take_back_row(told) for told in told_rows}
        middle = len(told_rows) // 2
        halves = told_rows[:middle], told_rows[middle:]
        return {told: row for half in halves for told, row in zip(half, _put_back_together(half), strict=True)}
    return rows


def _held(told_rows: Sequence[EditedRow]) -> dict[EditedRow, Any]:
    """Return the rows of which edited rows tell, where they are there: read with their topics, and locked."""
    found: dict[tuple[str, int], Any] = {}
    for label in {told.model for told in told_rows}:
        model = apps.get_model(label)
        keys = [told.row for told in told_rows if told.model == label]
        rows = model._base_manager.select_for_update(of=("self",)).in_bulk(keys)
        prefetch_related_objects(list(rows.values()), *(many.name for many in model._meta.many_to_many))
        found |= {(label, key): row for key, row in rows.items()}
    return {told: found[told.model, told.row] for told in told_rows if (told.model, told.row) in found}
