"""How many reports are taken, and how they are kept.

Nobody signs in to report an error. What would flood the queue is counted by sender and in all, in the database, so that
all workers count alike. The hash of a sender counts for a day; then it is deleted.
"""

import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.exceptions import Throttled

from articles.extraction.text import Span
from articles.models import Article
from register.models import Report
from register.reports.reading import NewReport
from register.reports.senders import hash_of_the_day

HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
KEPT: Final = datetime.timedelta(days=1)  # how long the hashes of a sender are kept
REPORTS: Final = 0x7265706F72747321  # the number of the lock that reports take on PostgreSQL; "reports!" in ASCII


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


def fingerprint_of(sender: str, new: NewReport) -> str:
    """Return what is the same when one sender says the same of the same place once more, the same day."""
    place = "" if new.span is None else f"{new.span.start}-{new.span.end}"
    return hash_of_the_day("report", sender, new.kind, new.name, place, new.message)


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
