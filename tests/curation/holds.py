"""What must hold after every step: each decision is what a person said last, and what follows from that."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from articles.models import Mention, Origin, PrintedTitle, Remark, Review, Speaker
from directives.models import Citation, Directive, DirectiveList, Relation
from register.models import EditedRow, Proposal, ProposalState
from register.reindexing import reindex
from tests.curation.state import (
    KINDS,
    PLACE,
    Fields,
    Key,
    Now,
    Said,
    of,
    pieces_of,
    place_in_list,
    plain,
    proposed_of,
    said_in,
    share,
    without_place,
)

Correction = tuple[int, str, int, int]  # of a relation: the document, the type, the target, and which the text states


def every_decision_stands(now: Now, decided: dict[Key, Said]) -> None:
    """Every row is there and says what was said of it; in the text in which that was said, it is in that text."""
    gone = decided.keys() - now.rows.keys()
    assert not gone, f"gone: {gone}"
    unwritten = now.held_by(decided) | decided.keys()
    for key, said in decided.items():
        row = now.rows[key]
        differing = {name: (value, row[name]) for name, value in said.fields.items() if row[name] != value}
        assert not differing, f"{key[0].__name__} {key[1]}: said and stands: {differing}"
        is_there = key[0] is not Remark and plain(now.article.text) == plain(said.text)
        if is_there and row["earlier_text_id"] is not None:
            assert _waits(now, key, unwritten), f"{now.words(key)}: its words are there again, it is not"
    assert not Mention.objects.exclude(speaker__merged_into=None).exists(), "a mention of who was merged away"


def _waits(now: Now, key: Key, unwritten: set[Key]) -> bool:
    """Whether a row may keep to its earlier text although the present one is that in which it was decided.

    So may a point whose place in the list another has that no run may write, and words in a line that is printed twice.
    """
    row = now.rows[key]
    text = now.text_of(row)
    line = text[text.rfind("\n", 0, row["start"]) + 1 : max(row["end"], text.find("\n", row["end"]))]
    if plain(text).count(plain(line)) > 1:
        return True
    place = place_in_list(row) if key[0] is Directive else None
    others = (other for other in unwritten if other[0] is Directive and other != key)
    present = (now.rows[other] for other in others if now.rows[other]["earlier_text_id"] is None)
    return place is not None and any(place_in_list(other) == place for other in present)


def every_place_holds(now: Now) -> None:
    """Every row, part, intro and printed title stands where it says."""
    for (model, pk), row in now.rows.items():
        text = now.text_of(row)
        assert row["end"] - row["start"] == len(row["exact"]), f"{model.__name__} {pk}"
        assert text[row["start"] : row["end"]] == row["exact"], f"{model.__name__} {pk}"
        assert all(row["start"] <= start < end <= row["end"] for start, end in row["parts"])
        if model is DirectiveList and row["intro_start"] is not None:
            assert text[row["intro_start"] : row["intro_end"]] == row["intro"]
    for mention, start, end, exact in PrintedTitle.objects.values_list("mention", "start", "end", "exact"):
        assert now.text_of(now.rows[Mention, mention])[start:end] == exact


def every_row_is_found_by_its_words() -> None:
    """What is indexed of each row is what it says now, whoever wrote it; of what is gone there is nothing."""
    assert sum(portion.mended for portion in reindex(dry_run=True)) == 0


def every_point_is_in_the_list_of_the_one_above(now: Now) -> None:
    for pk, row in of(now.rows, Directive):
        if row["parent_id"]:
            assert row["list_id"] == now.rows[Directive, row["parent_id"]]["list_id"], f"Directive {pk}"


def nothing_is_back(now: Now, decided: dict[Key, Said], held_then: set[Key]) -> None:
    """No row of the machine's stands beside a decided one of its kind, but those that stood there before.

    Nor where the machine had found it, while the text is that one. What a decided row points to is held with it. What
    stands between the parts of a row is none of its words. A row of which people took their decision back, so that it
    still has what the machine had said, stands as they left it until a run reads it; so does one of held_then, to which
    a decided row pointed when the last run was done.
    """
    held = now.held_by(decided) | held_then
    undecided = {
        model: [
            (pk, pieces_of(row), row)
            for pk, row in of(now.rows, model)
            if row["earlier_text_id"] is None and is_the_machine_s(row)
        ]
        for model in (Mention, DirectiveList, Directive, Citation)
    }
    for (model, pk), said in decided.items():
        row = now.rows[model, pk]
        if model not in undecided or row["earlier_text_id"] is not None:
            continue
        places = pieces_of(row)
        if said.machine and said.machine[1] == now.article.text:
            places += said.machine[0]
        for other, pieces, found in undecided[model]:
            if other in said.beside or (model, other) in held or not share(pieces, places):
                continue
            if model is Directive and (row["parent_id"] is None) != (found["parent_id"] is None):
                continue  # a point below another stands in its words
            raise AssertionError(
                f"{now.words((model, other))} stands beside {now.words((model, pk))}, which is {row['review']}"
            )


def is_the_machine_s(row: Fields) -> bool:
    return bool(row["origin"] == Origin.MACHINE and row["review"] == Review.MACHINE and row["machine_said"] is None)


def every_proposal_says_something_else(now: Now, decided: dict[Key, Said]) -> None:
    """Than the row that it is about, and than what a person has answered about that one."""
    answered: dict[Key, list[Fields | None]] = {}
    waiting: list[tuple[Key, Fields | None]] = []
    for proposal in Proposal.objects.exclude(state=ProposalState.SETTLED).order_by("pk"):
        key = (KINDS[proposal.model], proposal.row)
        if proposal.state == ProposalState.OPEN:
            waiting.append((key, proposal.values))
        else:
            answered.setdefault(key, []).append(without_place(proposal.values))
    for key, values in waiting:
        row, told = now.rows[key], f"of {now.words(key)} is proposed {proposed(values)}"
        assert key in decided, told
        assert row["review"] != Review.REJECTED, told
        assert row["earlier_text_id"] is None, told
        assert without_place(values) not in answered.get(key, []), told
        if values is not None and values.keys() <= row.keys():  # else it is another speaker who is credited
            assert said_in(proposed_of(key[0], row, values)) != said_in(row), told


def proposed(values: Fields | None) -> str:
    """Return how a story calls what is proposed."""
    return "to reject it" if values is None else str({name: values[name] for name in values if name not in PLACE})


def every_correction_of_others_stands(corrected: dict[int, Correction]) -> None:
    """Relations of documents say what people made of them; no run says it again, nor what it had read there before.

    What a run read stands where it says.
    """
    for pk, (document, type_, target, read) in corrected.items():
        row = Relation.objects.get(pk=pk)
        assert (row.resolution_id, row.type, row.target_id, row.origin) == (document, type_, target, "curator")
        alike = Relation.objects.filter(article=row.article_id, resolution=document, target__in=[target, read])
        assert [each.pk for each in alike if each.pk == pk or each.pk not in corrected] == [pk]
    for row in Relation.objects.exclude(exact="").select_related("article"):
        assert row.article
        assert row.article.text[row.start : row.end] == row.exact


def the_history_replays(now: Now, decided: dict[Key, Said], gone: set[Key]) -> None:
    """What the history says last of each field that people set is what stands, but for where the words stand.

    Since the row was last the machine's: what that wrote is no part of it.
    """
    told: dict[tuple[str, int], Fields | None] = {}
    for row in EditedRow.objects.order_by("pk"):
        if row.after is None:
            told[row.model, row.row] = None
        elif row.after.get("review") == Review.MACHINE:
            told[row.model, row.row] = {}  # the machine's again, which does not tell
        elif row.before and row.before.get("review") == Review.MACHINE:
            told[row.model, row.row] = row.after  # the machine's until then, whatever was told of it
        else:
            told[row.model, row.row] = {**(told.get((row.model, row.row)) or {}), **row.after}
    for (model, pk), said in decided.items():
        fields = told.get((model._meta.label_lower, pk)) or {}
        stands = json.loads(json.dumps(now.rows[model, pk], cls=DjangoJSONEncoder))
        if fields.get("speaker_id"):
            fields = fields | {"speaker_id": survivor(fields["speaker_id"])}
            stands["speaker_id"] = survivor(stands["speaker_id"])  # apart again: as it was said, or then
        differing = {
            name: (value, stands[name])
            for name, value in fields.items()
            if name in said.fields and stands[name] != value
        }
        assert not differing, f"{model.__name__} {pk}: the history and what stands: {differing}"
    for model, pk in gone:
        assert told[model._meta.label_lower, pk] is None


def survivor(speaker: int | None) -> Any:
    """Return who stands for a speaker by now."""
    return Speaker.objects.get(pk=speaker).survivor.pk if speaker else None
