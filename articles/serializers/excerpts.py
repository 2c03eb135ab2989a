"""What an answer shows of a text of which the rights allow excerpts only. `docs/decisions.md` says why just this."""

from typing import Any, Final

LONGEST_QUOTATION: Final = 250  # code points that one row quotes
DECIDING: Final = ("directive", "start", "exact")  # members by which it is decided how much of others is shown
QUOTED: Final = ("exact", "intro", "text", "display_title")


def as_excerpt(answer: Any) -> Any:
    """Return an answer, or a part of one, with less of the text.

    Each quotation ends between words after 250 code points at most; `start` and `end` stay, so that a longer passage is
    known by them. So does the title to display, which is a sentence of the text where no title is known. The lead is
    null. A list of results and the like keeps its counts and its opening words, and no points. The whole text and the
    blocks are kept back by their own fields.
    """
    if isinstance(answer, list):
        return [as_excerpt(one) for one in answer]
    if not isinstance(answer, dict):
        return answer
    shown = {name: _shown(name, value) for name, value in answer.items()}
    if shown.get("directive") is False:
        shown["items"] = []
    if shown.get("parts"):
        shown |= _first_parts(answer)
    return shown


def _shown(name: str, value: Any) -> Any:
    if name == "lead":
        return None
    return beginning(value) if isinstance(value, str) and name in QUOTED else as_excerpt(value)


def _first_parts(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the parts that begin within the words that are shown, and the text that they make."""
    end = answer["start"] + len(beginning(answer["exact"]))
    parts = [
        {**part, "exact": part["exact"][: end - part["start"]].rstrip()}
        for part in answer["parts"]
        if part["start"] < end
    ]
    text = {"text": "\n\n".join(part["exact"] for part in parts)} if "text" in answer else {}
    return {"parts": parts, **text}


def beginning(words: str) -> str:
    """Return words, or of longer ones what stands before the word that goes past the longest quotation."""
    if len(words) <= LONGEST_QUOTATION:
        return words
    cut = words[: LONGEST_QUOTATION + 1]
    whole = cut.rsplit(maxsplit=1)[0] if not cut[-1].isspace() else cut
    return whole[:LONGEST_QUOTATION].rstrip()
