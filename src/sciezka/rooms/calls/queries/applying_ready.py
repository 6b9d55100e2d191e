"""Whether what an applicant writes can be sent, and what is missing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.applying_work import Work
from sciezka.rooms.calls.queries.head_labels import HEAD_LABELS
from sciezka.rooms.questions.queries.budgets import has_budget
from sciezka.rooms.questions.queries.showing_problems import say_problem
from sciezka.rooms.questions.schema.answers import check_page
from sciezka.rooms.questions.schema.routes import walk_pages
from sciezka.rooms.questions.schema.wording import name_question

HEAD: Final = "head"
LONGEST: Final = 90


@dataclass(frozen=True, slots=True)
class Missing:
    """Something without which it can't be sent.

    Attributes:
        page: the code of the form's page, or ``head``.
        anchor: where on that page.
        what: the question or the field.
        sentence: what is wrong.
    """

    page: str
    anchor: str
    what: str
    sentence: str


def list_missing(work: Work, language: str) -> list[Missing]:
    """List what has to be written or mended before it can be sent; nothing when it is ready."""
    return [*_find_in_head(work), *_find_in_form(work, language)]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is written, and how far it is.

    Attributes:
        page: the code of the form's page, or ``head``.
        title: its heading; empty where the page has none.
        lacks: how many things are missing or have to be mended.
    """

    page: str
    title: str
    lacks: int


def list_parts(work: Work, language: str) -> list[Part]:
    """List the parts of what is written in their order, each with how much is missing in it."""
    lacks = Counter(one.page for one in list_missing(work, language))
    form = work.questionnaire
    pages = walk_pages(form, work.answers) if form is not None else ()
    titles = {page.code: page.title.say(language, form.base) for page in pages} if form is not None else {}
    return [Part(HEAD, "", lacks[HEAD]), *(Part(code, title, lacks[code]) for code, title in titles.items())]


def asks_sums(work: Work) -> bool:
    """Tell whether the head asks how much money is asked for; where the form reckons it, it comes from there."""
    form = work.questionnaire
    return work.call.asks_money and not (form is not None and has_budget(form))


def was_announced(call: Call, name: str) -> bool:
    """Tell whether the call asked for something from its announcement on.

    What an amendment began to ask for (``areas`` or ``goals``, where there were none) may be said and need not: nobody who
    was ready before it is made unready.
    """
    first = call.amendments.filter(before__has_key=name).order_by("number").first()
    return first is None or bool(first.before[name])


def needs_goals(call: Call) -> bool:
    """Tell whether at least one goal has to be chosen."""
    return call.goals.exists() and was_announced(call, "goals")


def name_needs(call: Call) -> dict[str, str]:
    """Give the fields of the head that have to be filled, by their names, with how they are called."""
    needs = ["title", "summary", "applicant_kind", "applicant", "email"]
    if call.list_of_areas and was_announced(call, "areas"):
        needs.append("area")
    if call.kind == Call.Kind.PARTNERS:
        needs += [f"candidate.{name}" for name in ("legal_form", "is_public_sector", "role", "contribution")]
    return {name: str(HEAD_LABELS[name]) for name in needs}


def _find_in_head(work: Work) -> Iterator[Missing]:
    for name, label in name_needs(work.call).items():
        if _read(work.head, name) in ("", None):
            yield Missing(HEAD, f"id_{name.removeprefix('candidate.')}", label, _("This has to be filled in."))
    if not work.head.get("goals") and needs_goals(work.call):
        yield Missing(HEAD, "id_goals", str(HEAD_LABELS["goals"]), _("Choose at least one goal that it serves."))
    if asks_sums(work) and work.head.get("asked") is None:
        yield Missing(HEAD, "id_asked", str(HEAD_LABELS["asked"]), _("Write how much, or 0 when none is needed."))


def _find_in_form(work: Work, language: str) -> Iterator[Missing]:
    form = work.questionnaire
    if form is None:
        return
    for page in walk_pages(form, work.answers):
        for problem in check_page(form, page, work.answers, work.answers).problems:
            item = form.find_item(problem.item)
            if item is not None:
                asked = name_question(item.text.say(language, form.base), LONGEST)
                yield Missing(page.code, f"i-{item.code}", asked, say_problem(item, problem, language))


def _read(head: Any, name: str) -> Any:  # noqa: ANN401 - plain values of any kind
    part, _dot, inner = name.partition(".")
    return (head.get(part) or {}).get(inner) if inner else head.get(part)
