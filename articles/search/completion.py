"""What a name may begin with while it is typed: each of its words. Names are kept from every one of them on.

A key is compared byte by byte, so that both databases find the same by one index.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from django.db.models import Min, QuerySet

from articles.search.models import Completion, SearchEntry
from articles.search.words import GAP, words

LONGEST_KEY: Final = 60  # code points: more is seldom typed, and what follows is compared with the name itself
MOST_WEIGHED: Final = 100  # rows that begin alike, of which the best known are offered
BEYOND: Final = b"\xff"  # stands in no UTF-8

Key = tuple[int, bytes, int]  # a row, its name from one of its words on, and 1 where that is not the first word


def keep_completions(kind: str, rows: Collection[int], entries: Iterable[SearchEntry]) -> None:
    """Write the keys of rows of one kind as their entries have the names; those of rows without an entry go."""
    stored = Completion.objects.filter(kind=kind, row__in=rows).values_list("row", "key", "inner")
    there = {(row, bytes(key), inner) for row, key, inner in stored}
    wanted = {key for entry in entries for key in _keys(entry)}
    changed = {row for row, _, _ in there ^ wanted}
    if changed:
        Completion.objects.filter(kind=kind, row__in=changed).delete()
        new = sorted(key for key in wanted if key[0] in changed)
        Completion.objects.bulk_create(Completion(kind=kind, row=row, key=key, inner=inner) for row, key, inner in new)


def typed_words(typed: str) -> str:
    """Return what is typed as names are compared with it: its words, folded, the last of them perhaps unfinished."""
    return " ".join(word.folded for word in words(typed))


def begun(typed: str, kinds: Collection[str]) -> "QuerySet[Completion, tuple[str, int, int]]":
    """Return kind, number and `inner` of up to 100 rows of which a name goes on like typed words.

    Those whose name begins so come first; of others alike those that were known first.
    """
    key = typed[:LONGEST_KEY].encode()
    found = Completion.objects.filter(kind__in=kinds, key__gte=key, key__lt=key + BEYOND)
    rows = found.values_list("kind", "row").annotate(within=Min("inner"))
    return rows.order_by("within", "row", "kind")[:MOST_WEIGHED]


def place_in(name: str, typed: str) -> int:
    """Return where typed words begin in a name: 0 at its beginning, more than that within, -1 nowhere."""
    return f" {typed_words(name)}".find(f" {typed}")


def _keys(entry: SearchEntry) -> Iterator[Key]:
    for name in entry.title.split(GAP):
        row = name.split()
        for at in range(len(row)):
            yield entry.row, " ".join(row[at:])[:LONGEST_KEY].encode(), int(at > 0)
