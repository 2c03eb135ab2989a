"""Taking back what people did (`edits`), by whoever may (`rights`): row by row or many at a time (`rows`)."""

from register.undo.edits import is_deed, may_be_split, revert, takes_back, undo
from register.undo.rights import may_take_back

__all__ = ["is_deed", "may_be_split", "may_take_back", "revert", "takes_back", "undo"]
