"""Who has a mention or a tenure by now, that comes back from before speakers were merged, or merges taken back."""

from typing import Final

from articles.models import Mention, Speaker, Tenure
from register.models import Edit

MOVED: Final = {Mention: "mentions", Tenure: "tenures"}  # what a merge moves, by where its record tells of them


def speaker_by_now(row: Mention | Tenure, speaker: int, edit: Edit) -> int:
    """Return who has a row now that `speaker` had when an edit was made; the same one where nothing was merged since.

    A merge that moved the row, and was taken back since, has given it back. Merges that stand count as having moved it
    too, so that taking one back gives it back: to be called in the transaction that writes the row.
    """
    moves = MOVED[type(row)]
    parted = Edit.objects.filter(pk__gt=edit.pk, undoes__lt=edit, undoes__details__has_key="merges")
    for part in parted.select_related("undoes").order_by("pk"):
        for moved in reversed(part.undoes.details["merges"]):  # type: ignore[union-attr]  # by the filter
            if moved["survivor"] == speaker and row.pk in moved[moves]:
                speaker = moved["merged"]
    return _end_of_merges(row, speaker, moves)


def _end_of_merges(row: Mention | Tenure, speaker: int, moves: str) -> int:
    seen = set()
    while (into := _merged_into(speaker)) is not None and speaker not in seen:
        seen.add(speaker)
        _add_to_merge(row.pk, speaker, into, moves)
        speaker = into
    return speaker


def _merged_into(speaker: int) -> int | None:
    return Speaker.objects.filter(pk=speaker).values_list("merged_into", flat=True).first()


def _add_to_merge(row: int, goes: int, stays: int, moves: str) -> None:
    """Let the record of the last merge of two say that it moved a row; nothing where no record is kept of it."""
    told = Edit.objects.filter(rows__model="articles.speaker", rows__row=goes, details__has_key="merges")
    merge = told.order_by("-pk").first()
    for moved in merge.details["merges"] if merge else ():
        if (moved["merged"], moved["survivor"]) == (goes, stays) and row not in moved[moves]:
            moved[moves].append(row)
            merge.save(update_fields=["details"])  # type: ignore[union-attr]  # there is one
