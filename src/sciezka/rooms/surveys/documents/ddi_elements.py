"""Elements of DDI-Codebook 2.5."""

from typing import Any, Final

from lxml import etree

NAMESPACE: Final = "ddi:codebook:2_5"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def add(parent: Any, name: str, text: object = None, /, *, lang: str = "", **attributes: str) -> Any:  # noqa: ANN401 - lxml
    """Add an element; signs that XML can't hold are left out of its words."""
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    if lang:
        made.set(LANG, lang)
    if text is not None:
        made.text = keep_holdable(str(text))
    return made


def keep_holdable(text: str) -> str:
    """Leave out signs that XML can't hold."""
    return "".join(
        sign for sign in text
        if sign in "\t\n\r" or "\x20" <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"
    )  # fmt: skip
