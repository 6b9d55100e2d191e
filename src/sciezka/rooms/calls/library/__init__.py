"""What comes ready with calls: forms to fill in, and what a new call of each kind begins with, in Ścieżka's own words.

A form is copied into the workspace's questionnaires and a pattern into the call, so a change here changes nothing that was
made before. Nothing here is law: conditions and criteria are suggestions that the city changes. Pure Python, no Django.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import LANGUAGES, Questionnaire, Text

# In the order in which they are offered.
FORMS: Final = ("idea", "undertaking", "partner")
KINDS: Final = ("undertakings", "partners", "other")

Table = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that comes with the product.

    Args:
        key: its lasting name.
        title: how the office calls it.
        about: what it is for.
        questionnaire: what is asked.
    """

    key: str
    title: Text
    about: Text
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What a new call of a kind begins with, in one language.

    Args:
        kind: one of the words of ``models.Call.Kind``.
        title: a title to begin with.
        lead: what it is for, in one sentence.
        about: for whom the kind is, said to whoever chooses.
        forms: the forms that fit, the best first.
        asks_money: whether applicants say how much they ask for.
        conditions: what the formal check answers yes or no to.
        criteria: by what is judged, as written.
    """

    kind: str
    title: str
    lead: str
    about: str
    forms: tuple[str, ...]
    asks_money: bool
    conditions: tuple[str, ...]
    criteria: tuple[Mapping[str, Any], ...]

    def list_conditions(self) -> list[dict[str, str]]:
        """Give the formal conditions as a call keeps them."""
        return [{"code": f"F{number}", "text": text} for number, text in enumerate(self.conditions, 1)]

    def list_criteria(self) -> list[dict[str, Any]]:
        """Give the values of the criteria, in their order."""
        return [
            {
                "code": f"K{number}",
                "name": one["name"],
                "about": one["about"],
                "weight": Decimal(one["weight"]),
                "least": Decimal(one["least"]),
                "most": Decimal(one["most"]),
                "threshold": Decimal(one["threshold"]) if "threshold" in one else None,
                "levels": [{"points": str(points), "text": text} for points, text in one["levels"]],
            }
            for number, one in enumerate(self.criteria, 1)
        ]


@cache
def list_forms() -> tuple[Form, ...]:
    """Give the forms, in the order in which they are offered."""
    return tuple(_read_form(key) for key in FORMS)


def find_form(key: str) -> Form | None:
    """Find a form by its key."""
    return next((form for form in list_forms() if form.key == key), None)


@cache
def list_patterns(language: str) -> tuple[Pattern, ...]:
    """Give what calls of each kind begin with, in a language."""
    return tuple(_read_pattern(kind, "pl" if language == "pl" else "en") for kind in KINDS)


def find_pattern(kind: str, language: str) -> Pattern | None:
    """Find what a call of a kind begins with."""
    return next((pattern for pattern in list_patterns(language) if pattern.kind == kind), None)


def _read_file(folder: str, key: str) -> Table:
    return tomllib.loads((resources.files(__package__) / folder / f"{key}.toml").read_text(encoding="utf-8"))


def _read_form(key: str) -> Form:
    written = _read_file("forms", key)
    about = Text(written.pop("about"))
    questionnaire = read_questionnaire({"languages": list(LANGUAGES), **written})
    return Form(key=key, title=questionnaire.title, about=about, questionnaire=questionnaire)


def _read_pattern(kind: str, language: str) -> Pattern:
    written = _read_file("kinds", kind)
    said = written[language]
    criteria = tuple({**figures, **words} for figures, words in zip(written["criteria"], said["criteria"], strict=True))
    return Pattern(
        kind=kind,
        title=said["title"],
        lead=said["lead"],
        about=said["about"],
        forms=tuple(written["forms"]),
        asks_money=written["asks_money"],
        conditions=tuple(said["conditions"]),
        criteria=tuple(_join_levels(one) for one in criteria),
    )


def _join_levels(criterion: Table) -> Table:
    """Put the points of levels, which are the same in all languages, beside their words."""
    return {**criterion, "levels": list(zip(criterion.get("points", ()), criterion.get("levels", ()), strict=True))}
