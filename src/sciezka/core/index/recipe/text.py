"""The recipe as text: read from TOML, written in one canonical way, hashed."""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from sciezka.core.index.recipe.choices import SECTIONS, Recipe, refuse_word
from sciezka.core.index.types import IndexProblem

# Of a value that is refused, people need to see no more than its beginning.
LONGEST: Final = 60
_TOP: Final = ("order", "title", "data")
# What a key must be, in words for people, by the key's name: it means the same in every section.
_KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("method", "penalty", "reference", "title", "data"), "text"),
    **dict.fromkeys(("max_points", "max_gap", "ddof"), "a whole number"),
    **dict.fromkeys(("skew", "kurtosis", "power", "mean", "sd", "low", "high", "min_share"), "a number"),
    **dict.fromkeys(("limits", "p"), "two numbers"),
    **dict.fromkeys(("within", "order"), "a list of texts"),
    "clip": "true or false",
    "levels": "a table of node = method",
}


def read_recipe(mapping: Mapping[str, Any]) -> Recipe:
    """Read a recipe from parsed TOML.

    Args:
        mapping: what ``tomllib`` gave; every section and key may be left out.

    Raises:
        IndexProblem: an unknown section, key or method, a value of the wrong kind or out of range.
    """
    allowed = (*SECTIONS, *_TOP)
    values: dict[str, Any] = {}
    for name, value in mapping.items():
        if name not in allowed:
            raise refuse_word("recipe.section", "section", name, name, allowed)
        values[name] = _read_section(name, value) if name in SECTIONS else _read_value(name, name, value)
    return Recipe(**values)


def write_recipe(recipe: Recipe) -> str:
    """Write a recipe as canonical TOML: all keys, in the order of the classes, so that one recipe has one text.

    A key that is added to a section one day must be written only where it differs from its default: digests are for ever.
    """
    lines = [f"{name} = {_write_value(name, getattr(recipe, name))}" for name in _TOP]
    for name in SECTIONS:
        lines += ["", f"[{name}]"]
        step = getattr(recipe, name)
        for part in fields(step):
            value = getattr(step, part.name)
            if value is not None:
                lines.append(f"{part.name} = {_write_value(part.name, value)}")
    return "\n".join(lines) + "\n"


def digest(recipe: Recipe) -> str:
    """Give the SHA-256 of the canonical text, in hexadecimal digits."""
    return hashlib.sha256(write_recipe(recipe).encode()).hexdigest()


def _read_section(name: str, value: object) -> object:
    if not isinstance(value, Mapping):
        raise IndexProblem("recipe.kind", f"{name} in the recipe is a section: write [{name}] above its keys.", key=name)
    keys = tuple(part.name for part in fields(SECTIONS[name]))
    found: dict[str, Any] = {}
    for key, said in value.items():
        if key not in keys:
            raise refuse_word("recipe.key", "key", f"{name}.{key}", key, keys)
        found[key] = _read_value(f"{name}.{key}", key, said)
    step: object = SECTIONS[name](**found)
    return step


def _read_value(where: str, key: str, value: object) -> Any:  # noqa: ANN401 - what TOML can say
    kind = _KINDS[key]
    read = _READERS[kind](value)
    if read is None:
        said = repr(value)
        said = said if len(said) <= LONGEST else said[:LONGEST] + "…"
        raise IndexProblem("recipe.kind", f"{where} in the recipe must be {kind}; it is {said}.", key=where, kind=kind)
    return read


def _read_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _read_whole(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _read_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _read_pair(value: object) -> tuple[float, ...] | None:
    found = tuple(number for number in map(_read_number, value) if number is not None) if isinstance(value, list) else ()
    return found if isinstance(value, list) and len(found) == len(value) == 2 else None  # noqa: PLR2004 - a pair


def _read_list(value: object) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(word, str) for word in value) else None


def _read_levels(value: object) -> tuple[tuple[str, str], ...] | None:
    fits = isinstance(value, Mapping) and all(isinstance(word, str) for word in value.values())
    return tuple(sorted(value.items())) if isinstance(value, Mapping) and fits else None


def _read_switch(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


_READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "text": _read_text,
    "a whole number": _read_whole,
    "a number": _read_number,
    "two numbers": _read_pair,
    "a list of texts": _read_list,
    "true or false": _read_switch,
    "a table of node = method": _read_levels,
}


def _write_value(key: str, value: Any) -> str:  # noqa: ANN401 - what TOML can say
    return _WRITERS[_KINDS[key]](value)


def _quote(word: str) -> str:
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")


# Numbers are written as floats whatever the caller gave: 0 and 0.0 are one recipe with one digest.
_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "text": _quote,
    "a whole number": lambda value: str(int(value)),
    "a number": lambda value: repr(float(value)),
    "two numbers": lambda value: f"[{', '.join(repr(float(number)) for number in value)}]",
    "a list of texts": lambda value: f"[{', '.join(map(_quote, value))}]",
    "true or false": lambda value: "true" if value else "false",
    "a table of node = method": lambda value: (
        f"{{{', '.join(f'{_quote(node)} = {_quote(method)}' for node, method in sorted(value))}}}"
    ),
}
