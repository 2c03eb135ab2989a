"""What needs both articles and directives: the record of runs, what people did, the version of the data."""

from register.models.history import OF_ACCOUNTS, Edit, EditedRow, EditKind
from register.models.proposals import CREDITED_TO, Proposal, ProposalState
from register.models.reports import Report, ReportState
from register.models.runs import IngestOutcome, IngestRun, OutcomeKind
from register.models.version import DataVersion

__all__ = [
    "CREDITED_TO",
    "OF_ACCOUNTS",
    "DataVersion",
    "Edit",
    "EditKind",
    "EditedRow",
    "IngestOutcome",
    "IngestRun",
    "OutcomeKind",
    "Proposal",
    "ProposalState",
    "Report",
    "ReportState",
]
