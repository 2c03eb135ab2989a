"""Who may take an edit back: who may do the contrary of what it did to each row."""

from typing import Any, Final

from articles.models import Finding
from register.models import OF_ACCOUNTS, Edit, EditedRow, EditKind
from register.undo.edits import first_edit

# Rights beyond those of the rows: by what an edit changed, and by what was done.
RIGHT_BY_FIELD: Final = {
    ("articles.article", "state"): "articles.withdraw_article",
    ("articles.speaker", "merged_into_id"): "articles.merge_speaker",
}
RIGHT_BY_KIND: Final = {
    EditKind.MERGED.value: "articles.merge_speaker",
    EditKind.IMPORTED.value: "articles.import_authority",
}


def may_take_back(edit: Edit, rows: list[EditedRow], user: Any) -> bool:
    """Whether a person may undo an edit, or what it did to some rows: who may do the contrary to each of them.

    Findings are added and removed by whoever may change them. What needs a right of its own needs it again. What was
    done to accounts and roles is not taken back so: their own pages see to it who may give which rights.
    """
    if any(told.model in OF_ACCOUNTS for told in rows):
        return False
    needed = {_permission(told) for told in rows if told.before != told.after}
    needed |= {right for told in rows for (model, name), right in RIGHT_BY_FIELD.items() if _touches(told, model, name)}
    if kind := RIGHT_BY_KIND.get(first_edit(edit).kind):
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
