"""The language of pages: Vietnamese, or English for who chose it by the switch; and the dates that each writes."""

import datetime
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms import DateField, DateTimeField
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation

from articles.models import Article, Mention, Outlet, Speaker, SpeakerAlias
from directives.models import Directive, Topic
from register.roles import permission_label
from tests.curator import Form

LOGIN = "/admin/login/?next=/admin/"
# The parts of a date that the admin's calendar and clock both write and read: see strftime and strptime in core.js.
WRITTEN_BY_THE_CALENDAR = frozenset("dHMmSyY")


def choose(client: Client, language: str, **sent: str) -> Any:
    return client.post(reverse("set_language"), {"language": language, **sent})


def current(page: Any) -> list[str]:
    """Return the languages that the page's switch marks as the current one."""
    return re.findall(r'<button[^>]* value="(\w+)"[^>]* aria-current="true">', page.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("preferred", ["en", "en-GB,en;q=0.9", "fr", "*", ""])
def test_a_page_is_vietnamese_whatever_the_browser_prefers(client: Client, preferred: str) -> None:
    page = client.get(LOGIN, headers={"accept-language": preferred})
    assert "Mật khẩu" in page.content.decode()
    assert '<html lang="vi"' in page.content.decode()
    assert page.headers["Content-Language"] == "vi"
    assert current(page) == ["vi"]


@pytest.mark.django_db
def test_the_switch_makes_pages_english_and_vietnamese_again(client: Client) -> None:
    assert choose(client, "en", next=LOGIN).headers["Location"] == LOGIN
    page = client.get(LOGIN)
    assert "Password" in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    assert current(page) == ["en"]
    names = re.findall(r'<button[^>]* name="language"[^>]*>([^<]+)</button>', page.content.decode())
    assert names == ["Tiếng Việt", "English"]
    choose(client, "vi", next=LOGIN)
    assert "Mật khẩu" in client.get(LOGIN).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["fr", "", "EN", "../../etc", "en\0", "x" * 5_000])
def test_a_language_that_is_not_ours_leaves_pages_vietnamese(client: Client, named: str) -> None:
    assert choose(client, named, next=LOGIN).status_code == 302
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = named
    assert "Mật khẩu" in client.get(LOGIN).content.decode()


@pytest.mark.django_db
def test_the_switch_comes_back_to_the_page_it_stands_on_with_its_question(admin_client: Client) -> None:
    address = reverse("admin:articles_speaker_changelist") + "?q=L%C3%AA&origin__exact=machine"
    page = admin_client.get(address).content.decode()
    assert f'name="next" value="{address.replace("&", "&amp;")}"' in page


@pytest.mark.django_db
def test_the_switch_leads_to_no_other_site(client: Client) -> None:
    assert choose(client, "en", next="https://elsewhere.example/").headers["Location"] == "/"


@pytest.mark.django_db
def test_no_other_site_chooses_the_language_of_a_reader() -> None:
    assert choose(Client(enforce_csrf_checks=True), "en").status_code == 403


@pytest.mark.django_db
def test_asking_for_the_address_of_the_switch_chooses_nothing(client: Client) -> None:
    client.get(reverse("set_language"), {"language": "en", "next": LOGIN})
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


@pytest.mark.django_db
def test_the_choice_is_kept_for_a_year_and_from_scripts_and_other_sites(client: Client, settings: Any) -> None:
    settings.LANGUAGE_COOKIE_SECURE = True  # as in production
    choose(client, "en")
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["samesite"], cookie["httponly"], cookie["secure"]) == ("Lax", True, True)
    assert cookie["max-age"] == 365 * 24 * 3600


@pytest.mark.django_db
def test_a_cache_keeps_a_page_for_each_choice_and_one_answer_of_the_api(client: Client) -> None:
    assert "Cookie" in client.get(LOGIN).headers["Vary"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    answer = client.get("/api/v1/none/", headers={"accept-language": "vi"})
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert answer.headers.get("Content-Language", "en") == "en"
    assert "not" in answer.json()["detail"].lower()


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["05/06/2025", "5/6/2025", "05-06-2025", "2025-06-05"])
def test_the_fifth_of_june_is_read_as_vietnamese_write_it(written: str) -> None:
    with translation.override("vi"):
        assert DateField().clean(written) == datetime.date(2025, 6, 5)


@pytest.mark.parametrize("written", ["2025-06-05", "5 June 2025", "05 Jun 2025"])
def test_the_fifth_of_june_is_read_in_english(written: str) -> None:
    with translation.override("en"):
        assert DateField().clean(written) == datetime.date(2025, 6, 5)


def test_a_date_that_english_readers_read_two_ways_is_refused() -> None:
    with translation.override("en"), pytest.raises(ValidationError):
        DateField().clean("05/06/2025")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_a_form_shows_it_reads_again(language: str) -> None:
    day, moment = datetime.date(2025, 6, 5), datetime.datetime(2025, 6, 5, 14, 30)
    with translation.override(language):
        assert DateField().clean(DateField().widget.format_value(day)) == day
        shown = DateTimeField().widget.format_value(moment)
        assert DateTimeField().clean(shown).replace(tzinfo=None) == moment


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_calendar_writes_what_the_form_reads(admin_client: Client, language: str) -> None:
    admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    script = admin_client.get(reverse("admin:jsi18n")).content.decode()
    for name in ("DATE_INPUT_FORMATS", "TIME_INPUT_FORMATS"):
        written = re.search(rf'"{name}": \[\s*"([^"]+)"', script)
        assert written is not None
        with translation.override(language):
            assert written[1] == formats.get_format(name)[0]
        assert frozenset(re.findall("%(.)", written[1])) <= WRITTEN_BY_THE_CALENDAR
    assert '"FIRST_DAY_OF_WEEK": 1' in script


def test_numbers_are_grouped_and_pointed_as_vietnamese_write_them() -> None:
    with translation.override("vi"):
        assert formats.number_format(1234567.5, use_l10n=True, force_grouping=True) == "1.234.567,5"


# --- permissions ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["admin:auth_user_change", "admin:auth_group_change"])
def test_permissions_are_offered_in_the_reader_s_language(admin_client: Client, page: str) -> None:
    row = User.objects.create_user("x") if page == "admin:auth_user_change" else Group.objects.create(name="x")
    for language, label in (
        ("vi", "Bài báo và nhân vật | bài báo | được thêm"),
        ("en", "Articles and people | article | may add"),
    ):
        admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = admin_client.get(reverse(page, args=[row.pk])).content.decode()
        assert label in answer
        assert "Can add" not in answer


@pytest.mark.django_db
def test_one_s_own_permissions_are_shown_in_the_reader_s_language(admin_client: Client, admin_user: User) -> None:
    admin_user.user_permissions.add(Permission.objects.get(codename="add_article"))
    answer = admin_client.get(reverse("admin:auth_user_change", args=[admin_user.pk])).content.decode()
    assert "Bài báo và nhân vật | bài báo | được thêm" in answer
    assert "Can add" not in answer


@pytest.mark.django_db
def test_a_permission_that_is_not_django_s_keeps_its_name() -> None:
    of_articles = ContentType.objects.get_for_model(Article)
    permission = Permission(codename="publish_article", name="Can publish", content_type=of_articles)
    assert permission_label(permission).endswith("| Can publish")


# --- the log of changes -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_log_of_changes_is_read_in_the_reader_s_language(admin_client: Client) -> None:
    outlet = Outlet.objects.create(slug="bao", name="Báo")
    page = reverse("admin:articles_outlet_change", args=[outlet.pk])
    sent = Form(admin_client.get(page).content.decode()).sent
    admin_client.post(page, {**sent, "home_page": "https://bao.example/"})
    answer = admin_client.get(reverse("admin:articles_outlet_history", args=[outlet.pk])).content.decode()
    assert '<th scope="row">Trang web</th>' in answer
    admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = admin_client.get(reverse("admin:articles_outlet_history", args=[outlet.pk])).content.decode()
    assert '<th scope="row">Home page</th>' in answer


@pytest.mark.django_db
def test_what_an_action_decided_is_logged_for_readers_of_both_languages(admin_client: Client, mention: Mention) -> None:
    lists = reverse("admin:articles_mention_changelist")
    admin_client.post(lists, {"action": "confirm", "_selected_action": [mention.pk], "last_edit": "0"})
    for language, words in (("vi", '<th scope="row">Tình trạng duyệt</th>'), ("en", '<th scope="row">Review</th>')):
        admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        history = admin_client.get(reverse("admin:articles_mention_history", args=[mention.pk])).content.decode()
        assert words in history


# --- what is deleted --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_links_between_rows_are_not_named_where_a_row_is_deleted(admin_client: Client, directive: Directive) -> None:
    topic = Topic.objects.create(slug="bien-dao", label_vi="biển đảo", label_en="sea and islands")
    directive.topics.add(topic)
    page = admin_client.get(reverse("admin:directives_topic_delete", args=[topic.pk])).content.decode()
    assert "biển đảo" in page
    assert "object (" not in page
    assert "iên kết directive" not in page


@pytest.mark.django_db
def test_what_goes_with_a_row_is_named_where_it_is_deleted(admin_client: Client, speaker: Speaker) -> None:
    SpeakerAlias.objects.create(speaker=speaker, name="ông Trung")
    page = admin_client.get(reverse("admin:articles_speaker_delete", args=[speaker.pk])).content.decode()
    assert "Tên gọi khác của nhân vật" in page
    assert "ông Trung" in page


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["admin:articles_organ_changelist", "admin:articles_organalias_changelist"])
def test_a_filter_by_rows_that_point_here_is_named_in_vietnamese(admin_client: Client, page: str) -> None:
    assert "Lọc: chức vụ" in admin_client.get(reverse(page)).content.decode()
