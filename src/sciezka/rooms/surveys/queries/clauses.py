"""A survey's information clause: the version in force, and a draft of one made of what the office has said already."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from sciezka.kit.typography import bind_words
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import LANGUAGES, SchemaProblem
from sciezka.rooms.surveys.models import Clause, Survey
from sciezka.rooms.town.models import Workspace


@cache
def read_words() -> Mapping[str, Mapping[str, Any]]:
    """Read the wording of drafts by language."""
    return tomllib.loads((resources.files(__package__) / "clauses.toml").read_text(encoding="utf-8"))


def clause_in_force(survey: Survey) -> Clause | None:
    """Give the version that respondents are shown now."""
    return survey.clauses.first()


def list_languages(survey: Survey) -> tuple[str, ...]:
    """Tell in which languages the survey is asked, the base one first."""
    try:
        return read_questionnaire(survey.edition.content if survey.edition else survey.questionnaire.draft).languages
    except SchemaProblem:
        return LANGUAGES[:1]


def find_officer(workspace: Workspace) -> str:
    """Give the data protection officer's contact, as the workspace's newest clause that names one says it."""
    rows = Clause.objects.filter(survey__process__workspace=workspace).exclude(officer="")
    return rows.order_by("-written_at", "-pk").values_list("officer", flat=True).first() or ""


def find_controller(workspace: Workspace) -> str:
    """Give the body that is responsible for the data, as the workspace's newest clause that names one says it.

    A workspace is called after its place, and no place is a controller: a mayor or an office is.
    """
    rows = Clause.objects.filter(survey__process__workspace=workspace).exclude(controller="")
    return rows.order_by("-written_at", "-pk").values_list("controller", flat=True).first() or ""


def draft_clause(survey: Survey, officer: str = "", controller: str = "") -> dict[str, str]:
    """Draft the clause in each language of the survey.

    Args:
        survey: its purpose, legal basis, retention and population; its process with the workspace.
        officer: how to reach the data protection officer; left to be filled in when empty.
        controller: the body that is responsible for the data; the workspace's name stands for it when empty.
    """
    return {language: _draft(survey, officer, controller, language) for language in list_languages(survey)}


def name_controller(text: str, before: str, after: str, language: str) -> str:
    """Put another controller into a drafted text, where the draft's own sentence names the one before."""
    for kind in ("adults", "minors"):
        lead = read_words()[language][kind].partition("{controller}")[0].rpartition(" ")[0].rpartition(".** ")[2]
        for old in {f"{lead} {escape(before)}", bind_words(f"{lead} {escape(before)}")}:
            text = text.replace(old, bind_words(f"{lead} {escape(after)}"))
    return text


def _draft(survey: Survey, officer: str, controller: str, language: str) -> str:
    words = read_words()[language]
    workspace = survey.process.workspace
    is_base = language == LANGUAGES[0]
    # The purpose and the basis are written by the office in its own language; the others say the general one.
    purpose = survey.purpose.strip().rstrip(".") if is_base else ""
    basis = survey.legal_basis.strip().rstrip(".") if is_base else ""
    said = {
        "controller": escape(controller or workspace.name),
        "contact": words["contact"].format(contact=escape(workspace.contact)) if workspace.contact else "",
        "officer": words["officer"].format(officer=escape(officer)) if officer else words["no_officer"],
        "purpose": escape(lower_first(purpose)) or words["purpose"],
        "basis": escape(basis) or words["basis"],
        "fewest": survey.fewest,
        "kept": say_kept(survey, words),
        "list": words["list"] if survey.entry == Survey.Entry.LIST else "",
    }
    text = words["minors" if survey.of_minors else "adults"].strip().format(**said)
    return bind_words(text) if is_base else text


def say_kept(survey: Survey, words: Mapping[str, Any]) -> str:
    """Say how long answers are kept: until a day once the end is known."""
    if day := survey.erases_on:
        return str(words["kept_until"]).format(day=write_day(day, words))
    return str(words["kept_days"]).format(days=survey.keeps_days)


def write_day(day: dt.date, words: Mapping[str, Any]) -> str:
    """Write a day with its month in words, in the language of the words."""
    return f"{day.day}\u00a0{words['months'][day.month - 1]}\u00a0{day.year}"


def lower_first(text: str) -> str:
    """Begin a sentence's part with a small letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def escape(text: str) -> str:
    """Keep what was typed from becoming Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in text)
