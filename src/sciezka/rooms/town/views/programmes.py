"""Programme templates, kept by the operator of the instance."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.actions.programmes import load_shipped_programmes, restore_programme
from sciezka.rooms.town.forms.programmes import ProgrammeForm
from sciezka.rooms.town.models import Programme
from sciezka.rooms.town.programmes import SHIPPED, TemplateProblem
from sciezka.rooms.town.queries.nouns import find_programme
from sciezka.rooms.town.queries.programmes import all_programmes, describe_template, read_source


def find_instance() -> None:
    """Programmes belong to the instance, not to a workspace."""


@needs("town.edit_programmes", of=find_instance)
def show_programmes(request: HttpRequest, _instance: None) -> HttpResponse:
    """List the programmes that this instance holds."""
    programmes = list(all_programmes())
    held = {programme.key for programme in programmes}
    missing = [key for key in SHIPPED if key not in held]
    return render(request, "town/programmes.html", {"programmes": programmes, "missing": missing})


@require_POST
@needs("town.edit_programmes", of=find_instance)
def load(request: HttpRequest, _instance: None) -> HttpResponse:
    """Take in the programmes that came with the product."""
    load_shipped_programmes()
    messages.success(request, _("The programmes that come with the product are here."))
    return redirect("town:programmes")


@needs("town.edit_programmes", of=find_programme)
def show_programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show a programme as its users will meet it."""
    try:
        template = describe_template(read_source(programme.source), get_language() or "pl", _("co-ordinator"))
    except TemplateProblem:
        return redirect("town:programme_edit", programme=programme.key)
    context = {"programme": programme, "template": template, "is_shipped": programme.key in SHIPPED}
    return render(request, "town/programme.html", context)


@needs("town.edit_programmes", of=find_programme)
def edit_programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Change the content of a programme; every fault is listed and nothing typed is lost."""
    form = ProgrammeForm(programme, sent(request))
    if form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The programme is saved. Processes that are already open keep their plan."))
        return redirect("town:programme", programme=programme.key)
    context = {"programme": programme, "form": form, "is_shipped": programme.key in SHIPPED}
    return render(request, "town/programme_edit.html", context)


@needs("town.edit_programmes", of=find_instance)
def add_programme(request: HttpRequest, _instance: None) -> HttpResponse:
    """Add a programme of this instance's own."""
    form = ProgrammeForm(None, sent(request))
    if form.is_valid() and (programme := form.save(actor_of(request))):
        messages.success(request, _("The programme is saved."))
        return redirect("town:programme", programme=programme.key)
    return render(request, "town/programme_edit.html", {"form": form})


@require_POST
@needs("town.edit_programmes", of=find_programme)
def restore(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Bring back the shipped version."""
    if programme.key not in SHIPPED:
        raise Http404
    restore_programme(actor=actor_of(request), programme=programme)
    messages.success(request, _("The version that came with the product is back."))
    return redirect("town:programme", programme=programme.key)
