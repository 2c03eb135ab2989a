"""What curators do with what was found: they confirm it, reject it, take that back, and correct it, two at a time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from articles import curation
from articles.extraction.text import Span
from articles.models import Block, Finding, Mention, MentionStatus, Origin, Review, Role, Speaker
from articles.versions import version_of
from directives.models import Citation, CitationStatus, Directive, DirectiveList, DocumentKind, ListKind, Topic
from directives.models.directives import PLACE_TAKEN
from tests.curation.newspaper import Newspaper
from tests.curation.rules import CHOICES, WORD
from tests.curation.stage import DOCUMENTS, NUMBER, TOPICS, step
from tests.curation.state import UNSEEN, Fields, Key, Said, of, place_in_list, plain

DECIDABLE: Final[tuple[type[Finding], ...]] = (Mention, DirectiveList, Directive, Directive, Citation, Citation, Block)
ORDINAL: Final = st.one_of(st.none(), st.integers(1, 4))
SLUGS: Final = {"Lê Văn Bảo": "le-van-bao", "Trần Thị Lan": "tran-thi-lan", "Phạm Thị Hoa": "pham-thi-hoa"}


class Deciding(Newspaper):
    """Every human act goes through the functions that the admin's pages call."""

    def decide(self, how: Callable[..., None], review: Review, model: type[Finding], numbers: Sequence[int]) -> None:
        rows = list({row.pk: row for number in numbers if (row := self.pick(model, number))}.values())
        if not rows:
            return
        keys = [(model, row.pk) for row in rows]
        after = {key: self.say(key, review=review) for key in keys}
        told = f"{how.__name__}s {', '.join(map(self.now.words, keys))}"
        refused = self.refusal_of_a_place(keys, review=review)
        self.act(told, curation.KIND_OF_REVIEW[review], dict(after), lambda **by: how(rows, **by), refused)

    def refusal_of_a_place(self, keys: Sequence[Key], **changes: Any) -> str | None:
        """Return why points cannot become so, one after another: another has the place in its list. None: they can."""
        rows = dict(of(self.now.rows, Directive))
        for pk in [pk for model, pk in keys if model is Directive]:
            rows[pk] = rows[pk] | changes
            there = [row for row in rows.values() if row["earlier_text_id"] is None]
            place = place_in_list(rows[pk])
            if rows[pk] in there and place and sum(place_in_list(row) == place for row in there) > 1:
                return str(PLACE_TAKEN)
        return None

    @step(model=st.sampled_from(DECIDABLE), number=NUMBER)
    def confirm(self, model: type[Finding], number: int) -> None:
        self.decide(curation.confirm, Review.CONFIRMED, model, [number])

    @step(model=st.sampled_from(DECIDABLE), number=NUMBER)
    def reject(self, model: type[Finding], number: int) -> None:
        self.decide(curation.reject, Review.REJECTED, model, [number])

    @step(
        model=st.sampled_from(DECIDABLE),
        numbers=st.lists(NUMBER, min_size=2, max_size=8),
        how=st.sampled_from([(curation.confirm, Review.CONFIRMED), (curation.reject, Review.REJECTED)]),
    )
    def decide_several(self, model: type[Finding], numbers: list[int], how: tuple[Any, Review]) -> None:
        self.decide(*how, model, numbers)

    @step(number=NUMBER)
    def reopen(self, number: int) -> None:
        """The machine's rows are the machine's again; what a person added stays a person's."""
        keys = [key for key in self.said if issubclass(key[0], DECIDABLE)]
        if not keys:
            return
        key = keys[number % len(keys)]
        row = key[0]._default_manager.get(pk=key[1])
        is_own = self.now.rows[key]["origin"] == Origin.CURATOR
        after = {key: self.say(key, review=Review.MACHINE) if is_own else None}
        told = f"reopens {self.now.words(key)}"
        refused = self.refusal_of_a_place([key], review=Review.MACHINE)
        if self.act(told, "reopened", after, lambda **by: curation.reopen([row], **by), refused):
            assert self.now.rows[key]["review"] == Review.MACHINE

    @step(model=st.sampled_from(DECIDABLE), number=NUMBER, first=st.integers(-3, 3), last=st.integers(-3, 3))
    def correct_the_words(self, model: type[Finding], number: int, first: int, last: int) -> None:
        """By whole words: so many fewer or more at the beginning and at the end."""
        row = self.pick(model, number)
        if row is None:
            return
        key = (model, row.pk)
        now = self.now.rows[key]
        text = self.now.text_of(now)
        places = [Span(*match.span()) for match in WORD.finditer(text)]
        inside = [at for at, place in enumerate(places) if place.overlaps(row.span)]
        begin, end = inside[0] + first, inside[-1] + last
        if not 0 <= begin <= end < len(places) or (first, last) == (0, 0):
            return
        span = Span(places[begin].start, places[end].end)
        after = self.correction(key, pieces=[span], **self.words_at(key, span))
        told = f"corrects the words of {self.now.words(key)} to {span.of(text)[:60]!r}"
        refused = None if span.overlaps(row.span) else "elsewhere"
        if self.act(told, "corrected", {key: after}, partial(curation.correct, row, {"span": span}), refused):
            stands = self.now.rows[key]
            assert (stands["start"], stands["end"], stands["parts"]) == (span.start, span.end, [])
            assert stands["exact"] == span.of(text)

    def words_at(self, key: Key, span: Span) -> Fields:
        """Return the words that a row is about once it stands there; those of a list are its intro, which stays."""
        row = self.now.rows[key]
        return {} if row.get("intro_start") is not None else {"words": plain(span.of(self.now.text_of(row)))}

    def correction(self, key: Key, pieces: list[Span] | None = None, **changes: Any) -> Said:
        row = self.now.rows[key]
        review = row["review"] if row["review"] == Review.REJECTED else Review.EDITED
        return self.say(key, pieces, review=review, **changes)

    def correct(self, row: Finding, **changes: Any) -> None:
        """Correct fields of a row; what they are called in the database is said of it."""
        key = (type(row), row.pk)
        said = as_stored(row, changes)
        after: dict[Key, Said | None] = {key: self.correction(key, **said, **self.follows(key, said))}
        if "list_id" in said and said["list_id"] != self.now.rows[key]["list_id"]:  # the points below it go along
            for other, below in self.said.items():
                if other[0] is Directive and self.now.rows[other]["parent_id"] == row.pk:
                    after[other] = replace(below, fields=below.fields | {"list_id": said["list_id"]})
        told = f"corrects {self.now.words(key)}: {said}"
        call = partial(curation.correct, row, changes)
        if self.act(told, "corrected", after, call, self.refusal_of_a_place([key], **said)):
            stands = self.now.rows[key]
            assert {name: stands[name] for name in said} == said

    def follows(self, key: Key, said: Fields) -> Fields:
        """Return what else a row must say when it is said whom or what it means, or that this is left open."""
        row = self.now.rows[key]
        if "resolution_id" in said and said["resolution_id"] is None:
            return {"reason": "a curator left it open"}
        introduction = self.now.rows.get((Mention, row.get("introduced_by_id") or 0))
        if "speaker_id" in said and introduction and introduction["speaker_id"] != said["speaker_id"]:
            return {"introduced_by_id": None}
        return {}

    @step(number=NUMBER, name=st.sampled_from([*SLUGS, None]))
    def say_who_is_meant(self, number: int, name: str | None) -> None:
        if row := self.pick(Mention, number):
            speaker = self.speaker(name) if name else None
            status = MentionStatus.RESOLVED if speaker else MentionStatus.UNKNOWN
            candidates: list[str] = []
            self.correct(row, speaker=speaker, status=status, candidates=candidates)

    def speaker(self, name: str) -> Speaker:
        speaker = Speaker.objects.filter(name=name).order_by("pk").first()
        return speaker.survivor if speaker else Speaker.objects.create(slug=SLUGS[name], name=name)

    @step(number=NUMBER, role=st.sampled_from(Role.values))
    def correct_a_role(self, number: int, role: str) -> None:
        if row := self.pick(Mention, number):
            self.correct(row, role=role)

    @step(number=NUMBER, kind=st.sampled_from(ListKind.values))
    def correct_the_kind_of_a_list(self, number: int, kind: str) -> None:
        if row := self.pick(DirectiveList, number):
            self.correct(row, kind=kind)

    @step(number=NUMBER, kind=st.sampled_from(["task", "measure"]), ordinal=ORDINAL)
    def correct_a_directive(self, number: int, kind: str, ordinal: int | None) -> None:
        if row := self.pick(Directive, number):
            self.correct(row, kind=kind, ordinal=ordinal)

    @step(number=NUMBER, topics=st.sets(st.sampled_from(TOPICS), max_size=2))
    def correct_topics(self, number: int, topics: set[str]) -> None:
        if row := self.pick(Directive, number):
            self.correct(row, topics=list(Topic.objects.filter(slug__in=topics)))

    @step(number=NUMBER, other=NUMBER)
    def correct_a_credit(self, number: int, other: int) -> None:
        if (row := self.pick(Directive, number)) and (mention := self.pick(Mention, other)):
            self.correct(row, mention=mention)

    @step(number=NUMBER, other=NUMBER, ordinal=ORDINAL)
    def put_into_another_list(self, number: int, other: int, ordinal: int | None) -> None:
        if row := self.pick(Directive, number):
            to = self.pick(DirectiveList, other) if other % 3 else None
            self.correct(row, list=to, parent=None, ordinal=ordinal if to else None)

    @step(number=NUMBER, slug=st.sampled_from([*DOCUMENTS, None]))
    def say_which_is_meant(self, number: int, slug: str | None) -> None:
        if row := self.pick(Citation, number):
            if slug:
                self.correct(row, resolution=self.document(slug), status=CitationStatus.RESOLVED, reason="")
            else:
                self.correct(row, resolution=None, status=CitationStatus.UNKNOWN)

    @step(number=NUMBER, kind=st.sampled_from([DocumentKind.KET_LUAN, DocumentKind.NGHI_QUYET]))
    def correct_the_kind_of_a_document(self, number: int, kind: DocumentKind) -> None:
        if row := self.pick(Citation, number):
            self.correct(row, kind=kind.value)

    @step(
        model=st.sampled_from(DECIDABLE), number=NUMBER, between=st.sampled_from(["reject", "confirm", "rules", "cut"])
    )
    def two_editors(self, model: type[Finding], number: int, between: str) -> None:
        """One opens a row, then it becomes another: their decision is refused, until they have seen what stands now."""
        row = self.pick(model, number)
        if row is None:
            return
        key = (model, row.pk)
        version, seen = version_of(row), self.now.rows[key]
        self.tell(f"somebody opens {self.now.words(key)}")
        if between == "rules":
            self.one_more_newer_rule(choice=CHOICES[number % len(CHOICES)], number=number % 7)
        elif between == "cut":
            self.cut_lines(first=number, count=2)
        elif between == "reject":
            self.decide(curation.reject, Review.REJECTED, model, [number])
        else:
            self.decide(curation.confirm, Review.CONFIRMED, model, [number])
        now = self.now.rows.get(key)
        is_stale = now is None or any(now[name] != value for name, value in seen.items() if name not in UNSEEN)
        if is_stale:
            call = partial(curation.reject, [row], expected={row: version})
            self.act(f"rejects {model.__name__} {row.pk} as it was", "rejected", {}, call, "stale")
        if now is not None:
            again = model._default_manager.get(pk=row.pk)
            call = partial(curation.reject, [again], expected={again: version_of(again)})
            after = self.say(key, review=Review.REJECTED)
            self.act(f"rejects {self.now.words(key)} as it is", "rejected", {key: after}, call)
            assert self.now.rows[key]["review"] == Review.REJECTED


def as_stored(row: Finding, changes: Fields) -> Fields:
    """Return what a row holds once it has these values, by what the fields are called in the database."""
    said: Fields = {}
    for name, value in changes.items():
        if name == "topics":
            said[name] = sorted(topic.pk for topic in value)
        elif row._meta.get_field(name).is_relation:
            said[f"{name}_id"] = value.pk if value else None
        else:
            said[name] = value
    return said
