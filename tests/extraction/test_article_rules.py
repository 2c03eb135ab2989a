"""The table of the rules for blocks and mentions: each reads its example, and none that reads a text is missing."""

from pathlib import Path

import pytest

from articles.extraction.blocks import find_blocks
from articles.extraction.rules import BLOCKS, MENTIONS, Rule
from articles.extraction.speakers import find_speakers
from articles.extraction.text import Span, normalise

ROOT = Path(__file__).parent.parent.parent
TEXTS = sorted([*ROOT.glob("seeds/*.txt"), *ROOT.glob("tests/accuracy/articles/*.txt")])


def read_by(text: str) -> list[tuple[str, Span]]:
    """Return the rule and the place of each block and mention of a text."""
    blocks = find_blocks(text)
    mentions = find_speakers(text, blocks).mentions
    return [*((block.rule, block.span) for block in blocks), *((mention.rule, mention.span) for mention in mentions)]


@pytest.mark.parametrize("rule", [*BLOCKS, *MENTIONS], ids=lambda rule: rule.name)
def test_each_rule_reads_its_example(rule: Rule) -> None:
    before, _, rest = rule.example.partition("‹")
    words, _, after = rest.partition("›")
    found = read_by(before + words + after)
    assert (rule.name, Span(len(before), len(before + words))) in found


def test_no_name_stands_for_two_rules() -> None:
    assert len({rule.name for rule in (*BLOCKS, *MENTIONS)}) == len(BLOCKS) + len(MENTIONS)


def test_no_text_is_read_by_a_rule_that_is_not_told() -> None:
    assert TEXTS
    told = {rule.name for rule in (*BLOCKS, *MENTIONS)}
    for path in TEXTS:
        used = {rule for rule, _ in read_by(normalise(path.read_text(encoding="utf-8")))}
        assert used <= told, f"{path.name}: {used - told}"
