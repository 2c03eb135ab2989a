"""Taking back what people did: a whole edit, or what it did to one row. That is an edit too, so it can be taken back.

Nothing is written where a row is no longer what the edit left, or where something that it needs is gone: a clear
ValidationError says which. Where the text of an article changed since, words go back to where they stand now.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from articles.acting import acting
from articles.models import Article, Remark
from articles.versions import about_to_lock
from directives.models import Directive
from register.models import Edit, EditedRow, EditKind
from register.undo.meanwhile import who_and_when
from register.undo.one_row import place_taken
from register.undo.rows import take_back_rows

Handler = Callable[[Edit], None]
_handlers: dict[str, Handler] = {}


def takes_back(kind: str) -> Callable[[Handler], Handler]:
    """Register how an edit of a kind is undone, where that is more than its rows; also when that is undone in turn.

    It is called in the transaction, while what it saves is written down, and raises ValidationError to refuse.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def undo(edit: Edit, by: Any, why: str = "") -> Edit:
    """Take back what an edit did to all its rows, the last first. Return the edit that this is."""
    return _take_back(edit, None, by, why)


def revert(told: EditedRow, by: Any, why: str = "") -> Edit:
    """Take back what an edit did to one row. Return the edit that this is."""
    return _take_back(told.edit, told, by, why)


def is_deed(edit: Edit) -> bool:
    """Whether an edit did something, or did it again; not where it took back what did."""
    if edit.undoes is not None:
        return not is_deed(edit.undoes)
    reverted = EditedRow.objects.filter(pk=edit.details.get("reverts")).select_related("edit").first()
    return reverted is None or not is_deed(reverted.edit)


def may_be_split(edit: Edit) -> bool:
    """Whether one row of an edit can be taken back alone: not where its rows are undone together or not at all."""
    return first_edit(edit).kind not in _handlers


def _take_back(edit: Edit, only: EditedRow | None, by: Any, why: str) -> Edit:
    try:
        with transaction.atomic():
            about_to_lock.send(sender=Edit)
            held = Edit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
            reverted = _reverted_rows(held)
            _refuse_if_undone(held, reverted.get(only.pk) if only else None)
            kind, undoes = (EditKind.UNDONE, held.pk) if only is None else (EditKind.REVERTED, None)
            with acting(by, kind, why, undoes) as deed:
                if only is not None:
                    deed.details = {"reverts": only.pk}
                handler = _handlers.get(first_edit(held).kind)
                if handler is None:
                    take_back_rows([only] if only else _rows_to_take_back(held, reverted))
                elif only is None:
                    handler(held)
                else:
                    raise ValidationError(_("This is undone as a whole or not at all."), code="whole")
            if deed.edit is None:
                raise ValidationError(_("There is nothing to take back."), code="nothing")
            done: Edit = deed.edit
            return done
    except IntegrityError as error:
        raise place_taken() from error


def _refuse_if_undone(edit: Edit, reverted: Edit | None) -> None:
    by = Edit.objects.filter(undoes=edit).first() or reverted
    if by is not None:
        message = _("%(who)s undid this on %(when)s. Undo that to have it again.")
        raise ValidationError(message, code="undone", params=who_and_when(by))


def _reverted_rows(edit: Edit) -> dict[int, Edit]:
    """Return by which edit each row of one was reverted already, by the numbers of the edited rows."""
    rows = set(edit.rows.values_list("pk", flat=True))
    found = Edit.objects.filter(pk__gt=edit.pk, kind=EditKind.REVERTED, details__has_key="reverts")
    of_these = [one for one in found.order_by("pk") if one.details["reverts"] in rows]
    return {one.details["reverts"]: one for one in of_these if _is_in_force(one)}


def _is_in_force(edit: Edit) -> bool:
    """Whether an edit was not taken back, or that was taken back in turn."""
    by = Edit.objects.filter(undoes=edit).first() or next(iter(_reverted_rows(edit).values()), None)
    return by is None or not _is_in_force(by)


def first_edit(edit: Edit) -> Edit:
    """Return the edit that was undone at first, where one undoes another; the edit itself where it undoes none."""
    while edit.undoes is not None:
        edit = edit.undoes
    return edit


def _rows_to_take_back(edit: Edit, reverted: Collection[int]) -> list[EditedRow]:
    """Return what an edit did to its rows, the last first, without what was reverted or saw to itself since."""
    rows = list(edit.rows.order_by("-pk"))
    left = {*reverted, *(_gone_on(rows) if len(rows) > 1 else ())}
    return [told for told in rows if told.pk not in left]


def _gone_on(told_rows: Collection[EditedRow]) -> set[int]:
    """Return the numbers of those edited rows that see to themselves, or that a run saw to.

    When an article was reviewed follows from its findings, as they are put back. A remark that was settled with a
    decision may have another state by now, or be gone, and so may a point that went to another list with the one above.
    """
    by_change: dict[tuple[str, ...], list[EditedRow]] = defaultdict(list)
    for told in told_rows:
        by_change[told.model, *(told.after or {})].append(told)
    gone_on = by_change[Article._meta.label_lower, "reviewed_at"]
    points = by_change[Directive._meta.label_lower, "list_id"]
    there = Directive.objects.only("pk").in_bulk([told.row for told in points])
    gone_on += [told for told in points if told.row not in there]
    settled = by_change[Remark._meta.label_lower, "state"]
    remarks = Remark.objects.only("state").in_bulk([told.row for told in settled])
    states = {key: {"state": remark.state} for key, remark in remarks.items()}
    gone_on += [told for told in settled if states.get(told.row) != told.after]
    return {told.pk for told in gone_on}
