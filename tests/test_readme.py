"""The README keeps its word: filters, settings and commands are those of the code, and what is cited is there."""

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from django.core.management import call_command, get_commands
from django.test import Client

from articles.api.filters import BooleanFilter, DateFilter, FilterSet, MomentFilter
from articles.api.parameters import both_ways
from articles.facts import Facts
from articles.search.filters import QueryFilter
from articles.sources import SourceError, sources
from config import settings as project
from config.api import router
from directives.views import ResolutionViewSet
from register.search import SearchFilterSet
from register.suggesting import SuggestFilterSet
from tests.accuracy import readme, released
from tests.guides import HERE, LEFT_OUT, README, ROOT, blocks_of, codes_in, rows_of, says, section

SHARED = ("Filters by words", "Filters of the article", "Filters of who set it out")
OPEN_ONES = "remarks/"  # whatever the extraction understands leaves none
OF_ONE_DOCUMENT = "resolutions/{slug}/citations/"
BY_RANK = {"search/": SearchFilterSet, "suggest/": SuggestFilterSet}  # that is their one order


def stated_by(view: Any) -> tuple[type[FilterSet] | None, Any, str]:
    """Return the filters of a list, its orders, and the usual one."""
    return view.filterset_class, view.orderings, view.default_ordering


LISTS = {f"{prefix}/": stated_by(viewset) for prefix, viewset, _ in router.registry}
LISTS[OF_ONE_DOCUMENT] = stated_by(SimpleNamespace(**ResolutionViewSet.citations.kwargs))


def own_examples(heading: str) -> dict[str, str]:
    """Return the filters in the table below a heading: by name, an example each."""
    return {codes_in(name)[0]: codes_in(example)[0] for name, _, example in rows_of(section(README, heading))}


def examples_of(endpoint: str) -> dict[str, str]:
    """Return the filters that the README gives a list, with those that it shares with others."""
    text = section(README, f"`{endpoint}`")
    shared = [heading for heading in SHARED if f"#{heading.lower().replace(' ', '-')}" in text]
    return {name: one for heading in (f"`{endpoint}`", *shared) for name, one in own_examples(heading).items()}


@pytest.mark.django_db
def test_every_address_is_one_that_answers(client: Client) -> None:
    table = section(README, "Endpoints and filters").partition("\n#")[0]
    named = [code for row in rows_of(table) for code in codes_in(row[0])]
    pages = [address for address in named if address.startswith("/")]
    sent_to = [address.removeprefix("POST ") for address in named if address.startswith("POST ")]
    lists = {f"{address.split('/')[0]}/" for address in named if not address.startswith(("/", "POST "))}
    assert lists == {f"{prefix}/" for prefix, _, _ in router.registry}
    assert {address: client.get(address).status_code for address in pages} == dict.fromkeys(pages, 200)
    assert {address: client.options(address)["Allow"] for address in sent_to} == {"/api/v1/reports/": "POST, OPTIONS"}


@pytest.mark.parametrize("endpoint", [*LISTS, *BY_RANK])
def test_each_filter_of_a_list_is_there_and_no_other(endpoint: str) -> None:
    filterset = BY_RANK[endpoint] if endpoint in BY_RANK else LISTS[endpoint][0]
    assert examples_of(endpoint).keys() == (filterset.base_filters.keys() if filterset else set())


def test_what_may_be_given_once_is_what_the_readme_says() -> None:
    assert "days, moments, true/false and words are given once" in README.read_text(encoding="utf-8")
    filters = [one for filterset, _, _ in LISTS.values() if filterset for one in filterset.base_filters.items()]
    once = (DateFilter, MomentFilter, BooleanFilter, QueryFilter)
    assert [name for name, one in filters if one.multiple == (isinstance(one, once) or name == "match")] == []


@pytest.mark.parametrize("endpoint", LISTS)
def test_the_orders_of_a_list_are_those_that_it_has_the_usual_one_first(endpoint: str) -> None:
    said = re.search(r"^Orders: ([^.(]+)", section(README, f"`{endpoint}`"), re.MULTILINE)
    assert said
    names = codes_in(said[1])
    assert (set(names), names[0]) == (set(both_ways(LISTS[endpoint][1])), LISTS[endpoint][2])


@pytest.mark.django_db
def test_every_example_finds_something_and_what_is_cited_is_there(client: Client) -> None:
    for command in ("load_fixtures", "load_seeds"):
        call_command(command, verbosity=0)
    empty = []
    for endpoint in LISTS.keys() - {OPEN_ONES}:
        path = f"/api/v1/{endpoint.format(slug='59-nq-tw')}"
        own = own_examples(f"`{endpoint}`")
        for name, example in (own if endpoint == OF_ONE_DOCUMENT else examples_of(endpoint)).items():
            assert example.startswith(f"{name}=")
            if not client.get(f"{path}?{example}").json()["count"]:
                empty.append(f"{path}?{example}")
    cited = re.findall(rf"{HERE}(/api/v1/[^\s)}}]+)", section(README, "How to cite"))
    lost = [path for path in cited if client.get(path).status_code != 200]
    assert (empty, len(cited), lost) == ([], 4, [])


def test_every_setting_is_there_and_no_other() -> None:
    named = {code for row in rows_of(section(README, "Settings")) for code in codes_in(row[0])}
    assert named == project.env._names | {"DOINGOAI_ENV_FILE"}


def test_every_command_is_one_that_there_is() -> None:
    text = README.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= get_commands().keys()


ADDING = "How to add an article"

# A folder of sources each: what is wrong in it is one row of the table.
WRONG: dict[str, dict[str, bytes]] = {
    "is not UTF-8: byte …; perhaps …": {"a.txt": "Đối ngoại".encode("cp1258", "ignore")},
    "is UTF-16; only UTF-8 is read": {"a.txt": "Đối ngoại".encode("utf-16")},
    "is empty": {"a.txt": b" \n"},
    "is binary: …": {"a.txt": bytes(range(1, 32)) * 9},
    "is larger than … bytes": {"a.txt": b"a" * 2000},
    "unknown key …": {"a.txt": b"a", "sources.json": b'[{"source": "a.txt", "day": "2026-01-29"}]'},
    '"genre" is …; known are …': {"a.txt": b"a", "sources.json": b'[{"source": "a.txt", "genre": "news"}]'},
    "names …, which is not there": {"sources.json": b'[{"source": "a.txt"}]'},
    "not read, since sources.json beside it is broken": {"a.txt": b"a", "sources.json": b"["},
}


def test_what_is_wrong_with_a_source_is_explained(tmp_path: Path) -> None:
    explained = {code for row in rows_of(section(README, ADDING)) for code in codes_in(row[0])}
    assert explained == WRONG.keys() | {"The database is not up to date"}
    for number, (words, files) in enumerate(WRONG.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        errors = [one.reason for one in sources([folder], max_bytes=1500) if isinstance(one, SourceError)]
        assert any(says(reason, f"{LEFT_OUT}{words}{LEFT_OUT}") for reason in errors), (words, errors)


def test_the_entry_that_is_shown_is_one_that_can_be_read() -> None:
    (block,) = blocks_of(README, "jsonc")
    entry = json.loads(block)
    facts = Facts.of_row(entry)
    assert facts.known.keys() == entry["known"].keys() == entry.keys() - {"source", "known"}


def test_the_citation_of_the_whole_is_of_this_version() -> None:
    stated = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    (block,) = [block for block in blocks_of(README, "bibtex") if block.startswith("@software")]
    assert stated["cff-version"] == "1.2.0"
    assert stated["version"] == project.VERSION
    assert f"version = {{{project.VERSION}}}" in block
    assert f"title   = {{{stated['title']}}}" in block


def test_the_figures_are_those_of_the_last_release() -> None:
    assert readme.table(released.last()) in section(README, "Accuracy and speed")


def test_a_release_puts_its_figures_in_the_place_of_those_before(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"before\n\n{readme.HEAD}| people | 0.1 | 0.2 |\n\nafter\n", encoding="utf-8")
    readme.write(released.last(), path)
    assert path.read_text(encoding="utf-8") == f"before\n\n{readme.table(released.last())}\nafter\n"
