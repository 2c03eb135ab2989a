"""When what people did cannot be taken back, and why: worked out from what was done, before anybody tries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from articles.models import Review
from directives.models import Directive
from directives.models.directives import PLACE_TAKEN
from tests.curation.holds import survivor
from tests.curation.state import (
    PLACE,
    POINTED_TO,
    UNSAID,
    Deed,
    Fields,
    Key,
    Now,
    place_in_list,
    plain,
    said_in,
)

UNTOLD: Final = frozenset({"machine_said", "words"})  # what the history does not tell of a row
STANDS: Final = PLACE - {"earlier_text_id"}  # where words stand, and which
WORDS: Final = ("exact", "intro", "parts")


@dataclass(frozen=True)
class Attempt:
    """To take back what a deed did to some rows, or to all: of all of them or of none."""

    now: Now
    deed: Deed
    later: Sequence[Deed]
    keys: Sequence[Key]  # whose rows are to be as they were

    def refusals(self) -> set[str]:
        """Return the codes of which one is said; none where it must be done."""
        codes = {code for key in self.keys for code in self._of_a_row(key)}
        if not codes:
            ends = {key: self.end(key) for key in self.keys}
            codes = {code for key in self.keys if key[0] is Directive for code in self._of_a_point(key[1], ends)}
            if not any(self._moves(key) or self._differs(key, row) for key, row in ends.items()):
                codes = codes or {"nothing"}
        return codes

    def may_be_refused(self) -> set[str]:
        """Return the code of what is not foreseen: whether words are found in another text is for `anchor` to say."""
        is_other_text = self.deed.text != self.now.article.text
        return {"words_gone"} if is_other_text and any(self._moves(key) for key in self.keys) else set()

    def end(self, key: Key) -> Fields | None:
        """Return what a row must say once the deed is taken back: its words, and what later deeds gave it."""
        before, after, now = self.deed.before[key], self.deed.after[key], self.now.rows.get(key)
        if before is None or after is None or now is None:
            return before
        changed = {name: value for name, value in before.items() if value != after[name] and name not in UNSAID}
        if "speaker_id" in changed:
            changed["speaker_id"] = survivor(changed["speaker_id"])
        if changed.get("review") == Review.MACHINE and self.said_since(key):
            changed["review"] = now["review"]  # what others said of it still stands
        if self._moves(key) and after["earlier_text_id"] is None:
            changed["earlier_text_id"] = before["earlier_text_id"]
        return now | changed

    def said_since(self, key: Key) -> bool:
        """Whether something that people said of a row since still stands; what a run wrote meanwhile is not said."""
        now = self.now.rows.get(key)
        if now is None:
            return False
        given = {name: self._changes_since(key, name) for name in now.keys() - UNSAID}
        return any(values and now[name] != values[0] for name, values in given.items())

    def _differs(self, key: Key, end: Fields | None) -> bool:
        now = self.now.rows.get(key)
        return end is None or now is None or said_in(end) != said_in(now)

    def _told(self, key: Key) -> set[str]:
        """Return the fields that the deed changed of a row; all of one that it added or deleted."""
        before, after = self.deed.before[key], self.deed.after[key]
        if before is None or after is None:
            return set(before or after or {}) - UNTOLD
        return {name for name, value in before.items() if value != after[name]} - UNTOLD

    def _moves(self, key: Key) -> bool:
        """Whether the row is put where it stood: a row that is taken away is put nowhere."""
        return self.deed.before[key] is not None and not STANDS.isdisjoint(self._told(key))

    def _of_a_row(self, key: Key) -> Iterator[str]:
        before, after, now = self.deed.before[key], self.deed.after[key], self.now.rows.get(key)
        if after is not None and now is None:
            yield "gone"
            return
        if after is not None and now is not None and self._is_changed(key, after, now):
            yield "changed"
        if before is None:
            if any(self._points(row, key) for row in self._rows_once_done()):
                yield "needed"
        elif not all(self._is_there(name, before[name]) for name in self._told(key)):
            yield "missing"

    def _is_changed(self, key: Key, after: Fields, now: Fields) -> bool:
        """Whether a row is not what the deed left, whatever a run did with its words when the text changed."""
        before, told = self.deed.before[key], self._told(key)
        differing = {name for name in told if now[name] != after[name]}
        if self.deed.text != self.now.article.text:
            differing -= STANDS
            if told & STANDS and any(self._is_given_since(key, name) for name in WORDS if name in now):
                return True
        if "speaker_id" in differing and survivor(after["speaker_id"]) == now["speaker_id"]:
            differing -= set() if self._changes_since(key, "speaker_id") else {"speaker_id"}
        is_decision = before is not None and told == {"review"} and before["review"] == Review.MACHINE
        return bool(differing) or (is_decision and self.said_since(key))

    def _is_given_since(self, key: Key, name: str) -> bool:
        """Whether people gave a row other words since; a part is a part, whatever its words."""
        values = self._changes_since(key, name)
        if not values:
            return False
        first, last = (len(value) if name == "parts" else plain(value) for value in (values[0], values[-1]))
        return bool(first != last)

    def _changes_since(self, key: Key, name: str) -> list[Any]:
        """Return what later deeds found in a field that they changed, and what they left in it, in order."""
        pairs = [(deed.before[key], deed.after[key]) for deed in self.later if key in deed.before]
        changes = [(before[name], after[name]) for before, after in pairs if before and after]
        return [value for before, after in changes if before != after for value in (before, after)]

    def _is_there(self, name: str, value: int) -> bool:
        """Whether what a field points to is there, or is brought back with it. So is the text of one that was left."""
        if name == "earlier_text_id":
            return value is None or value in self.now.earlier
        key = (POINTED_TO[name], value) if name in POINTED_TO and value else None
        return key is None or key in self.now.rows or (key in self.keys and self.deed.after[key] is None)

    def _rows_once_done(self) -> Iterable[Fields]:
        ends = {key: self.end(key) for key in self.keys}
        return [row for row in (self.now.rows | ends).values() if row]

    def _points(self, row: Fields, key: Key) -> bool:
        return any((model, row.get(name)) == key for name, model in POINTED_TO.items())

    def _of_a_point(self, pk: int, ends: dict[Key, Fields | None]) -> Iterator[str]:
        rows = {key[1]: row for key, row in (self.now.rows | ends).items() if key[0] is Directive and row}
        row = rows.get(pk)
        if row is None:
            return
        place = place_in_list(row)
        others = [other for other in rows.values() if other["id"] != pk and other["earlier_text_id"] is None]
        if place and row["earlier_text_id"] is None and any(place_in_list(other) == place for other in others):
            yield str(PLACE_TAKEN)
        above = rows.get(row["parent_id"])
        if above and (above["parent_id"] or any(other["parent_id"] == pk for other in rows.values())):
            yield "wrong_level"
        elif above and above["list_id"] != row["list_id"]:
            yield "wrong_list"
