"""The questions with their judged answers, and how good what the search answers is."""

import math
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from articles.extraction.text import normalise
from articles.models import Article
from directives.models import Directive

Row = tuple[str, str]  # the list that it is of, and its slug

HERE: Final = Path(__file__).parent
WRITTEN: Final = HERE.parent / "accuracy" / "articles"
DEPTH: Final = 10  # rows of an answer that count


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and the grades of the rows that answer it, as the file names them."""

    question: str
    grades: dict[Row, int] = field(default_factory=dict)


def questions() -> Iterator[Judged]:
    """Yield the questions of the file; raise ValueError for a line that cannot be read, or a row that comes twice."""
    judged: Judged | None = None
    for line in (HERE / "queries.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("? "):
            if judged is not None:
                yield judged
            judged = Judged(line.removeprefix("? "))
        elif judged is not None and re.match("[123] ", line):
            grade, kind, *names = shlex.split(line)
            for name in names:
                if (kind, name) in judged.grades:
                    raise ValueError(f"{judged.question}: {name} comes twice")
                judged.grades[kind, name] = int(grade)
        elif line and not line.startswith("#"):
            raise ValueError(line)
    if judged is not None:
        yield judged


def load() -> None:
    """Fill the database: known rows, the seeds, and the written articles."""
    call_command("load_fixtures", verbosity=0)
    call_command("load_seeds", str(settings.SEEDS_DIR), str(WRITTEN), verbosity=0)


def slugs_of(judged: Judged) -> dict[Row, int]:
    """Return the grades by the slugs of the rows; raise LookupError for what names none, or several."""
    return {(kind, slug_of(kind, name)): grade for (kind, name), grade in judged.grades.items()}


def slug_of(kind: str, name: str) -> str:
    """Return the slug of the row that the file names so: articles by their file, directives by their first words."""
    if kind == "articles":
        files = [file for folder in (settings.SEEDS_DIR, WRITTEN) for file in folder.glob(f"{name}*.txt")]
        texts = [normalise(file.read_text(encoding="utf-8-sig")) for file in files]
        found = list(Article.objects.filter(text__in=texts).values_list("slug", flat=True))
    elif kind == "directives":
        found = list(Directive.objects.served().filter(exact__startswith=name).values_list("slug", flat=True))
    else:
        return name
    if len(found) != 1:
        raise LookupError(f"{kind} {name}: {len(found)} rows")
    return found[0]


def ndcg(grades: Mapping[Row, int], answer: Sequence[Row]) -> float:
    """Return how good the first ten rows of an answer are, from 0 to 1."""
    best = sorted(grades.values(), reverse=True)
    return _gain(grades.get(row, 0) for row in answer) / _gain(best)


def ask(client: Client, question: str) -> list[Row]:
    """Return the first ten rows that the search answers."""
    answer = client.get("/api/v1/search/", {"q": question, "page_size": str(DEPTH)}).json()
    return [(row["type"], row["slug"]) for row in answer["results"]]


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(islice(grades, DEPTH)))
