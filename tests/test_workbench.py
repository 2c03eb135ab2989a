"""The page of an article for curators: the list beside the text, and what is done from there."""

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.acting import acting
from articles.curation import confirm, correct
from articles.models import Article, EarlierText, Mention, Origin, PrintedTitle, Remark, RemarkState, Review, Speaker
from articles.versions import version_of
from directives.models import (
    Citation,
    CitationStatus,
    Directive,
    DirectiveList,
    ListKind,
    Resolution,
    ResolutionClaim,
    Topic,
)
from register.admin.workbench.deciding import OtherWords, last_edit, words_at
from register.models import Edit, EditKind, Proposal
from tests import cast
from tests.curator import Curator, Form, url
from tests.test_ingest import TEXT as SEED
from tests.test_ingest import load
from tests.test_intake import ADDRESS, again
from tests.test_intake import TEXT as NEW_TEXT
from tests.test_intake import sent as sent_text

ENTRY = re.compile(r'<li class="entry.*?</li>', re.DOTALL)
Answer = dict[str, Any]


class Bench:
    """The workbench of an article as its script uses it."""

    def __init__(self, client: Client, article: Article) -> None:
        self.client = client
        self.base = url(Article, "change", article.pk).removesuffix("change/")
        self.article = article

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"{self.base}{path}", fields, headers={"Accept": "application/json"})

    def on(self, row: Any, deed: str, **fields: Any) -> Any:
        """Send what is done with a finding, of the version that is there."""
        row.refresh_from_db()
        given = {"version": version_of(row), **fields}
        return self.post(f"found/{row._meta.model_name}/{row.public_id}/{deed}/", **given)

    def do(self, row: Any, deed: str, **fields: Any) -> Answer:
        answer = self.on(row, deed, **fields)
        assert answer.status_code == 200, answer.content.decode()
        if type(row).objects.filter(pk=row.pk).exists():
            row.refresh_from_db()
        told: Answer = answer.json()
        return told

    def form(self, row: Any) -> Answer:
        """Return the fields that the form of a finding sends when nothing is changed."""
        answer = self.client.get(f"{self.base}found/{row._meta.model_name}/{row.public_id}/form/")
        assert answer.status_code == 200
        return fields_of(answer.content.decode())

    def select(self, words: str, at: int | None = None) -> Answer:
        """Return what the script sends of selected words."""
        start = self.article.text.index(words) if at is None else at
        return {"start": start, "end": start + len(words), "exact": words}


def fields_of(page: str) -> Answer:
    return {name: value for name, value in Form(page).sent.items() if value != ""}


def entry_of(page: str, row: Any) -> str:
    """Return the entry of a finding in the list, "" where it has none."""
    found = [entry for entry in ENTRY.findall(page) if f'data-key="{row.public_id}"' in entry]
    assert len(found) <= 1
    return found[0] if found else ""


@pytest.fixture
def bench(curator: Curator, article: Article) -> Bench:
    return Bench(curator.client, article)


# --- the list beside the text -----------------------------------------------------------------------------------------


def test_every_finding_stands_in_the_list_in_reading_order(
    citation: Citation, open_citation: Citation, mention: Mention, remark: Remark, curator: Curator
) -> None:
    page = curator.open(url(Article, "change", citation.article_id))
    rows = [citation, open_citation, mention, remark, *Directive.objects.all(), *DirectiveList.objects.all()]
    entries = ENTRY.findall(page)
    assert len(entries) == len(rows)
    assert all(entry_of(page, row) for row in rows)
    places = [int(place) for entry in entries for place in re.findall(r'data-start="(\d+)"', entry)]
    assert places == sorted(places)


def test_an_entry_says_what_is_meant_by_which_rule_and_what_became_of_it(
    citation: Citation, mention: Mention, remark: Remark, curator: Curator
) -> None:
    Mention.objects.filter(pk=mention.pk).update(review=Review.CONFIRMED)
    page = html.unescape(curator.open(url(Article, "change", citation.article_id)))
    assert "59-NQ/TW" in entry_of(page, citation)
    assert "not yet reviewed" in entry_of(page, citation)
    assert "<code>by-hand</code>" in entry_of(page, citation)
    assert "Lê Hoài Trung, Quyền Bộ trưởng Ngoại giao" in entry_of(page, mention)
    assert "confirmed" in entry_of(page, mention)
    assert "declared 3, found 2" in entry_of(page, remark)
    assert "data-open" in entry_of(page, citation)
    assert "data-open" not in entry_of(page, mention)


def test_what_a_curator_added_names_no_rule(citation: Citation, curator: Curator) -> None:
    Citation.objects.update(origin=Origin.CURATOR, rule="")
    entry = entry_of(curator.open(url(Article, "change", citation.article_id)), citation)
    assert "added by a curator" in entry
    assert "<code>" not in entry


def test_what_was_rejected_is_shown_when_asked_for_and_can_be_taken_back(
    citation: Citation, bench: Bench, curator: Curator
) -> None:
    Citation.objects.update(review=Review.REJECTED)
    address = url(Article, "change", citation.article_id)
    page = curator.open(address)
    assert not entry_of(page, citation)
    assert "Show 1 that was rejected" in page
    asked = curator.open(address, rejected="yes")
    assert 'class="entry is-rejected"' in entry_of(asked, citation)
    assert re.search(rf'class="found [^"]*is-rejected"[^>]*data-id="{citation.public_id}"', asked)
    bench.do(citation, "reopen")
    assert citation.review == Review.MACHINE


def test_words_of_texts_and_reasons_are_shown_as_text(curator: Curator) -> None:
    text = "<script>alert(1)</script> & Lê Văn Bảo\n"
    article = cast.add_article(text=text, title="<script>alert(2)</script>")
    speaker = cast.add_speaker("Lê <script>alert(3)</script>")
    mention = cast.add_mention(article, speaker, text.strip())
    cast.add_citation(article, None, "Lê Văn Bảo", reason="<script>alert(4)</script>")
    page = curator.open(url(Article, "change", article.pk), finding=mention.public_id)
    answer = Bench(curator.client, article).on(mention, "confirm", why="<script>alert(5)</script>")
    form = curator.open(f"{Bench(curator.client, article).base}found/mention/{mention.public_id}/form/")
    for shown in (page, answer.json()["entries"], *answer.json()["lines"].values(), form):
        assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in entry_of(page, mention)


def test_an_open_proposal_is_told_at_its_row(citation: Citation, curator: Curator) -> None:
    address = url(Article, "change", citation.article_id)
    assert "entry-proposal" not in curator.open(address)
    one = Proposal.objects.create(
        article=citation.article, model="directives.citation", row=citation.pk, values=None, extractor_version="2"
    )
    assert f'href="{url(Proposal, "change", one.pk)}"' in entry_of(curator.open(address), citation)


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_a_finding_is_confirmed_rejected_with_a_reason_and_put_back(citation: Citation, bench: Bench) -> None:
    assert "confirmed" in bench.do(citation, "confirm")["entries"]
    assert citation.review == Review.CONFIRMED
    gone = bench.do(citation, "reject", why="không phải văn bản")
    assert gone["gone"] == [citation.public_id]
    assert Edit.objects.filter(kind=EditKind.REJECTED, why="không phải văn bản").exists()
    bench.do(citation, "reopen")
    assert citation.review == Review.MACHINE


def test_an_answer_holds_what_changed_and_nothing_else(citation: Citation, mention: Mention, bench: Bench) -> None:
    told = bench.do(mention, "confirm")
    assert re.findall(r'id="entry-(\w+)"', told["entries"]) == [mention.public_id]
    assert list(told["lines"]) == [str(citation.article.text.index(cast.LEAD))]


def test_a_line_shown_anew_is_the_one_that_the_whole_page_has(
    citation: Citation, mention: Mention, bench: Bench, curator: Curator
) -> None:
    for row in (mention, citation, *Directive.objects.all(), *DirectiveList.objects.all()):
        told = bench.do(row, "confirm")
        page = curator.open(url(Article, "change", row.article_id))
        assert told["lines"]
        assert all(line in page for line in told["lines"].values())


def test_a_remark_is_resolved_ignored_and_opened(remark: Remark, bench: Bench) -> None:
    for deed, state in (
        ("resolve", RemarkState.RESOLVED),
        ("open", RemarkState.OPEN),
        ("ignore", RemarkState.IGNORED),
    ):
        bench.do(remark, deed)
        assert (remark.state, remark.review) == (state, Review.MACHINE)


def test_a_remark_that_was_rejected_on_its_own_page_is_opened_again(
    remark: Remark, bench: Bench, curator: Curator
) -> None:
    queue_page = f"{url(Remark, 'changelist')}?queue=remarks"
    line = f'<tr><td class="action-checkbox">.*?{url(Remark, "change", remark.pk)}'
    assert re.search(line, curator.open(queue_page), re.DOTALL)
    assert not curator.change(remark, review=Review.REJECTED)
    assert not re.search(line, curator.open(queue_page), re.DOTALL)
    entry = entry_of(curator.open(url(Article, "change", remark.article_id), rejected="yes"), remark)
    assert "rejected" in entry
    assert "data-open" not in entry
    bench.do(remark, "open")
    assert (remark.state, remark.review) == (RemarkState.OPEN, Review.MACHINE)
    assert re.search(line, curator.open(queue_page), re.DOTALL)


def test_what_somebody_else_changed_is_refused_with_the_difference(
    citation: Citation, bench: Bench, django_user_model: Any
) -> None:
    seen = version_of(citation)
    other = django_user_model.objects.create_superuser("bao")
    confirm([Citation.objects.get()], other)
    answer = bench.on(citation, "reject", version=seen)
    assert answer.status_code == 409
    edit = Edit.objects.get()
    who = f"bao, {edit.when}"
    assert answer.json()["differences"] == [
        {"label": "review", "was": "not yet reviewed", "now": "confirmed", "who": who}
    ]
    said = f"{citation} was changed since you opened it: review: not yet reviewed → confirmed ({who})."
    assert answer.json()["detail"] == said
    assert f"entry-{citation.public_id}" in answer.json()["entries"]
    citation.refresh_from_db()
    assert citation.review == Review.CONFIRMED
    assert bench.on(citation, "reject", version=answer.json()["version"]).status_code == 200


def test_what_a_run_changed_after_a_person_is_said_to_be_a_run_s(
    citation: Citation, bench: Bench, django_user_model: Any
) -> None:
    correct(citation, {"number": "60"}, django_user_model.objects.create_superuser("bao"))
    seen = version_of(Citation.objects.get())
    Citation.objects.update(number="61")
    (told,) = bench.on(citation, "confirm", version=seen).json()["differences"]
    assert (told["was"], told["now"], told["who"]) == ("–", "61", "by a run")


def test_the_difference_is_said_as_the_history_says_it(
    citation: Citation, bench: Bench, django_user_model: Any
) -> None:
    seen = version_of(citation)
    other = django_user_model.objects.create_superuser("bao")
    correct(citation, {"resolution": None, "status": "unknown"}, other)
    bench.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    told = {one["label"]: one["now"] for one in bench.on(citation, "reject", version=seen).json()["differences"]}
    assert told["lý do"] == "người biên tập để ngỏ"
    assert told["văn bản"] == "–"


def test_a_plain_form_goes_back_to_the_finding(citation: Citation, curator: Curator) -> None:
    address = url(Article, "change", citation.article_id)
    page = curator.open(address, finding=citation.public_id, queue="unreviewed")
    (action,) = re.findall(r'formaction="([^"]*/confirm/)"', page)
    answer = curator.client.post(action, {"version": version_of(citation), "queue": "unreviewed"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(
        f"/change/?queue=unreviewed&finding={citation.public_id}#found-{citation.public_id}"
    )
    refused = curator.client.post(action, {"version": "0"}, follow=True)
    assert "was changed since you opened it" in refused.content.decode()


# --- correcting -------------------------------------------------------------------------------------------------------


def test_a_citation_is_given_its_document(open_citation: Citation, resolution: Resolution, bench: Bench) -> None:
    sent = {**bench.form(open_citation), "found-resolution": resolution.pk, "why": "theo ngữ cảnh"}
    bench.do(open_citation, "correct", **sent)
    assert (open_citation.resolution, open_citation.status) == (resolution, CitationStatus.RESOLVED)
    assert (open_citation.review, open_citation.reason) == (Review.EDITED, "")
    assert Edit.objects.get().why == "theo ngữ cảnh"


def test_a_directive_is_given_kind_topics_and_who_said_it(directive: Directive, bench: Bench) -> None:
    other = cast.add_mention(directive.article, cast.add_speaker(), "Bộ Chính trị")
    topic = cast.add_topic()
    sent = {**bench.form(directive), "found-kind": "task", "found-topics": [topic.pk], "found-mention": other.pk}
    bench.do(directive, "correct", **sent)
    assert (directive.kind, directive.mention) == (ListKind.TASK, other)
    assert list(directive.topics.all()) == [topic]


def test_a_mention_is_corrected_with_the_office_of_its_title_in_one_step(
    mention: Mention, bench: Bench, django_user_model: Any
) -> None:
    office, speaker = cast.add_office(title="Đại sứ"), cast.add_speaker()
    sent = {**bench.form(mention), "titles-0-office": office.pk, "found-speaker": speaker.pk}
    bench.do(mention, "correct", **sent)
    assert (mention.speaker, mention.review) == (speaker, Review.EDITED)
    assert PrintedTitle.objects.get().office == office
    edit = Edit.objects.get()
    assert set(edit.rows.values_list("model", flat=True)) >= {"articles.mention", "articles.printedtitle"}
    bench.post("undo/", edit=edit.pk)
    assert PrintedTitle.objects.get().office != office


def test_the_office_of_a_title_that_another_gave_meanwhile_is_said_and_not_taken_back(
    mention: Mention, bench: Bench
) -> None:
    sent = {**bench.form(mention), "found-name": "Lê Văn Bảo"}
    title, office = mention.titles.get(), cast.add_office(title="Đại sứ")
    title.office = office
    title.save()
    answer = bench.on(mention, "correct", **sent)
    assert answer.status_code == 409
    refused = answer.json()
    assert refused["version_field"] == "titles-0-version"
    assert [(one["label"], one["now"]) for one in refused["differences"]] == [("office", str(office))]
    mention.refresh_from_db()
    assert mention.name != "Lê Văn Bảo"
    assert not Edit.objects.exists()
    again = {**sent, "titles-0-office": office.pk, "titles-0-version": refused["version"]}
    bench.do(mention, "correct", **again)
    assert (mention.name, mention.titles.get().office) == ("Lê Văn Bảo", office)


def test_a_title_is_changed_only_where_it_is_said_which_version_was_seen(mention: Mention, bench: Bench) -> None:
    sent = {**bench.form(mention), "titles-0-office": cast.add_office(title="Đại sứ").pk, "titles-0-version": ""}
    answer = bench.on(mention, "correct", **sent)
    assert answer.status_code == 400
    assert "which version you saw" in answer.json()["detail"]
    assert not Edit.objects.exists()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(directive: Directive, bench: Bench) -> None:
    answer = bench.on(directive, "correct", **{**bench.form(directive), "found-kind": "lạ"})
    assert answer.status_code == 400
    assert 'class="errorlist"' in answer.json()["form"]
    assert not Edit.objects.exists()


def test_another_articles_mention_is_refused(directive: Directive, bench: Bench) -> None:
    elsewhere = cast.add_mention(cast.add_article(), cast.add_speaker())
    answer = bench.on(directive, "correct", **{**bench.form(directive), "found-mention": elsewhere.pk})
    assert answer.status_code == 400
    directive.refresh_from_db()
    assert directive.mention != elsewhere


def test_a_form_that_changes_nothing_leaves_the_finding_alone(directive: Directive, bench: Bench) -> None:
    bench.do(directive, "correct", **bench.form(directive))
    assert directive.review == Review.MACHINE
    assert not Edit.objects.exists()


# --- words ------------------------------------------------------------------------------------------------------------


def test_a_finding_gets_other_words(citation: Citation, bench: Bench) -> None:
    told = bench.do(citation, "words", **bench.select("Nghị quyết 59-NQ/TW của Bộ Chính trị"))
    assert citation.exact == "Nghị quyết 59-NQ/TW của Bộ Chính trị"
    assert citation.article.text[citation.start : citation.end] == citation.exact
    assert "của Bộ Chính trị" in told["entries"]


def test_a_list_gets_another_intro(directive_list: DirectiveList, bench: Bench) -> None:
    words = "nêu ba định hướng của ngành trong thời gian tới:"
    bench.do(directive_list, "words", **bench.select(words))
    assert directive_list.intro == words
    assert directive_list.intro_span is not None
    assert directive_list.intro_span.of(directive_list.article.text) == words


def test_words_that_share_none_with_its_own_are_refused(citation: Citation, bench: Bench) -> None:
    answer = bench.on(citation, "words", **bench.select("công nghệ"))
    assert answer.status_code == 400
    assert "share none" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"start": "1", "end": "3", "exact": "sai"}, 409),
        ({"start": "-1", "end": "3"}, 400),
        ({"start": "a", "end": "3"}, 400),
        ({"start": "1" * 20, "end": "3"}, 400),
        ({"start": "1", "end": "9" * 18}, 400),
        ({"start": "5", "end": "2", "exact": ""}, 409),
        ({}, 400),
        ({"start": "0", "end": "2", "exact": "\0\0"}, 409),
    ],
)
def test_words_that_are_not_there_are_refused_with_a_sentence(
    given: Answer, status: int, citation: Citation, bench: Bench
) -> None:
    for answer in (bench.on(citation, "words", **given), bench.post("add/citation/", **given)):
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]


def test_offsets_are_code_points_and_white_space_is_left_out() -> None:
    article = Article(text="😀 a\u0301  Lê Văn Bảo \n")
    span = words_at(article, 4, 17, "  Lê Văn Bảo ")
    assert span.of(article.text) == "Lê Văn Bảo"
    with pytest.raises(OtherWords):
        words_at(article, 5, 15, "Lê Văn Bảo")


# --- adding -----------------------------------------------------------------------------------------------------------


def test_an_added_citation_is_filled_in_with_what_is_printed_and_known(
    article: Article, resolution: Resolution, bench: Bench
) -> None:
    words = bench.select("Nghị quyết 59-NQ/TW")
    answer = bench.post("add/citation/", **words)
    sent = fields_of(answer.content.decode())
    assert sent["found-resolution"] == [str(resolution.pk)]
    assert (sent["found-kind"], sent["found-number"], sent["found-symbol"]) == (["nghi-quyet"], "59", "59-NQ/TW")
    assert not Citation.objects.exists()
    told = bench.post("add/citation/", **sent).json()
    row = Citation.objects.get()
    assert told["chosen"] == row.public_id
    assert (row.origin, row.review, row.exact) == (Origin.CURATOR, Review.CONFIRMED, "Nghị quyết 59-NQ/TW")
    assert row.resolution == resolution


def test_an_added_mention_is_of_whom_the_name_means(article: Article, speaker: Speaker, bench: Bench) -> None:
    sent = fields_of(bench.post("add/mention/", **bench.select("Lê Hoài Trung")).content.decode())
    assert sent["found-speaker"] == [str(speaker.pk)]
    bench.post("add/mention/", **sent)
    assert Mention.objects.get().speaker == speaker


def test_an_added_point_takes_its_list_and_the_next_place_in_it(
    directive: Directive, topic: Topic, bench: Bench
) -> None:
    sent = fields_of(bench.post("add/directive/", **bench.select(cast.FOURTH)).content.decode())
    assert sent["found-list"] == [str(directive.list_id)]
    assert (sent["found-marker"].rstrip(","), sent["found-ordinal"]) == ("Bốn là", "4")
    assert sent["found-kind"] == ["orientation"]
    assert sent["found-mention"] == [str(directive.mention_id)]
    assert bench.post("add/directive/", **sent).status_code == 200
    assert Directive.objects.get(ordinal=4).list == directive.list


LIST = cast.TEXT[cast.TEXT.index(cast.LEAD) : cast.TEXT.index(cast.FOURTH) + len(cast.FOURTH)]


@pytest.fixture
def alone(article: Article) -> list[Directive]:
    """Directives that are of no list, in the order of the text; the last stands behind the others."""
    return [cast.add_directive(article, words) for words in (cast.FIRST, cast.SECOND, cast.FOURTH, cast.SINGLE)]


def test_a_list_is_added_with_what_opens_it_and_with_the_directives_in_its_words(
    alone: list[Directive], bench: Bench
) -> None:
    mention = cast.add_mention(bench.article, cast.add_speaker("Lê Hoài Trung"))
    form = bench.post("add/directivelist/", **bench.select(LIST)).content.decode()
    sent = fields_of(form)
    assert (sent["found-kind"], sent["found-declared_count"]) == (["orientation"], "3")
    assert sent["found-mention"] == [str(mention.pk)]
    sent["found-points"] = re.findall(r'name="found-points" value="(\d+)"[^>]* checked', form)
    assert sent["found-points"] == [str(point.pk) for point in alone[:3]]
    assert "<legend>Points</legend>" in form
    told = bench.post("add/directivelist/", **sent, why="ba định hướng").json()
    row = DirectiveList.objects.get()
    assert told["chosen"] == row.public_id
    assert (row.intro, row.exact, row.origin, row.review) == (cast.LEAD, LIST, Origin.CURATOR, Review.CONFIRMED)
    points = [(point.ordinal, point.kind, point.review, point.exact) for point in row.items.order_by("start")]
    assert points == [
        (1, "orientation", Review.EDITED, cast.FIRST),
        (2, "orientation", Review.EDITED, cast.SECOND),
        (4, "orientation", Review.EDITED, cast.FOURTH),  # as its marker prints it
    ]
    edit = Edit.objects.get()
    assert (edit.kind, edit.why) == (EditKind.ADDED, "ba định hướng")
    bench.post("undo/", edit=edit.pk)
    assert not DirectiveList.objects.exists()
    for point in alone:
        point.refresh_from_db()
        assert (point.list, point.ordinal, point.review) == (None, None, Review.MACHINE)


def test_points_of_an_added_list_are_chosen(alone: list[Directive], bench: Bench) -> None:
    sent = fields_of(bench.post("add/directivelist/", **bench.select(LIST)).content.decode())
    del sent["found-points"]
    bench.post("add/directivelist/", **sent, **{"found-points": [alone[1].pk]})
    assert list(DirectiveList.objects.get().items.values_list("exact", flat=True)) == [cast.SECOND]
    other = cast.add_list(bench.article)
    alone[0].list = other
    alone[0].save()
    for taken in (alone[0], alone[3]):  # of another list, and outside of the words
        words = bench.select(LIST.partition("\n")[0])
        answer = bench.post("add/directivelist/", **words, **{**FIELDS_OF_A_LIST, "found-points": [taken.pk]})
        assert answer.status_code == 400
    for no_row in ("x", str(10**30), "-1"):
        answer = bench.post("add/directivelist/", **words, **{**FIELDS_OF_A_LIST, "found-points": [no_row]})
        assert answer.status_code == 400
    assert DirectiveList.objects.count() == 2


FIELDS_OF_A_LIST = {"found-kind": "task", "save": "yes"}


def sent_of_list(bench: Bench) -> Answer:
    """Return what the form of a list sends when all the points that it offers are chosen."""
    form = bench.post("add/directivelist/", **bench.select(LIST)).content.decode()
    return {**fields_of(form), "found-points": re.findall(r'name="found-points" value="(\d+)"', form)}


def test_a_point_that_was_changed_meanwhile_is_told_before_it_is_of_an_added_list(
    alone: list[Directive], bench: Bench
) -> None:
    sent = sent_of_list(bench)
    correct(alone[0], {"addressee": "các bộ"}, None)
    correct(alone[1], {"kind": "proposal"}, None)
    for now in ("các bộ", "proposal"):
        answer = bench.post("add/directivelist/", **sent)
        assert answer.status_code == 409
        assert not DirectiveList.objects.exists()
        told = answer.json()
        assert now in told["detail"]
        sent = {**fields_of(told["form"]), "found-points": sent["found-points"]}
    assert bench.post("add/directivelist/", **sent).status_code == 200
    points = DirectiveList.objects.get().items.order_by("ordinal")
    assert list(points.values_list("kind", "addressee")) == [
        ("task", "các bộ"),
        ("proposal", ""),
        ("orientation", ""),
    ]


def test_points_of_which_the_page_did_not_say_what_it_showed_are_refused(alone: list[Directive], bench: Bench) -> None:
    sent = sent_of_list(bench)
    del sent["seen"]
    answer = bench.post("add/directivelist/", **sent)
    assert answer.status_code == 400
    assert "which version you saw" in answer.json()["detail"]
    assert not DirectiveList.objects.exists()


def test_a_point_that_a_person_decided_keeps_its_kind_in_an_added_list(alone: list[Directive], bench: Bench) -> None:
    correct(alone[0], {"kind": "proposal"}, None)
    confirm([alone[1]], None)
    assert bench.post("add/directivelist/", **sent_of_list(bench)).status_code == 200
    kinds = DirectiveList.objects.get().items.order_by("ordinal").values_list("kind", flat=True)
    assert list(kinds) == ["proposal", "task", "orientation"]


def test_points_of_an_added_list_are_chosen_by_those_who_may_change_directives(
    alone: list[Directive], bench: Bench, django_user_model: Any
) -> None:
    sent = sent_of_list(bench)
    other = django_user_model.objects.create_user("bao", is_staff=True)
    names = ["view_article", "view_directivelist", "add_directivelist", "view_directive", "add_directive"]
    other.user_permissions.set(Permission.objects.filter(codename__in=names))
    bench.client.force_login(other)
    assert bench.post("add/directivelist/", **sent).status_code == 403
    assert not DirectiveList.objects.exists()
    form = bench.post("add/directivelist/", **bench.select(LIST)).content.decode()
    assert "found-points" not in form
    assert bench.post("add/directivelist/", **fields_of(form)).status_code == 200
    assert not DirectiveList.objects.get().items.exists()
    assert {point.review for point in Directive.objects.all()} == {Review.MACHINE}


@pytest.mark.parametrize(
    ("words", "intro"),
    [
        ("nêu hai việc: một là, làm tốt công tác bảo hộ; hai là, mở rộng thị trường", "nêu hai việc:"),
        ("Các việc cần làm", "Các việc cần làm"),
    ],
)
def test_what_opens_a_list_ends_before_its_first_point(words: str, intro: str, curator: Curator) -> None:
    article = cast.add_article(text=f"Ông {words}.\n")
    here = Bench(curator.client, article)
    form = here.post("add/directivelist/", **here.select(words)).content.decode()
    assert here.post("add/directivelist/", **fields_of(form)).status_code == 200
    assert DirectiveList.objects.get().intro == intro


def test_a_place_that_is_taken_is_said_and_what_was_typed_stays(directive: Directive, bench: Bench) -> None:
    sent = fields_of(bench.post("add/directive/", **bench.select(cast.SECOND)).content.decode())
    answer = bench.post("add/directive/", **{**sent, "found-ordinal": "1", "found-deadline": "trong quý I"})
    assert answer.status_code == 400
    assert "Another point has this place" in answer.json()["form"]
    assert "trong quý I" in answer.json()["form"]
    assert Directive.objects.count() == 1


def test_what_is_found_already_is_not_added_again(citation: Citation, bench: Bench) -> None:
    assert bench.post("add/citation/", **bench.select(citation.exact)).status_code == 409


@pytest.mark.parametrize("kind", ["remark", "block", "speaker", "lạ"])
def test_nothing_else_can_be_added(kind: str, bench: Bench) -> None:
    assert bench.post(f"add/{kind}/", **bench.select("công nghệ")).status_code == 404


def test_what_a_curator_added_can_be_deleted_and_the_machines_not(citation: Citation, bench: Bench) -> None:
    assert bench.on(citation, "remove").status_code == 400
    Citation.objects.update(origin=Origin.CURATOR)
    assert bench.do(citation, "remove")["gone"] == [citation.public_id]
    assert not Citation.objects.exists()


# --- all of them, and back --------------------------------------------------------------------------------------------


def seen_on(curator: Curator, article: Article, **asked: str) -> str:
    page = curator.open(url(Article, "change", article.pk), **asked)
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', page)
    return str(seen)


def test_all_that_was_shown_is_confirmed_at_once_and_undone_at_once(
    citation: Citation, mention: Mention, remark: Remark, bench: Bench, curator: Curator
) -> None:
    rejected = cast.add_citation(citation.article, None, "Nghị quyết 21", review=Review.REJECTED)
    bench.post("confirm-all/", seen=seen_on(curator, citation.article))
    rows = [citation, mention, *Directive.objects.all(), *DirectiveList.objects.all()]
    for row in rows:
        row.refresh_from_db()
        assert row.review == Review.CONFIRMED
    rejected.refresh_from_db()
    assert rejected.review == Review.REJECTED
    edit = Edit.objects.get()
    told = bench.post("undo/", edit=edit.pk).json()
    assert len(re.findall('<li class="entry', told["entries"])) == len(rows)
    citation.refresh_from_db()
    assert citation.review == Review.MACHINE


def test_what_came_or_changed_meanwhile_is_not_confirmed_unseen(
    citation: Citation, mention: Mention, bench: Bench, curator: Curator
) -> None:
    seen = seen_on(curator, citation.article)
    late = cast.add_citation(citation.article, None, "Nghị quyết 21")
    Mention.objects.update(role="mentioned")
    told = bench.post("confirm-all/", seen=seen, queue="unreviewed").json()
    assert "2 were found or changed meanwhile" in told["said"]
    for row, review in ((citation, Review.CONFIRMED), (late, Review.MACHINE), (mention, Review.MACHINE)):
        row.refresh_from_db()
        assert row.review == review


def test_a_queue_leads_from_article_to_article(citation: Citation, bench: Bench, curator: Curator) -> None:
    cast.add_article()
    page = curator.open(url(Article, "change", citation.article_id), queue="unreviewed")
    assert "1 of 2" in page
    told = bench.post("confirm-all/", seen=seen_on(curator, citation.article), queue="unreviewed").json()
    other = Article.objects.exclude(pk=citation.article_id).get()
    assert told == {"next": f"{url(Article, 'change', other.pk)}?queue=unreviewed"}
    back = Bench(curator.client, other).post("undo/", edit=Edit.objects.get().pk).json()
    assert back["next"] == f"{url(Article, 'change', citation.article_id)}"


def test_an_article_that_is_opened_from_the_list_of_a_queue_is_in_it(citation: Citation, curator: Curator) -> None:
    cast.add_article()
    listed = curator.open(url(Article, "changelist"), queue="unreviewed")
    addresses = [
        html.unescape(one) for one in re.findall(r'<th class="field-display_title[^>]*><a href="([^"]+)"', listed)
    ]
    (here,) = [one for one in addresses if one.startswith(url(Article, "change", citation.article_id))]
    page = curator.open(here)
    assert "1 of 2" in page
    assert 'name="queue" value="unreviewed"' in page


# --- where nothing is to be decided -----------------------------------------------------------------------------------


def version_to_review(curator: Curator, article: Article) -> str:
    """Return what the button says that nothing is to be decided of; "" where it is hidden."""
    page = curator.open(url(Article, "change", article.pk))
    forms = re.findall(r'<form class="bench-(reviewed|all)"[^>]*?( hidden)?>(.*?)</form>', page, re.DOTALL)
    (version,) = re.findall(r'name="version" value="(.*?)"', forms[0][2])
    offered = ["reviewed"] if version else ["all"] if "data-open" in page else []
    assert [name for name, hidden, _ in forms if not hidden] == offered
    return str(version)


def test_an_article_without_findings_is_reviewed_by_its_button_and_by_undoing_waits_again(
    article: Article, bench: Bench, curator: Curator
) -> None:
    version = version_to_review(curator, article)
    told = bench.post("reviewed/", version=version).json()
    assert (told["said"], told["to_review"]) == ("Reviewed.", "")
    article.refresh_from_db()
    assert article.reviewed_at is not None
    assert version_to_review(curator, article) == ""
    undone = bench.post("undo/", edit=told["undo"]["edit"]).json()
    assert undone["to_review"] == version
    article.refresh_from_db()
    assert article.reviewed_at is None


def test_where_something_waits_nobody_says_that_nothing_does(
    citation: Citation, bench: Bench, curator: Curator
) -> None:
    assert version_to_review(curator, citation.article) == ""
    answer = bench.post("reviewed/", version=version_of(citation.article))
    assert (answer.status_code, "not decided yet" in answer.json()["detail"]) == (400, True)
    bench.post("confirm-all/", seen=seen_on(curator, citation.article))
    assert version_to_review(curator, citation.article) == ""  # the last decision has said it


def test_an_article_that_was_changed_meanwhile_is_not_reviewed_unseen(
    article: Article, bench: Bench, curator: Curator
) -> None:
    version = version_to_review(curator, article)
    Article.objects.update(text=f"{article.text}Lê Văn Bảo\n")
    answer = bench.post("reviewed/", version=version)
    assert answer.status_code == 409
    assert "was changed since you opened it" in answer.json()["detail"]
    assert "Lê Văn Bảo" not in answer.json()["detail"]
    assert bench.post("reviewed/").status_code == 400
    article.refresh_from_db()
    assert article.reviewed_at is None


def test_a_reviewed_article_leads_to_the_next_of_the_queue(article: Article, bench: Bench, curator: Curator) -> None:
    other = cast.add_article()
    told = bench.post("reviewed/", version=version_to_review(curator, article), queue="unreviewed").json()
    assert told == {"next": f"{url(Article, 'change', other.pk)}?queue=unreviewed"}
    assert f"{article}: Reviewed." in html.unescape(curator.open(told["next"]))


def button_for_all(page: str) -> str:
    """Return what the button says that decides all that waits; "" where it is hidden."""
    (found,) = re.findall(r'<form class="bench-all"[^>]*?( hidden)?>.*?bench-all-what">(.*?)<', page, re.DOTALL)
    hidden, what = found
    assert bool(hidden) == (not what)
    return str(what)


def test_the_button_for_all_says_how_many_and_does_what_the_queue_waits_for(
    citation: Citation, remark: Remark, bench: Bench, curator: Curator
) -> None:
    page = url(Article, "change", citation.article_id)
    cast.add_article()
    assert button_for_all(curator.open(page)) == "Confirm 4 findings"
    assert button_for_all(curator.open(page, queue="unreviewed")) == "Confirm 4 findings and go on"
    assert button_for_all(curator.open(page, queue="citations")) == ""
    assert button_for_all(curator.open(page, queue="remarks")) == "Resolve 1 remark"
    seen = seen_on(curator, citation.article, queue="remarks")
    told = bench.post("confirm-all/", seen=seen, queue="remarks").json()
    assert (told["said"], told["all"]) == ("1 resolved.", "")
    remark.refresh_from_db()
    assert remark.state == RemarkState.RESOLVED
    assert not Citation.objects.exclude(review=Review.MACHINE).exists()
    bench.post("undo/", edit=Edit.objects.get().pk)
    remark.refresh_from_db()
    assert remark.state == RemarkState.OPEN


def test_a_list_that_does_not_add_up_is_confirmed_alone_in_its_queue(
    citation: Citation, directive_list: DirectiveList, bench: Bench, curator: Curator
) -> None:
    page = curator.open(url(Article, "change", citation.article_id), queue="counts")
    assert button_for_all(page) == "Confirm 1 list"
    bench.post("confirm-all/", seen=seen_on(curator, citation.article, queue="counts"), queue="counts")
    decided = [row for model in (Citation, Directive, DirectiveList) for row in model.objects.decided()]
    assert decided == [directive_list]


# --- what is left in an earlier text ----------------------------------------------------------------------------------


@pytest.fixture
def left(db: None) -> Directive:
    """A directive that a person confirmed, and whose words the newspaper changed."""
    load()
    point = Directive.objects.get(marker="Ba là")
    confirm([point], None)
    load(SEED.replace("làm tốt công tác bảo hộ", "không bỏ ai lại"))
    point.refresh_from_db()
    assert point.earlier_text
    return point


def test_what_is_left_in_an_earlier_text_stands_apart_with_its_words(left: Directive, curator: Curator) -> None:
    page = curator.open(url(Article, "change", left.article_id), queue="remarks")
    remark = Remark.objects.get(code="unanchored")
    for row in (left, remark):
        entry = entry_of(page, row)
        assert "data-left" in entry
        assert "in an earlier text" in entry
        assert "Ba là, làm tốt công tác bảo hộ" in entry
    assert "data-left" in "".join(ENTRY.findall(page)[-2:])
    assert page.count("data-left") == 2
    count = Remark.objects.filter(state=RemarkState.OPEN).count()
    assert button_for_all(page) == f"Resolve {count} remarks"


def test_the_remark_that_words_are_gone_is_resolved_on_the_page(left: Directive, curator: Curator) -> None:
    bench = Bench(curator.client, left.article)
    remark = Remark.objects.get(code="unanchored")
    assert bench.do(remark, "resolve")["gone"] == [remark.public_id]
    assert remark.state == RemarkState.RESOLVED


@pytest.mark.parametrize(("deed", "review"), [("reject", Review.REJECTED), ("reopen", Review.MACHINE)])
def test_what_is_left_is_decided_with_its_remark_and_that_is_undone(
    deed: str, review: Review, left: Directive, curator: Curator
) -> None:
    bench = Bench(curator.client, left.article)
    bench.do(left, deed)
    assert left.review == review
    assert not Remark.objects.filter(code="unanchored", state=RemarkState.OPEN).exists()
    bench.post("undo/", edit=Edit.objects.latest("pk").pk)
    left.refresh_from_db()
    assert left.review == Review.CONFIRMED
    assert Remark.objects.filter(code="unanchored", state=RemarkState.OPEN).exists()


def test_what_is_left_is_given_words_of_the_present_text_and_that_is_undone(left: Directive, curator: Curator) -> None:
    was = (left.start, left.end, left.exact, left.earlier_text_id, left.list_id, left.ordinal)
    bench = Bench(curator.client, left.article)
    words = "Ba là, không bỏ ai lại công dân."
    Directive.objects.filter(exact__startswith=words[:20]).delete()
    bench.do(left, "words", **bench.select(words))
    assert (left.exact, left.earlier_text, left.review) == (words, None, Review.EDITED)
    assert left.article.text[left.start : left.end] == words
    assert not Remark.objects.filter(code="unanchored", state=RemarkState.OPEN).exists()
    bench.post("undo/", edit=Edit.objects.latest("pk").pk)
    left.refresh_from_db()
    assert (left.start, left.end, left.exact, left.earlier_text_id, left.list_id, left.ordinal) == was
    assert Remark.objects.filter(code="unanchored", state=RemarkState.OPEN).exists()


def test_only_what_the_page_said_is_undone(citation: Citation, mention: Mention, bench: Bench) -> None:
    bench.do(citation, "confirm")
    first = Edit.objects.get()
    bench.do(mention, "confirm")
    assert bench.post("undo/", edit=first.pk).status_code == 409
    assert bench.post("undo/", edit="x").status_code == 409


def test_after_an_article_was_added_what_was_done_before_is_undone(
    citation: Citation, bench: Bench, curator: Curator
) -> None:
    bench.do(citation, "confirm")
    confirmed = Edit.objects.get()
    looked = sent_text(curator, text=NEW_TEXT, url=ADDRESS, outlet="Báo Mẫu")
    assert again(curator, looked).status_code == 302
    assert Edit.objects.filter(kind=EditKind.ADDED, article__isnull=False).exists()
    page = curator.open(url(Article, "change", citation.article_id))
    assert f'name="edit" value="{confirmed.pk}"' in page
    assert bench.post("undo/", edit=confirmed.pk).json()["undo"] is None
    citation.refresh_from_db()
    assert citation.review == Review.MACHINE


def test_what_was_done_on_the_page_of_a_document_is_not_undone_here(
    citation: Citation, resolution: Resolution, bench: Bench, curator: Curator
) -> None:
    bench.do(citation, "confirm")
    confirmed = Edit.objects.get()
    me = get_user_model().objects.get()
    with acting(me):
        ResolutionClaim.objects.create(
            resolution=resolution, fact="title", value="về hội nhập", confidence="single", article=citation.article
        )
    assert Edit.objects.filter(kind=EditKind.CHANGED, article=citation.article).exists()
    assert last_edit(me) == confirmed


# --- who may, and what is not there -----------------------------------------------------------------------------------


def viewer_of(client: Client, users: Any) -> Client:
    user = users.objects.create_user("khach", is_staff=True)
    names = [f"view_{model._meta.model_name}" for model in (Article, Citation, Mention, Directive)]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def test_who_may_only_look_sees_no_buttons_and_can_do_nothing(
    citation: Citation, client: Client, django_user_model: Any
) -> None:
    viewer = viewer_of(client, django_user_model)
    page = viewer.get(url(Article, "change", citation.article_id), {"finding": citation.public_id}).content.decode()
    assert entry_of(page, citation)
    for button in ("data-deed=", "data-add=", "formaction", "/undo/", "/confirm-all/", "/reviewed/"):
        assert button not in page.replace('data-deed="article', "")
    keys = re.findall(r"<dt>(.*?)</dt>", page)
    assert [re.findall(r"<kbd>(.*?)</kbd>", one) for one in keys] == [["j", "↓"], ["k", "↑"], ["n", "p"], ["?"]]
    bench = Bench(viewer, citation.article)
    answers = [bench.on(citation, deed) for deed in ("confirm", "reject", "reopen", "correct", "words", "remove")]
    answers += [bench.post("add/citation/", **bench.select("Nghị quyết 21")), bench.post("undo/", edit="1")]
    answers += [bench.post("confirm-all/", seen=""), bench.post("reviewed/", version=version_of(citation.article))]
    answers.append(viewer.get(f"{bench.base}found/citation/{citation.public_id}/form/"))
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    citation.refresh_from_db()
    assert citation.review == Review.MACHINE


def test_who_did_not_sign_in_is_sent_to_do_so(citation: Citation) -> None:
    answer = Bench(Client(), citation.article).on(citation, "confirm")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_what_is_not_there_is_a_404_and_nothing_is_done_by_looking(
    citation: Citation, bench: Bench, curator: Curator
) -> None:
    other = Bench(curator.client, cast.add_article())
    assert other.on(citation, "confirm").status_code == 404  # another article's
    assert bench.on(citation, "lạ").status_code == 404
    assert bench.post("found/citation/%00/confirm/", version="x").status_code == 404
    assert bench.post(f"found/speaker/{citation.public_id}/confirm/", version="x").status_code == 404
    for key in ("9" * 20, "x", "0"):
        bench.base = f"/admin/articles/article/{key}/"
        assert bench.on(citation, "confirm").status_code == 404
    assert curator.client.get(f"{other.base}undo/").status_code == 405
    assert curator.client.get(f"{other.base}found/citation/{citation.public_id}/confirm/").status_code == 405


def test_a_decision_says_which_version_it_is_about(citation: Citation, bench: Bench) -> None:
    assert bench.on(citation, "confirm", version="").status_code == 400


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "\0"])
def test_a_box_that_was_sent_no_row_is_refused(value: str, citation: Citation, bench: Bench) -> None:
    answer = bench.on(citation, "correct", **{**bench.form(citation), "found-resolution": value})
    assert answer.status_code == 400


def test_a_finding_of_an_earlier_text_is_decided_on_its_own_page(mention: Mention, bench: Bench) -> None:
    earlier = EarlierText.objects.create(article=mention.article, text="Bài cũ", text_hash="0", source_hash="0")
    Mention.objects.update(earlier_text=earlier)
    assert bench.on(mention, "confirm").status_code == 404


def test_an_answer_costs_the_same_queries_whatever_was_found(citation: Citation, bench: Bench) -> None:
    def cost(deed: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            bench.do(citation, deed)
        return len(queries)

    cost("confirm")
    cost("reopen")
    before = cost("confirm")
    cost("reopen")
    for _ in range(10):
        mention = cast.add_mention(citation.article, cast.add_speaker())
        cast.add_directive(citation.article, mention=mention).topics.add(cast.add_topic())
        cast.add_citation(citation.article, cast.add_resolution())
    assert cost("confirm") == before


def test_a_snapshot_tells_the_lines_of_what_moved_from_and_to(citation: Citation, bench: Bench) -> None:
    told = bench.do(citation, "words", **bench.select(f"{citation.exact} của Bộ Chính trị"))
    assert list(map(int, told["lines"])) == [citation.article.text.index(cast.FIRST)]
