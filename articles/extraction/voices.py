"""Whose words stand where: sentences laid to someone, and those before and after that go on."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

from articles.extraction.draft_blocks import LIST_MARKER
from articles.extraction.people import Person
from articles.extraction.phrases import sound
from articles.extraction.scene import Line, Scene
from articles.extraction.text import Span, sentences

Voice = tuple[Line, int]  # the naming to which words are laid: its line and its place there

MOST_OF: Final = (3, 4)  # who speaks in three sentences of four is the one speaker of a report
OF: Final = sound("của")
MOST_WORDS_BETWEEN: Final = 6  # a name and what it says: như Bộ trưởng đã nhiều lần nhấn mạnh “…”
NARRATED: Final = ("lead", "paragraph", "pull-quote")


def heard(scene: Scene) -> Iterator[tuple[Span, Voice]]:
    """Yield the places at which someone's words stand, in reading order, without overlap, each with whose they are.

    An order that is printed whole is all its signer's.
    """
    signer = scene.signer
    narrated = _narrated(scene) if signer is None else {}
    for line in scene.lines:
        block = line.block
        if signer is not None:
            if block.kind in NARRATED and line is not signer[0]:
                yield block.span, signer
            continue
        if block.kind in ("answer", "pull-quote", "heading") and block.turn in scene.answerers:
            yield block.span, scene.answerers[block.turn]
        elif block.turn is None and block.kind in NARRATED:
            yield from narrated.get(id(line), ())


def _narrated(scene: Scene) -> dict[int, list[tuple[Span, Voice]]]:
    """Return for each line of a report its sentences with their voices.

    A sentence without a voice of its own goes on with the one before it, over the end of the paragraph too, until a
    heading or a sentence about someone else; in a report that has one speaker, to its end, and there the words that are
    quoted of another are an interlude. The words of someone of the past go on within their paragraph only.
    The points of a list are the speaker's who set it out. What stands in a quotation is its speaker's, named after it.
    """
    found: dict[int, list[tuple[Span, Voice]]] = {}
    one = _one_speaker(scene)
    voice: Voice | None = None
    last: dict[Person, Voice] = {}
    waiting: list[tuple[Line, Span]] = []  # sentences of a quotation whose speaker is named after it
    for line in scene.lines:
        if line.block.kind == "heading" and one is None:
            voice = None
        if line.block.turn is not None or line.block.kind not in NARRATED:
            continue
        if one is not None and voice is not None and _person(voice) is not one and voice[0].quoted:
            voice = last.get(one)
        if voice is not None and (quoted := _person(voice)) is not None and quoted.of_the_past:
            voice = last.get(one) if one is not None and one is not quoted else None
        opens_item = LIST_MARKER.match(scene.text, line.block.span.start) is not None
        for sentence in sentences(scene.text, line.block.span):
            first, stop = _places(scene, sentence)
            item = voice is not None and (opens_item or LIST_MARKER.match(scene.text, sentence.start) is not None)
            own = None if item else _own_voice(scene, line, (first, stop), one)
            if own is None and line.quotation_at(first) is not None:
                waiting.append((line, sentence))
                if not _goes_on_inside(line, stop):
                    _give(found, waiting, voice)
                continue
            if own is not None:
                voice = (line, own)
                last.update(dict.fromkeys(line.meant[own][:1], voice))
            elif one is None and voice is not None and _turns_to_others(line, first, stop, _person(voice)):
                voice = None
            _give(found, waiting, voice)
            if voice is not None:
                found.setdefault(id(line), []).extend(_with_asides(scene, line, sentence, voice))
    _give(found, waiting, voice)
    return found


def _give(found: dict[int, list[tuple[Span, Voice]]], waiting: list[tuple[Line, Span]], voice: Voice | None) -> None:
    if voice is not None:
        for line, sentence in waiting:
            found.setdefault(id(line), []).append((sentence, voice))
    waiting.clear()


def _one_speaker(scene: Scene) -> Person | None:
    """Return the one to whom most of what a report says is laid, or None."""
    counts: Counter[Person] = Counter()
    for line in scene.lines:
        if line.block.turn is None and line.block.kind in NARRATED:
            counts.update(
                line.meant[at][0]
                for at, speech in enumerate(line.speech)
                if speech == "main"
                and len(line.meant[at]) == 1
                and not line.in_quotation(line.namings[at].first)
                and not LIST_MARKER.match(scene.text, line.block.span.start)
            )
    if not counts:
        return None
    person, count = counts.most_common(1)[0]
    return person if MOST_OF[1] * count >= MOST_OF[0] * counts.total() else None


def _person(voice: Voice) -> Person | None:
    line, at = voice
    return line.meant[at][0] if len(line.meant[at]) == 1 else None


def _places(scene: Scene, span: Span) -> tuple[int, int]:
    return bisect_left(scene.words.starts, span.start), bisect_left(scene.words.starts, span.end)


def _own_voice(scene: Scene, line: Line, places: tuple[int, int], one: Person | None) -> int | None:
    """Return the place of the first naming in a sentence that it is laid to outside of its quotations, or None.

    "Lời của Bộ trưởng nhấn mạnh …" is told by the one speaker of a report, if there is one.
    """
    for at in line.between(*places):
        naming = line.namings[at]
        if line.speech[at] == "main" and not line.in_quotation(naming.first):
            of_it = naming.first > line.first and scene.words.sounds[naming.first - 1] == OF
            if not of_it or one is None or line.meant[at] == (one,):
                return at
    return None


def _turns_to_others(line: Line, first: int, stop: int, speaker: Person | None) -> bool:
    """Say whether a sentence tells of someone else by name, so that it need not go on with what speaker says."""
    return any(
        line.namings[at].name is not None and line.speech[at] != "aside" and line.meant[at] not in ((), (speaker,))
        for at in line.between(first, stop)
        if not line.in_quotation(line.namings[at].first)
    )


def _goes_on_inside(line: Line, stop: int) -> bool:
    """Say whether the quotation in which a sentence ends goes on after it."""
    quotation = line.quotation_at(stop - 1)
    return quotation is not None and (stop < quotation[1] or stop == line.stop)


def _with_asides(scene: Scene, line: Line, sentence: Span, voice: Voice) -> Iterator[tuple[Span, Voice]]:
    """Yield a sentence of voice, less the quotations in it that are laid to another: như Bộ trưởng đã nêu “…”."""
    start = sentence.start
    for at in line.between(*_places(scene, sentence)):
        if line.speech[at] != "aside" or len(line.meant[at]) != 1:
            continue
        quoted = _quotation_after(line, line.namings[at].end)
        if quoted is None or scene.words.starts[quoted[0]] < start:
            continue
        place = Span(scene.words.starts[quoted[0]], min(scene.words.end_of(quoted[1] - 1), sentence.end))
        yield Span(start, place.start), voice
        yield place, (line, at)
        start = place.end
    if start < sentence.end:
        yield Span(start, sentence.end), voice


def _quotation_after(line: Line, at: int) -> tuple[int, int] | None:
    """Return the quotation that opens within a few words from here, or None."""
    after = bisect_left(line.quoted, at, key=lambda place: place[0])
    if after < len(line.quoted) and line.quoted[after][0] - at <= MOST_WORDS_BETWEEN:
        return line.quoted[after]
    return None
