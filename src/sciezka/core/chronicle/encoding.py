"""Finding out how the letters of a page are encoded."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
# The six letters the two Polish encodings disagree on: ą ś ź Ą Ś Ź; and the quotes and dashes only cp1250 has.
_CP1250_ONLY = bytes((0xB9, 0x9C, 0x9F, 0xA5, 0x8C, 0x8F, 0x84, 0x94, 0x93, 0x96, 0x97, 0x85, 0x91, 0x92))
_ISO_ONLY = bytes((0xB1, 0xB6, 0xBC, 0xA1, 0xA6, 0xAC))
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page and how sure we are of it."""

    text: str
    encoding: str
    guessed: bool = False
    damaged: bool = False


def decode_page(data: bytes) -> Decoded:
    """Turn bytes into text: by its mark, as UTF-8, else by the Polish letters."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = data.decode(codec, "replace")
            return Decoded(text, name, damaged="\ufffd" in text)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    plain = _guess_utf16(data)
    if plain:
        return Decoded(data.decode(plain, "replace"), plain, guessed=True)
    patched, bad, good = _patch_utf8(data)
    if good > bad:
        return Decoded(patched, "utf-8", damaged=True)
    declared = find_declared(data)
    encoding = _guess_polish(data, declared)
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, guessed=declared != encoding, damaged="\ufffd" in text)


def find_declared(data: bytes) -> str:
    """Tell the encoding the page itself declares, under its usual name, or nothing."""
    match = _DECLARED.search(data[:_HEAD_BYTES])
    try:
        return codecs.lookup(match[1].decode("ascii")).name if match else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def _guess_utf16(data: bytes) -> str:
    head = data[:_HEAD_BYTES]
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.6 and not head[0::2].count(0):
        return "utf-16-le"
    if half and head[0::2].count(0) > half * 0.6 and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _guess_polish(data: bytes, declared: str) -> str:
    windows, iso = (len(data) - len(data.translate(None, only)) for only in (_CP1250_ONLY, _ISO_ONLY))
    if windows == iso and declared in ("cp1250", "iso8859-2"):
        return declared
    return "iso8859-2" if iso > windows else "cp1250"


_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _patch_utf8(data: bytes) -> tuple[str, int, int]:
    """Read as UTF-8 with the stray bytes read as cp1250; count the stray and the sound letters."""
    good = len(_SEQUENCE.findall(data))
    text = data.decode("utf-8", "surrogateescape")
    strays = re.findall("[\udc80-\udcff]", text)

    def mend(match: re.Match[str]) -> str:
        return bytes((ord(match[0]) - 0xDC00,)).decode("cp1250", "replace")

    return re.sub("[\udc80-\udcff]", mend, text), len(strays), good
