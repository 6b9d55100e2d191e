"""Quotas: how many of a kind are wanted, and whether there are so many already."""

from collections.abc import Iterator
from typing import Any

from sciezka.rooms.questions.schema.routes import holds
from sciezka.rooms.questions.schema.stored import read_condition
from sciezka.rooms.questions.schema.types import Answers, Condition, Joined, SchemaProblem
from sciezka.rooms.surveys.models import Response, Survey


def find_full_quota(survey: Survey, answers: Answers, decided: set[str] | None = None) -> str:
    """Give the code of the first quota that these answers fall under and that is full; nothing where none is.

    Args:
        survey: whose.
        answers: of one person, so far.
        decided: items that have just been answered; only quotas that ask about these are looked at. All, where not given.
    """
    for code, condition, most in _read_quotas(survey):
        if decided is not None and decided.isdisjoint(_list_items(condition)):
            continue
        if holds(condition, answers) and _count(survey, condition) >= most:
            return code
    return ""


def say_quota(survey: Survey, code: str, language: str, base: str) -> str:
    """Give what the office says to those who come after a quota is full; nothing where it says nothing."""
    for quota in survey.quotas if isinstance(survey.quotas, list) else ():
        if isinstance(quota, dict) and quota.get("code") == code:
            text = quota.get("text")
            words = text if isinstance(text, dict) else {}
            return str(words.get(language) or words.get(base) or "")
    return ""


def _read_quotas(survey: Survey) -> Iterator[tuple[str, Condition, int]]:
    for quota in survey.quotas if isinstance(survey.quotas, list) else ():
        try:
            yield str(quota["code"])[:40], read_condition(quota["when"]), int(quota["most"])
        except (KeyError, TypeError, ValueError, SchemaProblem):
            # A quota that can't be read stops nobody.
            continue


def _list_items(condition: Condition) -> set[str]:
    if isinstance(condition, Joined):
        return {item for part in condition.parts for item in _list_items(part)}
    return {condition.item}


def _count(survey: Survey, condition: Condition) -> int:
    """Count finished answers under a condition. Read one by one: only surveys with quotas pay for it."""
    rows: Any = Response.objects.filter(survey=survey, finished_hour__isnull=False, quota="", left_out="")
    return sum(holds(condition, answers) for answers in rows.values_list("answers", flat=True).iterator(chunk_size=500))
