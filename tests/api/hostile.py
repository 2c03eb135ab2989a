"""Values that have broken APIs before, by the kind of parameter they are meant for. Every fault found later is added.

All are percent-encoded as in an address. The families and the threads that reported them: NUL and invalid UTF-8
(wagtail/wagtail#12052, mozilla/normandy#1455), integers beyond the column (encode/django-rest-framework#7448), years
and days out of range (baserow/baserow#2990, carltongibson/django-filter#1065), forged cursors (getsentry/sentry#14171),
words and lists without bound, operators of full-text search (simonw/sqlite-utils#296, GeoNode/geonode#13901).
"""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

ENCODINGS: Final = ["%00", "a%00b", "%ff%fe", "%ed%a0%80", "%c0%af", "%", "%zz", "%u0111"]
NOTHING: Final = ["", "%20", "%09%0a", "%E3%80%80", "%E2%80%8B"]
LENGTHS: Final = ["x" * 200, "x" * 201, "x" * 4000, "x" * 50_000, "%C4%91" * 700]
WORDS: Final = ["+".join(["a"] * count) for count in (11, 100, 2000)]
MARKS: Final = [quote("a" + "\u0301\u0323" * 90), quote("a" + "\u0301\u0323" * 330), quote("\u0301" * 200)]
WILDCARDS: Final = ["%25", "_", "%5C", "%25_%5c", "%25" * 200, "%5B%5D", "%3F", "*"]
OPERATORS: Final = [
    quote(value)
    for value in (
        "'",
        '"',
        "''",
        "' OR 1=1 --",
        '"; DROP TABLE x;--',
        "(",
        ")",
        "((",
        "+",
        "-",
        "^",
        ":",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "{a}:b",
        "a-b",
        "x:y",
        "a*",
        "&",
        "|",
        "!",
        "<->",
        "\\",
        "$$",
        "`",
        ";",
        "#",
    )  # fmt: skip
]
SCRIPTS: Final = [
    quote(value) for value in ("<script>alert(1)</script>", "{{7*7}}", "${x}", "../../etc/passwd", "%s%n")
]
LETTERS: Final = [
    quote(value)
    for value in (
        "Đối ngoại",
        "Đo\u0302\u0301i",
        "Ｆｕｌｌ",
        "\u202eevil",
        "a\u200db",
        "\ufeffa",
        "\uffff",
        "\U0010ffff",
        "İ",
        "ß",
        "😀",
    )  # fmt: skip
]
HEADERS: Final = ["a%0d%0aX-Injected:%201", "a%0aSet-Cookie:x=y"]

FAMILIES: Final = [ENCODINGS, NOTHING, LENGTHS, WORDS, MARKS, WILDCARDS, OPERATORS, SCRIPTS, LETTERS, HEADERS]
ANYTHING: Final = [value for family in FAMILIES for value in family]
TWO_OF_EACH: Final = [value for family in FAMILIES for value in (family[0], family[-1])]

EDGES: Final = [str(sign * 2**power + step) for sign in (1, -1) for power in (31, 63) for step in (-1, 0, 1)]
NUMBERS: Final = [
    "0", "-1", "-0", "00", "101", *EDGES, "9" * 30, "9" * 3900, "1e400", "1e9999999", "nan", "inf", "-inf", "1.5",
    "1_0", "0x10", quote("٣"), quote("１"), quote("²"), "%201", "1%20", "+1", "%2B1", "1,2", "1%3B2", "true", "null",
]  # fmt: skip
YEARS: Final = ["-1", "0", "1", "1899", "1900", "2100", "2101", "9999", "10000", "99999", "2568", quote("٢٠٢٥")]
DAYS: Final = [
    "2024-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "0000-01-01", "0001-01-01", "1899-12-31", "9999-12-31",
    "10000-01-01", "-2024-01-01", "20240101", "2024-1-1", "2024-W01-1", "2024-001", "01/02/2024", "now", "today",
    "2024-01-01T00:00:00Z", "2024-01-01T00:00:00%2B14:00", "2024-01-01T00:00:00%2B23:59", "2016-12-31T23:59:60Z",
    "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00%2B14:00", "2568-09-16", "2024-01-01%00", quote("٢٠٢٤-٠١-٠١"),
]  # fmt: skip
FLAGS: Final = ["True", "TRUE", "1", "0", "on", "yes", "null", "[]"]
CURSORS: Final = [
    "garbage", "!!!", "AAAA", "eyJhIjoxfQ", "cD0wMDAx", "cD1hYmM%3D", "cj0xJnA9MjAyNC0xMy0wMQ%3D%3D", "bz0xMA", ".",
    "..", "a.b", "a:b", "a:b:c", "W10.x", "bnVsbA.x", "." * 3000, "W2ZhbHNlLGZhbHNlXQ.0000",
]  # fmt: skip
ORDERS: Final = [
    "-", "--", "--id", "%3F", "id", "pk", "-pk", "article", "article__source_key", "mention__speaker__name",
    "__class__", "random", "1", "id,slug", "published_on,published_on", "%2Bname", "NAME", "sort_key", "rising_date",
    ",".join(["id"] * 900),
]  # fmt: skip

NAMES: Final = [
    "x", "q[]", "a.b", "a__b", "_connector", "_negated", "__class__", "pk", "id", "format[]", "PAGE", "Page", "page ",
    "limit", "offset", "fields", "search", "token", "x" * 500, "%00", "a%00", "%ff", "%C4%91", "%E2%80%AE", "",
]  # fmt: skip
QUERIES: Final = [
    "&".join(["a=1"] * 249), "&".join(["a=1"] * 1001), "a=1&" * 1100, "a" * 4096, "a" * 4097, "&" * 4000, "=" * 4000,
    "a=b=c", "=", "=x", "&", "?", "a;b", "%26", "a=1#b", "%", "%0", "a=%F0%9F", "slug=%C4&slug=%91",
]  # fmt: skip
SEGMENTS: Final = [
    "%00", "a%00b", "%ff", "%ed%a0%80", "..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "a%2fb", "x" * 101, "x" * 3000, "-1",
    "0", "9223372036854775808", quote("١"), "%20", "a%0a", "59-nq-tw%0a", "a%0d%0ab", "'", "%22", "*", "%25",
    "<script>", "A", quote("Đối"), "a;b", "a,b", "a:b", "~root", "null", "undefined", "%7B%7D", "a.json",
]  # fmt: skip
REQUEST_HEADERS: Final[list[dict[str, str]]] = [
    {"Accept": value}
    for value in ("", "x", "text/html", "*/*;q=x", "application/json;version=\x00", ", " * 500, "a/b;" * 500, "/" * 900)
] + [
    {"If-None-Match": value}
    for value in ("*", '"', 'W/"', "x" * 8000, '"x", ' * 1500, "W/" * 3000, '"\xff"', "đ")
] + [
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Forwarded-For": "1.2.3.4, " * 1000},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https"},
    {"Range": "bytes=0-1,2-3"},
    {"Range": "bytes=-99999999999999999999"},
    {"If-Match": '"x"'},
    {"If-Modified-Since": "Sun, 31 Feb 99999 00:00:00 GMT"},
    {"Accept-Language": "vi" * 2000},
    {"Accept-Language": "\x00"},
    {"Accept-Encoding": "gzip;q=x, *;q=9" * 100},
    {"Cookie": "sessionid=" + "x" * 3000},
    {"Authorization": "Basic ////"},
    {"Authorization": "Bearer " + "x" * 3000},
    {"Content-Type": "application/json; charset=utf-7"},
    {"Content-Length": "-1"},
    {"Content-Length": "99999999999999999999"},
    {"Origin": "null"},
]  # fmt: skip


def values_for(parameter: dict[str, Any], *, known: bool = False) -> Iterator[str]:
    """Yield the values to try for a parameter as OpenAPI states it: those of its type, then what no type means.

    Of the latter, a parameter that takes no text gets two of each family, as all meet the same check there. A known
    parameter, which another list has too and met them all there, gets a quarter of the former and one of each family.
    """
    schema = parameter["schema"].get("items", parameter["schema"])
    takes_text = schema["type"] == "string" and not {"enum", "format"} & schema.keys()
    yield from _values_of_type(parameter["name"], schema)[:: 4 if known else 1]
    if known:
        yield from (family[0] for family in FAMILIES)
    else:
        yield from ANYTHING if takes_text else TWO_OF_EACH


def _values_of_type(name: str, schema: dict[str, Any]) -> list[str]:
    if name == "cursor":
        return CURSORS
    if name == "ordering":
        return ORDERS
    if schema.get("format") == "date":
        return DAYS
    return {"integer": NUMBERS + YEARS, "boolean": FLAGS}.get(schema["type"], [])
