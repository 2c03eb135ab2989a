"""Names of people, documents and topics, completed while they are typed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, QuerySet

from articles.api.filters import LONGEST_TEXT, ChoiceFilter, FilterSet, IntegerFilter, TextFilter, refuse
from articles.extraction.sorting import sort_key
from articles.models import Mention, Speaker
from articles.models.counting import count_of
from articles.search.completion import begun, place_in, typed_words
from articles.search.index import kind_of
from directives.models import Citation, Directive, Resolution, Topic

USUAL_LIMIT: Final = 10
HIGHEST_LIMIT: Final = 20

# What is completed, as the lists of the API are called.
MODELS: Final[Mapping[str, type[Model]]] = {"speakers": Speaker, "resolutions": Resolution, "topics": Topic}
TYPES: Final = {kind_of(model): name for name, model in MODELS.items()}

# The rows that the public may see, each with how often articles name or cite it, or directives have it.
KNOWN: Final[Mapping[str, Callable[[], QuerySet[Any]]]] = {
    "speakers": lambda: (
        Speaker.objects.public()
        .annotate(known=count_of(Mention.objects.public(), "speaker"))
        .prefetch_related("aliases")
    ),
    "resolutions": lambda: (
        Resolution.objects.public()
        .annotate(known=count_of(Citation.objects.public(), "resolution"))
        .prefetch_related("aliases")
    ),
    "topics": lambda: Topic.objects.annotate(known=count_of(Directive.objects.served(), "topics")),
}


class TypedFilter(TextFilter):
    """The beginning of a name, up to 200 characters, at least one of them a letter or digit."""

    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}

    def read(self, value: str) -> str:
        typed = typed_words(super().read(value))
        if not typed:
            raise refuse(value, "has no letter and no digit to look for", "malformed")
        return typed


class SuggestFilterSet(FilterSet):
    """What is typed, and what is offered for it."""

    q = TypedFilter(
        needed=True,
        help_text=(
            "What is typed of a name, with or without marks, from any of its words on; the last word may be unfinished."
        ),
        example="hoai tr",
    )
    type = ChoiceFilter(
        choices=MODELS, help_text="The lists of which names are completed; all three without it.", example="speakers"
    )
    limit = IntegerFilter(
        minimum=1, maximum=HIGHEST_LIMIT, help_text=f"How many at most; {USUAL_LIMIT} without it.", example=5
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row whose name may be meant, and the name that goes on as it was typed."""

    type: str
    slug: str
    label: str
    matched: str

    @property
    def view(self) -> str:
        """What its address is called by."""
        return kind_of(MODELS[self.type])


def suggestions(typed: str, types: Collection[str], limit: int) -> list[Suggestion]:
    """Return the rows with a name that goes on like typed words, the best first.

    Before others come names that begin so; of those alike the better known; then it goes by the Vietnamese alphabet.
    """
    numbers = defaultdict(list)
    for kind, row, _ in begun(typed, [kind_of(MODELS[name]) for name in types]):
        numbers[TYPES[kind]].append(row)
    offered = []
    for name, found in numbers.items():
        for row in KNOWN[name]().filter(pk__in=found):
            place, matched = _best_match(row.searched().names, typed)
            if place >= 0:
                label = label_of(row)
                order = (place > 0, -row.known, _sort_key(row, label), name, row.pk)
                offered.append((order, Suggestion(name, row.slug, label, matched)))
    return [suggestion for _, suggestion in sorted(offered, key=lambda one: one[0])[:limit]]


def label_of(row: Any) -> str:
    """Return what a row is called where it is offered."""
    return row.printed_name if isinstance(row, Resolution) else str(row)


def _best_match(names: Iterable[str], typed: str) -> tuple[int, str]:
    """Return the name in which typed words stand earliest, the first of those alike, and where; -1 for none."""
    places = [(place, name) for name in names if (place := place_in(name, typed)) >= 0]
    return min(places, key=lambda one: one[0], default=(-1, ""))


def _sort_key(row: Any, label: str) -> str:
    return sort_key(label) if isinstance(row, Resolution) else str(row.sort_key)
