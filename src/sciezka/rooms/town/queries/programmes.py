"""Reading programme templates."""

from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from sciezka.rooms.town.models import Process, Programme
from sciezka.rooms.town.programmes import (
    COORDINATOR,
    ProgrammeTemplate,
    TemplateProblem,
    Text,
    read_programme,
    shipped_programmes,
)


def all_programmes() -> QuerySet[Programme]:
    """List the programmes that this instance holds."""
    return Programme.objects.all()


@lru_cache(maxsize=64)
def read_source(source: str) -> ProgrammeTemplate:
    """Read a template's content, remembered because many pages ask for the same one."""
    return read_programme(source)


def template_of(process: Process) -> ProgrammeTemplate | None:
    """Give the template of a process; None when it has none or when it can no longer be read."""
    return read_if_sound(process.programme.source) if process.programme else None


def read_if_sound(source: str) -> ProgrammeTemplate | None:
    """Read a template's content, or give nothing when it is broken."""
    try:
        return read_source(source)
    except TemplateProblem:
        return None


def programmes_on_offer() -> list[ProgrammeTemplate]:
    """List the templates a process can be opened with: this instance's own, then the shipped ones not held yet.

    One that can no longer be read is left out: the operator's page says what is wrong with it.
    """
    held = {programme.key: read_if_sound(programme.source) for programme in all_programmes()}
    sound = [template for template in held.values() if template]
    return [*sound, *(template for template in shipped_programmes() if template.key not in held)]


def say_template(value: Any, language: str) -> Any:  # noqa: ANN401 - a template or any part of it
    """Turn a template into plain values in one language, as a page shows them."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, tuple):
        return [say_template(item, language) for item in value]
    if is_dataclass(value):
        return {field.name: say_template(getattr(value, field.name), language) for field in fields(value)}
    return value


def describe_template(template: ProgrammeTemplate, language: str, coordinator: str) -> dict[str, Any]:
    """Turn a template into what its page shows: keys become names, and amounts get their spaces."""
    found: dict[str, Any] = say_template(template, language)
    stages = {stage["key"]: f"{stage['number']}. {stage['name']}" for stage in found["stages"]}
    holders = {COORDINATOR: coordinator, **{team["key"]: team["name"] for team in found["teams"]}}
    for task in found["tasks"]:
        task["stage"], task["assignee"] = stages[task["stage"]], holders[task["assignee"]]
    for limit in ("grant_min", "grant_max"):
        if found["limits"][limit]:
            found["limits"][limit] = f"{found['limits'][limit]:,}".replace(",", "\u00a0")
    return found


def deadlines_of(process: Process, language: str) -> list[dict[str, Any]]:
    """List the deadlines that the process's programme sets, as plain values in one language."""
    template = template_of(process)
    deadlines: list[dict[str, Any]] = say_template(template.deadlines, language) if template else []
    return deadlines
