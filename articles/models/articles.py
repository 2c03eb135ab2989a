"""What was published: outlets, articles, their texts and the blocks of them."""

import datetime
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models.counting import count_of
from articles.models.identity import NaturalKey, NaturalKeyQuerySet, PlainSlugField
from articles.models.sorting import Sorted
from articles.search.searched import Searched

LONG_FIELDS: Final = ("text", "lead", "facts")  # of an article, which a list of articles leaves unread
UNDATED: Final = datetime.date.min  # sorts after every date where the newest come first, on both databases


class TextPolicy(models.TextChoices):
    FULL = "full", _("the whole text")
    EXCERPT = "excerpt", _("excerpts only")


class OutletQuerySet(NaturalKeyQuerySet["Outlet"]):
    def for_api(self) -> Self:
        """Load what the serializer shows."""
        return self.annotate(article_count=count_of(Article.objects.public(), "outlet"))


class Outlet(NaturalKey, Sorted):
    """A newspaper or site: who published an article and holds the rights to its text."""

    slug = PlainSlugField(_("slug"), max_length=90, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_('As it calls itself, e.g. "VietnamPlus".'))
    home_page = models.URLField(_("home page"), max_length=500, blank=True)
    text_policy = models.CharField(
        _("text policy"),
        max_length=7,
        choices=TextPolicy.choices,
        blank=True,
        help_text=_("What the public API shows of its texts; empty for the setting of this server."),
    )
    attribution = models.CharField(
        _("attribution"), max_length=300, blank=True, help_text=_("The line that goes with every quotation.")
    )

    SEARCHED = ("name",)
    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> str:
        """What the public may see of its texts: its own policy, else the one of this server."""
        return self.text_policy or str(settings.DEFAULT_TEXT_POLICY)

    @property
    def credit_line(self) -> str:
        """The line that goes with every quotation: its attribution, or one made of its name."""
        return self.attribution or f"Nguồn: {self.name}"

    def searched(self) -> Searched:
        """Return what it is found by: its name."""
        return Searched(names=(self.name,))


class Genre(models.TextChoices):
    INTERVIEW = "interview", _("interview")
    REPORT = "report", _("report")
    SPEECH = "speech", _("speech")
    ESSAY = "essay", _("essay")


class State(models.TextChoices):
    PUBLIC = "public", _("public")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> Self:
        """Those not withdrawn.

        The few withdrawn ones are found by their index. The state of every row would be read from behind its text.
        """
        return self.exclude(pk__in=Article.objects.withdrawn())

    def withdrawn(self) -> Self:
        """Those whose addresses answer that they are gone, until they are published again."""
        return self.filter(state=State.WITHDRAWN)

    def for_api(self) -> Self:
        """Load what a list shows, which is not the text; add rising_date, which sorts undated ones last as well."""
        rising = Coalesce("published_on", Value(datetime.date.max))
        return self.select_related("outlet").defer("text", "facts").annotate(rising_date=rising)


def long_fields(pointer: str = "article") -> list[str]:
    """Return the long fields of the articles that rows point to, which a list of such rows leaves unread."""
    return [f"{pointer}__{name}" for name in LONG_FIELDS]


class Article(models.Model):
    """One published text, as it was read, and what is known about its publication."""

    slug = PlainSlugField(_("slug"), max_length=90, unique=True, editable=False)
    source_key = models.CharField(
        _("source key"),
        max_length=500,
        unique=True,
        editable=False,
        help_text=_("By what a later run knows it again: its URL, else the name of its file."),
    )
    title = models.TextField(  # noqa: DJ001 - not known is null, in the row as in the answer
        _("title"), null=True, blank=True, help_text=_("As printed; empty where none is known.")
    )
    display_title = models.TextField(
        _("title to display"),
        editable=False,
        help_text=_("The title, or the first sentence of the lead where no title is known."),
    )
    lead = models.TextField(_("lead"), blank=True, help_text=_("The opening paragraph; empty where none stands apart."))
    language = models.CharField(_("language"), max_length=12, default="vi", help_text=_("BCP 47, e.g. vi."))
    published_on = models.DateField(
        _("published on"), null=True, blank=True, help_text=_("The day in Vietnam; empty where it is not known.")
    )
    sort_date = models.DateField(
        _("date to sort by"),
        default=UNDATED,
        editable=False,
        help_text=_("The day of publication; 0001-01-01 where it is not known."),
    )
    outlet = models.ForeignKey(
        Outlet, null=True, blank=True, on_delete=models.PROTECT, related_name="articles", verbose_name=_("outlet")
    )
    url = models.URLField(_("address"), max_length=500, blank=True, help_text=_("Of the page; empty if not known."))
    genre = models.CharField(_("genre"), max_length=9, choices=Genre.choices, default=Genre.REPORT)
    facts = models.JSONField(
        _("how it is known"),
        default=dict,
        blank=True,
        help_text=_("For each fact that the text does not print, how it is known."),
    )
    text_hash = models.CharField(
        _("hash of the text"), max_length=64, editable=False, help_text=_("SHA-256 of the text as read, in UTF-8.")
    )
    source_hash = models.CharField(
        _("hash of the source"), max_length=64, editable=False, help_text=_("SHA-256 of the bytes of the source.")
    )
    extractor_version = models.CharField(_("extractor version"), max_length=20, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PUBLIC)
    edited = models.BooleanField(
        _("edited by a curator"),
        default=False,
        help_text=_("Then no run changes the title, date, outlet, address or genre."),
    )
    text_policy = models.CharField(
        _("text policy"),
        max_length=7,
        choices=TextPolicy.choices,
        blank=True,
        help_text=_("What the public API shows of this text; empty for its outlet's policy."),
    )
    reviewed_at = models.DateTimeField(
        _("reviewed at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When a person had decided all that was found in it; empty since a run found something new."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    # The last column: SQLite reads past a long value to reach those behind it.
    text = models.TextField(
        _("text"), help_text=_("As read: NFC, LF line ends. Every offset is a code point index into it.")
    )

    SEARCHED = ("title", "display_title", "text")
    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-sort_date", "-id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("withdraw_article", "Can withdraw articles and publish them again")]
        constraints = [
            models.CheckConstraint(condition=~Q(source_key=""), name="article_source_key_not_empty"),
            models.CheckConstraint(condition=~Q(text=""), name="article_text_not_empty"),
        ]
        indexes = [
            models.Index(fields=["-sort_date", "-id"], name="article_newest_first"),  # the default list
            models.Index(fields=["text_hash"], name="article_same_text"),  # a second source with the same text
            models.Index(fields=["state"], name="article_by_state"),  # the withdrawn ones, which public() leaves out
            models.Index(  # the queue of those that nobody has reviewed
                fields=["-sort_date", "-id"], condition=Q(reviewed_at=None), name="article_to_review"
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def policy(self) -> str:
        """What the public may see of the text: the article's own policy, else its outlet's, else the server's."""
        return self.text_policy or (self.outlet.policy if self.outlet else str(settings.DEFAULT_TEXT_POLICY))

    def derive(self) -> None:
        """Set what follows from other fields: the date to sort by."""
        self.sort_date = self.published_on or UNDATED

    def searched(self) -> Searched:
        """Return what it is found by: its title and its text."""
        return Searched((self.title or self.display_title,), self.text, self.pk)


class EarlierText(models.Model):
    """A text that an article had before its source changed; findings that the new text lacks still point into it."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="earlier_texts", verbose_name=_("article")
    )
    text = models.TextField(_("text"))
    text_hash = models.CharField(_("hash of the text"), max_length=64)
    source_hash = models.CharField(_("hash of the source"), max_length=64)
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)

    class Meta:
        ordering = ["article", "-replaced_at", "-id"]
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")

    def __str__(self) -> str:
        return f"{self.article} ({self.replaced_at:%Y-%m-%d})"
