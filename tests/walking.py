"""A walk over what the API answers about the articles: every list to its end, every row that an article has to do with.

Rows that are only known beforehand (an office in which no article shows anyone, a document that none cites) stand in
the lists that are walked, and are not asked for one by one.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.test import Client

from config.api import router

Answer = dict[str, Any]

# What the list of lists leaves out unless it is asked for stands at its end.
LISTS: Final = (*(f"/api/v1/{prefix}/" for prefix, _, _ in router.registry), "/api/v1/directive-lists/?directive=false")

FINDINGS: Final = ("directive-lists", "directives", "citations", "remarks")  # lists that show what their rows show


def walk(client: Client, *, findings: bool) -> dict[str, Answer]:
    """Return every answer by its address; each must be a 200. findings: also each finding at its own address."""
    found = lists(client)
    named: set[str] = set()
    for page, answer in list(found.items()):
        kind = page.split("/")[3]
        asked = findings or kind not in FINDINGS
        rows = [row for row in answer["results"] if asked and is_of_an_article(kind, row, named)]
        for own in (own for row in rows for own in addresses(row)):
            found[own] = read(client, own)
            named.update(texts_in(found[own]))
    return found


def lists(client: Client) -> dict[str, Answer]:
    """Return every page of every list by its address, 100 rows each."""
    return {page: answer for address in LISTS for page, answer in pages_of(client, address)}


def read(client: Client, address: str) -> Answer:
    """Return the answer at an address, which must be a 200."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    answer: Answer = response.json()
    return answer


def pages_of(client: Client, address: str) -> Iterator[tuple[str, Answer]]:
    """Yield the pages of a list with their addresses."""
    following: str | None = f"{address}{'&' if '?' in address else '?'}page_size=100"
    while following:
        answer = read(client, following)
        yield following, answer
        following = answer["next"]


def is_of_an_article(kind: str, row: Answer, named: set[str]) -> bool:
    """Say whether an article has to do with a row of a list: by its counts, or as an answer so far names it."""
    if kind in ("offices", "organs"):
        return row["url"] in named
    return all(row.get(count, 1) for count in ("article_count", "directive_count"))


def addresses(row: Answer) -> list[str]:
    """Return the addresses of a row that answer with JSON."""
    url = row["url"]
    return [url, f"{url}citations/?page_size=100"] if "/resolutions/" in url else [url]


def objects_in(answer: Any, around: tuple[Answer, ...] = ()) -> Iterator[tuple[Answer, ...]]:
    """Yield every object of an answer as the last of those that it stands in."""
    if isinstance(answer, list):
        for one in answer:
            yield from objects_in(one, around)
    elif isinstance(answer, dict):
        yield (*around, answer)
        for value in answer.values():
            yield from objects_in(value, (*around, answer))


def texts_in(answer: Any) -> Iterator[str]:
    """Yield every string of an answer."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, (list, dict)):
        for one in answer.values() if isinstance(answer, dict) else answer:
            yield from texts_in(one)
