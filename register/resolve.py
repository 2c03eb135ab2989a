"""Findings to rows already known: one candidate or none. What stays open says why."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from articles.extraction.matching import match_key
from articles.models import Office, OfficeAlias, Outlet, Speaker, SpeakerAlias
from directives.extraction.citations import FoundDocument
from directives.models import CitationStatus, DocumentKind, Resolution, ResolutionAlias, Topic
from register.document import Findings
from register.models import DataVersion

QUALIFIERS: Final = re.compile(r"(?P<acting>quyền)\s+|(?P<former>nguyên|cựu|cố)\s+", re.IGNORECASE)
LEADING_ZEROS: Final = re.compile(r"^0+(?=\d)")
HOME: Final = "VN"  # the country of an office whose title names none

KIND_CODES: Final = {match_key(str(label)): code for code, label in DocumentKind.choices}


@dataclass(frozen=True, slots=True)
class Match:
    """The row that a finding means, or why none was taken."""

    id: int | None
    status: str = CitationStatus.RESOLVED
    reason: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """A printed title: the office it names where that is certain, acting ("Quyền"), former ("nguyên")."""

    office: int | None
    acting: bool
    former: bool


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What identifies a document: issuers are the keys of every way to write its issuer; empty where not known."""

    id: int
    slug: str
    kind: str
    number: str
    issuers: frozenset[str]
    issued_on: datetime.date | None


@dataclass(slots=True)
class Registry:
    """Every known row by the names it goes under, read once and kept while the version of the data stays."""

    version: int = 0
    speakers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    countries: dict[int, str] = field(default_factory=dict)  # of speakers
    offices: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    office_countries: dict[int, str] = field(default_factory=dict)
    documents: dict[int, KnownDocument] = field(default_factory=dict)
    by_symbol: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_number: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    topics: dict[str, int] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Registry":
        """Read the known rows. The version is read first: a write in between makes the registry stale, never wrong."""
        registry = cls(version=DataVersion.current())
        registry._read_speakers()
        registry._read_offices()
        registry._read_documents()
        registry.topics = dict(Topic.objects.values_list("slug", "id"))
        for id_, slug, name in Outlet.objects.values_list("id", "slug", "name"):
            registry.outlets |= {match_key(slug): id_, match_key(name): id_}
        return registry

    def is_current(self) -> bool:
        """Whether nothing was written since the registry was read."""
        return self.version == DataVersion.current()

    def add_speaker(self, speaker: Speaker) -> None:
        self.speakers[match_key(speaker.name)].add(speaker.pk)
        self.countries[speaker.pk] = speaker.country

    def outlet(self, name: str) -> int | None:
        """Return the outlet of that name or slug, or None."""
        return self.outlets.get(match_key(name))

    def add_outlet(self, name: str, id_: int) -> None:
        self.outlets[match_key(name)] = id_

    def _read_speakers(self) -> None:
        merged: dict[int, int] = {}
        for id_, name, country, merged_into in Speaker.objects.values_list("id", "name", "country", "merged_into_id"):
            if merged_into:
                merged[id_] = merged_into
            self.speakers[match_key(name)].add(id_)
            self.countries[id_] = country
        for id_, name in SpeakerAlias.objects.values_list("speaker_id", "name"):
            self.speakers[match_key(name)].add(id_)
        for ids in self.speakers.values():
            for id_ in ids & merged.keys():
                ids.discard(id_)
                ids.add(_end_of(id_, merged))

    def _read_offices(self) -> None:
        for id_, title, country in Office.objects.values_list("id", "title", "country"):
            self.offices[match_key(title)].add(id_)
            self.office_countries[id_] = country
        for id_, name in OfficeAlias.objects.values_list("office_id", "name"):
            self.offices[match_key(name)].add(id_)

    def _read_documents(self) -> None:
        rows = Resolution.objects.select_related("issuer").prefetch_related("issuer__aliases")
        for row in rows:
            names = [row.issuer.name, *(alias.name for alias in row.issuer.aliases.all())] if row.issuer else []
            self.documents[row.pk] = KnownDocument(
                row.pk, row.slug, row.kind, row.number, frozenset(map(match_key, names)), row.issued_on
            )
            if row.symbol:
                self.by_symbol[match_key(row.symbol)].add(row.pk)
            if row.number:
                self.by_number[row.kind, _plain(row.number)].add(row.pk)
        for id_, name in ResolutionAlias.objects.values_list("resolution_id", "name"):
            self.by_name[match_key(name)].add(id_)

    def speaker(self, name: str) -> Match:
        """Return the speaker of that name; id None and no candidates where nobody is known by it."""
        ids = self.speakers.get(match_key(name), set())
        if len(ids) == 1:
            return Match(next(iter(ids)))
        status = CitationStatus.AMBIGUOUS if ids else CitationStatus.UNKNOWN
        return Match(None, status, f"{len(ids)} speakers of that name")

    def titles(self, printed: Iterable[str], speaker: int | None) -> list[KnownOffice]:
        """Return the office of each title printed beside one name, in order.

        Titles beside one name are of one country: beside "Chủ tịch nước Lào", "Tổng Bí thư" is not that of Vietnam.
        """
        known = [self._title(title) for title in printed]
        home = self.countries.get(speaker or 0, "")
        countries = {self.office_countries[found.office] for found in known if found.office} - {""}
        foreign = home if home and home != HOME else next(iter(countries - {HOME}), "")
        return [
            KnownOffice(None, found.acting, found.former)
            if found.office and foreign and self.office_countries[found.office] == HOME
            else found
            for found in known
        ]

    def _title(self, title: str) -> KnownOffice:
        qualifier = QUALIFIERS.match(title)
        bare = title[qualifier.end() :] if qualifier else title
        ids = self.offices.get(match_key(bare), set())
        return KnownOffice(
            office=next(iter(ids)) if len(ids) == 1 else None,
            acting=bool(qualifier and qualifier["acting"]),
            former=bool(qualifier and qualifier["former"]),
        )

    def document(self, found: FoundDocument, names: Iterable[str], published_on: datetime.date | None) -> Match:
        """Return the document that a text means, if exactly one can be meant; names are the ways the text writes it."""
        ids = self._candidates(found, names)
        ids = {id_ for id_ in ids if self._may_be(self.documents[id_], found, published_on)}
        if len(ids) == 1:
            return Match(next(iter(ids)))
        if not ids:
            return Match(None, CitationStatus.UNKNOWN, "no document known by that number or name")
        slugs = tuple(sorted(self.documents[id_].slug for id_ in ids))
        return Match(None, CitationStatus.AMBIGUOUS, f"may be {' or '.join(slugs[:5])}"[:300], slugs)

    def _candidates(self, found: FoundDocument, names: Iterable[str]) -> set[int]:
        if found.symbol:
            return self.by_symbol.get(match_key(found.symbol), set())
        if found.number:
            return self.by_number.get((kind_code(found.kind), _plain(found.number)), set())
        return set().union(*(self.by_name.get(match_key(name), set()) for name in names))

    def _may_be(self, known: KnownDocument, found: FoundDocument, published_on: datetime.date | None) -> bool:
        """Whether kind, issuer and date allow it: a document is not cited before its date."""
        if known.kind != kind_code(found.kind):
            return False
        if known.issued_on and published_on and known.issued_on > published_on:
            return False
        if known.issued_on and found.issued_on and known.issued_on != found.issued_on:
            return False
        by_number_alone = bool(found.number) and not found.symbol
        return not (found.issuer and by_number_alone) or match_key(found.issuer or "") in known.issuers


def kind_code(kind: str) -> str:
    """Return the code of a kind of document as written ("nghị quyết" gives "nghi-quyet"); "khac" for one not known."""
    return KIND_CODES.get(match_key(kind), DocumentKind.OTHER)


def _plain(number: str) -> str:
    return LEADING_ZEROS.sub("", number)


def _end_of(id_: int, merged: dict[int, int]) -> int:
    """Follow merges to the speaker that stands for all of them."""
    seen = set()
    while id_ in merged and id_ not in seen:
        seen.add(id_)
        id_ = merged[id_]
    return id_


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the names in one text: speakers by name, documents by key."""

    speakers: dict[str, Match]
    documents: dict[str, Match]


def resolve(findings: Findings, registry: Registry) -> Known:
    """Return the known rows that the names and numbers of a text mean."""
    names = defaultdict(list)
    for citation in findings.citations:
        if citation.form != "anaphora":
            names[citation.key].append(citation.span.of(findings.text))
    return Known(
        speakers={speaker.name: registry.speaker(speaker.name) for speaker in findings.voices.speakers},
        documents={
            document.key: registry.document(document, names[document.key], findings.published_on)
            for document in findings.documents
        },
    )
