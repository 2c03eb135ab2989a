"""Every code with its labels: those of the document, all of them, in both languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from articles.api.fields import FIELDS
from articles.api.parameters import FORMAT, ORDERING
from articles.api.problems import STATUSES
from config.schema import document
from register.counts import BY, OF
from register.reports.views import KINDS
from register.search import FIELDS as FIELDS_OF_SNIPPETS
from register.search import MODELS
from register.suggesting import MODELS as COMPLETED
from register.vocabularies import FAULTS, PROBLEMS, VOCABULARIES, vocabularies
from tests.conftest import Api
from tests.guides import API, codes_in, rows_of, section

# Enumerations that are no vocabulary: names of orders and of lists are part of addresses, names of fields of answers.
NAMES = {tuple(KINDS), tuple(MODELS), tuple(COMPLETED), FIELDS_OF_SNIPPETS}
NAMING = {ORDERING, FIELDS, FORMAT, OF, BY}  # parameters whose values are names


def enumerations(node: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield each enumeration in the document, with its place."""
    if isinstance(node, dict):
        place = (*place, str(node.get("name", "")))
        if "enum" in node and not NAMING.intersection(place):
            yield place, tuple(value for value in node["enum"] if value is not None)
        for below in node.values():
            yield from enumerations(below, place)
    elif isinstance(node, list):
        for below in node:
            yield from enumerations(below, place)


@pytest.mark.django_db
def test_the_answer_is_all_vocabularies(api: Api) -> None:
    assert api.read("/vocabularies/") == {"vocabularies": vocabularies()}
    assert api.refused("/vocabularies/", kind="task") == ["kind"]


def test_each_enumeration_of_the_document_is_a_vocabulary() -> None:
    known = {tuple(one["code"] for one in vocabulary["codes"]) for vocabulary in vocabularies()}
    found = dict.fromkeys(codes for _, codes in enumerations(document()))
    assert len(found) > 15
    assert [codes for codes in found if codes not in known | NAMES] == []


def test_each_code_has_its_own_label_in_both_languages() -> None:
    for vocabulary in vocabularies():
        for language in ("vi", "en"):
            said = [one[f"label_{language}"] for one in vocabulary["codes"]]
            assert all(said), vocabulary["name"]
            assert len({*said}) == len(said), vocabulary["name"]
        assert [one["code"] for one in vocabulary["codes"] if one["label_vi"] == one["label_en"]] == []


def test_names_and_codes_stand_once_in_a_stable_order() -> None:
    names = [vocabulary["name"] for vocabulary in vocabularies()]
    assert names == sorted(VOCABULARIES)
    for vocabulary in vocabularies():
        codes = [one["code"] for one in vocabulary["codes"]]
        assert len({*codes}) == len(codes)
        assert all(re.fullmatch(r"[a-z0-9_-]+", code) for code in codes)


def test_the_problems_are_those_that_the_api_and_its_guide_have() -> None:
    assert [code for code, _ in PROBLEMS] == ["invalid_request", *(code for code, _ in STATUSES.values())]
    explained = {code for row in rows_of(section(API, "Errors")) for code in codes_in(row[0])}
    assert {code for code, _ in FAULTS} <= explained
    assert explained <= {code for code, _ in (*FAULTS, *PROBLEMS)}
