"""What curators answer: proposals of newer rules and remarks; and what they say of the article and of documents."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from articles.acting import acting
from articles.models import Article, Mention, Origin, Remark, RemarkState, Review, State
from directives.models import Citation, Relation, ResolutionClaim
from register.models import DataVersion, Proposal, ProposalState
from register.proposals import dismiss, take
from register.settling import settle_citations
from tests.curation.holds import proposed, survivor
from tests.curation.rules import CHOICES
from tests.curation.stage import DOCUMENTS, NUMBER, step
from tests.curation.state import KINDS, Key, Now, Said, pieces_of, proposed_of, said_in
from tests.curation.taking_back import TakingBack
from tests.test_resolve_citations import rows as statements


class Answering(TakingBack):
    """What waits for people, and what else they know."""

    @step(number=NUMBER, take_it=st.booleans(), choice=st.sampled_from(CHOICES), finding=st.integers(0, 11))
    def answer_a_proposal(self, number: int, take_it: bool, choice: tuple[str, str], finding: int) -> None:
        """Where none waits, another newer rule comes first, which may propose something."""
        open_ones = Proposal.objects.filter(state=ProposalState.OPEN).order_by("pk")
        if self.said and not open_ones.exists():
            self.one_more_newer_rule(choice=choice, number=finding)
        waiting = list(open_ones)
        if not waiting:
            return
        proposal = waiting[number % len(waiting)]
        key = (KINDS[proposal.model], proposal.row)
        row, values = self.now.rows[key], proposal.values
        told = f"{'takes' if take_it else 'dismisses'} of {self.now.words(key)}: {proposed(values)}"
        if not take_it:
            self._answer(told, proposal, ProposalState.DISMISSED, {}, partial(dismiss, proposal))
            return
        if values is None:
            after = self.say(key, review=Review.REJECTED)
        else:
            become = proposed_of(key[0], row, values)
            if values.get("speaker_id"):
                become["speaker_id"] = survivor(values["speaker_id"])
                by = self.now.rows.get((Mention, values["introduced_by_id"]))
                if by and by["speaker_id"] != become["speaker_id"]:  # it introduces another person by now
                    become["introduced_by_id"] = None
            after = self.say(key, pieces_of(become), **(said_in(become) | {"review": Review.EDITED}))
        if self._answer(told, proposal, ProposalState.TAKEN, {key: after}, partial(take, proposal)) and values:
            places = values.keys() & {"start", "end", "parts"}
            assert {name: self.now.rows[key][name] for name in places} == {name: values[name] for name in places}

    def _answer(
        self,
        told: str,
        proposal: Proposal,
        state: ProposalState,
        after: dict[Key, Said | None],
        call: Callable[..., Any],
    ) -> bool:
        """Let somebody answer one proposal, and no other with it; return whether it was done."""
        before = dict(Proposal.objects.values_list("pk", "state"))
        is_done = bool(self.act(told, state.value, after, call))
        answered = {proposal.pk: state.value} if is_done else {}
        assert dict(Proposal.objects.values_list("pk", "state")) == before | answered
        return is_done

    @step(number=NUMBER)
    def ignore_a_remark(self, number: int) -> None:
        row = self.pick(Remark, number, lambda row: bool(row["state"] == RemarkState.OPEN))
        if row is None:
            return
        key = (Remark, row.pk)

        def ignore(by: Any, why: str) -> None:
            with transaction.atomic(), acting(by, "changed", why):
                row.state = RemarkState.IGNORED
                row.save(update_fields=["state"])

        said = replace(self.say(key), fields={"state": RemarkState.IGNORED}, machine=None)
        self.act(f"ignores {self.now.words(key)}", "changed", {key: said}, ignore)

    @step(title=st.sampled_from(["Đầu đề khác", "Một đầu đề nữa"]))
    def edit_the_article(self, title: str) -> None:
        self.tell(f"somebody gives the article the title {title!r}")
        article = Article.objects.get()
        article.title = article.display_title = title
        article.edited = True
        with transaction.atomic(), acting(self.people[0], "changed"):
            article.save(update_fields=["title", "display_title", "edited", "changed_at"])
        self.facts |= {"title": title, "display_title": title, "edited": True}
        self.now = Now.read()

    @step()
    def withdraw_and_publish_again(self) -> None:
        article = Article.objects.get()
        state = State.WITHDRAWN if article.state == State.PUBLIC else State.PUBLIC
        self.tell(f"somebody makes the article {state}")
        article.state = state
        with transaction.atomic(), acting(self.people[0], "withdrawn"):
            article.save(update_fields=["state", "changed_at"])
        self.facts["state"] = state
        self.now = Now.read()

    @step(slug=st.sampled_from(list(DOCUMENTS)))
    def add_document(self, slug: str) -> None:
        self.tell(f"somebody adds the document {slug}")
        self.document(slug)

    @step(slug=st.sampled_from(list(DOCUMENTS)))
    def correct_a_relation(self, slug: str) -> None:
        target = self.document(slug)
        row = Relation.objects.filter(origin=Origin.MACHINE).exclude(resolution=target).order_by("pk").first()
        if row and not Relation.objects.filter(resolution=row.resolution, target=target).exists():
            self.tell(f"somebody says that {row} is to {slug}")
            read = row.target_id
            row.target, row.origin = target, Origin.CURATOR
            row.save()
            self.corrected[row.pk] = (row.resolution_id, row.type, target.pk, read)

    @step()
    def settle(self) -> None:
        """What settling leaves is what a load leaves, and what articles state is of documents that they cite.

        What people took back or deleted waits for a load, which reads what stands there.
        """
        self.tell("what waited for documents is settled")
        if self.owes_a_run:
            self.run_again()
        deque(settle_citations(), maxlen=0)
        settled, version = statements(), DataVersion.current()
        deque(settle_citations(), maxlen=0)
        assert DataVersion.current() == version
        self.run_again()
        assert statements() == settled
        cited = set(Citation.objects.standing().values_list("resolution", flat=True))
        relations = Relation.objects.filter(origin=Origin.MACHINE).values_list("resolution", "target")
        assert {*chain(*relations), *ResolutionClaim.objects.values_list("resolution", flat=True)} <= cited
