"""Rows that point to rows of their own kind: whether that leads round in a circle."""

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")


def leads_back(start: K, above: Mapping[K, K | None]) -> bool:
    """Say whether pointers lead from a row back to it; above holds where each row points."""
    at, passed = above.get(start), set[K]()
    while at is not None and at != start and at not in passed:
        passed.add(at)
        at = above.get(at)
    return at == start
