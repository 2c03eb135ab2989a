"""Every page of the admin, asked by every role, both ways: who is let in stands in the table, and nobody else is."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import URLPattern

from articles.models import Article
from directives.models import Directive
from register.models import EditedRow, Proposal, Report
from register.queues import QUEUES
from register.roles import CHIEF_EDITOR, CURATOR, ROLES, VIEWER, rights_of
from tests.test_admin_pages import add_one_of_all, first

EVERYONE: Final = ""  # who has signed in

# The right that the pages of every model need, to read and to send.
PAGES: Final = {
    "changelist": ("view", "view"),
    "history": ("view", "view"),
    "export": ("view", "view"),
    "add": ("add", "add"),
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
}
# The other pages by their name: the permission that each needs, to read and to send.
OTHERS: Final[dict[str, tuple[str, str]]] = {
    "index": (EVERYONE, EVERYONE),
    "app_list": (EVERYONE, EVERYONE),
    "login": (EVERYONE, EVERYONE),
    "logout": (EVERYONE, EVERYONE),
    "password_change": (EVERYONE, EVERYONE),
    "password_change_done": (EVERYONE, EVERYONE),
    "jsi18n": (EVERYONE, EVERYONE),
    "autocomplete": ("articles.view_article", "articles.view_article"),
    "view_on_site": (EVERYONE, EVERYONE),
    "signed_in": (EVERYONE, EVERYONE),
    "queue": ("articles.view_article", "articles.view_article"),
    "auth_user_password_change": ("auth.change_user", "auth.change_user"),
    "articles_article_text": ("articles.change_article", "articles.change_article"),
    "articles_speaker_duplicates": ("articles.view_speaker", "articles.view_speaker"),
    "articles_speaker_merge": ("articles.merge_speaker", "articles.merge_speaker"),
    "articles_speaker_undo_merge": ("articles.merge_speaker", "articles.merge_speaker"),
    "articles_speaker_told_apart": ("articles.view_speaker", "articles.add_notsame"),
    "articles_tenure_overlaps": ("articles.view_tenure", "articles.view_tenure"),
    "directives_resolution_facts": ("directives.change_resolution", "directives.change_resolution"),
    "workbench_chosen": ("articles.view_article", "articles.view_article"),
    "workbench_form": ("directives.change_directive", "directives.change_directive"),
    "workbench_add": ("directives.add_directive", "directives.add_directive"),
    "workbench_correct": ("directives.change_directive", "directives.change_directive"),
    "workbench_words": ("directives.change_directive", "directives.change_directive"),
    "workbench_remove": ("directives.change_directive", "directives.change_directive"),
    "workbench_decide": ("directives.change_directive", "directives.change_directive"),
    "workbench_confirm_all": ("directives.change_directive", "directives.change_directive"),
    "workbench_reviewed": ("articles.change_article", "articles.change_article"),
    "workbench_undo": ("directives.change_directive", "directives.change_directive"),
    "register_edit_undo": ("articles.change_speaker", "articles.change_speaker"),
    "register_edit_revert": ("articles.change_speaker", "articles.change_speaker"),
    "register_proposal_decide": ("register.change_proposal", "register.change_proposal"),
} | {
    f"{app}_{model}_import": ("articles.import_authority", "articles.import_authority")
    for app, model in (
        ("articles", "speaker"),
        ("articles", "organ"),
        ("articles", "office"),
        ("articles", "tenure"),
        ("articles", "outlet"),
        ("directives", "topic"),
        ("directives", "resolution"),
    )
}
# Pages by which nobody writes, whatever their rights: an article is withdrawn, what the machine found is rejected, and
# what belongs to another row is written on that one's page.
FINDINGS: Final = (
    "articles_block",
    "articles_mention",
    "articles_remark",
    "directives_citation",
    "directives_directive",
    "directives_directivelist",
)
PARTS: Final = (
    "articles_notsame",
    "articles_officealias",
    "articles_organalias",
    "articles_printedtitle",
    "articles_speakeralias",
    "articles_tenureclaim",
    "directives_relation",
    "directives_resolutionalias",
    "directives_resolutionclaim",
    "directives_seenvalue",
)
SHUT: Final[dict[str, tuple[str, ...]]] = (
    {"register_proposal": ("change",)}
    | dict.fromkeys(FINDINGS, ("add", "delete"))
    | dict.fromkeys(PARTS, ("add", "change", "delete"))
)
# A body that means something on all pages that are sent to: what would be done if it were let through.
SENT: Final = {"why": "xin chào", "_save": "1", "post": "yes", "deed": "dismiss", "start": "0", "end": "3"}
# No row is written by whoever is refused but these, which hold who is signed in.
READ: Final = (200, 302, 400, 405)  # a page that is only sent to says so
BOX: Final = {"app_label": "articles", "model_name": "mention", "field_name": "speaker"}  # one that completes
SESSIONS: Final = ("django_session", "auth_user SET last_login")
RANK: Final = ("", VIEWER, CURATOR, CHIEF_EDITOR)  # each may do what those before it may


def patterns(found: Any = None, before: str = "/admin/") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the admin as it stands in the resolver, with its pattern."""
    for one in admin.site.get_urls() if found is None else found:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one
        else:
            yield from patterns(one.url_patterns, route)


def named() -> list[tuple[str, str]]:
    """Return the pages that have a name, each with its route; the others lead on to them, or are not found."""
    return [(route, one.name) for route, one in patterns() if one.name]


def needed(name: str) -> tuple[str, str]:
    """Return the permissions that a page needs, to read and to send; raise KeyError for one that nobody listed."""
    if name in OTHERS:
        return OTHERS[name]
    app, model, page = name.split("_", 2)
    read, send = PAGES[page]
    return f"{app}.{read}_{model}", f"{app}.{send}_{model}"


def is_shut(name: str, right: str) -> bool:
    """Whether a page lets nobody in with its right: the rows are written on the page of what they belong to, or not."""
    model, _, page = name.rpartition("_")
    return page in SHUT.get(model, ()) and not (page == "change" and ".view_" in right)


def held_by(role: str) -> set[str]:
    """Return the permissions of a role, and what needs none."""
    return {EVERYONE} | ({f"{app}.{codename}" for app, codename in rights_of(role)} if role else set())


def address(route: str, name: str) -> str:
    """Return a route with the rows in it that there are."""
    kinds = {model._meta.label_lower.replace(".", "_"): model for model in admin.site._registry}
    model = next((kinds[kind] for kind in kinds if name.startswith(f"{kind}_")), Article)
    known: dict[str, object] = {
        "<path:content_type_id>": 1,
        "<path:row_id>": first(EditedRow).pk,
        "<path:object_id>": first(model).pk,
        "<str:name>": QUEUES[0].name,
        "<str:pk>": first(Directive).article_id,
        "<str:kind>": "directive",
        "<str:key>": first(Proposal).pk if "proposal" in name else first(Directive).public_id,
        "<str:deed>": "confirm",
        "<id>": User.objects.get(username="a-khac").pk,
        "^(?P<app_label>articles|directives|register|auth)/$": "articles/",
    }
    for placeholder, value in known.items():
        route = route.replace(placeholder, str(value))
    assert "<" not in route, route
    return route


@contextmanager
def written() -> Iterator[list[str]]:
    """Give a list of what is written to the database within, but who is signed in."""
    found: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            plain = sql.replace('"', "")
            if not any(session in plain for session in SESSIONS):
                found.append(plain[:80])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found


@pytest.fixture
def rows(db: None) -> Iterator[None]:
    """Rows of every model; what is refused is not told to the log a thousand times over."""
    add_one_of_all()
    point = first(Directive)
    Report.objects.create(kind="directives", name=point.public_id, article=point.article, message="Sai số thứ tự.")
    EditedRow.objects.update(before={"country": ""}, after={"country": "VN"})
    Group.objects.create(name="khác")
    User.objects.create_user("a-khac")
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def sign_in(client: Client, role: str) -> User:
    user, _is_new = User.objects.get_or_create(username="lan", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)
    return user


def test_every_page_of_the_admin_stands_in_the_table() -> None:
    unlisted = []
    for route, name in named():
        try:
            needed(name)
        except (KeyError, ValueError):
            unlisted.append((route, name))
    assert unlisted == []
    assert OTHERS.keys() <= {name for _, name in named()}
    assert set(RANK) == {"", *ROLES}


def test_each_role_may_do_what_the_one_before_it_may() -> None:
    for less, more in zip(RANK, RANK[1:], strict=False):
        assert held_by(less) < held_by(more)


@pytest.mark.parametrize("role", RANK)
def test_whoever_has_not_got_the_right_is_refused_and_writes_nothing(role: str, client: Client, rows: None) -> None:
    sign_in(client, role)
    sends: tuple[Any, Any] = (client.get, client.post)
    held, let_in = held_by(role), []
    for route, name in named():
        place = address(route, name)
        for send, right in zip(sends, needed(name), strict=True):
            if right in held:
                continue
            with written() as found:
                status = send(place, SENT).status_code
            if status not in (403, 404, 405) or found:
                let_in.append((send.__name__, place, status, found))
    assert let_in == []


@pytest.mark.parametrize(("role", "before"), list(zip(RANK[1:], RANK, strict=False)))
def test_whoever_has_the_right_is_let_in_and_writes_nothing_by_reading(
    role: str, before: str, client: Client, rows: None
) -> None:
    """What the role before has as well is asked of that one: each page is drawn once."""
    sign_in(client, role)
    new, wrong = held_by(role) - held_by(before), []
    for route, name in named():
        place, (read, send) = address(route, name), needed(name)
        if read in new and not is_shut(name, read):
            with written() as found:
                status = client.get(place, BOX if name == "autocomplete" else {}).status_code
            if status not in READ or found:
                wrong.append(("get", place, status, found))
        if send in new and not is_shut(name, send):
            body = {"deed": "dismiss"} if name == "register_proposal_decide" else {}
            status = client.post(place, body).status_code
            if status in (401, 403) or status >= 500:
                wrong.append(("post", place, status, []))
    assert not wrong, "\n".join(map(str, wrong))
