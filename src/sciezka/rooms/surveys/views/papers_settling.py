"""Settling a paper form: where two entries differ, one of them holds or the sheet is read anew; or one entry is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.queries.showing import show_page
from sciezka.rooms.questions.schema.answers import Problem
from sciezka.rooms.questions.schema.posting import read_posted
from sciezka.rooms.questions.schema.types import Questionnaire
from sciezka.rooms.surveys.actions.papers import settle_paper
from sciezka.rooms.surveys.forms.composing import ConfirmForm
from sciezka.rooms.surveys.models import PaperForm
from sciezka.rooms.surveys.queries.papers import (
    Difference,
    check_entry,
    join_entries,
    list_differences,
    read_edition_of,
    show_all,
    single_out,
)
from sciezka.rooms.surveys.queries.places import find_paper
from sciezka.rooms.surveys.views.composing_shared import head_of, show_step

# Answers have the names of items themselves, so the choices beside them have another.
CHOICE: Final = "choice-"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read anew from the sheet: as it was typed, and what of it can't be."""

    given: dict[str, Any]
    problems: Sequence[Problem] = ()


@needs("surveys.enter_paper", of=find_paper)
def settle(request: HttpRequest, paper: PaperForm) -> HttpResponse:
    """Choose between two entries where they differ or read the sheet anew, or let one entry be enough."""
    if paper.response_id:
        return redirect("surveys:paper", *paper.survey.address.values(), paper.number)
    if paper.second_by is None:
        return settle_single(request, paper)
    asked = read_edition_of(paper)
    first, second = paper.first or {}, paper.second or {}
    differences = list_differences(asked, first, second)
    form = build_choice(differences, sent(request))
    anew = [difference.code for difference in differences if form.data.get(CHOICE + difference.code) == "anew"]
    reading = read_anew(request, asked, anew)
    if form.is_valid() and not reading.problems:
        chosen = {name.removeprefix(CHOICE): value for name, value in form.cleaned_data.items()}
        joined = join_entries(asked, first, second, chosen, reading.given)
        if carry_out(form, settle_paper, actor=actor_of(request), paper=paper, answers=joined):
            messages.success(request, _("Form %(number)s is settled. It counts.") % {"number": paper.number})
            return redirect("surveys:papers", *paper.survey.address.values())
    parts = [
        (difference, form[CHOICE + difference.code], draw_control(asked, difference.code, reading, paper.language))
        for difference in differences
    ]
    context = {**head_of(paper.survey), "paper": paper, "form": form, "parts": parts, "problems": reading.problems}
    return render(request, "surveys/paper_settle.html", context)


def build_choice(differences: Sequence[Difference], data: Any) -> forms.Form:  # noqa: ANN401 - what a form takes
    """Make the form that chooses for each item one of two entries, or neither."""
    form = forms.Form(data)
    for difference in differences:
        choices = (
            ("first", difference.first), ("second", difference.second), ("anew", _("Something else stands on the sheet")),
        )  # fmt: skip
        form.fields[CHOICE + difference.code] = forms.ChoiceField(
            label=difference.question, choices=choices, widget=forms.RadioSelect,
            error_messages={"required": _("Choose what stands on the sheet.")},
        )  # fmt: skip
    return form


def read_anew(request: HttpRequest, asked: Questionnaire, codes: Sequence[str]) -> Reading:
    """Read what was typed of the items of which neither entry holds."""
    if not codes:
        return Reading({})
    given = read_posted(single_out(asked, codes), dict(request.POST.lists()), {})
    return Reading(dict(given), check_entry(asked, given).problems)


def draw_control(asked: Questionnaire, code: str, reading: Reading, language: str) -> SafeString:
    """Draw how an item is answered, for the sheet to be read anew."""
    page = single_out(asked, [code])
    wrong = [problem for problem in reading.problems if problem.item == code]
    said = language if language in asked.languages else asked.base
    return show_page(show_all(asked), page, {}, language=said, seed="", problems=wrong, given=reading.given)


def settle_single(request: HttpRequest, paper: PaperForm) -> HttpResponse:
    """Let one entry be enough; results tell how many such forms there are."""
    form = ConfirmForm(sent(request))
    back = reverse("surveys:papers", kwargs=paper.survey.address)
    if form.is_valid() and carry_out(form, settle_paper, actor=actor_of(request), paper=paper, answers=paper.first or {}):
        messages.success(request, _("Form %(number)s counts, entered once.") % {"number": paper.number})
        return redirect(back)
    page = {
        "title": _("Let one entry be enough?"),
        "lead": _("A slip of one clerk goes unseen. Results tell how many paper forms were entered once."),
        "submit": _("One entry is enough"),
        "back": back,
    }
    return show_step(request, form, paper.survey, page)
