"""The scales that come with the product, in both languages: a round takes a copy and may change it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    pl: str = ""
    en: str = ""

    def say(self, language: str) -> str:
        """Give the text in a language; Polish where there is no other."""
        return self.en if language.startswith("en") and self.en else self.pl


@dataclass(frozen=True, slots=True)
class LevelTemplate:
    """One level of a shipped scale."""

    value: int
    label: Words
    descriptor: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleTemplate:
    """A shipped scale."""

    key: str
    title: Words
    about: Words
    levels: tuple[LevelTemplate, ...]
    allows_unknown: bool
    allows_na: bool


@cache
def shipped_scales() -> tuple[ScaleTemplate, ...]:
    """Read the shipped scales, in their order."""
    source = resources.files(__package__).joinpath("shipped.toml").read_text(encoding="utf-8")
    return tuple(_read_scale(row) for row in tomllib.loads(source)["scale"])


def find_scale(key: str) -> ScaleTemplate | None:
    """Find a shipped scale by its key."""
    return next((scale for scale in shipped_scales() if scale.key == key), None)


def as_stored(template: ScaleTemplate, language: str) -> dict[str, Any]:
    """Write a shipped scale as a round stores it, in one language."""
    return {
        "key": template.key,
        "title": template.title.say(language),
        "levels": [
            {
                "value": level.value,
                "label": level.label.say(language),
                "descriptor": level.descriptor.say(language),
            }
            for level in template.levels
        ],
        "allows_unknown": template.allows_unknown,
        "allows_na": template.allows_na,
    }


def _read_scale(row: dict[str, Any]) -> ScaleTemplate:
    return ScaleTemplate(
        key=row["key"],
        title=Words(**row["title"]),
        about=Words(**row["about"]),
        levels=tuple(
            LevelTemplate(level["value"], Words(**level["label"]), Words(**level.get("descriptor", {})))
            for level in row["level"]
        ),
        allows_unknown=row.get("allows_unknown", True),
        allows_na=row.get("allows_na", False),
    )
