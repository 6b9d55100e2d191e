"""Paper forms entered by two clerks: the list, one sheet's form, its differences and its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciezka.kit.forms import read_number, sent
from sciezka.kit.guards import may, needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.questions.queries.showing import show_page
from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES, Questionnaire
from sciezka.rooms.surveys.actions.papers import enter_paper, remove_paper, say_shut
from sciezka.rooms.surveys.forms.composing import ConfirmForm
from sciezka.rooms.surveys.models import PaperForm, Survey
from sciezka.rooms.surveys.queries.clauses import list_languages
from sciezka.rooms.surveys.queries.editions import read_asked
from sciezka.rooms.surveys.queries.papers import (
    LARGEST_NUMBER,
    ONLINE_ONLY,
    Entry,
    count_marked,
    find_sheet,
    list_papers,
    next_number,
    read_edition_of,
    read_entry,
    say_mark,
    show_all,
)
from sciezka.rooms.surveys.queries.places import find_paper, find_survey
from sciezka.rooms.surveys.views.composing_shared import head_of, show_step


@needs("surveys.enter_paper", of=find_survey)
def show_papers(request: HttpRequest, survey: Survey) -> HttpResponse:
    """List paper forms, and begin the next one by the number on its sheet."""
    languages = list_languages(survey)
    wanted = request.GET.get("numer")
    number = read_number(wanted)
    if number is not None and 1 <= number <= LARGEST_NUMBER and survey.edition_id:
        language = request.GET.get("jezyk", "")
        query = f"?jezyk={language}" if language in languages else ""
        return redirect(reverse("surveys:paper_enter", kwargs={**survey.address, "paper": number}) + query)
    asked = read_asked(survey)
    context = {
        **head_of(survey),
        "papers": list_papers(survey),
        "next": next_number(survey),
        "languages_printed": [(code, LANGUAGE_NAMES[code]) for code in languages],
        "shut": say_shut(survey),
        "is_wrong": wanted is not None,
        "marked": count_marked(survey),
        "online_only": [item.text.say(asked.base) for item in asked.items() if item.kind in ONLINE_ONLY],
        "manages": may(request.user, "surveys.manage", survey),
    }
    return render(request, "surveys/papers.html", context)


@needs("surveys.enter_paper", of=find_sheet)
def enter(request: HttpRequest, paper: PaperForm) -> HttpResponse:
    """Type what stands on a sheet, all pages at once; whoever types second does not see what the first one typed."""
    if paper.response_id or paper.second_by:
        return redirect("surveys:paper", *paper.survey.address.values(), paper.number)
    actor = actor_of(request)
    asked = read_edition_of(paper)
    asked_in = request.POST.get("jezyk") or request.GET.get("jezyk", "")
    language = paper.language if paper.pk else asked_in if asked_in in asked.languages else asked.base
    form, entry = ConfirmForm(sent(request)), None
    if form.is_valid():
        entry = read_entry(asked, dict(request.POST.lists()))
        words = {"answers": entry.answers, "language": language, "alone": bool(request.POST.get("alone"))}
        if not entry.problems and (kept := attempt(form, enter_paper, actor=actor, paper=paper, **words)):
            return say_kept(request, kept)
    context = {
        **head_of(paper.survey),
        "paper": paper,
        "form": form,
        "language": language,
        "is_second": paper.pk is not None,
        "is_same": paper.pk is not None and paper.first_by == actor.ref,
        "pages": draw_pages(asked, entry, language),
        "problems": entry.problems if entry else (),
        "shut": say_shut(paper.survey),
    }
    return render(request, "surveys/paper_enter.html", context)


def draw_pages(asked: Questionnaire, entry: Entry | None, language: str) -> list[dict[str, Any]]:
    """Draw all pages of the questionnaire, with nothing hidden."""
    opened = show_all(asked)
    given = entry.given if entry else {}
    problems = entry.problems if entry else ()
    drawn: list[dict[str, Any]] = []
    for page in opened.pages:
        here = {item.code for item in page.items()}
        wrong = [problem for problem in problems if problem.item in here]
        html: SafeString = show_page(opened, page, {}, language=language, seed="", problems=wrong, given=given)
        drawn.append({"title": page.title.say(language, asked.base), "html": html})
    return drawn


def say_kept(request: HttpRequest, paper: PaperForm) -> HttpResponse:
    """Say what became of a sheet, and lead on: to its differences, to the next one, or to the list."""
    address = paper.survey.address
    if paper.second_by is None:
        messages.success(
            request, _("Form %(number)s is entered once. Now somebody else enters it.") % {"number": paper.number}
        )
    elif paper.response_id:
        messages.success(request, _("Both entries of form %(number)s agree. It counts.") % {"number": paper.number})
    else:
        messages.warning(request, _("The two entries of form %(number)s differ.") % {"number": paper.number})
        return redirect("surveys:paper_settle", *address.values(), paper.number)
    if "next" in request.POST and paper.second_by is None:
        return redirect("surveys:paper_enter", *address.values(), next_number(paper.survey))
    return redirect("surveys:papers", *address.values())


@needs("surveys.enter_paper", of=find_paper)
def show_paper(request: HttpRequest, paper: PaperForm) -> HttpResponse:
    """Show where a paper form stands."""
    if paper.second_by and not paper.response_id:
        return redirect("surveys:paper_settle", *paper.survey.address.values(), paper.number)
    context = {
        **head_of(paper.survey),
        "paper": paper,
        "remark": say_mark(paper) if paper.response_id else "",
        "is_mine": paper.first_by == actor_of(request).ref,
        "shut": say_shut(paper.survey),
        "manages": may(request.user, "surveys.manage", paper),
    }
    return render(request, "surveys/paper.html", context)


@needs("surveys.manage", of=find_paper)
def remove(request: HttpRequest, paper: PaperForm) -> HttpResponse:
    """Remove a paper form, with the answer made of it."""
    form = ConfirmForm(sent(request))
    survey = paper.survey
    back = reverse("surveys:papers", kwargs=survey.address)
    if form.is_valid() and carry_out(form, remove_paper, actor=actor_of(request), paper=paper):
        messages.success(request, _("The form is removed. Its number can be used anew."))
        return redirect(back)
    page = {
        "title": _("Remove form %(number)s?") % {"number": paper.number},
        "lead": _("What was typed is deleted, and so is the answer made of it. It can be entered anew from the sheet."),
        "submit": _("Remove"),
        "danger": True,
        "back": back,
    }
    return show_step(request, form, survey, page)
