"""What sources say of documents and tenures: which value is preferred, and what follows."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from articles.models import Article, TenureClaim
from directives.models import Resolution, ResolutionClaim, SeenValue
from register.facts import documents_in_conflict, mark_seen, open_conflicts, prefer, said_of
from register.settling import settle_citations
from tests import cast
from tests.curator import Curator, Form, url
from tests.test_ingest import load

pytestmark = pytest.mark.django_db


def claim(document: Resolution, value: str, fact: str = "title", **facts: Any) -> ResolutionClaim:
    given = {"confidence": "single", "source": "https://bao.example/", **facts}
    return ResolutionClaim.objects.create(resolution=document, fact=fact, value=value, **given)


def printed(document: Resolution, value: str, fact: str = "title", **facts: Any) -> ResolutionClaim:
    article = cast.add_article(url="https://bao.example/bai")
    return claim(document, value, fact, article=article, **{"confidence": "conflict", **facts})


def forms(page: str) -> list[dict[str, str]]:
    """The hidden fields of each form of a document's page that chooses among values, in the order of the page."""
    address = re.escape(reverse("admin:directives_resolution_facts"))
    found = re.findall(rf'<form method="post" action="{address}">(.*?)</form>', page, re.DOTALL)
    return [dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)) for form in found]


def choose(curator: Curator, sent: dict[str, Any]) -> list[str]:
    """Send such a form; return what is said then."""
    answer = curator.client.post(reverse("admin:directives_resolution_facts"), sent, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def in_vietnamese(curator: Curator, address: str) -> str:
    curator.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    return curator.open(address)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def document() -> Resolution:
    return cast.add_resolution(symbol="59-NQ/TW", title="về hội nhập")


def test_the_columns_follow_the_preferred_claims(document: Resolution) -> None:
    organ = cast.add_organ(name="Bộ Chính trị")
    assert prefer(claim(document, "bộ chính trị", "issuer"), None) == []
    assert prefer(claim(document, "2025-01-24", "issued_on"), None) == []
    assert prefer(claim(document, "về hội nhập quốc tế"), None) == []
    document.refresh_from_db()
    assert (document.issuer, str(document.issued_on), document.title) == (organ, "2025-01-24", "về hội nhập quốc tế")


@pytest.mark.parametrize(
    ("fact", "value"), [("issuer", "Không ai biết"), ("issued_on", "2025-01"), ("issued_on", "2025-02-30")]
)
def test_what_a_column_cannot_hold_is_told_and_leaves_it(fact: str, value: str, document: Resolution) -> None:
    assert len(prefer(claim(document, value, fact), None)) == 1
    document.refresh_from_db()
    assert getattr(document, fact) is None


def test_one_claim_of_a_fact_is_preferred(document: Resolution) -> None:
    first, second = claim(document, "một"), claim(document, "hai")
    prefer(first, None)
    prefer(second, None)
    assert list(document.claims.filter(preferred=True)) == [second]
    with pytest.raises(IntegrityError), transaction.atomic():
        ResolutionClaim.objects.filter(pk=first.pk).update(preferred=True)


def test_without_a_source_nothing_is_preferred(document: Resolution) -> None:
    with pytest.raises(ValidationError, match="without a source"):
        prefer(claim(document, "một", confidence="unverified"), None)


def test_what_an_article_prints_is_preferred_by_a_claim_of_its_own(document: Resolution) -> None:
    of_article = printed(document, "về hội nhập quốc tế")
    prefer(of_article, None)
    chosen = document.claims.get(preferred=True)
    assert (chosen.article, chosen.value, chosen.source) == (None, of_article.value, "https://bao.example/bai")
    of_article.delete()  # as a run does where an article no longer prints it
    document.refresh_from_db()
    assert document.title == "về hội nhập quốc tế"


class TestConflicts:
    def test_a_value_waits_until_it_is_seen_and_a_new_one_waits_again(self, document: Resolution) -> None:
        printed(document, "một")
        printed(document, "một")
        assert list(documents_in_conflict()) == [document]
        assert mark_seen(document, "title", None) == 1
        assert not documents_in_conflict()
        printed(document, "một")  # another article, or the same read again
        assert not documents_in_conflict()
        printed(document, "hai")
        assert list(documents_in_conflict()) == [document]

    def test_to_choose_settles_all_values_of_the_fact(self, document: Resolution) -> None:
        first, _second = printed(document, "một"), printed(document, "hai")
        printed(document, "2025-01-24", "issued_on")
        prefer(first, None)
        assert set(open_conflicts().values_list("fact", flat=True)) == {"issued_on"}

    def test_people_s_claims_wait_until_one_is_chosen(self, document: Resolution) -> None:
        first, second = claim(document, "một"), claim(document, "hai")
        assert set(open_conflicts()) == {first, second}
        prefer(first, None)
        assert not open_conflicts()

    def test_of_withdrawn_articles_and_without_a_source_nothing_waits(self, document: Resolution) -> None:
        row = printed(document, "một")
        Article.objects.filter(stated_claims=row).update(state="withdrawn")
        claim(document, "hai", confidence="unverified")
        claim(document, "ba")
        assert not documents_in_conflict()

    def test_many_articles_are_counted_and_the_first_named(
        self, document: Resolution, django_assert_num_queries: Any
    ) -> None:
        rows = [printed(document, "một") for _ in range(5)]
        claim(document, "hai", preferred=True)
        with django_assert_num_queries(5):
            (said,) = said_of(document)
        chosen, other = said.values
        assert (chosen.value, chosen.is_preferred, other.articles, other.is_open) == ("hai", True, 5, True)
        assert [article.pk for article in other.first] == [row.article_id for row in rows[:3]]


class TestSeen:
    """What is decided is what the page showed."""

    @pytest.fixture
    def an(self, django_user_model: Any) -> User:
        user: User = django_user_model.objects.create_user("an")
        return user

    def test_a_value_that_came_meanwhile_is_not_let_be(self, document: Resolution, curator: Curator) -> None:
        printed(document, "một")
        let_be, prefers = forms(curator.open(url(Resolution, "change", document.pk)))
        printed(document, "hai")  # by a run
        for sent in (let_be, prefers):
            assert choose(curator, sent) == ["59-NQ/TW was changed since you opened it: title."]
        assert not SeenValue.objects.exists()
        let_be, *_others = forms(curator.open(url(Resolution, "change", document.pk)))
        assert choose(curator, let_be) == ["2 values were seen."]

    @pytest.mark.parametrize("chosen", [0, 1])
    def test_values_that_the_page_left_out_are_not_settled(
        self, chosen: int, document: Resolution, curator: Curator
    ) -> None:
        for number in range(25):
            printed(document, f"giá trị {number:02}")
        page = curator.open(url(Resolution, "change", document.pk))
        choose(curator, forms(page)[chosen])
        seen = set(SeenValue.objects.values_list("value", flat=True))
        assert len(seen) == 20
        assert all(value in page for value in seen)
        assert list(documents_in_conflict()) == [document]

    def test_what_a_colleague_preferred_meanwhile_stays(self, document: Resolution, curator: Curator, an: User) -> None:
        first, second = claim(document, "một"), claim(document, "hai")
        sent = next(
            one
            for one in forms(curator.open(url(Resolution, "change", document.pk)))
            if one.get("claim") == str(second.pk)
        )
        prefer(first, an)
        assert choose(curator, sent) == ["59-NQ/TW was changed since you opened it: title."]
        assert list(document.claims.filter(preferred=True)) == [first]

    def test_what_the_document_was_given_meanwhile_is_not_written_over(
        self, document: Resolution, curator: Curator
    ) -> None:
        printed(document, "một")
        address = url(Resolution, "change", document.pk)
        opened = forms(curator.open(address))
        curator.send(address, title="hai")
        curator.open(address)  # what is said of that is no answer to what follows
        for sent in opened:
            assert choose(curator, sent) == ["59-NQ/TW was changed since you opened it: title."]
        document.refresh_from_db()
        assert document.title == "hai"
        assert not SeenValue.objects.exists()

    def test_a_value_is_preferred_also_where_what_was_typed_beside_it_was_refused(
        self, document: Resolution, curator: Curator
    ) -> None:
        printed(document, "một")
        address = url(Resolution, "change", document.pk)
        refused = curator.client.post(address, {**Form(curator.open(address)).sent, "title": "hai", "kind": ""})
        *_, sent = forms(refused.content.decode())
        assert choose(curator, sent) == ["Preferred: title: một"]

    def test_a_claim_that_was_corrected_or_is_gone_is_not_preferred(
        self, document: Resolution, curator: Curator
    ) -> None:
        row = claim(document, "một")
        (sent,) = forms(curator.open(url(Resolution, "change", document.pk)))
        for change in ({"value": "hai"}, {"value": "một", "source": "https://bao.example/khac"}):
            ResolutionClaim.objects.filter(pk=row.pk).update(**change)
            assert choose(curator, sent) == ["59-NQ/TW was changed since you opened it: title."]
        row.delete()
        assert choose(curator, sent) == ["59-NQ/TW was changed since you opened it: title."]
        document.refresh_from_db()
        assert document.title == "về hội nhập"

    def test_what_does_not_say_what_was_seen_chooses_nothing(self, document: Resolution, curator: Curator) -> None:
        printed(document, "một")
        for sent in forms(curator.open(url(Resolution, "change", document.pk))):
            for version in ({}, {"version": ""}):
                given = {name: value for name, value in sent.items() if name != "version"} | version
                assert choose(curator, given) == ["It was not said which version you saw. Load the page again."]
        assert not SeenValue.objects.exists()
        assert not ResolutionClaim.objects.filter(preferred=True).exists()

    def test_to_prefer_a_claim_writes_nothing_else_of_it(self, document: Resolution) -> None:
        read = claim(document, "một")
        ResolutionClaim.objects.filter(pk=read.pk).update(
            value="hai", note="corrected"
        )  # by another, after it was read
        prefer(read, None)
        stored = ResolutionClaim.objects.get()
        assert (stored.value, stored.note, stored.preferred) == ("hai", "corrected", True)
        document.refresh_from_db()
        assert document.title == "hai"

    def test_an_article_without_an_address_is_named_as_the_source(self, document: Resolution, curator: Curator) -> None:
        article = cast.add_article(url="", display_title="Bài không có địa chỉ " + "x" * 999)
        prefer(claim(document, "một", article=article, source="", confidence="conflict"), None)
        stated = ResolutionClaim.objects.stated().get()
        assert (stated.source, stated.note[:21], len(stated.note)) == ("", "Bài không có địa chỉ ", 500)
        assert "Bài không có địa chỉ xxx" in curator.open(url(Resolution, "change", document.pk))


class TestPages:
    def test_one_action_prefers_and_another_lets_be(self, document: Resolution, curator: Curator) -> None:
        row = printed(document, "<b>một</b>")
        printed(document, "2025-01-24", "issued_on")
        page = curator.open(url(Resolution, "change", document.pk))
        assert "&lt;b&gt;một" in page
        assert "differs, not settled" in page
        of_title, let_be = (
            next(sent for sent in forms(page) if sent["fact"] == fact and ("claim" in sent) == (fact == "title"))
            for fact in ("title", "issued_on")
        )
        assert of_title["claim"] == str(row.pk)
        choose(curator, of_title)
        choose(curator, let_be)
        document.refresh_from_db()
        assert document.title == "<b>một</b>"
        assert not documents_in_conflict()
        assert "differs, not settled" not in curator.open(url(Resolution, "change", document.pk))
        assert curator.open(url(Resolution, "changelist"), queue="documents")

    def test_days_are_written_as_people_read_them_and_documents_are_named_and_linked(
        self, document: Resolution, curator: Curator
    ) -> None:
        other = cast.add_resolution(symbol="41-CT/TW", slug="41-ct-tw-2010")
        for fact, value in [
            ("issued_on", "2025-01-24"),
            ("issued_on", "2025-01"),
            ("issued_on", "24 tháng Giêng"),
            ("replaces", other.slug),
            ("implements", "khong-ai-biet"),
        ]:
            printed(document, value, fact)
        page = unescape(in_vietnamese(curator, url(Resolution, "change", document.pk)))
        shown = re.findall(r"<td data-quoted>(.*?)</td>", page)
        link = f'<a href="{url(Resolution, "change", other.pk)}">41-CT/TW</a>'
        assert sorted(shown) == sorted(["24/01/2025", "01/2025", "24 tháng Giêng", link, "khong-ai-biet"])
        mark_seen(document, "issued_on", None)
        page = in_vietnamese(curator, url(SeenValue, "changelist"))
        assert "24/01/2025" in page
        assert "2025-01-24" not in page

    def test_the_column_of_what_was_settled_is_headed_as_such(self, document: Resolution, curator: Curator) -> None:
        printed(document, "một")
        page = in_vietnamese(curator, url(Resolution, "change", document.pk))
        heads = re.findall(r'<th scope="col">([^<]*)</th>', page[page.index('id="said-heading"') :])
        assert heads[3] == "Tình trạng"

    def test_nothing_is_said_of_citations_where_none_was_settled(self, document: Resolution, curator: Curator) -> None:
        printed(document, "một")
        sent = forms(curator.open(url(Resolution, "change", document.pk)))[-1]
        assert choose(curator, sent) == ["Preferred: title: một"]
        named = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "Nghị quyết hội nhập"}
        assert not curator.change(document, **named)
        assert "0 citations are settled" in curator.open(url(Resolution, "changelist"))

    @pytest.mark.parametrize("bad", ["x", "", "-1", "1\0", "1" + "0" * 20])
    def test_what_is_no_id_is_a_bad_request(self, bad: str, curator: Curator, document: Resolution) -> None:
        address = reverse("admin:directives_resolution_facts")
        of_title = {"document": str(document.pk), "fact": "title"}
        for given in ({**of_title, "claim": bad}, {**of_title, "document": bad}, {}):
            assert curator.client.post(address, given).status_code == 400
        assert curator.client.post(address, {**of_title, "document": 10**17}).status_code == 404
        for fact in ("", "x" * 999, "title\0"):
            assert curator.client.post(address, {"document": document.pk, "fact": fact}).status_code == 400
        assert not SeenValue.objects.exists()

    def test_the_address_that_chooses_is_sent_to_alone(self, curator: Curator) -> None:
        assert curator.client.get(reverse("admin:directives_resolution_facts")).status_code == 405

    def test_who_may_not_change_documents_chooses_nothing(
        self, client: Client, django_user_model: Any, document: Resolution
    ) -> None:
        row = printed(document, "một")
        user = django_user_model.objects.create_user("lan", is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename="view_resolution"))
        client.force_login(user)
        sent = {"document": document.pk, "fact": "title", "claim": row.pk}
        assert client.post(reverse("admin:directives_resolution_facts"), sent).status_code == 403
        assert "Prefer this" not in client.get(url(Resolution, "change", document.pk)).content.decode()

    @pytest.mark.parametrize("lacking", ["change_resolutionclaim", "add_resolutionclaim", "add_seenvalue"])
    def test_who_may_not_write_all_that_a_choice_writes_chooses_nothing(
        self, lacking: str, client: Client, django_user_model: Any, document: Resolution
    ) -> None:
        row = printed(document, "một")
        rights = {"change_resolution", "change_resolutionclaim", "add_resolutionclaim", "add_seenvalue"}
        user = django_user_model.objects.create_user("lan", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(user)
        assert len(forms(client.get(url(Resolution, "change", document.pk)).content.decode())) == 2
        user.user_permissions.remove(Permission.objects.get(codename=lacking))
        assert not forms(client.get(url(Resolution, "change", document.pk)).content.decode())
        for sent in ({"claim": row.pk}, {}):
            seen = {"document": document.pk, "fact": "title", "version": said_of(document)[0].version}
            address = reverse("admin:directives_resolution_facts")
            assert client.post(address, {**seen, **sent}).status_code == 403
        assert (ResolutionClaim.objects.count(), SeenValue.objects.count()) == (1, 0)

    def test_known_days_follow_the_preferred_claims(self, curator: Curator) -> None:
        tenure = cast.add_tenure(cast.add_speaker(), cast.add_office())
        said = {"fact": "since", "value": "2021-04", "confidence": "single", "preferred": "on"}
        new = {"claims-TOTAL_FORMS": "1", **{f"claims-0-{name}": value for name, value in said.items()}}
        assert not curator.change(tenure, **new)
        assert tenure.known_since == "2021-04"
        wrong = TenureClaim.objects.get()
        curator.change(tenure, **{"claims-0-value": "hôm qua"})
        wrong.refresh_from_db()
        assert (wrong.value, tenure.known_since) == ("hôm qua", "2021-04")

    def test_of_two_that_are_ticked_the_form_says_so(self, document: Resolution, curator: Curator) -> None:
        first, second = claim(document, "một", preferred=True), claim(document, "hai")
        assert "preferred" in curator.change(document, **{"claims-1-preferred": "on"})
        assert not curator.change(document, **{"claims-0-preferred": None, "claims-1-preferred": "on"})
        for row in (first, second):
            row.refresh_from_db()
        assert (first.preferred, second.preferred, document.title) == (False, True, "hai")


class TestSettling:
    TEXT = "Bộ trưởng nêu Nghị quyết 77-NQ/TW và Nghị quyết 77-NQ/TW lần nữa.\n"

    @pytest.fixture
    def waiting(self) -> None:
        load(self.TEXT)

    def test_a_new_document_settles_what_waited_and_says_how_many(self, waiting: None, curator: Curator) -> None:
        new = {"kind": "nghi-quyet", "number": "77", "symbol": "77-NQ/TW", "slug": "77-nq-tw"}
        assert not curator.send(url(Resolution, "add"), **new)
        assert Resolution.objects.get().citations.count() == 2
        assert "2 citations are settled in 1 article." in curator.open(url(Resolution, "changelist"))
        assert not [one for one in settle_citations() if one.settled]

    def test_a_number_that_changes_opens_what_it_settled(self, waiting: None, curator: Curator) -> None:
        document = cast.add_resolution(number="77", symbol="77-NQ/TW")
        list(settle_citations([document.pk]))
        assert not curator.change(document, symbol="78-NQ/TW", number="78")
        page = curator.open(url(Resolution, "changelist"))
        assert "2 are open again" in page

    def test_a_name_that_is_deleted_opens_what_it_settled(self, curator: Curator) -> None:
        load("Việt Nam là nước mở ký Công ước Hà Nội.\n")
        document = cast.add_resolution(kind="cong-uoc", number="")
        assert not curator.change(document, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": "Công ước Hà Nội"})
        assert document.citations.count() == 1
        curator.open(url(Resolution, "changelist"))
        assert not curator.change(document, **{"aliases-0-DELETE": "on"})
        assert not document.citations.exists()
        assert "1 are open again" in curator.open(url(Resolution, "changelist"))

    def test_what_identifies_nothing_settles_nothing(self, document: Resolution, curator: Curator) -> None:
        assert not curator.change(document, note="ghi chú")
        assert "settled in" not in curator.open(url(Resolution, "changelist"))
