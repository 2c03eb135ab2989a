"""The public names of rows: slugs, and opaque ids for rows that have none. Minted once, never recomputed."""

import base64
import hashlib
import re
from collections.abc import Callable, Container, Iterable
from itertools import count
from operator import attrgetter
from typing import Any, ClassVar, Final, TypeAlias, TypeVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.api.slugs import SLUG
from articles.extraction.text import fold

PUBLIC_ID_LENGTH: Final = 10  # base 32 characters: 50 bits
SLUG_LENGTH: Final = 80  # characters of words; a number may follow


# As the databases check it: neither knows a pattern that the other reads.
SLUG_CHECKS: Final = {
    "sqlite": """ "{column}" NOT GLOB '*[^a-z0-9_-]*' AND "{column}" <> '' """,
    "postgresql": """ "{column}" ~ '^[a-z0-9_-]+$' """,
}

Taken: TypeAlias = Container[str] | Callable[[str], bool]  # the names that rows have

K = TypeVar("K", bound="NaturalKey")


class PlainSlugField(models.SlugField[str, str]):
    """A slug that an address of the API can hold: a-z, 0-9, - and _. The database refuses any other, an empty one too.

    A list names every row by its address, so one row that has none would break the whole list.
    """

    default_validators = [
        RegexValidator(re.compile(rf"\A{SLUG.pattern}\Z"), _("Only the characters a-z, 0-9, - and _ may stand here."))
    ]

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Return the condition that the database holds every row to."""
        return SLUG_CHECKS[connection.vendor].format(column=self.column).strip()


class NaturalKeyQuerySet(models.QuerySet[K]):
    def get_by_natural_key(self, *key: str) -> K:
        """Return the row of that key, as fixtures write it."""
        return self.get(**dict(zip(self.model.natural_fields, key, strict=True)))


class NaturalKey(models.Model):
    """A row that fixtures know without its number in the database, so that numbers are the database's own affair."""

    natural_fields: ClassVar[tuple[str, ...]] = ("slug",)  # lookups: "organ__slug" is the slug of the row it belongs to

    class Meta:
        abstract = True

    @property
    def distinct_name(self) -> str:
        """How it is called where one is chosen among others: rows of one name by what else is known of them."""
        return str(self)

    @property
    def slug_words(self) -> str:
        """The words that make its slug where nobody gives one."""
        return str(self)

    def natural_key(self) -> tuple[Any, ...]:
        return self.key_of(attrgetter(field.replace("__", "."))(self) for field in self.natural_fields)

    @classmethod
    def key_of(cls, values: Iterable[Any]) -> tuple[Any, ...]:
        """Return what a row is known by, given what its natural fields hold."""
        return tuple(values)


class Alias(NaturalKey):
    """Another way in which the press writes the name of a row."""

    name = models.CharField(_("name"), max_length=500)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class OpaqueId(models.Model):
    """A row whose public name says nothing about it."""

    public_id = PlainSlugField(
        _("public id"),
        max_length=PUBLIC_ID_LENGTH,
        unique=True,
        editable=False,
        help_text=_("The name of this row in the API and in citations; minted once."),
    )

    class Meta:
        abstract = True


def mint_public_id(*parts: object) -> str:
    """Return ten characters of a-z and 2-7 that depend on parts alone, so that a rebuilt database has the same ids."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return base64.b32encode(digest).decode("ascii")[:PUBLIC_ID_LENGTH].lower()


def mint_free_id(*parts: object, taken: Taken, first: int = 0) -> str:
    """Return the public id of parts and of a number behind them, the first from which on it is not taken."""
    names = (mint_public_id(*parts, number) for number in count(first))
    return next(name for name in names if not _is_taken(name, taken))


def mint_slug(words: str, taken: Taken, length: int = SLUG_LENGTH) -> str:
    """Return words as a slug of at most length characters, cut between words, with -2, -3 … after it if it is taken.

    Words without a letter or digit give "x".
    """
    slug = slugify(fold(words)) or "x"
    if len(slug) > length:
        slug = slug[: length + 1].rpartition("-")[0] or slug[:length]
    candidate, number = slug, 1
    while _is_taken(candidate, taken):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def _is_taken(name: str, taken: Taken) -> bool:
    return taken(name) if callable(taken) else name in taken
