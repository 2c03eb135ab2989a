"""The extraction document: everything the machine sees in one text, as findings and as JSON."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from articles.extraction import heading
from articles.extraction.blocks import Block, find_blocks
from articles.extraction.plain import Plain, one_spaced
from articles.extraction.speakers import FoundMention, Voices, find_speakers
from articles.extraction.text import Span, sentences_within
from articles.sources import Source
from directives.extraction.citations import FoundCitation, FoundDocument, find_citations, find_documents
from directives.extraction.lists import FoundItem, FoundList, find_lists
from directives.extraction.markers import find_markers
from directives.extraction.relations import FoundRelation, find_relations
from directives.extraction.remarks import FoundRemark, find_remarks
from directives.extraction.sentences import FoundDirective, find_directives
from directives.extraction.topics import find_topics
from directives.extraction.words import level

EXTRACTOR_VERSION: Final = "2026.2"  # moves whenever a rule or a word list changes what is found


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one source; every span is one of source.text."""

    source: Source
    title: str | None
    display_title: str
    lead: str | None
    published_on: datetime.date | None
    genre: str
    blocks: tuple[Block, ...]
    voices: Voices
    citations: tuple[FoundCitation, ...]
    documents: tuple[FoundDocument, ...]
    lists: tuple[FoundList, ...]
    directives: tuple[FoundDirective, ...]
    relations: tuple[FoundRelation, ...]
    remarks: tuple[FoundRemark, ...]

    @property
    def text(self) -> str:
        return self.source.text

    def credit(self, span: Span) -> FoundMention | None:
        """Return the mention that the words at span are credited to, or None where that is open."""
        return self.voices.at(span)


@dataclass(frozen=True, slots=True)
class Cited:
    """The official documents of a text: each place of each, what these say together, and what one does to another."""

    citations: tuple[FoundCitation, ...]
    documents: tuple[FoundDocument, ...]
    relations: tuple[FoundRelation, ...]


def find_cited(text: str) -> Cited:
    """Return the documents that a text cites, as `extract` finds them, where they are printed."""
    plain = Plain(text)
    return plain.printed(_cited(plain.text))


def _cited(text: str) -> Cited:
    citations = find_citations(text)
    return Cited(citations, find_documents(citations), find_relations(text, citations))


def find_voices(text: str) -> Voices:
    """Return who is named in a text and who speaks where, as `extract` finds them, where they are printed."""
    plain = Plain(text)
    try:
        return plain.printed(find_speakers(plain.text, find_blocks(plain.text)))
    finally:
        _forget()


def _forget() -> None:
    """Drop what the rules remember of a text while they read it, so that a process does not grow with its texts."""
    sentences_within.cache_clear()
    level.cache_clear()


def extract(source: Source) -> Findings:
    """Return everything that the rules find in a source, and what the source says of itself, which goes first.

    Pure: the same source gives the same findings. What is found in the plain form of the text is carried back to where
    it is printed.
    """
    try:
        return _extract(source)
    finally:
        _forget()


def _extract(source: Source) -> Findings:
    plain = Plain(source.text)
    text = plain.text
    blocks = find_blocks(text)
    voices = find_speakers(text, blocks)
    cited = _cited(text)
    markers = find_markers(text, blocks)
    lists = find_lists(text, blocks, markers)
    printed_blocks = plain.printed(blocks)
    printed_cited = plain.printed(cited)
    return Findings(
        source=source,
        title=source.facts.title or heading.title(source.text, printed_blocks),
        display_title=source.facts.title or heading.display_title(source.text, printed_blocks),
        lead=heading.lead(source.text, printed_blocks),
        published_on=source.facts.published_on or heading.published_on(text),
        genre=source.facts.genre or heading.genre(text, blocks),
        blocks=printed_blocks,
        voices=plain.printed(voices),
        citations=printed_cited.citations,
        documents=printed_cited.documents,
        lists=plain.printed(lists),
        directives=plain.printed(find_directives(text, blocks, lists)),
        relations=printed_cited.relations,
        remarks=(
            *plain.printed(tuple(_on_date(text, source.facts.published_on))),
            *plain.printed(find_remarks(text, blocks, markers, lists, cited.citations, voices.doubts)),
        ),
    )


def _on_date(text: str, stated: datetime.date | None) -> Iterator[FoundRemark]:
    """Yield a remark where the head of the text prints another day than the one that is stated beside the text."""
    place = heading.printed_date(text)
    if place is not None and stated is not None and heading.day_at(text, place) != stated:
        yield FoundRemark("date-conflict", place, f"the text prints {place.of(text)}, stated is {stated}")


def as_json(findings: Findings) -> dict[str, Any]:
    """Return the extraction document: plain JSON values, dates as YYYY-MM-DD, offsets as code points."""
    return {
        "source": findings.source.name or findings.source.facts.url,
        "extractor": EXTRACTOR_VERSION,
        "text": findings.text,
        "title": findings.title,
        "lead": findings.lead,
        "published_on": _date(findings.published_on),
        "genre": findings.genre,
        "blocks": [_block(block, findings) for block in findings.blocks],
        "speakers": list(_speakers(findings)),
        "resolutions": [_document(document) for document in findings.documents],
        "citations": [_citation(citation, findings.text) for citation in findings.citations],
        "lists": [_list(found, findings) for found in findings.lists],
        "directives": [_directive(found, findings) for found in findings.directives],
        "relations": [
            {"from": found.from_key, "to": found.to_key, "type": found.type, **_place(found.span)}
            for found in findings.relations
        ],
        "remarks": [{"code": found.code, **_place(found.span), "detail": found.detail} for found in findings.remarks],
    }


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _date(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None


def _credited(mention: FoundMention | None, text: str) -> dict[str, str | None]:
    return {"speaker": mention.name if mention else None, "office": office_as_written(mention, text)}


def office_as_written(mention: FoundMention | None, text: str) -> str | None:
    """Return the titles printed beside the name at a mention, with a comma between them; None where there are none."""
    return ", ".join(one_spaced(title.of(text)) for title in mention.titles) or None if mention else None


def _block(block: Block, findings: Findings) -> dict[str, Any]:
    mention = findings.credit(block.span) if block.kind == "answer" else None
    return {
        "kind": block.kind,
        "turn": block.turn,
        **_place(block.span),
        **_credited(mention, findings.text),
        "rule": block.rule,
    }


def _speakers(findings: Findings) -> Iterator[dict[str, Any]]:
    for speaker in findings.voices.speakers:
        yield {
            "name": speaker.name,
            "role": speaker.role,
            "titles": list(speaker.titles),
            "mentions": [
                {
                    **_place(mention.span),
                    "text": mention.span.of(findings.text),
                    "title": office_as_written(mention, findings.text),
                    "role": mention.role,
                    "rule": mention.rule,
                    "introduced_by": _place(mention.introduced_by) if mention.introduced_by else None,
                }
                for mention in speaker.mentions
            ],
        }


def _document(document: FoundDocument) -> dict[str, Any]:
    return {
        "key": document.key,
        "kind": document.kind,
        "number": document.number,
        "symbol": document.symbol,
        "year": document.year,
        "term": document.term,
        "issuer": document.issuer,
        "title": document.title,
        "issued_on": _date(document.issued_on),
    }


def _citation(citation: FoundCitation, text: str) -> dict[str, Any]:
    return {
        **_place(citation.span),
        "text": citation.span.of(text),
        "form": citation.form,
        "resolution": citation.key,
        "status": citation.status,
        "rule": citation.rule,
    }


def _list(found: FoundList, findings: Findings) -> dict[str, Any]:
    opening = found.intro or found.items[0].span
    return {
        "kind": found.kind,
        "directive": found.directive,
        "intro": _place(found.intro) if found.intro else None,
        "declared_count": found.declared_count,
        "found_count": found.found_count,
        "count_status": found.count_status,
        **_credited(findings.credit(opening), findings.text),
        "rule": found.rule,
        "items": _items(found.items, findings.text),
    }


def _items(items: Iterable[FoundItem], text: str) -> list[dict[str, Any]]:
    return [
        {
            "ordinal": item.ordinal,
            "marker": item.marker,
            **_place(item.span),
            "parts": [_place(part) for part in item.parts] if len(item.parts) > 1 else [],
            "addressee": item.addressee.of(text) if item.addressee else None,
            "deadline": item.deadline.of(text) if item.deadline else None,
            "topics": list(find_topics(one_spaced(item.span.of(text)))),
            "items": _items(item.children, text),
        }
        for item in items
    ]


def _directive(found: FoundDirective, findings: Findings) -> dict[str, Any]:
    return {
        "kind": found.kind,
        **_place(found.span),
        **_credited(findings.credit(found.span), findings.text),
        "addressee": found.addressee.of(findings.text) if found.addressee else None,
        "deadline": found.deadline.of(findings.text) if found.deadline else None,
        "topics": list(find_topics(one_spaced(found.span.of(findings.text)))),
        "rule": found.rule,
    }
