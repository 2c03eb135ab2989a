"""What the extraction finds in an article, in the form of the answers."""

from copy import deepcopy
from typing import Any, Final

from articles.extraction.text import normalise
from articles.sources import Source
from register.document import as_json, extract
from tests.accuracy.answers import Answers, Article, Document, Item, Points, Turn, moved
from tests.accuracy.score import Score, score

TURNS: Final = ("question", "answer")
QUOTED: Final = 40  # code points of a finding that a list of errors shows


def scored(article: Article) -> Score:
    """Return how well the extraction reads an article."""
    return score(served(article), prediction(read(article)))


def read(article: Article) -> dict[str, Any]:
    """Return the extraction document of an article."""
    return as_json(extract(source_of(article)))


def source_of(article: Article) -> Source:
    """Return an article as a source of which nothing is known but its text."""
    return Source(name=f"{article.name}.txt", text=normalise(article.text), source_hash="")


def served(article: Article) -> Answers:
    """Return the answers with the offsets that they have in the text as it is served."""
    if article.text == normalise(article.text):
        return article.answers
    placed: Answers = moved(_with_ends(article.answers), lambda index: len(normalise(article.text[:index])))
    return placed


def _with_ends(answers: Answers) -> Answers:
    """Return the answers with the ends of the mentions said, since normalised words may be shorter."""
    ended = deepcopy(answers)
    for document in ended.get("resolutions", []):
        for mention in (*document.get("mentions", []), *document.get("anaphora", [])):
            mention["end"] = mention["start"] + len(mention["text"])
    return ended


def prediction(document: dict[str, Any]) -> Answers:
    """Return an extraction document in the form of the answers. Who is pictured is mentioned."""
    return {
        "title": document["title"],
        "published_on": document["published_on"],
        "speakers": [
            {
                "name": row["name"],
                "titles": row["titles"],
                "role": "mentioned" if row["role"] == "pictured" else row["role"],
            }
            for row in document["speakers"]
        ],
        "turns": _turns(document["blocks"]),
        "resolutions": _documents(document),
        "directive_lists": [_points(row, document["text"]) for row in document["lists"] if row["directive"]],
        "modal_directives": [{"start": row["start"], "speaker": row["speaker"]} for row in document["directives"]],
    }


def _turns(blocks: list[dict[str, Any]]) -> list[Turn]:
    """Return the turns: the blocks where another begins to speak."""
    turns: list[Turn] = []
    for block in blocks:
        if block["kind"] in TURNS:
            speaker = "reporter" if block["kind"] == "question" else block["speaker"]
            if not turns or turns[-1]["speaker"] != speaker:
                turns.append({"speaker": speaker, "start": block["start"]})
    return turns


def _documents(document: dict[str, Any]) -> list[Document]:
    """Return the documents with their citations; one that is of no document stands as a document of its own."""
    found: dict[str, Any] = {row["key"]: {**row, "mentions": [], "anaphora": []} for row in document["resolutions"]}
    for number, citation in enumerate(document["citations"]):
        key = citation["resolution"]
        if key not in found:
            key = f"unresolved {number}"
            found[key] = {"key": citation["text"], "mentions": [], "anaphora": []}
        part = "anaphora" if citation["form"] == "anaphora" else "mentions"
        found[key][part].append({name: citation[name] for name in ("text", "start", "end")})
    return list(found.values())


def _points(row: dict[str, Any], text: str) -> Points:
    return {"speaker": row["speaker"], "items": [_item(one, text) for one in row["items"]]}


def _item(row: dict[str, Any], text: str) -> Item:
    return {
        "ordinal": row["ordinal"],
        "start": row["start"],
        "text_starts": text[row["start"] : row["end"]][:QUOTED],
        "children": [_item(one, text) for one in row["items"]],
    }
