"""What the rules say now of rows that people decided, beside what stands there. Pure: no database in it.

Compared are words and meanings, not places and numbers of rows, which change with the text.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from articles.extraction.plain import one_spaced
from articles.models import Block, Finding, Mention, Origin, Review
from directives.models import Citation, Directive, DirectiveList
from register.models import CREDITED_TO
from register.reconcile import Reconciled, common, meets
from register.stored import Stored

Values = dict[str, Any]
SpeakerOf = Callable[[int | None], int | None]  # the speaker whom the mention of that id names


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that a finding says of its words: the fields that say it, which are taken together, and its meaning.

    name is the field that a person is shown, and that values must have to say anything about it.
    """

    name: str
    fields: tuple[str, ...]
    meaning: Callable[[Mapping[str, Any]], Any]
    may_be_open: bool = False  # and says nothing then

    def of(self, values: Mapping[str, Any]) -> Any:
        return self.meaning(values)


def _plain(name: str) -> Aspect:
    """Return what one field says; texts as they read, whatever the white space."""

    def meaning(values: Mapping[str, Any]) -> Any:
        value = values[name]
        return _as_read(value) if isinstance(value, str) else value

    return Aspect(name, (name,), meaning)


def _words(values: Mapping[str, Any]) -> list[list[str]]:
    start, exact = values["start"], values["exact"]
    return [_as_read(exact[first - start : last - start]) for first, last in values["parts"]] or [_as_read(exact)]


def _as_read(words: str) -> list[str]:
    return one_spaced(words).split()


def _pointer(name: str, *fields: str) -> Aspect:
    return Aspect(name, fields, lambda values: values[name], may_be_open=True)


PLACE: Final = ("start", "end", "parts", "exact")
WORDS: Final = Aspect("exact", PLACE, _words)
INTRO: Final = Aspect("intro", ("intro_start", "intro_end", "intro", *PLACE), _plain("intro").meaning)
CREDIT: Final = _pointer(CREDITED_TO, CREDITED_TO, "mention_id")
SPEAKER: Final = _pointer("speaker_id", "speaker_id", "status", "candidates", "name", "introduced_by_id")
DOCUMENT: Final = _pointer("resolution_id", "resolution_id", "status", "reason", "key")
KIND: Final = _plain("kind")
ORDINAL: Final = _plain("ordinal")

ASPECTS: Final[dict[type[Finding], tuple[Aspect, ...]]] = {
    Mention: (WORDS, _plain("role"), SPEAKER),
    Block: (KIND, _plain("turn"), CREDIT),  # the words of all blocks together are the text's
    DirectiveList: (INTRO, KIND, _plain("declared_count"), CREDIT),
    Directive: (WORDS, KIND, ORDINAL, _plain("marker"), _plain("addressee"), _plain("deadline"), CREDIT),
    Citation: (WORDS, KIND, *map(_plain, ("number", "symbol", "issuer", "form")), DOCUMENT),
}
MODEL_OF: Final = {model._meta.label_lower: model for model in ASPECTS}


@dataclass(frozen=True, slots=True)
class Compared:
    """What a decided row says, beside what the rules say; now is None where they do not find it any more."""

    row: Finding
    aspects: Sequence[Aspect]
    stands: Values
    now: Values | None

    @property
    def key(self) -> tuple[str, int]:
        return (self.row._meta.label_lower, self.row.pk)


def values_of_aspects(row: Finding, aspects: Iterable[Aspect], speaker_of: SpeakerOf) -> Values:
    """Return the fields of a finding by which it says something."""
    names = dict.fromkeys(name for aspect in aspects for name in aspect.fields)
    values = {name: getattr(row, name) for name in names if name != CREDITED_TO}
    if CREDITED_TO in names:
        values[CREDITED_TO] = speaker_of(values["mention_id"])
    return values


@dataclass(slots=True)
class Comparison:
    """The rows of one article once a run has written them, beside what was found."""

    stored: Stored
    found: Mapping[type[Finding], tuple[Reconciled[Any], Sequence[Finding]]]
    speakers: dict[int, int | None] = field(default_factory=dict)  # of mentions

    def decided(self) -> Iterator[Compared]:
        """Yield the rows that people decided, not those that they rejected, whose words are in the present text."""
        rows = {model: list(filter(self._is_compared, self.stored.rows.get(model, ()))) for model in ASPECTS}
        if not any(rows.values()):
            return
        mentions, _ = self.found[Mention]
        for mention in (*self.stored.rows[Mention], *self.stored.left, *self.stored.lost, *mentions.created):
            if isinstance(mention, Mention):
                self.speakers[mention.pk] = None if mention.review == Review.REJECTED else mention.speaker_id
        for model, decided in rows.items():
            if decided:
                yield from self._of_model(model, decided)

    def _is_compared(self, row: Finding) -> bool:
        is_here = row.earlier_text_id is None and row not in self.stored.lost
        return row.is_decided and row.review != Review.REJECTED and is_here

    def _of_model(self, model: type[Finding], rows: list[Finding]) -> Iterator[Compared]:
        reconciled, findings = self.found[model]
        met = defaultdict(list)
        for finding in findings:
            met[reconciled.row(finding)].append(finding)
        for row in rows:
            said = self.stored.said.get(row)
            if met[row]:
                now = nearest(row, met[row], said)
                aspects = [aspect for aspect in ASPECTS[model] if self._is_told(aspect, row, now)]
                stands = values_of_aspects(row, aspects, self._speaker_of)
                yield Compared(row, aspects, stands, values_of_aspects(now, aspects, self._speaker_of))
            elif any(meets(finding, place) for finding in findings for place in (row, said) if place):
                yield Compared(row, (), {}, {})  # another decided row over the same words stands for it
            elif is_missed(row):
                yield Compared(row, (), {}, None)

    def _speaker_of(self, mention: int | None) -> int | None:
        return self.speakers.get(mention or 0)

    def _is_told(self, aspect: Aspect, row: Finding, now: Finding) -> bool:
        """Say whether an aspect of a point is its own: its kind may be that of its list, its number be another's."""
        if isinstance(row, Directive) and isinstance(now, Directive):
            if aspect is ORDINAL:
                return (row.list_id, row.parent_id) == (now.list_id, now.parent_id) and not self._is_taken(row, now)
            if aspect is KIND:
                lists = {one.pk: one for one in self.stored.rows[DirectiveList]}
                its = lists.get(row.list_id or 0)
                return not (its and its.is_decided and its.kind == row.kind)
        return True

    def _is_taken(self, row: Directive, now: Directive) -> bool:
        """Say whether another point has the number in the list that the rules read at a point."""
        reconciled, _ = self.found[Directive]
        gone = set(reconciled.gone)
        others = (one for one in (*self.stored.rows[Directive], *reconciled.created) if one not in gone)
        return any(one.place == now.place for one in others if one != row and one.earlier_text_id is None)


def nearest(row: Finding, findings: Iterable[Finding], said: Finding | None) -> Finding:
    """Return the one of the findings which gave way to a row that is most like it: by its place, else its old one."""
    return max(
        findings,
        key=lambda found: (found.span == row.span, max(common(found, row), 0), common(found, said or row)),
    )


def is_missed(row: Finding) -> bool:
    """Say whether rules that do not find a row any more are reason to propose that: not of what a person added."""
    return row.origin == Origin.MACHINE and not isinstance(row, Block)
