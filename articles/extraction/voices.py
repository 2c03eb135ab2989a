"""Whose words stand where: sentences laid to someone, and those before and after that go on."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

from articles.extraction.drafts import LIST_MARKER
from articles.extraction.people import Person
from articles.extraction.scene import Line, Scene
from articles.extraction.text import Span, sentences
from articles.extraction.words import sound

Voice = tuple[Line, int]  # the naming to which words are laid: its line and its place there

MOST_OF: Final = (3, 4)  # who speaks in three sentences of four is the one speaker of a report
OF: Final = sound("của")
NARRATED: Final = ("lead", "paragraph", "pull-quote")


def heard(scene: Scene) -> Iterator[tuple[Span, Voice]]:
    """Yield the places at which someone's words stand, in reading order and without overlap, each with whose they are."""
    narrated = _narrated(scene)
    for line in scene.lines:
        block = line.block
        if block.kind in ("answer", "pull-quote", "heading") and block.turn in scene.answerers:
            yield block.span, scene.answerers[block.turn]
        elif block.turn is None and block.kind in NARRATED:
            yield from narrated.get(id(line), ())


def _narrated(scene: Scene) -> dict[int, list[tuple[Span, Voice]]]:
    """Return for each line of a report its sentences with their voices.

    A sentence without a voice of its own goes on with the one before it, over the end of the paragraph too, until a
    heading; in a report that has one speaker, to its end, and there the words that are quoted of another are an interlude.
    The points of a list are the speaker's who set it out. What stands in a quotation is its speaker's, named after it.
    """
    found: dict[int, list[tuple[Span, Voice]]] = {}
    one = _one_speaker(scene)
    voice: Voice | None = None
    waiting: list[tuple[Line, Span]] = []  # sentences of a quotation whose speaker is named after it
    for line in scene.lines:
        if line.block.kind == "heading" and one is None:
            voice = None
        if line.block.turn is not None or line.block.kind not in NARRATED:
            continue
        if one is not None and voice is not None and _person(voice) is not one and voice[0].quoted:
            voice = _last_of(scene, one, line)
        item = voice is not None and LIST_MARKER.match(scene.text, line.block.span.start) is not None
        for sentence in sentences(scene.text, line.block.span):
            first, stop = _places(scene, sentence)
            own = None if item else _own_voice(scene, line, (first, stop), one)
            if own is None and _inside(line, first):
                waiting.append((line, sentence))
                if not _goes_on_inside(line, stop):
                    _give(found, waiting, voice)
                continue
            voice = (line, own) if own is not None else voice
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


def _last_of(scene: Scene, person: Person, before: Line) -> Voice | None:
    """Return the last naming of person that words are laid to, before a line."""
    last: Voice | None = None
    for line in scene.lines:
        if line is before:
            break
        for at, meant in enumerate(line.meant):
            if line.speech[at] == "main" and meant == (person,):
                last = (line, at)
    return last


def _places(scene: Scene, span: Span) -> tuple[int, int]:
    return bisect_left(scene.words.starts, span.start), bisect_left(scene.words.starts, span.end)


def _own_voice(scene: Scene, line: Line, places: tuple[int, int], one: Person | None) -> int | None:
    """Return the place of the first naming in a sentence that it is laid to outside of its quotations, or None.

    "Các phát biểu của Chủ tịch nước đề cao …" is told by the one speaker of a report, if there is one.
    """
    for at, naming in enumerate(line.namings):
        if places[0] <= naming.first < places[1] and line.speech[at] == "main" and not line.in_quotation(naming.first):
            of_it = naming.first > line.first and scene.words.sounds[naming.first - 1] == OF
            if not of_it or one is None or line.meant[at] == (one,):
                return at
    return None


def _inside(line: Line, at: int) -> bool:
    """Say whether the word at this place stands in a quotation or opens one."""
    return any(first <= at < stop for first, stop in line.quoted)


def _goes_on_inside(line: Line, stop: int) -> bool:
    """Say whether the quotation in which a sentence ends goes on after it."""
    return any(first < stop < end or (stop == end == line.stop) for first, end in line.quoted)


def _with_asides(scene: Scene, line: Line, sentence: Span, voice: Voice) -> Iterator[tuple[Span, Voice]]:
    """Yield a sentence of voice, less the quotations in it that are laid to another: như Bộ trưởng đã nhấn mạnh “…”."""
    start = sentence.start
    for at, naming in enumerate(line.namings):
        if line.speech[at] != "aside" or len(line.meant[at]) != 1 or not sentence.contains(_span(scene, naming.first)):
            continue
        quoted = next(((first, stop) for first, stop in line.quoted if 0 <= first - naming.end <= 6), None)
        if quoted is None or scene.words.starts[quoted[0]] < start:
            continue
        place = Span(scene.words.starts[quoted[0]], min(scene.words.ends[quoted[1] - 1], sentence.end))
        yield Span(start, place.start), voice
        yield place, (line, at)
        start = place.end
    if start < sentence.end:
        yield Span(start, sentence.end), voice


def _span(scene: Scene, at: int) -> Span:
    return scene.words.span(at, at + 1)
