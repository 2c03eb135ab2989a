"""Two speakers who are one person: the merge, and taking it back.

The merge itself is `Speaker.save` with `merged_into` (`articles.models.speakers`), so that an import and a shell do the
same. What was moved stands in the details of its Edit: `{"merges": [{"merged", "survivor", "mentions", …}]}`, ids all.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from articles.acting import acting, by_rule, who_acts
from articles.extraction.matching import match_key
from articles.models import Mention, NotSame, Origin, Speaker, SpeakerAlias, Tenure
from articles.models.speakers import handed_over
from articles.versions import refuse_unless_seen
from register.apart import held, told_apart_from
from register.models import Edit, EditedRow, EditKind
from register.tenures import refresh_tenures
from register.undo import takes_back
from register.versioning import take_turn

MAY_MERGE: Final = "articles.merge_speaker"
AT_A_TIME: Final = 5_000  # ids in one question


def refuse_unless_two(goes: Speaker, stays: Speaker) -> None:
    """Raise ValidationError for two that cannot be merged: one row, one merged before, two told apart."""
    if goes.pk == stays.pk:
        raise ValidationError(_("Both are the same row: %(name)s."), code="one", params={"name": goes.distinct_name})
    for row in (goes, stays):
        if row.merged_into is not None:
            message = _("%(name)s was merged into %(other)s already. Choose that one.")
            params = {"name": row.distinct_name, "other": row.survivor.distinct_name}
            raise ValidationError(message, code="merged", params=params)
    if goes.pk in told_apart_from(stays):
        message = _("%(name)s and %(other)s were told apart. Take that back first.")
        params = {"name": goes.distinct_name, "other": stays.distinct_name}
        raise ValidationError(message, code="told_apart", params=params)


def rows_merged(goes: Speaker, stays: Speaker) -> list[Model]:
    """Return what a person looks at before merging two speakers.

    That is both, their other names and tenures, from whom they were told apart, and which mentions of the one who goes
    people decided about.
    """
    both = [goes, stays]
    names, tenures = SpeakerAlias.objects.filter(speaker__in=both), Tenure.objects.filter(speaker__in=both)
    apart = NotSame.objects.filter(Q(one__in=both) | Q(other__in=both))
    return [*both, *names, *tenures, *apart, *Mention.objects.filter(speaker=goes).decided()]


@transaction.atomic
def merge(goes: Speaker, stays: Speaker, by: Any, why: str = "", shown: str | None = None) -> Edit:
    """Merge one speaker into another, who is one person with the first; return what the history says of it.

    All that names the one names the other from then on, what people decided included. Raises ValidationError where the
    two cannot be merged, and where one of `rows_merged` is not as a page showed it that says so by shown.
    """
    take_turn()
    goes, stays = held(goes), held(stays)
    refuse_unless_two(goes, stays)
    if shown is not None:
        refuse_unless_seen(rows_merged(goes, stays), shown)
    with acting(by, EditKind.MERGED, why) as deed:
        _merge(goes, stays)
    edit: Edit = deed.edit
    return edit


def _merge(goes: Speaker, stays: Speaker) -> None:
    goes.merged_into = stays
    goes.save(update_fields=["merged_into", "changed_at"])
    if goes.origin == Origin.CURATOR and stays.origin != Origin.CURATOR:  # else what people know of would be hidden
        stays.origin = Origin.CURATOR
        stays.save(update_fields=["origin", "changed_at"])
    with by_rule():
        refresh_tenures([stays.pk])


def watch_merges() -> None:
    """Connect the signal by which a merge says what it moved."""
    handed_over.connect(_write_down, sender=Speaker, dispatch_uid="history-of-merges")


def _write_down(moved: dict[str, Any], **_signal: Any) -> None:
    """Keep what a merge moved with what somebody does right now; nothing where the history says nothing of it.

    Nor where a row that was merged before is changed otherwise: that is no merge, and is undone as any change is.
    """
    deed = who_acts()
    told = deed.rows.get(("articles.speaker", moved["merged"])) if deed is not None else None
    if deed is not None and told is not None and "merged_into_id" in (told.after or {}):
        deed.edit.details.setdefault("merges", []).append(moved)
        deed.edit.save(update_fields=["details"])


# --- taking it back ---------------------------------------------------------------------------------------------------


@takes_back(EditKind.MERGED)
def _take_back(edit: Edit) -> None:
    """Undo a merge, or do one again that was undone. Only who may merge may do so."""
    deed = who_acts()
    if deed is None or deed.by is None or not deed.by.has_perm(MAY_MERGE):  # type: ignore[union-attr]
        raise ValidationError(_("Only who may merge may take a merge back."), code="not_allowed")
    take_turn()
    merges = edit.details.get("merges", [])
    for moved in reversed(merges):
        _part(moved, edit)
    if not merges and edit.undoes is not None:
        for moved in _merges_behind(edit):
            goes, stays = _of_merge(moved)
            refuse_unless_two(goes, stays)
            _merge(goes, stays)


def _merges_behind(edit: Edit) -> list[dict[str, Any]]:
    """Return the merges that an edit undid."""
    undone = edit.undoes
    while undone is not None and not undone.details.get("merges"):
        undone = undone.undoes
    merges: list[dict[str, Any]] = undone.details["merges"] if undone else []
    return merges


def _of_merge(moved: dict[str, Any]) -> tuple[Speaker, Speaker]:
    rows = Speaker.objects.select_for_update(of=("self",)).in_bulk([moved["merged"], moved["survivor"]])
    if len(rows) < 2:
        raise ValidationError(_("One of the two speakers is gone."), code="gone")
    return rows[moved["merged"]], rows[moved["survivor"]]


def _part(moved: dict[str, Any], edit: Edit) -> None:
    """Give a person back what a merge moved, but what people decided about since; raise ValidationError to refuse."""
    goes, stays = _of_merge(moved)
    if goes.merged_into_id != stays.pk:
        message = _("%(name)s is not merged into %(other)s any more.")
        raise ValidationError(
            message, code="changed", params={"name": goes.distinct_name, "other": stays.distinct_name}
        )
    if stays.merged_into is not None:
        message = _("%(name)s was merged into %(other)s since. Undo that merge first.")
        params = {"name": stays.distinct_name, "other": stays.survivor.distinct_name}
        raise ValidationError(message, code="merged", params=params)
    goes.merged_into = None
    goes.save(update_fields=["merged_into", "changed_at"])
    _give_back_names(moved["aliases"], stays)
    kept = {row.pk for row in Mention.objects.decided().filter(pk__in=_changed_since("articles.mention", edit))}
    ids = sorted((set(moved["mentions"]) | _read_since(goes, stays, moved)) - kept)
    for at in range(0, len(ids), AT_A_TIME):
        Mention.objects.filter(pk__in=ids[at : at + AT_A_TIME], speaker=stays).update(speaker=goes)
    given_since = _changed_since("articles.tenure", edit, "speaker_id")
    for tenure in Tenure.objects.filter(pk__in=moved["tenures"], speaker=stays).order_by("pk"):
        if tenure.pk not in given_since:
            tenure.speaker = goes
            tenure.save(update_fields=["speaker"])
    _give_back_origin(stays, edit)
    with by_rule():
        refresh_tenures([goes.pk, stays.pk])


def _give_back_names(ids: Collection[int], stays: Speaker) -> None:
    for alias in SpeakerAlias.objects.filter(pk__in=ids, speaker=stays).order_by("pk"):
        alias.delete()


def _give_back_origin(stays: Speaker, edit: Edit) -> None:
    """Let a row be the machine's again that became the curators' by the merge alone."""
    told = edit.rows.filter(model="articles.speaker", row=stays.pk).first()
    made = bool(told and (told.before or {}).get("origin") == Origin.MACHINE)
    if made and not EditedRow.objects.filter(model="articles.speaker", row=stays.pk, edit__gt=edit.pk).exists():
        stays.origin = Origin.MACHINE
        stays.save(update_fields=["origin", "changed_at"])


def _read_since(goes: Speaker, stays: Speaker, moved: dict[str, Any]) -> set[int]:
    """Return the mentions that runs added since by a name of the merged person that the other never had."""
    theirs = _keys([stays.name, *stays.aliases.values_list("name", flat=True)])
    names = _keys([goes.name, *goes.aliases.values_list("name", flat=True)]) - theirs
    last = max(moved["mentions"], default=0)
    since = Mention.objects.undecided().filter(speaker=stays, pk__gt=last).order_by()
    return {pk for pk, name in since.values_list("pk", "name") if match_key(name) in names}


def _keys(names: Iterable[str]) -> set[str]:
    return set(map(match_key, names))


def _changed_since(model: str, edit: Edit, *fields: str) -> set[int]:
    """Return the rows of a model that people changed since an edit, in these fields, if any.

    What was taken back does not count, unless the taking back was taken back in turn.
    """
    rows, undone, reverted = set(), set(), set()
    told_rows = EditedRow.objects.filter(model=model, edit__gt=edit.pk).select_related("edit").order_by("-pk")
    for told in told_rows:  # the last first
        if told.pk in reverted or (told.edit_id, told.row) in undone:
            continue
        if told.edit.kind == EditKind.UNDONE:
            undone.add((told.edit.undoes_id, told.row))
        elif told.edit.kind == EditKind.REVERTED:
            reverted.add(told.edit.details["reverts"])
        elif not fields or told.after is None or set(fields) & told.after.keys():
            rows.add(told.row)
    return rows


def merge_of(speaker: Speaker) -> Edit | None:
    """Return the edit by which a speaker was merged; None where it is not, or nobody is known to have done it."""
    if speaker.merged_into_id is None:
        return None
    told = EditedRow.objects.filter(model="articles.speaker", row=speaker.pk, edit__details__has_key="merges")
    last = told.select_related("edit").order_by("-pk").first()
    return last.edit if last else None
