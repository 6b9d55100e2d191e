"""Telling what kind of file a page is, and refusing what cannot be read with advice on what to do."""

from __future__ import annotations

import re
from typing import Literal

from sciezka.core.chronicle.entry import PageRefused

Format = Literal["text", "html", "docx"]

MAX_BYTES = 20 * 1024 * 1024

_COPY = "Open it, select all, copy, and paste the text here."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAGIC = (
    (b"%PDF", "binary", f"A PDF is not read. {_COPY}"),
    (b"\x89PNG", "binary", "This is a picture, not a page. Give the page as text, HTML or DOCX."),
    (b"\xff\xd8\xff", "binary", "This is a picture, not a page. Give the page as text, HTML or DOCX."),
    (b"GIF8", "binary", "This is a picture, not a page. Give the page as text, HTML or DOCX."),
    (b"{\\rtf", "unreadable", "An RTF document is not read. Save it as DOCX, or copy and paste its text."),
    (b"\x1f\x8b", "binary", "This is a compressed file. Unpack it and give the page itself."),
    (b"7z\xbc\xaf", "binary", "This is a compressed file. Unpack it and give the page itself."),
    (b"Rar!", "binary", "This is a compressed file. Unpack it and give the page itself."),
)
_HTML_START = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|!--|\?xml)", re.IGNORECASE)
_HTML_ANYWHERE = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_TAG_START = re.compile(
    r"\s*<(?:div|p|h[1-6]|table|ul|ol|dl|section|article|main|span|strong|b|meta|style|script|time|br|img|a)[\s>/]",
    re.IGNORECASE,
)
_CLOSED_BLOCK = re.compile(r"</(?:p|div|li|td|tr|h[1-6]|dd|dt)\s*>|<br\s*/?>", re.IGNORECASE)
_ENOUGH_BLOCKS = 3
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\r\f\x0b\x1b"))
_CONTROL_SHARE = 200
_STRAY_CONTROLS = 8


def sniff_format(data: bytes, asked: str) -> Literal["docx", "letters"]:
    """Tell a DOCX from a page of letters; refuse everything else."""
    if len(data) > MAX_BYTES:
        raise PageRefused(
            "too_large", f"The page is larger than {MAX_BYTES // 1024 // 1024} MB. Give the part with the chronicle only."
        )
    if data.startswith(_ZIP):
        if asked in ("auto", "docx"):
            return "docx"
        raise PageRefused("binary", "This is a packed file, not letters. If it is a Word document, read it as DOCX.")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PageRefused("encrypted", "The document is protected by a password. Save it without one.")
        raise PageRefused("binary", "An old Word document (.doc) is not read. Save it as DOCX, or copy and paste its text.")
    for magic, code, advice in _MAGIC:
        if data.lstrip()[: len(magic)] == magic if magic[:1] in b"%{" else data.startswith(magic):
            raise PageRefused(code, advice)
    if asked == "docx":
        raise PageRefused("unreadable", "This is no DOCX document. Give it as text or HTML, or save it again as DOCX.")
    return "letters"


def refuse_binary(text: str) -> None:
    """Refuse text in which control signs show that it was never letters."""
    controls = sum(text.count(chr(code)) for code in _CONTROL)
    if (controls > _STRAY_CONTROLS and controls * _CONTROL_SHARE > len(text)) or text.count("\x00"):
        raise PageRefused("binary", "This is not a page of text. Give the page as text, HTML or DOCX.")


def looks_like_html(text: str) -> bool:
    """Tell whether letters are HTML: a document, or a piece of one that begins as such."""
    if _HTML_START.match(text) or _HTML_ANYWHERE.search(text[:5000]):
        return True
    blocks = len(_CLOSED_BLOCK.findall(text))
    return bool(_TAG_START.match(text) and blocks) or blocks >= _ENOUGH_BLOCKS
