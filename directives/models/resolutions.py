"""Official documents, what is claimed about them, and how they relate to one another."""

import datetime
from collections import Counter
from typing import Any, Final, Self, TypeVar

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Value, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from articles.extraction.text import fold
from articles.models import UNDATED, Article, Claim, Confidence, Organ, Origin, State
from articles.models.articles import LONG_FIELDS
from articles.models.claims import ABOUT, ABOUT_DOCUMENTS, SEVERAL_AT_ONCE, ClaimQuerySet
from articles.models.counting import count_of
from articles.models.identity import Alias, NaturalKey, NaturalKeyQuerySet, PlainSlugField
from articles.search.searched import Searched
from directives.extraction.symbols import year_of

SHOWN_OF_TITLE: Final = 60  # characters, where a document is chosen among others
MOST_VALUES: Final = 20  # of one fact, as articles print it, that an answer names: some print a title in their own way


class DocumentKind(models.TextChoices):
    """The kinds of official document; a code is what the press writes, without its marks."""

    BAN_GHI_NHO = "ban-ghi-nho", pgettext_lazy("kind of document", "memorandum")
    BAO_CAO = "bao-cao", pgettext_lazy("kind of document", "report")
    BO_LUAT = "bo-luat", pgettext_lazy("kind of document", "code")
    BO_QUY_TAC_UNG_XU = "bo-quy-tac-ung-xu", pgettext_lazy("kind of document", "code of conduct")
    CHI_THI = "chi-thi", pgettext_lazy("kind of document", "directive")
    CHIEN_LUOC = "chien-luoc", pgettext_lazy("kind of document", "strategy")
    CHUONG_TRINH_HANH_DONG = "chuong-trinh-hanh-dong", pgettext_lazy("kind of document", "action programme")
    CHUONG_TRINH_NGHI_SU = "chuong-trinh-nghi-su", pgettext_lazy("kind of document", "agenda")
    CONG_DIEN = "cong-dien", pgettext_lazy("kind of document", "official telegram")
    CONG_HAM = "cong-ham", pgettext_lazy("kind of document", "diplomatic note")
    CONG_UOC = "cong-uoc", pgettext_lazy("kind of document", "convention")
    CONG_VAN = "cong-van", pgettext_lazy("kind of document", "official letter")
    CUONG_LINH = "cuong-linh", pgettext_lazy("kind of document", "political platform")
    DE_AN = "de-an", pgettext_lazy("kind of document", "scheme")
    DIEU_LE = "dieu-le", pgettext_lazy("kind of document", "statutes")
    HIEN_CHUONG = "hien-chuong", pgettext_lazy("kind of document", "charter")
    HIEN_PHAP = "hien-phap", pgettext_lazy("kind of document", "constitution")
    HIEP_DINH = "hiep-dinh", pgettext_lazy("kind of document", "agreement")
    HIEP_UOC = "hiep-uoc", pgettext_lazy("kind of document", "treaty")
    HUONG_DAN = "huong-dan", pgettext_lazy("kind of document", "guidance")
    KE_HOACH = "ke-hoach", pgettext_lazy("kind of document", "plan")
    KET_LUAN = "ket-luan", pgettext_lazy("kind of document", "conclusion")
    LENH = "lenh", pgettext_lazy("kind of document", "order")
    LUAT = "luat", pgettext_lazy("kind of document", "law")
    NGHI_DINH = "nghi-dinh", pgettext_lazy("kind of document", "decree")
    NGHI_DINH_THU = "nghi-dinh-thu", pgettext_lazy("kind of document", "protocol")
    NGHI_QUYET = "nghi-quyet", pgettext_lazy("kind of document", "resolution")
    PHAN_QUYET = "phan-quyet", pgettext_lazy("kind of document", "ruling")
    PHAP_LENH = "phap-lenh", pgettext_lazy("kind of document", "ordinance")
    QUY_CHE = "quy-che", pgettext_lazy("kind of document", "regulations")
    QUY_DINH = "quy-dinh", pgettext_lazy("kind of document", "rules")
    QUY_HOACH = "quy-hoach", pgettext_lazy("kind of document", "master plan")
    QUYET_DINH = "quyet-dinh", pgettext_lazy("kind of document", "decision")
    TAM_NHIN = "tam-nhin", pgettext_lazy("kind of document", "vision")
    THOA_THUAN = "thoa-thuan", pgettext_lazy("kind of document", "arrangement")
    THONG_BAO = "thong-bao", pgettext_lazy("kind of document", "notice")
    THONG_CAO_CHUNG = "thong-cao-chung", pgettext_lazy("kind of document", "joint communiqué")
    THONG_TRI = "thong-tri", pgettext_lazy("kind of document", "circular letter")
    THONG_TU = "thong-tu", pgettext_lazy("kind of document", "circular")
    THONG_TU_LIEN_TICH = "thong-tu-lien-tich", pgettext_lazy("kind of document", "joint circular")
    TO_TRINH = "to-trinh", pgettext_lazy("kind of document", "submission")
    TUYEN_BO = "tuyen-bo", pgettext_lazy("kind of document", "declaration")
    TUYEN_BO_CHUNG = "tuyen-bo-chung", pgettext_lazy("kind of document", "joint declaration")
    VAN_KIEN = "van-kien", pgettext_lazy("kind of document", "congress documents")
    OTHER = "khac", pgettext_lazy("kind of document", "other")


# What the press calls by its title, not by its symbol.
LAWS: Final = frozenset({DocumentKind.LUAT, DocumentKind.BO_LUAT, DocumentKind.PHAP_LENH, DocumentKind.HIEN_PHAP})


class ResolutionQuerySet(NaturalKeyQuerySet["Resolution"]):
    def public(self) -> Self:
        """Those that the public may see: the machine's only while an article that is public cites them."""
        from directives.models.citations import Citation  # it imports this module

        cited = Citation.objects.public().filter(resolution=OuterRef("pk"))
        return self.filter(Q(origin=Origin.CURATOR) | Exists(cited))

    def withdrawn(self) -> Self:
        """Those that went with the articles that cite them, where no public one does."""
        from directives.models.citations import Citation  # it imports this module

        cited = Citation.objects.withdrawn().filter(resolution=OuterRef("pk"))
        return self.filter(Exists(cited)).exclude(pk__in=Resolution.objects.public())

    def for_api(self) -> Self:
        """Load what a list shows: the issuer, and how often and in how many articles each is cited.

        rising_date and falling_date sort those of an unknown day last, whichever way.
        """
        from directives.models.citations import Citation  # it imports this module

        citations = Citation.objects.public()
        return self.select_related("issuer").annotate(
            citation_count=count_of(citations, "resolution"),
            article_count=count_of(citations, "resolution", distinct="article"),
            rising_date=Coalesce("issued_on", Value(datetime.date.max)),
            falling_date=Coalesce("issued_on", Value(UNDATED)),
        )

    def for_detail(self) -> Self:
        """Load the names, the claims that have a source and the relations both ways as well."""
        relations = Relation.objects.for_api().prefetch_related("resolution", "target")
        public = Resolution.objects.public()
        outgoing, incoming = relations.filter(target__in=public), relations.filter(resolution__in=public)
        named = self.for_api().prefetch_related("aliases", Prefetch("claims", ResolutionClaim.objects.for_api()))
        return named.prefetch_related(Prefetch("relations", outgoing), Prefetch("incoming_relations", incoming))


class Resolution(NaturalKey):
    """An official document. Its symbol is no key: numbers come round again with each congress or year.

    title, issuer and issued_on are the preferred sourced claims about it; null where no source is known.
    """

    slug = PlainSlugField(_("slug"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=DocumentKind.choices)
    number = models.CharField(_("number"), max_length=30, blank=True, help_text=_('As printed, e.g. "59", "178/2024".'))
    symbol = models.CharField(_("symbol"), max_length=60, blank=True, help_text=_('E.g. "59-NQ/TW".'))
    term = models.CharField(
        _("term"), max_length=10, blank=True, help_text=_("Of the congress or the National Assembly, e.g. XIII.")
    )
    issuer = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions", verbose_name=_("issuer")
    )
    title = models.CharField(  # noqa: DJ001 - not known is null, in the row as in the answer
        pgettext_lazy("document", "title"), max_length=1000, null=True, blank=True
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.CURATOR)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    SEARCHED = ("kind", "number", "symbol", "title")
    COMPLETED = True
    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [
            models.Index(fields=["kind", "number"], name="resolution_by_number"),  # candidates for a citation
        ]

    def __str__(self) -> str:
        return self.symbol or self.title or self.slug

    @property
    def slug_words(self) -> str:
        """The words that make its slug where nobody gives one, with the year: numbers and names come round again.

        Laws go by their titles, others by the symbol, else by kind and number, else by the title.
        """
        words = self.symbol.replace("/", " ") or (f"{self.kind} {self.number}" if self.number else "")
        if self.title and (self.kind in LAWS or not words):
            begins = slugify(fold(self.title)).startswith(self.kind)
            words = self.title if begins or self.kind == DocumentKind.OTHER else f"{self.kind} {self.title}"
        year = self.issued_on.year if self.issued_on else year_of(self.symbol) or year_of(self.number)
        words = words or f"{self.kind} {self.term}"
        return f"{words} {year}" if year and str(year) not in words else words

    @property
    def shown_claims(self) -> "list[ResolutionClaim]":
        """What sources say; of the values of a fact that articles print the first, by the article. See for_detail."""
        claims = list(self.claims.all())
        numbers: Counter[str] = Counter()
        left_out = set()
        for claim in sorted((one for one in claims if one.article_id), key=lambda one: (one.article_id, one.pk)):
            numbers[claim.fact] += 1
            if numbers[claim.fact] > MOST_VALUES:
                left_out.add(claim.pk)
        return [claim for claim in claims if claim.pk not in left_out]

    @property
    def distinct_name(self) -> str:
        """Return its symbol, else its kind and number; the year, else the term; and how its title begins."""
        name = self.symbol or f"{self.get_kind_display()} {self.number}".strip()
        when = str(self.issued_on.year) if self.issued_on else self.term
        title = Truncator(self.title).chars(SHOWN_OF_TITLE) if self.title else self.slug
        return " · ".join(filter(None, (name, when, title)))

    @property
    def kind_as_printed(self) -> str:
        """The kind in Vietnamese, as the press calls it; empty for one that has no name."""
        with override("vi"):
            return "" if self.kind == DocumentKind.OTHER else self.get_kind_display()

    @property
    def printed_name(self) -> str:
        """What to call it: "Nghị quyết 59-NQ/TW"; laws, and what has no number, by the title, else by another name."""
        named = "" if self.kind in LAWS else self.symbol or self.number
        if named:
            words = f"{self.kind_as_printed} {named}".strip()
            return words[0].upper() + words[1:]
        return self.title or next((alias.name for alias in self.aliases.all()), self.slug)

    def searched(self) -> Searched:
        """Return what it is found by: its title, its names, and its number and symbol behind the kind of document.

        Where the press shortens the kind to its initials ("NQ 59"), behind these too.
        """
        kind = self.kind_as_printed
        printed = [f"{kind} {named}" for named in (self.symbol, self.number, self.title) if kind and named]
        if " " in kind and self.kind not in LAWS:
            initials = "".join(word[0] for word in kind.split()).upper()
            printed += [f"{initials} {named}" for named in (self.symbol, self.number) if named]
        aliases = (alias.name for alias in self.aliases.all())
        return Searched(names=tuple(filter(None, (self.title, self.symbol, *printed, *aliases))))


class ResolutionAlias(Alias):
    natural_fields = ("resolution__slug", "name")

    resolution = models.ForeignKey(
        Resolution, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("document")
    )

    class Meta(Alias.Meta):
        verbose_name = _("name of a document")
        verbose_name_plural = _("names of documents")
        constraints = [models.UniqueConstraint(fields=["resolution", "name"], name="resolution_alias_once")]


Q_ = TypeVar("Q_", bound="models.QuerySet[Any]")


def first_articles(rows: Q_, *alike: str) -> Q_:
    """Load the articles in which rows were read; of those alike in these fields the one of the first article only.

    What no article says is a row of its own. A thousand articles that say the same do not make an answer longer.
    """
    a_persons = ExpressionWrapper(Q(article=None), output_field=models.BooleanField())
    nth = Window(RowNumber(), partition_by=[*alike, a_persons], order_by=["article_id", "id"])
    first = rows.annotate(nth=nth).filter(Q(article=None) | Q(nth=1))
    # Apart, as the database sorts all that were read: without the columns of their articles that takes a third.
    articles = Article.objects.select_related("outlet").defer(*LONG_FIELDS)
    return first.prefetch_related(Prefetch("article", articles))


class ResolutionClaimQuerySet(ClaimQuerySet["ResolutionClaim"]):
    def stated(self) -> Self:
        """Those that a person entered; the others were read in articles."""
        return self.filter(article=None)

    def for_api(self) -> Self:
        """Those with a source. Of what public articles print, each value of a fact once, as the first one has it."""
        public = self.sourced().filter(Q(article=None) | Q(article__state=State.PUBLIC))
        return first_articles(public, "resolution", "fact", "value")


class ResolutionClaim(Claim):
    """What a source says of the title, the issuer or the day of a document; an article that cites it is a source too.

    What an article prints is compared with what is known: confidence is "conflict" where the two differ.
    """

    natural_fields = ("resolution__slug", "fact", "value", "source")

    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="stated_claims",
        verbose_name=_("article"),
        help_text=_("The article in which it was read; empty for what a person entered."),
    )

    fact = models.CharField(_("fact"), max_length=20, choices=ABOUT_DOCUMENTS, help_text=ABOUT)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.CASCADE, related_name="claims", verbose_name=_("document")
    )

    objects = ResolutionClaimQuerySet.as_manager()  # type: ignore[misc]  # as on the abstract base

    class Meta(Claim.Meta):
        verbose_name = _("claim about a document")
        verbose_name_plural = _("claims about documents")
        constraints = [
            models.UniqueConstraint(fields=["article", "resolution", "fact"], name="resolution_claim_once_an_article"),
            models.UniqueConstraint(
                fields=["resolution", "fact"],
                condition=Q(preferred=True) & ~Q(fact__in=SEVERAL_AT_ONCE),
                name="resolution_claim_preferred_once_a_fact",
            ),
        ]

    @property
    def shown_article(self) -> Article | None:
        """The article in which it was read, if the public may see that."""
        return self.article if self.article is not None and self.article.state == State.PUBLIC else None


class SeenValue(NaturalKey):
    """A value of a fact about a document that a person has seen and let be: that articles print it waits for nobody.

    Runs write the claims of articles anew, so it is kept apart from these.
    """

    resolution = models.ForeignKey(
        Resolution, on_delete=models.CASCADE, related_name="seen_values", verbose_name=_("document")
    )
    fact = models.CharField(_("fact"), max_length=20, choices=ABOUT_DOCUMENTS)
    value = models.TextField(_("value"))

    natural_fields = ("resolution__slug", "fact", "value")
    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("value that was seen")
        verbose_name_plural = _("values that were seen")

    def __str__(self) -> str:
        return f"{self.get_fact_display()}: {self.value}"


class RelationType(models.TextChoices):
    IMPLEMENTS = "implements", _("implements")
    AMENDS = "amends", _("amends")
    REPLACES = "replaces", _("replaces")
    REPEALS = "repeals", _("repeals")


class RelationQuerySet(NaturalKeyQuerySet["Relation"]):
    def sourced(self) -> Self:
        """Those that a source or an article stands behind; what the machine read, while that article is public."""
        stated = Q(origin=Origin.CURATOR) | Q(article__state=State.PUBLIC)
        return self.exclude(confidence=Confidence.UNVERIFIED).filter(stated)

    def for_api(self) -> Self:
        """Those that are served: what several articles state once, as the first of them does."""
        return first_articles(self.sourced(), "resolution", "type", "target")


class Relation(NaturalKey):
    """One document does something to another, by a source or by an article that says so."""

    natural_fields = ("resolution__slug", "type", "target__slug")

    resolution = models.ForeignKey(
        Resolution, on_delete=models.CASCADE, related_name="relations", verbose_name=_("document")
    )
    type = models.CharField(_("type"), max_length=10, choices=RelationType.choices)
    target = models.ForeignKey(
        Resolution, on_delete=models.CASCADE, related_name="incoming_relations", verbose_name=_("other document")
    )
    read_target = models.ForeignKey(
        Resolution,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("other document as read"),
        help_text=_("The other document as the machine read it. Where a person names another, no run brings it back."),
    )
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,  # its words are the evidence
        related_name="stated_relations",
        verbose_name=_("article"),
        help_text=_("The article whose text states it, if one does."),
    )
    start = models.PositiveIntegerField(
        _("start"),
        null=True,
        blank=True,
        help_text=_("Code point index into the article's text where the words begin."),
    )
    end = models.PositiveIntegerField(
        _("end"), null=True, blank=True, help_text=_("Code point index just past the last of the words.")
    )
    exact = models.TextField(_("words"), blank=True, help_text=_("The words by which the article states it."))
    source = models.URLField(_("source"), max_length=1000, blank=True)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.CURATOR)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "type", "target"]
        verbose_name = _("relation of documents")
        verbose_name_plural = _("relations of documents")
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "type", "target", "article"], name="relation_once_an_article"
            ),
            models.UniqueConstraint(
                fields=["resolution", "type", "target"], condition=Q(article=None), name="relation_once_without_article"
            ),
            models.CheckConstraint(condition=~Q(resolution=F("target")), name="relation_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.resolution} {self.get_type_display()} {self.target}"

    @property
    def evidence(self) -> "Relation | None":
        """The words by which an article that the public may see states it: start, end, exact; None without any."""
        return self if self.exact and self.shown_article else None

    @property
    def shown_article(self) -> Article | None:
        """The article that states it, if the public may see that."""
        return self.article if self.article is not None and self.article.state == State.PUBLIC else None
