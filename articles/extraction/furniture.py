"""What stands among the paragraphs of an article and is not its text: residue, captions, pull quotes, bylines."""

import re
from collections import defaultdict
from typing import Final

from articles.extraction.drafts import Draft, sentences_by_line

LONGEST_CAPTION: Final = 400  # code points
LONGEST_SCENE: Final = 250  # a caption without a mark is short
LONGEST_BYLINE: Final = 60
FEWEST_REPEATED_WORDS: Final = 8  # a shorter line may come again by chance
KEY_WORDS: Final = 5  # words by which a repeated line is looked up
MOST_COPIES: Final = 4  # places looked at for each line, so that a text of one repeated line costs no more than another

RESIDUE: Final = re.compile(
    r"""
      (?: xem\ (?: video | clip | thêm ) | video | clip | mời\ (?: xem | đọc ) | tin\ liên\ quan ) \s? : .{0,200}
    | \d{1,2}:\d{2} (?: :\d{2} )? (?: \s? / \s? \d{1,2}:\d{2} (?: :\d{2} )? )?                  # 0:00 / 0:00
    | \(? (?: theo | nguồn:? ) \s (?: TTXVN | VGP | VOV | Vietnam\+ | Chinhphu\.vn | báo \s [^.:,]{2,40} ) \)? \.?
    """,
    re.VERBOSE | re.IGNORECASE,
)
CREDIT: Final = re.compile(
    r"""
    (?: [(\-–—.|,] \s? | \A ) (?: Ảnh | ảnh | Đồ\ họa | Nguồn\ ảnh ) (?: \s (?: minh\ họa | tư\ liệu | chụp\ màn\ hình ) )?
    (?: \s? : | (?= \s [A-ZĐ] ) | (?= [).]{0,2} \Z ) )         # Ảnh: TTXVN, (Ảnh: VGP), Ảnh TTXVN, Ảnh chụp màn hình.
    """,
    re.VERBOSE,
)
CREDIT_REACH: Final = 120  # a credit stands at the end of its line
SCENE: Final = re.compile(r"(?: toàn | quang ) \s cảnh \b | hiện\ trường \b | một\ số\ hình\ ảnh \b", re.VERBOSE | re.IGNORECASE)
NAMES_ONLY: Final = re.compile(r"\W*(?:[A-ZÀ-ỸĐ][\w.]*(?:\s?[-–,&]\s?|\s|\W*\Z)){1,8}")
WORD: Final = re.compile(r"\w+")


def mark_residue(drafts: list[Draft]) -> None:
    """Mark players, links to other articles, and the agency or the reporter at the end."""
    for draft in drafts:
        if draft.kind is None and len(draft.words) <= 250 and RESIDUE.fullmatch(draft.words):
            draft.decide("residue", "page-furniture")


def mark_captions(drafts: list[Draft]) -> None:
    """Mark what is said of pictures: lines with a credit, and in texts with a sentence a line all that follows the text."""
    by_line = sentences_by_line(drafts)
    for draft in drafts:
        if draft.kind is not None:
            continue
        if len(draft.words) <= 2 * LONGEST_CAPTION and credit_start(draft.words) is not None:
            draft.decide("caption", "credit")
        elif by_line is not None and draft.paragraph > by_line and len(draft.words) <= LONGEST_CAPTION:
            draft.decide("caption", "after-the-text")
        elif len(draft.words) <= LONGEST_SCENE and SCENE.match(draft.words) and not draft.words.endswith(("?", ":")):
            draft.decide("caption", "scene")
    printed = {draft.words.rstrip(".") for draft in drafts if draft.kind == "caption"}
    for draft in drafts[1:]:
        if draft.kind is None and draft.words.rstrip(".") in printed:
            draft.decide("caption", "copy-of-a-caption")


def credit_start(words: str) -> int | None:
    """Return where the credit of a caption begins ("(Ảnh: TTXVN)"), or None where words hold none."""
    credit = CREDIT.search(words, max(0, len(words) - CREDIT_REACH))
    return None if credit is None else credit.start()


def mark_byline(drafts: list[Draft]) -> None:
    """Mark the reporters' names that close the text."""
    last = next((draft for draft in reversed(drafts[1:]) if draft.kind not in ("caption", "residue")), None)
    if last is not None and last.kind is None and len(last.words) <= LONGEST_BYLINE and NAMES_ONLY.fullmatch(last.words):
        last.decide("residue", "byline")


def mark_pull_quotes(drafts: list[Draft]) -> None:
    """Mark whole sentences that stand on a line of their own and again within a longer line.

    Words are compared, not stops or quotation marks. Linear in the length of the text: a line is looked up by its first
    words.
    """
    wordings = [WORD.findall(draft.words.lower()) for draft in drafts]
    wanted: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (draft, words) in enumerate(zip(drafts, wordings, strict=True)):
        if draft.kind is None and len(words) >= FEWEST_REPEATED_WORDS and draft.words.rstrip("”\"").endswith((".", "…")):
            wanted[tuple(words[:KEY_WORDS])].append(number)
    first_words = {key[0] for key in wanted}
    for number, words in enumerate(wordings):
        for at, word in enumerate(words):
            if word not in first_words:
                continue
            for copy in wanted.get(tuple(words[at : at + KEY_WORDS]), [])[:MOST_COPIES]:
                length = len(wordings[copy])
                if copy != number and length < len(words) and wordings[copy] == words[at : at + length]:
                    drafts[copy].decide("pull-quote", "printed-twice")
