"""Findings to rows, not yet saved: each with its place, its words and the known rows that it means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.extraction.speakers import FoundMention
from articles.extraction.text import Span
from articles.models import Article, Block, Mention, MentionStatus, PrintedTitle, Remark
from directives.extraction.lists import FoundItem
from directives.extraction.topics import find_topics
from directives.models import Citation, Directive, DirectiveList
from register.document import EXTRACTOR_VERSION, Findings
from register.resolve import Known, Registry, kind_code, match_of


@dataclass(slots=True)
class Rows:
    """The rows that one text makes, not yet saved."""

    mentions: list[Mention] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lists: list[DirectiveList] = field(default_factory=list)
    points: list[Directive] = field(default_factory=list)  # single directives and points of the first level
    subpoints: list[Directive] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    titles: list[PrintedTitle] = field(default_factory=list)  # of the mentions
    topics: list[tuple[Directive, str]] = field(default_factory=list)  # slugs, of the directives


def build_rows(
    article: Article, findings: Findings, known: Known, registry: Registry, speakers: dict[str, int], twin: str | None
) -> Rows:
    """Return the rows that the findings of an article make.

    speakers are the ids of those certain, by name; twin is the source key of another article with the same text.
    """
    return Builder(article, findings, known, registry, speakers, twin).build()


@dataclass(slots=True)
class Builder:
    """Makes the rows of one text, in the order in which one needs another."""

    article: Article
    findings: Findings
    known: Known
    registry: Registry
    speakers: dict[str, int]
    twin: str | None
    rows: Rows = field(default_factory=Rows)
    by_mention: dict[FoundMention, Mention] = field(default_factory=dict)

    def build(self) -> Rows:
        for mention in self.findings.voices.mentions:
            row = self.by_mention[mention] = self._mention(mention)
            self.rows.titles += self._titles(mention, row)
        self._introductions()
        self.rows.mentions = list(self.by_mention.values())
        self._blocks()
        self._lists()
        self._single_directives()
        self._citations()
        self._remarks()
        return self.rows

    def _place(self, span: Span, rule: str, parts: Sequence[Span] = ()) -> dict[str, Any]:
        return {
            "article_id": self.article.pk,
            "start": span.start,
            "end": span.end,
            "parts": [[part.start, part.end] for part in parts] if len(parts) > 1 else [],
            "exact": span.of(self.findings.text),
            "rule": rule,
            "extractor_version": EXTRACTOR_VERSION,
        }

    def _credit(self, span: Span) -> Mention | None:
        mention = self.findings.credit(span)
        return self.by_mention[mention] if mention else None

    def _mention(self, found: FoundMention) -> Mention:
        match = self.known.speakers.get(found.name) if found.name else None
        speaker = self.speakers.get(found.name) if found.name else None
        candidates = found.candidates or (match.candidates if match else ())
        status = MentionStatus.AMBIGUOUS if candidates or match else MentionStatus.UNKNOWN
        return Mention(
            **self._place(found.span, found.rule),
            speaker_id=speaker,
            status=MentionStatus.RESOLVED if speaker else status,
            role=found.role,
            name=found.name or "",
            candidates=[] if speaker else list(candidates),
        )

    def _introductions(self) -> None:
        """Let each mention say by which other the text introduces the person."""
        at = {mention.span: row for mention, row in self.by_mention.items()}
        for mention, row in self.by_mention.items():
            row.introduced_by = at.get(mention.introduced_by) if mention.introduced_by else None

    def _titles(self, found: FoundMention, row: Mention) -> list[PrintedTitle]:
        words = [title.of(self.findings.text) for title in found.titles]
        return [
            PrintedTitle(
                mention=row,
                start=span.start,
                end=span.end,
                exact=exact,
                office_id=known.office,
                acting=known.acting,
                former=known.former,
            )
            for span, exact, known in zip(
                found.titles,
                words,
                self.registry.titles(words, row.speaker_id, self.known.bearer(found.name)),
                strict=True,
            )
        ]

    def _blocks(self) -> None:
        for block in self.findings.blocks:
            mention = self._credit(block.span) if block.kind == "answer" else None
            self.rows.blocks.append(
                Block(**self._place(block.span, block.rule), kind=block.kind, turn=block.turn, mention=mention)
            )

    def _lists(self) -> None:
        text = self.findings.text
        for found in self.findings.lists:
            opening = found.intro or found.items[0].span
            hull = Span(min(opening.start, found.items[0].span.start), max(item.span.end for item in found.items))
            row = DirectiveList(
                **self._place(hull, found.rule),
                kind=found.kind,
                intro_start=found.intro.start if found.intro else None,
                intro_end=found.intro.end if found.intro else None,
                intro=found.intro.of(text) if found.intro else "",
                declared_count=found.declared_count,
                mention=self._credit(opening),
            )
            self.rows.lists.append(row)
            for item in found.items:
                point = self._point(item, row, None)
                self.rows.points.append(point)
                self.rows.subpoints += [self._point(child, row, point) for child in item.children]

    def _point(self, item: FoundItem, row: DirectiveList, parent: Directive | None) -> Directive:
        text = self.findings.text
        point = Directive(
            **self._place(item.span, row.rule, item.parts),
            list=row,
            parent=parent,
            ordinal=item.ordinal,
            marker=item.marker or "",
            kind=row.kind,
            mention=row.mention,
            addressee=item.addressee.of(text) if item.addressee else "",
            deadline=item.deadline.of(text) if item.deadline else "",
        )
        self.rows.topics += [(point, slug) for slug in find_topics(item.span.of(text))]
        return point

    def _single_directives(self) -> None:
        text = self.findings.text
        for found in self.findings.directives:
            row = Directive(
                **self._place(found.span, found.rule),
                kind=found.kind,
                mention=self._credit(found.span),
                addressee=found.addressee.of(text) if found.addressee else "",
                deadline=found.deadline.of(text) if found.deadline else "",
            )
            self.rows.topics += [(row, slug) for slug in find_topics(row.exact)]
            self.rows.points.append(row)

    def _citations(self) -> None:
        for found in self.findings.citations:
            match = match_of(found.key, found.status, self.known.documents)
            self.rows.citations.append(
                Citation(
                    **self._place(found.span, found.rule),
                    resolution_id=match.id,
                    directive=self._innermost(found.span),
                    form=found.form,
                    status=match.status,
                    reason=match.reason,
                    kind=kind_code(found.kind),
                    number=found.number or "",
                    symbol=found.symbol or "",
                    issuer=found.issuer or "",
                    key=found.key or "",
                )
            )

    def _innermost(self, span: Span) -> Directive | None:
        """Return the shortest directive in whose words span stands; captions between its parts are not its words."""
        around = [row for row in self.rows.points + self.rows.subpoints if _holds(row, span)]
        return min(around, key=lambda row: len(row.span), default=None)

    def _remarks(self) -> None:
        for found in self.findings.remarks:
            self._remark(found.code, found.span, found.detail)
        for citation in self.rows.citations:
            if code := remark_code(citation):
                self._remark(code, citation.span, citation.reason)
        for mention in self.rows.mentions:
            if mention.status == MentionStatus.AMBIGUOUS:
                self._remark("mention-ambiguous", mention.span, f"may be {' or '.join(mention.candidates)}")
        if self.twin is not None:
            self._remark("same-text", self.findings.blocks[0].span, f"the same text came from {self.twin}")

    def _remark(self, code: str, span: Span, detail: str) -> None:
        self.rows.remarks.append(Remark(**self._place(span, code), code=code, detail=detail))


def remark_code(citation: Citation) -> str | None:
    """Return the code of the remark on a citation whose document is not known; None where there is no such remark.

    Where the text itself leaves open what is meant, `find_remarks` has said so.
    """
    return f"citation-{citation.status}" if citation.resolution_id is None and citation.key else None


def _holds(row: Directive, span: Span) -> bool:
    return any(piece.contains(span) for piece in row.pieces)
