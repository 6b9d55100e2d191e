"""The map of stakeholders in the office: drawn, set, and published."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.rounds import rounds_under_way
from sciezka.rooms.stakeholders.actions.publishing import publish_map, withdraw_map
from sciezka.rooms.stakeholders.charts.map import PHONE, choose_screen, lay_out
from sciezka.rooms.stakeholders.charts.map_svg import draw_map
from sciezka.rooms.stakeholders.forms.mapping import MapSettingsForm, read_thresholds
from sciezka.rooms.stakeholders.queries.judgements import PURPOSE, judging_rounds
from sciezka.rooms.stakeholders.queries.mapping import (
    QUADRANT_SENSE,
    Quadrant,
    StakeholderMap,
    is_publishable,
    public_rows,
    read_map,
    read_settings,
)
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

KEPT_WORDS = ("tura", "wplyw", "zaangazowanie", "zmiany")


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map drawn for a wide and for a narrow place."""

    wide: SafeString
    narrow: SafeString
    unnamed: tuple[str, ...]
    is_counted: bool


def draw(view: StakeholderMap, *, moves: bool = False) -> Drawing:
    """Draw the map for the page."""
    wide, narrow = lay_out(view, choose_screen(view), moves=moves), lay_out(view, PHONE, moves=moves)
    # Every word that people typed is escaped where it is drawn.
    wide_svg, narrow_svg = mark_safe(draw_map(wide)), mark_safe(draw_map(narrow))  # noqa: S308
    return Drawing(wide_svg, narrow_svg, wide.unnamed, is_counted=bool(narrow.crowds))


def keep_words(request: HttpRequest, **more: str) -> str:
    """Give the words of the address that say which map is shown, for links to its other faces."""
    words = QueryDict(mutable=True)
    for key in KEPT_WORDS:
        value = more.get(key, request.GET.get(key, ""))
        if value:
            words[key] = value[:20]
    return words.urlencode()


@require_safe
@needs("stakeholders.view", of=find_process)
def show_map(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the map of the wave that the address asks for, to those who may see its result."""
    form, limits = read_thresholds(process, request.GET.dict())
    wave = read_number(request.GET.get("tura"))
    view = read_map(request.user, process, wave=wave, thresholds=limits)
    rounds = judging_rounds(request.user, process)
    moves = bool(view and view.previous and request.GET.get("zmiany"))
    settings = read_settings(process)
    context = {
        "form": form,
        "view": view,
        "drawing": draw(view, moves=moves) if view and view.points else None,
        "moves": moves,
        "moved": sum(point.is_moved for point in view.points) if view else 0,
        "rounds": rounds,
        "under_way": rounds_under_way(request.user, process, PURPOSE),
        "is_tried": (limits.influence, limits.engagement) != (settings.influence_from, settings.engagement_from),
        "settings": settings,
        "words": keep_words(request),
        "words_still": keep_words(request, zmiany=""),
        "words_moves": keep_words(request, zmiany="1"),
        "best": view.count(Quadrant.CREATE) if view else 0,
        "quadrants": [(view.names[key], QUADRANT_SENSE[key], view.count(key)) for key in Quadrant] if view else [],
        **powers_of(request, process),
    }
    return show_page(request, "stakeholders/map.html", process, "map", context)


def powers_of(request: HttpRequest, process: Process) -> dict[str, bool]:
    """Say what the person may do here."""
    rights = ("see_people", "edit", "manage", "invite", "publish")
    return {f"may_{right}": may(request.user, f"stakeholders.{right}", process) for right in rights}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.manage", of=find_process)
def edit_settings(request: HttpRequest, process: Process) -> HttpResponse:
    """Change the thresholds and the names of the quadrants."""
    form = MapSettingsForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The map is drawn so from now on."))
        return redirect(reverse("stakeholders:map", kwargs=process.address))
    context = {
        "form": form,
        "title": _("How the map is drawn"),
        "lead": _("A value above the threshold counts as high. The names stand in the corners of the map."),
        "back": reverse("stakeholders:map", kwargs=process.address),
    }
    return show_page(request, "stakeholders/plan_form.html", process, "map", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.publish", of=find_process)
def publish(request: HttpRequest, process: Process) -> HttpResponse:
    """Show what residents would see, and publish it or take it back."""
    rounds = [row for row in judging_rounds(request.user, process) if is_publishable(row, process)]
    if request.method == "POST" and (answer := take_decision(request, process, rounds)):
        return answer
    wave = read_number(request.GET.get("tura"))
    chosen = next((row for row in rounds if row.pk == wave), rounds[0] if rounds else None)
    view = read_map(request.user, process, wave=chosen.pk) if chosen else None
    shown = set(public_rows(process).values_list("pk", flat=True))
    context: dict[str, Any] = {
        "rounds": rounds,
        "chosen": chosen,
        "settings": read_settings(process),
        "public_points": [point for point in view.points if point.stakeholder.pk in shown] if view else [],
        "kept_back": sum(point.stakeholder.pk not in shown for point in view.points) if view else 0,
        "names": view.names if view else {},
    }
    return show_page(request, "stakeholders/map_publish.html", process, "map", context)


def take_decision(request: HttpRequest, process: Process, rounds: list[Round]) -> HttpResponse | None:
    """Publish or withdraw, as the form says."""
    if request.POST.get("decision") == "withdraw":
        withdraw_map(actor=actor_of(request), process=process)
        messages.success(request, _("Residents do not see the map any more."))
        return redirect(reverse("stakeholders:map", kwargs=process.address))
    chosen = next((row for row in rounds if row.pk == read_number(request.POST.get("round"))), None)
    if chosen is None:
        messages.error(request, _("Choose a closed round whose map is to be shown. Nothing was changed."))
        return None
    try:
        publish_map(actor=actor_of(request), process=process, round=chosen)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None
    messages.success(request, _("Residents see the map with organisations only."))
    return redirect(reverse("stakeholders:map", kwargs=process.address))
