"""What other programs ask for: calendars, feeds, pictures, colours and the widget."""

import datetime
import hashlib
import json
from collections.abc import Callable

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.clickjacking import xframe_options_exempt

from sciezka.kit import painting
from sciezka.kit.colour import write_theme
from sciezka.kit.guards import open_to_all
from sciezka.rooms.town import feeds, pictures
from sciezka.rooms.town.ics import write_calendar
from sciezka.rooms.town.models import Event, Process
from sciezka.rooms.town.queries import kalendarium as reading
from sciezka.rooms.town.queries import showcase
from sciezka.rooms.town.queries.faces import draw_face
from sciezka.rooms.town.queries.places import find_published_process

FIVE_MINUTES, ONE_DAY = 300, 86_400
FEWEST, USUAL, MOST = 1, 5, 20
FRAME_POLICY = {
    "frame-ancestors": ["*"],
    "script-src": [NONE],
    "form-action": [NONE],
    "connect-src": [NONE],
    "style-src": [SELF],
}
NO_ACCENT = "/* The default colours. */\n"


def answer(
    request: HttpRequest, etag: str, changed_at: datetime.datetime | None, seconds: int, make: Callable[[], HttpResponse]
) -> HttpResponseBase:
    """Answer with 304 when the reader has this state already, else make the answer; let it be kept for some seconds."""
    quoted = f'"{etag}"'
    moment = int(changed_at.timestamp()) if changed_at else None
    response = get_conditional_response(request, etag=quoted, last_modified=moment)
    if response is None:
        response = make()
    response["ETag"] = quoted
    if moment:
        response["Last-Modified"] = http_date(moment)
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=seconds)
    return response


def feed_events(process: Process, limit: int | None = None) -> list[Event]:
    """Read the published entries for a feed, with all that it says of them."""
    return list(reading.published_events(process).prefetch_related("teams", "links")[:limit])


@open_to_all
def send_calendar(request: HttpRequest, workspace: str, process: str) -> HttpResponseBase:
    """Send the live calendar of a process."""
    found = find_published_process(workspace, process)
    state = feeds.read_state(found)

    def make() -> HttpResponse:
        def write() -> bytes:
            return write_calendar(
                found, feed_events(found), base_url=settings.BASE_URL, source=f"{settings.BASE_URL}{request.path}"
            )

        # A long calendar takes seconds to write, and programs ask for it all day: it is written once for each state.
        body = painting.keep(f"{found.pk}-{settings.BASE_URL}-{state.etag}", "ics", write)
        return send_file(body, "text/calendar; charset=utf-8", f"{found.slug}.ics")

    return answer(request, state.etag, state.changed_at, FIVE_MINUTES, make)


@open_to_all
def send_event_calendar(request: HttpRequest, workspace: str, process: str, event: int) -> HttpResponseBase:
    """Send one entry as a calendar file."""
    found = reading.find_shown_event(request.user, workspace, process, event)

    def make() -> HttpResponse:
        body = write_calendar(found.process, [found], base_url=settings.BASE_URL)
        return send_file(body, "text/calendar; charset=utf-8", f"{found.words}.ics", is_download=True)

    return answer_for(request, found, f"ics-{found.uid}-{found.sequence}", make)


@open_to_all
def send_atom(request: HttpRequest, workspace: str, process: str) -> HttpResponseBase:
    """Send the Atom feed."""
    found = find_published_process(workspace, process)
    state = feeds.read_state(found)

    def make() -> HttpResponse:
        with translation.override(found.workspace.language):
            events = feed_events(found, feeds.FEED_SIZE)
            body = feeds.write_atom(found, events, base_url=settings.BASE_URL, changed_at=state.changed_at)
        return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")

    return answer(request, state.etag, state.changed_at, FIVE_MINUTES, make)


@open_to_all
def send_json(request: HttpRequest, workspace: str, process: str) -> HttpResponseBase:
    """Send every entry as data, for any site to use."""
    found = find_published_process(workspace, process)
    state = feeds.read_state(found)

    def write() -> bytes:
        with translation.override(found.workspace.language):
            data = feeds.write_json_feed(found, feed_events(found), base_url=settings.BASE_URL)
        return json.dumps(data, ensure_ascii=False).encode()

    def make() -> HttpResponse:
        body = painting.keep(f"{found.pk}-{settings.BASE_URL}-{state.etag}", "json", write)
        return HttpResponse(body, content_type="application/feed+json; charset=utf-8")

    return answer(request, state.etag, state.changed_at, FIVE_MINUTES, make)


@open_to_all
def send_theme(request: HttpRequest, workspace: str) -> HttpResponseBase:
    """Send a workspace's colours as a style sheet."""
    found = showcase.find_shown_workspace(request.user, workspace)
    body = write_theme(found.accent) if found.accent else NO_ACCENT

    def make() -> HttpResponse:
        return HttpResponse(body, content_type="text/css; charset=utf-8")

    return answer(request, hashlib.sha256(body.encode()).hexdigest()[:32], None, FIVE_MINUTES, make)


@open_to_all
def send_event_picture(request: HttpRequest, workspace: str, process: str, event: int) -> HttpResponseBase:
    """Send the picture that stands beside a passed-on link to an entry."""
    found = reading.find_shown_event(request.user, workspace, process, event)
    with translation.override(found.process.workspace.language):
        svg = pictures.draw_event(found, draw_face(found.date))
    return send_picture(request, found, svg)


@open_to_all
def send_process_picture(request: HttpRequest, workspace: str, process: str) -> HttpResponseBase:
    """Send the picture that stands beside a passed-on link to a process."""
    found = reading.find_shown_process(request.user, workspace, process)
    with translation.override(found.workspace.language):
        svg = pictures.draw_process(found)
    return send_picture(request, found, svg)


def send_picture(request: HttpRequest, subject: Event | Process, svg: str) -> HttpResponseBase:
    """Send a drawing as PNG, kept on the disk under the fingerprint of what it shows."""
    mark = pictures.fingerprint(svg)

    def make() -> HttpResponse:
        return HttpResponse(painting.keep(mark, "png", lambda: painting.paint(svg)), content_type="image/png")

    return answer_for(request, subject, mark, make, seconds=ONE_DAY)


def answer_for(
    request: HttpRequest, subject: Event | Process, etag: str, make: Callable[[], HttpResponse], seconds: int = FIVE_MINUTES
) -> HttpResponseBase:
    """Answer for one noun; what is not public yet must not be kept on the way."""
    response = answer(request, etag, None, seconds, make)
    process = subject.process if isinstance(subject, Event) else subject
    if not (subject.is_published and process.is_published):
        del response["Access-Control-Allow-Origin"]
        response["Cache-Control"] = "private, no-store"
    return response


def send_file(body: bytes, content_type: str, name: str, *, is_download: bool = False) -> HttpResponse:
    """Send bytes under a file's name."""
    way = "attachment" if is_download else "inline"
    return HttpResponse(body, content_type=content_type, headers={"Content-Disposition": f'{way}; filename="{name}"'})


@open_to_all
@xframe_options_exempt
@csp_replace(
    {"frame-ancestors": ["*"], "script-src": [NONE], "form-action": [NONE], "connect-src": [NONE], "style-src": [SELF]}
)
def show_widget(request: HttpRequest, **address: str) -> HttpResponse:
    """Show a few entries in a frame of the city's own site."""
    found = find_published_process(**address)
    wanted = request.GET.get("ile", "")
    size = (
        min(max(int(wanted), FEWEST), MOST)
        if wanted.isascii() and wanted.isdigit() and len(wanted) <= len(str(MOST))
        else USUAL
    )
    today = timezone.localdate()
    stages = list(found.stages.all())
    with translation.override(found.workspace.language):
        ahead = reading.upcoming_events(found, today, size)
        latest = reading.latest_events(found, today, size - len(ahead)) if len(ahead) < size else []
        context = {
            "process": found,
            "ahead": reading.show_entries(ahead, stages, today),
            "latest": reading.show_entries(latest, stages, today),
        }
        response = render(request, "town/widget.html", context)
    patch_cache_control(response, public=True, max_age=FIVE_MINUTES)
    return response
