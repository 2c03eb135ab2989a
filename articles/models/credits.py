"""Who said something, and in what office: the mention that a row is credited to, and what its article prints."""

from typing import Any, NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from articles.models.findings import Review, shown
from articles.models.mentions import Mention, PrintedTitle
from articles.models.offices import Office
from articles.models.speakers import Speaker

Q_ = TypeVar("Q_", bound="QuerySet[Any]")


class OfficeThen(NamedTuple):
    """The office in which an article shows a person; acting where one of its titles says so ("Quyền Bộ trưởng")."""

    office: Office
    acting: bool

    @property
    def slug(self) -> str:
        return self.office.slug

    @property
    def title(self) -> str:
        return self.office.title


class Credited:
    """A row that is credited to a mention. What a rejected mention says is credited to nobody."""

    mention: Any
    article: Any

    @property
    def credited(self) -> Mention | None:
        """The mention that it is credited to, if the public may see that."""
        return shown(self.mention)

    @property
    def credited_speaker(self) -> Speaker | None:
        """Who said it. A mention that stays in an earlier text, as its words are gone, still says so."""
        mention: Mention | None = self.mention
        return None if mention is None or mention.review == Review.REJECTED else mention.speaker

    @property
    def office_then(self) -> OfficeThen | None:
        """The office that the article prints for who said it, wherever in the text; None without any or with several.

        A title of a former office ("nguyên Bộ trưởng") does not count.
        """
        mention: Mention | None = self.mention
        if mention is None or mention.review == Review.REJECTED:
            return None
        same = [one for one in self.article.mentions.all() if one.stands and is_of_one_person(one, mention)]
        titles = [title for one in same for title in one.titles.all() if title.office and not title.former]
        offices = {title.office for title in titles}
        return OfficeThen(offices.pop(), any(title.acting for title in titles)) if len(offices) == 1 else None


def is_of_one_person(one: Mention, other: Mention) -> bool:
    """Say whether two mentions name one known person, or are one mention."""
    return one.pk == other.pk or (one.speaker_id is not None and one.speaker_id == other.speaker_id)


def with_credits(rows: Q_) -> Q_:
    """Load who said each of rows, and the titles at the mention that says so."""
    titles = PrintedTitle.objects.select_related("office")
    return rows.select_related("mention__speaker", "mention__introduced_by").prefetch_related(
        Prefetch("mention__titles", titles)
    )


def with_offices_then(rows: Q_) -> Q_:
    """Load what office_then looks at: of the mentions of each row's article those beside which an office is printed."""
    titles = PrintedTitle.objects.select_related("office")
    beside = Mention.objects.filter(Exists(titles.filter(mention=OuterRef("pk"), office__isnull=False)))
    return rows.prefetch_related(Prefetch("article__mentions", beside.prefetch_related(Prefetch("titles", titles))))
