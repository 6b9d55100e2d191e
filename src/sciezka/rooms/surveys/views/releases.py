"""Publishing results: what residents will see, showing it to them, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.actions.releases import publish_release, release_results, withdraw_release
from sciezka.rooms.surveys.forms.composing import ConfirmForm
from sciezka.rooms.surveys.forms.releases import ReleaseForm
from sciezka.rooms.surveys.models import Release, Survey
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.places import find_release, find_survey
from sciezka.rooms.surveys.queries.releases import (
    ShownRelease,
    find_last,
    find_seen,
    say_why_not,
    show_content,
    show_release,
)
from sciezka.rooms.surveys.queries.releases_content import make_content, reword_content
from sciezka.rooms.surveys.queries.running import find_results
from sciezka.rooms.surveys.views.composing_shared import show_step
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak


@needs("surveys.manage", of=find_survey)
def show_releases(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show what residents see or would see, and publish it."""
    seen, last = find_seen(survey), find_last(survey)
    sight = None if seen else open_results(survey)
    why = say_why_not(survey, sight, seen)
    form = ReleaseForm(survey, speak(), sent(request), initial=list_initial(last))
    if not why and form.is_valid() and "look" not in request.POST:
        made = attempt(form, release_results, actor=actor_of(request), survey=survey, **form.cleaned_data)
        if made is not None:
            messages.success(request, _("The results are published."))
            return redirect("surveys:releases", *survey.address.values())
    context = frame(request, survey, "") | {
        "why": why,
        "seen": seen,
        "form": form,
        "shown": None if why else preview(survey, sight, seen, form),
        "is_read": request.method != "POST" or "look" in request.POST,
        "releases": list(survey.releases.defer("content")),
        "published": find_results(survey),
        "in_force": last if last and last.published_at and not last.withdrawn_at else None,
    }
    return render(request, "surveys/releases.html", context)


def list_initial(last: Release | None) -> dict[str, Any]:
    """Give the words of the last release, to begin the next one with."""
    if last is None:
        return {}
    return {
        "summary": last.summary,
        "next_step": last.content.get("next", ""),
        "left_out": last.content.get("left_out", []),
    }


def preview(survey: Survey, sight: FrameSight | None, seen: Release | None, form: ReleaseForm) -> ShownRelease | None:
    """Open what would be published now, with the words typed so far."""
    typed = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    words = {"next_step": typed.get("next_step", ""), "left_out": typed.get("left_out", ())}
    if seen is not None:
        content = reword_content(seen.content, **words)
    elif sight is not None:
        content = make_content(sight, **words)
    else:
        return None
    return show_content(survey, content, typed.get("summary", ""), get_language() or "pl")


@require_safe
@needs("surveys.see_result", of=find_release)
def show_kept(request: HttpRequest, release: Release) -> HttpResponse:
    """Show a release in the office: what residents see or saw, or what was kept when the answers were deleted."""
    context = frame(request, release.survey, "") | {
        "release": release,
        "shown": show_release(release, get_language() or "pl"),
    }
    return render(request, "surveys/releases_kept.html", context)


@needs("surveys.manage", of=find_release)
def publish(request: HttpRequest, release: Release) -> HttpResponse:
    """Show a kept release, or one taken back, to residents."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, publish_release, actor=actor_of(request), release=release):
        messages.success(request, _("The results are published."))
        return redirect("surveys:releases", *release.survey.address.values())
    page = {
        "title": _("Publish version %(number)s?") % {"number": release.number},
        "lead": _("Residents see it in place of what they see now."),
        "submit": _("Publish"),
        "back": reverse("surveys:releases", kwargs=release.survey.address),
    }
    return show_step(request, form, release.survey, page)


@needs("surveys.manage", of=find_release)
def withdraw(request: HttpRequest, release: Release) -> HttpResponse:
    """Take a release back from residents."""
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, withdraw_release, actor=actor_of(request), release=release):
        messages.success(request, _("The results are taken back."))
        return redirect("surveys:releases", *release.survey.address.values())
    page = {
        "title": _("Take the published results back?"),
        "lead": _("The page of results disappears for residents. Who has seen or saved it keeps what they have, so the "
                  "numbers can’t be replaced by others; the same ones can be published again."),
        "submit": _("Take the page back"),
        "danger": True,
        "back": reverse("surveys:releases", kwargs=release.survey.address),
    }  # fmt: skip
    return show_step(request, form, release.survey, page)
