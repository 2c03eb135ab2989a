"""One text that a person takes in by hand: what would come of it, and then that.

Both go the way of a run: the same findings, the same rows. To look at them first they are written, read and rolled
back, so what is shown is what will be stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from articles.acting import acting
from articles.facts import FACTS, Facts
from articles.models import Article, Finding, Outlet, Speaker
from articles.models.articles import LONG_FIELDS
from articles.sources import Source
from articles.versions import values_of
from register import history
from register.document import Findings, extract
from register.ingest import Loader, Run, find_articles
from register.models import Edit, EditKind, OutcomeKind
from register.reviewing import KINDS
from register.undo import takes_back
from register.versioning import take_turn

KNOWN: Final = "entered by a curator"  # how a fact is known that a person states here
NAME: Final = "pasted-{}"  # of a text that came without an address: the same for the same text
NAME_DIGITS: Final = 16  # of the hash of the text
SHOWN_AS: Final = "admin: {}"  # of a source in the record of runs
TEXTS: Final = frozenset({"text", "lead"})  # which stand in an article and in its earlier texts, not in the history

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Was:
    """What an article was before: only what a save is held against, and may write over."""

    article: int | None = None  # None where the text is of a new one
    text_hash: str = ""
    stated: Mapping[str, Any] = field(default_factory=dict)  # its facts

    @classmethod
    def of(cls, article: Article) -> "Was":
        return cls(article.pk, article.text_hash, article.facts)

    def value(self, fact: str) -> str | None:
        """Return what was stated as a fact; None where nothing was."""
        said = self.stated.get(fact)
        return said["value"] if said else None


class Meanwhile(Exception):
    """The article is no more what it was when a person looked at what would come of it."""

    def __init__(self, then: Was, now: Was) -> None:
        super().__init__()
        self.then, self.now = then, now


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a text. The article, its rows included, is as it was stored, while that transaction lasts."""

    kind: OutcomeKind
    article: Article
    was: Was
    findings: Findings
    decided: int  # findings of the text before that a person had decided
    lost: list[Finding]  # those of them whose words the new text has not got
    last_speaker: int  # whoever has a higher number is new
    last_outlet: int

    @property
    def is_other_text(self) -> bool:
        return self.was.article is not None and self.was.text_hash != self.article.text_hash

    @property
    def outlet_is_new(self) -> bool:
        return (self.article.outlet_id or 0) > self.last_outlet

    @property
    def alike(self) -> list[Article]:
        """The other articles with the same text."""
        others = Article.objects.filter(text_hash=self.article.text_hash).exclude(pk=self.article.pk)
        return list(others.defer(*LONG_FIELDS).order_by("pk"))


def source_of(text: str, source_hash: str, facts: Mapping[str, Any], article: Article | None = None) -> Source:
    """Return a text as a source, by the keys of `articles.facts`; of an article, if one is to get this text.

    What is not stated of an article that is known by this address is as it was stated before; of the given article, all
    is as given. How a fact is known is kept while its value is. Raises ValueError for facts that are none.
    """
    name = article.source_key if article else ""
    plain = Source(name, text, source_hash, facts=Facts.of_row({**facts}))
    there = article or find_articles([plain]).get(plain.key) if plain.key else None
    if there and there.text_hash == plain.text_hash:
        source_hash = there.source_hash  # of the file that it was read from; a form carries its text alone
    stated = there.facts if there else {}
    values = {fact: value for fact in FACTS if (value := facts.get(fact))}
    if article is None:
        values = {fact: said["value"] for fact, said in stated.items()} | values
    known = {
        fact: stated[fact]["known"] if stated.get(fact, {}).get("value") == value else KNOWN
        for fact, value in values.items()
    }
    whole = Facts.of_row({**values, "known": {fact: said for fact, said in known.items() if said}})
    name = name or NAME.format(plain.text_hash[:NAME_DIGITS])
    return Source(name, text, source_hash, SHOWN_AS.format(whole.url or name), None, whole)


def look(source: Source, show: Callable[[Taken], T]) -> T:
    """Return what show makes of a text as it would be stored. Nothing is; others wait as long as for a save."""
    findings = extract(source)
    with transaction.atomic():
        shown = show(_take(source, findings))
        transaction.set_rollback(True)
    return shown


def take_in(source: Source, was: Was, by: AbstractBaseUser | AnonymousUser) -> Taken:
    """Store a text as a run of its own, and write down who did it. A text that is there as it is changes nothing.

    Raises Meanwhile where the article is not what it was, unless it is just as it would become.
    """
    findings = extract(source)
    with transaction.atomic():
        taken = _take(source, findings, by)
        if taken.kind != OutcomeKind.UNCHANGED and taken.was != was:
            raise Meanwhile(was, taken.was)
    return taken


def _take(source: Source, findings: Findings, by: Any = None) -> Taken:
    take_turn()
    there = find_articles([source]).get(source.key)
    was = Was.of(there) if there else Was()
    before = _told(there) if there else None
    decided = {kind: _decided(kind, there) for kind in KINDS} if there else {}
    last = [model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in (Speaker, Outlet)]
    outcome = Loader().write(source, findings)
    assert outcome.article
    article = Article.objects.select_related("outlet").get(pk=outcome.article.pk)
    if by is not None and outcome.kind != OutcomeKind.UNCHANGED:
        run = Run()
        run.note(outcome)
        run.close()
        _note(article, before, by, bool(there and was.text_hash != article.text_hash))
    lost = [
        row
        for kind, pks in decided.items()
        for row in kind._default_manager.filter(pk__in=pks, earlier_text__isnull=False)
    ]
    return Taken(outcome.kind, article, was, findings, sum(map(len, decided.values())), lost, *last)


def _decided(kind: Any, article: Article) -> list[int]:
    """Return the numbers of the findings in the present text of an article that a person decided."""
    return list(kind.objects.decided().filter(article=article, earlier_text=None).values_list("pk", flat=True))


def _told(article: Article) -> dict[str, Any]:
    return {name: value for name, value in values_of(article).items() if name not in TEXTS}


def _note(article: Article, before: dict[str, Any] | None, by: Any, is_other_text: bool) -> None:
    """Write down who took a text in; the rows that were found in it stand in the run's record."""
    after = _told(article)
    kind = EditKind.ADDED if before is None else EditKind.RETEXTED if is_other_text else EditKind.CHANGED
    with acting(by, kind):
        if before is None:
            history.note(article, None, after)
        else:
            differing = [name for name in after if before[name] != after[name]]
            history.note(article, {name: before[name] for name in differing}, {name: after[name] for name in differing})


@takes_back(EditKind.RETEXTED)
def _refuse_to_take_back(edit: Edit) -> None:
    """Raise ValidationError: the facts would go back and the text stay, as its rows were read anew."""
    raise ValidationError(_("The text of an article goes back by “New text…” on its page."), code="text")
