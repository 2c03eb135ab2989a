"""What follows from an import of documents: the citations that waited for them are settled."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import ngettext

from articles.admin.imports import imported
from directives.models import Resolution
from register.settling import Settled, settle_citations


@receiver(imported, sender=Resolution, dispatch_uid="settle-imported")
def settle(rows: list[Resolution], **_: Any) -> str:
    """Settle what may mean one of the documents, once; return how many citations that were."""
    total = Settled()
    for settled in settle_citations([row.pk for row in rows]):
        total.add(settled)
    count = total.settled + total.changed
    said = ngettext("%(count)d citation was settled by this.", "%(count)d citations were settled by this.", count)
    return said % {"count": count}
