"""The first page of the admin: what waits for a person, who sees what of it, and what it costs."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from articles.models import Article, Mention, Remark
from directives.models import Citation, DirectiveList
from register.models import DataVersion, Edit, IngestOutcome, IngestRun, Proposal, Report
from register.queues import QUEUES, queue
from tests import cast
from tests.curator import Curator, url

INDEX = "/admin/"


def add_one_that_waits_of_each() -> Article:
    """Add an article in which something waits in every queue; return it."""
    article = cast.add_article()
    cast.add_list(article)
    cast.add_citation(article, None)
    cast.add_mention(article, None)
    cast.add_remark(article)
    Proposal.objects.create(article=article, model="directives.citation", row=article.pk, values={})
    Report.objects.create(public_id=article.slug, kind="articles", name=article.slug, message="Sai", article=article)
    Edit.objects.create(kind="confirmed", by_name="lan", article=article)
    run = IngestRun.objects.order_by("pk").first() or IngestRun.objects.create(
        finished_at="2026-01-01T00:00Z", failed=1
    )
    IngestOutcome.objects.create(run=run, source=article.slug, outcome="failed")
    return article


def numbers(page: str) -> dict[str, str]:
    """Return the number on each card, by the name of its queue."""
    cards = re.findall(r'id="queue-(\w+)">\s*<h3>.*?<span class="number">(.*?)</span>', page)
    return dict(cards)


def shown(page: str) -> set[str]:
    return set(re.findall(r'id="queue-(\w+)"', page))


def test_the_first_page_says_how_much_waits(curator: Curator) -> None:
    for _ in range(3):
        add_one_that_waits_of_each()
    page = curator.open(INDEX)
    shared = {"documents", "duplicates", "seats"}  # of what is no article's
    assert numbers(page) == dict.fromkeys(shown(page) - shared, "3")
    assert {"unreviewed", "undated", "counts", "citations", "mentions", "remarks", "failures"} <= shown(page)


def test_a_number_leads_to_the_rows_that_wait(curator: Curator) -> None:
    add_one_that_waits_of_each()
    cast.add_citation(cast.add_article(), cast.add_resolution())
    page = curator.open(INDEX)
    for name in numbers(page):
        (address,) = re.findall(rf'id="queue-{name}">\s*<h3><a href="([^"]*)"', page)
        listed = curator.client.get(address.replace("&amp;", "&")).context["cl"]
        one = queue(name)
        assert one is not None
        assert set(listed.queryset) == set(one.rows())
        assert listed.result_count == one.count()


def test_an_empty_queue_says_so_kindly(curator: Curator) -> None:
    cast.add_article()
    page = curator.open(INDEX)
    assert "Every list has as many points as it announces." in page
    assert set(numbers(page)) == {"unreviewed", "undated"}


def test_where_all_is_done_the_page_says_so(curator: Curator) -> None:
    page = curator.open(INDEX)
    assert "Everything is done." in page
    assert not numbers(page)


def test_open_remarks_are_counted_by_code(article: Article, curator: Curator) -> None:
    cast.add_remark(article)
    for _ in range(2):
        cast.add_remark(article, code="odd-date")
    page = curator.open(INDEX)
    parts = re.findall(r'<li><a href="([^"]*code__exact=[^"]*)">([^<]*)</a>', page)
    assert [words for _, words in parts] == ["no such day: 2", "points are missing: 1"]
    assert curator.client.get(parts[0][0].replace("&amp;", "&")).context["cl"].result_count == 2


def test_more_than_can_be_counted_at_once_is_said_so(
    article: Article, curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("queues", "admin.dashboard"):
        monkeypatch.setattr(f"register.{module}.MOST_COUNTED", 2)
    for _ in range(4):
        cast.add_citation(article, None)
    assert numbers(curator.open(INDEX))["citations"] == "more than 2"


def cost_after_a_change(curator: Curator, address: str) -> int:
    """Return how many queries a page takes when nothing that is kept until the data changes can be used."""
    DataVersion.bump()
    return curator.cost(address)


def test_the_first_page_costs_the_same_with_one_of_each_and_with_fifty(curator: Curator) -> None:
    add_one_that_waits_of_each()
    addresses = [INDEX, *(one.address() for one in QUEUES if one.name in shown(curator.open(INDEX)))]
    before = {address: cost_after_a_change(curator, address) for address in addresses}
    for _ in range(49):
        add_one_that_waits_of_each()
    assert {address: cost_after_a_change(curator, address) for address in addresses} == before


def test_the_first_page_tells_what_people_did_last(article: Article, curator: Curator) -> None:
    for number in range(12):
        Edit.objects.create(kind="confirmed", by_name="lan", why=f"lý do <{number}>", article=article)
    page = curator.open(INDEX)
    told = re.findall(r"lý do &lt;(\d+)&gt;", page)
    assert told == [str(number) for number in range(11, 1, -1)]


# --- rights -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def viewer(client: Client, django_user_model: Any, db: None) -> Curator:
    """Someone who may see citations and articles, and nothing else."""
    client.force_login(django_user_model.objects.create_user("mai", is_staff=True))
    return Curator(client)


def allow(users: Any, *models: Any) -> None:
    for model in models:
        kind = ContentType.objects.get_for_model(model)
        name = f"view_{model._meta.model_name}"
        users.objects.get(username="mai").user_permissions.add(Permission.objects.get(content_type=kind, codename=name))


def test_nobody_is_told_of_what_he_may_not_see(viewer: Curator, django_user_model: Any) -> None:
    add_one_that_waits_of_each()
    assert not shown(viewer.open(INDEX))
    allow(django_user_model, Citation)
    assert not shown(viewer.open(INDEX))  # citations are worked through on the articles' pages
    allow(django_user_model, Article)
    page = viewer.open(INDEX)
    assert shown(page) == {"unreviewed", "undated", "citations"}
    assert "last-edits" not in page
    allow(django_user_model, Edit)
    assert "last-edits" in viewer.open(INDEX)


def test_a_queue_that_may_not_be_seen_is_not_found(viewer: Curator, django_user_model: Any) -> None:
    add_one_that_waits_of_each()
    allow(django_user_model, Article)
    assert viewer.client.get(reverse("admin:queue", args=["citations"])).status_code == 404
    assert viewer.client.get(reverse("admin:queue", args=["unreviewed"])).status_code == 302


# --- the way into a queue ---------------------------------------------------------------------------------------------


def test_a_queue_begins_with_its_newest_article(curator: Curator) -> None:
    article = add_one_that_waits_of_each()
    newest = cast.add_article(published_on="2026-01-01")
    for name, first in (("unreviewed", newest), ("citations", article)):
        response = curator.client.get(reverse("admin:queue", args=[name]))
        assert response.headers["Location"] == f"{url(Article, 'change', first.pk)}?queue={name}"


def test_a_queue_in_which_nothing_waits_begins_with_its_empty_list(curator: Curator) -> None:
    assert (
        curator.client.get(reverse("admin:queue", args=["citations"])).headers["Location"].endswith("?queue=citations")
    )


@pytest.mark.parametrize("name", ["x", "%00", "1" * 500, "..", "__class__", "Citations"])
def test_a_queue_of_any_other_name_is_not_found(name: str, curator: Curator) -> None:
    assert curator.client.get(f"/admin/queues/{name}/").status_code == 404


@pytest.mark.parametrize("model", [Article, Citation, Mention, Remark, DirectiveList, IngestOutcome])
@pytest.mark.parametrize("name", ["x", "%00", "", "1" * 500, "reports"])
def test_a_list_refuses_a_queue_of_other_rows_as_it_refuses_all(model: Any, name: str, curator: Curator) -> None:
    response = curator.client.get(f"{url(model, 'changelist')}?queue={name}")
    assert response.status_code == 302
    assert response.headers["Location"].endswith("?e=1")
