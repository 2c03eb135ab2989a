"""What needs both articles and directives: the record of runs and the version of the data."""

from register.models.runs import IngestOutcome, IngestRun, OutcomeKind
from register.models.version import DataVersion

__all__ = ["DataVersion", "IngestOutcome", "IngestRun", "OutcomeKind"]
