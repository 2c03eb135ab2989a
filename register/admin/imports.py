"""What follows from an import: columns follow the preferred claims, and citations that waited are settled."""

from collections.abc import Collection, Iterable
from typing import Any

from django.dispatch import receiver

from articles.admin.imports import imported, written
from articles.models import Office, Speaker, Tenure, TenureClaim
from directives.models import Resolution, ResolutionClaim
from register.admin.settled import documents_settled, names_settled
from register.facts import follow_document, follow_tenure
from register.models import EditedRow


@receiver(written, sender=Resolution, dispatch_uid="follow-imported-documents")
def follow_documents(rows: Iterable[Resolution], **_: Any) -> list[str]:
    return [left for row in rows for left in follow_document(row)]


@receiver(written, sender=ResolutionClaim, dispatch_uid="follow-imported-claims")
def follow_claims(rows: list[ResolutionClaim], **_: Any) -> list[str]:
    return follow_documents(Resolution.objects.filter(pk__in={row.resolution_id for row in rows}).order_by("pk"))


@receiver(written, sender=Tenure, dispatch_uid="follow-imported-tenures")
def follow_tenures(rows: Iterable[Tenure], **_: Any) -> list[str]:
    return [f"{row}: {left}" for row in rows for left in follow_tenure(row)]


@receiver(written, sender=TenureClaim, dispatch_uid="follow-imported-tenure-claims")
def follow_tenure_claims(rows: list[TenureClaim], **_: Any) -> list[str]:
    return follow_tenures(Tenure.objects.filter(pk__in={row.tenure_id for row in rows}).order_by("pk"))


@receiver(imported, sender=Resolution, dispatch_uid="settle-imported")
def settle(rows: list[Resolution], **_: Any) -> str:
    """Settle what may mean one of the documents, once; return how many citations that were."""
    return documents_settled({row.pk for row in rows})


@receiver(imported, sender=ResolutionClaim, dispatch_uid="settle-imported-claims")
def settle_claims(rows: list[ResolutionClaim], **_: Any) -> str:
    """Settle what may mean one of the documents that claims are about, once; return how many citations that were."""
    return documents_settled({row.resolution_id for row in rows})


@receiver(imported, sender=Speaker, dispatch_uid="settle-imported-speakers")
@receiver(imported, sender=Office, dispatch_uid="settle-imported-offices")
def settle_names(edited: Collection[EditedRow], **_: Any) -> str:
    """Read again what waited for one of the names, once; return what came of it."""
    return " ".join(names_settled(edited))
