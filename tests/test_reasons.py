"""Why: every form by which a person decides something asks it, and the history keeps what was answered."""

import logging
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from django.contrib.auth.models import Group, User
from django.urls import resolve, reverse

from articles import curation
from articles.models import Article, NotSame, Outlet, Speaker
from articles.reasons import LONGEST_REASON
from articles.versions import as_shown, version_of
from directives.models import Citation, Directive, Resolution, ResolutionClaim, Topic
from register.facts import said_of
from register.merging import merge
from register.models import Edit, EditedRow, Proposal, Report
from tests import cast
from tests.curator import Curator, Form, url
from tests.test_admin_import import looked, sheet
from tests.test_admin_pages import add_one_of_all, first
from tests.test_intake import ADDRESS, TEXT
from tests.test_intake import sent as looked_at
from tests.test_roles_walk import OTHERS, address, named
from tests.test_workbench import Bench

WHY: Final = "vì bản in ghi <khác>"
TOO_LONG: Final = "x" * (LONGEST_REASON + 1)

# Pages that ask no reason: a password that is set; a file that is fetched or first looked at; a report, whose answer is
# the reason.
ASK_NOTHING: Final = re.compile(r"(auth_user_)?password_change|.*_export|.*_import|register_report_change")
# Pages by which nothing is decided, among those that are no model's own.
DECIDE_NOTHING: Final = frozenset(
    {"autocomplete", "queue", "articles_speaker_duplicates", "articles_tenure_overlaps", "workbench_chosen"}
    | {"workbench_form", "auth_user_password_change"}
)


@pytest.fixture
def lan(curator: Curator) -> User:
    return User.objects.get(username="lan")


# --- it is asked ------------------------------------------------------------------------------------------------------


class Forms(HTMLParser):
    """The forms of a page that are sent by a button: where each leads, and the names of its fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, set[str], bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.action, self.fields, self.is_sent = given.get("action") or "", set[str](), False
            self.is_post = given.get("method") == "post"
        elif tag in ("input", "button", "select", "textarea") and "fields" in self.__dict__:
            self.fields.add(given.get("name") or "")
            self.is_sent |= given.get("type") == "submit" or tag == "button"

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.is_post and self.is_sent:
            self.found.append((self.action, self.fields, "why" in self.fields))


def of_the_page(page: str) -> list[tuple[str, set[str], bool]]:
    """Return the forms below the header, which holds the language and the way out, or of a piece of a page."""
    return Forms(page[max(page.find('<div id="content"'), 0) :]).found


@pytest.fixture
def pages(curator: Curator, lan: User) -> dict[str, str]:
    """Every page of the admin that there is, by its address, among rows of every kind."""
    add_one_of_all()
    point = first(Directive)
    Report.objects.create(kind="directives", name=point.public_id, article=point.article, message="Sai số thứ tự.")
    EditedRow.objects.update(before={"country": ""}, after={"country": "VN"})
    User.objects.create_user("a-khac")
    document = first(Resolution)
    for value in ("một", "hai"):
        ResolutionClaim.objects.create(
            resolution=document, fact="title", value=value, confidence="single", source="https://bao.example/"
        )
    goes, stays = cast.add_speaker("Lê Văn Bảo"), cast.add_speaker("Lê Văn Bảo")
    merged = cast.add_speaker("Le Van Bao")
    merge(merged, stays, lan)
    places = [address(route, name) for route, name in named()]
    places += [
        url(Resolution, "change", document.pk),
        url(Speaker, "change", merged.pk),
        url(Outlet, "delete", cast.add_outlet().pk),
        reverse("admin:register_edit_change", args=[Edit.objects.get(kind="merged").pk]),
        f"{reverse('admin:articles_speaker_merge')}?stays={stays.pk}&goes={goes.pk}",
    ]
    logging.disable(logging.CRITICAL)
    answers = {place: curator.client.get(place) for place in places}
    logging.disable(logging.NOTSET)
    return {
        place: answer.content.decode()
        for place, answer in answers.items()
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    }


def test_every_form_that_decides_something_asks_why(pages: dict[str, str]) -> None:
    silent, asking = [], set()
    for place, page in pages.items():
        name = resolve(place.partition("?")[0]).url_name or ""
        if ASK_NOTHING.fullmatch(name):
            continue
        for action, fields, asks in of_the_page(page):
            leads_to = resolve(action).url_name if action else name
            if asks:
                asking.add(leads_to)
            elif fields != {"csrfmiddlewaretoken", "_selected_action", "action"}:  # which leads to a page that asks
                silent.append((place, leads_to, sorted(fields)))
    assert silent == []
    assert {
        "articles_article_text",
        "articles_outlet_add",
        "articles_outlet_change",
        "articles_outlet_changelist",
        "articles_outlet_delete",
        "articles_speaker_merge",
        "articles_speaker_told_apart",
        "articles_speaker_undo_merge",
        "directives_resolution_facts",
        "register_edit_revert",
        "register_edit_undo",
        "register_proposal_changelist",
        "register_proposal_decide",
        "register_report_changelist",
        "workbench_chosen",
        "workbench_correct",
        "workbench_confirm_all",
        "workbench_reviewed",
        "workbench_undo",
    } <= asking


@pytest.mark.parametrize("action", ["reject", "delete_selected"])
def test_what_was_typed_beside_the_action_stands_on_the_page_that_asks(action: str, curator: Curator) -> None:
    row = cast.add_citation(cast.add_article(), None) if action == "reject" else cast.add_outlet()
    chosen = {"action": action, "_selected_action": [row.pk], "why": WHY}
    page = curator.client.post(url(type(row), "changelist"), chosen).content.decode()
    assert Form(page).sent["why"] == WHY
    assert not Edit.objects.exists()


def test_rejecting_from_the_list_asks_first_and_says_what_it_asks_about(curator: Curator) -> None:
    one, other = (cast.add_citation(cast.add_article(), None) for _ in "12")
    chosen = {"action": "reject", "_selected_action": [one.pk]} | curator.listed(url(Citation, "changelist"))
    page = curator.client.post(url(Citation, "changelist"), chosen).content.decode()
    assert "These are no findings." in page
    assert f'<a href="{url(Citation, "change", one.pk)}">' in page
    assert f'<a href="{url(Citation, "change", other.pk)}">' not in page
    one.refresh_from_db()
    assert one.review == "machine"
    sent = Form(page).sent
    assert curator.client.post(url(Citation, "changelist"), {**sent, "why": WHY}).status_code == 302
    for row, review in ((one, "rejected"), (other, "machine")):
        row.refresh_from_db()
        assert row.review == review
    assert Edit.objects.get().why == WHY


# --- it is kept -------------------------------------------------------------------------------------------------------

Deed = Callable[[Curator, User, str], Any]


def row_page(curator: Curator, lan: User, why: str) -> Any:
    place = url(Outlet, "change", cast.add_outlet().pk)
    sent = Form(curator.open(place)).sent
    return curator.client.post(place, {**sent, "name": "Báo Khác", "why": why})


def add_page(curator: Curator, lan: User, why: str) -> Any:
    return curator.client.post(url(Topic, "add"), {"label_vi": "y tế", "label_en": "health", "why": why})


def sent_as_shown(curator: Curator, page: str, why: str) -> Any:
    return curator.client.post(page, {**Form(curator.open(page)).sent, "why": why})


def delete_page(curator: Curator, lan: User, why: str) -> Any:
    return sent_as_shown(curator, url(Outlet, "delete", cast.add_outlet().pk), why)


def delete_finding(curator: Curator, lan: User, why: str) -> Any:
    row = cast.add_citation(cast.add_article(), None, origin="curator")
    return sent_as_shown(curator, url(Citation, "delete", row.pk), why)


def choosing(action: str, add: Callable[[], Any]) -> Deed:
    """Return how an action of a list is done with a row."""

    def choose(curator: Curator, lan: User, why: str) -> Any:
        row = add()
        place = url(type(row), "changelist")
        sent = {"action": action, "_selected_action": [row.pk], "post": "yes", "why": why, "going": as_shown([row])}
        sent |= curator.listed(place)
        return curator.client.post(place, sent)

    return choose


def account() -> User:
    return User.objects.create_user("bao")


def account_page(curator: Curator, lan: User, why: str) -> Any:
    place = url(User, "change", account().pk)
    return curator.client.post(place, {**Form(curator.open(place)).sent, "email": "bao@bao.example", "why": why})


def add_account(curator: Curator, lan: User, why: str) -> Any:
    secret = {"usable_password": "true", "password1": "Xanh-lam-2049-tre", "password2": "Xanh-lam-2049-tre"}
    return curator.client.post(url(User, "add"), {"username": "bao", **secret, "why": why})


def group_page(curator: Curator, lan: User, why: str) -> Any:
    place = url(Group, "change", first(Group).pk)
    return curator.client.post(place, {**Form(curator.open(place)).sent, "permissions": [], "why": why})


def delete_account(curator: Curator, lan: User, why: str) -> Any:
    page = url(User, "delete", account().pk)
    return curator.client.post(page, {**Form(curator.open(page)).sent, "why": why})


def finding() -> Citation:
    return cast.add_citation(cast.add_article(), None)


def proposal() -> Proposal:
    row = cast.add_citation(cast.add_article(), None, number="59", review="confirmed")
    return Proposal.objects.create(
        article=row.article, model="directives.citation", row=row.pk, values={"number": "60"}
    )


def report() -> Report:
    article = cast.add_article()
    return Report.objects.create(kind="articles", name=article.slug, article=article, message="Sai ngày đăng.")


def deciding(deed: str) -> Deed:
    def decide(curator: Curator, lan: User, why: str) -> Any:
        one = proposal()
        sent = {"deed": deed, "version": version_of(one), "why": why}
        sent["row_version"] = version_of(Citation.objects.get(pk=one.row))
        return curator.client.post(reverse("admin:register_proposal_decide", args=[one.pk]), sent)

    return decide


def facts(**chosen: str) -> Deed:
    def choose(curator: Curator, lan: User, why: str) -> Any:
        document = cast.add_resolution()
        claims = [
            ResolutionClaim.objects.create(
                resolution=document, fact="title", value=value, confidence="conflict", article=cast.add_article()
            )
            for value in ("một", "hai")
        ]
        sent = chosen or {"claim": str(claims[0].pk)}
        seen = {"document": document.pk, "fact": "title", "version": said_of(document)[0].version}
        return curator.client.post(reverse("admin:directives_resolution_facts"), {**seen, **sent, "why": why})

    return choose


def two() -> tuple[Speaker, Speaker]:
    return cast.add_speaker("Lê Văn Bảo"), cast.add_speaker("Lê Văn Bảo")


def merging(curator: Curator, lan: User, why: str) -> Any:
    stays, goes = two()
    return sent_as_shown(curator, f"{reverse('admin:articles_speaker_merge')}?stays={stays.pk}&goes={goes.pk}", why)


def undo_merge(curator: Curator, lan: User, why: str) -> Any:
    stays, goes = two()
    merge(goes, stays, lan)
    sent = {"speaker": goes.pk, "edit": Edit.objects.latest("pk").pk, "why": why}
    return curator.client.post(reverse("admin:articles_speaker_undo_merge"), sent)


def tell_apart(curator: Curator, lan: User, why: str) -> Any:
    one, other = two()
    sent = {"one": one.pk, "other": other.pk, "why": why}
    return curator.client.post(reverse("admin:articles_speaker_told_apart"), sent)


def take_back_difference(curator: Curator, lan: User, why: str) -> Any:
    one, other = two()
    pair = NotSame.objects.create(one=one, other=other)
    return curator.client.post(reverse("admin:articles_speaker_told_apart"), {"pair": pair.pk, "why": why})


def undo(curator: Curator, lan: User, why: str) -> Any:
    curation.confirm([finding()], lan)
    return curator.client.post(reverse("admin:register_edit_undo", args=[first(Edit).pk]), {"why": why})


def revert(curator: Curator, lan: User, why: str) -> Any:
    article = cast.add_article()
    curation.confirm([cast.add_citation(article, None), cast.add_remark(article)], lan)
    told = Edit.objects.latest("pk").rows.latest("pk")
    return curator.client.post(reverse("admin:register_edit_revert", args=[told.edit_id, told.pk]), {"why": why})


def take_in(curator: Curator, lan: User, why: str) -> Any:
    page = looked_at(curator, text=TEXT, url=ADDRESS).content.decode()
    return curator.client.post(url(Article, "add"), {**Form(page).sent, "_save": "1", "why": why})


def give_new_text(curator: Curator, lan: User, why: str) -> Any:
    place = reverse("admin:articles_article_text", args=[cast.add_article().pk])
    page = looked_at(curator, place, text=TEXT).content.decode()
    return curator.client.post(place, {**Form(page).sent, "_save": "1", "why": why})


def bring_in(curator: Curator, lan: User, why: str) -> Any:
    page = looked(curator, Outlet, sheet({"slug": "bao-khac", "name": "Báo Khác"})).content.decode()
    return curator.client.post(url(Outlet, "import"), {**Form(page).sent, "why": why})


def on_the_bench(deed: str, **fields: str) -> Deed:
    """Return how something is done with a citation beside its text."""

    def do(curator: Curator, lan: User, why: str) -> Any:
        row = cast.add_citation(cast.add_article(), None, origin="curator" if deed == "remove" else "machine")
        bench = Bench(curator.client, row.article)
        sent = {**bench.form(row), **fields} if deed == "correct" else bench.select("Nghị quyết 59")
        return bench.on(row, deed, **sent, why=why)

    return do


def add_on_the_bench(curator: Curator, lan: User, why: str) -> Any:
    bench = Bench(curator.client, cast.add_article())
    form = bench.post("add/citation/", **bench.select("Nghị quyết 59-NQ/TW")).content.decode()
    return bench.post("add/citation/", **{**Form(form).sent, "why": why})


def above_the_text(path: str, field: str, deed: str | None = None) -> Deed:
    """Return how a button above the text is pressed; field is what its form holds, deed what is done before."""

    def press(curator: Curator, lan: User, why: str) -> Any:
        row = finding()
        article = row.article
        if path == "reviewed/":
            row.delete()
        if path == "undo/":
            curation.confirm([row], lan)
        page = curator.open(url(Article, "change", article.pk), queue="unreviewed")
        start = page.index(f'action="{Bench(curator.client, article).base}{path}"')
        sent = Form(page[start : page.index("</form>", start)]).sent
        assert sent[field]
        return Bench(curator.client, article).post(path, **{**sent, "why": why})

    return press


DEEDS: Final[dict[str, Deed]] = {
    "row_change": row_page,
    "row_add": add_page,
    "row_delete": delete_page,
    "finding_delete": delete_finding,
    "account_change": account_page,
    "account_add": add_account,
    "account_delete": delete_account,
    "list_delete, accounts": choosing("delete_selected", account),
    "group_change": group_page,
    "list_delete": choosing("delete_selected", cast.add_outlet),
    "list_confirm": choosing("confirm", finding),
    "list_reject": choosing("reject", finding),
    "list_withdraw": choosing("withdraw", cast.add_article),
    "list_publish": choosing("publish", lambda: cast.add_article(state="withdrawn")),
    "list_take": choosing("take_selected", proposal),
    "list_dismiss": choosing("dismiss_selected", proposal),
    "list_handle_reports": choosing("handle", report),
    "list_dismiss_reports": choosing("dismiss", report),
    "register_proposal_decide": deciding("take"),
    "register_proposal_decide, dismissed": deciding("dismiss"),
    "directives_resolution_facts": facts(),
    "directives_resolution_facts, seen": facts(fact="title"),
    "articles_speaker_merge": merging,
    "articles_speaker_undo_merge": undo_merge,
    "articles_speaker_told_apart": tell_apart,
    "articles_speaker_told_apart, taken back": take_back_difference,
    "register_edit_undo": undo,
    "register_edit_revert": revert,
    "articles_article_add": take_in,
    "articles_article_text": give_new_text,
    "articles_outlet_import": bring_in,
    "workbench_decide": on_the_bench("confirm"),
    "workbench_decide, rejected": on_the_bench("reject"),
    "workbench_correct": on_the_bench("correct", **{"found-number": "60"}),
    "workbench_words": on_the_bench("words"),
    "workbench_remove": on_the_bench("remove"),
    "workbench_add": add_on_the_bench,
    "workbench_confirm_all": above_the_text("confirm-all/", "seen"),
    "workbench_reviewed": above_the_text("reviewed/", "version"),
    "workbench_undo": above_the_text("undo/", "edit"),
}


def test_every_page_by_which_something_is_decided_is_among_the_deeds() -> None:
    needing = {name for name, (_, right) in OTHERS.items() if right} - DECIDE_NOTHING
    assert {name for name in needing if not name.endswith("_import")} <= {name.partition(",")[0] for name in DEEDS}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_the_history_keeps_why(deed: Deed, curator: Curator, lan: User) -> None:
    answer = deed(curator, lan, f" {WHY}\0 ")
    assert answer.status_code in (200, 302), answer.content.decode()
    edit = Edit.objects.latest("pk")
    assert (edit.why, edit.by) == (WHY, lan)
    assert "vì bản in ghi &lt;khác&gt;" in curator.open(reverse("admin:register_edit_change", args=[edit.pk]))


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_reason_that_is_too_long_is_refused_by_its_name_and_nothing_is_done(
    deed: Deed, curator: Curator, lan: User
) -> None:
    answer = deed(curator, lan, TOO_LONG)
    assert answer.status_code == 400
    assert "a reason may have at most 500 characters" in answer.content.decode()
    assert not Edit.objects.exclude(kind__in=["confirmed", "merged"], why="").exists()  # what was done beforehand
