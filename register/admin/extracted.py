"""What was found in a text, in lists of words: for a look at it before it is stored and its rows have pages."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from articles.addresses import page_of
from articles.admin.sentences import sentence
from articles.models import Finding, Mention, Remark, Role
from articles.segments import Mark
from directives.models import Citation, Directive, DirectiveList
from directives.models.directives import count_status
from register.admin.found import Found, found_in
from register.intake import Taken

LISTED: Final = (DirectiveList, Directive, Citation, Remark)


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words; link is the page of a row that was there before."""

    key: str
    label: str
    words: str
    details: tuple[str, ...]
    rule: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind."""

    kind: str
    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom the text names; who is new is not in the database yet."""

    name: str
    role: str
    titles: str
    times: int
    is_new: bool
    link: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """The findings of one text."""

    marks: list[Mark]
    groups: list[Group]
    people: list[Person]
    open_mentions: Group


def extracted(taken: Taken, kinds: Collection[type[Finding]]) -> Extracted:
    """Return what was found, of the kinds that may be seen; the marks lead to the lists, not to pages."""
    found = found_in(taken.article, None, kinds)
    marks = [replace(mark, url=f"#finding-{mark.key}") for mark in found.marks()]
    labels = {mark.key: mark.label for mark in marks}
    mentions = [row for row in found.rows.get(Mention, []) if found.is_shown(row)]
    who = {row.pk: str(row.speaker or "") for row in mentions}
    groups = [_group(kind, list(_lines(kind, found, labels, who))) for kind in LISTED if kind in kinds]
    unknown = [_line(row, labels, (row.get_status_display(),)) for row in mentions if row.speaker is None]
    return Extracted(marks, groups, list(_people(mentions, taken.last_speaker)), _group(Mention, unknown))


def _group(kind: type[Finding], lines: list[Line]) -> Group:
    return Group(str(kind._meta.model_name), str(kind._meta.verbose_name_plural), lines)


def _line(row: Any, labels: dict[str, str], details: tuple[str, ...], link: str = "") -> Line:
    told = tuple(detail for detail in details if detail)
    return Line(row.public_id, labels.get(row.public_id, ""), str(row), told, row.rule, link)


def _lines(kind: type[Finding], found: Found, labels: dict[str, str], who: dict[int, str]) -> Iterator[Line]:
    points: dict[int | None, int] = defaultdict(int)
    for point in found.rows.get(Directive, []):
        points[point.list_id] += point.parent_id is None and found.is_shown(point)
    for row in found.rows[kind]:
        if found.is_shown(row):
            yield _line(row, labels, *_told(row, points, who))


def _told(row: Any, points: dict[int | None, int], who: dict[int, str]) -> tuple[tuple[str, ...], str]:
    """Return what is said of a finding beside its words, and the page of what it means."""
    match row:
        case DirectiveList():
            credit = who.get(row.mention_id or 0, "")
            return (str(row.get_kind_display()), _counted(row, points[row.pk]), credit), ""
        case Directive():
            return (str(row.get_kind_display()), who.get(row.mention_id or 0, "")), ""
        case Citation() if row.resolution:
            return (row.resolution.distinct_name,), page_of(row.resolution)
        case Citation():
            return (str(row.get_status_display()), sentence(row.reason)), ""
        case _:
            return (str(row.get_code_display()), sentence(row.detail)), ""


def _counted(row: DirectiveList, found: int) -> str:
    """Return how many points a list declares and how many were found, and how the two go together."""
    if row.declared_count is None:
        return _("%(found)d points found, no number declared") % {"found": found}
    status = count_status(row.declared_count, found).label
    return _("%(declared)d declared, %(found)d found: %(status)s") % {
        "declared": row.declared_count,
        "found": found,
        "status": status,
    }


def _people(mentions: list[Mention], last_speaker: int) -> Iterator[Person]:
    """Yield whoever is named, the strongest role first, and within it in the order of the text."""
    of_one: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.speaker_id:
            of_one[mention.speaker_id].append(mention)
    strength = {role: place for place, role in enumerate(Role.values)}
    for rows in sorted(of_one.values(), key=lambda rows: min(strength[row.role] for row in rows)):
        speaker = rows[0].speaker
        assert speaker
        role = min((row.role for row in rows), key=strength.__getitem__)
        titles = dict.fromkeys(title for row in rows if (title := row.office_as_written))
        is_new = speaker.pk > last_speaker
        link = "" if is_new else page_of(speaker)
        yield Person(speaker.name, str(Role(role).label), "; ".join(titles), len(rows), is_new, link)
