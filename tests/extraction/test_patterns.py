"""Every pattern of the extraction: its printed forms, its time over the text that hurts it most, and its repeats."""

import ast
import pkgutil
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from articles.extraction.patterns import REGISTER, Registered
from tests.extraction.automaton import meeting
from tests.timing import MOST_TIMES, SLOWLY, is_done_within, seconds

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ["articles.extraction", "directives.extraction"]
LENGTH = 100_000 if SLOWLY else 10_000  # code points of the short text; the long one has ten times as many
NOISE = (
    2e-6 * LENGTH
)  # seconds: what takes less over the long text is not quadratic, which would take a hundred times it
TO_BE_CONVERTED: set[str] = set()


def modules() -> Iterator[str]:
    for package in PACKAGES:
        yield from (found.name for found in pkgutil.iter_modules(import_module(package).__path__, f"{package}."))


for name in modules():
    import_module(name)

EVERY = pytest.mark.parametrize("registered", REGISTER, ids=lambda registered: registered.place)


def plain(form: str) -> tuple[str, int, int | None]:
    """Return a form without its marks, and where what is found begins and ends; None where no mark says so."""
    before, _, rest = form.rpartition("‹")
    found, mark, after = rest.partition("›")
    return before + found + after, len(before), len(before + found) if mark else None


def found_in(registered: Registered, form: str) -> re.Match[str] | None:
    text, start, _ = plain(form)
    if registered.used == "search":
        return registered.pattern.search(text)
    return getattr(registered.pattern, registered.used)(text, start)  # type: ignore[no-any-return]


@EVERY
def test_a_pattern_finds_its_printed_forms(registered: Registered) -> None:
    assert registered.finds
    for form in registered.finds:
        found = found_in(registered, form)
        assert found is not None, form
        _, start, end = plain(form)
        assert end is None or found.span() == (start, end), f"{form}: found {found[0]!r}"


@EVERY
def test_a_pattern_leaves_alone_what_only_looks_like_it(registered: Registered) -> None:
    assert registered.leaves or registered.pattern.match(""), "a pattern that can fail says where"
    for form in registered.leaves:
        found = found_in(registered, form)
        assert found is None, f"{form}: found {found[0]!r}"


def over(registered: Registered, unit: str, length: int) -> Callable[[], object]:
    """Return a call that uses a pattern as the code does, over a text of repeated units."""
    text = unit * (length // len(unit))
    if registered.used == "search":
        return lambda: sum(1 for _ in registered.pattern.finditer(text))
    if registered.used == "match":
        return lambda: sum(registered.pattern.match(text, at) is not None for at in range(0, len(text), len(unit)))
    return lambda: registered.pattern.fullmatch(text)


@EVERY
def test_a_text_of_ten_times_the_length_takes_ten_times_as_long(registered: Registered) -> None:
    """Slowly, over its printed forms too: they may hurt where nobody thought of it."""
    assert registered.attack
    forms = {plain(form)[0] for form in (*registered.finds, *registered.leaves)} if SLOWLY else set()
    for unit in {registered.attack, *forms} - {""}:
        long, short = over(registered, unit, 10 * LENGTH), over(registered, unit, LENGTH)
        assert is_done_within(NOISE, long) or any(is_linear(short, long) for _ in range(3)), repr(unit)


def is_linear(short: Callable[[], object], long: Callable[[], object]) -> bool:
    return seconds(long) <= MOST_TIMES * seconds(short)


@EVERY
def test_no_unbounded_repeat_can_meet_itself(registered: Registered) -> None:
    assert meeting(registered.pattern, sought=registered.used == "search") is None


@pytest.mark.parametrize(
    ("source", "sought"),
    [
        (r"(?:a*)*b", False),
        (r"(?:a|ab?)*c", False),
        (r"(?:\w+ ?)*:", False),
        (r"\d+\s?\d+;", False),
        (r"a.*b.*c", False),
        (r"\w+:", True),
        (r".*x", True),
        (r"\s+\Z", True),
        (r"x(?=.*y)", True),
    ],
)
def test_repeats_that_meet_are_told(source: str, sought: bool) -> None:
    assert meeting(re.compile(source), sought=sought)


@pytest.mark.parametrize(
    ("source", "sought"),
    [
        (r"\w+:", False),
        (r"(?<!\w)\w+:", True),
        (r"\b\w+:", True),
        (r"\w+(?:-\w+)*", True),
        (r"\d+\s\d+;", False),
        (r"\A.*x", True),
        (r".{0,20}x", True),
        (r"(?<![.])[.]+(?= )", True),
    ],
)
def test_repeats_that_cannot_meet_are_let_be(source: str, sought: bool) -> None:
    assert meeting(re.compile(source), sought=sought) is None


@pytest.mark.parametrize("name", [name for name in modules() if name not in TO_BE_CONVERTED])
def test_no_pattern_is_compiled_without_its_forms(name: str) -> None:
    if name == "articles.extraction.patterns":
        return
    tree = ast.parse((ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8"))
    ours = {"error", "Match", "Pattern", "VERBOSE", "IGNORECASE", "MULTILINE", "DOTALL", "escape", "NOFLAG"}
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "re"
    }
    assert not any(isinstance(node, ast.ImportFrom) and node.module == "re" for node in ast.walk(tree))
    assert used <= ours, f"{sorted(used - ours)} of re: see articles/extraction/patterns.py"
