"""Bytes into text: what a text to store is, and what is refused with its reason and position."""

from typing import Final

from articles.extraction.text import CONTROLS, normalise

STRAY_CONTROLS: Final = 8  # control characters that any text may have
MOST_CONTROLS: Final = 0.02  # the share of control characters beyond which more of them make a file no text
BYTE_ORDER_MARKS: Final = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class UnreadableText(ValueError):
    """Bytes or characters that are no text to store; says why."""


def read_text(raw: bytes) -> str:
    """Return the text that raw holds, normalised. Raises UnreadableText, saying what is wrong and where."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            raise UnreadableText(f"is {encoding}; only UTF-8 is read")
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableText(
            f"is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}, line {line}{_suspicion(raw)}"
        ) from None
    return check_text(decoded)


def check_text(decoded: str) -> str:
    """Return decoded normalised. Raises UnreadableText where it is empty, binary, or no text that can be stored."""
    controls = len(CONTROLS.findall(decoded)) - decoded.count("\x85")  # which is a line end
    if controls > max(STRAY_CONTROLS, MOST_CONTROLS * len(decoded)):
        raise UnreadableText(f"is binary: {controls} of {len(decoded)} characters are control characters")
    lone = next((i for i, char in enumerate(decoded) if "\ud800" <= char <= "\udfff"), None)
    if lone is not None:
        raise UnreadableText(f"has half a surrogate pair at character {lone}")
    text = normalise(decoded)
    if not text.strip():
        raise UnreadableText("is empty")
    return text


def _suspicion(raw: bytes) -> str:
    """Name a legacy Vietnamese encoding that the bytes may be in, for the message; nothing is ever guessed from it."""
    try:
        raw.decode("cp1258")
    except UnicodeDecodeError:
        return "; perhaps an older Vietnamese encoding (TCVN3, VNI)"
    return "; perhaps Windows-1258 or another older Vietnamese encoding"
