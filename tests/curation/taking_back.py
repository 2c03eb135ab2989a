"""What curators take back: what somebody did, what was done to one row, and that two people are one."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from hypothesis import strategies as st

from articles.models import Mention, Origin, Remark, Review, Speaker
from directives.models import Directive
from register.merging import merge
from register.models import Edit, EditedRow, Proposal, ProposalState
from register.undo import revert, undo
from tests.curation.adding import Adding
from tests.curation.refusing import Attempt
from tests.curation.stage import NUMBER, step
from tests.curation.state import Deed, Fields, Key, Merge, Said, of, said_in

PROPOSAL: Final = Proposal._meta.label_lower
RECENT: Final = st.one_of(st.just(0), NUMBER)  # the last of all, or any, counted from the last


class TakingBack(Adding):
    """Undoing is done whole, or refused and nothing is changed."""

    @step(number=RECENT, why=st.sampled_from(["undoes", "reverts one row of"]))
    def undo(self, number: int, why: str) -> None:
        """The last thing that was done, or an earlier one; it is done, or refused and nothing is changed."""
        if not self.deeds:
            return
        at = len(self.deeds) - 1 - number % len(self.deeds)
        deed, edit = self.deeds[at], Edit.objects.get(pk=self.deeds[at].edit)
        is_whole = why == "undoes"
        keys = list(deed.before) if is_whole else list(deed.before)[number % len(deed.before) :][:1]
        call: Callable[..., Edit] = partial(undo, edit)
        if not is_whole:
            label, row = keys[0][0]._meta.label_lower, keys[0][1]
            call = partial(revert, EditedRow.objects.get(edit=edit, model=label, row=row))
        is_undone = self.is_taken_back(edit.pk, None if is_whole else keys[0])
        keys = [key for key in keys if not (is_whole and self.is_left_out(edit, deed, key))]
        attempt = Attempt(self.now, deed, self.deeds[at + 1 :], keys)
        refused, may_refuse = attempt.refusals(), attempt.may_be_refused()
        if is_whole and (answered := edit.rows.filter(model=PROPOSAL).first()):
            refused = refused - {"nothing"} | self.refusals_of_a_proposal(answered)
        if is_undone:
            refused, may_refuse = {"undone"}, set()  # it is looked at first
        expected = {key: attempt.end(key) for key in keys}
        kind = "undone" if is_whole else "reverted"
        after = self.go_along(expected)
        done = self.act(f"{why} “{deed.told}”", kind, after, call, refused, may_refuse)
        if done:
            self.taken_back.append((done.pk, edit.pk, None if is_whole else keys[0]))
            for key, fields in expected.items():
                if key[0] is not Remark or key in self.said:  # else a run may have seen to it since
                    self.is_undone(key, fields)

    def is_taken_back(self, edit: int, row: Key | None) -> bool:
        """Whether an edit was undone, or what it did to a row was reverted and that stands."""
        of_it = [(by, key) for by, taken_back, key in self.taken_back if taken_back == edit]
        return any(key is None or (key == row and self.stands(by)) for by, key in of_it)

    def stands(self, edit: int) -> bool:
        """Whether what somebody did was not taken back, or that was taken back in turn."""
        return not any(taken_back == edit and self.stands(by) for by, taken_back, _ in self.taken_back)

    def is_left_out(self, edit: Edit, deed: Deed, key: Key) -> bool:
        """Whether undoing a whole edit leaves a row as it is: it was reverted, or only went along and is gone on."""
        before, after, now = deed.before[key], deed.after[key], self.now.rows.get(key)
        if self.is_taken_back(edit.pk, key):
            return True
        if before is None or after is None or edit.rows.count() == 1:
            return False
        told = {name for name, value in before.items() if value != after[name]}
        if told == {"state"} and key[0] is Remark:
            return now is None or now["state"] != after["state"]
        return told == {"list_id"} and key[0] is Directive and now is None

    def refusals_of_a_proposal(self, told: EditedRow) -> set[str]:
        """Return why a proposal cannot wait again, or be answered again: a run settled it, or another waits by now."""
        before, after = told.before or {}, told.after or {}
        proposal = Proposal.objects.get(pk=told.row)
        if proposal.state != after["state"]:
            return {"changed"}
        waiting = Proposal.objects.filter(model=proposal.model, row=proposal.row, state=ProposalState.OPEN)
        return {"taken"} if before["state"] == ProposalState.OPEN and waiting.exists() else set()

    def go_along(self, ends: dict[Key, Fields | None]) -> dict[Key, Said | None]:
        """Return what is said of the points below those that go to another list: they go there too."""
        after: dict[Key, Said | None] = {}
        for key, said in self.said.items():
            above = ends.get((Directive, self.now.rows[key].get("parent_id") or 0))
            if key[0] is Directive and above:
                after[key] = replace(said, fields=said.fields | {"list_id": above["list_id"]})
        return after

    def is_undone(self, key: Key, fields: Fields | None) -> None:
        row = self.now.rows.get(key)
        if fields is None:
            assert row is None, f"{key[0].__name__} {key[1]} is still there"
            self.said.pop(key, None)
            self.gone.add(key)
            return
        assert row is not None, f"{key[0].__name__} {key[1]} is not there again"
        differing = {name: (fields[name], value) for name, value in said_in(row).items() if fields[name] != value}
        assert not differing, f"{key[0].__name__} {key[1]}: before and once undone: {differing}"
        self.gone.discard(key)
        if row["origin"] == Origin.CURATOR or row["review"] != Review.MACHINE:
            self.said[key] = self.say(key)
        else:
            self.said.pop(key, None)

    @step(number=NUMBER, other=NUMBER)
    def merge_speakers(self, number: int, other: int) -> None:
        """What people said of the one is said of the other from then on; who was merged is merged no more."""
        speakers = list(Speaker.objects.order_by("pk"))
        goes, stays = (speakers[one % len(speakers)] for one in (number, other))
        moved = {key: said for key, said in self.said.items() if said.fields.get("speaker_id") == goes.pk}
        after: dict[Key, Said | None] = {
            key: replace(said, fields=said.fields | {"speaker_id": stays.pk}) for key, said in moved.items()
        }
        told, call = f"merges {goes.name} ({goes.pk}) into {stays.name} ({stays.pk})", partial(merge, goes, stays)
        refused = "one" if goes == stays else "merged" if goes.merged_into or stays.merged_into else None
        if edit := self.act(told, "merged", after, call, refused, is_told_by_row=False):
            assert Speaker.objects.get(pk=goes.pk).merged_into == stays
            assert not any(row["speaker_id"] == goes.pk for _, row in of(self.now.rows, Mention))
            self.merges.append(Merge(edit.pk, goes.pk, stays.pk, frozenset(pk for _, pk in moved)))

    @step(number=RECENT)
    def part_speakers(self, number: int) -> None:
        """Mentions on which nobody spoke since the merge are the first one's again; those that people decided stay."""
        if not self.merges:
            return
        made = self.merges[-1 - number % len(self.merges)]
        since = [deed for deed in self.deeds if deed.edit > made.edit]
        touched = {pk for deed in since for model, pk in deed.before if model is Mention}
        told = f"takes back the merge of {made.goes} into {made.stays}"
        call = partial(undo, Edit.objects.get(pk=made.edit))
        refused = "merged" if Speaker.objects.get(pk=made.stays).merged_into else None
        if not self.act(told, "undone", {}, call, refused, is_told_by_row=False):
            return
        assert Speaker.objects.get(pk=made.goes).merged_into is None
        self.merges.remove(made)
        for (model, pk), said in list(self.said.items()):
            if model is Mention and said.fields["speaker_id"] == made.stays:
                has = self.now.rows[model, pk]["speaker_id"]
                if pk in touched:
                    assert has in (made.goes, made.stays)
                else:
                    assert has == (made.goes if pk in made.moved else made.stays), f"Mention {pk}"
                self.said[model, pk] = replace(said, fields=said.fields | {"speaker_id": has})
