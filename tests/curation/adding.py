"""What curators add where the machine found nothing, and delete again."""

from dataclasses import replace
from functools import partial
from typing import Final

from hypothesis import strategies as st

from articles import curation
from articles.extraction.text import Span
from articles.models import Finding, Mention, MentionStatus, Origin, Review, Role
from directives.models import Citation, CitationForm, CitationStatus, Directive, DirectiveList, ListKind, Topic
from directives.models.directives import PLACE_TAKEN
from tests.curation.deciding import Deciding, as_stored
from tests.curation.rules import WORD
from tests.curation.stage import DOCUMENTS, NUMBER, step
from tests.curation.state import POINTERS, Fields, Key, Said, of, place_in_list

ADDABLE: Final[tuple[type[Finding], ...]] = (Mention, DirectiveList, Directive, Citation)


class Adding(Deciding):
    """A person's own findings, which a person alone takes away."""

    @step(model=st.sampled_from(ADDABLE), first=NUMBER, count=st.integers(1, 12), other=NUMBER)
    def add(self, model: type[Finding], first: int, count: int, other: int) -> None:
        """Some words of the text, chosen in it."""
        text = self.now.article.text
        places = [Span(*match.span()) for match in WORD.finditer(text)]
        first %= len(places)
        span = Span(places[first].start, places[min(first + count, len(places)) - 1].end)
        fields = self._fields_of_another(model, other)
        told = f"adds a {model.__name__} {span.of(text)[:60]!r}"
        call = partial(curation.add, model, self.now.article, span, **fields)
        is_taken = model is Directive and self.is_taken(fields)
        refused = "found" if self.is_found(model, span) else str(PLACE_TAKEN) if is_taken else None
        if row := self.act(told, "added", {}, call, refused):
            key = (model, row.pk)
            stands = self.now.rows[key]
            said = as_stored(row, fields) | {"exact": span.of(text), "start": span.start, "end": span.end}
            said |= {"origin": Origin.CURATOR, "review": Review.CONFIRMED}
            assert {name: stands[name] for name in said} == said
            self.said[key] = self.say(key)

    def is_found(self, model: type[Finding], span: Span) -> bool:
        """Whether a finding of the present text that nobody rejected has these words, and no others."""
        there = [row for _, row in of(self.now.rows, model) if row["earlier_text_id"] is None]
        return any(Span(row["start"], row["end"]) == span and row["review"] != Review.REJECTED for row in there)

    def is_taken(self, fields: Fields) -> bool:
        """Whether a point of the present text has the place in a list that one is to be added with."""
        ordinal, into = fields.get("ordinal"), fields.get("list")
        points = (row for _, row in of(self.now.rows, Directive) if row["earlier_text_id"] is None)
        return bool(ordinal) and any(place_in_list(row) == ("in", into and into.pk, ordinal) for row in points)

    def _fields_of_another(self, model: type[Finding], other: int) -> Fields:
        """Return what a person chooses beside the words of what is added."""
        if model is Mention:
            return {"speaker": self.speaker("Phạm Thị Hoa"), "status": MentionStatus.RESOLVED, "role": Role.MENTIONED}
        if model is DirectiveList:
            return {"kind": ListKind.TASK, "mention": self.pick(Mention, other)}
        if model is Directive:
            topics = list(Topic.objects.all()[: other % 3])
            into = self.pick(DirectiveList, other) if other % 2 else None
            place = {"list": into, "ordinal": other % 5 or None} if into else {}
            return {"kind": ListKind.TASK, "mention": self.pick(Mention, other), "topics": topics, **place}
        document = self.document(list(DOCUMENTS)[other % len(DOCUMENTS)])
        meant = {"resolution": document, "status": CitationStatus.RESOLVED, "kind": document.kind}
        return {**meant, "form": CitationForm.SHORT, "directive": self.pick(Directive, other)}

    @step(number=NUMBER)
    def delete(self, number: int) -> None:
        """Only what people added, and nothing that would take points with it; what points to it points to nothing."""
        own = [key for key, row in self.now.rows.items() if row["origin"] == Origin.CURATOR]
        if not own:
            return
        key = model, pk = own[number % len(own)]
        row = model._default_manager.get(pk=pk)
        after: dict[Key, Said | None] = {key: None}
        for other, said in self.said.items():
            pointers = [name for name in said.fields if name in POINTERS.get((other[0], model), ())]
            if any(said.fields[name] == row.pk for name in pointers):
                emptied = {name: None for name in pointers if said.fields[name] == row.pk}
                after[other] = replace(said, fields=said.fields | emptied)
        above = {DirectiveList: "list_id", Directive: "parent_id"}.get(model)
        is_in_use = above is not None and any(point[above] == row.pk for _, point in of(self.now.rows, Directive))
        told, call = f"deletes {self.now.words(key)}", partial(curation.remove, row)
        if self.act(told, "deleted", after, call, "in_use" if is_in_use else None):
            self.gone.add(key)

    @step(model=st.sampled_from(ADDABLE), number=NUMBER)
    def delete_what_the_machine_found(self, model: type[Finding], number: int) -> None:
        row = self.pick(model, number, lambda row: bool(row["origin"] == Origin.MACHINE))
        if row is not None:
            told = f"deletes {self.now.words((model, row.pk))}"
            self.act(told, "deleted", {}, partial(curation.remove, row), "of_the_machine")
