"""The examples of all parameters find something in what `make run` loads: whoever tries one sees rows."""

from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client

from articles.api.filters import Filter
from config.api import router
from config.schema import document

OPEN_ONES = "remarks"  # whatever the extraction understands leaves none


def filters(viewset: object) -> dict[str, Filter]:
    filterset_class = getattr(viewset, "filterset_class", None)
    return filterset_class.base_filters if filterset_class else {}


@pytest.mark.django_db
def test_every_example_finds_rows_of_the_seeds(client: Client) -> None:
    call_command("load_fixtures", verbosity=0)
    call_command("load_seeds", verbosity=0)
    empty = []
    for prefix, viewset, _ in router.registry:
        for name, declared in filters(viewset).items():
            answer = client.get(f"/api/v1/{prefix}/?{name}={quote(declared.written_example())}").json()
            if not answer["count"] and prefix != OPEN_ONES:
                empty.append((prefix, name))
    assert empty == []


def test_no_filter_is_filled_in_for_whoever_tries_a_list() -> None:
    for prefix, viewset, _ in router.registry:
        stated = document()["paths"][f"/api/v1/{prefix}/"]["get"]["parameters"]
        filled_in = {
            one["name"] for one in stated if {"example", "examples"} & one.keys() or "default" in one["schema"]
        }
        assert not filled_in & filters(viewset).keys()
