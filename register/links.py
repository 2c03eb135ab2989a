"""What hangs on the rows of an article: the titles at its mentions, the topics of its directives."""

from collections import defaultdict
from typing import Any

from articles.models import Finding, Mention, PrintedTitle
from directives.models import Directive
from register.reconcile import Reconciled
from register.resolve import Registry
from register.rows import Rows
from register.standing import Standing


def save_titles(mentions: Reconciled[Mention], rows: Rows, standing: Standing) -> None:
    """Write the titles printed at the mentions that are the machine's, where they differ."""
    ours = {row.pk: row for row in mentions.standing.values() if not is_held(row, standing)}
    found: dict[int, list[PrintedTitle]] = defaultdict(list)
    for title in rows.titles:
        row = mentions.row(title.mention)
        if row and row.pk in ours:
            title.mention = row
            found[row.pk].append(title)
    there: dict[int, list[PrintedTitle]] = defaultdict(list)
    for title in PrintedTitle.objects.filter(mention__in=ours):
        there[title.mention_id].append(title)
    differing = [pk for pk in ours if list(map(_printed, found[pk])) != list(map(_printed, there[pk]))]
    stale = [title.pk for pk in differing for title in there[pk]]
    if stale:
        PrintedTitle.objects.filter(pk__in=stale).delete()
    PrintedTitle.objects.bulk_create(title for pk in differing for title in found[pk])


def _printed(title: PrintedTitle) -> tuple[Any, ...]:
    return (title.start, title.end, title.exact, title.office_id, title.acting, title.former)


def save_topics(directives: Reconciled[Directive], rows: Rows, registry: Registry, standing: Standing) -> None:
    """Bring the topics of the machine's directives in line with their words."""
    ours = {row.pk for row in directives.standing.values() if not is_held(row, standing)}
    wanted = set()
    for finding, slug in rows.topics:
        row = directives.row(finding)
        if row and row.pk in ours and slug in registry.topics:
            wanted.add((row.pk, registry.topics[slug]))
    through = Directive.topics.through
    links = through.objects.filter(directive_id__in=ours).values_list("id", "directive_id", "topic_id")
    there = {(directive, topic): id_ for id_, directive, topic in links}
    stale = [id_ for pair, id_ in there.items() if pair not in wanted]
    if stale:
        through.objects.filter(pk__in=stale).delete()
    through.objects.bulk_create(
        through(directive_id=directive, topic_id=topic) for directive, topic in sorted(wanted - there.keys())
    )


def is_held(row: Finding, standing: Standing) -> bool:
    """Whether a run may not write a row: a person decided it, or decided one that points to it."""
    return row.is_decided or (row.pk is not None and row in standing.pinned)
