"""The steps that a draft's editing is made of: putting in, taking out, moving and renaming parts of its stored content.

Each works on a copy that its caller owns, in the form in which a draft is stored; ``drafts.change_draft`` reads the whole
through ``schema.stored`` afterwards, so nothing can be kept that is no questionnaire.
"""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

Content = dict[str, Any]
INNER: Final = {"page": "sections", "section": "items"}
PIPED: Final = re.compile(r"\{([A-Za-z][A-Za-z0-9_]{0,39})\}")
TEXTS: Final = ("text", "help", "title", "intro", "thanks", "unit", "low", "high", "right")


class PartGone(LookupError):
    """The part of a questionnaire that was to be changed is not there any more."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a part of a questionnaire lies.

    Attributes:
        kind: ``page``, ``section`` or ``item``.
        part: the part itself.
        among: the list that holds it.
        index: its place in that list.
        owner: the code of what holds it, nothing for a page.
    """

    kind: str
    part: Content
    among: list[Content]
    index: int
    owner: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A part that was taken out, with all that is needed to put it back."""

    kind: str
    part: Content
    index: int
    owner: str


def list_spots(content: Content) -> Iterator[Spot]:
    """Go through all pages, sections and items, in order."""
    pages = content.setdefault("pages", [])
    for place, page in enumerate(pages):
        yield Spot("page", page, pages, place, "")
        sections = page.setdefault("sections", [])
        for number, section in enumerate(sections):
            yield Spot("section", section, sections, number, page["code"])
            items = section.setdefault("items", [])
            for index, item in enumerate(items):
                yield Spot("item", item, items, index, section["code"])


def find_spot(content: Content, code: str, *kinds: str) -> Spot:
    """Find where a part lies.

    Raises:
        PartGone: where there is none of that code.
    """
    for spot in list_spots(content):
        if spot.part["code"] == code and (not kinds or spot.kind in kinds):
            return spot
    raise PartGone(code)


def list_codes(content: Content) -> set[str]:
    """Give the codes that are taken."""
    return {spot.part["code"] for spot in list_spots(content)}


def free_code(content: Content, wanted: str = "", *, letter: str = "q", avoid: Iterable[str] = ()) -> str:
    """Give a code that nothing has: the wanted one, else one like it with the next number."""
    taken = list_codes(content) | set(avoid)
    if wanted and wanted not in taken:
        return wanted
    numbered = re.fullmatch(r"([A-Za-z])[0-9]+", wanted)
    stem = "" if numbered else re.sub(r"_[0-9]+$", "", wanted)[:34]
    start = f"{stem}_" if stem else numbered[1] if numbered else letter
    number = 2 if stem else 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


def add_page(content: Content, after: str = "") -> Content:
    """Add a page with one section, after another page or at the end."""
    pages = content.setdefault("pages", [])
    page: Content = {"code": free_code(content, letter="p"), "sections": []}
    index = find_spot(content, after, "page").index + 1 if after else len(pages)
    pages.insert(index, page)
    page["sections"].append({"code": free_code(content, letter="s"), "items": []})
    return page


def add_section(content: Content, page: str) -> Content:
    """Add a section at the end of a page."""
    section: Content = {"code": free_code(content, letter="s"), "items": []}
    find_spot(content, page, "page").part["sections"].append(section)
    return section


def add_item(content: Content, item: Content, *, section: str = "", after: str = "") -> Content:
    """Put an item in: after another, else at the end of a section, else at the very end. Its code is made unique."""
    item = {**item, "code": free_code(content, item.get("code", ""))}
    if after:
        spot = find_spot(content, after, "item")
        spot.among.insert(spot.index + 1, item)
        return item
    if not section:
        last = content["pages"][-1] if content.get("pages") else add_page(content)
        section = last["sections"][-1]["code"] if last.get("sections") else add_section(content, last["code"])["code"]
    find_spot(content, section, "section").part["items"].append(item)
    return item


def replace_part(content: Content, code: str, part: Content, kind: str) -> Content:
    """Put other content in the place of a part; a new code is followed by all that speaks of it."""
    spot = find_spot(content, code, kind)
    kept = {INNER[spot.kind]: spot.part[INNER[spot.kind]]} if spot.kind in INNER else {}
    spot.among[spot.index] = {**part, **kept}
    if part["code"] != code:
        rename_part(content, spot.kind, code, part["code"])
    return spot.among[spot.index]


def copy_item(content: Content, code: str) -> Content:
    """Put a copy of an item behind it. The copy is another question, so it leaves the bank's code behind."""
    copied = deepcopy(find_spot(content, code, "item").part)
    copied.pop("bank", None)
    return add_item(content, copied, after=code)


def remove_part(content: Content, code: str, kind: str) -> Removed:
    """Take a part out with all that it holds. Conditions that speak of it stay: the checks tell, and it may come back."""
    spot = find_spot(content, code, kind)
    return Removed(spot.kind, spot.among.pop(spot.index), spot.index, spot.owner)


def restore_part(content: Content, removed: Removed) -> Content:
    """Put a part back where it was, or as near as what is left allows; codes that were taken meanwhile change."""
    part = deepcopy(removed.part)
    taken = list_codes(content)
    inner = [part, *part.get("sections", ()), *part.get("items", ())]
    inner += [item for section in part.get("sections", ()) for item in section.get("items", ())]
    codes = {each["code"] for each in inner}
    for each in inner:
        if each["code"] in taken:
            each["code"] = free_code(content, each["code"], avoid=codes)
            codes.add(each["code"])
    if removed.kind == "page":
        content.setdefault("pages", []).insert(removed.index, part)
    elif removed.kind == "section":
        _find_owner(content, removed.owner, "page").setdefault("sections", []).insert(removed.index, part)
    else:
        _find_owner(content, removed.owner, "section").setdefault("items", []).insert(removed.index, part)
    return part


def _find_owner(content: Content, code: str, kind: str) -> Content:
    """Find what held a part, or the last of its kind where it is gone too."""
    found = [spot.part for spot in list_spots(content) if spot.kind == kind]
    owner = next((part for part in found if part["code"] == code), None)
    if owner is not None:
        return owner
    if found:
        return found[-1]
    page = add_page(content)
    return page if kind == "page" else page["sections"][0]


def move_part(content: Content, code: str, step: int, kind: str) -> bool:
    """Move a part up (-1) or down (1); from the edge of what holds it, it goes to the neighbour. Tells whether it moved."""
    spot = find_spot(content, code, kind)
    index = spot.index + step
    if 0 <= index < len(spot.among):
        spot.among.insert(index, spot.among.pop(spot.index))
        return True
    owners = [other.part for other in list_spots(content) if INNER.get(other.kind) and _holds(other, spot.kind)]
    here = next((n for n, owner in enumerate(owners) if owner["code"] == spot.owner), None)
    if here is None or not 0 <= here + step < len(owners):
        return False
    spot.among.pop(spot.index)
    among = owners[here + step][INNER["section" if spot.kind == "item" else "page"]]
    among.insert(0 if step > 0 else len(among), spot.part)
    return True


def _holds(spot: Spot, kind: str) -> bool:
    return (spot.kind, kind) in {("page", "section"), ("section", "item")}


def send_item(content: Content, code: str, section: str) -> None:
    """Move an item to the end of another section."""
    target = find_spot(content, section, "section").part
    spot = find_spot(content, code, "item")
    target["items"].append(spot.among.pop(spot.index))


def rename_part(content: Content, kind: str, old: str, new: str) -> None:
    """Let all that speaks of a part by its code speak of its new one: conditions, leaps and texts that tell answers."""
    if kind == "page":
        for node in _walk_nodes(content):
            if node.get("skip_to") == old:
                node["skip_to"] = new
    if kind != "item":
        return
    for node in _walk_nodes(content):
        if "op" in node and node.get("item") == old:
            node["item"] = new
        for name in TEXTS:
            if isinstance(node.get(name), dict):
                node[name] = {language: _rename_piped(words, old, new) for language, words in node[name].items()}


def _rename_piped(words: str, old: str, new: str) -> str:
    return PIPED.sub(lambda found: f"{{{new}}}" if found[1] == old else found[0], words)


def _walk_nodes(node: Any) -> Iterator[Content]:  # noqa: ANN401 - any part of JSON
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _walk_nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk_nodes(value)


def rename_options(content: Content, item: str, renamed: dict[str, str]) -> None:
    """Let conditions on an item's answers follow the new codes of its options."""
    for node in _walk_nodes(content):
        if "op" in node and node.get("item") == item:
            value = node.get("value")
            if isinstance(value, list):
                node["value"] = [renamed.get(code, code) for code in value]
            elif isinstance(value, str):
                node["value"] = renamed.get(value, value)
            if node.get("row") in renamed:
                node["row"] = renamed[node["row"]]
