"""The pages of an article and of a finding in the admin: the text with all that was found marked, words in context."""

import html
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db.models import Model

from articles.admin.marked_text import marked
from articles.extraction.text import Span
from articles.models import Article, EarlierText, Mention, Remark, Review
from articles.segments import Mark
from directives.models import Citation, Directive, DirectiveList, ListKind
from register.reviewing import KINDS
from tests import cast
from tests.curator import Curator, url
from tests.timing import is_done_within

WORDS = re.compile(r'<a class="found ([^"]*)" href="([^"]*)" title="([^"]*)"[^>]*data-covers="([^"]*)">([^<]*)</a>')
LINE = re.compile(r'<p id="line-(\d+)">(.*?)</p>', re.DOTALL)
LABEL = re.compile(r'<a class="found-label [^>]*>[^<]*</a>')
ANY_TAG = re.compile(r"<[^>]+>")


def shown(page: str) -> list[tuple[int, str]]:
    """Return the lines of the text that a page shows, each with the code point that its anchor names."""
    return [(int(place), html.unescape(ANY_TAG.sub("", LABEL.sub("", line)))) for place, line in LINE.findall(page)]


def covered(page: str, key: str) -> str:
    """Return the words that a page marks as those of a finding."""
    return "".join(html.unescape(words) for *_, keys, words in WORDS.findall(page) if key in keys.split())


def test_the_whole_text_stands_above_the_fields(citation: Citation, curator: Curator) -> None:
    page = curator.open(url(Article, "change", citation.article_id))
    text = citation.article.text
    assert [line for _, line in shown(page)] == [line for line in text.split("\n") if line]
    assert all(text.startswith(line, place) for place, line in shown(page))
    assert page.index('id="line-0"') < page.index('name="title"')


def test_each_finding_is_marked_at_its_words_and_nowhere_else(
    citation: Citation, open_citation: Citation, mention: Mention, remark: Remark, curator: Curator
) -> None:
    page = curator.open(url(Article, "change", citation.article_id))
    for row in (citation, open_citation, mention, remark):
        assert covered(page, row.public_id) == row.exact
    directive = Directive.objects.get()
    assert covered(page, directive.public_id) == cast.FIRST + cast.FIRST_GOES_ON  # its parts, not the caption between
    intro = DirectiveList.objects.get()
    assert covered(page, intro.public_id) == intro.intro


def test_a_mark_leads_to_the_innermost_finding_and_tells_of_all(
    citation: Citation, directive: Directive, curator: Curator
) -> None:
    page = curator.open(url(Article, "change", citation.article_id))
    ours = [one for one in WORDS.findall(page) if citation.public_id in one[3]]
    ((kinds, address, title, keys, _),) = ours
    assert kinds.split() == ["in-directive", "in-citation"]
    assert address == url(Citation, "change", citation.pk)
    assert keys.split() == [directive.public_id, citation.public_id]
    for told in ("59-NQ/TW", "Lê Hoài Trung, Quyền Bộ trưởng Ngoại giao", "not yet reviewed", "by-hand"):
        assert told in title


def test_every_finding_has_a_label_that_is_a_link(citation: Citation, mention: Mention, curator: Curator) -> None:
    page = curator.open(url(Article, "change", citation.article_id))
    for row in (citation, mention, *Directive.objects.all(), *DirectiveList.objects.all()):
        label = re.findall(rf'<a class="found-label [^>]*id="found-{row.public_id}" href="([^"]*)"', page)
        assert label == [url(type(row), "change", row.pk)]


def test_what_was_rejected_is_counted_and_not_marked(citation: Citation, curator: Curator) -> None:
    Citation.objects.update(review=Review.REJECTED)
    page = curator.open(url(Article, "change", citation.article_id))
    assert not covered(page, citation.public_id)
    address = f"{url(Citation, 'changelist')}?article={citation.article.slug}&text=present&review__exact=rejected"
    assert "Citations: 0" in page
    assert html.escape(address) in page
    assert str(citation) in curator.open(address)


def listed(page: str, row: Model) -> list[str]:
    """Return the addresses of the lists that the legend of a page leads to for a kind, that of rejected ones last."""
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*)"', page.split('class="found-lines"')[0])]
    ours = [link for link in links if link.startswith(f"{url(type(row), 'changelist')}?")]
    return [link for link in ours if "listed=others" not in link]


def test_a_point_below_a_rejected_one_is_told_apart_from_it(directive: Directive, curator: Curator) -> None:
    point = cast.add_directive(directive.article, cast.SECOND, list=directive.list, ordinal=2, review=Review.REJECTED)
    cast.add_directive(directive.article, "mở rộng thị trường", list=point.list, parent=point, ordinal=1)
    page = curator.open(url(Article, "change", directive.article_id))
    assert "Directives: 1<" in page
    assert "1 rejected, not marked" in page
    assert "1 below a rejected point, not marked" in page
    everyone, rejected = listed(page, directive)
    assert re.findall(r"(\d+) directive", curator.open(everyone))[-1] == "3"
    assert re.findall(r"(\d+) directive", curator.open(rejected))[-1] == "1"


def test_a_point_of_a_list_of_results_is_not_called_a_directive(directive: Directive, curator: Curator) -> None:
    article = directive.article
    results = cast.add_list(article, kind=ListKind.RESULT, intro="", intro_start=None, intro_end=None)
    point = cast.add_directive(article, cast.SECOND, list=results, ordinal=1, kind=ListKind.RESULT)
    rejected = cast.add_list(article, review=Review.REJECTED)
    cast.add_directive(article, cast.FOURTH, list=rejected, ordinal=1)
    page = curator.open(url(Article, "change", article.pk))
    assert "Directives: 1<" in page
    assert "Points of other lists: 2<" in page
    (told,) = {title for *_, title, keys, _ in WORDS.findall(page) if point.public_id in keys.split()}
    assert "point of another list · result" in told
    assert "\ndirective · " not in told
    address = f"{url(Directive, 'changelist')}?article={article.slug}&text=present&listed="
    assert listed(page, directive) == [f"{address}directives"]
    for asked, number in (("directives", 1), ("others", 2)):
        assert html.escape(address + asked) in page
        assert re.findall(r"(\d+) directive", curator.open(address + asked))[-1] == str(number)


def test_the_legend_of_a_text_leads_to_the_findings_of_that_text(mention: Mention, curator: Curator) -> None:
    article = mention.article
    earlier = EarlierText.objects.create(article=article, text="Bài cũ: Tô Lâm.", text_hash="0", source_hash="0")
    kept = cast.add_mention(cast.add_article(text=earlier.text), None, "Tô Lâm")
    Mention.objects.filter(pk=kept.pk).update(article=article, earlier_text=earlier)
    for text, row, other in ((article, mention, kept), (earlier, kept, mention)):
        (address,) = listed(curator.open(url(type(text), "change", text.pk)), mention)
        page = curator.open(address)
        assert url(Mention, "change", row.pk) in page
        assert url(Mention, "change", other.pk) not in page


def test_the_legend_leads_to_the_findings_of_this_article_alone(citation: Citation, curator: Curator) -> None:
    other = cast.add_citation(cast.add_article(), citation.resolution)
    page = curator.open(url(Citation, "changelist"), article=citation.article.slug)
    assert url(Citation, "change", citation.pk) in page
    assert url(Citation, "change", other.pk) not in page


def test_a_text_is_shown_as_text_and_offsets_are_code_points(curator: Curator) -> None:
    text = '<script>alert(1)</script> 😀 a\u0301 "Lê Hoài Trung" &amp; <b>\n\n<img src=x onerror=alert(2)>\n'
    article = cast.add_article(text=text)
    mention = cast.add_mention(article, None)
    page = curator.open(url(Article, "change", article.pk))
    assert [line for _, line in shown(page)] == [line for line in text.split("\n") if line]
    assert covered(page, mention.public_id) == "Lê Hoài Trung"
    assert "<script>alert" not in page
    assert "<img" not in LINE.findall(page)[1][1]
    assert "<script>alert" not in curator.open(url(Mention, "change", mention.pk))


def test_an_earlier_text_shows_the_findings_that_it_alone_has(mention: Mention, curator: Curator) -> None:
    article = mention.article
    earlier = EarlierText.objects.create(article=article, text="Bài cũ: Tô Lâm.", text_hash="0", source_hash="0")
    kept = cast.add_mention(cast.add_article(text=earlier.text), None, "Tô Lâm")
    Mention.objects.filter(pk=kept.pk).update(article=article, earlier_text=earlier)
    page = curator.open(url(EarlierText, "change", earlier.pk))
    assert [line for _, line in shown(page)] == [earlier.text]
    assert covered(page, kept.public_id) == "Tô Lâm"
    assert not covered(curator.open(url(Article, "change", article.pk)), kept.public_id)
    assert covered(curator.open(url(Mention, "change", kept.pk)), kept.public_id) == "Tô Lâm"


def test_a_finding_is_shown_in_its_context_with_the_way_to_its_place(directive: Directive, curator: Curator) -> None:
    page = curator.open(url(Directive, "change", directive.pk))
    assert covered(page, directive.public_id) == cast.FIRST + cast.FIRST_GOES_ON
    place = directive.article.text.index(cast.FIRST)
    address = f"{url(Article, 'change', directive.article_id)}#line-{place}"
    assert f'href="{address}"' in page
    assert f'id="line-{place}"' in curator.open(url(Article, "change", directive.article_id))


def test_context_is_cut_between_words(curator: Curator) -> None:
    article = cast.add_article(text="ngoại giao " * 100 + "Lê Hoài Trung" + " kinh tế" * 100)
    mention = cast.add_mention(article, None)
    ((_, line),) = shown(curator.open(url(Mention, "change", mention.pk)))
    assert line.startswith("ngoại giao") or line.startswith("giao ngoại")
    assert line.endswith(("kinh", "tế"))
    assert 300 < len(line) < 420


def test_a_page_costs_the_same_whatever_was_found(citation: Citation, curator: Curator) -> None:
    article = citation.article
    address = url(Article, "change", article.pk)
    curator.open(address)
    before = curator.cost(address)
    for _ in range(20):
        mention = cast.add_mention(article, cast.add_speaker())
        cast.print_title(mention, "Quyền Bộ trưởng")
        point = cast.add_directive(article, cast.SECOND, list=cast.add_list(article, mention=mention), mention=mention)
        cast.add_directive(article, "mở rộng thị trường", list=point.list, parent=point, ordinal=1, kind=ListKind.TASK)
        cast.add_citation(article, cast.add_resolution())
        cast.add_remark(article)
    assert curator.cost(address) == before


def test_every_kind_is_marked_at_its_words_and_not_above_them() -> None:
    found = finders.find("articles/marks.css")
    assert isinstance(found, str)
    css = Path(found).read_text(encoding="utf-8")
    for kind in KINDS:
        rules = re.findall(rf"\.in-{kind._meta.model_name}[^{{}}]*{{([^}}]*)}}", css)
        drawn = " ".join(rules)
        assert re.search(r"background:|border-bottom:|text-decoration: underline", drawn), kind
        assert not re.search(r"box-shadow|border-top|overline", drawn), kind  # it would lie under the line before


def test_a_long_text_full_of_findings_is_marked_at_once() -> None:
    """100,000 characters with 1,000 findings: within 0.3 s on a free machine, and held to ten times that here."""
    text = ("ngoại giao " * 20 + "\n") * 455
    marks = [
        Mark("directive", str(place), (Span(place, place + 400),), "định hướng 1", "định hướng · Lê Hoài Trung", "/")
        for place in range(0, 100_000, 100)
    ]
    assert marked(text, marks).count("found-label") == 1_000
    assert is_done_within(3, lambda: marked(text, marks))
