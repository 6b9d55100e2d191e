"""The register: its list, one stakeholder, adding and changing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.queries.rounds import rounds_under_way
from sciezka.rooms.stakeholders.forms.facts import ContactForm, SignForm
from sciezka.rooms.stakeholders.forms.register import StakeholderForm
from sciezka.rooms.stakeholders.models import Sector, Stakeholder
from sciezka.rooms.stakeholders.queries.facts import observe
from sciezka.rooms.stakeholders.queries.findings import findings_of
from sciezka.rooms.stakeholders.queries.judgements import PURPOSE
from sciezka.rooms.stakeholders.queries.places import find_stakeholder
from sciezka.rooms.stakeholders.queries.register import (
    filter_register,
    find_similar,
    list_namesakes,
    register_of,
    removed_from,
)
from sciezka.rooms.stakeholders.queries.standing import read_history
from sciezka.rooms.stakeholders.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

LONGEST_SEARCH = 100


@require_safe
@needs("stakeholders.view", of=find_process)
def show_register(request: HttpRequest, process: Process) -> HttpResponse:
    """List the stakeholders with what the records say of each; natural persons only for those who work on them."""
    with_people = may(request.user, "stakeholders.see_people", process)
    sought, sector = request.GET.get("szukaj", "").strip()[:LONGEST_SEARCH], request.GET.get("sektor", "")[:10]
    everybody = register_of(process, with_people=with_people)
    rows = filter_register(everybody, sought=sought.replace("\x00", ""), sector=sector)
    observed = observe(process, rows)
    may_edit = may(request.user, "stakeholders.edit", process)
    whole = rows if not (sought or sector) else list(everybody)
    context = {
        "lines": [(row, observed[row.pk]) for row in rows],
        "total": len(whole),
        "people": sum(row.is_person for row in whole),
        "sought": sought,
        "sector": sector,
        "sectors": Sector.choices,
        "namesakes": list_namesakes(whole) if may_edit else [],
        "removed": removed_from(process, with_people=with_people) if may_edit else (),
        "rounds": rounds_under_way(request.user, process, PURPOSE),
        "with_people": with_people,
        "may_edit": may_edit,
        "may_manage": may(request.user, "stakeholders.manage", process),
    }
    return show_page(request, "stakeholders/register.html", process, "register", context)


@require_safe
@needs("stakeholders.view", of=find_stakeholder)
def show_stakeholder(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Show one stakeholder: what is known, what the records say, and what was judged where the reader may see it."""
    process = stakeholder.process
    may_edit = may(request.user, "stakeholders.edit", stakeholder)
    may_manage = may(request.user, "stakeholders.manage", stakeholder)
    context = {
        "stakeholder": stakeholder,
        "observed": observe(process, [stakeholder])[stakeholder.pk],
        "history": read_history(request.user, stakeholder),
        "contacts": stakeholder.contacts.select_related("event"),
        "handles": stakeholder.handles.all(),
        "may_edit": may_edit and not stakeholder.erased_at,
        "may_manage": may_manage,
        "may_cite": may_manage and not stakeholder.is_person,
        "cited": list(findings_of(stakeholder).values()),
        "contact_form": ContactForm(stakeholder) if may_edit else None,
        "sign_form": SignForm(stakeholder) if may_edit else None,
    }
    return show_page(request, "stakeholders/stakeholder.html", process, "register", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_process)
def add(request: HttpRequest, process: Process) -> HttpResponse:
    """Add a stakeholder by hand."""
    form = StakeholderForm(process, None, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("“%(name)s” is on the register.") % {"name": made.name})
        return redirect(made)
    return show_page(request, "stakeholders/stakeholder_form.html", process, "register", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.edit", of=find_stakeholder)
def edit(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Change what is known of a stakeholder."""
    process = stakeholder.process
    if stakeholder.erased_at:
        messages.error(request, _("The data of this person were erased and can't be written again."))
        return redirect(stakeholder)
    title = stakeholder.name
    form = StakeholderForm(process, stakeholder, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("Saved."))
        return redirect(stakeholder)
    context = {"form": form, "stakeholder": stakeholder, "title": title}
    return show_page(request, "stakeholders/stakeholder_form.html", process, "register", context)


@require_safe
@needs("stakeholders.edit", of=find_process)
def show_similar(request: HttpRequest, process: Process) -> HttpResponse:
    """Show what stands on the register under a name like the one being typed."""
    name = request.GET.get("name", "")[:300]
    return render(request, "stakeholders/_similar.html", {"process": process, "similar": find_similar(process, name)})
