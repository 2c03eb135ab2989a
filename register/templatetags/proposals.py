"""What newer rules propose of a row, for its own page."""

from django import template

from articles.addresses import page_of
from articles.models import Finding
from register.models import Proposal, ProposalState

register = template.Library()


@register.simple_tag
def open_proposal(row: Finding | None) -> str:
    """Return the address of the open proposal about a row; empty where there is none."""
    if row is None:
        return ""
    about = {"model": row._meta.label_lower, "row": row.pk, "state": ProposalState.OPEN}
    proposal = Proposal.objects.filter(**about).first()
    return page_of(proposal) if proposal else ""
