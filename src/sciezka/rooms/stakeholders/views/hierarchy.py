"""The hierarchy of stakeholders: the ranked list, and whom to include."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.stakeholders.forms.mapping import read_thresholds
from sciezka.rooms.stakeholders.models import Engagement, Invitation
from sciezka.rooms.stakeholders.queries.facts import observe
from sciezka.rooms.stakeholders.queries.mapping import QUADRANT_SENSE, Quadrant, read_map
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.stakeholders.views.map import keep_words, powers_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("stakeholders.view", of=find_process)
def show_hierarchy(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the ranked list of the wave that the address asks for."""
    _form, limits = read_thresholds(process, request.GET.dict())
    view = read_map(request.user, process, wave=read_number(request.GET.get("tura")), thresholds=limits)
    wanted = request.GET.get("cwiartka", "")
    quadrant = Quadrant(wanted) if wanted in set(Quadrant) else None
    points = view.within(quadrant) if view and quadrant else view.points if view else ()
    powers = powers_of(request, process)
    # What the records say of people is for those who work on the register.
    observed = observe(process, [point.stakeholder for point in points]) if powers["may_see_people"] else {}
    keys = [point.stakeholder.pk for point in points]
    planned = set(
        Engagement.objects.filter(stakeholder__in=keys)
        .exclude(state=Engagement.State.DROPPED)
        .values_list("stakeholder_id", flat=True)
    )
    invited = set(
        Invitation.objects.filter(stakeholder__in=keys, withdrawn_at=None).values_list("stakeholder_id", flat=True)
    )
    context = {
        "view": view,
        "rows": [
            (point, observed.get(point.stakeholder.pk), point.stakeholder.pk in planned, point.stakeholder.pk in invited)
            for point in points
        ],
        "quadrant": quadrant.value if quadrant else "",
        "filters": [(key.value, view.names[key], QUADRANT_SENSE[key], view.count(key)) for key in Quadrant] if view else [],
        "words": keep_words(request),
        "best": view.count(Quadrant.CREATE) if view else 0,
        **powers,
    }
    return show_page(request, "stakeholders/hierarchy.html", process, "hierarchy", context)
