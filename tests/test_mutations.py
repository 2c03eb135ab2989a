"""Seeds that are printed otherwise are read as they were; how well is compared in test_accuracy.py."""

from typing import Any

import pytest

from tests.accuracy.answers import Article, articles_of, faults
from tests.accuracy.mutations import MUTATIONS, Edit, edited, mutated
from tests.accuracy.prediction import read
from tests.accuracy.score import folded

# Each of these prints the seeds in a form that some newspaper uses, and takes nothing away.
HARMLESS = (
    "in NFD",
    "lines end with CR LF",
    "two blank lines between paragraphs",
    "indented paragraphs",
    "spaces behind paragraphs",
    "straight quotes",
    "curly quotes",
    "hoà, uỷ",
    "hòa, ủy",
)
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def changed(name: str) -> list[Article]:
    return mutated(name, articles_of("seeds"))


def article(text: str, *starts: int) -> Article:
    singles: list[Any] = [{"start": start, "sentence_starts": text[start : start + 2]} for start in starts]
    return Article("a", text, {"modal_directives": singles})


def quoted(edit: Edit, text: str, *starts: int) -> list[tuple[int, str]]:
    answers = edited(article(text, *starts), [edit]).answers
    return [(one["start"], one["sentence_starts"]) for one in answers["modal_directives"]]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(0, 0, "--"), [(2, "ab"), (4, "cd"), (6, "ef")]),
        (Edit(2, 2, "--"), [(0, "ab"), (4, "cd"), (6, "ef")]),
        (Edit(2, 4, "C"), [(0, "ab"), (2, "C"), (3, "ef")]),
        (Edit(1, 3, ""), [(0, "a"), (1, "d"), (2, "ef")]),
        (Edit(6, 6, "--"), [(0, "ab"), (2, "cd"), (4, "ef")]),
    ],
)
def test_answers_go_along_with_an_edit(edit: Edit, expected: list[tuple[int, str]]) -> None:
    found = quoted(edit, "abcdef", 0, 2, 4)
    assert [start for start, _ in found] == [start for start, _ in expected]
    assert [words.strip("-") for _, words in found] == [words for _, words in expected]


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_changes_a_seed_and_its_answers_go_along(name: str) -> None:
    articles = changed(name)
    assert articles
    assert [fault for one in articles for fault in faults(one)] == []


def in_one_form(value: Any, text: str) -> Any:
    """Return what an extraction document says, the same for every printed form: words for places, folded, no "text"."""
    if isinstance(value, list):
        return [in_one_form(one, text) for one in value]
    if isinstance(value, dict):
        said = {key: in_one_form(one, text) for key, one in value.items() if key not in ("start", "end", "text")}
        return said | {"words": in_one_form(text[value["start"] : value["end"]], text)} if "start" in value else said
    return folded(value.translate(STRAIGHT)) if isinstance(value, str) else value


@pytest.mark.parametrize("name", HARMLESS)
def test_another_form_of_a_text_says_the_same(name: str) -> None:
    before = {one.name: read(one) for one in articles_of("seeds")}
    for one in changed(name):
        found, expected = (in_one_form(document, document["text"]) for document in (read(one), before[one.name]))
        for part in expected:
            assert found[part] == expected[part], part


def test_a_point_that_is_left_out_is_named() -> None:
    said = [
        (remark["code"], remark["detail"]) for one in changed("a point left out") for remark in read(one)["remarks"]
    ]
    assert said == [
        ("count-short", "declared 4, found 3: ordinal 3 is missing"),
        ("count-short", "declared 7, found 6: ordinal 4 is missing"),
    ]


def test_a_title_that_two_people_bear_is_credited_to_neither() -> None:
    (report,) = (one for one in changed("a second person of the title") if one.name.startswith("004"))
    found = read(report)
    bare = [one for one in found["directives"] if found["text"].startswith("Bộ trưởng ", one["start"])]
    assert [one["speaker"] for one in bare] == [None, None]
