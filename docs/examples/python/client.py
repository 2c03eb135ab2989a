"""A client of doingoai's API, with the standard library alone: lists, rows, problems and ETags."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen

PATIENCE = 30  # seconds for one answer

Row = dict[str, Any]


class Refused(Exception):
    """The API refused a request, or failed. Branch on `problem["code"]`, and on the `code` of each of its `errors`."""

    def __init__(self, problem: Row) -> None:
        super().__init__(problem["detail"])
        self.problem = problem


class Client:
    """Asks the API, and keeps answers by their ETag; `unchanged` counts those that were not sent again."""

    def __init__(self, server: str) -> None:
        """Take where the API is, such as "http://127.0.0.1:8000"."""
        self.server = server
        self.unchanged = 0
        self._kept: dict[str, tuple[str, Any]] = {}

    def get(self, path: str, **query: Any) -> Any:
        """Return the first page of a list, or whatever else stands at a path; a list of values means "or"."""
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        return self.at(urljoin(self.server, path) + asked)

    def rows(self, path: str, **query: Any) -> Iterator[Row]:
        """Yield every row of a list, following `next` from page to page."""
        page = self.get(path, **query)
        yield from page["results"]
        while page["next"]:
            page = self.at(page["next"])
            yield from page["results"]

    def at(self, address: str) -> Any:
        """Return what stands at an address that the API gave, such as the `url` of a row. Raises Refused."""
        etag, kept = self._kept.get(address, ("", None))
        request = Request(address, headers={"If-None-Match": etag} if etag else {})
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                body = json.load(answer)
                self._kept[address] = (answer.headers["ETag"], body)
                return body
        except HTTPError as error:
            if error.code == 304:
                self.unchanged += 1
                return kept
            if error.headers.get_content_type() != "application/problem+json":
                raise  # not the API: a proxy in front of it
            raise Refused(json.load(error)) from None
