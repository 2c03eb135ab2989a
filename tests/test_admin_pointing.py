"""What means a known row or is open: choosing the document of a citation, or the speaker of a mention, in the admin."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from articles import curation
from articles.extraction.text import Span
from articles.models import Article, Mention, MentionStatus, Remark, RemarkState, Review, Speaker
from directives.models import Citation, CitationStatus, Directive, DirectiveList, Resolution
from tests import cast
from tests.conftest import Api
from tests.curator import Curator, url
from tests.test_curation import OTHER, run_newer_rules
from tests.test_ingest import TEXT, load

pytestmark = pytest.mark.django_db

UNKNOWN = TEXT.replace("Nghị quyết 59-NQ/TW", "Nghị quyết 888-NQ/TW")


def said(citation: Citation) -> tuple[str, str, int | None]:
    return citation.status, citation.reason, citation.resolution_id


# --- the rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "facts"),
    [
        (False, {"status": CitationStatus.RESOLVED}),
        (True, {"status": CitationStatus.UNKNOWN}),
        (True, {"status": CitationStatus.AMBIGUOUS}),
        (True, {"reason": "no document known by that number or name"}),
    ],
)
def test_a_citation_that_contradicts_itself_is_refused(
    known: bool, facts: dict[str, Any], article: Article, resolution: Resolution
) -> None:
    citation = cast.add_citation(article, resolution if known else None)
    for name, value in facts.items():
        setattr(citation, name, value)
    with translation.override("en"), pytest.raises(ValidationError, match="Only a citation of a known document"):
        citation.full_clean()
    with pytest.raises(IntegrityError, match="citation_resolved_by_a_document"), transaction.atomic():
        citation.save()


@pytest.mark.parametrize(
    ("known", "facts"),
    [
        (False, {"status": MentionStatus.RESOLVED}),
        (True, {"status": MentionStatus.UNKNOWN}),
        (True, {"status": MentionStatus.AMBIGUOUS}),
        (True, {"candidates": ["le-hoai-trung", "le-hoai-trung-2"]}),
    ],
)
def test_a_mention_that_contradicts_itself_is_refused(
    known: bool, facts: dict[str, Any], article: Article, speaker: Speaker
) -> None:
    mention = cast.add_mention(article, speaker if known else None)
    for name, value in facts.items():
        setattr(mention, name, value)
    with translation.override("en"), pytest.raises(ValidationError, match="Only a mention of a known speaker"):
        mention.full_clean()
    with pytest.raises(IntegrityError, match="mention_resolved_by_a_speaker"), transaction.atomic():
        mention.save()


def test_what_is_meant_is_not_deleted(citation: Citation, mention: Mention) -> None:
    for meant in (citation.resolution, mention.speaker):
        assert meant is not None
        with pytest.raises(ProtectedError):
            meant.delete()


def test_a_merge_keeps_mentions_resolved(mention: Mention) -> None:
    assert mention.speaker is not None
    mention.speaker.merged_into = other = cast.add_speaker()
    mention.speaker.save()
    mention.refresh_from_db()
    assert (mention.speaker, mention.status) == (other, MentionStatus.RESOLVED)


# --- a correction -----------------------------------------------------------------------------------------------------


def test_the_status_follows_the_document(
    open_citation: Citation, resolution: Resolution, curator: Curator, api: Api
) -> None:
    assert not curator.change(open_citation, resolution=str(resolution.pk))
    assert said(open_citation) == ("resolved", "", resolution.pk)
    assert open_citation.review == Review.EDITED
    answer = api.read(f"/citations/{open_citation.public_id}/")
    assert (answer["status"], answer["reason"], answer["resolution"]["slug"]) == ("resolved", None, "59-nq-tw")
    assert api.rows("/citations/", status=["unknown", "ambiguous"]) == []
    assert not curator.change(open_citation, resolution="")
    assert said(open_citation) == ("unknown", "a curator left it open", None)
    assert open_citation.public_id in api.slugs("/citations/", status="unknown")


def test_a_person_may_say_that_there_are_several_candidates(citation: Citation, curator: Curator) -> None:
    assert not curator.change(citation, resolution="", status="ambiguous")
    assert said(citation) == ("ambiguous", "a curator left it open", None)


@pytest.mark.parametrize("status", ["unknown", "ambiguous"])
def test_a_status_beside_a_document_is_refused_in_words(status: str, citation: Citation, curator: Curator) -> None:
    before = said(citation)
    assert "Only a citation of a known document is resolved" in curator.change(citation, status=status)
    assert said(citation) == before


def test_resolved_without_a_document_is_refused_in_words(open_citation: Citation, curator: Curator) -> None:
    before = said(open_citation)
    assert "Only a citation of a known document is resolved" in curator.change(open_citation, status="resolved")
    assert said(open_citation) == before


def test_the_status_follows_the_speaker(article: Article, speaker: Speaker, curator: Curator) -> None:
    mention = cast.add_mention(article, None, status=MentionStatus.AMBIGUOUS, candidates=["le-hoai-trung", "nguoi-2"])
    assert not curator.change(mention, speaker=str(speaker.pk))
    assert (mention.status, mention.candidates, mention.speaker) == ("resolved", [], speaker)
    assert not curator.change(mention, speaker="")
    assert (mention.status, mention.candidates, mention.speaker) == ("unknown", [], None)


def test_another_change_leaves_what_the_machine_said_of_its_doubt(open_citation: Citation, curator: Curator) -> None:
    before = said(open_citation)
    assert not curator.change(open_citation, number="22")
    assert said(open_citation) == before


# --- the remarks that it settles --------------------------------------------------------------------------------------


def remark_on(row: Citation | Mention, code: str, **facts: Any) -> Remark:
    return cast.find(Remark, row.article, row.exact, code=code, detail="", **facts)


def states(*remarks: Remark) -> list[str]:
    for remark in remarks:
        remark.refresh_from_db()
    return [remark.state for remark in remarks]


def test_a_document_resolves_the_remarks_at_its_words(
    open_citation: Citation, resolution: Resolution, curator: Curator
) -> None:
    settled = remark_on(open_citation, "citation-ambiguous")
    others = (
        remark_on(open_citation, "same-text"),
        remark_on(open_citation, "citation-unknown", state=RemarkState.IGNORED),
        cast.find(Remark, open_citation.article, cast.SINGLE, code="citation-ambiguous", detail=""),
    )
    assert not curator.change(open_citation, number="22")
    assert states(settled) == ["open"]
    assert not curator.change(open_citation, resolution=str(resolution.pk))
    assert states(settled, *others) == ["resolved", "open", "ignored", "open"]
    logged = LogEntry.objects.filter(content_type__model="remark", object_id=str(settled.pk))
    assert [entry.get_change_message() for entry in logged] == ["Changed state."]
    assert not curator.change(open_citation, resolution="")
    assert states(settled, *others) == ["open", "open", "ignored", "open"]


def test_what_a_person_rejects_leaves_nothing_open(open_citation: Citation, curator: Curator) -> None:
    remark = remark_on(open_citation, "citation-unknown")
    assert not curator.change(open_citation, review=Review.REJECTED)
    assert states(remark) == ["resolved"]
    curator.choose("confirm", open_citation)
    assert states(remark) == ["open"]
    curator.choose("reject", open_citation)
    assert states(remark) == ["resolved"]


def test_the_remark_at_the_machine_s_words_follows_a_citation_that_was_given_others(
    open_citation: Citation, curator: Curator
) -> None:
    remark = remark_on(open_citation, "citation-unknown")
    lan = User.objects.get()
    curation.reject([open_citation], lan)
    curation.correct(open_citation, {"span": Span(open_citation.start, open_citation.start + 4)}, lan)
    assert states(remark) == ["resolved"]
    curation.confirm([open_citation], lan)
    assert states(remark) == ["open"]


def test_a_remark_that_a_person_resolved_stays_so_when_its_citation_is_confirmed(
    open_citation: Citation, curator: Curator
) -> None:
    remark = remark_on(open_citation, "citation-unknown", state=RemarkState.RESOLVED)
    assert not curator.change(open_citation, review=Review.CONFIRMED)
    assert states(remark) == ["resolved"]


def test_newer_rules_do_not_ask_again_about_what_is_no_citation(curator: Curator) -> None:
    load(UNKNOWN)
    remark = Remark.objects.get(code="citation-unknown", exact="Nghị quyết 888-NQ/TW")
    assert not curator.change(Citation.objects.get(exact="Nghị quyết 888-NQ/TW"), review=Review.REJECTED)
    run_newer_rules(UNKNOWN)
    assert states(remark) == ["resolved"]


def test_a_speaker_resolves_the_remark_at_the_name(article: Article, speaker: Speaker, curator: Curator) -> None:
    mention = cast.add_mention(article, None)
    remark = remark_on(mention, "mention-ambiguous")
    assert not curator.change(mention, speaker=str(speaker.pk))
    assert states(remark) == ["resolved"]


def test_newer_rules_do_not_ask_again_what_a_person_has_settled(resolution: Resolution, curator: Curator) -> None:
    load(UNKNOWN)
    remark = Remark.objects.get(code="citation-unknown", exact="Nghị quyết 888-NQ/TW")
    citation = Citation.objects.get(exact="Nghị quyết 888-NQ/TW")
    assert not curator.change(citation, resolution=str(resolution.pk))
    run_newer_rules(UNKNOWN)
    assert states(remark) == ["resolved"]
    assert not curator.change(citation, resolution="")
    run_newer_rules(UNKNOWN)
    assert states(remark) == ["open"]


def test_newer_rules_do_not_ask_again_who_is_meant(curator: Curator) -> None:
    known = cast.add_speaker("Lê Hoài Trung")
    cast.add_speaker("Lê Hoài Trung")
    load()
    mention = Mention.objects.filter(status=MentionStatus.AMBIGUOUS).earliest("start")
    remark = Remark.objects.get(code="mention-ambiguous", start=mention.start)
    assert not curator.change(mention, speaker=str(known.pk))
    run_newer_rules()
    assert states(remark) == ["resolved"]


def test_a_list_left_in_an_earlier_text_shows_its_points(curator: Curator) -> None:
    load()
    Directive.objects.filter(marker="Ba là").update(review=Review.EDITED)
    load(OTHER)
    point = Directive.objects.get(marker="Ba là")
    assert point.earlier_text
    assert url(Directive, "change", point.pk) in curator.open(url(DirectiveList, "change", point.list_id))
    assert url(Directive, "change", point.pk) not in curator.open(url(Article, "change", point.article_id))
