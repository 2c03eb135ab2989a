"""The table of the rules: each reads its example, and none that a finding may carry is missing."""

import datetime
from collections.abc import Callable
from typing import get_args

import pytest

from articles.extraction.rules import Rule
from articles.extraction.text import Span
from articles.facts import Facts
from articles.sources import Source
from directives.extraction.relations import RelationType
from directives.extraction.remarks import RemarkCode
from directives.extraction.rules import CITATIONS, DIRECTIVES, LISTS, RELATIONS, REMARKS
from register.document import Findings, extract

LEAD = "Hội nghị đã kết thúc sáng nay tại Hà Nội với nhiều đại biểu tham dự.\n\n"
STATED = Facts(published_on=datetime.date(2026, 2, 12))
Found = Callable[[Findings], list[tuple[str, Span]]]


def citations(found: Findings) -> list[tuple[str, Span]]:
    return [(one.rule, one.span) for one in found.citations]


def lists(found: Findings) -> list[tuple[str, Span]]:
    return [(one.rule, Span(one.items[0].span.start, one.items[-1].span.end)) for one in found.lists]


def directives(found: Findings) -> list[tuple[str, Span]]:
    return [(one.rule, one.span) for one in found.directives]


def relations(found: Findings) -> list[tuple[str, Span]]:
    return [(one.type, one.span) for one in found.relations]


def remarks(found: Findings) -> list[tuple[str, Span]]:
    return [(one.code, one.span) for one in found.remarks]


TABLES: list[tuple[tuple[Rule, ...], Found]] = [
    (CITATIONS, citations),
    (LISTS, lists),
    (DIRECTIVES, directives),
    (RELATIONS, relations),
    (REMARKS, remarks),
]


@pytest.mark.parametrize(
    ("rule", "of"), [pytest.param(rule, of, id=rule.name) for rules, of in TABLES for rule in rules]
)
def test_each_rule_reads_its_example(rule: Rule, of: Found) -> None:
    before, _, rest = rule.example.partition("‹")
    words, _, after = rest.partition("›")
    lead = "" if before.startswith(" date ") else LEAD
    text = lead + before + words + after
    found = extract(Source("a.txt", text, "", facts=STATED))
    assert (rule.name, words) in [(name, span.of(text)) for name, span in of(found)]


@pytest.mark.parametrize("rules", [rules for rules, _ in TABLES], ids=lambda rules: rules[0].name)
def test_no_name_stands_for_two_rules(rules: tuple[Rule, ...]) -> None:
    assert len({rule.name for rule in rules}) == len(rules)


def test_every_kind_of_relation_and_of_remark_is_told() -> None:
    assert {rule.name for rule in RELATIONS} == {*get_args(RelationType)}
    assert {rule.name for rule in REMARKS} == {*get_args(RemarkCode)}
