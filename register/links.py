"""What hangs on the rows of articles: the titles at their mentions, the topics of their directives."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from articles.models import Finding, Mention, PrintedTitle
from directives.models import Directive
from register.bulk import insert
from register.reconcile import Reconciled
from register.resolve import Registry
from register.rows import Rows
from register.stored import Stored


def save_titles(drafts: Iterable[tuple[Reconciled[Mention], Rows, Stored]]) -> None:
    """Write the titles printed at the mentions that are the machine's, where they differ."""
    found: dict[int, list[PrintedTitle]] = {}  # by mention
    kept = []
    for mentions, rows, stored in drafts:
        found |= {row.pk: [] for row in mentions.standing.values() if not is_held(row, stored)}
        kept += [row.pk for _, row in mentions.kept]
        for title in rows.titles:
            row = mentions.row(title.mention)
            if row and row.pk in found:
                title.mention = row
                found[row.pk].append(title)
    there: dict[int, list[PrintedTitle]] = defaultdict(list)
    if kept:
        for title in PrintedTitle.objects.filter(mention__in=kept):
            there[title.mention_id].append(title)
    differing = [pk for pk in found if list(map(_printed, found[pk])) != list(map(_printed, there[pk]))]
    stale = [title.pk for pk in differing for title in there[pk]]
    if stale:
        PrintedTitle.objects.filter(pk__in=stale).delete()
    insert([title for pk in differing for title in found[pk]])


def _printed(title: PrintedTitle) -> tuple[Any, ...]:
    return (title.start, title.end, title.exact, title.office_id, title.acting, title.former)


def save_topics(drafts: Iterable[tuple[Reconciled[Directive], Rows, Stored]], registry: Registry) -> None:
    """Bring the topics of the machine's directives in line with their words."""
    through = Directive.topics.through
    wanted: dict[tuple[int, int], None] = {}  # of directive and topic, in order
    kept = []
    for directives, rows, stored in drafts:
        ours = {row.pk for row in directives.standing.values() if not is_held(row, stored)}
        kept += [row.pk for _, row in directives.kept]
        for finding, slug in rows.topics:
            row = directives.row(finding)
            if row and row.pk in ours and slug in registry.topics:
                wanted[row.pk, registry.topics[slug]] = None
    links = through.objects.filter(directive_id__in=kept).values_list("id", "directive_id", "topic_id") if kept else ()
    there = {(directive, topic): id_ for id_, directive, topic in links}
    stale = [id_ for pair, id_ in there.items() if pair not in wanted]
    if stale:
        through.objects.filter(pk__in=stale).delete()
    insert([through(directive_id=pair[0], topic_id=pair[1]) for pair in wanted if pair not in there])


def is_held(row: Finding, stored: Stored) -> bool:
    """Whether a run may not write a row: a person decided it, or decided one that points to it."""
    return row.is_decided or (row.pk is not None and row in stored.pinned)
