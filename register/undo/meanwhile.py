"""What became of a row since an edit of it: what others changed or gave it, which is not taken back with the edit."""

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from articles.acting import who_acts
from articles.models import Finding, Mention, Origin, Review, Tenure
from articles.versions import Values, as_written, label_of_field, values_of
from register.history import last_changes
from register.models import Edit, EditedRow
from register.resolve import end_of_merges, merges
from register.since import Given, given_since, moved_since
from register.stand_ins import speaker_by_now
from register.undo.places import PLACES, text_then

# What a field says of a row that nobody has decided about: a run may write it.
UNDECIDED: Final = {"review": Review.MACHINE, "edited": False, "origin": Origin.MACHINE}


def given_after(rows: Mapping[EditedRow, Model]) -> dict[Model, Given]:
    """Return what people gave rows since an edit decided about them, where something of it stands."""
    return given_since({row: told for told, row in rows.items() if _others(told.before or {}) != (told.before or {})})


def _others(values: Values) -> Values:
    """Return the values that do not say that nobody has decided about a row."""
    return {name: value for name, value in values.items() if name not in UNDECIDED or value != UNDECIDED[name]}


def without_others_decision(row: Model, told: EditedRow, given: Mapping[Model, Given]) -> Values:
    """Return what a row was before an edit, but still decided where something that was given it since stands.

    Raises ValidationError where there is nothing else to take back.
    """
    before = values_by_now(row, told)
    if row not in given:
        return before
    others = _others(before)
    if not others:
        raise _changed(row, given[row].labels, given[row].edit)
    return others


def values_by_now(row: Model, told: EditedRow) -> Values:
    """Return what a row had before an edit, with whoever stands now for the speaker of then."""
    values = dict(told.before or {})
    if isinstance(row, Mention | Tenure) and values.get("speaker_id"):
        values["speaker_id"] = speaker_by_now(row, values["speaker_id"], told.edit)
    return values


def refuse_if_changed(row: Model, told: EditedRow) -> None:
    """Raise ValidationError where a row no longer has what the edit left, and name who changed it since."""
    left, now = told.after or {}, as_written(_values_as_found(row))
    names = [name for name in left if name in now and now[name] != left[name]]
    tells_of_words = not left.keys().isdisjoint(PLACES)
    if isinstance(row, Finding) and tells_of_words and text_then(row.article, told.edit) != row.article.text:
        moved = moved_since(told, row)
        if moved is not None:
            raise _changed(row, moved.labels, moved.edit)
        names = [name for name in names if name not in PLACES]
    changes = last_changes(type(row), told.row, names, told.pk) if names else {}
    if "speaker_id" in names and "speaker_id" not in changes and _is_merged(left["speaker_id"], now["speaker_id"]):
        names.remove("speaker_id")
    if not names:
        return
    since = [edit for edit in changes.values() if edit.pk != told.edit_id]
    labels = [label_of_field(type(row), name) for name in names]
    raise _changed(row, labels, max(since, key=lambda edit: edit.pk) if since else None)


def _values_as_found(row: Model) -> Values:
    """Return what a row held before what is done now: a proposal may have been settled as its row went back."""
    deed = who_acts()
    touched = deed.rows.get((row._meta.label_lower, row.pk)) if deed else None
    return {**values_of(row), **((touched and touched.before) or {})}


def _changed(row: Model, labels: list[str], by: Edit | None) -> ValidationError:
    """Return what to say of a row that has other values since; by is the edit that gave them, None where a run did."""
    params = {"row": str(row), "fields": ", ".join(labels)}
    if by is None:
        message = _("%(row)s has other values since: %(fields)s. A run or a merge changed it.")
    else:
        message = _("%(row)s has other values since: %(fields)s. %(who)s changed it on %(when)s.")
        params |= who_and_when(by)
    return ValidationError(message, code="changed", params=params)


def _is_merged(speaker: int | None, into: int | None) -> bool:
    """Whether a speaker was merged into another since, who has all that names the first."""
    return bool(speaker and into) and end_of_merges(speaker or 0, merges()) == into


def who_and_when(edit: Edit) -> dict[str, str]:
    return {"who": edit.by_name or "–", "when": edit.when}
