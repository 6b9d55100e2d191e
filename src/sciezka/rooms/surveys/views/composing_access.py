"""Ways into a survey: its link, kiosk, embedding and class codes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.documents.codes import draw_code
from sciezka.rooms.surveys.actions.access import renew_link, stop_code
from sciezka.rooms.surveys.actions.surveys import OVER
from sciezka.rooms.surveys.forms.access import ClassesForm, EntryForm
from sciezka.rooms.surveys.forms.composing import ConfirmForm
from sciezka.rooms.surveys.models import ClassCode, Survey
from sciezka.rooms.surveys.queries.places import find_class_code, find_survey
from sciezka.rooms.surveys.views.composing_shared import head_of, show_step


@needs("surveys.manage", of=find_survey)
def edit_entry(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show all ways in, and open or shut those beside the link."""
    form = EntryForm(survey, sent(request))
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("Saved."))
        return redirect("surveys:entry", *survey.address.values())
    return render(request, "surveys/entry.html", {**head_of(survey), "form": form, **list_ways(survey)})


def list_ways(survey: Survey) -> dict[str, Any]:
    """Give the addresses of the ways in."""
    door = settings.BASE_URL + reverse("surveys:door", kwargs={"door": survey.door})
    frame = settings.BASE_URL + reverse("surveys:embed", kwargs={"door": survey.door})
    kiosk = {"door": survey.door, "kiosk": survey.kiosk_word}
    snippet = format_html(
        '<iframe src="{}" title="{}" width="100%" height="760" loading="lazy"></iframe>', frame, survey.title
    )
    return {
        "door": door,
        "code": draw_code(door),
        "kiosk": settings.BASE_URL + reverse("surveys:kiosk", kwargs=kiosk) if survey.kiosk_word else "",
        "snippet": str(snippet) if survey.embed_hosts else "",
        "is_over": survey.phase in OVER,
    }


@needs("surveys.manage", of=find_survey)
def renew(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give the survey another address."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, renew_link, actor=actor_of(request), survey=survey):
        messages.success(request, _("The link is changed. Posters and letters with the old one lead nowhere."))
        return redirect("surveys:entry", *survey.address.values())
    page = {
        "title": _("Change the link?"),
        "lead": _("The present link stops working at once: on posters, in letters, in frames and on personal links too."),
        "submit": _("Change the link"),
        "danger": True,
        "back": reverse("surveys:entry", kwargs=survey.address),
    }
    return show_step(request, form, survey, page)


@needs("surveys.manage", of=find_survey)
def show_codes(request: HttpRequest, survey: Survey) -> HttpResponse:
    """List class codes, and make more."""
    form = ClassesForm(survey, sent(request))
    if form.is_valid() and (made := attempt(form, form.save, actor=actor_of(request))):
        said = ngettext("%(count)s code is made.", "%(count)s codes are made.", len(made))
        messages.success(request, said % {"count": len(made)})
        return redirect("surveys:codes", *survey.address.values())
    codes = list(survey.codes.all())
    context = {**head_of(survey), "form": form, "codes": codes, "is_over": survey.phase in OVER}
    return render(request, "surveys/codes.html", context)


@needs("surveys.manage", of=find_class_code)
def stop(request: HttpRequest, code: ClassCode) -> HttpResponse:
    """Stop a class code, or let it work again."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and not carry_out(form, stop_code, actor=actor_of(request), code=code):
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("surveys:codes", *code.survey.address.values())
