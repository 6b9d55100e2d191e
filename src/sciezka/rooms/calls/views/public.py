"""Calls on the residents' site: the list, a call's page, its files, what was submitted, and a feed."""

import json
from typing import Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, open_to_all
from sciezka.kit.markup import strip_markdown
from sciezka.kit.sharing import Share
from sciezka.kit.uploads import CONTENT_TYPES, read_extension, serve_file
from sciezka.rooms.calls.models import RUNNING, Call, spell_criteria
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.nouns import find_call_file
from sciezka.rooms.calls.queries.public import find_shown_call, list_shown, read_clock, read_steps
from sciezka.rooms.calls.queries.public_call import read_call
from sciezka.rooms.calls.queries.public_feed import write_feed
from sciezka.rooms.calls.queries.public_ideas import find_call_of_ideas, list_ideas, read_sought, shows_ideas
from sciezka.rooms.town.queries.places import find_published_process

DESCRIBED: Final = 200
PAGE: Final = 30
FIVE_MINUTES: Final = 300


@require_safe
@open_to_all
def list_calls(request: HttpRequest, workspace: str, process: str) -> HttpResponse:
    """List the calls that residents can see."""
    found = find_published_process(workspace, process)
    url = f"{settings.BASE_URL}{reverse('calls:public_calls', kwargs=found.address)}"
    share = Share(f"{_('Open calls')} – {found.name}", "", url, site=found.workspace.name)
    groups = list_shown(found)
    return render(request, "calls/public_calls.html", {"process": found, "groups": groups, "share": share})


@require_safe
@open_to_all
def show(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Show a call to residents, or a draft to whoever prepares it."""
    found = find_shown_call(request.user, workspace, process, call)
    now = read_now()
    clock = read_clock(found, now)
    words = {
        "process": found.process,
        "call": found,
        "clock": clock,
        "stones": read_steps(found, now),
        "told": read_call(found, timezone.localdate(now)),
        "shows_ideas": shows_ideas(found, now),
        "takes_questions": found.is_public and clock.phase in RUNNING,
        "is_preview": not found.is_public,
        "share": share_call(found, found.public_url),
    }
    return render(request, "calls/public_call.html", words)


def share_call(call: Call, path: str, title: str = "") -> Share:
    """Say what a page of a call says about itself."""
    about = call.lead or strip_markdown(call.announcement, DESCRIBED)
    return Share(title or call.title, about, f"{settings.BASE_URL}{path}", kind="article", site=call.process.workspace.name)


@require_safe
@open_to_all
def send_file(request: HttpRequest, workspace: str, process: str, call: int, call_file: int) -> HttpResponseBase:
    """Send a file of a call: to everybody once it is announced, before to whoever prepares it."""
    found = find_call_file(workspace, process, call, call_file)
    if not found.call.is_public and not may(request.user, "calls.view", found.call):
        raise Http404
    content_type = CONTENT_TYPES.get(read_extension(found.file_name), "application/octet-stream")
    try:
        return serve_file(found.file, name=found.file_name, content_type=content_type, as_attachment=True)
    except FileNotFoundError as gone:
        raise Http404 from gone


@require_safe
@open_to_all
def send_criteria(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Send the text whose SHA-256 is the announced hash of the criteria, to the byte."""
    found = find_shown_call(request.user, workspace, process, call)
    body = spell_criteria(list(found.criteria.all()))
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="kryteria.json"'
    return answer


@require_safe
@open_to_all
def show_ideas(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:
    """Show what was submitted, where the call says that it is public."""
    found = find_call_of_ideas(workspace, process, call)
    sought = read_sought(request.GET)
    ideas = list_ideas(found, sought)
    words = {
        "process": found.process,
        "call": found,
        "clock": read_clock(found, read_now()),
        "ideas": ideas,
        "sought": sought,
        "page": Paginator(ideas.found, PAGE).get_page(request.GET.get("page")),
        "share": share_call(found, request.path, f"{pgettext('list', 'What was submitted')}: {found.title}"),
    }
    return render(request, "calls/public_ideas.html", words)


@require_safe
@open_to_all
def send_feed(request: HttpRequest, workspace: str, process: str) -> HttpResponse:  # noqa: ARG001 - a view's own
    """Send the calls that are announced or open as data, for any site to use."""
    found = find_published_process(workspace, process)
    with translation.override(found.workspace.language):
        body = json.dumps(write_feed(found, base_url=settings.BASE_URL), ensure_ascii=False)
    answer = HttpResponse(body, content_type="application/feed+json; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=FIVE_MINUTES)
    return answer
