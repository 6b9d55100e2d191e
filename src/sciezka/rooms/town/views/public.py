"""The residents' side: front page, a city's page, a process, its Kalendarium."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.guards import may, open_to_all
from sciezka.kit.markup import strip_markdown
from sciezka.kit.sharing import Share
from sciezka.rooms.town.feeds import describe_event, describe_list, write_linked_data
from sciezka.rooms.town.forms.kalendarium import KalendariumFilters, read_filters
from sciezka.rooms.town.models import Event, Process, Workspace
from sciezka.rooms.town.queries import kalendarium as reading
from sciezka.rooms.town.queries import progress, showcase
from sciezka.rooms.town.queries.months import is_month, lay_month, nearest_month
from sciezka.rooms.town.queries.stages import read_stages

SHORT_LIST = 4


@open_to_all
def show_home(request: HttpRequest) -> HttpResponse:
    """Show what this instance is, and the processes that residents can follow."""
    text = showcase.read_search(request.GET.get("szukaj", ""))
    found = showcase.list_processes(text)
    page = Paginator(found, showcase.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "groups": showcase.group_by_workspace(page),
        "total": page.paginator.count,
        "text": text,
        "has_search": bool(text) or page.paginator.count > showcase.SEARCH_FROM,
        "canonical": f"{settings.BASE_URL}/",
    }
    return render(request, "town/home.html", context)


@open_to_all
def show_workspace(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show a city or a partnership: its units, its processes and whom to write to."""
    place = showcase.find_shown_workspace(request.user, workspace)
    units = showcase.member_units(place)
    context = {
        "workspace": place,
        "units": units,
        "groups": showcase.group_by_workspace(showcase.list_processes("").filter(workspace=place)),
        "is_partnership": place.kind == Workspace.Kind.PARTNERSHIP,
        "share": Share(place.name, "", f"{settings.BASE_URL}{place.get_absolute_url()}", site=place.name),
    }
    return render(request, "town/workspace.html", context)


@open_to_all
def show_process(request: HttpRequest, workspace: str, process: str) -> HttpResponse:
    """Show a process: where it is, what comes next, what happened lately, and who works on it."""
    found = reading.find_shown_process(request.user, workspace, process)
    today = timezone.localdate()
    states = read_stages([found], today=today)[found.pk]
    stages = [state.stage for state in states]
    ahead = reading.upcoming_events(found, today, SHORT_LIST)
    latest = reading.latest_events(found, today, SHORT_LIST)
    context = {
        **frame(request, found),
        "stones": progress.draw_stones(states, reverse("town:kalendarium", kwargs=found.address)),
        "ahead": reading.show_entries(ahead, stages, today),
        "latest": reading.show_entries(latest, stages, today),
        "teams": showcase.public_teams(found),
        "share": share_process(found, found.get_absolute_url(), found.name),
        "linked_data": write_linked_data(describe_list(ahead, base_url=settings.BASE_URL)) if ahead else "",
    }
    return render(request, "town/process.html", context)


@open_to_all
def show_kalendarium(request: HttpRequest, workspace: str, process: str) -> HttpResponse:
    """Show the published entries that the address asks for."""
    found = reading.find_shown_process(request.user, workspace, process)
    today = timezone.localdate()
    stages = list(found.stages.all())
    filters = read_filters(request.GET, stages)
    counts = reading.count_sorts(found, filters, stages, today)
    run: Any = reading.list_run(found, filters, counts, today)
    page: Page[Event] = Paginator(run, reading.PAGE_SIZE).get_page(request.GET.get("page"))
    events = list(page)
    address = reverse("town:kalendarium", kwargs=found.address)
    context = {
        **frame(request, found),
        "form": KalendariumFilters(filters, counts, stages),
        "filters": filters,
        "counts": counts,
        "page": page,
        "groups": reading.group_by_year(
            reading.show_entries(events, stages, today), is_oldest_first=filters.is_oldest_first
        ),
        "month": nearest_month(found, today),
        "share": share_process(found, address, found.name),
        "linked_data": write_linked_data(describe_list(events, base_url=settings.BASE_URL)) if events else "",
    }
    return render(request, "town/kalendarium.html", context)


@open_to_all
def show_month(request: HttpRequest, workspace: str, process: str, year: int, month: int) -> HttpResponse:
    """Show one month as a grid of weeks."""
    found = reading.find_shown_process(request.user, workspace, process)
    if not is_month(year, month):
        raise Http404
    today = timezone.localdate()
    laid = lay_month(found, year, month, today)
    address = reverse("town:kalendarium_month", kwargs={**found.address, "year": year, "month": month})
    context = {
        **frame(request, found),
        "month": laid,
        "today": today,
        "nearest": nearest_month(found, today) if laid.is_empty else None,
        "share": share_process(found, address, found.name),
    }
    return render(request, "town/kalendarium_month.html", context)


@open_to_all
def show_event(request: HttpRequest, workspace: str, process: str, event: int, words: str) -> HttpResponse:
    """Show one entry under its permanent address; other words in it lead to the right ones."""
    found = reading.find_shown_event(request.user, workspace, process, event)
    if words != found.words:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    stages = list(found.process.stages.all())
    entry = reading.show_entry(found, reading.tint_stages(stages).get(found.stage_id or 0, ""), timezone.localdate())
    earlier, later = reading.neighbours_of(found)
    image = f"{settings.BASE_URL}{reverse('town:event_picture', kwargs={**found.process.address, 'event': found.pk})}"
    context = {
        **frame(request, found.process),
        "entry": entry,
        "event": found,
        "attachments": list(reading.public_attachments(found)),
        "earlier": earlier,
        "later": later,
        "is_draft": not found.is_published,
        "share": Share(
            found.title,
            strip_markdown(found.text, 200),
            f"{settings.BASE_URL}{found.get_absolute_url()}",
            image,
            found.title,
            "article",
            found.process.workspace.name,
        ),
        "linked_data": write_linked_data(describe_event(found, base_url=settings.BASE_URL, image=image)),
    }
    return render(request, "town/event.html", context)


def frame(request: HttpRequest, process: Process) -> dict[str, Any]:
    """Give what every page of a process needs: the process, whether this is a preview, and the addresses of its feeds."""
    feeds = {
        name: f"{settings.BASE_URL}{reverse(f'town:feed_{name}', kwargs=process.address)}"
        for name in ("ics", "atom", "json")
    }
    return {
        "process": process,
        "is_preview": not process.is_published,
        "is_office": may(request.user, "town.view_office", process),
        "feeds": {**feeds, "webcal": f"webcal://{feeds['ics'].split('://', 1)[1]}"},
        "base_url": settings.BASE_URL,
    }


def share_process(process: Process, path: str, title: str) -> Share:
    """Say how a page of a process is passed on."""
    image = reverse("town:process_picture", kwargs=process.address)
    return Share(
        title,
        strip_markdown(process.summary, 200),
        f"{settings.BASE_URL}{path}",
        f"{settings.BASE_URL}{image}",
        process.name,
        "website",
        process.workspace.name,
    )
