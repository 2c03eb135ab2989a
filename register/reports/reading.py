"""What a report may hold: a row, or words of an article; what is wrong with one is named by its field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from articles.api.problems import Fault, InvalidRequest, echo
from articles.api.slugs import SLUG
from articles.extraction.text import Span, normalise
from articles.models import Article, Mention, Remark
from articles.serializers.excerpts import beginning
from directives.models import Citation, Directive, DirectiveList
from register.models.reports import LONGEST_CONTACT, LONGEST_MESSAGE

LONGEST_EXACT: Final = 10_000  # code points of the words that a report may be about
LARGEST_PLACE: Final = 2**31 - 1  # of the column
MOST_FAULTS: Final = 10  # that an answer names at once

# What answers quote of a text that is not shown. Points of lists that order nothing are kept back.
QUOTING: Final[tuple[Callable[[], QuerySet[Any]], ...]] = (
    Mention.objects.standing,
    Remark.objects.standing,
    Citation.objects.standing,
    DirectiveList.objects.standing,
    lambda: Directive.objects.standing().in_truth(),
)

OF_A_ROW: Final = ("kind", "name")
OF_WORDS: Final = ("article", "start", "end", "exact")
FIELDS: Final = (*OF_A_ROW, *OF_WORDS, "message", "contact")
LONGEST: Final[Mapping[str, int]] = {"exact": LONGEST_EXACT, "message": LONGEST_MESSAGE, "contact": LONGEST_CONTACT}
ARTICLES: Final = "articles"


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report as it was sent, well formed. span and exact are None where it is about a row."""

    kind: str
    name: str
    message: str
    contact: str
    span: Span | None = None
    exact: str | None = None


def read_report(body: Any, kinds: tuple[str, ...]) -> NewReport:
    """Return the report that a body holds. Raises InvalidRequest, which names up to ten faults each by its field."""
    if not isinstance(body, dict):
        raise InvalidRequest(Fault("malformed", "The body must be a JSON object.", pointer="#"))
    faults = list(_faults(body, kinds))
    if faults:
        raise InvalidRequest(*faults[:MOST_FAULTS])
    message, contact = _clean(body["message"]), _clean(body.get("contact") or "")
    if "article" not in body:
        return NewReport(body["kind"], body["name"], message, contact)
    span = Span(body["start"], body["end"])
    return NewReport(ARTICLES, body["article"], message, contact, span, normalise(body["exact"]))


def _faults(body: dict[str, Any], kinds: tuple[str, ...]) -> Iterator[Fault]:
    for name in [name for name in body if name not in FIELDS]:
        yield Fault("unknown_field", f"A report has no field {echo(name)}.", pointer=_pointer(name), allowed=FIELDS)
    of_words = any(name in body for name in OF_WORDS)
    if of_words and any(name in body for name in OF_A_ROW):
        detail = "A report is about a row (kind, name) or about words (article, start, end, exact), not both."
        yield Fault("conflict", detail, pointer="#")
        return
    for name in (*(OF_WORDS if of_words else OF_A_ROW), "message"):
        if name not in body:
            yield Fault("missing", f"{name} is missing.", pointer="#")
    for name in FIELDS:
        if name in body and not (name == "contact" and body[name] is None):
            yield from CHECKS[name](name, body[name], kinds)
    start, end = body.get("start"), body.get("end")
    if isinstance(start, int) and isinstance(end, int) and start >= end:
        yield Fault("out_of_range", "end must be more than start.", pointer="#/end")


def _check_kind(name: str, value: Any, kinds: tuple[str, ...]) -> Iterator[Fault]:
    if value not in kinds:
        detail = "kind must be the name of a list, as in its address."
        yield Fault("not_allowed", detail, pointer=_pointer(name), allowed=kinds)


def _check_slug(name: str, value: Any, kinds: tuple[str, ...]) -> Iterator[Fault]:
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        yield Fault("malformed", f"{name} must be the slug or id of a row, as answers give it.", pointer=_pointer(name))


def _check_place(name: str, value: Any, kinds: tuple[str, ...]) -> Iterator[Fault]:
    if not _is_place(value):
        detail = f"{name} must be a whole number from 0 to {LARGEST_PLACE}."
        yield Fault("out_of_range", detail, pointer=_pointer(name))


def _check_text(name: str, value: Any, kinds: tuple[str, ...]) -> Iterator[Fault]:
    pointer = _pointer(name)
    if not isinstance(value, str):
        yield Fault("malformed", f"{name} must be a text.", pointer=pointer)
    elif max(len(value), len(_clean(value))) > LONGEST[name]:  # to compose some characters takes more of them
        yield Fault("too_long", f"{name} may have at most {LONGEST[name]} characters.", pointer=pointer)
    elif any("\ud800" <= char <= "\udfff" for char in value):
        yield Fault("unreadable", f"{name} holds half of a surrogate pair, which is no character.", pointer=pointer)
    elif name == "message" and not _clean(value):
        yield Fault("empty", "message has no words.", pointer=pointer)


CHECKS: Final[Mapping[str, Callable[[str, Any, tuple[str, ...]], Iterator[Fault]]]] = {
    "kind": _check_kind,
    "name": _check_slug,
    "article": _check_slug,
    "start": _check_place,
    "end": _check_place,
    "exact": _check_text,
    "message": _check_text,
    "contact": _check_text,
}


def _is_place(value: Any) -> bool:
    return type(value) is int and 0 <= value <= LARGEST_PLACE  # True is an int, too


def _clean(text: str) -> str:
    """Return a text as all texts are stored, without the white space around it."""
    return normalise(text).strip()


def _pointer(name: str) -> str:
    return f"#/{echo(name).replace('~', '~0').replace('/', '~1')}"


def words_there(article: Article, new: NewReport, shows_text: bool) -> str:
    """Return the words that a report is about, as they stand in the article.

    Raises InvalidRequest where others stand there; they are named where the text may be shown. Where it may not, the
    words have to be what an answer quotes at this place, or their beginning, and whoever is refused is told no more:
    else the text could be guessed, word by word.
    """
    span, exact = new.span, new.exact or ""
    assert span is not None
    if not shows_text:
        if exact and any(beginning(quoted).startswith(exact) for quoted in _quoted(article, span)):
            return span.of(article.text)
        detail = "Of this text, words can be reported as answers quote them: start, end and exact of what was found."
        raise InvalidRequest(Fault("other_words", detail, pointer="#/exact"))
    if span.end > len(article.text):
        detail = f"The text of the article has {len(article.text)} characters, so end may be that at most."
        raise InvalidRequest(Fault("out_of_range", detail, pointer="#/end"))
    there = span.of(article.text)
    if there != exact:
        raise InvalidRequest(Fault("other_words", f"Other words stand there now: {echo(there)}", pointer="#/exact"))
    return there


def _quoted(article: Article, span: Span) -> Iterator[str]:
    """Yield the words of what the public sees to be found just there."""
    for rows in QUOTING:
        found: Any = rows().filter(article=article, start=span.start, end=span.end)
        yield from found.values_list("exact", flat=True)
