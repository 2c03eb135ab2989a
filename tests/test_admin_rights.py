"""What an account with few rights meets in the admin: all that it is shown opens, and leads nowhere forbidden."""

import html
import re
from collections.abc import Collection
from typing import Any, Final
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles.models import Article, Mention, Remark
from directives.models import Citation, Directive, Relation, Resolution
from tests import cast
from tests.curator import Form, url
from tests.test_admin_pages import add_one_of_all, first

OURS: Final = list(admin.site._registry)
APPS: Final = re.compile(r"/admin/\w+/$")  # not there for who sees nothing but parts of rows, which are in no index
LINK: Final = re.compile(r'<a\b[^>]*\shref="([^"]+)"')
# Django leads from a pointer that is only shown to the row, whoever may see that row.
POINTER: Final = re.compile(r'<div class="readonly">.*?</div>', re.DOTALL)


@pytest.fixture
def staff(django_user_model: Any, client: Client, db: None) -> User:
    """An account without rights, which has signed in."""
    user: User = django_user_model.objects.create_user("an", is_staff=True)
    client.force_login(user)
    return user


def allow(user: User, *rights: tuple[str, type[Model]]) -> None:
    """Give an account rights such as ("view", Article)."""
    for right, model in rights:
        named = {"codename": f"{right}_{model._meta.model_name}", "content_type__app_label": model._meta.app_label}
        user.user_permissions.add(Permission.objects.get(**named))


def links_of(page: str, address: str) -> set[str]:
    """Return the addresses of this server that a page leads to."""
    found = {urldefrag(urljoin(address, html.unescape(link))).url for link in LINK.findall(POINTER.sub("", page))}
    return {link for link in found if link.startswith("/") and not APPS.match(link)}


def kind_of(link: str) -> tuple[str, frozenset[str]]:
    """Return the path of an address and what it asks, whatever for: no right depends on the value of a filter."""
    parts = urlsplit(link)
    return parts.path, frozenset(parse_qs(parts.query, keep_blank_values=True))


def walk(client: Client, addresses: Collection[str]) -> None:
    """Open pages and all that they lead to, each once; of links that differ in the value of a filter alone, one."""
    seen = {kind_of(address) for address in addresses}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        links = {kind_of(link): link for link in sorted(links_of(response.content.decode(), address))}
        for kind in links.keys() - seen:
            assert client.get(links[kind]).status_code in (200, 302), f"{address} leads to {links[kind]}"
        seen |= links.keys()


def pages_of(model: type[Model]) -> list[str]:
    row = first(model)
    own = [url(model, "change", row.pk), url(model, "history", row.pk)]
    return [reverse("admin:index"), url(model, "changelist"), *own]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_whoever_may_view_or_change_one_kind_opens_all_that_is_shown(
    model: type[Model], staff: User, client: Client
) -> None:
    add_one_of_all()
    Group.objects.create(name="biên tập")
    row = first(model)
    for right in ("view", "change"):
        staff.user_permissions.clear()
        allow(staff, (right, model))
        walk(client, pages_of(model))
        assert client.get(url(model, "add")).status_code == 403
        assert client.get(url(model, "delete", row.pk)).status_code == 403
    page = client.get(url(model, "change", row.pk))
    may_change = admin.site.get_model_admin(model).has_change_permission(page.wsgi_request, row)
    saved = client.post(url(model, "change", row.pk), Form(page.content.decode()).sent)
    assert saved.status_code == (302 if may_change else 403)


def test_of_what_was_found_in_a_text_only_the_kinds_are_shown_that_one_may_see(
    mention: Mention, citation: Citation, remark: Remark, staff: User, client: Client
) -> None:
    allow(staff, ("view", Article), ("view", Citation))
    page = client.get(url(Article, "change", mention.article_id)).content.decode()
    assert set(re.findall(r'data-kind="(\w+)"', page)) == {"citation"}
    for hidden in (mention, remark, Directive.objects.get()):
        assert hidden.public_id not in page
    assert len(re.findall("found-swatch", page)) == 1


def test_whoever_may_see_relations_and_delete_none_opens_a_document(
    resolution: Resolution, article: Article, staff: User, client: Client
) -> None:
    Relation.objects.create(
        resolution=resolution, type="amends", target=cast.add_resolution(), confidence="single", origin="machine"
    )
    allow(staff, ("view", Resolution), ("view", Relation))
    walk(client, pages_of(Resolution))
    allow(staff, ("change", Resolution), ("change", Relation))
    walk(client, pages_of(Resolution))


def test_who_sees_groups_alone_learns_no_account_s_name(staff: User, client: Client) -> None:
    User.objects.create_user("nobody-s-business").groups.add(Group.objects.create(name="biên tập"))
    allow(staff, ("view", Group))
    page = client.get("/admin/auth/group/").content.decode()
    assert "biên tập" in page
    assert "nobody-s-business" not in page


@pytest.mark.parametrize("model", [User, Group])
@pytest.mark.parametrize(
    "asked",
    [{"groups": str(10**30)}, {"groups__id__exact": str(10**30)}, {"q": "a\0b"}, {"q": "từ " * 2_000}, {"p": "x"}],
)
def test_no_question_to_the_accounts_breaks_their_list(
    asked: dict[str, str], model: type[Model], admin_client: Client
) -> None:
    assert admin_client.get(url(model, "changelist"), asked, follow=True).status_code in (200, 400)


@pytest.mark.parametrize("selected", ["x", str(10**20), "\0"])
@pytest.mark.parametrize("model", [User, Group])
def test_an_action_on_what_is_no_account_is_refused(selected: str, model: type[Model], admin_client: Client) -> None:
    sent = {"action": "delete_selected", "_selected_action": selected}
    assert admin_client.post(url(model, "changelist"), sent).status_code == 400
