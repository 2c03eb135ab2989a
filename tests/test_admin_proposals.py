"""The queue of what newer rules propose, and the page on which each is taken or dismissed."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from articles import curation
from articles.addresses import page_of
from articles.models import Article
from directives.models import Directive
from register.models import Edit, Proposal, ProposalState
from register.proposals import dismiss
from tests import cast
from tests.curator import Curator, url
from tests.test_curation import run_newer_rules
from tests.test_ingest import TEXT, load
from tests.test_proposals import older_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def thu(django_user_model: Any) -> User:
    user: User = django_user_model.objects.create_user("thu")
    return user


@pytest.fixture
def proposal(thu: User) -> Proposal:
    """That the third point has no deadline, where older rules had read one and a person confirmed it."""
    load()
    point = Directive.objects.get(marker="Ba là")
    older_rules(point, deadline="trong năm 2020")
    curation.confirm([point], thu)
    run_newer_rules()
    return Proposal.objects.get()


def sent(page: str) -> dict[str, str]:
    """The hidden fields of the form that decides."""
    form = page[page.index("proposal-deeds") :]
    return dict(re.findall(r'<input type="hidden" name="(version|row_version)" value="([^"]*)"', form))


def decide(client: Client, proposal: Proposal, deed: str, **given: str) -> Any:
    address = reverse("admin:register_proposal_decide", args=[proposal.pk])
    return client.post(address, {"deed": deed, **given}, follow=True)


def point() -> Directive:
    return Directive.objects.get(marker="Ba là")


class TestPage:
    def test_it_shows_the_words_in_the_text_and_what_stands_beside_what_the_rules_say(
        self, proposal: Proposal, curator: Curator
    ) -> None:
        page = curator.open(page_of(proposal))
        lines = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
        assert lines
        told = re.sub(r"<[^>]+>", "|", lines[1])
        assert [part for part in told.split("|") if part.strip()] == [
            "Deadline",
            "trong năm 2020",
            "–",
            "trong năm 2020",
        ]
        assert "Ba là, làm tốt công tác bảo hộ công dân." in page
        assert page_of(point()) in page
        assert page_of(point().article) in page

    def test_values_are_told_by_their_names(self, proposal: Proposal, curator: Curator) -> None:
        speaker = cast.add_speaker("Lê Văn Bảo")
        Proposal.objects.update(values={"kind": "measure", "credited_to": speaker.pk, "mention_id": 1})
        page = curator.open(page_of(proposal))
        assert "<strong>measure</strong>" in page
        assert "<strong>Lê Văn Bảo</strong>" in page

    def test_one_that_is_no_longer_found_says_what_taking_it_does(self, proposal: Proposal, curator: Curator) -> None:
        Proposal.objects.update(values=None)
        assert "Taking this rejects the row" in curator.open(page_of(proposal))

    def test_one_whose_row_is_gone_opens(self, proposal: Proposal, curator: Curator) -> None:
        for model, row in (("directives.directive", 10**9), ("no.model", 1)):
            Proposal.objects.update(model=model, row=row)
            page = curator.open(page_of(proposal))
            assert "is gone" in page
            assert 'value="take"' not in page

    def test_taking_it_writes_the_row_and_says_why(self, proposal: Proposal, curator: Curator) -> None:
        page = curator.open(page_of(proposal))
        assert decide(curator.client, proposal, "take", why="the text has none", **sent(page)).status_code == 200
        assert point().deadline == ""
        edit = Edit.objects.order_by("-pk")[0]
        assert (edit.kind, edit.by_name, edit.why) == ("taken", "lan", "the text has none")

    def test_dismissing_it_leaves_the_row(self, proposal: Proposal, curator: Curator) -> None:
        page = curator.open(page_of(proposal))
        decide(curator.client, proposal, "dismiss", **sent(page))
        proposal.refresh_from_db()
        assert (proposal.state, point().deadline) == (ProposalState.DISMISSED, "trong năm 2020")

    def test_the_next_open_one_follows(self, proposal: Proposal, curator: Curator) -> None:
        other = Proposal.objects.create(
            article=proposal.article, model="directives.directive", row=point().pk + 10**6, values={"kind": "task"}
        )
        answer = decide(curator.client, proposal, "dismiss", **sent(curator.open(page_of(proposal))))
        assert answer.redirect_chain[-1][0] == page_of(other)
        answer = decide(curator.client, other, "dismiss", **sent(curator.open(page_of(other))))
        assert answer.redirect_chain[-1][0] == f"{url(Proposal, 'changelist')}?queue=proposals"
        assert "The rules have nothing to object to what people decided." in answer.content.decode()

    def test_a_row_that_a_colleague_changed_meanwhile_is_not_written_over(
        self, proposal: Proposal, curator: Curator, thu: User
    ) -> None:
        seen = sent(curator.open(page_of(proposal)))
        curation.correct(point(), {"addressee": "Bộ Công an"}, thu)
        answer = decide(curator.client, proposal, "take", **seen)
        assert "was changed since you opened it" in answer.content.decode()
        assert point().deadline == "trong năm 2020"

    @pytest.mark.parametrize(
        ("deed", "left_out"), [("take", "version"), ("take", "row_version"), ("dismiss", "version")]
    )
    def test_what_does_not_say_what_was_seen_decides_nothing(
        self, deed: str, left_out: str, proposal: Proposal, curator: Curator, thu: User
    ) -> None:
        seen = sent(curator.open(page_of(proposal)))
        curation.correct(point(), {"deadline": "trong năm 2021"}, thu)
        Proposal.objects.update(values={"deadline": "trong năm 2030"})  # by a run of newer rules
        for given in ({**seen, left_out: ""}, {name: seen[name] for name in seen.keys() - {left_out}}):
            answer = decide(curator.client, proposal, deed, **given)
            assert "It was not said which version you saw. Load the page again." in answer.content.decode()
        proposal.refresh_from_db()
        assert (point().deadline, proposal.state) == ("trong năm 2021", ProposalState.OPEN)

    def test_what_newer_rules_proposed_meanwhile_is_not_dismissed_unseen(
        self, proposal: Proposal, curator: Curator
    ) -> None:
        seen = sent(curator.open(page_of(proposal)))
        Proposal.objects.update(values={"deadline": "trong năm 2030"})
        assert "was changed since you opened it" in decide(curator.client, proposal, "dismiss", **seen).content.decode()
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.OPEN

    def test_one_that_a_colleague_dismissed_meanwhile_is_refused_in_words(
        self, proposal: Proposal, curator: Curator, thu: User
    ) -> None:
        seen = sent(curator.open(page_of(proposal)))
        dismiss(Proposal.objects.get(), thu)
        answer = decide(curator.client, proposal, "take", **seen)
        assert "not open any more" in answer.content.decode()
        assert point().deadline == "trong năm 2020"

    @pytest.mark.parametrize("key", ["0", "x", "9" * 30, "%00", "-1"])
    def test_one_that_there_is_not_is_not_found(self, key: str, curator: Curator) -> None:
        address = f"{reverse('admin:register_proposal_changelist')}{key}/decide/"
        assert curator.client.post(address, {"deed": "take"}).status_code == 404
        assert curator.client.get(f"{reverse('admin:register_proposal_changelist')}{key}/change/").status_code in (
            302,
            404,
        )

    def test_nothing_is_written_by_opening_an_address(self, proposal: Proposal, curator: Curator) -> None:
        assert curator.client.get(reverse("admin:register_proposal_decide", args=[proposal.pk])).status_code == 405

    @pytest.mark.parametrize("deed", ["", "delete"])
    def test_nothing_else_is_done(self, deed: str, proposal: Proposal, curator: Curator) -> None:
        assert decide(curator.client, proposal, deed).status_code == 400

    def test_a_mention_that_was_rejected_credits_nobody(self, proposal: Proposal, thu: User, curator: Curator) -> None:
        def standing() -> str:
            cells = re.findall(r"<td[^>]*>(.*?)</td>", curator.open(page_of(proposal)).partition("<tbody>")[2])
            return str(cells[0])

        Proposal.objects.update(values={"credited_to": None, "mention_id": None})
        mention = point().mention
        assert mention
        assert standing() == str(mention.speaker)
        curation.reject([mention], thu)
        assert standing() == "–"

    def test_the_words_are_escaped(self, proposal: Proposal, curator: Curator) -> None:
        Proposal.objects.update(values={"deadline": "<script>alert(1)</script>"})
        page = curator.open(page_of(proposal))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


class TestRights:
    @pytest.fixture
    def viewer(self, client: Client, django_user_model: Any) -> Client:
        user = django_user_model.objects.create_user("minh", is_staff=True)
        user.groups.add(Group.objects.get(name="viewer"))
        client.force_login(user)
        return client

    def test_a_viewer_looks_and_decides_nothing(self, proposal: Proposal, viewer: Client) -> None:
        page = viewer.get(page_of(proposal)).content.decode()
        assert "proposal-lines" in page
        assert "proposal-deeds" not in page
        for deed in ("take", "dismiss"):
            assert decide(viewer, proposal, deed).status_code == 403
        sent = {"action": "take_selected", "_selected_action": [proposal.pk], "last_edit": Edit.objects.latest("pk").pk}
        viewer.post(reverse("admin:register_proposal_changelist"), sent)
        assert point().deadline == "trong năm 2020"

    def test_a_curator_decides(self, proposal: Proposal, viewer: Client) -> None:
        user = User.objects.get(username="minh")
        user.groups.set([Group.objects.get(name="curator")])
        page = viewer.get(page_of(proposal)).content.decode()
        decide(viewer, proposal, "take", **sent(page))
        assert point().deadline == ""

    def test_a_stranger_is_asked_to_sign_in(self, proposal: Proposal, client: Client) -> None:
        answer = client.post(reverse("admin:register_proposal_decide", args=[proposal.pk]), {"deed": "take"})
        assert (answer.status_code, "login" in answer.headers["Location"]) == (302, True)


class TestList:
    def test_open_ones_come_first_with_their_words(self, proposal: Proposal, curator: Curator) -> None:
        Proposal.objects.create(
            article=proposal.article, model="directives.directive", row=point().pk, values=None, state="dismissed"
        )
        page = curator.open(reverse("admin:register_proposal_changelist"))
        assert page.index("deadline") < page.index("no longer found")
        assert page.count("Ba là, làm tốt công tác") == 2

    @pytest.mark.parametrize("asked", ["", "?q=hội"])
    def test_it_costs_as_many_queries_with_two_pages_as_with_one_row(
        self, asked: str, proposal: Proposal, curator: Curator
    ) -> None:
        Article.objects.update(display_title="hội nhập")
        address = url(Proposal, "changelist") + asked
        curator.open(address)  # what is read once and kept is no part of it
        one = curator.cost(address)
        there = Directive.objects.exclude(pk=point().pk).values_list("pk", flat=True)
        rows = (*there, *range(10**9, 10**9 + 100))  # some of which are gone
        Proposal.objects.bulk_create(
            Proposal(article=proposal.article, model="directives.directive", row=row, values={"kind": "task"})
            for row in rows
        )
        assert curator.cost(address) == one

    def test_the_page_of_one_costs_the_same_whatever_the_text_holds(self, proposal: Proposal, curator: Curator) -> None:
        curator.open(page_of(proposal))  # what is read once and kept is no part of it
        cost = curator.cost(page_of(proposal))
        load(f"{TEXT}\n\nBà Trần Thị Lan nhấn mạnh Nghị quyết 57-NQ/TW và Kết luận 60.\n")
        assert curator.cost(page_of(proposal)) == cost

    @pytest.mark.parametrize(("action", "deadline"), [("take_selected", ""), ("dismiss_selected", "trong năm 2020")])
    def test_several_are_decided_at_once_and_those_that_are_refused_are_named(
        self, action: str, deadline: str, proposal: Proposal, curator: Curator
    ) -> None:
        closed = Proposal.objects.create(
            article=proposal.article, model="directives.directive", row=point().pk, values=None, state="dismissed"
        )
        curator.choose(action, proposal, closed)
        assert point().deadline == deadline
        assert "not open any more" in curator.open(url(Proposal, "changelist"))

    @pytest.mark.parametrize("action", ["take_selected", "dismiss_selected"])
    def test_what_newer_rules_proposed_after_it_was_opened_is_left(
        self, action: str, proposal: Proposal, curator: Curator
    ) -> None:
        chosen = {"action": action, "_selected_action": [proposal.pk]} | curator.listed(url(Proposal, "changelist"))
        Proposal.objects.update(values={"deadline": "trong năm 2030"})
        answer = curator.client.post(url(Proposal, "changelist"), chosen, follow=True)
        assert "changed after you opened the list" in answer.content.decode()
        proposal.refresh_from_db()
        assert (point().deadline, proposal.state) == ("trong năm 2020", ProposalState.OPEN)

    def test_what_was_corrected_after_it_was_opened_is_not_written_over(
        self, proposal: Proposal, curator: Curator, thu: User
    ) -> None:
        opened = curator.listed(url(Proposal, "changelist"))
        curation.correct(point(), {"deadline": "trong năm 2021"}, thu)
        chosen = {"action": "take_selected", "_selected_action": [proposal.pk], **opened}
        answer = curator.client.post(url(Proposal, "changelist"), chosen, follow=True)
        assert "changed after you opened the list" in answer.content.decode()
        proposal.refresh_from_db()
        assert (point().deadline, proposal.state) == ("trong năm 2021", ProposalState.OPEN)

    @pytest.mark.parametrize("asked", [{"kind": "directives.citation"}, {"kind": "x"}, {"state__exact": "taken"}])
    def test_it_can_be_filtered(self, asked: dict[str, str], proposal: Proposal, curator: Curator) -> None:
        assert "Ba là, làm tốt" not in curator.open(url(Proposal, "changelist"), **asked)


class TestLinks:
    def test_the_pages_of_the_row_and_of_its_article_lead_to_it(self, proposal: Proposal, curator: Curator) -> None:
        for row in (point(), Article.objects.get()):
            assert page_of(proposal) in curator.open(page_of(row))

    def test_no_page_leads_to_one_that_is_closed(self, proposal: Proposal, curator: Curator, thu: User) -> None:
        dismiss(proposal, thu)
        for row in (point(), Article.objects.get()):
            assert page_of(proposal) not in curator.open(page_of(row))
