"""What the office pages of a survey share: its head, the page of one form, and the steps before its launch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sciezka.rooms.questions.schema.reading import estimate_minutes
from sciezka.rooms.questions.schema.types import LANGUAGE_NAMES, Kind, Questionnaire
from sciezka.rooms.surveys.actions.survey_checks import list_faults, list_lacks, read_draft
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.clauses import clause_in_force, find_controller, find_officer
from sciezka.rooms.surveys.queries.composing import join_words, mark_phase, say_moment, say_next


def show_step(request: HttpRequest, form: forms.Form, survey: Survey, page: Mapping[str, Any]) -> HttpResponse:
    """Show the page of one form of a survey.

    Args:
        request: the request.
        form: the form.
        survey: the survey.
        page: ``title``, and optionally ``lead``, ``submit``, ``danger`` and ``back`` (where „cancel” leads).
    """
    context = {"process": survey.process, "survey": survey, "form": form, "back": survey.get_absolute_url(), **page}
    return render(request, "surveys/step.html", context)


def head_of(survey: Survey) -> dict[str, Any]:
    """Give what the head of each of a survey's pages says."""
    phase = survey.phase
    return {
        "process": survey.process,
        "survey": survey,
        "phase": phase,
        "mark": mark_phase(phase),
        "sentence": say_next(survey),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step before the launch: what was said so far, what stands in the way, and what is only to be thought of."""

    title: str
    said: str
    url: str
    lacks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    is_optional: bool = False


def list_steps(survey: Survey) -> list[Step]:
    """List the steps before the launch, each with where it leads."""
    lacks: dict[str, list[str]] = {}
    for lack in list_lacks(survey):
        lacks.setdefault(lack.code or "", []).extend(lack.messages)
    questions = reverse("questions:questionnaire", kwargs=survey.questionnaire.address)
    asked = read_draft(survey)
    steps = [
        Step(
            title=_("Questions"),
            said=say_questions(asked) if asked else "",
            url=questions,
            lacks=tuple(lacks.get("questions", ())),
            remarks=remark_questions(survey, asked) if asked else (),
        ),
        Step(
            title=_("Who answers, and when"),
            said=say_terms(survey),
            url=reverse("surveys:survey_edit", kwargs=survey.address),
            lacks=tuple(lacks.get("dates", ())),
        ),
    ]
    if survey.entry != Survey.Entry.LINK:
        steps.append(people_step(survey, tuple(lacks.get("people", ()))))
    steps.append(clause_step(survey))
    steps.append(
        Step(
            title=pgettext("a survey", "Population"),
            said=say_population(survey),
            url=reverse("surveys:frame", kwargs=survey.address),
            is_optional=not survey.frame_size,
        )
    )
    return steps


def people_step(survey: Survey, lacks: tuple[str, ...]) -> Step:
    """Tell of the list or the class codes."""
    if survey.entry == Survey.Entry.CODES:
        count = survey.codes.count()
        said = ngettext("%(count)s code", "%(count)s codes", count) % {"count": count} if count else ""
        return Step(title=_("Class codes"), said=said, url=reverse("surveys:codes", kwargs=survey.address), lacks=lacks)
    count = survey.invitations.count()
    said = ngettext("%(count)s person", "%(count)s people", count) % {"count": count} if count else ""
    return Step(title=_("People invited"), said=said, url=reverse("surveys:invites", kwargs=survey.address), lacks=lacks)


def clause_step(survey: Survey) -> Step:
    """Tell of the information clause, and loudly where nobody is named as the data protection officer."""
    clause = clause_in_force(survey)
    workspace = survey.process.workspace
    officer = clause.officer if clause else find_officer(workspace)
    controller = clause.controller if clause else find_controller(workspace)
    said = _("version %(number)s") % {"number": clause.number} if clause else _("drafted from the office's data")
    remarks = [] if officer else [_("The contact of the data protection officer is missing. The law asks for it.")]
    if not controller:
        remarks.append(_("The body that is responsible for the data isn't named; the name of a place stands there instead."))
    if not workspace.contact:
        remarks.append(_("The office has no contact address in its settings; the clause needs one."))
    url = reverse("surveys:clause", kwargs=survey.address)
    return Step(title=_("Information clause"), said=said, url=url, remarks=tuple(remarks))


def say_questions(asked: Questionnaire) -> str:
    """Say how many questions there are, how long they take, and in which languages."""
    count = sum(item.kind != Kind.NOTE for item in asked.items())
    minutes = estimate_minutes(asked, asked.base)
    said = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    takes = ngettext("about %(count)s minute", "about %(count)s minutes", minutes) % {"count": minutes}
    return join_words(
        (said, takes, ", ".join(LANGUAGE_NAMES[code] for code in asked.languages) if len(asked.languages) > 1 else "")
    )


def remark_questions(survey: Survey, asked: Questionnaire) -> tuple[str, ...]:
    """Say how many warnings the questionnaire has; the editor tells which."""
    count = sum(fault.severity == "warning" for fault in list_faults(survey, asked))
    said = ngettext("%(count)s warning to look at", "%(count)s warnings to look at", count) % {"count": count}
    return (said,) if count else ()


def say_terms(survey: Survey) -> str:
    """Say who answers, and from when to when."""
    opens = _("opens %(moment)s") % {"moment": say_moment(survey.opens_at)} if survey.opens_at else _("opens at once")
    closes = _("closes %(moment)s") % {"moment": say_moment(survey.closes_at)} if survey.closes_at else ""
    return join_words((str(survey.get_entry_display()), opens, closes))


def say_population(survey: Survey) -> str:
    """Say how many people the survey is about."""
    count = survey.frame_size
    if not count:
        return ""
    words = {"count": number_format(count, force_grouping=True)}
    return ngettext("%(count)s person", "%(count)s people", count) % words
