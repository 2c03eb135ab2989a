"""What follows from an import: columns follow the preferred claims, and citations that waited are settled."""

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.utils.translation import ngettext

from articles.admin.imports import imported, written
from articles.models import Tenure, TenureClaim
from directives.models import Resolution, ResolutionClaim
from register.admin.documents import to_be_looked_at
from register.facts import follow_document, follow_tenure
from register.settling import settle_for_a_moment


@receiver(written, sender=Resolution, dispatch_uid="follow-imported-documents")
def follow_documents(rows: list[Resolution], **_: Any) -> None:
    for row in rows:
        follow_document(row)


@receiver(written, sender=ResolutionClaim, dispatch_uid="follow-imported-claims")
def follow_claims(rows: list[ResolutionClaim], **_: Any) -> None:
    for document in Resolution.objects.filter(pk__in={row.resolution_id for row in rows}).order_by("pk"):
        follow_document(document)


@receiver(written, sender=Tenure, dispatch_uid="follow-imported-tenures")
def follow_tenures(rows: list[Tenure], **_: Any) -> None:
    for row in rows:
        follow_tenure(row)


@receiver(written, sender=TenureClaim, dispatch_uid="follow-imported-tenure-claims")
def follow_tenure_claims(rows: list[TenureClaim], **_: Any) -> None:
    for tenure in Tenure.objects.filter(pk__in={row.tenure_id for row in rows}).order_by("pk"):
        follow_tenure(tenure)


@receiver(imported, sender=Resolution, dispatch_uid="settle-imported")
def settle(rows: list[Resolution], **_: Any) -> str:
    """Settle what may mean one of the documents, once; return how many citations that were."""
    return _settle({row.pk for row in rows})


@receiver(imported, sender=ResolutionClaim, dispatch_uid="settle-imported-claims")
def settle_claims(rows: list[ResolutionClaim], **_: Any) -> str:
    """Settle what may mean one of the documents that claims are about, once; return how many citations that were."""
    return _settle({row.resolution_id for row in rows})


def _settle(documents: Collection[int]) -> str:
    settled, left = settle_for_a_moment(documents)
    count = settled.settled + settled.changed
    said = ngettext("%(count)d citation was settled by this.", "%(count)d citations were settled by this.", count)
    said %= {"count": count}
    return f"{said} {to_be_looked_at(left)}" if left else said
