"""The residents' side of surveys: what can be answered now, and published results with their files."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.kit.guards import open_to_all
from sciezka.kit.markup import strip_markdown
from sciezka.kit.sharing import Share
from sciezka.kit.slugs import make_slug
from sciezka.rooms.surveys.models import Release
from sciezka.rooms.surveys.queries.releases import find_published, list_open, list_published, show_release
from sciezka.rooms.surveys.queries.releases_files import LICENCE, LICENCE_ADDRESS, describe, list_rows
from sciezka.rooms.surveys.views.results_files import write_table
from sciezka.rooms.town.queries.places import find_published_process

DESCRIBED = 200


@require_safe
@open_to_all
def show_surveys(request: HttpRequest, workspace: str, process: str) -> HttpResponse:
    """Show which surveys can be answered, and which have results."""
    found = find_published_process(workspace, process)
    url = f"{settings.BASE_URL}{reverse('surveys:public_surveys', kwargs=found.address)}"
    share = Share(f"{_('Surveys')} – {found.name}", "", url, kind="article", site=found.workspace.name)
    context = {"process": found, "open": list_open(found), "releases": list_published(found), "share": share}
    return render(request, "surveys/public_surveys.html", context)


@require_safe
@open_to_all
def show_results(request: HttpRequest, workspace: str, process: str, door: str) -> HttpResponse:
    """Show the published results of a survey."""
    release = open_release(workspace, process, door)
    shown = show_release(release, get_language() or "pl")
    about = strip_markdown(release.summary)[:DESCRIBED] or shown.view["heading"]
    process_ = release.survey.process
    context = {
        "process": process_,
        "survey": release.survey,
        "release": release,
        "shown": shown,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "share": Share(release.survey.title, about, find_page(release), kind="article", site=process_.workspace.name),
    }
    return render(request, "surveys/public_results.html", context)


@require_safe
@open_to_all
def give_csv(request: HttpRequest, workspace: str, process: str, door: str) -> HttpResponse:  # noqa: ARG001 - a view's own
    """Give published results as a table."""
    release = open_release(workspace, process, door)
    rows = list(list_rows(show_release(release, get_language() or "pl")))
    return offer(HttpResponse(write_table(rows), content_type="text/csv; charset=utf-8"), release, "csv")


@require_safe
@open_to_all
def give_json(request: HttpRequest, workspace: str, process: str, door: str) -> HttpResponse:  # noqa: ARG001 - a view's own
    """Give published results to programs, also to those of other sites."""
    release = open_release(workspace, process, door)
    told = describe(release, show_release(release, get_language() or "pl"), find_page(release))
    answer = offer(HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/json"), release, "json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def open_release(workspace: str, process: str, door: str) -> Release:
    """Find published results, or answer 404."""
    return find_published(find_published_process(workspace, process), door)


def find_page(release: Release) -> str:
    """Give the whole address of the page of results."""
    survey = release.survey
    path = reverse("surveys:results_page", kwargs={**survey.process.address, "door": survey.door})
    return f"{settings.BASE_URL}{path}"


def offer(answer: HttpResponse, release: Release, ending: str) -> HttpResponse:
    """Give an answer the name of a file."""
    name = make_slug(release.survey.title, fallback="wyniki", length=80)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer
