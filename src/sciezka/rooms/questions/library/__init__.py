"""What comes ready with the product: questionnaires and a bank of items, worded by Ścieżka's own authors in three languages.

``bank/`` has the items by theme, each written once under a stable code; ``questionnaires/`` says which of them are asked, in
which order and under which conditions, and may change a field; ``answers.toml`` has the sets of answers that many items
share. The format is described in ``docs/reference/questionnaire-library.md``. Whoever takes a questionnaire gets a copy, so
a change here changes nothing that was made before. Pure Python, no Django.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from sciezka.rooms.questions.schema.stored import read_item, read_questionnaire
from sciezka.rooms.questions.schema.types import LANGUAGES, Item, Questionnaire, Text

# In the order in which they are offered.
SHIPPED: Final = ("youth", "business", "residents", "employees", "consultation", "event")

Table = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A questionnaire that comes with the product.

    Attributes:
        key: its lasting name.
        audience: whom it is meant for, one of the words of ``models.Questionnaire.Audience``.
        title: how the office calls it.
        about: what it is for and what to change in it before it is used.
        minutes: how long answering takes, about.
        questionnaire: what is asked.
    """

    key: str
    audience: str
    title: Text
    about: Text
    minutes: int
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedItem:
    """An item of the bank that comes with the product.

    Attributes:
        code: its stable code; the item carries the same as ``bank``.
        theme: what it belongs to.
        item: what is asked, with no conditions.
        note: what the office should know before asking it, if anything.
    """

    code: str
    theme: Text
    item: Item
    note: Text = field(default_factory=Text)


@cache
def shipped_questionnaires() -> tuple[Shipped, ...]:
    """Give the shipped questionnaires, in the order in which they are offered."""
    return tuple(_read_shipped(key) for key in SHIPPED)


def find_shipped(key: str) -> Shipped | None:
    """Find a shipped questionnaire by its key."""
    return next((shipped for shipped in shipped_questionnaires() if shipped.key == key), None)


@cache
def shipped_bank() -> tuple[ShippedItem, ...]:
    """Give the shipped items, theme by theme."""
    return tuple(
        ShippedItem(
            code=code,
            theme=Text(theme),
            item=read_item({key: value for key, value in item.items() if key != "note"}, code),
            note=Text(item.get("note", {})),
        )
        for code, (theme, item) in _read_bank().items()
    )


@cache
def _read_bank() -> Mapping[str, tuple[dict[str, str], Table]]:
    """Read all themes: by code, the theme's name and the item as it is stored."""
    bank: dict[str, tuple[dict[str, str], Table]] = {}
    for source in _list_files("bank"):
        theme = tomllib.loads(source)
        for written in theme["items"]:
            code = written.pop("code")
            if code in bank:
                message = f"The bank's code {code} is met twice."
                raise ValueError(message)
            bank[code] = theme["theme"], {"code": code.lower().replace("-", "_"), "bank": code} | _expand(written)
    return bank


@cache
def _read_answers() -> Mapping[str, list[Table]]:
    """Read the sets of answers that items share."""
    source = (resources.files(__package__) / "answers.toml").read_text(encoding="utf-8")
    return {name: [_expand_line(line) for line in lines] for name, lines in tomllib.loads(source).items()}


def _list_files(folder: str) -> Iterable[str]:
    files = (path for path in (resources.files(__package__) / folder).iterdir() if path.name.endswith(".toml"))
    return (path.read_text(encoding="utf-8") for path in sorted(files, key=lambda path: path.name))


def _read_shipped(key: str) -> Shipped:
    written = tomllib.loads((resources.files(__package__) / "questionnaires" / f"{key}.toml").read_text(encoding="utf-8"))
    about, audience, minutes = (written.pop(name) for name in ("about", "audience", "minutes"))
    for page in written["pages"]:
        for section in page["sections"]:
            section["items"] = [_take_item(item) for item in section["items"]]
    questionnaire = read_questionnaire({"languages": list(LANGUAGES), **written})
    return Shipped(
        key=key,
        audience=audience,
        title=questionnaire.title,
        about=Text(about),
        minutes=minutes,
        questionnaire=questionnaire,
    )


def _take_item(asked: str | Table) -> Table:
    """Take an item from the bank, with what the questionnaire changes in it."""
    changes = {"bank": asked} if isinstance(asked, str) else asked
    _theme, item = _read_bank()[changes["bank"]]
    return {key: value for key, value in item.items() if key != "note"} | _expand(changes)


def _expand(written: Table) -> Table:
    """Write out the shorthands of options and rows; the rest stands as it is stored."""
    stored = dict(written)
    if "options" in stored:
        stored["options"] = [option for entry in _listed(stored["options"]) for option in _expand_options(entry)]
    if "rows" in stored:
        stored["rows"] = [_expand_line(row) for row in stored["rows"]]
    return stored


def _listed(entry: str | list[Any]) -> list[Any]:
    return [entry] if isinstance(entry, str) else entry


def _expand_options(entry: str | Table) -> list[Table]:
    """Give the options that an entry stands for: a shared set by its name, or one option."""
    return list(_read_answers()[entry]) if isinstance(entry, str) else [_expand_line(entry)]


def _expand_line(line: Table) -> Table:
    """Gather an option's or a row's wordings; a pair of them is the two poles of a semantic scale."""
    words = {language: line[language] for language in LANGUAGES if language in line}
    stored = {name: value for name, value in line.items() if name not in LANGUAGES}
    if any(isinstance(said, list) for said in words.values()):
        poles = ({language: said[side] for language, said in words.items()} for side in (0, 1))
        return stored | dict(zip(("text", "right"), poles, strict=True))
    return stored | {"text": words}
