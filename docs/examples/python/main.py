"""What one does with the client: `python main.py http://127.0.0.1:8000 [slug of an article]`."""

import sys

from client import Client, Refused, Row


def print_tasks(client: Client, speaker: str) -> None:
    """Lists, filters and pages: what somebody set out, point by point, the newest first."""
    print(f"Tasks and proposals of {speaker}:")
    for directive in client.rows("/api/v1/directives/", speaker=speaker, kind=["task", "proposal"], page_size=5):
        print(f"- {directive['published_on'] or 'no day known'} {beginning(directive['exact'])}")


def print_found(client: Client, words: str) -> None:
    """Search: rows of every kind, the best first, with the words that answer in brackets."""
    page = client.get("/api/v1/search/", q=words, page_size=5)
    print(f"{page['count']} rows about “{words}”:")
    for row in page["results"]:
        print(f"- {row['type']}: {with_hits(row['snippet'])}")


def with_hits(snippet: Row) -> str:
    """Return the words of a snippet with its hits in brackets; both count from the same beginning."""
    words: str = snippet["exact"]
    shown, place = "", 0
    for hit in snippet["hits"]:
        start, end = hit["start"] - snippet["start"], hit["end"] - snippet["start"]
        shown += f"{words[place:start]}[{words[start:end]}]"
        place = end
    return shown + words[place:]


def print_marked(client: Client, address: str) -> None:
    """Offsets: they count code points, as Python's strings do."""
    article = client.at(address)
    text = article["text"]
    if text is None:
        print("Only passages of this text may be shown.")
        return
    print(f"Documents cited in “{article['display_title']}”:")
    for citation in article["citations"]:
        words = text[citation["start"] : citation["end"]]
        print(f"- [{words}] {'as the record has it' if words == citation['exact'] else 'at another place'}")


def print_refusal(client: Client) -> None:
    """Problems: what was refused, and what would be taken instead."""
    try:
        client.get("/api/v1/directives/", kind="tasks")
    except Refused as refused:
        for fault in refused.problem["errors"]:
            print(f"Refused: {fault.get('parameter') or fault.get('pointer')}: {fault['code']}: {fault['detail']}")


def print_poll(client: Client) -> None:
    """Polling: what has not changed is not sent again."""
    before = client.unchanged
    client.get("/api/v1/topics/")
    client.get("/api/v1/topics/")
    print("Topics: not changed since" if client.unchanged > before else "Topics: changed meanwhile")


def beginning(words: str) -> str:
    """Return up to 60 letters of what was said."""
    return words if len(words) <= 60 else f"{words[:60]}…"


def main(server: str = "http://127.0.0.1:8000", slug: str = "") -> None:
    """Print an example of each."""
    client = Client(server)
    print_tasks(client, "le-thi-thu-hang")
    print_found(client, "hoi nhap quoc te")
    newest = slug or client.get("/api/v1/articles/", page_size=1)["results"][0]["slug"]
    print_marked(client, f"{server}/api/v1/articles/{newest}/")
    print_refusal(client)
    print_poll(client)


if __name__ == "__main__":
    main(*sys.argv[1:])
