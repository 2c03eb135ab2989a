"""The OpenAPI document: how it is generated and mended, and what is said of every operation alike.

It describes what stands below /api/v1/. The document itself, at /api/schema/, the page at /api/docs/ and the answers to
monitors (/healthz, /readyz) are not in it.
"""

from config.schema.generator import Generator, document
from config.schema.hooks import as_version_3_1, in_words_for_readers, with_every_answer
from config.schema.refusals import is_list

__all__ = ["Generator", "as_version_3_1", "document", "in_words_for_readers", "is_list", "with_every_answer"]
