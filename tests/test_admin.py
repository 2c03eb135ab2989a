"""The curators' admin: every page opens, what a person decides stays, and no address breaks it."""

import datetime
import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model
from django.urls import reverse
from import_export.admin import ExportActionMixin

from articles.models import (
    Article,
    Block,
    EarlierText,
    Finding,
    Mention,
    NotSame,
    Office,
    OfficeAlias,
    OrganAlias,
    Origin,
    Remark,
    RemarkState,
    Review,
    Role,
    Speaker,
    SpeakerAlias,
    Tenure,
    TenureClaim,
)
from directives.models import (
    Citation,
    Directive,
    DirectiveList,
    Relation,
    Resolution,
    ResolutionAlias,
    ResolutionClaim,
    SeenValue,
    Topic,
)
from register.models import DataVersion, Edit, EditedRow, IngestOutcome, IngestRun, Proposal, Report
from tests import cast
from tests.curator import Curator, Form, url

OURS = [model for model in admin.site._registry if model._meta.app_label in ("articles", "directives", "register")]
FINDINGS = [model for model in OURS if issubclass(model, Finding)]
PLAIN = re.compile(r"__\w+__|_\w+")  # names that Python and its typing give to classes
OUR_PAGES = re.compile(r"(articles|directives|register)\.admin\b")

# Questions that a database or a calendar cannot answer, and more of one than either takes.
HOSTILE: list[dict[str, Any]] = [
    {"q": "a\0b"},
    {"q": "từ " * 2_000},
    {"q": "a" * 200_000},
    {"q": '"' * 999},
    {"id__in": f"1,{10**20}"},
    {"p": str(10**20)},
    {"o": f"{10**20}.-{10**20}"},
    {"_to_field": "text"},
    {"all": ""},
    {"e": "1"},
    {"nothing": "known"},
]
# The same of single fields, asked of the lists of rows that have the field.
HOSTILE_TO_FIELDS: list[dict[str, Any]] = [
    {"published_on__gte": "0001-01-01"},
    {"published_on__year": "99999"},
    {"published_on__year": "9999"},
    {"published_on__year": "1"},
    {"published_on__year": "0"},
    {"published_on__month": str(10**20)},
    {"published_on__year": "2025", "published_on__month": "13"},
    {"published_on__day": "\0"},
    {"outlet__id__exact": str(10**20)},
    {"outlet__id__exact": "\0"},
    {"outlet__isnull": "perhaps"},
    {"genre__exact": "\0"},
    {"genre__exact": ["report"] * 2_000},
    {"review__exact": "\0"},
    {"origin__exact": "\0"},
    {"country": "\0"},
    {"acting__exact": "\0"},
    {"topics__id__exact": f"1,{10**20}"},
    {"text__regex": "(a+)+$"},
]


def titles(number: int, field: str) -> str:
    return f"titles-{number}-{field}"


@pytest.fixture
def tenure(speaker: Speaker, office: Office) -> Tenure:
    tenure = cast.add_tenure(speaker, office, origin=Origin.MACHINE, first_seen="2025-09-16", last_seen="2025-09-16")
    TenureClaim.objects.create(tenure=tenure, fact="since", value="2025-08-30", confidence="single")
    return tenure


@pytest.fixture
def relation(resolution: Resolution, article: Article) -> Relation:
    return Relation.objects.create(
        resolution=resolution,
        type="implements",
        target=cast.add_resolution(),
        article=article,
        confidence="single",
        origin=Origin.MACHINE,
    )


@pytest.fixture
def everything(
    citation: Citation, open_citation: Citation, remark: Remark, tenure: Tenure, relation: Relation, article: Article
) -> Article:
    """The cast, with a row of each model that the admin shows."""
    cast.add_block(article)
    EarlierText.objects.create(article=article, text="Bài cũ.", text_hash="0", source_hash="0")
    SpeakerAlias.objects.create(speaker=tenure.speaker, name="ông Trung")
    OfficeAlias.objects.create(office=tenure.office, name="Bộ trưởng Ngoại giao")
    OrganAlias.objects.create(organ=cast.add_organ(), name="Bộ")
    ResolutionAlias.objects.create(resolution=relation.resolution, name="Nghị quyết 59")
    ResolutionClaim.objects.create(resolution=relation.resolution, fact="title", value="hội nhập", confidence="single")
    SeenValue.objects.create(resolution=relation.resolution, fact="title", value="hội nhập")
    NotSame.objects.create(one=tenure.speaker, other=cast.add_speaker("Lê Văn Bảo"))
    IngestOutcome.objects.create(run=IngestRun.objects.create(), source="1.txt", outcome="created", article=article)
    Proposal.objects.create(article=article, model="articles.article", row=article.pk, values={})
    edit = Edit.objects.create(kind="changed", article=article)
    EditedRow.objects.create(edit=edit, model="articles.tenure", row=tenure.pk, before={}, after={})
    Report.objects.create(kind="articles", name=article.slug, article=article, message="Sai ngày đăng.")
    return article


def row_of(model: type[Model]) -> Model:
    return model._default_manager.order_by("pk")[0]


# --- every page -------------------------------------------------------------------------------------------------------


def test_the_admin_shows_every_model_of_ours() -> None:
    apps_of_ours = [apps.get_app_config(app) for app in ("articles", "directives", "register")]
    assert {model for app in apps_of_ours for model in app.get_models()} == set(OURS)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_of_a_model_opens(model: type[Model], everything: Article, curator: Curator) -> None:
    row, pages = row_of(model), admin.site._registry[model]
    assert curator.open(url(model, "changelist"))
    assert curator.open(url(model, "change", row.pk))
    assert curator.open(url(model, "history", row.pk))
    added = curator.client.get(url(model, "add"))
    assert added.status_code == (200 if pages.has_add_permission(added.wsgi_request) else 403)
    deleted = curator.client.get(url(model, "delete", row.pk))
    assert deleted.status_code == (200 if pages.has_delete_permission(deleted.wsgi_request, row) else 403)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_is_searched_sorted_and_filtered(model: type[Model], everything: Article, curator: Curator) -> None:
    pages = admin.site._registry[model]
    address = url(model, "changelist")
    curator.open(address, q="hội nhập")
    curator.open(address, _facets="True")
    page = curator.open(address)
    links = {html.unescape(link) for link in re.findall(r'href="(\?[^"]*)"', page)}
    assert any("o=" in link for link in links) == (pages.sortable_by != [])  # one for each column that sorts
    assert len(links) >= 2 * len(pages.list_filter)
    for link in links:
        curator.open(address + link)


def completed() -> Iterator[tuple[type[Model], str]]:
    for model, pages in admin.site._registry.items():
        for one in (pages, *(inline(model, admin.site) for inline in pages.inlines)):
            if model in OURS:
                yield from ((one.opts.model, field) for field in one.autocomplete_fields)


@pytest.mark.parametrize(("model", "field"), sorted(set(completed()), key=str))
def test_every_box_that_completes_what_is_typed_answers(
    model: type[Model], field: str, everything: Article, curator: Curator
) -> None:
    asked = {"app_label": model._meta.app_label, "model_name": str(model._meta.model_name), "field_name": field}
    here = {"article": str(everything.pk)} if issubclass(model, Finding) else {}
    for term in ("", "hội", "a\0b", "từ " * 2_000, "a" * 200_000):
        response = curator.client.get(reverse("admin:autocomplete"), asked | here | {"term": term})
        assert response.status_code == 200, term[:20]
        assert term or response.json()["results"]


def test_every_option_of_our_pages_is_one_that_django_knows() -> None:
    classes = {type(admin.site._registry[model]) for model in OURS}
    inlines = {inline for one in classes for inline in one.inlines}
    for known, ours in (((admin.ModelAdmin, ExportActionMixin), classes), ((InlineModelAdmin,), inlines)):
        bases = {base for one in ours for base in one.__mro__ if OUR_PAGES.match(base.__module__)}
        assert len(bases) > 5
        for base in bases:
            plain = {name for name, value in vars(base).items() if not callable(value) and not PLAIN.match(name)}
            unknown = {name for name in plain if not any(hasattr(one, name) for one in known)}
            assert not unknown, f"{base.__name__}: {unknown}"


def test_a_title_is_shown_as_text_and_never_run(curator: Curator) -> None:
    hostile = "<script>alert(1)</script>"
    article = cast.add_article(title=hostile)
    shown = (
        curator.open(url(Article, "changelist")),
        curator.open(url(Article, "changelist"), q=hostile),
        curator.open(url(Article, "change", article.pk)),
        curator.open(url(Article, "history", article.pk)),
    )
    for page in shown:
        assert hostile not in page
        assert html.escape(hostile) in page


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_page_has_a_script_of_its_own(model: type[Model], everything: Article, curator: Curator) -> None:
    page = curator.open(url(model, "changelist")) + curator.open(url(model, "change", row_of(model).pk))
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))|\son\w+=|javascript:", page)


# --- what a person decides --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_saving_a_page_as_it_is_changes_nothing(model: type[Model], everything: Article, curator: Curator) -> None:
    row = row_of(model)
    before = list(model._default_manager.order_by("pk").values())
    version = DataVersion.current()
    if "_save" in curator.open(url(model, "change", row.pk)):
        assert not curator.change(row)
    assert list(model._default_manager.order_by("pk").values()) == before
    assert DataVersion.current() == version


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Mention, {"role": Role.MENTIONED}),
        (Mention, {"name": "Lê Hoài Trung (1961)"}),
        (Block, {"turn": "2"}),
        (DirectiveList, {"declared_count": "4"}),
        (Directive, {"addressee": "Bộ Ngoại giao"}),
        (Directive, {"topics": []}),
        (Citation, {"symbol": "60-NQ/TW"}),
    ],
)
def test_a_finding_that_is_changed_is_marked_as_edited(
    model: type[Finding], change: dict[str, Any], everything: Article, curator: Curator
) -> None:
    row: Any = row_of(model)
    version = DataVersion.current()
    assert not curator.change(row, **change)
    assert row.review == Review.EDITED
    assert row.article.text[row.start : row.end] == row.exact
    assert DataVersion.current() > version


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (Review.MACHINE, Review.CONFIRMED, Review.CONFIRMED),
        (Review.MACHINE, Review.REJECTED, Review.REJECTED),
        (Review.CONFIRMED, Review.CONFIRMED, Review.EDITED),
        (Review.CONFIRMED, Review.MACHINE, Review.EDITED),
        (Review.REJECTED, Review.REJECTED, Review.REJECTED),  # a correction does not bring back what was rejected
        (Review.REJECTED, Review.CONFIRMED, Review.CONFIRMED),
    ],
)
def test_what_a_person_says_of_a_changed_finding_goes_before(
    before: str, said: str, after: str, mention: Mention, curator: Curator
) -> None:
    Mention.objects.update(review=before)
    assert not curator.change(mention, role=Role.PICTURED, review=said)
    assert mention.review == after


def test_a_finding_can_be_given_back_to_the_machine(mention: Mention, curator: Curator) -> None:
    Mention.objects.update(review=Review.REJECTED)
    assert not curator.change(mention, review=Review.MACHINE)
    assert mention.review == Review.MACHINE


@pytest.mark.parametrize("change", [{titles(0, "acting"): None}, {titles(0, "DELETE"): "on"}])
def test_a_change_of_a_printed_title_marks_its_mention(
    change: dict[str, Any], mention: Mention, curator: Curator
) -> None:
    assert not curator.change(mention, **change)
    assert mention.review == Review.EDITED


def test_the_state_of_a_remark_is_set_without_deciding_the_remark(remark: Remark, curator: Curator) -> None:
    assert not curator.change(remark, state=RemarkState.IGNORED)
    assert (remark.state, remark.review) == (RemarkState.IGNORED, Review.MACHINE)


@pytest.mark.parametrize("model", FINDINGS, ids=lambda model: model.__name__)
def test_the_place_and_the_words_of_a_finding_cannot_be_sent(
    model: type[Finding], everything: Article, curator: Curator
) -> None:
    row = row_of(model)
    kept = {name: getattr(row, name) for name in ("start", "end", "parts", "exact", "public_id", "rule", "origin")}
    forged = {"start": 0, "end": 3, "parts": "[[0, 1]]", "exact": "x", "public_id": "x", "rule": "x"}
    assert not curator.change(row, **forged, origin=Origin.CURATOR, slug="x", article=cast.add_article().pk)
    assert {name: getattr(row, name) for name in kept} == kept


def test_a_finding_points_to_rows_of_its_own_article_alone(directive: Directive, curator: Curator) -> None:
    elsewhere = cast.add_mention(cast.add_article(), None)
    above = cast.add_directive(elsewhere.article)
    said = curator.change(directive, mention=elsewhere.pk, parent=above.pk)
    assert said.count("another article") == 2


def test_two_points_of_one_place_are_refused_with_words(
    directive: Directive, directive_list: DirectiveList, curator: Curator
) -> None:
    second = cast.add_directive(directive.article, cast.SECOND, list=directive_list, ordinal=2)
    assert curator.change(second, ordinal="1")
    assert second.ordinal == 2


@pytest.mark.parametrize("model", FINDINGS, ids=lambda model: model.__name__)
def test_findings_of_the_machine_are_rejected_or_confirmed_and_not_deleted(
    model: type[Finding], everything: Article, curator: Curator
) -> None:
    row: Any = row_of(model)
    version = DataVersion.current()
    page = curator.open(url(model, "changelist"))
    assert "delete_selected" not in page
    curator.choose("reject", row)
    assert row.review == Review.REJECTED
    assert DataVersion.current() > version
    assert "Rejected · lan" in curator.open(url(model, "history", row.pk))
    curator.choose("confirm", row)
    assert row.review == Review.CONFIRMED
    assert curator.client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_confirming_a_rejected_point_whose_place_is_taken_is_refused_with_words(
    directive: Directive, directive_list: DirectiveList, curator: Curator
) -> None:
    Directive.objects.update(review=Review.REJECTED)
    cast.add_directive(directive.article, cast.SECOND, list=directive_list, ordinal=1)
    curator.choose("confirm", directive)
    assert directive.review == Review.REJECTED
    assert "Another point has this place in the list." in curator.open(url(Directive, "changelist"))
    assert "Another point has this place" in curator.change(directive, review=Review.CONFIRMED)


def test_a_finding_that_a_curator_added_can_be_deleted_unless_machines_rows_go_with_it(
    directive: Directive, curator: Curator
) -> None:
    Directive.objects.update(origin=Origin.CURATOR)
    below = cast.add_directive(directive.article, "nâng tầm hội nhập", parent=directive, ordinal=1)
    address = url(Directive, "delete", directive.pk)
    assert curator.client.post(address, {"post": "yes"}).status_code == 403
    below.delete()
    curator.send(address)
    assert not Directive.objects.exists()


@pytest.mark.parametrize(
    ("change", "edited"),
    [
        ({"title": "Bốn định hướng"}, True),
        ({"published_on": "2025-09-17"}, True),
        ({"outlet": ""}, True),
        ({"url": "bao.example/1"}, True),
        ({"genre": "speech"}, True),
        ({"lead": "Mở đầu."}, True),
        ({"text_policy": "excerpt"}, False),
    ],
)
def test_an_article_is_marked_as_edited_where_a_run_would_write_the_fact(
    change: dict[str, Any], edited: bool, article: Article, curator: Curator
) -> None:
    assert not curator.change(article, **change)
    assert article.edited == edited


def test_the_title_to_display_follows_the_title(article: Article, curator: Curator) -> None:
    curator.change(article, title="Bốn định hướng")
    assert article.display_title == "Bốn định hướng"
    curator.change(article, title="")
    assert article.title is None
    assert article.display_title
    assert article.display_title in article.text


def test_the_day_to_sort_by_follows_the_day_of_publication(article: Article, curator: Curator) -> None:
    curator.change(article, published_on="2024-01-02")
    assert article.sort_date == datetime.date(2024, 1, 2)


def test_an_address_without_a_scheme_is_one_of_https(article: Article, curator: Curator) -> None:
    curator.change(article, url="bao.example/1")
    assert article.url == "https://bao.example/1"


def test_what_a_run_wrote_meanwhile_is_not_written_over(article: Article, rf: Any) -> None:
    pages = admin.site._registry[Article]
    stale = Article.objects.get()
    Article.objects.update(text="Một bài khác.")
    stale.genre = "speech"
    pages.save_model(rf.post("/"), stale, type("Sent", (), {"changed_data": ["genre"]}), change=True)
    article.refresh_from_db()
    assert (article.text, article.genre) == ("Một bài khác.", "speech")


@pytest.mark.parametrize("change", [{"country": "VN"}, {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "ông Trung"}])
def test_a_speaker_that_a_person_changes_is_the_curators(
    change: dict[str, Any], speaker: Speaker, curator: Curator
) -> None:
    Speaker.objects.update(origin=Origin.MACHINE)
    assert not curator.change(speaker, **change)
    assert speaker.origin == Origin.CURATOR


def test_the_key_to_sort_by_follows_the_name(speaker: Speaker, curator: Curator) -> None:
    before = speaker.sort_key
    curator.change(speaker, name="Bùi Thanh Sơn")
    assert speaker.sort_key != before


@pytest.mark.parametrize("change", [{"since": "2025-08-30"}, {"acting": "on"}, {"claims-0-value": "2025-08-29"}])
def test_a_tenure_that_a_person_changes_is_the_curators(
    change: dict[str, Any], tenure: Tenure, curator: Curator
) -> None:
    assert not curator.change(tenure, **change)
    assert tenure.origin == Origin.CURATOR


def test_a_relation_that_a_person_changes_is_the_curators(relation: Relation, curator: Curator) -> None:
    assert not curator.change(relation.resolution, **{"relations-0-confidence": "unverified"})
    relation.refresh_from_db()
    assert (relation.confidence, relation.origin) == ("unverified", Origin.CURATOR)


def test_what_several_articles_state_is_corrected_for_any_of_them(relation: Relation, curator: Curator) -> None:
    later = [cast.add_article() for _ in range(2)]
    said = {"resolution": relation.resolution, "type": relation.type, "target": relation.target}
    others = [Relation.objects.create(**said, article=one, confidence="single", origin="machine") for one in later]
    Relation.objects.filter(pk=relation.pk).update(origin="machine")
    page = curator.open(url(Resolution, "change", relation.resolution_id))
    assert 'name="relations-TOTAL_FORMS" value="1"' in page
    found = re.search(r'<a href="([^"]+\?alike=\d+)">3</a>', page)
    assert found
    listed = curator.open(found[1])
    last = url(Relation, "change", others[-1].pk)
    assert all(url(Relation, "change", one.pk) in listed for one in (relation, *others))
    assert str(later[-1]) in curator.open(last)
    assert not curator.change(others[-1], type="amends", why="sửa đổi")
    assert (others[-1].type, others[-1].origin) == ("amends", Origin.CURATOR)
    assert list(Relation.objects.filter(type=relation.type).values_list("origin", flat=True)) == ["machine"] * 2
    assert curator.change(others[0], target=relation.resolution_id)  # to itself: refused in words
    assert curator.client.get(url(Relation, "delete", relation.pk)).status_code == 403


@pytest.mark.parametrize("asked", ["x", "0", str(10**20), "\0"])
def test_relations_alike_one_that_is_not_there_are_none(asked: str, relation: Relation, curator: Curator) -> None:
    answer = curator.client.get(url(Relation, "changelist"), {"alike": asked})
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == 0


def test_a_relation_of_the_machine_cannot_be_deleted(relation: Relation, curator: Curator) -> None:
    assert not curator.change(relation.resolution, **{"relations-0-DELETE": "on"})
    assert Relation.objects.exists()
    Relation.objects.update(origin=Origin.CURATOR)
    assert not curator.change(relation.resolution, **{"relations-0-DELETE": "on"})
    assert not Relation.objects.exists()


def test_a_relation_said_twice_or_to_itself_is_refused_with_words(relation: Relation, curator: Curator) -> None:
    Relation.objects.update(article=None)  # one that an article states may be said besides
    said = {"relations-1-type": "implements", "relations-1-confidence": "single"}
    new = {"relations-TOTAL_FORMS": "2", **said}
    assert curator.change(relation.resolution, **new, **{"relations-1-target": relation.target_id})
    assert curator.change(relation.resolution, **new, **{"relations-1-target": relation.resolution_id})
    assert Relation.objects.count() == 1


def test_a_speaker_is_not_merged_into_itself(speaker: Speaker, curator: Curator) -> None:
    itself = {"stays": speaker.pk, "goes": speaker.pk}
    merging = reverse("admin:articles_speaker_merge")
    assert "Both are the same row" in curator.open(merging, **itself)
    assert curator.client.post(merging, itself).status_code == 200
    assert Speaker.objects.get().merged_into is None


# --- what can be added ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Speaker, {"slug": "bui-thanh-son", "name": "Bùi Thanh Sơn", "aliases-0-name": "ông Sơn"}),
        (apps.get_model("articles.Organ"), {"slug": "quoc-hoi", "name": "Quốc hội"}),
        (Office, {"slug": "thu-tuong", "title": "Thủ tướng"}),
        (apps.get_model("articles.Outlet"), {"slug": "bao-moi", "name": "Báo Mới", "home_page": "bao.example"}),
        (Topic, {"slug": "bien-dao", "label_vi": "biển đảo", "label_en": "sea and islands"}),
        (Resolution, {"slug": "21-nq-cp", "kind": "nghi-quyet", "symbol": "21/NQ-CP"}),
    ],
)
def test_what_articles_share_can_be_added(model: type[Model], fields: dict[str, str], curator: Curator) -> None:
    inline = {"aliases-TOTAL_FORMS": "1"} if "aliases-0-name" in fields else {}
    assert not curator.send(url(model, "add"), **fields, **inline)
    added: Any = model._default_manager.get()
    assert added.slug == fields["slug"]
    assert getattr(added, "origin", Origin.CURATOR) == Origin.CURATOR
    curator.change(added, slug="another")
    assert added.slug == fields["slug"]


def test_a_slug_that_is_not_given_is_made_from_the_name(curator: Curator) -> None:
    for _ in range(2):
        assert not curator.send(url(Speaker, "add"), name="Đặng Hoàng Giang")
    assert not curator.send(url(Topic, "add"), label_vi="hội nhập " * 20, label_en="integration")
    assert not curator.send(url(Resolution, "add"), kind="nghi-quyet", number="21")
    assert [row.slug for row in Speaker.objects.order_by("id")] == ["dang-hoang-giang", "dang-hoang-giang-2"]
    assert Topic.objects.get().slug.startswith("hoi-nhap-hoi-nhap")
    assert Resolution.objects.get().slug == "nghi-quyet-21"


def test_the_row_that_has_the_slug_of_a_new_one_s_words_is_named(curator: Curator) -> None:
    there = cast.add_resolution(slug="12-kl-tw-2021", symbol="12-KL/TW", issued_on=datetime.date(2021, 8, 12))
    given = {"kind": "ket-luan", "symbol": "12-KL/TW", "issued_on": "2021-08-12", "title": "về công tác"}
    assert not curator.send(url(Resolution, "add"), **given)
    assert Resolution.objects.exclude(pk=there.pk).get().slug == "12-kl-tw-2021-2"
    warning = "“12-kl-tw-2021” is another row already: 12-KL/TW · 2021 · 12-kl-tw-2021. See whether the two are one."
    assert warning in curator.open(reverse("admin:index"))


def test_a_slug_that_is_taken_is_refused_with_words(speaker: Speaker, curator: Curator) -> None:
    assert curator.send(url(Speaker, "add"), name="Lê Hoài Trung", slug=speaker.slug)


def test_a_document_is_added_together_with_what_it_does(resolution: Resolution, curator: Curator) -> None:
    relation = {"relations-0-type": "amends", "relations-0-target": resolution.pk, "relations-0-confidence": "single"}
    given = {"kind": "nghi-quyet", "symbol": "21/NQ-CP", "relations-TOTAL_FORMS": "1"}
    assert not curator.send(url(Resolution, "add"), **given, **relation)
    assert Relation.objects.get().origin == Origin.CURATOR


def test_a_tenure_is_added_with_a_public_id_that_what_is_held_decides(
    speaker: Speaker, office: Office, curator: Curator
) -> None:
    said = {"speaker": speaker.pk, "office": office.pk, "since": "2016-01-01", "claims-TOTAL_FORMS": "0"}
    assert not curator.send(url(Tenure, "add"), **said)
    first = Tenure.objects.get()
    assert not curator.send(url(Tenure, "add"), **said)
    second = Tenure.objects.exclude(pk=first.pk).get()
    assert first.public_id != second.public_id
    assert (first.origin, len(first.public_id)) == (Origin.CURATOR, 10)
    Tenure.objects.all().delete()
    assert not curator.send(url(Tenure, "add"), **said)
    assert Tenure.objects.get().public_id == first.public_id


def test_an_address_fills_in_no_form(curator: Curator) -> None:
    page = curator.open(url(Tenure, "add"), office="x", speaker=str(10**20), note="forged")
    assert "forged" not in Form(page).sent.values()


# --- hostile questions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_no_question_to_a_list_breaks_it(model: type[Model], everything: Article, curator: Curator) -> None:
    fields = {field.name for field in model._meta.get_fields()}
    of_fields = [asked for asked in HOSTILE_TO_FIELDS if min(asked).partition("__")[0] in fields]
    for asked in (*HOSTILE, *of_fields):
        address = f"{url(model, 'changelist')}?{urlencode(asked, doseq=True)}"
        response = curator.client.get(address)
        assert response.status_code in (200, 302, 400), f"{address[:200]}: {response.status_code}"
        if response.status_code == 302:
            assert response["Location"].endswith("?e=1")  # which is asked for too


@pytest.mark.parametrize("lookup", ["text__regex", "text_hash", "outlet__attribution", "published_on__gte", "id__in"])
def test_a_list_is_filtered_as_its_page_offers_and_not_otherwise(
    lookup: str, article: Article, curator: Curator
) -> None:
    assert curator.client.get(url(Article, "changelist"), {lookup: "1"}).status_code == 400


@pytest.mark.parametrize("selected", [str(10**20), "x", "\0", "-1", "²"])
def test_an_action_on_what_is_no_row_is_refused(selected: str, mention: Mention, curator: Curator) -> None:
    sent = {"action": "reject", "_selected_action": [selected]}
    assert curator.client.post(url(Mention, "changelist"), sent).status_code == 400


@pytest.mark.parametrize("value", [str(10**20), "x", "\0", "-1", "²"])
@pytest.mark.parametrize(
    ("model", "field"), [(Mention, "speaker"), (Directive, "topics"), (Resolution, "relations-0-target")]
)
def test_a_form_that_points_to_what_is_no_row_is_refused(
    model: type[Model], field: str, value: str, everything: Article, curator: Curator
) -> None:
    address = url(model, "change", row_of(model).pk)
    sent = {**Form(curator.open(address)).sent, field: value}
    assert curator.client.post(address, sent).status_code == 400


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_page_of_a_row_that_is_not_there_leads_back(
    model: type[Model], everything: Article, curator: Curator
) -> None:
    for key in ("x", str(10**20), "_00", "-1"):
        for page in ("change", "history"):
            assert curator.client.get(url(model, page, key)).status_code == 302, (key, page)
