"""A tree as plain text and as a tagged PDF for an A3 sheet, set by Typst.

What people typed reaches the template as data only, so nothing of it can become markup.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.kit.papers import set_pdf
from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.typography import bind_words
from sciezka.rooms.diagnosis.charts.tree import draw_tree, lay_tree, paint
from sciezka.rooms.diagnosis.queries.trees import Branch, TreeView

TEMPLATE: Final = Path(__file__).with_name("tree.typ")
INDENT: Final = "    "


def list_lines(view: TreeView) -> Iterator[tuple[int, str, str]]:
    """Give the outline line by line: how far it is indented, the code, the words; headings have no code."""
    for part in view.parts:
        yield 0, part.core.spot.code, say_line(part.core)
        for heading, branches in ((view.words["causes"], part.causes), (view.words["effects"], part.effects)):
            if branches:
                yield 1, "", str(heading)
                yield from walk(branches, 2)
    if view.loose:
        yield 0, "", str(view.words["loose"])
        yield from walk(view.loose, 1)


def walk(branches: Iterable[Branch], depth: int) -> Iterator[tuple[int, str, str]]:
    """Give branches and what is below them, line by line."""
    for branch in branches:
        yield depth, branch.spot.code, say_line(branch)
        yield from walk(branch.children, depth + 1)


def say_line(branch: Branch) -> str:
    """Write a statement with what its place alone does not tell."""
    text, said = branch.spot.statement.text, []
    if branch.also:
        said.append(_("belongs also to: %(codes)s") % {"codes": name_codes(branch.also)})
    if branch.elsewhere:
        said.append(_("see also: %(codes)s") % {"codes": name_codes(branch.elsewhere)})
    if branch.spot.statement.is_aside:
        said.append(_("set aside: %(reason)s") % {"reason": branch.spot.statement.aside_reason})
    return f"{text} ({'; '.join(said)})" if said else text


def name_codes(spots: Iterable[Any]) -> str:
    """Name statements by their codes."""
    return ", ".join(spot.code for spot in spots)


def write_text(view: TreeView) -> str:
    """Write the outline as plain text."""
    lines = [view.tree.name, f"{view.tree.process.workspace} · {view.tree.process}", ""]
    for depth, code, text in list_lines(view):
        lines.append(f"{INDENT * depth}{code} {text}" if code else f"{INDENT * depth}{text}:")
    return "\n".join([*lines, ""])


def write_pdf(view: TreeView) -> bytes:
    """Write a tree as a PDF: the drawing on the first page, the outline on the next ones."""
    return set_pdf(TEMPLATE, "tree", collect(view))


def collect(view: TreeView) -> dict[str, Any]:
    """Give everything that the document says: plain values, spaces bound, the drawing in the colours of paper."""
    drawing = lay_tree(view)
    return {
        "language": (get_language() or "pl")[:2],
        "title": bind_words(view.tree.name),
        "place": bind_words(f"{view.tree.process.workspace} · {view.tree.process}"),
        "about": bind_words(view.tree.about),
        "svg": paint(draw_tree(drawing, links=False)),
        "alt": str(view.words["alt"]),
        "outline": bind_words(_("The same as an outline")),
        "lines": [{"depth": depth, "code": code, "text": bind_words(text)} for depth, code, text in list_lines(view)],
        "day": long_day(timezone.localdate()),
    }
