"""Taking back what people did: a whole edit, or what it did to one row. That is an edit too, so it can be taken back.

Nothing is written where a row is no longer what the edit left, or where something that it needs is gone: a clear
ValidationError says which. Where the text of an article changed since, words go back to where they stand now.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import (
    CASCADE,
    PROTECT,
    RESTRICT,
    SET_NULL,
    BaseConstraint,
    Model,
    UniqueConstraint,
    prefetch_related_objects,
)
from django.utils.translation import gettext_lazy as _

from articles.acting import acting, who_acts
from articles.curation import take_along
from articles.extraction.text import Span
from articles.models import Article, EarlierText, Finding, Mention, Office, Origin, Remark, Review, Tenure
from articles.together import save_together
from articles.versions import DERIVED, Values, about_to_lock, as_written, fields_of, label_of_field, values_of
from directives.models import Directive, DirectiveList
from register.anchor import Change, anchor
from register.history import last_changes
from register.models import OF_ACCOUNTS, Edit, EditedRow, EditKind
from register.renaming import let_go
from register.resolve import end_of_merges, merges
from register.since import Given, given_since, moved_since
from register.stand_ins import speaker_by_now
from register.standing import forget_left

Handler = Callable[[Edit], None]

# Where words stand: a run moves them with the text, so they are compared and put back by the words.
PLACES: Final = ("start", "end", "parts", "exact", "intro_start", "intro_end", "intro")
# What a field says of a row that nobody has decided about: a run may write it.
UNDECIDED: Final = {"review": Review.MACHINE, "edited": False, "origin": Origin.MACHINE}
HOLDS: Final = (CASCADE, PROTECT, RESTRICT, SET_NULL)
LOOKED_AT: Final = ("article", "earlier_text", "parent", "children")  # what findings look at when they are cleaned
AT_A_TIME: Final = 1_000  # rows that are put back with the same queries

There = defaultdict[type[Model], set[int]]  # numbers of rows that are known to be there

# Rights beyond those of the rows: by what an edit changed, and by what was done.
RIGHT_BY_FIELD: Final = {
    ("articles.article", "state"): "articles.withdraw_article",
    ("articles.speaker", "merged_into_id"): "articles.merge_speaker",
}
RIGHT_BY_KIND: Final = {
    EditKind.MERGED.value: "articles.merge_speaker",
    EditKind.IMPORTED.value: "articles.import_authority",
}

_handlers: dict[str, Handler] = {}


def takes_back(kind: str) -> Callable[[Handler], Handler]:
    """Register how an edit of a kind is undone, where that is more than its rows; also when that is undone in turn.

    It is called in the transaction, while what it saves is written down, and raises ValidationError to refuse.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def undo(edit: Edit, by: Any, why: str = "") -> Edit:
    """Take back what an edit did to all its rows, the last first. Return the edit that this is."""
    return _take_back(edit, None, by, why)


def revert(told: EditedRow, by: Any, why: str = "") -> Edit:
    """Take back what an edit did to one row. Return the edit that this is."""
    return _take_back(told.edit, told, by, why)


def is_deed(edit: Edit) -> bool:
    """Whether an edit did something, or did it again; not where it took back what did."""
    if edit.undoes is not None:
        return not is_deed(edit.undoes)
    reverted = EditedRow.objects.filter(pk=edit.details.get("reverts")).select_related("edit").first()
    return reverted is None or not is_deed(reverted.edit)


def may_be_split(edit: Edit) -> bool:
    """Whether one row of an edit can be taken back alone: not where its rows are undone together or not at all."""
    return _root(edit).kind not in _handlers


def may_take_back(edit: Edit, rows: list[EditedRow], user: Any) -> bool:
    """Whether a person may undo an edit, or what it did to some rows: who may do the contrary to each of them.

    Findings are added and removed by whoever may change them. What needs a right of its own needs it again. What was
    done to accounts and roles is not taken back so: their own pages see to it who may give which rights.
    """
    if any(told.model in OF_ACCOUNTS for told in rows):
        return False
    needed = {_permission(told) for told in rows if told.before != told.after}
    needed |= {right for told in rows for (model, name), right in RIGHT_BY_FIELD.items() if _touches(told, model, name)}
    if kind := RIGHT_BY_KIND.get(_root(edit).kind):
        needed.add(kind)
    return bool(rows) and user.has_perms(sorted(needed))


def _touches(told: EditedRow, model: str, name: str) -> bool:
    return told.model == model and name in (told.after or {}) and told.before is not None


def _permission(told: EditedRow) -> str:
    app, name = told.model.split(".")
    model = told.of_model
    is_finding = model is not None and issubclass(model, Finding)
    action = "change"
    if not is_finding and told.before is None:
        action = "delete"
    elif not is_finding and told.after is None:
        action = "add"
    return f"{app}.{action}_{name}"


def _take_back(edit: Edit, only: EditedRow | None, by: Any, why: str) -> Edit:
    try:
        with transaction.atomic():
            about_to_lock.send(sender=Edit)
            held = Edit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
            reverted = _reverted_rows(held)
            _refuse_if_undone(held, reverted.get(only.pk) if only else None)
            kind, undoes = (EditKind.UNDONE, held.pk) if only is None else (EditKind.REVERTED, None)
            with acting(by, kind, why, undoes) as deed:
                if only is not None:
                    deed.details = {"reverts": only.pk}
                handler = _handlers.get(_root(held).kind)
                if handler is None:
                    _take_back_rows([only] if only else _rows_to_take_back(held, reverted))
                elif only is None:
                    handler(held)
                else:
                    raise ValidationError(_("This is undone as a whole or not at all."), code="whole")
            if deed.edit is None:
                raise ValidationError(_("There is nothing to take back."), code="nothing")
            done: Edit = deed.edit
            return done
    except IntegrityError as error:
        raise _taken() from error


def _refuse_if_undone(edit: Edit, reverted: Edit | None) -> None:
    by = Edit.objects.filter(undoes=edit).first() or reverted
    if by is not None:
        message = _("%(who)s undid this on %(when)s. Undo that to have it again.")
        raise ValidationError(message, code="undone", params=_who_and_when(by))


def _reverted_rows(edit: Edit) -> dict[int, Edit]:
    """Return by which edit each row of one was reverted already, by the numbers of the edited rows."""
    rows = set(edit.rows.values_list("pk", flat=True))
    found = Edit.objects.filter(pk__gt=edit.pk, kind=EditKind.REVERTED, details__has_key="reverts")
    of_these = [one for one in found.order_by("pk") if one.details["reverts"] in rows]
    return {one.details["reverts"]: one for one in of_these if _stands(one)}


def _stands(edit: Edit) -> bool:
    """Whether an edit was not taken back, or that was taken back in turn."""
    by = Edit.objects.filter(undoes=edit).first() or next(iter(_reverted_rows(edit).values()), None)
    return by is None or not _stands(by)


def _root(edit: Edit) -> Edit:
    """Return the edit that was undone at first, where one undoes another; the edit itself where it undoes none."""
    while edit.undoes is not None:
        edit = edit.undoes
    return edit


def _rows_to_take_back(edit: Edit, reverted: Collection[int]) -> list[EditedRow]:
    """Return what an edit did to its rows, the last first, without what was reverted or saw to itself since."""
    rows = list(edit.rows.order_by("-pk"))
    left = {*reverted, *(_gone_on(rows) if len(rows) > 1 else ())}
    return [told for told in rows if told.pk not in left]


def _gone_on(told_rows: Collection[EditedRow]) -> set[int]:
    """Return the numbers of those edited rows that see to themselves, or that a run saw to.

    When an article was reviewed follows from its findings, as they are put back. A remark that was settled with a
    decision may have another state by now, or be gone, and so may a point that went to another list with the one above.
    """
    by_change: dict[tuple[str, ...], list[EditedRow]] = defaultdict(list)
    for told in told_rows:
        by_change[told.model, *(told.after or {})].append(told)
    gone_on = by_change[Article._meta.label_lower, "reviewed_at"]
    points = by_change[Directive._meta.label_lower, "list_id"]
    there = Directive.objects.only("pk").in_bulk([told.row for told in points])
    gone_on += [told for told in points if told.row not in there]
    settled = by_change[Remark._meta.label_lower, "state"]
    remarks = Remark.objects.only("state").in_bulk([told.row for told in settled])
    states = {key: {"state": remark.state} for key, remark in remarks.items()}
    gone_on += [told for told in settled if states.get(told.row) != told.after]
    return {told.pk for told in gone_on}


def _take_back_rows(told_rows: Sequence[EditedRow]) -> None:
    rows: list[Model | None] = []
    for is_plain, stretch in groupby(told_rows, _is_plain):
        alike = list(stretch)
        rows += _put_back_all(alike) if is_plain else map(_take_back_row, alike)
    for told, row in zip(told_rows, rows, strict=True):
        if isinstance(row, Directive) and "list_id" in (told.before or {}):
            take_along(row)
    findings = _read_anew([row for row in rows if isinstance(row, Finding)])
    for finding in findings:  # now that all that they point to is there; the database held them to its constraints
        finding.clean()
    forget_left([finding for finding in findings if finding.earlier_text_id is None])


def _read_anew(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings as the database has them now, with what they look at when they are cleaned."""
    now: dict[Finding, Finding] = {}
    for model in {type(row) for row in findings}:
        rows = model._base_manager.in_bulk([row.pk for row in findings if type(row) is model]).values()
        prefetch_related_objects(list(rows), *(name for name in LOOKED_AT if hasattr(model, name)))
        now |= {row: row for row in rows}
    return [now[finding] for finding in findings]


def _is_plain(told: EditedRow) -> bool:
    """Whether an edit changed fields of a finding, but not its words and not its topics."""
    model = told.of_model
    if told.before is None or told.after is None or model is None or not issubclass(model, Finding):
        return False
    not_plain = {*PLACES, *(many.name for many in model._meta.many_to_many)}
    return not_plain.isdisjoint(told.before.keys() | told.after.keys())


def _put_back_all(told_rows: Sequence[EditedRow]) -> list[Model]:
    """Put plain rows of one edit back, with as many queries for many of them as for few, up to batches."""
    batches = [told_rows[at : at + AT_A_TIME] for at in range(0, len(told_rows), AT_A_TIME)]
    return [row for batch in batches for row in _put_back_together(batch)]


def _put_back_together(told_rows: Sequence[EditedRow]) -> list[Model]:
    """Do what `_put_back` does with each of plain rows. Refused is what would be refused first one by one."""
    rows = _held(told_rows)
    given, there = _given_since(rows), _there(rows)
    alike: dict[type[Model], dict[EditedRow, Values]] = defaultdict(dict)
    for told in told_rows:
        row = rows.get(told)
        if row is None:
            raise _gone(told)
        _refuse_if_changed(row, told)
        values = _without_others_decision(row, told, given)
        _refuse_if_missing(type(row), values, there)
        _give(row, values)
        alike[type(row)][told] = values
    for values_by_row in alike.values():
        rows |= _save_together({told: rows[told] for told in values_by_row}, {*chain(*values_by_row.values())})
    return [rows[told] for told in told_rows]


def _save_together(rows: dict[EditedRow, Any], names: Collection[str]) -> dict[EditedRow, Any]:
    """Write fields of plain rows of one model. Where the database refuses them together, they go by ever fewer.

    One by one they may go: each has its place once the one before has left it. Else the one that may not is refused.
    """
    model = type(next(iter(rows.values())))
    fields = [field.name for field in model._meta.concrete_fields if field.attname in names]
    if not fields:  # the model has them no more
        return rows
    try:
        with transaction.atomic():
            save_together(list(rows.values()), fields)
    except IntegrityError:
        told_rows = list(rows)
        if len(told_rows) == 1:
            return {told: _take_back_row(told) for told in told_rows}
        middle = len(told_rows) // 2
        halves = told_rows[:middle], told_rows[middle:]
        return {told: row for half in halves for told, row in zip(half, _put_back_together(half), strict=True)}
    return rows


def _held(told_rows: Sequence[EditedRow]) -> dict[EditedRow, Any]:
    """Return the rows of which edited rows tell, where they are there: read with their topics, and locked."""
    found: dict[tuple[str, int], Any] = {}
    for label in {told.model for told in told_rows}:
        model = apps.get_model(label)
        keys = [told.row for told in told_rows if told.model == label]
        rows = model._base_manager.select_for_update(of=("self",)).in_bulk(keys)
        prefetch_related_objects(list(rows.values()), *(many.name for many in model._meta.many_to_many))
        found |= {(label, key): row for key, row in rows.items()}
    return {told: found[told.model, told.row] for told in told_rows if (told.model, told.row) in found}


def _take_back_row(told: EditedRow) -> Model | None:
    """Put one row back to what it was before an edit; return it unless it is gone."""
    model = told.of_model
    if model is None:
        raise ValidationError(_("There are no such rows any more: %(row)s."), code="gone", params={"row": told.said})
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=told.row).first()
    if told.before is None and told.after is None:
        return None
    if told.after is None:
        return _bring_back(model, told, row)
    if row is None:
        raise _gone(told)
    _refuse_if_changed(row, told)
    if told.before is None:
        _take_away(row)
        return None
    return _put_back(row, told)


def _gone(told: EditedRow) -> ValidationError:
    return ValidationError(_("%(row)s does not exist any more."), code="gone", params={"row": told.said})


def _bring_back(model: type[Model], told: EditedRow, there: Model | None) -> Model:
    """Make a row again that was deleted, under the number and the public name that it had."""
    if there is not None:
        raise ValidationError(_("%(row)s is there again."), code="there", params={"row": told.said})
    row = model(pk=told.row)
    values = _values_by_now(row, told)
    _refuse_if_missing(model, values, defaultdict(set))
    _give(row, values)
    if isinstance(row, Finding):
        _anchor(row, told)
    _save(row, values, force_insert=True)
    return row


def _put_back(row: Model, told: EditedRow) -> Model:
    """Give the fields that an edit changed the values that they had."""
    values = _without_others_decision(row, told, _given_since({told: row}))
    _refuse_if_missing(type(row), values, defaultdict(set))
    if isinstance(row, Finding) and values.keys() & set(PLACES):
        values |= _words_back(row, told)
    _give(row, values)
    _refuse_if_taken(row)
    if not isinstance(row, Finding):  # findings are looked at once all that they point to is there
        row.clean()
    row.validate_constraints()
    _save(row, values)
    return row


def _refuse_if_taken(row: Model) -> None:
    """Raise ValidationError where another row has what one alone may have; Django would only name the constraint."""
    for model, constraints in row.get_constraints():
        for constraint in constraints:
            is_unique = isinstance(constraint, UniqueConstraint)
            if is_unique and constraint.violation_error_message == BaseConstraint.default_violation_error_message:
                try:
                    constraint.validate(model, row)
                except ValidationError as error:
                    raise _taken() from error


def _taken() -> ValidationError:
    return ValidationError(_("Another row has taken its place since."), code="taken")


def _given_since(rows: Mapping[EditedRow, Model]) -> dict[Model, Given]:
    """Return what people gave rows since an edit decided about them, where something of it stands."""
    return given_since({row: told for told, row in rows.items() if _others(told.before or {}) != (told.before or {})})


def _others(values: Values) -> Values:
    """Return the values that do not say that nobody has decided about a row."""
    return {name: value for name, value in values.items() if name not in UNDECIDED or value != UNDECIDED[name]}


def _without_others_decision(row: Model, told: EditedRow, given: Mapping[Model, Given]) -> Values:
    """Return what a row was before an edit, but still decided where something that was given it since stands.

    Raises ValidationError where there is nothing else to take back.
    """
    before = _values_by_now(row, told)
    if row not in given:
        return before
    others = _others(before)
    if not others:
        raise _changed(row, given[row].labels, given[row].edit)
    return others


def _values_by_now(row: Model, told: EditedRow) -> Values:
    """Return what a row had before an edit, with whoever stands now for the speaker of then."""
    values = dict(told.before or {})
    if isinstance(row, Mention | Tenure) and values.get("speaker_id"):
        values["speaker_id"] = speaker_by_now(row, values["speaker_id"], told.edit)
    return values


def _words_back(row: Finding, told: EditedRow) -> Values:
    """Return where the words that a finding had before an edit stand now; of a list the words of its intro too."""
    former = type(row)._base_manager.select_related("article", "earlier_text").get(pk=row.pk)
    stands_in, before = former.earlier_text, told.before or {}
    if stands_in is None or stands_in.replaced_at > told.edit.at:  # else it was left there before the edit
        text, then = stands_in.text if stands_in else former.article.text, _text_then(former.article, told.edit)
        former.earlier_text = None
        if text != then:
            anchor([former], Change(text, then))  # what the edit does not tell of its place is where it was then
    if left_in := before.get("earlier_text_id"):
        former.earlier_text = EarlierText.objects.get(pk=left_in)  # where it was left, until the edit brought it back
    _give(former, _place_then(former, before))
    _anchor(former, told)
    return {name: getattr(former, name) for name in (*PLACES, "earlier_text_id") if hasattr(former, name)}


def _take_away(row: Model) -> None:
    """Delete a row that an edit added, unless others point to it by now."""
    if isinstance(row, Article):
        raise ValidationError(_("An article is not taken away; it can be withdrawn."), code="article")
    if isinstance(row, Office):
        let_go(row)
    link: Any
    for link in _links_to(row):
        other = link.related_model._base_manager.filter(**{link.field.name: row}).first()
        if other is not None:
            message = _("%(row)s is needed by %(other)s by now.")
            raise ValidationError(message, code="needed", params={"row": str(row), "other": str(other)})
    row.delete()


def _links_to(row: Model) -> list[Any]:
    """Return the relations of other rows to one, also those that it knows by no name; the row's own topics are none."""
    relations: list[Any] = [one for one in row._meta.get_fields(include_hidden=True) if one.is_relation]
    links = [one for one in relations if one.auto_created and not one.related_model._meta.auto_created]
    return [link for link in links if link.many_to_many or getattr(link, "on_delete", None) in HOLDS]


def _refuse_if_changed(row: Model, told: EditedRow) -> None:
    """Raise ValidationError where a row no longer has what the edit left, and name who changed it since."""
    left, now = told.after or {}, as_written(_values_as_found(row))
    names = [name for name in left if name in now and now[name] != left[name]]
    tells_of_words = not left.keys().isdisjoint(PLACES)
    if isinstance(row, Finding) and tells_of_words and _text_then(row.article, told.edit) != row.article.text:
        moved = moved_since(told, row)
        if moved is not None:
            raise _changed(row, moved.labels, moved.edit)
        names = [name for name in names if name not in PLACES]
    changes = last_changes(type(row), told.row, names, told.pk) if names else {}
    if "speaker_id" in names and "speaker_id" not in changes and _is_merged(left["speaker_id"], now["speaker_id"]):
        names.remove("speaker_id")
    if not names:
        return
    since = [edit for edit in changes.values() if edit.pk != told.edit_id]
    labels = [label_of_field(type(row), name) for name in names]
    raise _changed(row, labels, max(since, key=lambda edit: edit.pk) if since else None)


def _values_as_found(row: Model) -> Values:
    """Return what a row held before what is done now: a proposal may have been settled as its row went back."""
    deed = who_acts()
    touched = deed.rows.get((row._meta.label_lower, row.pk)) if deed else None
    return {**values_of(row), **((touched and touched.before) or {})}


def _changed(row: Model, labels: list[str], by: Edit | None) -> ValidationError:
    """Return what to say of a row that has other values since; by is the edit that gave them, None where a run did."""
    params = {"row": str(row), "fields": ", ".join(labels)}
    if by is None:
        message = _("%(row)s has other values since: %(fields)s. A run or a merge changed it.")
    else:
        message = _("%(row)s has other values since: %(fields)s. %(who)s changed it on %(when)s.")
        params |= _who_and_when(by)
    return ValidationError(message, code="changed", params=params)


def _is_merged(speaker: int | None, into: int | None) -> bool:
    """Whether a speaker was merged into another since, who has all that names the first."""
    return bool(speaker and into) and end_of_merges(speaker or 0, merges()) == into


def _there(rows: Mapping[EditedRow, Model]) -> There:
    """Return which rows are there of those that others pointed to before an edit."""
    wanted, there = There(set), There(set)
    for told, row in rows.items():
        for field, keys in _pointers(type(row), told.before or {}):
            wanted[field.related_model] |= keys
    for model, keys in wanted.items():
        _find(model, keys, there)
    return there


def _refuse_if_missing(model: type[Model], values: Values, there: There) -> None:
    """Raise ValidationError where a row that the values point to is gone; those that are there are added to `there`."""
    for field, keys in _pointers(model, values):
        _find(field.related_model, keys, there)
        if missing := keys - there[field.related_model]:
            message = _("What it pointed to does not exist any more: %(field)s %(key)s.")
            raise ValidationError(message, code="missing", params={"field": field.verbose_name, "key": min(missing)})


def _pointers(model: type[Model], values: Values) -> Iterator[tuple[Any, set[int]]]:
    """Yield the fields among values that point to rows, with the numbers of these."""
    for name, field in fields_of(model).items():
        value = values.get(name)
        if field.is_relation and value is not None:
            yield field, set(value if field.many_to_many else [value])


def _find(model: type[Model], keys: set[int], there: There) -> None:
    """Add those of the numbers that rows of a model have; one that is known to be there is not asked for."""
    if asked := keys - there[model]:
        there[model].update(model._base_manager.filter(pk__in=asked).values_list("pk", flat=True))


def _place_then(former: Finding, before: Values) -> Values:
    """Return what an edit tells of where a finding stood before it: only what differed.

    What it does not tell of two ends follows from the other and the words.
    """
    then = {name: value for name, value in before.items() if name in PLACES}
    for start, end, words in (("start", "end", "exact"), ("intro_start", "intro_end", "intro")):
        length = len(before[words] if words in before else getattr(former, words, ""))
        if start not in then and then.get(end) is not None:
            then[start] = then[end] - length
        elif end not in then and then.get(start) is not None:
            then[end] = then[start] + length
    return then


def _anchor(former: Finding, told: EditedRow) -> None:
    """Bring a finding from the place that it had at an edit to where its words stand in the present text."""
    if former.earlier_text_id is not None:
        return
    article = Article.objects.get(pk=former.article_id)
    then = _text_with(article, former, told.edit)
    if then != article.text and anchor([former], Change(then, article.text)).lost:
        raise _words_gone(former)


def _words_gone(former: Finding) -> ValidationError:
    message = _("The words “%(row)s” do not stand in the present text.")
    return ValidationError(message, code="words_gone", params={"row": str(former)})


def _text_then(article: Article, edit: Edit) -> str:
    """Return the text that an article had when an edit was made."""
    later = EarlierText.objects.filter(article=article, replaced_at__gt=edit.at).order_by("replaced_at", "pk").first()
    return article.text if later is None else later.text


def _text_with(article: Article, former: Finding, edit: Edit) -> str:
    """Return the text in which a finding stood: the one of that moment, else one that has its words at its place."""
    texts = [_text_then(article, edit), article.text, *article.earlier_texts.values_list("text", flat=True)]
    for text in texts:
        if all(span.of(text) == words for span, words in _words_of(former)):
            return text
    raise _words_gone(former)


def _words_of(former: Finding) -> list[tuple[Span, str]]:
    """Return the words of a finding with their place; of a list also those of its intro."""
    words = [(former.span, former.exact)]
    if isinstance(former, DirectiveList) and former.intro_span:
        words.append((former.intro_span, former.intro))
    return words


def _give(row: Model, values: Values) -> None:
    """Set fields to values as the history writes them; topics come when the row is saved."""
    for field in row._meta.concrete_fields:
        if field.attname in values:
            setattr(row, field.attname, field.to_python(values[field.attname]))


def _save(row: Model, values: Values, force_insert: bool = False) -> None:
    fields = [one.name for one in row._meta.concrete_fields if one.attname in values or one.name in DERIVED]
    if force_insert:
        row.validate_unique()
        row.validate_constraints()
        row.save(force_insert=True)
    elif fields:
        row.save(update_fields=fields)
    for many in row._meta.many_to_many:
        if many.name in values:
            getattr(row, many.name).set(values[many.name])


def _who_and_when(edit: Edit) -> dict[str, str]:
    return {"who": edit.by_name or "–", "when": edit.when}
