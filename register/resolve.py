"""Findings to rows already known: one candidate or none. What stays open says why."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from django.db.models import Prefetch
from django.utils.text import slugify

from articles.extraction.lexicon import STATES
from articles.extraction.matching import match_key
from articles.extraction.names import is_surely_vietnamese
from articles.extraction.plain import one_spaced
from articles.extraction.text import fold
from articles.models import Office, OfficeAlias, Origin, Outlet, Speaker, SpeakerAlias, Tenure
from directives.extraction.citations import FoundCitation, FoundDocument
from directives.extraction.symbols import year_of
from directives.models import CitationStatus, DocumentKind, Resolution, ResolutionAlias, ResolutionClaim, Topic
from register.document import Findings
from register.models import DataVersion

KINDS: Final = frozenset(DocumentKind.values)
QUALIFIERS: Final = re.compile(r"(?P<acting>quyền)\s+|(?P<former>nguyên|cựu|cố)\s+", re.IGNORECASE)
LEADING_ZEROS: Final = re.compile(r"^0+(?=\d)")
HOME: Final = "VN"  # the country of an office whose title names none
ABROAD: Final = "another state"  # what a title names that is an office at home and a state behind it
HOME_NAME: Final = match_key("Việt Nam")


@dataclass(frozen=True, slots=True)
class Match:
    """The row that a finding means, or why none was taken."""

    id: int | None
    status: str = CitationStatus.RESOLVED
    reason: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """A printed title: the office it names where that is certain, acting ("Quyền"), former ("nguyên").

    country is that of the office or of the state printed behind it; names_home: "Việt Nam" is printed in the title.
    """

    office: int | None
    acting: bool
    former: bool
    country: str = ""
    names_home: bool = False


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a printed title, as the text has it: the name, all titles beside it, and the day of the article."""

    name: str = ""
    titles: tuple[str, ...] = ()
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What identifies a document: issuers are the keys of every way to write its issuer; empty where not known.

    years and terms are those that it may be of: where the one is not known, those of the claims; none where nobody
    says anything.
    """

    id: int
    slug: str
    kind: str
    number: str
    issuers: frozenset[str]
    issued_on: datetime.date | None
    title: str = ""
    years: frozenset[int] = frozenset()
    terms: frozenset[str] = frozenset()


@dataclass(slots=True)
class Registry:
    """Every known row by the names it goes under, read once and kept while the version of the data stays."""

    version: int = 0
    speakers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # of speakers, as written
    slugs: dict[int, str] = field(default_factory=dict)  # of speakers
    countries: dict[int, str] = field(default_factory=dict)  # of speakers
    offices: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    office_countries: dict[int, str] = field(default_factory=dict)
    holders: dict[int, list[Tenure]] = field(default_factory=lambda: defaultdict(list))  # of single seats at home
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
        self._add_name(speaker.pk, speaker.name)
        self.slugs[speaker.pk] = speaker.slug
        self.countries[speaker.pk] = speaker.country

    def _add_name(self, speaker: int, name: str) -> None:
        self.speakers[match_key(name)].add(speaker)
        self.names[speaker].add(name)

    def outlet(self, name: str) -> int | None:
        """Return the outlet of that name or slug, or None."""
        return self.outlets.get(match_key(name))

    def add_outlet(self, name: str, id_: int) -> None:
        self.outlets[match_key(name)] = id_

    def _read_speakers(self) -> None:
        merged = merges()
        for speaker in Speaker.objects.only("id", "slug", "name", "country"):
            self._add_name(end_of_merges(speaker.pk, merged), speaker.name)
            self.slugs[speaker.pk] = speaker.slug
            self.countries[speaker.pk] = speaker.country
        for id_, name in SpeakerAlias.objects.values_list("speaker_id", "name"):
            self._add_name(end_of_merges(id_, merged), name)

    def _read_offices(self) -> None:
        for id_, title, country in Office.objects.values_list("id", "title", "country"):
            self.offices[match_key(title)].add(id_)
            self.office_countries[id_] = country
        for id_, name in OfficeAlias.objects.values_list("office_id", "name"):
            self.offices[match_key(name)].add(id_)
        seats = Tenure.objects.filter(office__single_seat=True, office__country=HOME)
        for tenure in seats.exclude(origin=Origin.MACHINE, since=None, until=None):
            self.holders[tenure.office_id].append(tenure)

    def _read_documents(self) -> None:
        entered = Prefetch("claims", ResolutionClaim.objects.stated())  # what texts print is no knowledge about others
        rows = Resolution.objects.select_related("issuer").prefetch_related("issuer__aliases", entered)
        for row in rows:
            names = [row.issuer.name, *(alias.name for alias in row.issuer.aliases.all())] if row.issuer else []
            self.documents[row.pk] = KnownDocument(
                id=row.pk,
                slug=row.slug,
                kind=row.kind,
                number=row.number,
                issuers=frozenset(map(match_key, names)),
                issued_on=row.issued_on,
                title=row.title or "",
                years=_years(row),
                terms=frozenset([row.term] if row.term else _claimed(row, "term")),
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
        candidates = tuple(sorted(self.slugs[id_] for id_ in ids))
        return Match(None, status, f"{len(ids)} speakers of that name", candidates)

    def titles(self, printed: Iterable[str], speaker: int | None, bearer: Bearer | None = None) -> list[KnownOffice]:
        """Return the office of each title printed beside one name, in order.

        Titles beside one name are of one country: beside "Chủ tịch nước Lào", "Tổng Bí thư" is not that of Vietnam. An
        office at home is taken only where it is certain that the bearer is at home (see `_is_at_home`). Where a title
        stands alone for someone whom the text does not name, speaker and bearer are None: it means the office at home.
        """
        known = [self._title(title) for title in printed]
        if not self._is_at_home(known, speaker, bearer):
            return [replace(found, office=None) if found.country == HOME else found for found in known]
        if speaker is None and bearer is None:
            return known
        day = bearer.day if bearer else None
        return [replace(found, office=None) if self._is_in_doubt(found, speaker, day) else found for found in known]

    def _is_at_home(self, known: list[KnownOffice], speaker: int | None, bearer: Bearer | None) -> bool:
        """Say whether the offices beside a name are surely those of Vietnam, as far as they name no country.

        They are where the speaker's country is known to be Vietnam or a title names it. Of others the name must be
        Vietnamese, no title in the text may name another state, and none may be a seat that somebody else holds.
        """
        country = self.countries.get(speaker or 0, "")
        if country not in ("", HOME) or any(found.country not in ("", HOME) for found in known):
            return False
        if speaker is None and bearer is None:
            return True
        bearer = bearer or Bearer()
        beside = [*known, *(self._title(title) for title in bearer.titles)]
        if country == HOME or any(found.names_home for found in beside):
            return True
        names = {bearer.name} if bearer.name else self.names.get(speaker or 0, set())
        return (
            any(map(is_surely_vietnamese, names))
            and all(found.country in ("", HOME) for found in beside)
            and not any(self._is_anothers(found, speaker, bearer.day) for found in beside if not found.former)
        )

    def _is_in_doubt(self, found: KnownOffice, speaker: int | None, day: datetime.date | None) -> bool:
        """Say whether a former office ("nguyên Thủ tướng") may be another state's: the seat has other holders."""
        known = self.countries.get(speaker or 0) == HOME or found.names_home
        return found.former and not known and self._is_anothers(found, speaker, day)

    def _is_anothers(self, found: KnownOffice, speaker: int | None, day: datetime.date | None) -> bool:
        """Say whether a single seat is known to be held by somebody else about that day; any day where it is None."""
        holders = self.holders.get(found.office or 0, ())
        others = [held for held in holders if held.speaker_id != speaker]
        return len(others) == len(holders) and any(day is None or held.is_known_near(day) for held in others)

    def _title(self, title: str) -> KnownOffice:
        qualifier = QUALIFIERS.match(title)
        bare = match_key(title[qualifier.end() :] if qualifier else title)
        ids = self.offices.get(bare, set())
        country, names_home = "", f" {HOME_NAME} " in f" {bare} "
        if not ids:
            ids, country = self._before_a_state(bare)
        office = next(iter(ids)) if len(ids) == 1 else None
        country = self.office_countries[office] if office else country
        return KnownOffice(
            office=office,
            acting=bool(qualifier and qualifier["acting"]),
            former=bool(qualifier and qualifier["former"]),
            country=country,
            names_home=names_home and country == HOME,
        )

    def _before_a_state(self, title: str) -> tuple[set[int], str]:
        """Return the offices that a title names before "Việt Nam"; none and ABROAD where another state ends it."""
        words = title.split()
        for end in range(len(words) - 1, 0, -1):
            ids = self.offices.get(" ".join(words[:end]), set())
            at_home = {id_ for id_ in ids if self.office_countries[id_] == HOME}
            state = " ".join(words[end:])
            if at_home and state in STATES:
                return set(), ABROAD
            if at_home and state == HOME_NAME:
                return at_home, HOME
        return set(), ""

    def document(self, found: FoundDocument, names: Iterable[str], published_on: datetime.date | None) -> Match:
        """Return the document that a text means, if exactly one can be meant; names are the ways the text writes it."""
        ids = self._candidates(found, names)
        ids = {id_ for id_ in ids if _may_be(self.documents[id_], found, published_on)}
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


def _may_be(known: KnownDocument, found: FoundDocument, published_on: datetime.date | None) -> bool:
    """Whether kind, issuer, day, year and term allow it: a document is not cited before its date."""
    if known.kind != kind_code(found.kind):
        return False
    if known.issued_on and published_on and known.issued_on > published_on:
        return False
    if known.issued_on and found.issued_on and known.issued_on != found.issued_on:
        return False
    if found.year and known.years and found.year not in known.years:
        return False
    if found.term and known.terms and found.term not in known.terms:
        return False
    return _may_be_issued_by(known, found)


def _may_be_issued_by(known: KnownDocument, found: FoundDocument) -> bool:
    """Whether the issuer allows it. A number alone is too little where the issuer of the known document is not known.

    A body printed with its number is the body: "Hội nghị Trung ương 4 khóa XII" is a "Hội nghị Trung ương".
    """
    by_number_alone = bool(found.number) and not found.symbol
    if not found.issuer or (not known.issuers and not by_number_alone):
        return True
    issuer = match_key(found.issuer)
    return issuer in known.issuers or any(re.match(rf"{re.escape(name)} \d", issuer) for name in known.issuers)


def _years(row: Resolution) -> frozenset[int]:
    """Return the years that a document may be of: that of its day, of its symbol or number, else those claimed."""
    if row.issued_on:
        return frozenset([row.issued_on.year])
    printed = year_of(row.symbol) or year_of(row.number)
    if printed:
        return frozenset([printed])
    return frozenset(int(value[:4]) for value in _claimed(row, "issued_on") if value[:4].isdecimal())


def _claimed(row: Resolution, fact: str) -> set[str]:
    """Return what is claimed of a fact; an unverified claim is no knowledge, but enough to hold back from a guess."""
    return {claim.value for claim in row.claims.all() if claim.fact == fact}


def kind_code(kind: str) -> str:
    """Return the code of a kind of document as written ("nghị quyết" gives "nghi-quyet"); "khac" for one not known."""
    code = slugify(fold(kind))
    return code if code in KINDS else DocumentKind.OTHER


def _plain(number: str) -> str:
    """Return a number without what other spellings lack: "03" is "3", and "178/2024" is "178", of 2024."""
    return LEADING_ZEROS.sub("", number).partition("/")[0]


def merges() -> dict[int, int]:
    """Return the speakers that were merged, each with the one that it was merged into."""
    pairs = Speaker.objects.values_list("id", "merged_into")
    return {id_: merged_into for id_, merged_into in pairs.exclude(merged_into=None) if merged_into}


def end_of_merges(id_: int, merged: dict[int, int]) -> int:
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
    bearers: dict[str, Bearer] = field(default_factory=dict)

    def bearer(self, name: str | None) -> Bearer | None:
        """Return what the text says of the one of that name, for `Registry.titles`."""
        return self.bearers.get(name) if name else None


def resolve(findings: Findings, registry: Registry, published_on: datetime.date | None) -> Known:
    """Return the known rows that the names and numbers of a text mean; published_on is the day of the article.

    That is not the day which the text has, where a person gave the article another, or none.
    """
    speakers = findings.voices.speakers
    return Known(
        speakers={speaker.name: registry.speaker(speaker.name) for speaker in speakers},
        documents=resolve_documents(findings.text, findings.citations, findings.documents, registry, published_on),
        bearers={speaker.name: Bearer(speaker.name, speaker.titles, published_on) for speaker in speakers},
    )


def resolve_documents(
    text: str,
    citations: Iterable[FoundCitation],
    documents: Iterable[FoundDocument],
    registry: Registry,
    published_on: datetime.date | None,
) -> dict[str, Match]:
    """Return for each document of a text, by its key there, the known one that it is, or why none was taken."""
    names = defaultdict(list)
    for citation in citations:
        if citation.form != "anaphora":
            names[citation.key].append(one_spaced(citation.span.of(text)))
    return {document.key: registry.document(document, names[document.key], published_on) for document in documents}


def match_of(key: str | None, status: str, documents: dict[str, Match]) -> Match:
    """Return what is known of the document of a citation, by the key and status that the citation has in its text."""
    if key is None or key not in documents:
        return Match(None, status, "the text does not say which document is meant")
    return documents[key]
