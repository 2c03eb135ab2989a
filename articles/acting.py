"""Who is changing rows right now, and why: what `register.history` writes down with each change.

It says nothing of a run: a run writes in bulk, and is recorded as a run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


@dataclass(slots=True)
class Acting:
    """One thing that a person does, which may touch several rows; `edit` is its record once the first was touched."""

    by: AbstractBaseUser | AnonymousUser | None
    kind: str
    why: str = ""
    undoes: int | None = None  # the edit that is taken back
    details: dict[str, Any] = field(default_factory=dict)  # what the rows do not say
    edit: Any = None  # a register.models.Edit, which this app does not know
    rows: dict[tuple[str, int], Any] = field(default_factory=dict)  # its EditedRows, by model and primary key


def without_nul(text: str) -> str:
    """Return a text as a column of PostgreSQL takes it."""
    return text.replace("\0", "")


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextmanager
def acting(
    by: AbstractBaseUser | AnonymousUser | None, kind: str = "changed", why: str = "", undoes: int | None = None
) -> Iterator[Acting]:
    """Let what is saved row by row within count as one thing that a person did.

    Inside another it is a thing of its own, done for the same reason where none is given; the outer one goes on after
    it. Of why, what PostgreSQL does not take is left out.
    """
    around = who_acts()
    deed = Acting(by, kind, without_nul(why).strip() or (around.why if around else ""), undoes)
    token = _acting.set(deed)
    try:
        yield deed
    finally:
        _acting.reset(token)


@contextmanager
def by_rule() -> Iterator[None]:
    """Let what is saved within count as nobody's: it follows by rule from what a person did, or undid."""
    token = _acting.set(None)
    try:
        yield
    finally:
        _acting.reset(token)


def who_acts() -> Acting | None:
    """Return what a person does right now; None where a run or a shell writes."""
    return _acting.get()


def call_it(kind: str) -> None:
    """Say what it is that a person does right now, before a row is touched; nothing where a run or a shell writes."""
    if deed := who_acts():
        deed.kind = kind
