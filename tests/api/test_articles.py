"""Articles: what is known of each and what was found in it, and nothing that the public may not see."""

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article, EarlierText, Genre, Mention, Outlet, Review, Role, State, TextPolicy
from directives.models import Citation, Directive, ListKind, Resolution, Topic
from tests import cast
from tests.conftest import Answer, Api

URL = "/articles/ba-dinh-huong/"


def row(api: Api) -> Answer:
    (found,) = api.rows("/articles/")
    return found


class TestList:
    def test_an_article_says_what_is_known_of_it(self, api: Api, article: Article) -> None:
        found = row(api)
        assert found["slug"] == "ba-dinh-huong"
        assert found["published_on"] == "2025-09-16"
        assert found["outlet"]["attribution"] == "Theo Báo Mẫu"
        assert "text" not in found

    def test_a_title_that_is_not_known_stays_null_beside_the_one_to_display(self, api: Api) -> None:
        cast.add_article(title=None, display_title="Câu đầu tiên.")
        assert (row(api)["title"], row(api)["display_title"]) == (None, "Câu đầu tiên.")

    def test_what_is_not_known_is_null_and_never_empty(self, api: Api) -> None:
        cast.add_article()
        found = row(api)
        assert [found[name] for name in ("published_on", "outlet", "source_url", "lead")] == [None] * 4

    def test_it_counts_what_was_found_and_may_be_shown(self, api: Api, citation: Citation, mention: Mention) -> None:
        article = citation.article
        cast.add_citation(article, None, review=Review.REJECTED)
        cast.add_directive(article, review=Review.REJECTED)
        cast.add_mention(article, mention.speaker, "Trung")  # the same person once more
        found = row(api)
        assert [found[f"{name}_count"] for name in ("directive", "citation", "speaker")] == [1, 1, 1]

    def test_a_withdrawn_article_is_not_in_it(self, api: Api, article: Article) -> None:
        cast.add_article(state=State.WITHDRAWN)
        assert api.slugs("/articles/") == ["ba-dinh-huong"]

    def test_the_newest_come_first_and_undated_ones_last_both_ways(self, api: Api) -> None:
        cast.add_article(slug="khong-ngay")
        for year in (2024, 2026, 2025):
            cast.add_article(slug=f"nam-{year}", published_on=datetime.date(year, 1, 1))
        assert api.slugs("/articles/") == ["nam-2026", "nam-2025", "nam-2024", "khong-ngay"]
        rising = api.slugs("/articles/", ordering="published_on")
        assert rising == ["nam-2024", "nam-2025", "nam-2026", "khong-ngay"]

    def test_fifty_articles_cost_as_many_queries_as_one(
        self, api: Api, citation: Citation, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        one = api.cost("/articles/")
        for _ in range(49):
            other = cast.add_article(outlet=cast.add_outlet())
            cast.add_directive(other)
            cast.add_citation(other, citation.resolution)
        with django_assert_num_queries(one):
            assert len(api.rows("/articles/", page_size=50)) == 50


class TestFilters:
    def test_days_are_counted_in(self, api: Api, article: Article) -> None:
        cast.add_article()
        assert api.slugs("/articles/", published_after="2025-09-16", published_before="2025-09-16") == [article.slug]
        assert api.slugs("/articles/", published_after="2025-09-17") == []
        assert api.slugs("/articles/", year=2025) == [article.slug]

    def test_a_filter_given_twice_means_or_and_different_ones_and(self, api: Api, article: Article) -> None:
        other = cast.add_article(outlet=cast.add_outlet(slug="bao-khac"), genre=Genre.INTERVIEW)
        both = api.slugs("/articles/", outlet=["bao-mau", "bao-khac"])
        assert sorted(both) == sorted([article.slug, other.slug])
        assert api.slugs("/articles/", outlet=["bao-mau", "bao-khac"], genre="interview") == [other.slug]

    def test_speaker_and_role_ask_for_one_mention(self, api: Api, mention: Mention) -> None:
        cast.add_mention(mention.article, cast.add_speaker(slug="nguoi-khac"), "Bộ Chính trị", role=Role.PICTURED)
        assert api.slugs("/articles/", speaker="le-hoai-trung", role="quoted") == ["ba-dinh-huong"]
        assert api.slugs("/articles/", speaker="le-hoai-trung", role="pictured") == []

    def test_an_office_counts_as_printed_unless_as_a_former_one(self, api: Api, mention: Mention) -> None:
        asked = {"office": "bo-truong-ngoai-giao", "organ": "bo-ngoai-giao", "speaker": "le-hoai-trung"}
        assert api.slugs("/articles/", **asked) == ["ba-dinh-huong"]
        mention.titles.update(former=True)
        assert api.slugs("/articles/", office="bo-truong-ngoai-giao") == []

    def test_a_document_cited_finds_it(self, api: Api, citation: Citation) -> None:
        cast.add_article()
        assert api.slugs("/articles/", resolution="59-nq-tw") == ["ba-dinh-huong"]

    def test_a_rejected_citation_finds_nothing(self, api: Api, citation: Citation) -> None:
        Citation.objects.update(review=Review.REJECTED)
        assert api.slugs("/articles/", resolution="59-nq-tw") == []

    def test_kind_and_topic_ask_for_one_directive(self, api: Api, directive: Directive, topic: Topic) -> None:
        cast.add_directive(directive.article, kind=ListKind.TASK)
        assert api.slugs("/articles/", kind="orientation", topic=topic.slug) == ["ba-dinh-huong"]
        assert api.slugs("/articles/", kind="task", topic=topic.slug) == []

    def test_an_unknown_parameter_is_refused(self, api: Api) -> None:
        assert api.refused("/articles/", speakers="le-hoai-trung") == ["speakers"]


class TestDetail:
    def test_every_span_holds_in_the_text(self, api: Api, citation: Citation, mention: Mention) -> None:
        cast.add_block(citation.article, mention=mention)
        answer = api.read(URL)
        lists = answer["lists"]
        spans = [
            *answer["blocks"],
            *answer["mentions"],
            *answer["mentions"][0]["titles"],
            *lists,
            lists[0]["intro"],
            *lists[0]["items"],
            *lists[0]["items"][0]["parts"],
            *answer["citations"],
        ]
        assert len(spans) == 9
        assert [answer["text"][one["start"] : one["end"]] for one in spans] == [one["exact"] for one in spans]

    def test_what_was_stated_with_the_text_says_how_it_is_known(self, api: Api, article: Article) -> None:
        Article.objects.update(facts={"outlet": {"value": "Báo Mẫu", "known": "By its address."}})
        assert api.read(URL)["facts"] == [{"fact": "outlet", "value": "Báo Mẫu", "known": "By its address."}]

    def test_a_block_says_who_speaks_and_in_what_office(self, api: Api, mention: Mention) -> None:
        cast.add_block(mention.article, mention=mention, turn=2)
        (block,) = api.read(URL)["blocks"]
        assert block["speaker"]["name"] == "Lê Hoài Trung"
        assert block["office_as_written"] == "Quyền Bộ trưởng Ngoại giao"
        assert (block["turn"], block["mention"]["rule"]) == (2, "by-hand")

    def test_a_mention_says_which_office_its_title_names(self, api: Api, mention: Mention) -> None:
        (found,) = api.read(URL)["mentions"]
        (title,) = found["titles"]
        assert (title["office"]["slug"], title["acting"]) == ("bo-truong-ngoai-giao", True)

    def test_each_person_stands_in_it_once_with_the_strongest_role(self, api: Api, mention: Mention) -> None:
        cast.add_mention(mention.article, mention.speaker, "Trung", role=Role.INTERVIEWEE)
        cast.add_mention(mention.article, None, "Bộ Chính trị", name="Một người khác")
        first, second = api.read(URL)["speakers"]
        assert (first["name"], first["role"], first["mention_count"]) == ("Lê Hoài Trung", "interviewee", 2)
        assert first["titles"] == ["Quyền Bộ trưởng Ngoại giao"]
        assert (second["name"], second["speaker"]) == ("Một người khác", None)

    def test_points_stand_below_the_points_they_belong_to(self, api: Api, directive: Directive) -> None:
        second = cast.add_directive(directive.article, cast.SECOND, list=directive.list, ordinal=2)
        for ordinal, words in enumerate(("mở rộng thị trường", "thu hút công nghệ"), start=1):
            cast.add_directive(directive.article, words, list=directive.list, parent=second, ordinal=ordinal)
        (found,) = api.read(URL)["lists"]
        assert [point["ordinal_path"] for point in found["items"]] == ["1", "2"]
        assert [point["ordinal_path"] for point in found["items"][1]["items"]] == ["2.1", "2.2"]
        assert (found["declared_count"], found["found_count"], found["missing_ordinals"]) == (3, 2, [3])

    def test_a_point_goes_with_the_one_above_unless_someone_confirmed_it(self, api: Api, directive: Directive) -> None:
        below = cast.add_directive(directive.article, "hội nhập", list=directive.list, parent=directive, ordinal=1)
        Directive.objects.filter(pk=directive.pk).update(review=Review.REJECTED)
        answer = api.read(URL)
        assert (answer["lists"][0]["items"], answer["directive_count"]) == ([], 0)
        Directive.objects.filter(pk=below.pk).update(review=Review.CONFIRMED)
        answer = api.read(URL)
        assert [point["slug"] for point in answer["lists"][0]["items"]] == [below.slug]
        assert answer["directive_count"] == 1

    def test_single_directives_stand_apart_from_those_in_lists(self, api: Api, directive: Directive) -> None:
        single = cast.add_directive(directive.article, mention=directive.mention)
        answer = api.read(URL)
        assert [one["slug"] for one in answer["directives"]] == [single.slug]
        assert answer["directives"][0]["speaker"]["slug"] == "le-hoai-trung"

    def test_lists_of_results_are_told_apart_and_their_points_have_no_page(self, api: Api, article: Article) -> None:
        results = cast.add_list(article, kind=ListKind.RESULT)
        cast.add_directive(article, cast.FIRST, list=results, ordinal=1, kind=ListKind.RESULT)
        answer = api.read(URL)
        assert answer["lists"][0]["directive"] is False
        assert answer["lists"][0]["items"][0]["url"] is None
        assert answer["directive_count"] == 0

    def test_nothing_rejected_or_of_an_earlier_text_is_in_it(self, api: Api, citation: Citation) -> None:
        article = citation.article
        earlier = EarlierText.objects.create(article=article, text="trước", text_hash="0", source_hash="0")
        cast.add_block(article)
        for model in (Mention, Citation):
            model.objects.update(review=Review.REJECTED)
        Directive.objects.update(earlier_text=earlier)
        answer = api.read(URL)
        assert (answer["mentions"], answer["citations"], answer["speakers"]) == ([], [], [])
        assert answer["lists"][0]["items"] == []
        assert answer["lists"][0]["speaker"] is None
        assert answer["lists"][0]["office_as_written"] is None

    def test_a_withdrawn_article_is_gone(self, api: Api, article: Article) -> None:
        Article.objects.update(state=State.WITHDRAWN)
        for path in (URL, f"{URL}text/"):
            response = api.get(path)
            assert response.status_code == 410
            assert response["Content-Type"] == "application/problem+json"

    def test_one_that_never_was_is_not_found(self, api: Api) -> None:
        assert api.get("/articles/khong-co/").status_code == 404

    def test_ten_rows_of_each_kind_cost_as_many_queries_as_one(
        self, api: Api, citation: Citation, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        fill(citation)
        one = api.cost(URL)
        for _ in range(9):
            fill(citation)
        with django_assert_num_queries(one):
            answer = api.read(URL)
        assert len(answer["blocks"]) == len(answer["directives"]) == 10


def fill(citation: Citation) -> None:
    """Add one row of each kind to the article of citation, each with rows of its own."""
    article = citation.article
    mention = cast.add_mention(article, cast.add_speaker())
    cast.print_title(mention, "Quyền Bộ trưởng Ngoại giao", cast.add_office())
    cast.add_block(article, mention=mention)
    points = cast.add_list(article, mention=mention)
    above = cast.add_directive(article, cast.SECOND, list=points, ordinal=2)
    below = cast.add_directive(article, "mở rộng thị trường", list=points, parent=above, ordinal=1)
    single = cast.add_directive(article, mention=mention)
    for one in (above, below, single):
        one.topics.add(cast.add_topic())
        cast.add_citation(article, cast.add_resolution(), directive=one)


class TestText:
    def test_the_text_is_as_stored(self, api: Api, article: Article) -> None:
        response = api.get(f"{URL}text/")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode() == article.text == api.read(URL)["text"]

    @pytest.mark.parametrize("accepted", ["*/*", "text/plain", "text/html, text/*;q=0.5"])
    def test_it_answers_whoever_takes_text(self, api: Api, article: Article, accepted: str) -> None:
        response = api.client.get(f"/api/v1{URL}text/", headers={"accept": accepted})
        assert response.status_code == 200

    @pytest.mark.parametrize("where", ["article", "outlet", "server"])
    def test_a_policy_of_excerpts_keeps_the_whole_text_back(
        self, api: Api, article: Article, outlet: Outlet, settings: Settings, where: str
    ) -> None:
        if where == "server":
            settings.DEFAULT_TEXT_POLICY = TextPolicy.EXCERPT
        else:
            owner = article if where == "article" else outlet
            owner.text_policy = TextPolicy.EXCERPT
            owner.save()
        for line in article.text.split("\n\n"):
            cast.add_block(article, line.strip())
        answer = api.read(URL)
        assert (answer["text_policy"], answer["text"]) == ("excerpt", None)
        assert {block["exact"] for block in answer["blocks"]} == {None}
        response = api.get(f"{URL}text/")
        assert response.status_code == 403
        assert response["Content-Type"] == "application/problem+json"

    def test_the_articles_own_policy_goes_before_that_of_its_outlet(
        self, api: Api, article: Article, outlet: Outlet
    ) -> None:
        Outlet.objects.update(text_policy=TextPolicy.EXCERPT)
        Article.objects.update(text_policy=TextPolicy.FULL)
        assert api.read(URL)["text"] == article.text

    def test_words_of_a_citation_are_shown_under_a_policy_of_excerpts(
        self, api: Api, citation: Citation, resolution: Resolution
    ) -> None:
        Article.objects.update(text_policy=TextPolicy.EXCERPT)
        assert api.read(URL)["citations"][0]["exact"] == "Nghị quyết 59-NQ/TW"
