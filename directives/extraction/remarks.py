"""What does not add up in a text, or stays open: for curators to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from articles.extraction.text import Span
from directives.extraction.citations import FoundCitation
from directives.extraction.lists import FoundItem, FoundList
from directives.extraction.markers import printed_ordinal

RemarkCode = Literal[
    "count-short", "count-over", "odd-ordinal", "anaphora-unresolved", "citation-ambiguous", "date-conflict"
]


@dataclass(frozen=True, slots=True)
class FoundRemark:
    """One thing seen and not understood, where it stands, and in English what it is."""

    code: RemarkCode
    span: Span
    detail: str


def find_remarks(
    text: str, lists: tuple[FoundList, ...], citations: tuple[FoundCitation, ...]
) -> tuple[FoundRemark, ...]:
    """Return the remarks on what was found in text, in reading order."""
    found = [remark for one in lists for remark in _on_list(text, one)]
    found += [remark for citation in citations for remark in _on_citation(text, citation)]
    return tuple(sorted(found, key=lambda remark: remark.span))


def _on_list(text: str, found: FoundList) -> Iterator[FoundRemark]:
    place = found.intro or found.items[0].span
    if found.count_status in ("short", "over"):
        missing = f": {_ordinals(found.missing)}" if found.missing else ""
        detail = f"declared {found.declared_count}, found {found.found_count}{missing}"
        yield FoundRemark("count-short" if found.count_status == "short" else "count-over", place, detail)
    elif found.missing:
        yield FoundRemark("odd-ordinal", place, _ordinals(found.missing))
    yield from _on_items(text, found.items)


def _on_items(text: str, items: tuple[FoundItem, ...]) -> Iterator[FoundRemark]:
    for item in items:
        printed = printed_ordinal(item.marker) if item.marker else None
        if printed is not None and printed != item.ordinal:
            yield FoundRemark("odd-ordinal", item.span, f"{item.marker!r} stands in place {item.ordinal}")
        yield from _on_items(text, item.children)


def _ordinals(missing: tuple[int, ...]) -> str:
    """Return "ordinal 4 is missing" or "ordinals 4, 5 are missing"."""
    if len(missing) == 1:
        return f"ordinal {missing[0]} is missing"
    return f"ordinals {', '.join(map(str, missing))} are missing"


def _on_citation(text: str, citation: FoundCitation) -> Iterator[FoundRemark]:
    words = citation.span.of(text)
    if citation.status == "ambiguous":
        yield FoundRemark("citation-ambiguous", citation.span, f"{words!r} may be {' or '.join(citation.candidates)}")
    elif citation.status == "unknown":
        yield FoundRemark("anaphora-unresolved", citation.span, f"{words!r} follows no document of its kind")
