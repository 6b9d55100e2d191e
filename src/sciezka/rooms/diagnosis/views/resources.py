"""The resources of a town: the list, the map, what the plan builds on, and the page of each."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.guards import needs
from sciezka.kit.painting import paint
from sciezka.rooms.diagnosis.actions.assets import put_back, take_off
from sciezka.rooms.diagnosis.charts.resource_map import NARROW, draw_file, draw_map, lay_map
from sciezka.rooms.diagnosis.documents.resources import list_rows
from sciezka.rooms.diagnosis.forms.gathering import GatherForm
from sciezka.rooms.diagnosis.forms.resources import ResourceForm
from sciezka.rooms.diagnosis.models import Resource, ResourceKind
from sciezka.rooms.diagnosis.queries.holdings import Holdings, read_holdings
from sciezka.rooms.diagnosis.queries.ratings import PURPOSE, read_ratings, seen_rounds
from sciezka.rooms.diagnosis.queries.resources import find_resource, standing_resources
from sciezka.rooms.diagnosis.views.frame import show_page
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.queries.rounds import rounds_under_way
from sciezka.rooms.thread.queries.hanging import read_hanging
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("diagnosis.view", of=find_process)
def show_list(request: HttpRequest, process: Process) -> HttpResponse:
    """List the resources by kind, each with how it was judged and what uses it."""
    view = read_holdings(request.user, process)
    labels = dict(ResourceKind.choices)
    context = {
        "view": view,
        "groups": [(labels.get(key) or _("of no kind"), lines) for key, lines in view.groups],
        "under_way": rounds_under_way(request.user, process, PURPOSE),
        "off": [row for row in view.off if isinstance(row, Resource)],
    }
    return show_page(request, "diagnosis/resources.html", process, "resources", context)


@require_safe
@needs("diagnosis.view", of=find_process)
def show_map(request: HttpRequest, process: Process) -> HttpResponse:
    """Show how unique each resource is against how far it is used."""
    view = read_holdings(request.user, process)
    wide = lay_map(view) if view.placed else None
    context = {
        "view": view,
        # Every word that people typed is escaped where it is drawn.
        "wide": mark_safe(draw_map(wide)) if wide else "",  # noqa: S308
        "narrow": mark_safe(draw_map(lay_map(view, NARROW))) if wide else "",  # noqa: S308
        "unnamed": wide.unnamed if wide else (),
        "unplaced": [line for line in view.resources if not (line.rating and line.rating.is_placed)],
        "under_way": rounds_under_way(request.user, process, PURPOSE),
    }
    return show_page(request, "diagnosis/resource_map.html", process, "resource_map", context)


@require_safe
@needs("diagnosis.view", of=find_process)
def show_plan(request: HttpRequest, process: Process) -> HttpResponse:
    """Show which resources what is planned builds on, and which unique ones it passes over."""
    view = read_holdings(request.user, process)
    return show_page(request, "diagnosis/resources_plan.html", process, "resources_plan", {"view": view})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.ask", of=find_process)
def gather(request: HttpRequest, process: Process) -> HttpResponse:
    """Prepare a round that names and judges resources; it is launched from its own page."""
    form = GatherForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (round_ := form.save(actor_of(request))):
        messages.success(request, _("The round is prepared and nobody has been asked yet. Look it over and launch it."))
        return redirect(round_)
    context = {"form": form, "count": standing_resources(process).count()}
    return show_page(request, "diagnosis/resources_gather.html", process, "resources", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_process)
def make(request: HttpRequest, process: Process) -> HttpResponse:
    """Add a resource."""
    form = ResourceForm(process, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("Saved: %(title)s.") % {"title": made})
        return redirect(made)
    return show_page(request, "diagnosis/asset_form.html", process, "resources", {"form": form, "title": _("New resource")})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_resource)
def edit(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Change what is said about a resource; where somebody else did so meanwhile, show both texts."""
    form = ResourceForm(resource.process, resource, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (saved := form.save(actor_of(request))):
        messages.success(request, _("The changes are saved."))
        return redirect(saved)
    context = {"form": form, "title": resource.name, "asset": resource}
    status = 409 if form.standing else 200
    return show_page(request, "diagnosis/asset_form.html", resource.process, "resources", context, status)


@require_safe
@needs("diagnosis.view", of=find_resource)
def show(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Show a resource: how it was judged, what uses it, how it hangs on the thread."""
    rating = read_ratings(seen_rounds(request.user, resource.process)).get(resource.pk)
    scales = {row["key"]: row["title"] for row in rating.round.scales} if rating else {}
    context = {
        "resource": resource,
        "hanging": read_hanging(resource),
        "rating": rating,
        "stands": [(scales.get(key, key), stand) for key, stand in rating.stands.items()] if rating else [],
    }
    return show_page(request, "diagnosis/resource.html", resource.process, "resources", context)


@require_POST
@needs("diagnosis.edit", of=find_resource)
def decide(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Take a resource off the list, or put it back."""
    if request.POST.get("decision") == "back":
        put_back(actor=actor_of(request), asset=resource)
        messages.success(request, _("It is back on the list, under its old code."))
    else:
        take_off(actor=actor_of(request), asset=resource)
        messages.success(request, _("It is off the list. Its code and its ties are kept."))
    return redirect(resource)


def read_placed(request: HttpRequest, process: Process) -> Holdings:
    """Read the map; 404 where the person sees none."""
    view = read_holdings(request.user, process)
    if not view.placed:
        raise Http404
    return view


@never_cache
@require_safe
@needs("diagnosis.view", of=find_process)
def give_svg(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the map as SVG."""
    return give_file(draw_file(read_placed(request, process)), "image/svg+xml", "mapa-zasobow.svg")


@never_cache
@require_safe
@needs("diagnosis.view", of=find_process)
def give_png(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the map as PNG, fine enough for print."""
    return give_file(paint(draw_file(read_placed(request, process)), scale=2), "image/png", "mapa-zasobow.png")


@never_cache
@require_safe
@needs("diagnosis.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the resources with their values, products and goals."""
    return give_file(write_csv(list_rows(read_holdings(request.user, process))), CSV, "zasoby.csv")
