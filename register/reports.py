"""Readers' reports: what one may hold, how many are taken, and how they are kept.

Nobody signs in to report an error. What would flood the queue is counted by sender and in all, in the database, so that
all workers count alike. A sender is known for a day by a keyed hash of the address; then the hash is deleted.
"""

import datetime
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from rest_framework.exceptions import Throttled

from articles.api.problems import Fault, InvalidRequest, echo
from articles.api.slugs import SLUG
from articles.extraction.text import Span, normalise
from articles.models import Article, Mention, Remark
from articles.serializers.excerpts import beginning
from directives.models import Citation, Directive, DirectiveList
from register.models import Report
from register.models.reports import LONGEST_CONTACT, LONGEST_MESSAGE

LONGEST_EXACT: Final = 10_000  # code points of the words that a report may be about
LARGEST_PLACE: Final = 2**31 - 1  # of the column
MOST_FAULTS: Final = 10  # that an answer names at once
HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
KEPT: Final = datetime.timedelta(days=1)  # how long the hashes of a sender are kept
NETWORK: Final = 64  # bits of an IPv6 address that one household or firm is given
REPORTS: Final = 0x7265706F72747321  # the number of the lock that reports take on PostgreSQL; "reports!" in ASCII

WITH_PORT: Final = re.compile(r"(?: \[ (?P<six> [^\]]+ ) \] | (?P<four> [\d.]+ (?= : ) ) ) (?: : \d+ )?", re.VERBOSE)

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


# --- what a report may hold -------------------------------------------------------------------------------------------


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


# --- how many are taken -----------------------------------------------------------------------------------------------


def sender_of(request: HttpRequest) -> str:
    """Return who sends a request, for a day: a keyed hash of the address, of IPv6 of its network.

    Behind a proxy of ours the address is the last one in X-Forwarded-For: the proxy adds it, and what stands before it
    anyone may have written.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TLS_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return _hash("sender", _network(address))


def _network(address: str) -> str:
    """Return the address that counts as one sender; what is none, such as that of a socket, is one for all.

    Some proxies write the port as well: "192.0.2.1:80", "[2001:db8::1]:80".
    """
    written = WITH_PORT.fullmatch(address)
    try:
        known = ipaddress.ip_address(written["six"] or written["four"] if written else address)
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is None:
            return str(ipaddress.IPv6Network((int(known), NETWORK), strict=False))
        known = known.ipv4_mapped
    return str(known)


def _hash(*parts: str) -> str:
    """Return a hash that nobody can compute without the key of this server, and another one tomorrow."""
    today = timezone.now().astimezone(datetime.UTC).date().isoformat()
    return salted_hmac(f"{__name__} {today}", "\x1f".join(parts), algorithm="sha256").hexdigest()


def refuse_too_many(sender: str) -> None:
    """Raise Throttled, with the seconds to wait, where a sender or all together have sent as many as are taken."""
    own = Report.objects.filter(sender=sender).order_by("-made_at")
    _refuse(own, settings.REPORTS_PER_HOUR, HOUR)
    _refuse(Report.objects.order_by("-id"), settings.REPORTS_PER_MINUTE, MINUTE)


def _refuse(newest: Any, most: int, within: datetime.timedelta) -> None:
    made = list(newest.values_list("made_at", flat=True)[most - 1 : most])
    wait = made[0] + within - timezone.now() if made else datetime.timedelta()
    if wait > datetime.timedelta():
        raise Throttled(wait=max(wait.total_seconds(), 1))


# --- how they are kept ------------------------------------------------------------------------------------------------


def fingerprint_of(sender: str, new: NewReport) -> str:
    """Return what is the same when one sender says the same of the same place once more, the same day."""
    place = "" if new.span is None else f"{new.span.start}-{new.span.end}"
    return _hash("report", sender, new.kind, new.name, place, new.message)


def known_report(fingerprint: str) -> Report | None:
    return Report.objects.filter(fingerprint=fingerprint).first()


@transaction.atomic
def keep(new: NewReport, sender: str, article: Article | None, span: Span | None, exact: str) -> Report:
    """Return the report as it is stored, once however often it is sent. Raises Throttled where there are too many.

    It takes turns with others, so that as many are taken as are allowed, and not one more.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REPORTS])
    fingerprint = fingerprint_of(sender, new)
    known = known_report(fingerprint)
    if known is not None:
        return known
    refuse_too_many(sender)
    forget_senders()
    return Report.objects.create(
        kind=new.kind,
        name=new.name,
        article=article,
        start=None if span is None else span.start,
        end=None if span is None else span.end,
        exact=exact,
        message=new.message,
        contact=new.contact,
        sender=sender,
        fingerprint=fingerprint,
    )


def forget_senders() -> None:
    """Delete the hashes of senders that count no more."""
    Report.objects.filter(sender__gt="", made_at__lt=timezone.now() - KEPT).update(sender="", fingerprint=None)
