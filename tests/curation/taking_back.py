"""What curators take back: what somebody did, what was done to one row, and that two people are one."""

from dataclasses import replace
from functools import partial
from typing import Final

from hypothesis import strategies as st

from articles.models import Mention, Origin, Remark, Review, Speaker
from directives.models.directives import PLACE_TAKEN
from register.merging import merge
from register.models import Edit, EditedRow
from register.undo import revert, undo
from tests.curation.adding import Adding
from tests.curation.holds import survivor
from tests.curation.stage import NUMBER, step
from tests.curation.state import UNSAID, Deed, Fields, Key, Merge, Said, of, said_in

REFUSED: Final = frozenset({"undone", "nothing", "changed", "needed", "missing", "words_gone"})
RECENT: Final = st.one_of(st.just(0), NUMBER)  # the last of all, or any, counted from the last


class TakingBack(Adding):
    """Undoing is done whole, or refused and nothing is changed."""

    @step(number=RECENT, why=st.sampled_from(["undoes", "reverts one row of"]))
    def undo(self, number: int, why: str) -> None:
        """The last thing that was done, or an earlier one; it is done, or refused and nothing is changed.

        The last can be taken back as long as nothing else happened to its rows, nor to those that they pointed to.
        """
        if not self.deeds:
            return
        deed = self.deeds[-1 - number % len(self.deeds)]
        keys = list(deed.before)
        edit = Edit.objects.get(pk=deed.edit)
        if why == "undoes":
            call = partial(undo, edit)
        else:
            keys = keys[number % len(keys) :][:1]
            label, row = keys[0][0]._meta.label_lower, keys[0][1]
            call = partial(revert, EditedRow.objects.get(edit=edit, model=label, row=row))
        is_fresh = deed is self.deeds[-1] and all(self.now.rows.get(key) == row for key, row in deed.after.items())
        is_fresh = is_fresh and all(self.now.has_what_it_points_to(row) for row in deed.before.values() if row)
        is_gone = any(key not in self.now.rows for key in keys if deed.after[key] is not None)
        may_refuse = (
            set() if is_fresh and why == "undoes" else REFUSED | {str(PLACE_TAKEN), *(["gone"] if is_gone else [])}
        )
        expected = {key: self.undone(key, deed) for key in keys}
        kind = "undone" if why == "undoes" else "reverted"
        if self.act(f"{why} “{deed.told}”", kind, {}, call, may_refuse=may_refuse):
            for key, fields in expected.items():
                if key[0] is not Remark or key in self.said:  # else a run may have seen to it since
                    self.is_undone(key, fields)

    def undone(self, key: Key, deed: Deed) -> Fields | None:
        """Return what a row must say once a deed is taken back: its words, and what later deeds gave it."""
        before, after, now = deed.before[key], deed.after[key], self.now.rows.get(key)
        if before is None or after is None or now is None:
            return before
        changed = {name: value for name, value in before.items() if value != after[name] and name not in UNSAID}
        if "speaker_id" in changed:
            changed["speaker_id"] = survivor(changed["speaker_id"])
        later = self.deeds[self.deeds.index(deed) + 1 :]
        if changed.get("review") == Review.MACHINE and self.said_since(key, later):
            changed["review"] = now["review"]  # what others said of it still stands
        return now | changed

    def said_since(self, key: Key, later: list[Deed]) -> bool:
        """Whether something that was said of a row since still stands."""
        first = next((deed.before[key] for deed in later if key in deed.before), None)
        now = self.now.rows.get(key)
        if first is None or now is None:
            return False
        return any(now[name] != value for name, value in first.items() if name not in UNSAID)

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
