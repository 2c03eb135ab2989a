"""What is compared after every step: the rows as the database has them, and what the last human action says of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from articles.extraction.plain import one_spaced
from articles.extraction.text import Span
from articles.models import Article, Block, EarlierText, Finding, Mention, Remark, Review
from directives.models import Citation, Directive, DirectiveList

Key = tuple[type[Finding], int]
Fields = dict[str, Any]
Pieces = list[Span]  # where the words of a row stand

MODELS: Final[tuple[type[Finding], ...]] = (Mention, Block, DirectiveList, Directive, Citation, Remark)
KINDS: Final = {model._meta.label_lower: model for model in MODELS}

PLACE: Final = frozenset({"start", "end", "parts", "intro_start", "intro_end", "earlier_text_id", "exact", "intro"})
UNSEEN: Final = frozenset({"rule", "extractor_version", "machine_said", "words"})  # what no page asks a person about
UNSAID: Final = PLACE | {"machine_said"}  # what follows from where the words stand, and what no person says

# Which fields of a row are emptied when one goes that they point to: by the kinds of both.
POINTERS: Final[dict[tuple[type[Finding], type[Finding]], tuple[str, ...]]] = {
    (Mention, Mention): ("introduced_by_id",),
    (Block, Mention): ("mention_id",),
    (DirectiveList, Mention): ("mention_id",),
    (Directive, Mention): ("mention_id",),
    (Citation, Directive): ("directive_id",),
}
POINTED_TO: Final[dict[str, type[Finding]]] = {
    "list_id": DirectiveList,
    "parent_id": Directive,
    "directive_id": Directive,
    "mention_id": Mention,
    "introduced_by_id": Mention,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the last human action says of a row.

    fields hold what the row must say, its words among them, its place not: that goes with the words. text is the one in
    which it was said; beside are the rows of its kind that shared words with it then.
    """

    fields: Fields
    text: str
    beside: frozenset[int]
    machine: tuple[Pieces, str] | None = None  # where the machine found it before anybody corrected it, and in what


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did: each row that differed, before and since, and the text in which it was done."""

    edit: int
    told: str
    before: dict[Key, Fields | None]
    after: dict[Key, Fields | None]
    text: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Two people of whom somebody said that they are one, and the mentions of the first on which people had spoken."""

    edit: int
    goes: int
    stays: int
    moved: frozenset[int]


@dataclass(slots=True)
class Now:
    """The article as the database has it."""

    article: Article
    rows: dict[Key, Fields]
    earlier: dict[int, str]

    @classmethod
    def read(cls) -> "Now":
        rows: dict[Key, Fields] = {}
        for model in MODELS:
            found: Any = model._default_manager.order_by("pk").values()
            rows |= {(model, row["id"]): row for row in found}
        for _, row in of(rows, Directive):
            row["topics"] = []
        for directive, topic in Directive.topics.through.objects.order_by("topic_id").values_list(
            "directive_id", "topic_id"
        ):
            rows[Directive, directive]["topics"].append(topic)
        for key, row in rows.items():
            row["words"] = words_of(key[0], row)
        return cls(Article.objects.get(), rows, dict(EarlierText.objects.values_list("pk", "text")))

    def text_of(self, row: Fields) -> str:
        return self.article.text if row["earlier_text_id"] is None else self.earlier[row["earlier_text_id"]]

    def overlapping(self, key: Key, pieces: Pieces) -> set[int]:
        """Return the rows of this one's kind in the present text that share words with a place in it, itself apart."""
        return {
            pk
            for pk, row in of(self.rows, key[0])
            if pk != key[1] and row["earlier_text_id"] is None and share(pieces, pieces_of(row))
        }

    def held_by(self, keys: Iterable[Key]) -> set[Key]:
        """Return the rows to which some point, and so on."""
        held: set[Key] = set()
        waiting = list(keys)
        while waiting:
            row = self.rows[waiting.pop()]
            new = {(model, row[name]) for name, model in POINTED_TO.items() if row.get(name)} - held
            held |= new
            waiting += new
        return held

    def words(self, key: Key) -> str:
        """Return how a story calls a row."""
        row = self.rows[key]
        return f"{key[0].__name__} {key[1]} {row['exact'][:40]!r}"


def of(rows: dict[Key, Fields], model: type[Finding]) -> list[tuple[int, Fields]]:
    return [(pk, row) for (kind, pk), row in rows.items() if kind is model]


def pieces_of(row: Fields) -> Pieces:
    """Return where the words of a row stand: what a row in parts has between them is another's."""
    return [Span(start, end) for start, end in row["parts"]] or [Span(row["start"], row["end"])]


def share(pieces: Pieces, others: Pieces) -> bool:
    return any(one.overlaps(other) for one in pieces for other in others)


def words_of(model: type[Finding], row: Fields) -> Any:
    """Return the words that a row is about, whatever their spaces: of a list its intro, of a row in parts each part."""
    if model is DirectiveList and row["intro_start"] is not None:
        return plain(row["intro"])
    if row["parts"]:
        return [plain(row["exact"][start - row["start"] : end - row["start"]]) for start, end in row["parts"]]
    return plain(row["exact"])


plain = cache(one_spaced)


def said_in(row: Fields) -> Fields:
    return {name: value for name, value in row.items() if name not in UNSAID}


def place_in_list(row: Fields) -> tuple[Any, ...] | None:
    """Return the place that a point takes in the present text, and no other may; None of one that takes none."""
    if row["ordinal"] is None or row["review"] == Review.REJECTED or not (row["parent_id"] or row["list_id"]):
        return None
    return (*(("below", row["parent_id"]) if row["parent_id"] else ("in", row["list_id"])), row["ordinal"])


def proposed_of(model: type[Finding], row: Fields, values: Fields) -> Fields:
    """Return a row as it would be with what is proposed of it."""
    become = row | {name: value for name, value in values.items() if name in row}
    return become | {"words": words_of(model, become)}


def without_place(values: Fields | None) -> Fields | None:
    """Return what a proposal says, whatever the spaces; where its words stand goes with the text."""
    if values is None:
        return None
    kept = {name: value for name, value in values.items() if name not in PLACE - {"exact", "intro"}}
    return {name: plain(value) if isinstance(value, str) else value for name, value in kept.items()}
