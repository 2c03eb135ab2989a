"""Fill the offsets of an answer file in from the words that it quotes: `python -m tests.accuracy.place FILE...`.

Whoever writes the answers to an article quotes words; this finds where they stand. Where they stand several times,
`nth` says which (1 is the first), or `after` gives words that stand before them; both are gone when the offset is
there. An offset that is there already is kept: remove it to have the words looked up anew.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from tests.accuracy.answers import LISTS, faults, read, rows

TURN_QUOTE: Final = 40  # code points of a turn that its answer quotes


class NotPlaced(Exception):
    """Words that do not stand in the text, or stand there several times."""


def placed(answers: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the answers with every offset filled in; raise NotPlaced for words that have no one place."""
    done: dict[str, Any] = json.loads(json.dumps(answers))
    for key in LISTS:
        done.setdefault(key, [])
    for turn in done["turns"]:
        _place(turn, "starts", text)
        turn["starts"] = text[turn["start"] : turn["start"] + TURN_QUOTE]
    for document in done["resolutions"]:
        for mention in (*document.setdefault("mentions", []), *document.setdefault("anaphora", [])):
            _place(mention, "text", text)
    for points in (*done["directive_lists"], *done["non_directive_lists"]):
        if points.get("intro"):
            _place(points, "intro", text, "intro_start")
        _place_items(points["items"], text)
    for single in done["modal_directives"]:
        _place(single, "sentence_starts", text)
    return done


def _place_items(items: Iterable[dict[str, Any]], text: str) -> None:
    for item in items:
        _place(item, "text_starts", text)
        if item.get("text_ends") and "end" not in item:
            last = text.find(item["text_ends"], item["start"])
            if last < 0:
                raise NotPlaced(f"{item['text_ends']!r} does not stand behind {item['text_starts']!r}")
            item["end"] = last + len(item["text_ends"])
        _place_items(item.setdefault("children", []), text)


def _place(row: dict[str, Any], words: str, text: str, start: str = "start") -> None:
    """Fill in where the quoted words of a row stand."""
    nth, after = row.pop("nth", None), row.pop("after", None)
    if start in row:
        return
    found = _found(text, row[words], 0)
    if after:
        behind = text.find(after)
        found = [one for one in found if behind >= 0 and behind + len(after) <= one][:1]
    if not found:
        raise NotPlaced(f"{row[words]!r} does not stand in the text" + (f" behind {after!r}" if after else ""))
    if len(found) > 1 and nth is None:
        raise NotPlaced(f"{row[words]!r} stands {len(found)} times; nth says which")
    row[start] = found[(nth or 1) - 1]


def _found(text: str, words: str, start: int) -> list[int]:
    places = []
    while words and (start := text.find(words, start)) >= 0:
        places.append(start)
        start += 1
    return places


def main(names: Iterable[str]) -> str | None:
    """Fill in the offsets of files and write them; return what is wrong with the first that cannot be filled in."""
    for name in names:
        path = Path(name)
        article = read(path)
        try:
            answers = placed({**article.answers, "file": f"{path.stem}.txt"}, article.text)
        except NotPlaced as error:
            return f"{path}: {error}"
        path.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        wrong = list(faults(read(path)))
        if wrong:
            return "\n".join(f"{path}: {one}" for one in wrong)
        print(f"{path}: {sum(1 for _ in rows(answers))} answers")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
