"""The groups of the roles, made by the migration and kept by newer versions, and the accounts that have them."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from articles.models import Article
from register.models import Edit
from register.roles import CHIEF_EDITOR, CURATOR, RIGHTS, ROLES, VIEWER, Known, make_roles, permission_label, rights_of
from tests.curator import Form, url

pytestmark = pytest.mark.django_db

ADD, LIST = "/admin/auth/user/add/", "/admin/auth/user/"
PASSWORD = "Xanh-lam-2049-tre"


def group(role: str) -> Group:
    return Group.objects.get(name=role)


def rights_given(role: str) -> Known:
    return frozenset(group(role).permissions.values_list("content_type__app_label", "codename"))


def account(name: str, role: str = "", **options: Any) -> User:
    user: User = User.objects.create_user(name, password=PASSWORD, is_staff=True, **options)
    if role:
        user.groups.add(group(role))
    return user


@pytest.fixture
def chief(client: Client) -> User:
    """A chief editor, who has signed in."""
    user = account("thu", CHIEF_EDITOR)
    client.force_login(user)
    return user


def send(client: Client, address: str, **changes: Any) -> Any:
    """Change fields of a page's form and send it."""
    page = client.get(address)
    assert page.status_code == 200
    sent = {**Form(page.content.decode()).sent, **changes}
    return client.post(address, {name: value for name, value in sent.items() if value is not None})


# --- the groups -------------------------------------------------------------------------------------------------------


def test_the_migration_makes_the_groups_of_the_table() -> None:
    assert {role: rights_given(role) for role in ROLES} == {role: rights_of(role) for role in ROLES}


def test_every_model_of_ours_stands_in_the_table() -> None:
    ours = {model._meta.label_lower for app in ("articles", "directives", "register") for model in _models_of(app)}
    assert ours == RIGHTS.keys() - {"auth.group", "auth.user"}


def _models_of(app: str) -> list[Any]:
    return list(apps.get_app_config(app).get_models())


def test_each_role_may_do_what_the_one_before_may_and_more() -> None:
    assert rights_of(VIEWER) < rights_of(CURATOR) < rights_of(CHIEF_EDITOR)


def test_a_viewer_looks_at_everything_and_writes_nothing() -> None:
    assert {codename.partition("_")[0] for _, codename in rights_of(VIEWER)} == {"view"}
    assert len(rights_of(VIEWER)) == len(RIGHTS) - 2


def test_what_is_the_chief_editors_alone() -> None:
    alone = rights_of(CHIEF_EDITOR) - rights_of(CURATOR)
    for right in ("withdraw_article", "merge_speaker", "import_authority", "add_user", "change_organ", "delete_tenure"):
        assert right in {codename for _, codename in alone}
    assert not {"change_group", "add_group", "delete_group"} & {codename for _, codename in alone}


def test_the_groups_are_made_once() -> None:
    before = {role: (group(role).pk, rights_given(role)) for role in ROLES}
    for _ in range(2):
        make_roles(apps)
    assert {role: (group(role).pk, rights_given(role)) for role in ROLES} == before


def test_what_an_operator_changed_stays_as_it_is() -> None:
    taken, given = Permission.objects.get(codename="add_speaker"), Permission.objects.get(codename="delete_speaker")
    group(CURATOR).permissions.remove(taken)
    group(CURATOR).permissions.add(given)
    call_command("migrate", verbosity=0)
    assert rights_given(CURATOR) == rights_of(CURATOR) - {("articles", "add_speaker")} | {
        ("articles", "delete_speaker")
    }


def test_what_a_newer_version_brings_is_given_to_those_whom_the_table_names() -> None:
    Permission.objects.filter(codename__in=["withdraw_article", "change_proposal"]).delete()
    call_command("migrate", verbosity=0)
    assert {role: rights_given(role) for role in ROLES} == {role: rights_of(role) for role in ROLES}


def test_a_group_that_is_gone_is_made_again() -> None:
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert {role: rights_given(role) for role in ROLES} == {role: rights_of(role) for role in ROLES}


def test_every_right_of_a_role_is_said_in_the_reader_s_language() -> None:
    with override("en"):
        for right in group(CHIEF_EDITOR).permissions.select_related("content_type"):
            assert " | may " in permission_label(right)


# --- who has no role --------------------------------------------------------------------------------------------------


def test_who_has_no_role_is_told_so_kindly_and_whom_to_ask(client: Client) -> None:
    client.force_login(account("mai"))
    client.cookies["django_language"] = "en"
    page = client.get("/admin/").content.decode()
    assert "Your account has no role yet" in page
    assert "ask a chief editor" in page
    client.force_login(account("minh", VIEWER))
    assert "no role" not in client.get("/admin/").content.decode()


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_a_chief_editor_makes_an_account_with_a_role_that_may_sign_in(chief: User, client: Client) -> None:
    made = send(client, ADD, username="lan", usable_password="true", password1=PASSWORD, password2=PASSWORD)
    lan = User.objects.get(username="lan")
    assert made["Location"] == url(User, "change", lan.pk)
    assert not lan.is_staff
    assert send(client, made["Location"], groups=[group(CURATOR).pk]).status_code == 302
    lan.refresh_from_db()
    assert (lan.is_staff, lan.is_superuser, list(lan.groups.values_list("name", flat=True))) == (True, False, [CURATOR])
    assert Client().login(username="lan", password=PASSWORD)


@pytest.mark.parametrize(
    "wanted",
    [
        {"is_superuser": "on"},
        {"is_staff": "on", "is_superuser": "1", "user_permissions": ["1", "2"]},
        {"password": "md5$x$y"},
        {"_saveasnew": "1", "is_superuser": "on"},
    ],
)
def test_a_chief_editor_gives_no_right_that_the_form_does_not_offer(
    chief: User, client: Client, wanted: dict[str, Any]
) -> None:
    lan = account("lan", VIEWER)
    secret = lan.password
    send(client, url(User, "change", lan.pk), **wanted)
    send(client, ADD, username="an", usable_password="true", password1=PASSWORD, password2=PASSWORD, **wanted)
    lan.refresh_from_db()
    assert lan.password == secret
    assert User.objects.filter(username="an").exists()
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.user_permissions.through.objects.exists()


def test_a_chief_editor_gives_no_group_that_may_do_more_than_they(chief: User, client: Client) -> None:
    more = Group.objects.create(name="quản trị")
    more.permissions.add(Permission.objects.get(codename="change_group"))
    lan = account("lan", VIEWER)
    page = client.get(url(User, "change", lan.pk)).content.decode()
    offered = re.search(r'<select name="groups".*?</select>', page, re.DOTALL)
    assert offered
    assert set(re.findall(r'value="(\d+)"', offered[0])) == {str(group(role).pk) for role in ROLES}
    answer = send(client, url(User, "change", lan.pk), groups=[more.pk])
    assert answer.status_code == 200
    assert list(lan.groups.all()) == [group(VIEWER)]


def beyond() -> list[User]:
    """Return accounts that may do more than a chief editor, one of them while it is not active."""
    asleep = account("ngu", is_active=False)
    asleep.user_permissions.add(Permission.objects.get(codename="change_group"))
    in_group = account("nhom", VIEWER)
    more = Group.objects.create(name="quản trị")
    more.permissions.add(Permission.objects.get(codename="add_group"))
    in_group.groups.add(more)
    return [User.objects.create_superuser("goc", "goc@example.org", PASSWORD), asleep, in_group]


def test_a_chief_editor_touches_no_account_that_may_do_more(chief: User, client: Client) -> None:
    for one in beyond():
        was = User.objects.filter(pk=one.pk).values().get()
        pages = [url(User, "change", one.pk), f"/admin/auth/user/{one.pk}/password/", url(User, "delete", one.pk)]
        sent = {
            "username": "x",
            "email": "thu@example.org",
            "is_active": "on",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "usable_password": "true",
            "post": "yes",
        }
        for page in pages:
            assert client.post(page, sent).status_code == 403
        assert [client.get(page).status_code for page in pages] == [200, 403, 403]
        chosen = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
        assert client.post(LIST, chosen).status_code == 403
        assert User.objects.filter(pk=one.pk).values().get() == was
        assert was["password"] not in client.get(pages[0]).content.decode()


def test_a_chief_editor_sets_a_curator_s_password(chief: User, client: Client) -> None:
    lan = account("lan", CURATOR)
    new = {"usable_password": "true", "password1": f"{PASSWORD}!", "password2": f"{PASSWORD}!"}
    assert send(client, f"/admin/auth/user/{lan.pk}/password/", **new).status_code == 302
    assert Client().login(username="lan", password=f"{PASSWORD}!")


@pytest.mark.parametrize("role", [CHIEF_EDITOR, "superuser"])
def test_nobody_locks_themselves_out(client: Client, role: str) -> None:
    one = User.objects.create_superuser("goc") if role == "superuser" else account("thu", CHIEF_EDITOR)
    client.force_login(one)
    secret = one.password
    own = url(User, "change", one.pk)
    nothing: dict[str, Any] = {
        "is_active": None,
        "is_staff": None,
        "is_superuser": None,
        "groups": [],
        "user_permissions": [],
    }
    assert send(client, own, first_name="Thu", **nothing).status_code == 302
    for spelt in (str(one.pk), f"0{one.pk}"):
        answer = client.post(f"/admin/auth/user/{spelt}/password/", {"usable_password": "false", "unset-password": "1"})
        assert answer["Location"] == reverse("admin:password_change")
    assert client.post(url(User, "delete", one.pk), {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"})
    after = User.objects.get(pk=one.pk)
    assert (after.first_name, after.password, after.is_active, after.is_staff) == ("Thu", secret, True, True)
    assert after.is_superuser == (role == "superuser")
    assert after.groups.count() == one.groups.count() == (role != "superuser")


@pytest.mark.parametrize("role", [VIEWER, CURATOR])
def test_the_accounts_are_the_chief_editors_alone(client: Client, role: str) -> None:
    one = account("lan", role)
    client.force_login(one)
    for page in (LIST, ADD, url(User, "change", one.pk), f"/admin/auth/user/{one.pk}/password/", "/admin/auth/group/"):
        assert client.get(page).status_code == 403
        assert client.post(page, {"is_superuser": "on"}).status_code == 403


@pytest.mark.parametrize("key", ["0", "x", "10" * 20, "%00", "9223372036854775808"])
def test_the_password_of_nobody_is_not_found(chief: User, client: Client, key: str) -> None:
    assert client.get(f"/admin/auth/user/{key}/password/").status_code == 404


def test_the_history_outlives_an_account_and_keeps_its_name(chief: User, client: Client, article: Article) -> None:
    lan = account("lan", CURATOR)
    Edit.objects.create(by=lan, by_name="lan", kind="changed", article=article)
    page = url(User, "delete", lan.pk)
    assert client.post(page, Form(client.get(page).content.decode()).sent).status_code == 302
    assert not User.objects.filter(username="lan").exists()
    gone, edit = Edit.objects.all()
    assert (edit.by_id, edit.by_name, edit.article_id) == (None, "lan", article.pk)
    assert (gone.by, gone.rows.get().said) == (chief, "lan")


def test_the_list_of_accounts_says_their_roles_at_the_same_cost_for_many(chief: User, client: Client) -> None:
    client.cookies["django_language"] = "en"
    account("lan", CURATOR)
    costs = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST).content.decode()
        costs.append(len(queries))
        for other in range(10):
            account(f"an-{number}-{other}", VIEWER)
    assert "chief editor" in page
    assert "chief-editor" not in page.replace('value="chief-editor"', "")
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    "page", ["/admin/password_change/", "/admin/password_change/done/", ADD, "other", "/admin/login/"]
)
def test_the_pages_for_passwords_run_nothing_that_stands_in_them(chief: User, client: Client, page: str) -> None:
    address = f"/admin/auth/user/{account('lan').pk}/password/" if page == "other" else page
    response = client.get(address, follow=True)
    assert response.status_code == 200
    assert "script-src 'self'" in response["Content-Security-Policy"]
    text = response.content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", text) == []


# --- withdrawing ------------------------------------------------------------------------------------------------------


def test_only_a_chief_editor_withdraws_an_article(client: Client, article: Article) -> None:
    sent = {"action": "withdraw", "_selected_action": [article.pk], "post": "yes"}
    for role in (VIEWER, CURATOR, CHIEF_EDITOR):
        client.force_login(account(f"co-{role}", role))
        page = client.get(url(Article, "change", article.pk)).content.decode()
        assert ("state-form" in page) == (role == CHIEF_EDITOR)
        client.post(url(Article, "changelist"), sent)
        article.refresh_from_db()
        assert (article.state == "withdrawn") == (role == CHIEF_EDITOR)
