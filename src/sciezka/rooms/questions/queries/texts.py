"""All texts of a draft by their names, for translating them side by side."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.kit.manifests import Text

Content = dict[str, Any]
FIELDS: Final[dict[str, Text]] = {
    "title": gettext_lazy("title"),
    "intro": gettext_lazy("words before the first page"),
    "thanks": gettext_lazy("words at the end"),
    "text": gettext_lazy("words"),
    "help": gettext_lazy("hint"),
    "unit": gettext_lazy("unit"),
    "low": gettext_lazy("what 0 means"),
    "high": gettext_lazy("what 10 means"),
    "right": gettext_lazy("the opposite word"),
}
LONG: Final = 60


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text in two languages.

    Attributes:
        name: where it lies, such as ``q1/options/a2/text``.
        code: the part that holds it, nothing for the questionnaire's head.
        place: that, said.
        base: the text in the first language.
        words: the text in the other.
        is_stale: whether the first has changed since the other was written.
    """

    name: str
    code: str
    place: str
    base: str
    words: str
    is_stale: bool = False

    @property
    def is_long(self) -> bool:
        """Tell whether it is written on more than one line."""
        return len(self.base) > LONG or "\n" in self.base or len(self.words) > LONG


def list_texts(content: Content, base: str, language: str, stale: Collection[str] = ()) -> list[TextLine]:
    """List the texts that have words in either language, in the questionnaire's order."""
    lines = []
    for name, code, field, text in walk_texts(content):
        line = TextLine(name, code, _say_place(code, name, field), text.get(base, ""), text.get(language, ""), name in stale)
        if line.base.strip() or line.words.strip() or not base:
            lines.append(line)
    return lines


def measure_texts(content: Content, base: str, language: str, stale: Collection[str] = ()) -> tuple[int, int]:
    """Count the texts that are translated, and all that need to be; one whose original has changed is not done."""
    needed = [(name, text) for name, _code, _field, text in walk_texts(content) if text.get(base, "").strip()]
    return sum(1 for name, text in needed if text.get(language, "").strip() and name not in stale), len(needed)


def set_text(content: Content, name: str, language: str, words: str) -> None:
    """Set a text's words in one language; none takes them out."""
    for other, _code, _field, text in walk_texts(content):
        if other == name:
            if words:
                text[language] = words
            else:
                text.pop(language, None)
            return


def walk_texts(content: Content) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Go through all texts: the name, the code of the part that holds it, the field, and the text itself."""
    yield from _walk_fields(content, "", "")
    for page in content.get("pages", ()):
        yield from _walk_fields(page, page["code"], page["code"])
        for section in page.get("sections", ()):
            yield from _walk_fields(section, section["code"], section["code"])
            for item in section.get("items", ()):
                code = item["code"]
                yield from _walk_fields(item, code, code)
                for inner in ("rows", "options"):
                    for line in item.get(inner, ()):
                        yield from _walk_fields(line, code, f"{code}/{inner}/{line['code']}")


def _walk_fields(part: Content, code: str, prefix: str) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    for field in FIELDS:
        if isinstance(part.get(field), dict):
            yield f"{prefix}/{field}", code, field, part[field]


def _say_place(code: str, name: str, field: str) -> str:
    parts = name.split("/")
    if len(parts) > 2:  # noqa: PLR2004 - an option or a row of an item
        kind = _("line") if parts[1] == "rows" else _("answer")
        return f"{code} · {kind} {parts[2]}" + (f" · {FIELDS[field]}" if field != "text" else "")
    return f"{code} · {FIELDS[field]}" if code else str(FIELDS[field])
